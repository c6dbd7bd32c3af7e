package data_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/frame"
)

// A bed is a session with some data.
type bed struct {
	t   *testing.T
	s   *interp.Session
	out bytes.Buffer
}

func newBed(t *testing.T, f *frame.Frame) *bed {
	b := &bed{t: t}
	b.s = interp.New(interp.Config{Commands: commands.All, Out: &b.out, Files: interp.FileRules{Dir: t.TempDir()}})
	t.Cleanup(func() { b.s.Close() })
	if f != nil {
		b.s.SetFrame(f)
	}
	return b
}

// must runs lines that may not fail and returns what they print.
func (b *bed) must(lines ...string) string {
	b.t.Helper()
	b.out.Reset()
	if err := b.s.Exec(context.Background(), "test.do", strings.Join(lines, "\n")+"\n"); err != nil {
		b.t.Fatalf("%s: %v", lines, err)
	}
	return b.out.String()
}

func (b *bed) column(name string) []float64 {
	b.t.Helper()
	c := b.s.Frame().Column(name)
	if c == nil {
		b.t.Fatalf("no variable %s", name)
	}
	return c.Numbers()
}

// small is a panel of n rows in which a tenth of x is missing.
func small(n int) *frame.Frame {
	f := panel(n)
	x := f.Column("x")
	for i := 0; i < n; i += 10 {
		x.SetNum(i, frame.MissingCode(i/10%27))
	}
	return f
}

// What egen computes for each group does not depend on how the groups are
// given, on the order of the rows, nor on whether there are other groups.
func TestEgenGroups(t *testing.T) {
	for _, fcn := range []string{
		"mean(x)", "sd(x)", "total(x)", "total(x), missing", "count(x)", "min(x)", "max(x)", "max(x), missing", "median(x)", "pctile(x), p(10)", "iqr(x)",
		"mad(x)", "mdev(x)", "kurt(x)", "skew(x)", "mode(year), maxmode", "rank(x)", "rank(x), field", "rank(x), track", "std(x)", "pc(x)",
		"nvals(firm)", "count(name)",
	} {
		t.Run(fcn, func(t *testing.T) {
			b := newBed(t, small(400))
			call, options, _ := strings.Cut(fcn, ", ")
			b.must("egen double a = "+call+", by(year) "+options, "generate row = _n", "gsort -row", "bysort year: egen double b = "+fcn,
				"egen double c = "+call+" if year == 2003, "+options, "sort row")
			x, y, z, year := b.column("a"), b.column("b"), b.column("c"), b.column("year")
			for i := range x {
				if !near(x[i], y[i]) || year[i] == 2003 && !near(x[i], z[i]) || year[i] != 2003 && z[i] != frame.Missing {
					t.Fatalf("row %d: by() %v, by %v, if %v", i, x[i], y[i], z[i])
				}
			}
		})
	}
}

// near reports whether a and b agree but for rounding: sums are not in the
// same order.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-14*max(math.Abs(a), math.Abs(b), 1)
}

// A command that fails leaves data and results as they were.
func TestAllOrNothing(t *testing.T) {
	b := newBed(t, small(40))
	b.must("label define l 1 \"one\"", "label values year l", "egen g = group(firm)", "summarize x")
	before := fingerprint(b.s)
	for _, line := range []string{
		"rename (x y) (z firm)", "rename x x1 x2", "recode year (2000=1 \"a\")", "recode year y (2000=1), generate(z x)", "destring name, generate(x)", "destring name",
		"tostring x, generate(y)", "label define l 2 \"two\"", "label values name l", "encode name, generate(x)", "drop x nosuch", "keep x nosuch", "order x nosuch",
		"egen z = group(firm year), label(l)", "egen z = pctile(x), p(0)", "egen x = mean(y)", "split name, generate(nam)  limit(x)", "format x name %9.0g",
		"recast int x name", "expand nosuch", "winsor2 x y, suffix(_w) cuts(1)", "winsor2 x name", "drawnorm z x", "drawnorm z1 z2, seed(1) corr(1 2 \\ 2 1)",
		"xtile z = x, nq(1)", "duplicates drop firm", "isid firm, sort", "gsort x -nosuch", "sort x nosuch", "mvencode x y, mv(zz)", "clonevar z = nosuch",
		"bsample 1000", "sample 200", "insobs 2, after(99)", "separate y, by(nosuch)", "move x nosuch", "levelsof nosuch", "replace x = nosuch", "generate z = \"a\" + 1",
	} {
		if err := b.s.Exec(context.Background(), "test.do", line+"\n"); err == nil {
			t.Errorf("%s: no error", line)
		}
		if got := fingerprint(b.s); got != before {
			t.Fatalf("%s changed the session:\n%s\nwas:\n%s", line, got, before)
		}
	}
}

