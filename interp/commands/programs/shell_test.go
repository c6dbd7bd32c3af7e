package programs_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/rc"
)

// Programs run only if the session allows it, in the working folder.
func TestShell(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are those of Unix")
	}
	for _, allowed := range []bool{false, true} {
		var out bytes.Buffer
		s := interp.New(interp.Config{Commands: commands.All, Out: &out, Files: interp.FileRules{Dir: t.TempDir(), AllowShell: allowed}})
		err := s.Exec(t.Context(), "t", "!echo one > a.txt\nshell cat a.txt\nshell exit 3\n")
		s.Close()
		switch {
		case allowed && (err != nil || strings.TrimSpace(out.String()) != "one"):
			t.Errorf("allowed: %v, output %q", err, out.String())
		case !allowed && rc.Of(err) != rc.UserError:
			t.Errorf("not allowed: %v", err)
		}
	}
}
