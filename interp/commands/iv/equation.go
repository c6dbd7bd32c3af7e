package iv

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// An equation is a model some of whose regressors are instrumented. The terms
// of the model are the endogenous regressors and then the exogenous ones.
type equation struct {
	*model.Model
	endogenous  int
	instruments []terms.Term // excluded ones
	design      *stats.Instrumented

	inner []terms.Product // the endogenous regressors as written
}

// parseEquation reads "depvar exogenous (endogenous = instruments) exogenous";
// without parentheses nothing is endogenous.
func parseEquation(c *interp.Call, body lang.Text) (*equation, error) {
	open, end, err := instrumented(body)
	if err != nil {
		return nil, err
	}
	e := &equation{}
	outer, err := model.Products(c, body.Slice(0, open))
	if err != nil {
		return nil, err
	}
	if end > open {
		after, err := model.Products(c, body.Slice(end, len(body.Text)))
		if err != nil {
			return nil, err
		}
		outer = append(outer, after...)
		left, right, _ := body.Slice(open+1, end-1).SplitAssign()
		if e.inner, err = model.Products(c, left); err != nil {
			return nil, err
		}
		z, err := model.Products(c, right)
		if err != nil {
			return nil, err
		}
		if e.Model, err = model.Of(c, outer); err != nil {
			return nil, err
		}
		e.Others = z
	} else if e.Model, err = model.Of(c, outer); err != nil {
		return nil, err
	}
	e.Products = slices.Concat(e.inner, e.Products)
	return e, nil
}

// instrumented finds the parentheses around an equal sign: the places of the
// first and behind the last character, or twice the length of t.
func instrumented(t lang.Text) (open, end int, err error) {
	open, end = len(t.Text), len(t.Text)
	depth, start := 0, 0
	assign := false
	for i := range len(t.Text) {
		switch t.Text[i] {
		case '(':
			if depth == 0 {
				start, assign = i, false
			}
			depth++
		case '=':
			if depth == 0 {
				return 0, 0, rc.Syntax.At(t.Pos+lang.Pos(i), "= invalid name")
			}
			assign = true
		case ')':
			depth--
			if depth != 0 || !assign {
				continue
			}
			if open < len(t.Text) {
				return 0, 0, rc.Syntax.At(t.Pos+lang.Pos(i), "syntax is \"(all instrumented variables = instrument variables)\"")
			}
			open, end = start, i+1
		}
	}
	if depth != 0 {
		return 0, 0, rc.Syntax.At(t.Pos, "parentheses unbalanced")
	}
	return open, end, nil
}

// build finds the sample and makes the design.
func (e *equation) build() error {
	if err := e.Build(); err != nil {
		return err
	}
	inner, err := e.Source.Expand(e.inner)
	if err != nil {
		return err
	}
	e.endogenous = len(inner)
	if e.instruments, err = e.Source.Expand(e.Others); err != nil {
		return err
	}
	d := &stats.Instrumented{Design: *e.Design, Endogenous: e.endogenous}
	if d.ZNames, d.Z, err = e.Columns(e.instruments); err != nil {
		return err
	}
	e.dropRepeated(d)
	e.design = d
	return nil
}

// dropRepeated leaves out instruments that are exogenous regressors as well.
func (e *equation) dropRepeated(d *stats.Instrumented) {
	exogenous := map[string]bool{}
	for _, t := range e.Terms[e.endogenous:] {
		exogenous[t.Plain()] = true
	}
	for j := len(e.instruments) - 1; j >= 0; j-- {
		if exogenous[e.instruments[j].Plain()] {
			e.instruments = slices.Delete(e.instruments, j, j+1)
			d.Z, d.ZNames = slices.Delete(d.Z, j, j+1), slices.Delete(d.ZNames, j, j+1)
		}
	}
}

// noteOmitted marks and tells what s omits, regressors and instruments.
func (e *equation) noteOmitted(fit *stats.Fit, s *stats.IVSystem) {
	_, z := s.Omitted()
	for j := range e.instruments {
		t := &e.instruments[j]
		if z[j] && !t.Omitted {
			e.Call.Note("%s", model.Collinear(j, t.Name()))
			omit(t)
		}
	}
	e.NoteOmitted(fit, model.Collinear)
}

func omit(t *terms.Term) {
	t.Omitted = true
	for k := range t.Factors {
		t.Factors[k].Omit = true
	}
}

// names are the names of terms in e(b); used leaves out the omitted ones.
func names(list []terms.Term, used bool) string {
	var out []string
	for _, t := range list {
		if !used || !t.Omitted {
			out = append(out, t.Name())
		}
	}
	return strings.Join(out, " ")
}
