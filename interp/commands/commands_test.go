package commands

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

var update = flag.Bool("update", false, "rewrite docs/commands.md")

// TestCommands checks what a declaration alone can get wrong: a spelling that
// two commands share or a syntax that does not parse (New panics), a help
// text that is missing.
func TestCommands(t *testing.T) {
	s := interp.New(interp.Config{Commands: All})
	defer s.Close()
	for _, c := range s.Commands() {
		if _, err := lang.ParseSyntax(c.Syntax); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if c.Brief == "" {
			t.Errorf("%s: no brief", c.Name)
		}
		if strings.HasSuffix(c.Brief, ".") {
			t.Errorf("%s: the brief ends in a period", c.Name)
		}
		for _, o := range c.Options() {
			if o.Help == "" {
				t.Errorf("%s: option %s has no help", c.Name, o.Spelling)
			}
		}
	}
}

// TestNoPanics runs every command with each of its options, with arguments
// that mostly make no sense: whatever happens, it may not be a bug. An option
// whose field has a type without a rule shows here too.
func TestNoPanics(t *testing.T) {
	if testing.Short() {
		t.Skip("many thousand lines")
	}
	s := interp.New(interp.Config{Commands: All})
	defer s.Close()
	for _, c := range s.Commands() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			lines := bodies(strings.ToLower(c.Name))
			texts := slices.Clone(lines)
			for i, o := range c.Options() {
				name, _, hasArg := strings.Cut(strings.ToLower(o.Spelling), "(")
				for j, arg := range []string{"", "(1)", "(x)", "(s y)", "(\"a b\" .5/2)", "()"} {
					if hasArg || arg == "" {
						for k := range 4 { // not with each text: there are many
							lines = append(lines, texts[(i+j+5*k)%len(texts)]+", "+name+arg)
						}
					}
				}
			}
			run(t, lines)
		})
	}
}

// bodies are lines that begin with a command's name.
func bodies(name string) []string {
	out := []string{name}
	for _, rest := range []string{
		"x", "x y s", "y x in 1/3 [fw=x]", "new = x if y > 2 in 2/l", "new = mean(x)", "i.x##c.y L.y", "y (x = s)", "x if 0",
		"1", "x 1", "x using nofile", "_all", ": x", "\"", "((", ",", "=", "中文",
	} {
		out = append(out, name+" "+rest)
	}
	return out
}

// run runs lines, each on a fresh dataset.
func run(t *testing.T, lines []string) {
	const data = "set obs 4\ngenerate x = _n\ngenerate y = x^2\ngenerate str1 s = \"a\"\ncapture xtset y x\n"
	rules := interp.FileRules{Dir: t.TempDir()}
	rules.Root = rules.Dir
	s := interp.New(interp.Config{Commands: All, Files: rules})
	defer s.Close()
	if err := s.Exec(t.Context(), "data", data); err != nil {
		t.Fatal(err)
	}
	fresh := s.Frame().Clone()
	for _, line := range lines {
		s.UseFrame("default")
		s.SetFrame(fresh.Clone())
		err := s.Exec(t.Context(), "line", line+"\n")
		if rc.Of(err) == rc.Internal {
			t.Errorf("%s\n%v\n%v", line, err, errors.Unwrap(err))
		}
	}
}

// TestManual checks that docs/commands.md is what the commands say.
func TestManual(t *testing.T) {
	s := interp.New(interp.Config{Commands: All})
	defer s.Close()
	path := filepath.Join("..", "..", "docs", "commands.md")
	want := interp.Manual(s.Commands())
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/commands.md is stale; go test ./interp/commands -run TestManual -update")
	}
}
