package margins

import (
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats/margin"
)

func (m *model) readExpression(o *margins) (*asked, error) {
	return nil, rc.Syntax.Errorf("option expression() not allowed yet")
}

func (m *model) averageExpression(x *result, p *asked, s scenario, w []float64, f margin.Form, by *terms.Factor) error {
	return nil
}
