package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Marksample is the command "marksample".
var Marksample = &interp.Command{
	Name: "marksample", Brief: "mark the observations that a program is to use", Syntax: "plain anything", New: func() interp.Runner { return &marksample{} },
	Doc: `    marksample macro [, options]

Behind syntax, creates a temporary 0/1 variable, whose name the local macro
gets: 1 where if, in and by select the observation, its weight is neither zero
nor missing, and no variable in the macro varlist is missing.`,
}

type marksample struct {
	NoVarlist  bool `opt:"NOVarlist" help:"missing values of varlist do not matter"`
	StrOK      bool `opt:"Strok" help:"string variables in varlist are allowed; the empty string is missing"`
	ZeroWeight bool `opt:"Zeroweight" help:"keep observations whose weight is zero"`
	NoBy       bool `opt:"noBY" help:"do not restrict to the by-group"`
}

func (o *marksample) Run(c *interp.Call) error {
	name := strings.TrimSpace(c.Body.Text)
	if !lang.IsMacroName(name) {
		return rc.Syntax.At(c.Body.Pos, "%s invalid name", name)
	}
	rows := c.ProgramRows()
	if o.NoBy {
		rows = frame.AllRows(c.Frame().N())
	}
	rows, err := macroRows(c, rows)
	if err != nil {
		return err
	}
	if kind := c.Local("weight"); kind != "" {
		w := &interp.Weight{Kind: kind, Text: strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.Local("exp")), "="))}
		if w.Exp, err = lang.ParseExpr(w.Text, 0); err != nil {
			return err
		}
		if rows, err = weighted(c, w, rows, o.ZeroWeight); err != nil {
			return err
		}
	}
	if !o.NoVarlist {
		if rows, err = nonmissing(c, lang.Text{Text: c.Local("varlist")}, rows, o.StrOK, false); err != nil {
			return err
		}
	}
	temp := tempName(c)
	if err := addMark(c, temp, rows); err != nil {
		return err
	}
	c.SetLocal(name, temp)
	return nil
}

// macroRows restricts rows to what the macros if and in say.
func macroRows(c *interp.Call, rows frame.Rows) (frame.Rows, error) {
	if text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.Local("in")), "in")); text != "" {
		in, err := interp.ParseRange(lang.Text{Text: text}, c.Frame().N())
		if err != nil {
			return rows, err
		}
		rows = rows.Where(in.Has)
	}
	text := strings.TrimSpace(c.Local("if"))
	if text == "" {
		return rows, nil
	}
	x, err := lang.ParseExpr(strings.TrimPrefix(text, "if "), 0)
	if err != nil {
		return rows, err
	}
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return rows, err
	}
	return p.Filter(rows)
}

// weighted returns the rows whose weight is not missing and, unless zero is
// true, not zero.
func weighted(c *interp.Call, w *interp.Weight, rows frame.Rows, zero bool) (frame.Rows, error) {
	p, err := expr.Compile(w.Exp, c.Env())
	if err != nil {
		return rows, err
	}
	if p.IsString() {
		return rows, rc.TypeMismatch.Errorf("type mismatch")
	}
	v, err := p.Numbers(rows)
	if err != nil {
		return rows, err
	}
	for r := range rows.Each {
		switch x := v[r-rows.Lo]; {
		case x >= frame.Missing:
		case x < 0 && w.Kind != "iweight":
			return rows, rc.NegativeWeights.Errorf("negative weights encountered")
		case w.Kind == "fweight" && x != float64(int64(x)):
			return rows, rc.NonintegerFW.Errorf("may not use noninteger frequency weights")
		}
	}
	return rows.Where(func(r int) bool { x := v[r-rows.Lo]; return x < frame.Missing && (zero || x != 0) }), nil
}

// nonmissing returns the rows in which no variable of a list is missing. A
// string variable counts as missing, unless strOK is true.
func nonmissing(c *interp.Call, t lang.Text, rows frame.Rows, strOK, sysmissOK bool) (frame.Rows, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return rows, err
	}
	for _, term := range c.UnabVarlist(list).Terms {
		for _, a := range term.All() {
			if rows, err = nonmissingAtom(c, a, rows, strOK, sysmissOK); err != nil {
				return rows, err
			}
		}
	}
	return rows, nil
}

