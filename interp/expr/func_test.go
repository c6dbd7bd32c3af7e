package expr

import (
	"fmt"
	"math"
	"testing"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/rng"
)

// fakeScope is a Scope with a random-number generator and nothing else.
type fakeScope struct {
	source  *rng.Source
	matched Matches
}

func (s *fakeScope) Scalar(string) (Value, bool)                 { return Value{}, false }
func (s *fakeScope) Result(_, _ string) (Value, bool)            { return Value{}, false }
func (s *fakeScope) Coef(_, _, _ string) (float64, error)        { return frame.Missing, nil }
func (s *fakeScope) Sample() (frame.Rows, bool)                  { return frame.Rows{}, false }
func (s *fakeScope) Returned() float64                           { return 0 }
func (s *fakeScope) RNG() *rng.Source                            { return s.source }
func (s *fakeScope) Abbrev() bool                                { return true }
func (s *fakeScope) Call(*lang.Call) (v Value, ok bool, _ error) { return Value{}, false, nil }
func (s *fakeScope) Canceled() <-chan struct{}                   { return nil }
func (s *fakeScope) Matches() *Matches                           { return &s.matched }

func (s *fakeScope) Element(lang.Expr, Value, Value) (float64, error) { return frame.Missing, nil }

func newEnv(f *frame.Frame) *Env { return &Env{Frame: f, Scope: &fakeScope{source: rng.New(12345)}} }

func mustParse(t testing.TB, text string) lang.Expr {
	t.Helper()
	e, err := lang.ParseExpr(text, lang.At(0))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e
}

