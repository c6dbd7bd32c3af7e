// Package golden compares commands with numbers of other software that are kept
// beside the repository, in a folder shared above it. Each file of numbers
// names its software and version.
package golden

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
)

// A Case is a reference case: a script that is run on its data, where SHARED
// stands for the folder, and expressions with the places of their values in the
// file of numbers.
type Case struct {
	ID, Data string
	Tol      float64 // relative
	Do       string
	Checks   [][2]string
}

// Run runs cases with the given commands, if the folder is there.
func Run(t *testing.T, commands []*interp.Command, cases []Case) {
	shared := sharedDir()
	if shared == "" {
		t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/golden above the repository")
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			c.run(t, commands, shared)
		})
	}
}

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

func (g *Case) run(t *testing.T, commands []*interp.Command, shared string) {
	b, err := os.ReadFile(filepath.Join(shared, "golden", "raw", g.ID+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Values any }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := interp.New(interp.Config{Commands: commands, Out: &out, Files: interp.FileRules{Dir: t.TempDir()}})
	defer s.Close()
	load := "use %q, clear\n"
	if strings.HasSuffix(g.Data, ".csv") {
		load = "import delimited %q, clear asdouble case(preserve)\n"
	}
	do := fmt.Sprintf(load, filepath.Join(shared, "data", g.Data)) + strings.ReplaceAll(g.Do, "SHARED", shared) + "\n"
	if err := s.Exec(context.Background(), g.ID, do); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, c := range g.Checks {
		want, ok := at(file.Values, c[1]).(float64)
		if !ok {
			t.Errorf("no number at %s", c[1])
			continue
		}
		v, err := s.EvalNumber(lang.Text{Pos: 1, Text: c[0]})
		if err != nil {
			t.Errorf("%s: %v", c[0], err)
		} else if math.Abs(v-want) > g.Tol*max(math.Abs(want), 1e-8)+1e-12 {
			t.Errorf("%s is %.12g, want %.12g", c[0], v, want)
		}
	}
}

// at finds a value by keys with points between.
func at(v any, path string) any {
	if m, ok := v.(map[string]any); ok {
		for key, x := range m {
			switch rest, found := strings.CutPrefix(path, key); {
			case found && rest == "":
				return x
			case found && rest[0] == '.':
				if y := at(x, rest[1:]); y != nil {
					return y
				}
			}
		}
	}
	return nil
}
