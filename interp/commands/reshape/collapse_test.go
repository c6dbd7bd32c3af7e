package reshape_test

import "testing"

const panel = `
g:byte x:int y:double w:byte s:str2
2 5 1.5 1 a
1 4 . 2 ""
2 7 2.5 3 b
1 . 4 1 c
1 10 8 1 d
. 3 .a 2 e
`

func TestCollapse(t *testing.T) {
	b := newBed(t)
	b.use(panel)
	b.must("collapse x (sd) sdx = x (count) n=x ns=s (sum) y (p50) med=x (first) s first=x (lastnm) last = y, by(g)")
	b.holds(`
g:byte x:float sdx:float n:long ns:long y:double med:float s:str2 first:int last:double
1 7 4.242640495300293 2 2 12 7 "" 4 8
2 6 1.4142135381698608 2 2 4 6 a 5 2.5
. 3 . 1 1 0 3 e 3 .
`)
	for name, want := range map[string]string{"x": "(mean) x", "sdx": "(sd) x", "n": "(count) x", "med": "(p 50) x", "s": "(first) s", "g": ""} {
		if got := b.s.Frame().Column(name).Label; got != want {
			t.Errorf("label of %s is %q, want %q", name, got, want)
		}
	}
}

// By hand, from the definitions in the help.
func TestCollapseWeights(t *testing.T) {
	b := newBed(t)
	run := func(script, want string) {
		t.Helper()
		b.use(panel)
		b.must(script)
		b.holds(want)
	}
	run("collapse (mean) m=x (sum) s=x (rawsum) r=x (count) n=x [aw=w] if g < ., by(g)", `
g:byte m:float s:double r:double n:long
1 6 12 14 2
2 6.5 13 12 2
`)
	run("collapse (mean) m=x (sum) s=x (rawsum) r=x (count) n=x (p50) p=x [fw=w] if g < ., by(g)", `
g:byte m:float s:double r:double n:long p:float
1 6 18 14 3 4
2 6.5 26 12 4 7
`)
	run("collapse (sum) s=x (count) n=x [pw=w/2] if g < ., by(g)", `
g:byte s:double n:double
1 9 1.5
2 13 2
`)
	run("collapse (percent) x if g < ., by(g)", "g:byte x:float\n1 50\n2 50")
	run("collapse (mean) x y, cw", "x:float y:double\n7.333333492279053 4")
	b.use(panel)
	b.fails("collapse (sd) x [pw=w]", "r(198); pweights may not be used with (sd)")
	b.fails("collapse (mean) x [fw=w/2]", "r(401); may not use noninteger frequency weights")
	b.fails("collapse x if w > 100", "r(2000); no observations")
	b.fails("collapse x (sum) x", "r(198); error:\n     x = (mean) x\n     x = (sum) x\nname conflict")
	b.fails("collapse (mean) s", "r(109); type mismatch\ns is a string variable; (mean) is not allowed")
	b.fails("collapse (nonsense) x", "r(198); 'nonsense' is not a statistic that collapse knows")
}
