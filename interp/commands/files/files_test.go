package files_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/files"
	"github.com/didot-lang/didot/interp/frame"
)

// session returns a session in a folder of its own with the given dataset.
func session(t *testing.T, dataDir string, cols ...*frame.Column) *interp.Session {
	t.Helper()
	s := interp.New(interp.Config{Commands: files.Commands, Files: interp.FileRules{Dir: t.TempDir(), DataDirs: []string{dataDir}}})
	t.Cleanup(func() { s.Close() })
	f := frame.New()
	for _, c := range cols {
		if err := f.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	s.SetFrame(f)
	return s
}

func run(t *testing.T, s *interp.Session, src string) {
	t.Helper()
	if err := s.Exec(context.Background(), "test.do", src); err != nil {
		t.Fatal(err)
	}
}

// Dates, labels and missing values survive export excel and import excel.
func TestExcelRoundTrip(t *testing.T) {
	day := frame.NewNumbers("day", frame.Int, []float64{21945, frame.Missing, 0})
	day.Format = "%td"
	clock := frame.NewNumbers("clock", frame.Double, []float64{1896096600000, 0, frame.Missing})
	clock.Format = "%tc"
	yes := frame.NewNumbers("yes", frame.Byte, []float64{0, 1, frame.MissingCode(1)})
	yes.ValueLabel = "yn"
	s := session(t, "", day, clock, yes, frame.NewNumbers("f", frame.Float, []float64{frame.Float.Round(0.1), 1e10, -3}))
	l := frame.NewValueLabel("yn")
	l.Set(1, "yes")
	s.Frame().SetValueLabel(l)
	run(t, s, "export excel book, firstrow(variables)\nimport excel book, firstrow clear")
	for name, want := range map[string][]float64{
		"day":   {21945, frame.Missing, 0},
		"clock": {1896096600000, 0, frame.Missing},
		"f":     {0.1, 1e10, -3}, // the shortest digits of the float
	} {
		c := s.Frame().Column(name)
		for i, x := range want {
			if c.Num(i) != x {
				t.Errorf("%s[%d] is %g, want %g", name, i+1, c.Num(i), x)
			}
		}
	}
	if c := s.Frame().Column("yes"); c.Text(0) != "0" || c.Text(1) != "yes" || c.Text(2) != ".a" {
		t.Errorf("%q", c.Texts())
	}
	if f := s.Frame().Column("clock").Format; f != "%tcnn/dd/CCYY_hh:MM:SS" {
		t.Error(f)
	}
}

// Value labels that no variable has are saved with orphans only.
func TestSaveLabels(t *testing.T) {
	x := frame.NewNumbers("x", frame.Byte, []float64{1})
	x.ValueLabel = "used"
	s := session(t, "", x)
	for _, name := range []string{"used", "orphan"} {
		l := frame.NewValueLabel(name)
		l.Set(1, "one")
		s.Frame().SetValueLabel(l)
	}
	for _, c := range []struct {
		options string
		labels  int
		name    string
	}{{"", 1, "used"}, {"orphans", 2, "used"}, {"nolabel", 0, ""}} {
		before := s.Frame()
		run(t, s, "save one, replace "+c.options+"\nuse one")
		f := s.Frame()
		s.SetFrame(before)
		if len(f.ValueLabels()) != c.labels || f.Column("x").ValueLabel != c.name {
			t.Errorf("%s: %v", c.options, f.ValueLabels())
		}
	}
	run(t, s, "save one, replace orphans\nuse one, clear nolabel")
	if len(s.Frame().ValueLabels()) != 0 || s.Frame().Column("x").ValueLabel != "" {
		t.Error("labels in spite of nolabel")
	}
}

// Example datasets are found by name in the data folders.
func TestSysuse(t *testing.T) {
	dir := t.TempDir()
	s := session(t, dir, frame.NewNumbers("x", frame.Byte, []float64{1, 2}))
	run(t, s, "save wage1")
	data, err := os.ReadFile(filepath.Join(s.Files().Dir(), "wage1.dta"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wage1.dta"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	t2 := session(t, dir)
	run(t, t2, "bcuse WAGE1, clear nodesc\nsysuse wage1, clear\nwebuse wage1.dta, clear")
	if t2.Frame().N() != 2 {
		t.Error(t2.Frame().N())
	}
}
