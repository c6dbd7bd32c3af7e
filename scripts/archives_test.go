package scripts

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// TestArchives runs the archives, folders with a master.do, in a copy of
// their folder and compares what they write with expected/. Those files came
// from an earlier run: the test guards against change, not against error.
func TestArchives(t *testing.T) {
	masters, err := filepath.Glob("*/master.do")
	if err != nil || len(masters) == 0 {
		t.Fatal("no archives found", err)
	}
	for _, master := range masters {
		folder := filepath.Dir(master)
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			src, err := os.ReadFile(master)
			if err != nil {
				t.Fatal(err)
			}
			s := interp.New(interp.Config{Commands: commands.All, Files: interp.FileRules{Dir: dir}})
			defer s.Close()
			if err := s.Exec(context.Background(), master, string(src)); err != nil {
				t.Fatal(err)
			}
			compareExpected(t, folder, dir)
		})
	}
}

func compareExpected(t *testing.T, folder, dir string) {
	files, err := filepath.Glob(filepath.Join(folder, "expected", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing expected", err)
	}
	for _, file := range files {
		got, err := os.ReadFile(filepath.Join(dir, "output", filepath.Base(file)))
		if err != nil {
			t.Error(err)
			continue
		}
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Error(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		} else if string(got) != string(want) {
			t.Errorf("%s differs from what is expected:\n%s", filepath.Base(file), got)
		}
	}
}
