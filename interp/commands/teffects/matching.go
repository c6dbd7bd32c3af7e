package teffects

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/teffects"
)

// matchOptions are the options of matching estimators.
type matchOptions struct {
	levels
	ATE      bool          `opt:"ate" help:"average effect, the default"`
	ATET     bool          `opt:"atet" help:"average effect on the treated"`
	NN       *float64      `opt:"NNeighbor(#)" help:"matches of each observation; default 1"`
	Caliper  float64       `opt:"CALiper(#)" help:"largest distance of a match"`
	VCE      matchVCE      `opt:"vce(vcetype)" help:"robust [, nn(#)], the default with nn(2), or iid"`
	OSample  interp.NewVar `opt:"OSample(newvar)" help:"mark observations with too few matches, and estimate nothing if there are any"`
	Generate string        `opt:"GENerate(stub)" help:"save the numbers of the matched observations as stub1, stub2, ..."`
	NoLog    bool          `opt:"noLOG" help:"no effect: iterations are never shown"`
	interp.CoefOptions
}

// A matchVCE says where variances of outcomes come from.
type matchVCE struct {
	iid bool
	nn  int
}

// Decode reads "robust [, nn(#)]" or "iid".
func (v *matchVCE) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, _, found := strings.Cut(arg.Text, ",")
	var o struct {
		NN *float64 `opt:"nn(#)" help:"neighbours that variances are taken from"`
	}
	if found {
		if err := c.BindText(arg.Slice(len(head)+1, len(arg.Text)), &o); err != nil {
			return err
		}
	}
	word := strings.TrimSpace(head)
	v.iid = word == "iid"
	if !v.iid && !lang.Abbreviates(word, "Robust") || v.iid && found {
		return rc.Syntax.At(arg.Pos, "option vce() incorrectly specified: robust [, nn(#)] or iid")
	}
	if o.NN != nil {
		if v.nn = int(*o.NN); *o.NN < 2 || *o.NN != math.Trunc(*o.NN) {
			return rc.Syntax.At(arg.Pos, "nn() must be an integer of at least 2")
		}
	}
	return nil
}

// matching reads the options into an estimator.
func (o *matchOptions) matching(c *interp.Call, p *problem) teffects.Matching {
	m := teffects.Matching{
		Y: p.Design.Y, Treated: p.treated, Neighbors: 1, Caliper: o.Caliper, Variance: 2, Same: o.VCE.iid, OnTreated: o.ATET, Context: c.Context(),
	}
	if o.NN != nil {
		m.Neighbors = int(*o.NN)
	}
	if o.VCE.nn > 0 {
		m.Variance = o.VCE.nn
	}
	return m
}

// check refuses options that do not fit together.
func (o *matchOptions) check(c *interp.Call) error {
	switch {
	case o.ATE && o.ATET:
		return rc.Syntax.Errorf("only one of ate and atet can be specified")
	case o.NN != nil && (*o.NN < 1 || *o.NN != math.Trunc(*o.NN)):
		return rc.Syntax.Errorf("nneighbor() must be a positive integer")
	case o.Caliper < 0:
		return rc.Syntax.Errorf("caliper() must be positive")
	case o.Generate != "" && !lang.IsName(o.Generate):
		return rc.Syntax.Errorf("option generate() incorrectly specified")
	}
	return o.Check()
}

// finish reports what came out: errors, e(), the variables and the table.
func (o *matchOptions) finish(c *interp.Call, p *problem, m *teffects.Matching, r *teffects.Matched, err error, k estimator, third string) error {
	switch {
	case errors.Is(err, teffects.ErrFew):
		return rc.DataProblem.Errorf("%v", err)
	case errors.Is(err, stats.ErrNoConverge):
		return rc.DataProblem.Errorf("the variables of biasadj() are collinear among the matched observations")
	case err != nil:
		return err
	case r.Lacking != nil:
		p.mark(string(o.OSample), r.Lacking)
		return o.lacking(c, p, m, r)
	}
	for j := range r.Most {
		if o.Generate == "" {
			break
		}
		if err := c.CheckNewName(o.Generate + strconv.Itoa(j+1)); err != nil {
			return err
		}
	}
	p.mark(string(o.OSample), make([]bool, len(p.treated)))
	o.generate(p, r)
	stat, eq := "ate", "ATE"
	if o.ATET {
		stat, eq = "atet", "ATET"
	}
	fit := &stats.Fit{Depvar: p.Design.Depvar, N: len(p.treated), DF: math.Inf(1), Names: []string{p.effectName()}, Eqs: []string{eq}, B: []float64{r.Effect}, Omitted: []bool{false}, Rank: 1}
	fit.V = mat.NewSymDense(1, []float64{r.Variance})
	fit.VCE = stats.Covariance{V: fit.V, DF: fit.DF, Kind: "robust", Type: "AI robust", Factor: 1}
	if m.Same {
		fit.VCE.Kind, fit.VCE.Type = "iid", ""
	}
	fit.Extra = []stats.Named{{Name: "k_nneighbor", Value: float64(m.Neighbors)}, {Name: "k_nnmin", Value: float64(r.Least)}, {Name: "k_nnmax", Value: float64(r.Most)}}
	p.post(k, stat, [2]string{"matching", ""}, fit, model.VCE{})
	o.show(c, p, k, third)
	return nil
}

// lacking is the error of an observation with too few matches.
func (o *matchOptions) lacking(c *interp.Call, p *problem, m *teffects.Matching, r *teffects.Matched) error {
	first := slices.Index(r.Lacking, true)
	n := 0
	for _, bad := range r.Lacking {
		if bad {
			n++
		}
	}
	within := ""
	if m.Caliper > 0 {
		within = " within caliper " + interp.FormatNumber(m.Caliper)
	}
	row := int(p.Source.Rows()[first]) + 1
	text := "; use option osample() to identify them"
	if string(o.OSample) != "" {
		text = "; they are identified by " + string(o.OSample)
	}
	return rc.DataProblem.Errorf("%s observations, the first being observation %d, have fewer than %d matches%s%s", c.Count(n), row, m.Neighbors, within, text)
}

// generate saves the numbers of the matches.
func (o *matchOptions) generate(p *problem, r *teffects.Matched) {
	if o.Generate == "" {
		return
	}
	rows := p.Source.Rows()
	for j := range r.Most {
		v := slices.Repeat([]float64{frame.Missing}, len(rows))
		for i, matches := range r.Matches {
			if j < len(matches) {
				v[i] = float64(rows[matches[j]] + 1)
			}
		}
		p.put(o.Generate+strconv.Itoa(j+1), "", frame.Long, v)
	}
}

func (o *matchOptions) show(c *interp.Call, p *problem, k estimator, third string) {
	c.Print("\n")
	number := func(name string) string { return model.Count(c, c.E, name) }
	model.PrintHeader(c, []string{
		"Treatment-effects estimation", "Estimator      : " + k.title, "Outcome model  : matching", third,
	}, []model.HeaderRow{
		{Name: "Number of obs", Value: number("N")}, {Name: "Matches: requested", Value: number("k_nneighbor")},
		{Name: "               min", Value: number("k_nnmin")}, {Name: "               max", Value: number("k_nnmax")},
	}, 18, 10)
	t := c.Table(c.E, o.CoefOptions)
	p.label(t)
	c.ShowCoefs(t)
}
