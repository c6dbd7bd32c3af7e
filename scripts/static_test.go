package scripts

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"golang.org/x/tools/txtar"
)

// TestCheck holds "didot check" against the archives: what it finds without
// running a script are lines that fail when they run.
func TestCheck(t *testing.T) {
	for path, a := range archives(t) {
		dir, files := t.TempDir(), map[string]string{}
		for _, f := range a.Files {
			files[f.Name] = string(f.Data)
		}
		writeInputs(t, dir, files)
		s := interp.New(interp.Config{Commands: commands.All, Known: commands.Known(), Files: interp.FileRules{Dir: dir}})
		defer s.Close()
		for _, f := range a.Files {
			if f.Name != mainFile {
				continue
			}
			announced := wants(string(f.Data))
			for _, found := range s.Check(interp.Script{Name: path, Text: string(f.Data)}) {
				w := announced[found.Place.Line]
				if found.Kind != interp.UnsetMacro && w == nil {
					t.Errorf("%s:%d:%d: %v", path, found.Place.Line, found.Place.Col, found)
				}
			}
		}
	}
}

// TestCanonical holds "didot fmt" against the archives: a script in canonical
// form does what it did, and its canonical form is itself.
func TestCanonical(t *testing.T) {
	for path, a := range archives(t) {
		t.Run(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for _, f := range a.Files {
				files[f.Name] = string(f.Data)
			}
			dir := t.TempDir()
			writeInputs(t, dir, files)
			s := newSession(new(bytes.Buffer), dir)
			defer s.Close()
			out, err := s.Canonical(path, files[mainFile])
			if err != nil {
				t.Skip(err) // a script that tests what cannot be read
			}
			again, _ := s.Canonical(path, out)
			if again != out {
				t.Errorf("not canonical:\n%s\nagain:\n%s", out, again)
			}
			s.Settings().Continue = true
			err = s.Exec(t.Context(), mainFile, out)
			checkErrors(t, out, err)
			checkNumbers(t, s, files[numFile])
		})
	}
}

// archives returns the archives below this folder, by path.
func archives(t *testing.T) map[string]*txtar.Archive {
	all := map[string]*txtar.Archive{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".txtar") {
			return err
		}
		all[path], err = txtar.ParseFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