// Values of expressions. What is not obvious is from the examples of Stata's
// [FN] Functions by category, or computed with mpmath 1.3 (stats/dist has more).
func TestFunctions(t *testing.T) {
	for _, c := range []struct {
		text string
		want any // a number to 1e-13 relative, or a string
	}{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{`max(1,.)`, 1.0}, {`min(1,.)`, 1.0}, {`round(2.5)`, 3.0}, {`round(-2.5)`, -2.0}, {`int(-2.9)`, -2.0},
		{`ceil(2.1)`, 3.0}, {`floor(-2.1)`, -3.0}, {`mod(-7,3)`, 2.0}, {`length("hello")`, 5.0},
		{`substr("hello",2,3)`, "ell"}, {`upper("abc")`, "ABC"}, {`strpos("hello","ll")`, 3.0}, {`trim("  pad  ")`, "pad"},
		{`subinstr("aaa","a","b",2)`, "bba"}, {`strlen("héllo")`, 6.0}, {`ustrlen("héllo")`, 5.0}, {`real("3.14")`, 3.14},
		{`string(3.14159,"%6.2f")`, "3.14"}, {`float(1.1) == 1.1`, 0.0}, {`year(24340)`, 2026.0},
		{`date("2026-08-22","YMD")`, 24340.0}, {`exp(1000)`, frame.Missing}, {`sqrt(-1)`, frame.Missing}, {`log(0)`, frame.Missing},
		// Mathematical functions.
		{`autocode(7.3,4,0,12)`, 9.0}, {`clip(5,1,3)`, 3.0}, {`clip(5,1,.)`, 5.0}, {`clip(.,1,3)`, frame.Missing},
		{`comb(10,3)`, 120.0}, {`comb(60,30)`, 118264581564861424.0}, {`comb(200,100)`, 9.0548514656103281e58},
		{`irecode(3.5,-10,-5,-3,-3,0,15,.)`, frame.Missing}, {`irecode(-3,-10,-5,-3,-3,0,15)`, 2.0}, {`irecode(20,1,2)`, 2.0},
		{`recode(7,5,10,20)`, 10.0}, {`recode(99,5,10,20)`, 20.0}, {`recode(.a,5,10)`, frame.MissingCode(1)},
		{`reldif(.,.)`, 0.0}, {`reldif(.,.a)`, frame.Missing}, {`reldif(3,1)`, 1.0}, {`logit(.25)`, -1.0986122886681098},
		{`invlogit(-800)`, 0.0}, {`cloglog(invcloglog(-2))`, -2.0}, {`lnfactorial(20)`, 42.335616460753485}, {`lnfactorial(1.5)`, frame.Missing},
		{`log10(1000)`, 3.0}, {`ln1p(1e-20)`, 1e-20}, {`expm1(1e-20)`, 1e-20}, {`ln(4.9e-324)`, -744.44007192138126}, {`chop(3.0000001,1e-6)`, 3.0},
		{`chop(3.1,1e-6)`, 3.1}, {`digamma(1)`, -.57721566490153286}, {`trigamma(1)`, math.Pi * math.Pi / 6}, {`sign(-3)`, -1.0},
		{`maxfloat() < 1.70142e+38`, 1.0}, {`epsdouble()`, 0x1p-52}, {`cond(.,1,2,3)`, 3.0}, {`cond(.,1,2)`, 1.0}, {`cond(0,"a","b")`, "b"},
		// Strings.
		{`abbrev("displacement",8)`, "displa~t"}, {`abbrev("leadprice",8)`, "leadpr~e"}, {`abbrev("mpg",8)`, "mpg"},
		{`char(65)`, "A"}, {`uchar(233)`, "é"}, {`indexnot("banana","abn")`, 0.0}, {`indexnot("banana","abx")`, 3.0},
		{`plural(1,"horse")`, "horse"}, {`plural(2,"horse")`, "horses"}, {`plural(2,"glass","+es")`, "glasses"},
		{`plural(1,"mouse","mice")`, "mouse"}, {`plural(2,"mouse","mice")`, "mice"}, {`plural(2,"abcdefg","-efg+xyz")`, "abcdxyz"},
		{`strproper("mR. joHn a. sMitH")`, "Mr. John A. Smith"}, {`proper("jack o'reilly")`, "Jack O'Reilly"}, {`proper("2-cent's worth")`, "2-Cent'S Worth"},
		{`real("5.2")+1`, 6.2}, {`real("hello")`, frame.Missing}, {`real(" 1e3 ")`, 1000.0}, {`real("1d3")`, 1000.0}, {`real(".b")`, frame.MissingCode(2)},
		{`real("inf")`, frame.Missing}, {`real("1,5")`, frame.Missing}, {`real("0x10")`, frame.Missing}, {`real("")`, frame.Missing},
		{`soundex("Ashcraft")`, "A226"}, {`soundex_nara("Ashcraft")`, "A261"}, {`soundex("Robert")`, "R163"}, {`soundex("Rupert")`, "R163"},
		{`strdup("hello",2)`, "hellohello"}, {`stritrim("hello     there")`, "hello there"}, {`strltrim(" this")`, "this"}, {`strrtrim("this ")`, "this"},
		{`strmatch("17.4","1??4")`, 1.0}, {`strmatch("abc","a*c")`, 1.0}, {`strmatch("abc","a*d")`, 0.0}, {`strmatch("","*")`, 1.0}, {`strmatch("aXbXc","*X?")`, 1.0},
		{`strofreal(4)+"F"`, "4F"}, {`strofreal(1234567)`, "1234567"}, {`strofreal(12345678)`, "1.23e+07"}, {`strofreal(.)`, "."},
		{`strofreal(4,"%9.2f")`, "4.00"}, {`strofreal(123456789,"%11.0g")`, "123456789"}, {`strofreal(123456789,"%13.0gc")`, "123,456,789"},
		{`strofreal(0,"%td")`, "01jan1960"}, {`strofreal(225,"not a format")`, ""}, {`strreverse("hello")`, "olleh"}, {`ustrreverse("né")`, "én"},
		{`strrpos("abca","a")`, 4.0}, {`strpos("this","")`, 0.0}, {`strtoname("name")`, "name"}, {`strtoname("a name")`, "a_name"},
		{`strtoname("5")`, "_5"}, {`strtoname("5:30")`, "_5_30"}, {`strtoname("5",0)`, "5"}, {`strtoname("my name",0)`, "my_name"}, {`ustrtoname("né 1")`, "né_1"},
		{`subinstr("this is the day","is","X",1)`, "thX is the day"}, {`subinstr("this is this","is","X",.)`, "thX X thX"}, {`subinstr("abc","","x",.)`, "abc"},
		{`subinword("this is the day","is","X",1)`, "this X the day"}, {`subinword("this is this","is","X",.)`, "this X this"}, {`subinword("is is","is","",.)`, " "},
		{`substr("abcdef",2,3)`, "bcd"}, {`substr("abcdef",-3,2)`, "de"}, {`substr("abcdef",2,.)`, "bcdef"}, {`substr("abcdef",-3,.)`, "def"},
		{`substr("abcdef",2,0)`, ""}, {`substr("abcdef",15,2)`, ""}, {`substr("abcdef",0,2)`, ""}, {`substr("abcdef",-9,2)`, ""},
		{`usubstr("médiane",2,3)`, "édi"}, {`usubstr("médiane",-3,2)`, "an"}, {`usubstr("médiane",3,.)`, "diane"}, {`udsubstr("人均国",1,4)`, "人均"}, {`udsubstr("人均国",1,3)`, "人"},
		{`udstrlen("人均")`, 4.0}, {`ustrleft("été",2)`, "ét"}, {`ustrright("été",2)`, "té"}, {`ustrpos("médiane","an")`, 5.0}, {`ustrpos("médiane","m",2)`, 0.0},
		{`ustrrpos("enchanté","n")`, 6.0}, {`ustrrpos("enchanté","n",5)`, 2.0}, {`ustrupper("été")`, "ÉTÉ"}, {`upper("été")`, "éTé"}, {`ustrlower("ÉTÉ")`, "été"},
		{`ustrtitle("vous êtes")`, "Vous Êtes"}, {`ustrfix("a"+char(200),"?")`, "a?"}, {`ustrinvalidcnt("a"+char(200))`, 1.0}, {`ustrtohex("é")`, `\u00e9`},
		{`ustrunescape("caf\u00e9")`, "café"}, {`ustrunescape("\ud83d\ude00")`, "😀"}, {`ustrunescape("\q")`, ""}, {`ustrnormalize("é","nfd") == "é"`, 0.0},
		{`uisdigit("4a")`, 1.0}, {`uisletter("é")`, 1.0}, {`ustrword("Parlez vous",-1)`, "vous"}, {`ustrwordcount("Parlez vous")`, 2.0},
		{`word("this is a test",2)`, "is"}, {`word("this is a test",-1)`, "test"}, {`word("a",5)`, ""}, {`wordcount("  a b  c ")`, 3.0},
		// Regular expressions.
		{`regexm("abc123","[0-9]+")`, 1.0}, {`regexm("abc","^[0-9]")`, 0.0}, {`regexr("abc123","[0-9]+","X")`, "abcX"}, {`regexra("a1b22","[0-9]+","#")`, "a#b#"},
		{`regexra("aaa","^a","b")`, "baa"}, {`regexr("John Smith","([A-Za-z]+) ([A-Za-z]+)","\2 \1")`, "Smith John"}, {`ustrregexm("ÉTÉ","été",1)`, 1.0},
		{`ustrregexra("abab","(?<=a)b","X")`, "aXaX"}, {`ustrregexm("xyzxyz","(xyz)\1")`, 1.0}, {`ustrregexrf("né né","é","e")`, "ne né"}, {`regexm("a","(")`, 0.0}, {`regexra("ab","x*","-")`, "-a-b-"},
		// Dates; interp/frame has more.
		{`mdy(8,22,2026)`, 24340.0}, {`date("1/15/08","MDY",2019)`, 17546.0}, {`mofd(mdy(8,22,2026))`, 799.0}, {`dofm(ym(2026,8))`, 24319.0}, {`clock("1:30","hm")`, 5400000.0},
		{`mdyhms(1,1,1960,0,0,1)`, 1000.0}, {`hh(clock("13:45","hm"))`, 13.0}, {`monthly("2026m8","YM")`, 799.0}, {`Cofc(cofC(1e12))`, 1e12}, {`td("22aug2026")`, 24340.0},
		// Distributions; stats/dist has more.
		{`normal(-30)`, 4.9067139271481871e-198}, {`invnormal(.975)`, 1.9599639845400542}, {`normalden(1,2)`, .17603266338214976}, {`normalden(3,1,2)`, .12098536225957168},
		{`lnnormalden(3)`, -5.4189385332046727}, {`ttail(30,2.5)`, .0090578245340333471}, {`invttail(30,.025)`, 2.0422724563012383},
		{`chi2tail(1,3.841458820694124)`, .05}, {`invchi2tail(1,.05)`, 3.841458820694124}, {`binomial(10,-1,.5)`, 0.0}, {`binomialtail(10,0,.5)`, 1.0},
		{`poisson(4,2)`, .23810330555354434}, {`logistic(0)`, .5}, {`logistic(2,1)`, .62245933120185459}, {`weibull(1,2,3)`, .7768698398515702}, {`weibull(1,2,1,3)`, .63212055882855767},
		{`exponential(2,-1)`, 0.0}, {`gammaden(2,3,1,4)`, .12262648039048077}, {`binormal(0,0,.5)`, 1.0 / 3}, {`invt(5,.5)`, 0.0}, {`invttail(5,0)`, frame.Missing}, {`normal(.)`, frame.Missing},
		{`uniform() < 1`, 1.0}, {`runiform(1)`, frame.Missing}, {`runiformint(5,5)`, 5.0}, {`rnormal(0,-1)`, frame.Missing}, {`rbinomial(10,2)`, frame.Missing},
	} {
		v, err := Eval(mustParse(t, c.text), newEnv(frame.New()))
		switch want := c.want.(type) {
		case string:
			if err != nil || !v.IsStr || v.Str != want {
				t.Errorf("%s: got %+v, %v, want %q", c.text, v, err, want)
			}
		case float64:
			if err != nil || v.IsStr || math.Abs(v.Num-want) > 1e-13*math.Abs(want) {
				t.Errorf("%s: got %+v, %v, want %v", c.text, v, err, want)
			}
		}
	}
}

