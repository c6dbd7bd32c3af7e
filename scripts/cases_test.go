package scripts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// A publicCase is a public script and what Stata printed when it ran it.
type publicCase struct {
	ID       string          `json:"id"`
	Expected []publicCommand `json:"expected"`
}

type publicCommand struct {
	Command string         `json:"command"`
	Results []publicResult `json:"results"`
}

// A publicResult is one table of coefficients and the header above it. Terms
// are named as Stata shows them: "year: 78" is the row 78 under year.
type publicResult struct {
	N     *float64           `json:"N"`
	Title string             `json:"title"`
	Stats map[string]float64 `json:"stats"`
	Coef  []publicCoef       `json:"coef"`
}

type publicCoef struct {
	Term string   `json:"term"`
	B    float64  `json:"b"`
	SE   *float64 `json:"se"`
}

// leftOut are beginnings or parts of commands of a case that its script here
// lacks, since they call private programs of its author.
var leftOut = map[string]string{"guns_balanced": "lmtest "}

// explained are numbers of a case that differ for a known reason, by the ends
// of their descriptions. The first two documents show that reghdfe counted all
// effects of the year, as it did before it took one of them to be redundant
// where another effect is nested in the clusters.
var explained = map[string][]string{
	"castle_staggered": {
		"adj_r2 = 0.9, want 0.8997", "rmse = 0.1867, want 0.1869", "rmse = 0.175, want 0.1751 (last digit)",
		"adj_r2 = 0.899, want 0.8988", "rmse = 0.1876, want 0.1878",
	},
	"medicaid_csdid": {
		"adj_r2 = 0.9383, want 0.9382 (last digit)", "adj_r2 = 0.9347, want 0.9345", "adj_r2 = 0.9412, want 0.941",
		// Without never-treated units the first version of csdid had other
		// comparisons; R's did 2.1 gives 0.0728 here, too.
		"ATT = 0.0728405, want 0.0761381", "ATT (s.e.) = 0.0096017, want 0.0107013",
		"ATT = 0.0916866, want 0.0961381", "ATT (s.e.) = 0.0097408, want 0.0107013",
	},
	// The samples of bootstrap are not Stata's; without did2s its table is the bootstrap's.
	"did2s_sim": {"1.treat (s.e.) = 0.0635864, want 0.0600965", "wald = 1401.14, want 1568.6", "1.treat (s.e.) = 0.0635864, want 0.0614383"},
	// Stata stops one step short of the optimum.
	"rd_psm_final": {"nodegree = 0.715679, want 0.7156789 (last digit)", "married = -0.6842151, want -0.684215 (last digit)"},
}

// otherwise are beginnings of commands of a case that do something else here:
// of rows whose untreated outcome the first stage does not determine, did2s
// makes up the outcome from effects of zero, and ours leaves them out.
var otherwise = map[string]string{"castle_staggered": "did2s "}

// TestCases runs public scripts, if a folder "shared/cases" with what Stata
// printed and a folder "cases-data" with the scripts and their data,
// ID/run.do and ID/data, stand above the repository, and compares each number
// that a table shows with Stata's, digit for digit.
func TestCases(t *testing.T) {
	expected, data := above("shared", "cases", "open.json"), above("cases-data")
	if expected == "" || data == "" {
		t.Skip("PUBLIC SCRIPTS NOT CHECKED: no folders shared/cases and cases-data above the repository")
	}
	b, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	var cases []publicCase
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			dir := filepath.Join(data, c.ID)
			if _, err := os.Stat(filepath.Join(dir, "run.do")); err != nil {
				t.Skip("NOT CHECKED: no run.do")
			}
			t.Parallel()
			runCase(t, dir, c)
		})
	}
}

// above looks for a file or folder in the folders above; "" if there is none.
func above(parts ...string) string {
	dir, err := filepath.Abs(".")
	for err == nil {
		path := filepath.Join(dir, filepath.Join(parts...))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if up := filepath.Dir(dir); up != dir {
			dir = up
			continue
		}
		break
	}
	return ""
}

