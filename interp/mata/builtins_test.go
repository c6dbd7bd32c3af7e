package mata

import (
	"fmt"
	"testing"

	"github.com/didot-lang/didot/interp"
)

// TestOddArguments: no function panics, whatever it is given.
func TestOddArguments(t *testing.T) {
	odd := []value{
		blank(numeric, 0, 0), blank(numeric, 0, 3), blank(numeric, 2, 0), number(2), number(-1), blank(numeric, 1, 1), str("a"), str(""), blank(text, 0, 0),
		rowOf([]float64{1, 2}), colOf([]float64{1, 2}), numbers(2, 2, []float64{1, 2, 3, 4}), numbers(2, 3, []float64{1, 2, 3, 4, 5, 6}), texts(1, 2, []string{"a", "b"}),
		{kind: address, rows: 1, cols: 1, ptr: []*pointer{nil}},
	}
	skip := map[string]bool{"unlink": true, "_unlink": true, "mkdir": true, "fopen": true, "stata": true, "_stata": true}
	m := New(interp.New(interp.Config{}))
	defer m.Session.Close()
	for name, b := range builtins {
		if skip[name] {
			continue
		}
		most := b.most
		if most < 0 || most > 3 {
			most = max(3, b.least)
		}
		for n := b.least; n <= most; n++ {
			combos := 1
			for range n {
				combos *= len(odd)
			}
			step := max(combos/300, 1)
			for k := 0; k < combos; k += step {
				args := make([]*cell, n)
				shown := ""
				for i, rest := 0, k; i < n; i, rest = i+1, rest/len(odd) {
					v := odd[rest%len(odd)]
					args[i] = &cell{v: v.copied()}
					shown += fmt.Sprintf(" %s[%d,%d]", v.kind, v.rows, v.cols)
				}
				func() {
					defer func() {
						if p := recover(); p != nil {
							t.Errorf("%s(%s): %v", name, shown, p)
						}
					}()
					m.callBuiltin(name, b, args)
				}()
			}
		}
	}
}
