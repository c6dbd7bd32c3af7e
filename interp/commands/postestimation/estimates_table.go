package postestimation

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// EstimatesTable is the command "estimates table".
var EstimatesTable = &interp.Command{
	Name: "ESTimates TABle", Brief: "coefficients of stored estimates side by side", Syntax: "[anything]",
	New: func() interp.Runner { return &estimatesTable{} },
	Doc: `    estimates table [names] [, b(%fmt) se(%fmt) t(%fmt) p(%fmt) star
        star(.1 .05 .01) stats(list) stfmt(%fmt) keep(coefs) drop(coefs) eform
        title(text) varwidth(#) modelwidth(#) label style(noline|oneline)]

Stored results: r(coef), r(stats), r(names)`,
}

type estimatesTable struct {
	interp.CoefOptions
	B          shown     `opt:"b(%fmt)?" help:"format of coefficients; default %10.0g"`
	SE         shown     `opt:"se(%fmt)?" help:"show standard errors"`
	T          shown     `opt:"t(%fmt)?" help:"show t or z statistics"`
	P          shown     `opt:"p(%fmt)?" help:"show p-values"`
	Star       stars     `opt:"STAR(levels)?" help:"stars for significance; default .05 .01 .001"`
	Stats      lang.Text `opt:"STATs(list)" help:"scalars of e() to show, and aic, bic"`
	StFmt      string    `opt:"STFmt(%fmt)" help:"format of the scalars"`
	Keep       lang.Text `opt:"Keep(coefs)" help:"show these coefficients only, in this order"`
	Drop       lang.Text `opt:"DRop(coefs)" help:"leave these coefficients out"`
	EForm      bool      `opt:"eform" help:"show exponentiated coefficients"`
	Label      bool      `opt:"varLabel Label" help:"show variable labels, not names"`
	Title      string    `opt:"title(text)" help:"title of the table"`
	VarWidth   int       `opt:"VARwidth(#)" help:"width of the first column; default 12"`
	ModelWidth int       `opt:"MODelwidth(#)" help:"width of model names; default 12"`
	Style      string    `opt:"style(oneline columns noline)" help:"vertical lines"`
	Equations  string    `opt:"EQuations(matchlist)" help:"only 1, which makes the first equations match"`
}

// shown is the option of something that is shown in a format.
type shown struct {
	on     bool
	format string
}

// Decode implements interp.Decoder.
func (s *shown) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	s.on = arg == nil || strings.TrimSpace(arg.Text) != ""
	if arg == nil || !s.on {
		return nil
	}
	s.format = strings.TrimSpace(arg.Text)
	_, err := frame.ParseFormat(s.format)
	return err
}

func (s shown) or(format string) string {
	if s.format == "" {
		return format
	}
	return s.format
}

// stars is the option star: levels of significance, descending.
type stars []float64

// Decode implements interp.Decoder.
func (s *stars) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	*s = stars{.05, .01, .001}
	if arg == nil || strings.TrimSpace(arg.Text) == "" {
		return nil
	}
	v, err := lang.ParseNumlist(*arg)
	if err != nil {
		return err
	}
	slices.Sort(v)
	slices.Reverse(v)
	*s = v
	return nil
}

func (s stars) of(p float64) string {
	n := 0
	for _, level := range s {
		if p < level {
			n++
		}
	}
	return strings.Repeat("*", n)
}

// A tableColumn is the coefficients of one model.
type tableColumn struct {
	name  string
	e     *interp.Estimates
	table *interp.CoefTable
}

// A coefID names a coefficient in all models.
type coefID struct{ eq, name string }

func (o *estimatesTable) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.Equations != "" && o.Equations != "1" {
		return rc.Syntax.Errorf("option equations() allows only 1")
	}
	columns, err := o.columns(c)
	if err != nil {
		return err
	}
	ids, err := o.rows(c, columns)
	if err != nil {
		return err
	}
	p := o.printer(c, columns)
	if o.Title != "" {
		c.Print("\n" + o.Title + "\n")
	} else {
		c.Print("\n")
	}
	p.rule()
	p.head()
	p.line()
	p.coefficients(ids)
	stored, err := p.statistics()
	if err != nil {
		return err
	}
	p.rule()
	p.legend()
	o.store(c, columns, ids, stored)
	return nil
}

func (o *estimatesTable) columns(c *interp.Call) ([]tableColumn, error) {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return nil, err
	}
	var out []tableColumn
	for _, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return nil, err
		}
		label := name
		if name == "." {
			label = "Active"
		}
		out = append(out, tableColumn{label, e, c.Table(e, o.CoefOptions)})
	}
	return out, nil
}

// rows are the coefficients of all models, the constant of each equation last.
func (o *estimatesTable) rows(c *interp.Call, columns []tableColumn) ([]coefID, error) {
	var ids []coefID
	seen := map[coefID]bool{}
	for _, col := range columns {
		for _, r := range col.table.Rows {
			id := coefID{o.equation(col, r.Eq), interp.CanonicalTerm(r.Name)}
			if !seen[id] {
				seen[id] = true
				ids = append(ids, coefID{id.eq, r.Name})
			}
		}
	}
	var eqs []string
	for _, id := range ids {
		if !slices.Contains(eqs, id.eq) {
			eqs = append(eqs, id.eq)
		}
	}
	slices.SortStableFunc(ids, func(a, b coefID) int {
		if d := slices.Index(eqs, a.eq) - slices.Index(eqs, b.eq); d != 0 {
			return d
		}
		return isConstant(a) - isConstant(b)
	})
	return o.selected(c, ids)
}

