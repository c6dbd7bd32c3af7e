package resampling_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

func session(t *testing.T) (*interp.Session, *bytes.Buffer) {
	out := &bytes.Buffer{}
	s := interp.New(interp.Config{Commands: commands.All, Out: out, Files: interp.FileRules{Dir: t.TempDir()}})
	t.Cleanup(func() { s.Close() })
	return s, out
}

func run(t *testing.T, s *interp.Session, out *bytes.Buffer, src string) {
	t.Helper()
	if err := s.Exec(context.Background(), "test.do", src); err != nil {
		t.Fatal(err, "\n", out.String())
	}
}

// value evaluates an expression.
func value(t *testing.T, s *interp.Session, text string) float64 {
	t.Helper()
	x, err := lang.ParseExpr(text, 1)
	if err != nil {
		t.Fatal(err)
	}
	v, err := expr.EvalNum(x, s.Env())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Programs whose repetitions draw as many numbers, or not, or leave something
// behind: made together they give what they give one after the other.
var programs = map[string]string{
	"even": `
		drop _all
		set obs 50
		gen x = runiform()
		summarize x`,
	"normal": `
		drop _all
		set obs 50
		gen x = rnormal()
		summarize x`,
	"more at the end": `
		drop _all
		set obs 50
		gen x = rnormal()
		summarize x
		scalar more = r(mean) > .05
		if more {
			replace x = x + runiform()
		}
		scalar drop more
		summarize x`,
	"counts": `
		drop _all
		set obs 50
		gen x = rnormal()
		global calls = real("0$calls") + 1
		replace x = x + $calls
		summarize x`,
	"counts later": `
		drop _all
		set obs 50
		gen x = rnormal()
		summarize x
		if r(mean) > .2 {
			global high = real("0$high") + 1
		}
		replace x = x + real("0$high")
		summarize x`,
	"fails": `
		drop _all
		set obs 50
		gen x = rnormal()
		summarize x
		if r(mean) > .1 {
			error 498
		}`,
}

func TestChain(t *testing.T) {
	const n = 60
	for name, body := range programs {
		t.Run(name, func(t *testing.T) {
			var want []float64
			var last float64
			for _, together := range []bool{false, true} {
				s, out := session(t)
				run(t, s, out, "program define once, rclass\n"+body+"\nreturn scalar x = r(mean)\nend\nset seed 3\n")
				got := make([]float64, n)
				each := func(i int, w *interp.Session) error {
					w.SetQuiet(true)
					err := w.Run("once")
					if rc.Of(err) == rc.Break {
						return err
					}
					got[i] = -1
					if err == nil {
						got[i] = value(t, w, "r(x)")
					}
					return nil
				}
				next, done := 0, 0
				if together {
					var err error
					next, err = s.Chain(0, n, each, func(i int) error {
						if i != done {
							t.Errorf("draw %d is reported, want %d", i, done)
						}
						done++
						return nil
					})
					if err != nil || done != next {
						t.Fatal(err, done, next)
					}
				}
				for i := next; i < n; i++ {
					if err := each(i, s); err != nil {
						t.Fatal(err)
					}
				}
				if !together {
					want, last = slices.Clone(got), s.RNG().Uniform()
					continue
				}
				if !slices.Equal(got, want) {
					t.Errorf("%v\nwant %v", got, want)
				}
				if s.RNG().Uniform() != last {
					t.Error("the random numbers go on elsewhere")
				}
			}
		})
	}
}

// Results do not depend on the number of processors.
func TestProcessors(t *testing.T) {
	const data = `
		set seed 7
		set obs 120
		gen id = ceil(_n/6)
		gen t = mod(_n, 6)
		gen d = id < 8 & t > 2
		gen x = rnormal()
		gen y = x + rnormal()
		xtset id t
		`
	slow := "program define slow, rclass\ndrop _all\nset obs 3000\ngen x = rnormal()\nsort x\nregress x\nreturn scalar b = _b[_cons]\nend\n"
	for _, line := range []string{
		"bootstrap, reps(40) seed(2) nodots cluster(id) saving(out, double): regress y x",
		"bootstrap m=r(p50), reps(40) seed(2) nodots nowarn bca saving(out, double): summarize x, detail",
		"jackknife, nodots saving(out, double): regress y x",
		"permute x _b[x], reps(40) seed(2) nodots saving(out, double): regress y x",
		"permute x _b[x] r2=e(r2), reps(40) seed(2) nodots saving(out, double): regress y x",
		"ritest d _b[d] _se[d], reps(200) seed(2) nodots staggered(id t) saving(out, double): reghdfe y d x, absorb(id t) vce(cluster id)",
		"ritest d _b[d], reps(40) seed(2) nodots staggered(id t) nofast saving(out, double): xtreg y d x, fe",
		"statsby _b, by(id) clear nodots saving(out, double): regress y x",
		"rolling _b, window(4) clear nodots saving(out, double): regress y x",
		"simulate b=r(b), reps(40) seed(2) nodots saving(out, double): slow",
	} {
		var want string
		for _, procs := range []int{1, 2, 5} {
			before := runtime.GOMAXPROCS(procs)
			s, out := session(t)
			run(t, s, out, slow+data+line+"\nscalar after = runiform()\nuse out, clear\n")
			runtime.GOMAXPROCS(before)
			got := fmt.Sprint(value(t, s, "after"))
			for _, c := range s.Frame().Columns() {
				got += fmt.Sprintln(c.Name, c.Numbers())
			}
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s: on %d processors\n%s\nwant\n%s", line, procs, got, want)
			}
		}
	}
}

// An interrupt ends repetitions and leaves the data as they were.
func TestInterrupt(t *testing.T) {
	for _, line := range []string{
		"bootstrap, reps(1000000) nodots: regress y x",
		"simulate r(mean), reps(1000000) nodots: summarize y",
		"simulate r(b), reps(1000000) nodots: slow",
		"permute x r2=e(r2), reps(1000000) nodots: regress y x",
		"ritest x _b[x], reps(2000000) nodots: regress y x",
	} {
		s, out := session(t)
		run(t, s, out, "program define slow, rclass\ndrop _all\nset obs 30000\ngen x = rnormal()\nsort x\nregress x\nreturn scalar b = _b[_cons]\nend\nset obs 50\ngen x = rnormal()\ngen y = rnormal()\n")
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(30*time.Millisecond, cancel)
		err := s.Exec(ctx, "test.do", line)
		if rc.Of(err) != rc.Break {
			t.Errorf("%s: %v, want r(1)", line, err)
		}
		if s.Frame().N() != 50 || len(s.Frame().Columns()) != 2 {
			t.Errorf("%s: the data are %d rows of %v", line, s.Frame().N(), s.Frame().Names())
		}
	}
}
