package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Expand is the command "expand".
var Expand = &interp.Command{
	Name:   "expand",
	Brief:  "copy observations",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &expand{} },
	Doc: `    expand [=]exp [if] [in] [, generate(newvar)]

Each observation is replaced by exp copies of it; the copies are put behind
the data. Where exp is below 1 or missing the observation stays.`,
}

type expand struct {
	Generate interp.NewVar `opt:"GENerate(newvar)" help:"a variable that is 1 for copies and 0 for originals"`
}

// An ignored count is a kind of count that expand passes over.
var ignoredCounts = []struct {
	name string
	is   func(x float64) bool
}{
	{"missing", func(x float64) bool { return x >= frame.Missing }},
	{"negative", func(x float64) bool { return x <= -1 }},
	{"zero", func(x float64) bool { return x > -1 && x < 1 }},
}

func (o *expand) Run(c *interp.Call) error {
	counts, err := o.counts(c)
	if err != nil {
		return err
	}
	f := c.Frame()
	before := f.N()
	rows := frame.AllRows(before).Index()
	ignored := make([]int, len(ignoredCounts))
	for i := range c.Rows.Each {
		x := counts[i-c.Rows.Lo]
		for k := range ignoredCounts {
			if ignoredCounts[k].is(x) {
				ignored[k]++
			}
		}
		if x >= 2 && x < frame.Missing {
			if float64(len(rows))+x > maxObs {
				return rc.NoRoomObs.Errorf("no room to add more observations")
			}
			for range int(x) - 1 {
				rows = append(rows, int32(i))
			}
		}
	}
	for k, n := range ignored {
		if n > 0 {
			c.Printf("(%s %s count%s ignored; observation%s not deleted)\n", c.Count(n), ignoredCounts[k].name, plural(n), plural(n))
		}
	}
	created := len(rows) - before
	if created > 0 {
		f.Gather(rows)
	}
	c.Printf("(%s observation%s created)\n", c.Count(created), plural(created))
	if o.Generate == "" {
		return nil
	}
	col := frame.NewColumn(string(o.Generate), frame.Byte, f.N())
	for i := range f.N() {
		copied := 0.0
		if i >= before {
			copied = 1
		}
		col.SetNum(i, copied)
	}
	return f.Add(col)
}

// counts evaluates the expression over c.Rows.
func (o *expand) counts(c *interp.Call) ([]float64, error) {
	body := c.Body.Trim()
	if strings.HasPrefix(body.Text, "=") {
		body = body.Slice(1, len(body.Text)).Trim()
	}
	x, err := lang.ParseExpr(body.Text, body.Pos)
	if err != nil {
		return nil, err
	}
	return numbersOf(c, x, c.Rows)
}

// numbersOf evaluates a numeric expression over rows. The first element of
// the result belongs to rows.Lo.
func numbersOf(c *interp.Call, x lang.Expr, rows frame.Rows) ([]float64, error) {
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.At(x.Position(), "type mismatch")
	}
	return p.Numbers(rows)
}

// Insobs is the command "insobs".
var Insobs = &interp.Command{
	Name:   "insobs",
	Brief:  "insert observations",
	Syntax: "anything",
	New:    func() interp.Runner { return &insobs{} },
	Doc:    "    insobs # [, before(#) after(#)]\n\nThe new observations hold missing values; by default they come last.",
}

type insobs struct {
	Before *float64 `opt:"Before(#)" help:"insert them before this observation"`
	After  *float64 `opt:"After(#)" help:"insert them behind this observation"`
}

func (o *insobs) Run(c *interp.Call) error {
	x, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
	if err != nil {
		return err
	}
	count, err := expr.EvalNum(x, c.Env())
	if err != nil {
		return err
	}
	f := c.Frame()
	n := f.N()
	if count != float64(int(count)) || count < 1 || count+float64(n) > maxObs {
		return rc.Syntax.At(c.Body.Pos, "'%s' invalid number of observations", strings.TrimSpace(c.Body.Text))
	}
	at := n
	switch {
	case o.Before != nil && o.After != nil:
		return rc.Conflict.Errorf("options before() and after() may not be combined")
	case o.Before != nil:
		at = int(*o.Before) - 1
	case o.After != nil:
		at = int(*o.After)
	}
	if at < 0 || at > n {
		return rc.Syntax.Errorf("observation numbers out of range")
	}
	added := int(count)
	f.SetN(n + added)
	if at < n {
		order := make([]int32, 0, n+added)
		for i := range at {
			order = append(order, int32(i))
		}
		for i := range added {
			order = append(order, int32(n+i))
		}
		for i := at; i < n; i++ {
			order = append(order, int32(i))
		}
		f.Gather(order)
	}
	c.Printf("(%s observation%s added)\n", c.Count(added), plural(added))
	return nil
}