func nonmissingAtom(c *interp.Call, a *lang.Atom, rows frame.Rows, strOK, sysmissOK bool) (frame.Rows, error) {
	if len(a.Group) > 0 {
		for _, t := range a.Group[0].Terms {
			for _, inner := range t.All() {
				operated := *inner
				operated.Ops = append(append([]string(nil), a.Ops...), inner.Ops...)
				var err error
				if rows, err = nonmissingAtom(c, &operated, rows, strOK, sysmissOK); err != nil {
					return rows, err
				}
			}
		}
		return rows, nil
	}
	col, err := c.Frame().Find(a.Name, c.Abbrev())
	if err != nil {
		return rows, err
	}
	if col.IsString() {
		return rows.Where(func(r int) bool { return strOK && !col.Missing(r) }), nil
	}
	variants, err := timeOperators(a.Ops)
	if err != nil {
		return rows, err
	}
	if len(variants) == 1 && len(variants[0]) == 0 {
		return rows.Where(func(r int) bool { return !col.Missing(r) || sysmissOK && col.Num(r) == frame.Missing }), nil
	}
	for _, lags := range variants {
		p, err := expr.Compile(&lang.Name{Ops: lags, Name: col.Name}, c.Env())
		if err != nil {
			return rows, err
		}
		v, err := p.Numbers(rows)
		if err != nil {
			return rows, err
		}
		lo := rows.Lo
		rows = rows.Where(func(r int) bool { return v[r-lo] < frame.Missing })
	}
	return rows, nil
}

// timeOperators returns those of ops that are time-series operators, once for
// each lag in lists such as L(1/3).
func timeOperators(ops []string) ([][]string, error) {
	variants := [][]string{nil}
	for _, op := range ops {
		letters, list, isList := strings.Cut(strings.ToUpper(op), "(")
		if strings.Trim(letters, "LFDS0123456789") != "" || !strings.ContainsAny(letters, "LFDS") {
			continue
		}
		each := []string{op}
		if isList {
			values, err := lang.ParseNumlist(lang.Text{Text: strings.TrimSuffix(list, ")")})
			if err != nil {
				return nil, err
			}
			each = nil
			for _, x := range values {
				each = append(each, letters+interp.FormatNumber(x))
			}
		}
		var more [][]string
		for _, v := range variants {
			for _, op := range each {
				more = append(more, append(append([]string(nil), v...), op))
			}
		}
		variants = more
	}
	return variants, nil
}

// addMark adds a 0/1 variable that is 1 in rows.
func addMark(c *interp.Call, name string, rows frame.Rows) error {
	col := frame.NewNumbers(name, frame.Byte, make([]float64, c.Frame().N()))
	for r := range rows.Each {
		col.SetNum(r, 1)
	}
	return c.Frame().Add(col)
}

// Mark is the command "mark".
var Mark = &interp.Command{
	Name: "mark", Brief: "create a variable that marks observations", Syntax: "newvarname [if] [in] [fw aw pw iw]", New: func() interp.Runner { return &mark{} },
	Doc: "    mark newvar [if] [in] [weight] [, zeroweight]\n\nThe variable is 1 in the observations selected whose weight is neither zero nor missing, 0 in others.",
}

type mark struct {
	ZeroWeight bool `opt:"Zeroweight" help:"keep observations whose weight is zero"`
	NoBy       bool `opt:"noBY" help:"do not restrict to the by-group of the program"`
}

func (o *mark) Run(c *interp.Call) error {
	rows := c.Rows
	if !o.NoBy {
		rows = rows.Where(c.ProgramRows().Has)
	}
	if c.Weight != nil {
		var err error
		if rows, err = weighted(c, c.Weight, rows, o.ZeroWeight); err != nil {
			return err
		}
	}
	return addMark(c, c.Names[0], rows)
}

// Markout is the command "markout".
var Markout = &interp.Command{
	Name: "markout", Brief: "unmark observations with missing values", Syntax: "anything", New: func() interp.Runner { return &markout{} },
	Doc: "    markout markvar [varlist] [, strok sysmissok]\n\nThe mark becomes 0 where a variable of varlist is missing. String variables count as missing without strok.",
}

type markout struct {
	StrOK     bool `opt:"Strok" help:"string variables are allowed; the empty string is missing"`
	SysmissOK bool `opt:"SYsmissok" help:"the missing value . does not count as missing"`
}

func (o *markout) Run(c *interp.Call) error {
	words := c.Body.Words()
	cols, err := c.VarlistText(words[0])
	if err != nil {
		return err
	}
	if len(cols) != 1 || cols[0].IsString() {
		return rc.Syntax.At(words[0].Pos, "invalid syntax")
	}
	markvar := cols[0]
	rest := c.Body.Slice(int(words[0].Pos-c.Body.Pos)+len(words[0].Text), len(c.Body.Text)).Trim()
	marked := frame.AllRows(c.Frame().N()).Where(func(r int) bool { return markvar.Num(r) != 0 })
	kept, err := nonmissing(c, rest, marked, o.StrOK, o.SysmissOK)
	if err != nil {
		return err
	}
	changed := false
	for r := range marked.Each {
		if !kept.Has(r) {
			markvar.SetNum(r, 0)
			changed = true
		}
	}
	if changed {
		c.Frame().Touch(markvar)
	}
	return nil
}