// runCase runs a copy of the case in dir, on beyond errors, and compares.
func runCase(t *testing.T, dir string, c publicCase) {
	work := t.TempDir()
	copyTree(t, dir, work)
	src, err := os.ReadFile(filepath.Join(work, "run.do"))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := interp.New(interp.Config{
		Commands: commands.All, Out: &log, Echo: true,
		Files: interp.FileRules{Dir: work, DataDirs: []string{filepath.Join(work, "data")}},
	})
	defer s.Close()
	s.Settings().Continue = true
	failed := unjoin(s.Exec(context.Background(), "run.do", string(src)))
	for _, err := range failed {
		p := place(err)
		t.Logf("fails: %s:%d: %v", filepath.Base(p.File), p.Line, err)
	}
	if keep := os.Getenv("DIDOT_CASES_LOGS"); keep != "" {
		writeFile(t, filepath.Join(keep, c.ID+".log"), log.Bytes())
	}
	m := matcher{rows: readRows(log.String())}
	for _, e := range c.Expected {
		if part := leftOut[c.ID]; part != "" && strings.Contains(e.Command, part) {
			continue
		}
		if start := otherwise[c.ID]; start != "" && strings.HasPrefix(e.Command, start) {
			continue
		}
		for _, r := range e.Results {
			m.result(e.Command, r)
		}
	}
	for _, d := range m.missing {
		t.Logf("missing: %s", d)
	}
	m.drop(explained[c.ID])
	t.Logf("summary: %d errors; %d numbers equal, %d different; %d tables missing", len(failed), m.equal, len(m.different), len(m.missing))
	for _, d := range m.different {
		t.Errorf("different: %s", d)
	}
	if len(failed) > 0 || len(m.missing) > 0 {
		t.Skip("pending")
	}
}

func copyTree(t *testing.T, from, to string) {
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		writeFile(t, filepath.Join(to, rel), b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unjoin takes errors.Join apart.
func unjoin(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// A row is a line "label | b se ..." of a table in a log, with what the
// lines since the table before it say.
type row struct {
	label string
	b, se number
	table int
	head  string // lines above the table
	tail  string // lines below the coefficients
}

// A number is one as printed, with the unit of its last digit.
type number struct{ value, unit float64 }

var (
	rowPattern = regexp.MustCompile(`^ *(.*?) *\| +(-?[0-9.,]+(?:[eE][-+]?[0-9]+)?)(?: +(-?[0-9.,]+(?:[eE][-+]?[0-9]+)?))?(?: |$)`)
	rule       = regexp.MustCompile(`^ *-{20,} *$`)
)

// readRows finds the tables in a log.
func readRows(log string) []row {
	var out []row
	var head strings.Builder
	table, inside, first := 0, false, 0
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\n")
		m := rowPattern.FindStringSubmatch(line)
		switch {
		case inside && strings.TrimSpace(line) == "": // of the analysis of variance, which belongs to what follows
			inside = false
		case m != nil && m[1] != "":
			if !inside {
				inside, first = true, len(out)
				table++
			}
			r := row{label: m[1], b: parseNumber(m[2]), table: table, head: head.String()}
			r.se = parseNumber(m[3])
			out = append(out, r)
			for i := first; i < len(out); i++ {
				out[i].tail += line + "\n"
			}
		case inside && rule.MatchString(line):
			inside = false
			head.Reset()
		}
		head.WriteString(line + "\n")
	}
	return out
}

// parseNumber reads a number as printed; no digits give NaN.
func parseNumber(s string) number {
	s = strings.TrimSuffix(strings.ReplaceAll(s, ",", ""), ".")
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return number{math.NaN(), 0}
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	power, _ := strconv.Atoi(exponent)
	if _, decimals, ok := strings.Cut(mantissa, "."); ok {
		power -= len(decimals)
	}
	return number{x, math.Pow(10, float64(power))}
}

// statPatterns find the numbers of headers and footers.
var statPatterns = map[string]*regexp.Regexp{
	"N":          regexp.MustCompile(`Number of obs *= *([0-9,]+)`),
	"F":          regexp.MustCompile(`F\([ 0-9.,]+\) *= *([0-9.,e+-]+)`),
	"wald":       regexp.MustCompile(`Wald chi2\([ 0-9]+\) *= *([0-9.,e+-]+)`),
	"r2":         regexp.MustCompile(`(?m)(?:^|  )R-squared *= *([0-9.]+)`),
	"adj_r2":     regexp.MustCompile(`Adj R-squared *= *(-?[0-9.]+)`),
	"within_r2":  regexp.MustCompile(`[Ww]ithin(?: R-sq\.)? *= *([0-9.]+)`),
	"between_r2": regexp.MustCompile(`[Bb]etween *= *([0-9.]+)`),
	"overall_r2": regexp.MustCompile(`[Oo]verall *= *([0-9.]+)`),
	"rmse":       regexp.MustCompile(`Root MSE *= *([0-9.e+]+)`),
	"pseudo_r2":  regexp.MustCompile(`Pseudo R2 *= *([0-9.]+)`),
	"ll":         regexp.MustCompile(`Log (?:pseudo)?likelihood *= *(-?[0-9.e+]+)`),
	"groups":     regexp.MustCompile(`Number of groups *= *([0-9,]+)`),
	"sigma_u":    regexp.MustCompile(`sigma_u *\| *([0-9.e+-]+)`),
	"sigma_e":    regexp.MustCompile(`sigma_e *\| *([0-9.e+-]+)`),
	"rho":        regexp.MustCompile(`rho *\| *([0-9.e+-]+)`),
}

// A matcher compares what Stata printed, result by result, with tables.
type matcher struct {
	rows               []row
	next               int // the first row not yet compared
	equal              int
	different, missing []string
}

// drop forgets the differences whose descriptions end so.
func (m *matcher) drop(ends []string) {
	m.different = slices.DeleteFunc(m.different, func(d string) bool {
		return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(d, ": "+end) })
	})
}