// regexs() sees what the condition matched in the same row.
func TestRegexParts(t *testing.T) {
	f := frame.New()
	n := 3 * parallelRows / 2 // evaluated on several cores
	values := make([]string, n)
	for i := range values {
		values[i] = fmt.Sprintf("id %d x", i)
		if i%3 == 0 {
			values[i] = "none"
		}
	}
	if err := f.Add(frame.NewStrings("s", values)); err != nil {
		t.Fatal(err)
	}
	env := newEnv(f)
	cond, err := Compile(mustParse(t, `regexm(s,"id ([0-9]+)")`), env)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := cond.Filter(frame.AllRows(n))
	if err != nil {
		t.Fatal(err)
	}
	value, err := Compile(mustParse(t, `real(regexs(1))`), env)
	if err != nil {
		t.Fatal(err)
	}
	got, err := value.Numbers(rows)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range got {
		want := float64(i)
		if i%3 == 0 {
			want = frame.Missing
		}
		if x != want {
			t.Fatalf("row %d: got %v, want %v", i, x, want)
		}
	}
}

// Draws come row by row, and within a row from left to right.
func TestRandomOrder(t *testing.T) {
	f := frame.New()
	f.SetN(100)
	p, err := Compile(mustParse(t, `runiform()+10*rnormal()`), newEnv(f))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Numbers(frame.AllRows(100))
	if err != nil {
		t.Fatal(err)
	}
	s := rng.New(12345)
	for i, x := range got {
		u := s.Uniform()
		if want := u + float64(10*s.Normal()); x != want {
			t.Fatalf("row %d: got %v, want %v", i, x, want)
		}
	}
}

