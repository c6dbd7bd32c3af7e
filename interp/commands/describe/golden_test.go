package describe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// sharedDir looks for the folder shared in the folders above.
func sharedDir() string {
	dir, err := filepath.Abs(".")
	for err == nil {
		shared := filepath.Join(dir, "shared")
		if _, err := os.Stat(filepath.Join(shared, "golden", "raw")); err == nil {
			return shared
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return ""
}

// A reference is a raw case: numbers of other software, R 4.2.2 here.
type reference struct {
	t      *testing.T
	s      *interp.Session
	out    bytes.Buffer
	values map[string]any
}

func newReference(t *testing.T, id, data string) *reference {
	shared := sharedDir()
	if shared == "" {
		t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/golden above the repository")
	}
	b, err := os.ReadFile(filepath.Join(shared, "golden", "raw", id+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var c struct{ Values map[string]any }
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	r := &reference{t: t, values: c.Values}
	r.s = interp.New(interp.Config{Commands: commands.All, Out: &r.out})
	t.Cleanup(func() { r.s.Close() })
	r.do(fmt.Sprintf("use %q", filepath.Join(shared, "data", data+".dta")))
	return r
}

func (r *reference) do(line string) {
	r.t.Helper()
	if err := r.s.Exec(context.Background(), "test", line+"\n"); err != nil {
		r.t.Fatalf("%s: %v", line, err)
	}
}

// at returns the value under a path of keys and, in arrays, indices.
func (r *reference) at(path ...any) float64 {
	v := any(r.values)
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	x, ok := v.(float64)
	if !ok {
		r.t.Fatalf("no number at %v", path)
	}
	return x
}

func (r *reference) near(what string, got, want float64) {
	r.t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(math.Abs(want), 1e-8) {
		r.t.Errorf("%s = %.16g, want %.16g", what, got, want)
	}
}

func TestSummarizeWeights(t *testing.T) {
	r := newReference(t, "sum_auto_rep78_fw", "auto")
	for _, v := range []string{"price", "mpg"} {
		r.do("summarize " + v + " [fweight=rep78] if rep78 < .")
		for _, k := range []string{"N", "mean", "sd", "min", "max"} {
			r.near(v+" "+k, r.s.R.Scalar(k), r.at(v, k))
		}
	}
}

func TestTabulateReference(t *testing.T) {
	r := newReference(t, "tab_auto", "auto")
	r.do("tabulate rep78 foreign, all exact matcell(n)")
	for name, key := range map[string]string{"chi2": "chi2", "p": "p", "chi2_lr": "lr_chi2", "p_lr": "p_lr", "CramersV": "V", "gamma": "gamma", "p_exact": "fisher_p"} {
		r.near(name, r.s.R.Scalar(name), r.at(key))
	}
	for i := range 5 {
		for j := range 2 {
			r.near("cell", r.s.MatrixNamed("n").At(i, j), r.at("counts", "data", i, j))
		}
	}
}

func TestTabStatReference(t *testing.T) {
	r := newReference(t, "tabstat_smart", "smartmfg")
	names := []string{"n", "mean", "sd", "p25", "p50", "p75", "min", "max", "cv", "iqr", "semean"}
	r.do("tabstat export size lev, by(soe) stat(n mean sd p25 p50 p75 min max cv iqr semean) save")
	for g, soe := range []string{"0", "1"} {
		m := r.s.R.Matrix(fmt.Sprintf("Stat%d", g+1))
		for j, v := range []string{"export", "size", "lev"} {
			for i, name := range names {
				r.near(soe+" "+v+" "+name, m.At(i, j), r.at(soe, v, name))
			}
		}
	}
}

func TestCorrelateReference(t *testing.T) {
	r := newReference(t, "corr_auto", "auto")
	r.do("pwcorr price mpg rep78 weight, sig obs")
	r.triangle("C", 4, "r")
	r.triangle("Nobs", 4, "N")
	r.do("correlate price mpg weight, covariance")
	r.triangle("C", 3, "cov")
	r.do("spearman price mpg weight")
	r.triangle("Rho", 3, "spearman")

	r = newReference(t, "corr_smart", "smartmfg")
	r.do("pwcorr export did size lev digital SA_index CT PT ST, sig obs")
	r.triangle("C", 9, "r")
	r.triangle("Nobs", 9, "N")
	for i := range 9 {
		for j := range i {
			r.near("sig", r.s.R.Matrix("sig").At(i, j), r.at("p", "data", i, j))
		}
	}
}

// triangle compares a stored matrix with a reference.
func (r *reference) triangle(name string, k int, key string) {
	r.t.Helper()
	m := r.s.R.Matrix(name)
	for i := range k {
		for j := range i + 1 {
			r.near(fmt.Sprintf("%s[%d,%d]", name, i+1, j+1), m.At(i, j), r.at(key, "data", i, j))
		}
	}
}

func TestTTestReference(t *testing.T) {
	r := newReference(t, "ttest_auto", "auto")
	r.twoSample("price", "foreign")
	r.do("ttest price == 6000")
	r.near("t", r.s.R.Scalar("t"), r.at("one_sample_6000", "t"))
	r.near("p", r.s.R.Scalar("p"), r.at("one_sample_6000", "p_two"))

	r = newReference(t, "ttest_smart", "smartmfg")
	for _, v := range []string{"size", "lev", "digital"} {
		r.twoSample(v, "treat", v)
	}
}

func (r *reference) twoSample(v, by string, path ...any) {
	r.t.Helper()
	get := func(keys ...any) float64 { return r.at(append(append([]any{}, path...), keys...)...) }
	check := func(name string, want float64) { r.t.Helper(); r.near(v+" "+name, r.s.R.Scalar(name), want) }
	r.do("ttest " + v + ", by(" + by + ")")
	check("N_1", get("n0"))
	check("N_2", get("n1"))
	check("mu_1", get("mean0"))
	check("mu_2", get("mean1"))
	check("sd_1", get("sd0"))
	check("sd_2", get("sd1"))
	check("t", get("equal", "t"))
	check("se", get("equal", "se"))
	check("p", get("equal", "p_two"))
	check("p_l", get("equal", "p_lower"))
	r.do("ttest " + v + ", by(" + by + ") unequal")
	check("t", get("unequal", "t"))
	check("df_t", get("unequal", "df"))
	check("p", get("unequal", "p_two"))
	r.do("ttest " + v + ", by(" + by + ") welch")
	check("df_t", get("welch_df"))
	r.do("sdtest " + v + ", by(" + by + ")")
	check("F", get("sdtest", "F"))
	check("p", get("sdtest", "p_two"))
}
