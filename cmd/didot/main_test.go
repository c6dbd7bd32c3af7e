package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"didot": main})
}

// TestProgram runs the archives in testdata, where didot is this program.
func TestProgram(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", RequireExplicitExec: true, Setup: func(e *testscript.Env) error {
		e.Setenv("XDG_CONFIG_HOME", e.WorkDir) // where the history goes
		e.Setenv("TERM", "xterm")
		return nil
	}})
}
