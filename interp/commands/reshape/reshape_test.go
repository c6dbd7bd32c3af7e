package reshape_test

import "testing"

// Layout from a StataNow 18.5 log of the same commands.
func TestReshape(t *testing.T) {
	const wide = "id:float y1:float y2:float\n1 10 20\n2 20 40\n3 30 60"
	b := newBed(t)
	b.use(wide)
	b.prints("reshape long y, i(id) j(year)", `(j = 1 2)

Data                               Wide   ->   Long
-----------------------------------------------------------------------------
Number of observations                3   ->   6           
Number of variables                   3   ->   3           
j variable (2 values)                     ->   year
xij variables:
                                  y1 y2   ->   y
-----------------------------------------------------------------------------
`)
	b.holds("id:float year:byte y:float\n1 1 10\n1 2 20\n2 1 20\n2 2 40\n3 1 30\n3 2 60")
	b.prints("reshape wide y, i(id) j(year)", `(j = 1 2)

Data                               Long   ->   Wide
-----------------------------------------------------------------------------
Number of observations                6   ->   3           
Number of variables                   3   ->   3           
j variable (2 values)              year   ->   (dropped)
xij variables:
                                      y   ->   y1 y2
-----------------------------------------------------------------------------
`)
	b.holds(wide)
	b.must("reshape long")
	b.must("reshape wide")
	b.holds(wide)
	if got := b.s.Frame().Column("y2").Label; got != "2 y" {
		t.Errorf("label of y2 is %q", got)
	}
}

func TestReshapeStubs(t *testing.T) {
	b := newBed(t)
	b.use("id:byte inc80r:int sex:str1 inc82r:float ue80:byte ue81:byte name:str3\n2 100 f 102.5 0 1 b\n1 200 m . 1 0 a")
	b.prints("quietly reshape long inc@r ue, i(id) j(year)", "")
	b.holds(`
id:byte year:byte incr:float sex:str1 ue:byte name:str3
1 80 200 m 1 a
1 81 . m 0 a
1 82 . m . a
2 80 100 f 0 b
2 81 . f 1 b
2 82 102.5 f . b
`)
	b.must("quietly reshape wide")
	b.holds(`
id:byte inc80r:float ue80:byte inc81r:float ue81:byte inc82r:float ue82:byte sex:str1 name:str3
1 200 1 . 0 . . m a
2 100 0 . 1 102.5 . f b
`)
	b.use("id:byte a_x:byte a_yy:str2\n1 2 z")
	b.fails("reshape long a_, i(id) j(k) string", "r(198); a_yy type mismatch with other a_@ variables")
	b.use("id:byte a_x:str1 a_yy:str2\n1 u z")
	b.must("quietly reshape long a_, i(id) j(k) string")
	b.holds("id:byte k:str2 a_:str2\n1 x u\n1 yy z")
	b.must("quietly reshape wide a_, i(id) j(k) s")
	b.holds("id:byte a_x:str2 a_yy:str2\n1 u z")
}

func TestReshapeErrors(t *testing.T) {
	b := newBed(t)
	b.use("id:byte j:byte x:byte z:byte\n1 1 5 7\n1 1 6 8")
	b.fails("reshape wide x z, i(id) j(j)", `r(9); values of variable j not unique within id
    Your data are currently long.  You are performing a reshape wide.  You
    specified i(id) and j(j).  There are observations within i(id) with the
    same value of j(j).  In the long data, variables i() and j() together must
    uniquely identify the observations.

         long                                wide
        +---------------+                   +------------------+
        | i   j   a   b |                   | i   a1 a2  b1 b2 |
        |---------------| <--- reshape ---> |------------------|
        | 1   1   1   2 |                   | 1   1   3   2  4 |
        | 1   2   3   4 |                   | 2   5   7   6  8 |
        | 2   1   5   6 |                   +------------------+
        | 2   2   7   8 |
        +---------------+

    Type reshape error for a list of the problem observations.`)
	b.prints("reshape error", `
     obs            id             j
       1             1             1
       2             1             1
`)
	b.use("id:byte j:byte x:byte z:byte\n1 1 5 7\n1 2 6 8")
	b.fails("reshape wide x, i(id) j(j)", `r(9); variable z not constant within id
    Your data are currently long.  You are performing a reshape wide.  You
    typed something like

        . reshape wide a b, i(id) j(j)

    There are variables other than a, b, id, j in your data.  They must be
    constant within id because that is the only way they can fit into wide
    data without loss of information.

    The variable or variables listed above are not constant within id.
    Perhaps the values are in error.  Type reshape error for a list of the
    problem observations.

    Either that, or the values vary because they should vary, in which case
    you must either add the variables to the list of xij variables to be
    reshaped, or drop them.`)
	b.fails("reshape wide x, i(id) j(nosuch)", "r(111); variable nosuch not found")
	b.fails("reshape wide x, i(id) j(j) string", "r(109); variable j is numeric; the string option is not allowed")
	b.fails("reshape long x, i(id) j(z)", "r(110); variable z already defined")
	b.use("id:byte x1:byte\n1 5\n1 6")
	if _, err := b.run("reshape long x, i(id) j(j)"); err == nil || err.Error()[:53] != "variable id does not uniquely identify the observations"[:53] {
		t.Errorf("long with repeated i: %v", err)
	}
}
