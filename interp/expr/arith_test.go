package expr

import (
	"testing"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// TestArith checks that the short way to a value gives what the long one does.
func TestArith(t *testing.T) {
	numbers := []string{"0", "1", "-2.5", "3e8", "1e300", ".", ".c", "-.a", "!0", "!.", "-(2^3)"}
	env := &Env{Frame: frame.New()}
	for op := range operators {
		for _, x := range numbers {
			for _, y := range numbers {
				text := "(" + x + ")" + op + "(" + y + ")"
				e, err := lang.ParseExpr(text, 1)
				if err != nil {
					t.Fatal(err)
				}
				p, err := Compile(e, env)
				if err != nil {
					t.Fatal(err)
				}
				if got, ok := new(arith).eval(e); !ok || got != p.NumAt(0) {
					t.Errorf("%s = %v, compiled %v", text, got, p.NumAt(0))
				}
			}
		}
	}
	for _, text := range []string{"x + 1", `"a" < "b"`, "1 + max(1, 2)"} {
		e, err := lang.ParseExpr(text, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := new(arith).eval(e); ok {
			t.Errorf("%s: no numbers alone", text)
		}
	}
}