// fingerprint returns a text that differs between sessions that differ.
func fingerprint(s *interp.Session) string {
	var b strings.Builder
	f := s.Frame()
	for _, c := range f.Columns() {
		fmt.Fprintf(&b, "%s %s %s %q %s:", c.Name, c.Type(), c.Format, c.Label, c.ValueLabel)
		for i := range c.Len() {
			if c.IsString() {
				fmt.Fprintf(&b, " %q", c.Text(i))
			} else {
				fmt.Fprintf(&b, " %v", c.Num(i))
			}
		}
		b.WriteByte('\n')
	}
	for _, name := range f.ValueLabels() {
		fmt.Fprintln(&b, name, f.ValueLabel(name).Entries())
	}
	u := s.RNG().Clone().Uniform()
	fmt.Fprintln(&b, f.SortedBy, *s.R, u)
	return b.String()
}

// A bootstrap sample keeps strata and clusters.
func TestBsample(t *testing.T) {
	b := newBed(t, panel(200))
	b.must("bsample, strata(year)", "egen n = count(x), by(year)")
	for i, n := range b.column("n") {
		if n != 20 {
			t.Fatalf("row %d: %v of its stratum, want 20", i, n)
		}
	}
	b = newBed(t, panel(200))
	b.must("bsample, cluster(firm) idcluster(id)", "egen n = count(x), by(id)", "egen k = nvals(firm), by(id)", "egen ids = nvals(id)")
	for i := range b.column("n") {
		if n, k, ids := b.column("n")[i], b.column("k")[i], b.column("ids")[i]; n != 10 || k != 1 || ids != 20 {
			t.Fatalf("row %d: %v rows of %v firms, %v clusters; want 10 of 1, 20", i, n, k, ids)
		}
	}
	b = newBed(t, panel(200))
	b.must("generate w = .", "bsample 7, weight(w)", "egen total = total(w)")
	if b.column("total")[0] != 7 || b.s.Frame().N() != 200 {
		t.Errorf("weights sum to %v, want 7", b.column("total")[0])
	}
}

// A sample without replacement keeps the order, and the share asked for of
// each group.
func TestSample(t *testing.T) {
	b := newBed(t, panel(200))
	b.must("generate row = _n", "sample 30, by(year)", "egen n = count(x), by(year)")
	if !slices.IsSorted(b.column("row")) || b.s.Frame().N() != 60 {
		t.Errorf("%d rows, in order %v", b.s.Frame().N(), slices.IsSorted(b.column("row")))
	}
	for i, n := range b.column("n") {
		if n != 6 {
			t.Fatalf("row %d: %v of its group, want 6", i, n)
		}
	}
}

// Sorting and grouping agree, whatever the types: expand and duplicates drop
// undo each other.
func TestExpandDuplicates(t *testing.T) {
	b := newBed(t, small(100))
	before := fingerprint(b.s)
	b.must("expand 3", "duplicates drop")
	if got := fingerprint(b.s); strings.Split(got, "\n")[3] != strings.Split(before, "\n")[3] || b.s.Frame().N() != 100 {
		t.Errorf("%d rows of 100 are left", b.s.Frame().N())
	}
}

// tostring and destring, encode and decode undo each other.
func TestThereAndBack(t *testing.T) {
	b := newBed(t, small(300))
	b.must("generate long l = firm * 1000", "generate y2 = round(y, .01)", "tostring l firm year y2, generate(s1 s2 s3 s4)", "destring s1 s2 s3 s4, generate(d1 d2 d3 d4)",
		"replace d4 = float(d4)", "encode name, generate(code)", "decode code, generate(back)", "egen same = diff(name back)")
	for k, name := range []string{"l", "firm", "year", "y2"} {
		if got := b.column(fmt.Sprintf("d%d", k+1)); !slices.Equal(got, b.column(name)) {
			t.Errorf("%s changed", name)
		}
	}
	if slices.Max(b.column("same")) != 0 {
		t.Error("decode did not undo encode")
	}
}