// result looks for the table that has the terms of r in order: of those not
// yet used the first whose numbers agree, or else the first.
func (m *matcher) result(command string, r publicResult) {
	if len(r.Coef) == 0 {
		return
	}
	found := m.find(r, false)
	if found == nil && r.Title == "" {
		found = m.find(r, true)
	}
	if found == nil {
		m.missing = append(m.missing, fmt.Sprintf("%s: %s", short(command), r.Coef[0].Term))
		return
	}
	for i, c := range r.Coef {
		m.compare(command, c.Term, found[i].b, c.B)
		if c.SE != nil {
			m.compare(command, c.Term+" (s.e.)", found[i].se, *c.SE)
		}
	}
	if r.N != nil {
		m.stat(command, "N", found[0], *r.N)
	}
	for name, x := range r.Stats {
		m.stat(command, name, found[0], x)
	}
}

// find returns the rows of the terms of r: where the numbers agree, or else
// where they come first.
func (m *matcher) find(r publicResult, across bool) (found []row) {
	for i := m.next; i < len(m.rows); i++ {
		rows := m.terms(i, r.Coef, across)
		if rows == nil || !strings.Contains(plain(rows[0].head), plain(r.Title)) {
			continue
		}
		if agree(rows, r.Coef) {
			m.next = i + len(rows)
			return rows
		}
		if found == nil {
			found = rows
		}
	}
	return found
}

// terms returns the rows from i on that have the labels of terms, all in one
// table, or across tables the numbers as well; nil if they are not there.
func (m *matcher) terms(i int, terms []publicCoef, across bool) []row {
	var out []row
	for _, r := range m.rows[i:] {
		if r.table != m.rows[i].table && !across || len(out) == len(terms) {
			break
		}
		if sameLabel(r.label, label(terms[len(out)].Term)) && (!across || r.b.value == terms[len(out)].B) {
			out = append(out, r)
		} else if len(out) == 0 {
			return nil
		}
	}
	if len(out) < len(terms) {
		return nil
	}
	return out
}

// label is what stands in the row of a term.
func label(term string) string {
	if _, level, ok := strings.Cut(term, ": "); ok {
		return level
	}
	return term
}

// sameLabel compares labels that other versions capitalize, and tables of
// another width abbreviate, differently.
func sameLabel(a, b string) bool {
	b = strings.NewReplacer("T-", "Tm", "T+", "Tp").Replace(b) // csdid's event times
	a1, a2, ok := strings.Cut(a, "~")
	b1, b2, both := strings.Cut(b, "~")
	if !ok || !both {
		return strings.EqualFold(a, b)
	}
	n := min(len(a1), len(b1))
	return a1[:n] == b1[:n] && a2 == b2
}

// plain is the letters and digits of a title, which versions punctuate
// differently.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

func agree(rows []row, terms []publicCoef) bool {
	for i, c := range terms {
		if rows[i].b.value != c.B {
			return false
		}
	}
	return true
}

func (m *matcher) stat(command, name string, r row, want float64) {
	p := statPatterns[name]
	if p == nil {
		m.missing = append(m.missing, short(command)+": "+name)
		return
	}
	all := p.FindAllStringSubmatch(r.head, -1)
	if all == nil {
		all = p.FindAllStringSubmatch(r.tail, -1)
	}
	if all == nil {
		m.different = append(m.different, fmt.Sprintf("%s: %s is not shown, want %g", short(command), name, want))
		return
	}
	m.compare(command, name, parseNumber(all[len(all)-1][1]), want)
}

func (m *matcher) compare(command, what string, got number, want float64) {
	if got.value == want || want == 0 && math.IsNaN(got.value) { // the records hold 0 where a point stands
		m.equal++
		return
	}
	note := ""
	if math.Abs(got.value-want) < 1.5*got.unit {
		note = " (last digit)"
	}
	m.different = append(m.different, fmt.Sprintf("%s: %s = %v, want %v%s", short(command), what, got.value, want, note))
}

// short cuts a long command.
func short(command string) string {
	if r := []rune(command); len(r) > 90 {
		return string(r[:90]) + "..."
	}
	return command
}
