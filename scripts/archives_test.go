package scripts

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
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
		} else if at := firstDifference(string(got), string(want)); at != "" {
			t.Errorf("%s differs from what is expected: %s", filepath.Base(file), at)
		}
	}
}

var decimals = regexp.MustCompile(`-?\d+\.\d{6,}(e-?\d+)?`)

// firstDifference compares texts line by line. Numbers with six decimals and
// more, the data of figures, may differ by 1e-9 of themselves or, near zero,
// by 1e-12: rounding is not what is tested.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(a) != len(b) {
		return fmt.Sprintf("%d lines, not %d", len(a), len(b))
	}
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		x, y := decimals.FindAllString(a[i], -1), decimals.FindAllString(b[i], -1)
		if len(x) != len(y) || decimals.ReplaceAllString(a[i], "#") != decimals.ReplaceAllString(b[i], "#") {
			return fmt.Sprintf("line %d is %.200q, not %.200q", i+1, a[i], b[i])
		}
		for k := range x {
			u, _ := strconv.ParseFloat(x[k], 64)
			v, _ := strconv.ParseFloat(y[k], 64)
			if math.Abs(u-v) > 1e-12+1e-9*math.Abs(v) {
				return fmt.Sprintf("line %d has %s, not %s", i+1, x[k], y[k])
			}
		}
	}
	return ""
}