// The tables hold no name twice, and every function survives odd arguments.
func TestTables(t *testing.T) {
	seen := map[string]bool{}
	odd := []string{"0", "-1", "1.5", "1e300", "-1e300", ".", ".z", "1e-320"}
	texts := []string{`""`, `"a"`, `"é人"`, `"22aug2026"`, `"%9.0g"`, `"("`}
	for _, fn := range Funcs() {
		if seen[fn.Name()] {
			t.Errorf("%s is declared twice", fn.Name())
		}
		seen[fn.Name()] = true
		least, most := fn.Eval.arity()
		if most < 0 {
			most = least + 1
		}
		slow := fn.Name() == "tukeyprob" || fn.Name() == "invtukeyprob"
		for k := range 64 {
			if slow && k > 5 {
				break
			}
			args := ""
			for j := range least + (most-least)*(k%2) {
				if j > 0 {
					args += ","
				}
				if c := fn.Eval.param(j); c == 's' {
					args += texts[(k/2+j*5)%len(texts)]
				} else {
					args += odd[(k/2+j*3)%len(odd)]
				}
			}
			if v, err := Eval(mustParse(t, fn.Name()+"("+args+")"), newEnv(frame.New())); err != nil {
				t.Errorf("%s(%s): %v", fn.Name(), args, err)
			} else if !v.IsStr && !finite(v.Num) && v.Num < frame.Missing {
				t.Errorf("%s(%s) is %v", fn.Name(), args, v.Num)
			}
		}
	}
}

func TestTimeLimits(t *testing.T) {
	f := frame.New()
	f.Panel.Time = "t"
	c := frame.NewDoubles("t", []float64{797, 798, 799, 800, frame.Missing})
	c.Format = "%tm"
	if err := f.Add(c); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		`tin("2026m7","2026m8")`: 2, `tin("","2026m8")`: 3, `tin("2026m7","")`: 3, `twithin("2026m6","2026m9")`: 2, `tin("x","")`: 0,
	} {
		p, err := Compile(mustParse(t, text), newEnv(f))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := p.Filter(frame.AllRows(5))
		if err != nil || rows.Count() != want {
			t.Errorf("%s: %d rows, %v, want %d", text, rows.Count(), err, want)
		}
	}
}

func BenchmarkFunctions(b *testing.B) {
	f := frame.New()
	n := 100000
	x, s := make([]float64, n), make([]string, n)
	for i := range n {
		x[i], s[i] = float64(i%1000)/100, fmt.Sprintf("firm %d", i%1000)
	}
	for _, c := range []*frame.Column{frame.NewDoubles("x", x), frame.NewStrings("s", s)} {
		if err := f.Add(c); err != nil {
			b.Fatal(err)
		}
	}
	for _, text := range []string{"normal(x)", "ttail(30,x)", "rnormal()", "year(x*1000)", `real(substr(s,6,.))`, `regexm(s,"[0-9]+$")`, `strofreal(x)`} {
		b.Run(text, func(b *testing.B) {
			env := newEnv(f)
			p, err := Compile(mustParse(b, text), env)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(n))
			for b.Loop() {
				if p.IsString() {
					_, err = p.Strings(frame.AllRows(n))
				} else {
					_, err = p.Numbers(frame.AllRows(n))
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
