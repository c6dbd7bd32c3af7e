package reshape_test

import (
	"testing"
)

func TestXtset(t *testing.T) {
	b := newBed(t)
	b.use("id:byte t:int x:byte\n2 2001 1\n1 2001 2\n1 2000 3\n2 2000 4")
	b.prints("xtset id t, yearly", `
Panel variable: id (strongly balanced)
 Time variable: t, 2000 to 2001
         Delta: 1 year
`)
	b.holds("id:byte t:int x:byte\n1 2000 3\n1 2001 2\n2 2000 4\n2 2001 1")
	b.prints(`display r(imin) r(imax) r(tmin) r(tmax) r(tdelta) r(gaps) " `+"`r(balanced)' `r(tsfmt)' `r(unit)' `r(unit1)' `r(tdeltas)' `r(panelvar)' `r(timevar)'\"",
		"122000200110 strongly balanced %ty yearly y 1 year id t\n")
	b.prints("tsset", `
Panel variable: id (strongly balanced)
 Time variable: t, 2000 to 2001
         Delta: 1 year
`)
	b.prints("generate lag = L.x", "(2 missing values generated)\n")
	b.prints("xtset, clear", "")
	b.fails("xtset", "r(459); panel variable not set; use xtset varname ...")
	b.fails("tsset", "r(111); time variable not set, use tsset varname ...")

	b.use("id:byte t:int\n1 1\n1 3\n2 2\n2 4\n3 .")
	b.prints("xtset id t", `
Panel variable: id (weakly balanced)
 Time variable: t, 1 to 4, but with gaps
         Delta: 1 unit
`)
	b.prints("xtset id t, delta(2)", `
Panel variable: id (weakly balanced)
 Time variable: t, 1 to 4
         Delta: 2 units
`)
	b.prints("xtset id", `
Panel variable: id (unbalanced)
`)
	b.use("id:byte t:int s:str1\n1 1 a\n1 1 b\n2 1 c\n2 2 d")
	b.fails("xtset id t", "r(451); repeated time values within panel")
	b.fails("tsset t", "r(451); repeated time values in sample")
	b.fails("xtset s t", "r(109); string variables not allowed in varlist;\ns is a string variable")
	b.use("id:byte t:int\n1 1\n1 2\n2 1\n2 4\n2 7")
	b.fails("xtset id t, delta(2)", "r(451); time values with period less than delta() found")
	b.prints("tsset id t, q", `
Panel variable: id (unbalanced)
 Time variable: t, 1960q2 to 1961q4, but with gaps
         Delta: 1 quarter
`)
	b.use("t:double\n60000\n120000\n180000")
	b.prints("tsset t, c delta(1 minute)", `
Time variable: t, 01jan1960 00:01:00 to 01jan1960 00:03:00
        Delta: 1 minute
`)
	b.use("t:double\n1.5\n2")
	b.fails("tsset t", "r(451); time variable must contain only integer values")
}
