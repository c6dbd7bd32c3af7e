package mata_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/mata"
	"github.com/didot-lang/didot/lang"
)

// run runs statements in a session of their own and returns what they print.
func run(ctx context.Context, text string) (string, error) {
	var out strings.Builder
	s := interp.New(interp.Config{Out: &out})
	defer s.Close()
	s.SetContext(ctx)
	stmts, err := lang.ParseMata(text)
	if err != nil {
		return "", err
	}
	m := mata.New(s)
	defer m.Close()
	err = m.Run(stmts)
	return out.String(), err
}

// TestIdentities: each is 1 whatever the numbers are.
func TestIdentities(t *testing.T) {
	for _, text := range []string{
		"X = rnormal(20, 3, 0, 1); A = X'X; mreldif(A*invsym(A), I(3)) < 1e-12",
		"X = rnormal(20, 3, 0, 1); mreldif(quadcross(X, X), X'X) < 1e-12",
		"X = rnormal(20, 3, 0, 1); y = rnormal(20, 1, 0, 1); mreldif(qrsolve(X, y), invsym(X'X)*X'y) < 1e-10",
		"X = rnormal(20, 3, 0, 1); mreldif(variance(X), crossdev(X, mean(X), X, mean(X))/19) < 1e-12",
		"X = rnormal(4, 4, 0, 1); abs(det(X) - det(X')) < 1e-10",
		"X = rnormal(5, 2, 0, 1); all(sort(X, 1)[., 1] :== X[order(X, 1), 1])",
		"X = rnormal(4, 3, 0, 1); all(rowshape(colshape(X, 2), 4) :== X)",
		"X = rnormal(3, 3, 0, 1); S = X + X'; all(invvech(vech(S)) :== S)",
		"X = J(3, 2, 1); Y = X; Y[1, 1] = 5; X[1, 1] == 1",
		"(1, 2 \\ 3, 4)' == (1, 3 \\ 2, 4)",
		"x = 1..5; x[2..4] == (2, 3, 4) & x[|2 \\ 4|] == (2, 3, 4) & x[4...] == (4, 5)",
	} {
		out, err := run(t.Context(), text)
		if err != nil || out != "  1\n" {
			t.Errorf("%s: %q, %v", text, out, err)
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := run(ctx, "while (1) x = 1"); err == nil {
		t.Error("an endless loop ended without an error")
	}
	if _, err := run(t.Context(), "real f(real x) {\n return(f(x))\n}\nf(1)"); err == nil {
		t.Error("an endless recursion ended without an error")
	}
}

// large are numbers that make matrices too large for a test.
var large = regexp.MustCompile(`[0-9]{3}|[0-9][eEdD][0-9]|max|\^|Time`)

// FuzzRun: no text makes the evaluator panic.
func FuzzRun(f *testing.F) {
	for _, text := range []string{
		"x = (1, 2 \\ 3, 4); x[1, .]' * x # x", "J(2, 3, \"a\") :+ \"b\"", "for (i = 1; i < 4; i++) x = i", "sort((2 \\ 1), 1)",
		"a = J(0, 3, .); a \\ (1, 2, 3)", "svd((1, 2 \\ 3, 4), U=., s=., V=.)", "f = &sqrt(); (*f)(4)", "invsym((1, 2 \\ 2, 4))",
		"struct s { real scalar a }\nstruct s scalar x\nx.a = 1", "real f(real a, | b) {\n return(a)\n}\nf(1)", "colshape(1..6, 2)[|1, 1 \\ ., .|]",
		"printf(\"%9.2f %s\\n\", 1, \"x\")", "A = asarray_create(); asarray(A, \"k\", 1)", "quadcross((1, 2), (3, 4))", "select((1, 2), (0, 1))",
		"st_data(., .)", "st_view(V=., ., .); V", "panelsetup((1 \\ 1 \\ 2), 1)", "range(1, 5, 2)", "tokens(\"a b\")", "norm((1, 2 \\ 3, 4), 1)",
		"eigenvalues((1, 2 \\ 3, 4))", "luinv((1, 2 \\ 3, 4))", "uniqrows((1 \\ 1))", "rowmin((1, .))", "minindex((1, 2), 1, i=., w=.)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if large.MatchString(text) || len(text) > 400 {
			t.Skip()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		run(ctx, text)
	})
}