// renaming by a permutation of the names moves no values.
func TestRenamePermutation(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		b := newBed(t, nil)
		b.must("set obs 1", "generate a = 0", "generate b = 1", "generate c = 2", "generate d = 3", "generate e = 4")
		names := []string{"a", "b", "c", "d", "e"}
		perm := rnd.Perm(5)
		fresh := make([]string, 5)
		for i, k := range perm {
			fresh[i] = names[k]
		}
		b.must("rename (a b c d e) (" + strings.Join(fresh, " ") + ")")
		for i, name := range fresh {
			if got := b.column(name)[0]; got != float64(i) {
				t.Fatalf("%v: %s holds %v, want %d", fresh, name, got, i)
			}
		}
	}
}

// goldenData returns the folder of the data of the reference cases, kept
// beside the repository, or skips the test.
func goldenData(t *testing.T) string {
	dir, _ := filepath.Abs(".")
	for {
		data := filepath.Join(dir, "shared", "data")
		if _, err := os.Stat(filepath.Join(data, "smartmfg.dta")); err == nil {
			return filepath.ToSlash(data)
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/data above the repository")
		}
		dir = up
	}
}

// The numbers are those of base R 4.2.2, in the cases winsor_smart,
// winsor_smart_by_trim and xtile_smart.
func TestGolden(t *testing.T) {
	data := goldenData(t)
	b := newBed(t, nil)
	b.must("use "+data+"/smartmfg.dta", "winsor2 growth, suffix(_w) by(year)", "winsor2 growth, suffix(_t) cuts(5 95) trim", "winsor2 growth tq mer lev, replace cuts(1 99)",
		"xtile q4 = size, nq(4)", "egen n4 = count(size), by(q4)", "egen double m4 = mean(size), by(q4)", "xtile q10 = size, nq(10)", "egen n10 = count(size), by(q10)")
	for _, want := range []struct {
		name               string
		n                  int
		mean, sd, min, max float64
	}{
		{"growth", 18162, 0.14416296912948232, 0.36902470406108207, -0.44824997269883304, 1.4548447957409452},
		{"tq", 18162, 2.0689878386844027, 0.7132559822993012, 1.1588209997706602, 4.826634903758042},
		{"mer", 18162, 0.08323731426151416, 0.0410542932583706, 0.024635160979426078, 0.22820812988044875},
		{"lev", 18162, 0.42369777255311314, 0.15305831352886964, 0.060993404402523266, 0.7813337483052952},
		{"growth_w", 18162, 0.1444437924238248, 0.3703263262449748, -0.4656122172419646, 1.980208133865366},
		{"growth_t", 16346, 0.11820493408274908, 0.27645955491731666, -0.32843349406196404, 0.8592437249211403},
	} {
		b.must("summarize " + want.name)
		r := b.s.R
		if int(r.Scalar("N")) != want.n || !near(r.Scalar("mean"), want.mean) || !near(r.Scalar("sd"), want.sd) || r.Scalar("min") != want.min || r.Scalar("max") != want.max {
			t.Errorf("%s: %v", want.name, r.Scalars)
		}
	}
	n4, m4 := []float64{4541, 4540, 4541, 4540}, []float64{20.803253703480934, 21.88311168340439, 22.61127320292847, 23.65499674733242}
	n10 := []float64{1817, 1816, 1816, 1816, 1816, 1817, 1816, 1816, 1816, 1816}
	for i, q := range b.column("q4") {
		k, d := int(q)-1, int(b.column("q10")[i])-1
		if b.column("n4")[i] != n4[k] || !near(b.column("m4")[i], m4[k]) || b.column("n10")[i] != n10[d] {
			t.Fatalf("row %d: quartile %v of %v rows, mean %v; decile %d of %v", i, q, b.column("n4")[i], b.column("m4")[i], d+1, b.column("n10")[i])
		}
		if i == 200 {
			break
		}
	}
}