func isConstant(id coefID) int {
	if id.name == "_cons" {
		return 1
	}
	return 0
}

// equation is the equation that a coefficient is shown in.
func (o *estimatesTable) equation(col tableColumn, eq string) string {
	if eq == "_" {
		eq = ""
	}
	if o.Equations == "1" && eq == strings.Trim(col.table.Rows[0].Eq, "_") {
		return ""
	}
	return eq
}

// selected applies keep() and drop().
func (o *estimatesTable) selected(c *interp.Call, ids []coefID) ([]coefID, error) {
	if o.Keep.Text != "" {
		var out []coefID
		for _, w := range o.Keep.Words() {
			part := pick(c, ids, w)
			if len(part) == 0 {
				return nil, rc.NotFound.At(w.Pos, "coefficient %s does not occur in any of the models", w.Text)
			}
			out = append(out, part...)
		}
		return out, nil
	}
	for _, w := range o.Drop.Words() {
		part := pick(c, ids, w)
		if len(part) == 0 {
			return nil, rc.NotFound.At(w.Pos, "coefficient %s does not occur in any of the models", w.Text)
		}
		ids = slices.DeleteFunc(slices.Clone(ids), func(id coefID) bool { return slices.Contains(part, id) })
	}
	return ids, nil
}

// pick returns those of ids that w names: a coefficient, a pattern, a factor
// variable, "eq:" or "eq:name".
func pick(c *interp.Call, ids []coefID, w lang.Text) []coefID {
	eq, name, hasEq := strings.Cut(w.Text, ":")
	if !hasEq {
		eq, name = "", w.Text
	}
	var products []terms.Product
	if list, err := lang.ParseVarlist(lang.Text{Pos: w.Pos, Text: name}); err == nil {
		products, _ = terms.Products(list, c)
	}
	var out []coefID
	for _, id := range ids {
		if hasEq && id.eq != eq {
			continue
		}
		ok := hasEq && name == "" || interp.CanonicalTerm(id.name) == interp.CanonicalTerm(name) || matchName(name, id.name)
		if t, err := terms.Parse(id.name); err == nil && !ok && id.name != "_cons" {
			ok = slices.ContainsFunc(products, func(p terms.Product) bool { return matches(p, t) })
		}
		if ok {
			out = append(out, id)
		}
	}
	return out
}

// cell is one coefficient of one model.
type cell struct {
	row    interp.CoefRow
	found  bool
	t, p   float64
	reason string // "(omitted)", "(base)", "(empty)" or ""
}

func (o *estimatesTable) cell(col tableColumn, id coefID) cell {
	for _, r := range col.table.Rows {
		if o.equation(col, r.Eq) != id.eq || interp.CanonicalTerm(r.Name) != interp.CanonicalTerm(id.name) {
			continue
		}
		x := cell{row: r, found: true}
		x.t, x.p, _, _ = col.table.Test(r)
		if t, err := terms.Parse(r.Name); err == nil && t.Omitted && r.Name != "_cons" {
			x.reason = "(omitted)"
			if slices.ContainsFunc(t.Factors, func(f terms.Factor) bool { return f.Base }) {
				x.reason = "(base)"
			}
		}
		return x
	}
	return cell{}
}

// store makes r(coef), r(stats) and r(names).
func (o *estimatesTable) store(c *interp.Call, columns []tableColumn, ids []coefID, stored *interp.Matrix) {
	c.ClearR()
	var names []string
	for _, col := range columns {
		names = append(names, col.name)
	}
	c.Macro("names", strings.Join(names, " "))
	if len(ids) > 0 {
		m := interp.NewMatrix(len(ids), 2*len(columns))
		for j, col := range columns {
			m.Cols[2*j], m.ColEq[2*j] = "b", col.name
			m.Cols[2*j+1], m.ColEq[2*j+1] = "var", col.name
			for i, id := range ids {
				m.Rows[i], m.RowEq[i] = id.name, id.eq
				x := o.cell(col, id)
				b, v := frame.MissingCode(26), frame.MissingCode(26)
				if x.found {
					b, v = x.row.B, frame.Value(x.row.SE*x.row.SE)
				}
				m.Set(i, 2*j, b)
				m.Set(i, 2*j+1, v)
			}
		}
		c.Matrix("coef", m)
	}
	if stored != nil {
		c.Matrix("stats", stored)
	}
}

// statistic returns e(name), or an information criterion.
func statisticOf(e *interp.Estimates, name string) float64 {
	ll, k, n := e.Scalar("ll"), e.Scalar("rank"), e.Scalar("N")
	switch name {
	case "aic":
		if ll < frame.Missing {
			return -2*ll + 2*k
		}
	case "bic":
		if ll < frame.Missing {
			return -2*ll + k*math.Log(n)
		}
	case "rank":
		if k >= frame.Missing && e.V != nil {
			return float64(rankOf(e))
		}
	}
	return e.Scalar(name)
}

// rankOf counts the coefficients with a variance.
func rankOf(e *interp.Estimates) int {
	n := 0
	for j := range e.V.Cols {
		if e.V.At(j, j) > 0 {
			n++
		}
	}
	return n
}
