package causal_test

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

// A goldenStep is a piece of a script and what holds behind it: expressions
// and the places, in the file of reference numbers, of their values. A # in
// both stands for each of the keys, in turn, that the file has there.
type goldenStep struct {
	do     string
	checks [][2]string
}

// A goldenRun is a reference case, on whose data a script is run.
type goldenRun struct {
	id, data string
	tol      float64 // relative
	steps    []goldenStep
}

// TestReferenceNumbers compares with numbers of other software kept beside the
// repository, if they are there. Each file names its software and version.
func TestReferenceNumbers(t *testing.T) {
	shared := sharedDir()
	if shared == "" {
		t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/golden above the repository")
	}
	for _, g := range goldenRuns {
		t.Run(g.id, func(t *testing.T) {
			t.Parallel()
			g.run(t, shared)
		})
	}
}

func (g goldenRun) run(t *testing.T, shared string) {
	b, err := os.ReadFile(filepath.Join(shared, "golden", "raw", g.id+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Values any }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := interp.New(interp.Config{Commands: commands.All, Out: &out, Files: interp.FileRules{Dir: t.TempDir()}})
	defer s.Close()
	load := "use %q, clear\n"
	if strings.HasSuffix(g.data, ".csv") {
		load = "import delimited %q, clear asdouble case(preserve)\n"
	}
	do := fmt.Sprintf(load, filepath.Join(shared, "data", g.data))
	checked := 0
	for _, step := range g.steps {
		if err := s.Exec(context.Background(), g.id, do+step.do+"\n"); err != nil {
			t.Fatalf("%v\n%s", err, out.String())
		}
		do = ""
		for _, c := range step.checks {
			checked += g.check(t, s, file.Values, c[0], c[1])
		}
	}
	if checked == 0 {
		t.Error("nothing was checked")
	}
}

// check compares an expression, or several, and counts them.
func (g goldenRun) check(t *testing.T, s *interp.Session, values any, exp, path string) int {
	head, tail, several := strings.Cut(path, "#")
	if !several {
		want, ok := at(values, path).(float64)
		if !ok {
			t.Errorf("no number at %s", path)
			return 0
		}
		v, err := s.EvalNumber(textOf(exp))
		if err != nil {
			t.Errorf("%s: %v", exp, err)
		} else if math.Abs(v-want) > g.tol*max(math.Abs(want), 1e-8)+1e-12 {
			t.Errorf("%s is %.12g, want %.12g", exp, v, want)
		}
		return 1
	}
	n := 0
	all, ok := at(values, strings.TrimSuffix(head, ".")).(map[string]any)
	if !ok {
		t.Errorf("nothing at %s", head)
	}
	for key := range all {
		n += g.check(t, s, values, strings.ReplaceAll(exp, "#", key), head+key+tail)
	}
	return n
}

// at finds a value by keys with points between; [3] picks from a list.
func at(v any, path string) any {
	for _, key := range regexp.MustCompile(`[^.\[\]]+`).FindAllString(path, -1) {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			var i int
			fmt.Sscan(key, &i)
			v = x[i]
		}
	}
	return v
}
