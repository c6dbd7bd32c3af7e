package scripts

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite want.log and want.out files")

// TestScripts runs every archive below this folder.
func TestScripts(t *testing.T) {
	n := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".txtar") {
			return err
		}
		n++
		t.Run(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runArchive(t, path)
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatal("no archives found")
	}
}

// The names that have a meaning in an archive. Other files are input.
const (
	mainFile  = "main.do"
	numFile   = "want.num"
	logFile   = "want.log"
	outPrefix = "want.out/" // what the script must have written
)

func runArchive(t *testing.T, path string) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range a.Files {
		if _, twice := files[f.Name]; twice {
			t.Fatalf("%s: %s is there twice", path, f.Name)
		}
		files[f.Name] = string(f.Data)
	}
	src, ok := files[mainFile]
	if !ok {
		t.Fatalf("%s has no %s", path, mainFile)
	}
	checkComment(t, string(a.Comment), files)
	dir := t.TempDir()
	writeInputs(t, dir, files)

	var log bytes.Buffer
	s := newSession(&log, dir)
	defer s.Close()
	s.Settings().Continue = true
	err = s.Exec(context.Background(), mainFile, src)
	checkErrors(t, src, err)
	checkNumbers(t, s, files[numFile])
	if want, ok := files[logFile]; ok {
		got := strings.TrimSuffix(log.String(), ". \nend of do-file\n")
		got = strings.ReplaceAll(got, filepath.ToSlash(dir), "DIR")
		checkText(t, a, logFile, want, got)
	}
	for name, want := range files {
		if rel, ok := strings.CutPrefix(name, outPrefix); ok {
			got, err := os.ReadFile(filepath.Join(dir, rel))
			if err != nil {
				t.Errorf("the script did not write %s", rel)
			}
			checkText(t, a, name, want, string(got))
		}
	}
	if t.Failed() && files[logFile] == "" {
		t.Logf("log:\n%s", log.String())
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// newSession returns a session in dir whose clock stands still.
func newSession(log *bytes.Buffer, dir string) *interp.Session {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	return interp.New(interp.Config{
		Commands: commands.All,
		Known:    commands.Known(),
		Out:      log,
		Echo:     true,
		Files:    interp.FileRules{Dir: dir},
		Now:      func() time.Time { return noon },
	})
}

// checkComment requires that an archive says what it tests, and where the
// numbers in it come from.
func checkComment(t *testing.T, comment string, files map[string]string) {
	if strings.TrimSpace(comment) == "" {
		t.Error("the archive does not say what it is about")
	}
	if _, ok := files[numFile]; ok && !strings.Contains(comment, "ource") {
		t.Errorf("the comment does not name the source of %s", numFile)
	}
}

// writeInputs writes the input files of an archive to dir, and those of the
// shared ones that a script names as data/FILE.
func writeInputs(t *testing.T, dir string, files map[string]string) {
	for name, text := range files {
		if name != mainFile && name != numFile && name != logFile && !strings.HasPrefix(name, outPrefix) {
			writeFile(t, filepath.Join(dir, name), []byte(text))
		}
	}
	shared, err := os.ReadDir("data")
	if err != nil {
		return
	}
	for _, f := range shared {
		for _, text := range files {
			if strings.Contains(text, "data/"+f.Name()) {
				b, err := os.ReadFile(filepath.Join("data", f.Name()))
				if err != nil {
					t.Fatal(err)
				}
				writeFile(t, filepath.Join(dir, "data", f.Name()), b)
				break
			}
		}
	}
}

func writeFile(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkText compares a text with the archive's, or puts it there.
func checkText(t *testing.T, a *txtar.Archive, name, want, got string) {
	if want == got || strings.HasSuffix(name, ".gph") && sameFigure(want, got) {
		return
	}
	if *update {
		for i := range a.Files {
			if a.Files[i].Name == name {
				a.Files[i].Data = []byte(got)
			}
		}
		return
	}
	t.Errorf("%s differs:\n%s", name, diff(want, got))
}

// diff shows the first lines in which two texts differ.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	const shown = 12
	var b strings.Builder
	for _, l := range w[max(0, i-3):i] {
		b.WriteString("  " + l + "\n")
	}
	for _, l := range w[i:min(len(w), i+shown)] {
		b.WriteString("- " + l + "\n")
	}
	for _, l := range g[i:min(len(g), i+shown)] {
		b.WriteString("+ " + l + "\n")
	}
	return b.String()
}
