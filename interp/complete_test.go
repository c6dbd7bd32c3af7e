package interp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// assistant returns a session with some data for completion and suggestions.
func assistant(t *testing.T) *interp.Session {
	dir := t.TempDir()
	for _, name := range []string{"panel.dta", "paper.do", "原始 数据.csv", "sub/deep.dta"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := interp.New(interp.Config{Commands: commands.All, Files: interp.FileRules{Dir: dir}})
	t.Cleanup(func() { s.Close() })
	err := s.Exec(t.Context(), "data", `
		set obs 3
		generate price = _n
		generate 人均收入 = _n
		local figures 1
		global figure 1
		program mine
		end
	`)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestComplete(t *testing.T) {
	s := assistant(t)
	for _, c := range []struct {
		line string
		want string // the word offered, or several with | between them
		from string // what it replaces
	}{
		{"summ", "summarize ", "summ"},
		{"quietly summ", "summarize ", "summ"},
		{"by price: summ", "summarize ", "summ"},
		{"min", "mine ", "min"},
		{"set ob", "obs ", "ob"},
		{"summarize pri", "price ", "pri"},
		{"summarize i.pri", "price ", "pri"},
		{"regress price c.人", "人均收入 ", "人"},
		{"generate y = ln(pri", "price ", "pri"},
		{"summarize price, de", "detail ", "de"},
		{"summarize price, sep", "separator(", "sep"},
		{"quietly summarize price, detail mean", "meanonly ", "mean"},
		{"count if inlist(price, pri", "price ", "pri"},
		{"display `fig", "figures'", "fig"},
		{"display $fig", "figure", "fig"},
		{`use "pa`, "panel.dta|paper.do", "pa"},
		{`use "sub/d`, "deep.dta", "d"},
		{`merge 1:1 price using pan`, "panel.dta", "pan"},
		{`import delimited "原`, "原始 数据.csv", "原"},
		{"use pan", "panel.dta", "pan"},
		{"summarize nothing_like_it", "", ""},
	} {
		start, words := s.Complete(c.line)
		got := strings.Join(words, "|")
		if got != c.want || c.want != "" && c.line[start:] != c.from {
			t.Errorf("%s: %q instead of %q, want %q instead of %q", c.line, got, c.line[start:], c.want, c.from)
		}
	}
}

func TestSuggest(t *testing.T) {
	s := assistant(t)
	for line, want := range map[string]string{
		"summarize pirce":                 "price",
		"summarize Price":                 "price",
		"generate y = ln(prce)":           "price",
		"summarize 人均收人":                  "人均收入",
		"sumarize price":                  "summarize",
		"mien":                            "mine",
		"summarize price, detial":         "detail",
		"quietly summarize, seperator(5)": "separator",
		"display sqr(4)":                  "sqrt",
		"summarize something_else":        "",
		"summarize q":                     "",
	} {
		err := s.Exec(t.Context(), "line", line+"\n")
		if err == nil {
			t.Errorf("%s: no error", line)
		}
		if got := s.Suggest(err); got != want {
			t.Errorf("%s: suggested %q, want %q", line, got, want)
		}
	}
	if got := s.Suggest(nil); got != "" {
		t.Errorf("nothing wrong: suggested %q", got)
	}
}
