package data

import (
	"strings"
	"sync/atomic"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Generate is the command "generate".
var Generate = &interp.Command{
	Name:   "Generate",
	Brief:  "create a variable",
	Syntax: "[anything] =exp [if] [in]",
	New:    func() interp.Runner { return &generate{} },
	By:     interp.ByNative,
	Doc: `    generate [type] newvar[:lblname] = exp [if] [in] [, before(varname) after(varname)]

The type is byte, int, long, float, double, str, str1 to str2045 or strL;
without one it is that of set type (float, unless changed), or str# for
strings. Observations that if and in leave out get missing values.`,
}

type generate struct {
	Before *frame.Column `opt:"Before(varname)" help:"place the variable before this one"`
	After  *frame.Column `opt:"After(varname)" help:"place the variable behind this one"`
}

func (o *generate) Run(c *interp.Call) error {
	name, t, label, err := newTarget(c)
	if err != nil {
		return err
	}
	p, err := expr.Compile(c.Exp, c.Env())
	if err != nil {
		return err
	}
	col, missing, err := newColumn(c, name, t, p)
	if err != nil {
		return err
	}
	if label != "" && col.IsString() {
		return rc.StringLabel.Errorf("may not label strings")
	}
	col.ValueLabel = label
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	placeColumn(c.Frame(), col.Name, o.Before, o.After)
	printMissing(c, missing)
	return nil
}

// newTarget reads "[type] newvar[:lblname]" before the equals sign.
func newTarget(c *interp.Call) (name string, t frame.Type, label string, err error) {
	left, _, _ := c.Body.SplitAssign()
	words := left.Words()
	if len(words) > 1 {
		if typ, ok := frame.ParseType(words[0].Text); ok {
			t, words = typ, words[1:]
		}
	}
	switch {
	case len(words) == 0:
		return "", 0, "", rc.TooFewVars.Errorf("too few variables specified")
	case len(words) > 1:
		return "", 0, "", rc.TooManyVars.At(words[1].Pos, "too many variables specified")
	}
	name, label, labelled := strings.Cut(words[0].Text, ":")
	if labelled && !lang.IsName(label) {
		return "", 0, "", rc.Syntax.At(words[0].Pos, "%s invalid name", label)
	}
	return name, t, label, rc.Locate(c.CheckNewName(name), words[0].Pos)
}

// newColumn evaluates p into a new column of type t, or of the default type
// if t is 0. missing counts the rows outside the sample and those where p is
// missing, but not the numbers that t cannot hold.
func newColumn(c *interp.Call, name string, t frame.Type, p *expr.Program) (col *frame.Column, missing int, err error) {
	if t != 0 && t.IsString() != p.IsString() {
		return nil, 0, rc.TypeMismatch.At(c.Exp.Position(), "type mismatch")
	}
	n := c.Frame().N()
	if p.IsString() {
		return newStrings(c, name, t, p, n)
	}
	if t == 0 {
		t = c.DefaultType()
	}
	if c.Rows.Bits == nil && c.Rows.Lo == 0 && c.Rows.Hi == n {
		col = frame.NewUnwritten(name, t, n)
	} else {
		col = frame.NewColumn(name, t, n)
	}
	var found atomic.Int64
	err = p.Each(c.Rows, func(v []float64, row func(i int) int) {
		k := 0
		if c.Rows.Bits == nil && len(v) > 0 {
			col.Write(v, row(0))
			for _, x := range v {
				if x >= frame.Missing {
					k++
				}
			}
			found.Add(int64(k))
			return
		}
		for i, x := range v {
			if r := row(i); c.Rows.Has(r) {
				col.SetNum(r, x)
				if x >= frame.Missing {
					k++
				}
			}
		}
		found.Add(int64(k))
	})
	return col, n - c.Rows.Count() + int(found.Load()), err
}

func newStrings(c *interp.Call, name string, t frame.Type, p *expr.Program, n int) (*frame.Column, int, error) {
	v, err := p.Strings(c.Rows)
	if err != nil {
		return nil, 0, err
	}
	col := frame.NewColumn(name, frame.Str(1), n)
	missing := n
	for r := range c.Rows.Each {
		s := v[r-c.Rows.Lo]
		col.SetText(r, s)
		if s != "" {
			missing--
		}
	}
	if t > 1 {
		col = col.AsStr(t)
	}
	col.Format = col.Type().DefaultFormat()
	return col, missing, nil
}

// placeColumn moves the column called name before or behind another.
func placeColumn(f *frame.Frame, name string, before, after *frame.Column) {
	if before == nil && after == nil {
		return
	}
	var names []string
	for _, n := range f.Names() {
		if n == name {
			continue
		}
		if before != nil && n == before.Name {
			names = append(names, name)
		}
		names = append(names, n)
		if before == nil && n == after.Name {
			names = append(names, name)
		}
	}
	f.Reorder(names)
}

// noteMissing tells how many values of a new column are missing.
func noteMissing(c *interp.Call, col *frame.Column) {
	missing := 0
	for i := range col.Len() {
		if col.Missing(i) {
			missing++
		}
	}
	printMissing(c, missing)
}

func printMissing(c *interp.Call, missing int) {
	if missing > 0 {
		c.Printf("(%s missing value%s generated)\n", c.Count(missing), plural(missing))
	}
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// Replace is the command "replace".
var Replace = &interp.Command{
	Name:   "replace",
	Brief:  "change the values of a variable",
	Syntax: "varname =exp [if] [in]",
	New:    func() interp.Runner { return &replace{} },
	By:     interp.ByNative,
	Doc: `    replace oldvar = exp [if] [in] [, nopromote]

Observations are changed in order: an expression that refers to other
observations of oldvar itself sees their new values. The storage type widens
as the values need.`,
}

type replace struct {
	NoPromote bool `opt:"nopromote" help:"keep the storage type; what does not fit becomes missing"`
}

func (o *replace) Run(c *interp.Call) error {
	old := c.Vars[0]
	p, err := expr.Compile(c.Exp, c.Env())
	if err != nil {
		return err
	}
	if p.IsString() != old.IsString() {
		return rc.TypeMismatch.At(c.Exp.Position(), "type mismatch")
	}
	if lagsItself(c.Exp, old.Name, c) || lagsItself(c.IfExp, old.Name, c) {
		return o.sequential(c, old)
	}
	if old.IsString() {
		v, err := p.Strings(c.Rows)
		if err != nil {
			return err
		}
		o.storeTexts(c, old, func(r int) string { return v[r-c.Rows.Lo] })
		return nil
	}
	v, err := p.Numbers(c.Rows)
	if err != nil {
		return err
	}
	o.store(c, old, v)
	return nil
}

// storeRows is the number of rows that replace stores at a time.
const storeRows = 4096

// store writes v, which begins at row c.Rows.Lo, to old and reports.
func (o *replace) store(c *interp.Call, old *frame.Column, v []float64) {
	t := o.promoted(old.Type(), c.Rows, v)
	col := old
	if t != old.Type() {
		c.Printf("variable %s was %s now %s\n", old.Name, old.Type(), t)
		col = old.As(t)
		c.Frame().Put(col)
	}
	changed, missing := 0, 0
	buf := make([]float64, min(storeRows, max(c.Rows.Hi-c.Rows.Lo, 0)))
	for lo := c.Rows.Lo; lo < c.Rows.Hi; lo += storeRows {
		block := buf[:min(storeRows, c.Rows.Hi-lo)]
		col.Read(block, lo)
		before := changed
		for i, was := range block {
			if c.Rows.Bits != nil && !c.Rows.Has(lo+i) {
				continue
			}
			x := v[lo+i-c.Rows.Lo]
			if t != frame.Double {
				x = t.Round(x)
			}
			if x == was {
				continue
			}
			block[i] = x
			changed++
			if x >= frame.Missing {
				missing++
			}
		}
		if changed > before {
			col.Write(block, lo)
		}
	}
	if changed > 0 {
		c.Frame().Touch(col)
	}
	report(c, changed, missing)
}

// promoted returns the type that holds the values v of rows, t or wider.
func (o *replace) promoted(t frame.Type, rows frame.Rows, v []float64) frame.Type {
	if o.NoPromote {
		return t
	}
	for r := range rows.Each {
		if t == frame.Double {
			break
		}
		t = t.Promote(v[r-rows.Lo])
	}
	return t
}

// report prints how many values changed.
func report(c *interp.Call, changed, missing int) {
	tail := ""
	if missing > 0 {
		tail = ", " + c.Count(missing) + " to missing"
	}
	c.Printf("(%s real change%s made%s)\n", c.Count(changed), plural(changed), tail)
}

// sequential replaces row by row, since the expression or the condition
// refers to other rows of the variable that it changes: while they are
// evaluated, a copy stands in the variable's place.
func (o *replace) sequential(c *interp.Call, old *frame.Column) error {
	work := old.Clone()
	if !old.IsString() {
		work = frame.NewDoubles(old.Name, append([]float64(nil), old.Numbers()...))
	}
	f := c.Frame()
	f.Put(work)
	err := o.eachRow(c, old, work)
	f.Put(old)
	switch {
	case err != nil:
		return err
	case old.IsString():
		o.storeTexts(c, old, work.Text)
	default:
		o.store(c, old, work.Numbers()[min(c.Rows.Lo, work.Len()):])
	}
	return nil
}

// eachRow evaluates the expression into work, one row after the other, and
// the condition as well if it refers to other rows of the variable.
func (o *replace) eachRow(c *interp.Call, old, work *frame.Column) error {
	p, err := expr.Compile(c.Exp, c.Env())
	if err != nil {
		return err
	}
	var cond *expr.Program
	rows := c.Rows
	if lagsItself(c.IfExp, old.Name, c) {
		if cond, err = expr.Compile(c.IfExp, c.Env()); err != nil {
			return err
		}
		rows, c.Rows = frame.Rows{Lo: rows.Lo, Hi: rows.Hi}, frame.NewRows(rows.Lo, rows.Hi)
	}
	t := old.Type()
	rounds := t == frame.Float || o.NoPromote
	for r := range rows.Each {
		if r%(1<<16) == 0 && c.Context().Err() != nil {
			return rc.Break
		}
		if cond != nil {
			if cond.NumAt(r) == 0 {
				continue
			}
			c.Rows.Add(r)
		}
		if old.IsString() {
			work.SetText(r, p.At(r).Str)
			continue
		}
		x := p.NumAt(r)
		if rounds {
			x = t.Round(x)
		}
		work.SetNum(r, x)
	}
	return nil
}

// storeTexts writes the strings that text gives for the rows of the sample to
// old and reports.
func (o *replace) storeTexts(c *interp.Call, old *frame.Column, text func(r int) string) {
	width := 1
	for r := range c.Rows.Each {
		width = max(width, len(text(r)))
	}
	t := old.Type()
	if t != frame.StrL && width > int(t) && !o.NoPromote {
		c.Printf("variable %s was %s now %s\n", old.Name, t, frame.Str(width))
	}
	changed := 0
	for r := range c.Rows.Each {
		s := text(r)
		if o.NoPromote && t != frame.StrL && len(s) > int(t) {
			s = s[:t]
		}
		if s != old.Text(r) {
			changed++
			old.SetText(r, s)
		}
	}
	if changed > 0 {
		if old.Format == t.DefaultFormat() {
			old.Format = old.Type().DefaultFormat()
		}
		c.Frame().Touch(old)
	}
	report(c, changed, 0)
}

// lagsItself reports whether e, which may be nil, refers to another
// observation of name.
func lagsItself(e lang.Expr, name string, c *interp.Call) bool {
	if e == nil {
		return false
	}
	found := false
	lang.Walk(e, func(x lang.Expr) {
		n, ok := x.(*lang.Name)
		if !ok || n.Sub == nil && len(n.Ops) == 0 {
			return
		}
		if col, err := c.Frame().Find(n.Name, c.Abbrev()); err == nil && col.Name == name {
			found = true
		}
	})
	return found
}
