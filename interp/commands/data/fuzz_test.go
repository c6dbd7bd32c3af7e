package data_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/data"
	"github.com/didot-lang/didot/interp/rc"
)

// large matches numbers that may ask for many observations or variables.
var large = regexp.MustCompile(`[0-9]{5}|[0-9.]+[eEdDxX][+]?[0-9]`)

// FuzzLine runs lines that begin like commands of this package: whatever they
// hold, they may fail but not be a bug. The seeds are the scripts' lines.
func FuzzLine(f *testing.F) {
	scripts, _ := filepath.Glob(filepath.Join("..", "..", "..", "scripts", "data", "*.txtar"))
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		_, main, _ := strings.Cut(string(text), "-- main.do --\n")
		main, _, _ = strings.Cut(main, "-- want")
		for line := range strings.Lines(main) {
			f.Add(strings.TrimSpace(line))
		}
	}
	for _, line := range []string{
		"rename x[ y", "rename x* y[2]", "rename () ()", "recode x )(", "recode x (1=2) (", "recode x 1/=2", "egen z = mean(", "egen z = mean)x(", "egen z = cut(x), group(-1)",
		"label define x 1 \"a", "notes x in 1/2/3", "char x] [", "split s, parse(\"\")", "gsort - -x", "mvdecode x, mv(1=.a=.b)", "drawnorm a1-a9", "winsor2 x, cuts(a b)",
	} {
		f.Add(line)
	}
	fresh := small(20)
	f.Fuzz(func(t *testing.T, line string) {
		if large.MatchString(line) {
			t.Skip("not a test of memory")
		}
		dir := t.TempDir()
		s := interp.New(interp.Config{Commands: data.Commands, Files: interp.FileRules{Dir: dir, Root: dir}})
		defer s.Close()
		s.SetFrame(fresh.Clone())
		if err := s.Exec(context.Background(), "fuzz", line); rc.Of(err) == rc.Internal {
			t.Errorf("%v", errors.Unwrap(err))
		}
	})
}
