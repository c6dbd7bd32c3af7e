package iv

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// again rebuilds the equation of the active estimates, which must be of
// ivregress, from the data of their sample; kind is the subcommand of estat
// that asks.
func again(c *interp.Call, kind string) (*equation, stats.VCE, error) {
	switch {
	case c.E.B == nil:
		return nil, nil, rc.NoEstimates.Errorf("last estimates not found")
	case c.E.Cmd() != "ivregress":
		return nil, nil, rc.NotValidAfter.Errorf("estat %s not valid", kind)
	}
	rows := c.Sample().Index()
	if len(rows) == 0 {
		return nil, nil, rc.NoObs.Errorf("no observations: the estimation sample is not in the data")
	}
	e := &equation{Model: &model.Model{Call: c, Source: terms.NewSource(c.Frame(), rows)}}
	if err := e.rebuild(c.E); err != nil {
		return nil, nil, err
	}
	vce, err := e.vceOf(c.E, c.E.Macro("vce"))
	return e, vce, err
}

// rebuild makes the design from what e() says.
func (e *equation) rebuild(est *interp.Estimates) error {
	instd, err := parseNames(est.Macro("instd"))
	if err != nil {
		return err
	}
	exogenous, err := parseNames(est.Macro("exogr"))
	if err != nil {
		return err
	}
	all, err := parseNames(est.Macro("insts"))
	if err != nil {
		return err
	}
	e.endogenous, e.Terms, e.instruments = len(instd), slices.Concat(instd, exogenous), all[len(exogenous):]
	d := &stats.Instrumented{Endogenous: len(instd)}
	d.Constant, d.Depvar, d.Context = est.Macro("constant") == "", est.Macro("depvar"), e.Call.Context()
	y, err := terms.Parse(d.Depvar)
	if err != nil {
		return err
	}
	if d.Y, err = e.Source.Column(y); err != nil {
		return err
	}
	if d.Names, d.X, err = e.Columns(e.Terms); err != nil {
		return err
	}
	if d.ZNames, d.Z, err = e.Columns(e.instruments); err != nil {
		return err
	}
	if text := strings.TrimPrefix(est.Macro("wexp"), "= "); text != "" {
		d.WKind = interp.WeightKinds[est.Macro("wtype")]
		if d.W, err = e.evaluate(text); err != nil {
			return err
		}
	}
	for _, col := range slices.Concat([][]float64{d.Y, d.W}, d.X, d.Z) {
		for _, v := range col {
			if v >= frame.Missing {
				return rc.MissingFound.Errorf("the estimation sample has missing values by now")
			}
		}
	}
	e.design, e.Design = d, &d.Design
	return nil
}

func parseNames(list string) ([]terms.Term, error) {
	var out []terms.Term
	for _, name := range strings.Fields(list) {
		t, err := terms.Parse(name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// evaluate computes an expression over the rows of the sample.
func (e *equation) evaluate(text string) ([]float64, error) {
	x, err := lang.ParseExpr(text, 1)
	if err != nil {
		return nil, err
	}
	prog, err := expr.Compile(x, e.Call.Env())
	if err != nil {
		return nil, err
	}
	all, err := prog.Numbers(frame.AllRows(e.Call.Frame().N()))
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(e.Source.Rows()))
	for i, r := range e.Source.Rows() {
		out[i] = all[r]
	}
	return out, nil
}

// vceOf is the covariance estimator that e() names by kind.
func (e *equation) vceOf(est *interp.Estimates, kind string) (stats.VCE, error) {
	switch kind {
	case "robust":
		return stats.Robust{}, nil
	case "cluster":
		text := lang.Text{Pos: 1, Text: est.Macro("clustvar")}
		if err := e.Cluster(model.VCE{Kind: "cluster", Cluster: text}); err != nil {
			return nil, err
		}
		return e.VCE(model.VCE{Kind: "cluster"}), nil
	case "hac":
		t, err := e.Timeline()
		if err != nil {
			return nil, err
		}
		h := stats.HAC{Timeline: t, BW: est.Scalar("hac_lag") + 1}
		for _, k := range stats.LagKernels {
			if strings.ToLower(k.Name) == est.Macro("hac_kernel") {
				h.Kernel = k
			}
		}
		return h, nil
	}
	return stats.Classical{}, nil
}

// options are those of the estimator that e() tells.
func (e *equation) options(est *interp.Estimates) (stats.IVOptions, error) {
	opt := stats.IVOptions{Method: est.Macro("estimator"), Small: est.Macro("small") != "", Center: est.Hidden.Macro("center") != "", Iterate: est.Scalar("iterations") < frame.Missing}
	var err error
	if opt.Method == "gmm" {
		opt.Weight, err = e.vceOf(est, est.Hidden.Macro("weights"))
	}
	return opt, err
}

// trim formats x without blanks.
func trim(c *interp.Call, format string, x float64) string {
	return strings.TrimSpace(c.Format(format, frame.Value(x)))
}
