package scripts

import (
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
	s := interp.New(interp.Config{Commands: commands.All, Known: commands.Known()})
	defer s.Close()
	for path, a := range archives(t) {
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
