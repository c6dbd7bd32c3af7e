package reshape_test

import "testing"

// Layout from published logs of Stata 13 to 18; the counts are by hand.
func TestXtdescribe(t *testing.T) {
	b := newBed(t)
	b.use("id:int year:int\n1155 2002\n1155 2003\n1155 2007\n2040 2002\n2040 2003\n2040 2004\n2040 2005\n2040 2006\n2040 2007\n" +
		"3000 2004\n3217 2003\n3217 2002\n3217 2007")
	b.must("quietly xtset id year")
	b.prints("xtdescribe, patterns(2)", `
      id:  1155, 2040, ..., 3217                             n =          4
    year:  2002, 2003, ..., 2007                             T =          6
           Delta(year) = 1 unit
           Span(year)  = 6 periods
           (id*year uniquely identifies each observation)

Distribution of T_i:   min      5%     25%       50%       75%     95%     max
                         1       1       2         3       4.5       6       6

     Freq.  Percent    Cum. |  Pattern
 ---------------------------+---------
        2     50.00   50.00 |  11...1
        1     25.00   75.00 |  ..1...
        1     25.00  100.00 | (other patterns)
 ---------------------------+---------
        4    100.00         |  XXXXXX
`)
}

// Numbers by hand; layout as in the manual of Stata.
func TestXtsum(t *testing.T) {
	b := newBed(t)
	b.use("id:byte x:double longername:byte\n1 1 1\n1 3 1\n2 5 1\n2 7 2\n2 . 2")
	b.prints("xtsum x longername, i(id)", `
Variable         |      Mean   Std. dev.       Min        Max |    Observations
-----------------+--------------------------------------------+----------------
x        overall |         4   2.581989          1          7 |     N =       4
         between |             2.828427          2          6 |     n =       2
         within  |             1.154701          3          5 |     T =       2
                 |                                            |
longer~e overall |       1.4   .5477226          1          2 |     N =       5
         between |             .4714045          1   1.666667 |     n =       2
         within  |             .4082483   .7333333   1.733333 | T-bar =     2.5
`)
}

func TestTsfill(t *testing.T) {
	b := newBed(t)
	b.use("id:byte t:byte x:byte\n1 1 5\n1 4 6\n2 3 7")
	b.must("quietly xtset id t")
	b.must("tsfill")
	b.holds("id:byte t:byte x:byte\n1 1 5\n1 2 .\n1 3 .\n1 4 6\n2 3 7")
	b.must("tsfill, full")
	b.holds("id:byte t:byte x:byte\n1 1 5\n1 2 .\n1 3 .\n1 4 6\n2 1 .\n2 2 .\n2 3 7\n2 4 .")
	b.must("tsappend, add(1) panel(2)")
	b.holds("id:byte t:byte x:byte\n1 1 5\n1 2 .\n1 3 .\n1 4 6\n2 1 .\n2 2 .\n2 3 7\n2 4 .\n2 5 .")
	b.use("t:int x:byte\n720 1")
	b.must("quietly tsset t, monthly")
	b.must("tsappend, last(2020m3) tsfmt(tm)")
	b.holds("t:int x:byte\n720 1\n721 .\n722 .")
}
