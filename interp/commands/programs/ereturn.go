package programs

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// EreturnPost is the command "ereturn post".
var EreturnPost = &interp.Command{
	Name: "ERETurn POST", Brief: "make coefficients and their covariance the estimation results", Syntax: "[anything] [fw aw pw iw]",
	New: func() interp.Runner { return &ereturnPost{} },
	Doc: `    ereturn post [b [V]] [weight] [, options]

The row b and the square matrix V move to e(b) and e(V); all other results in
e() are cleared. The names of V must be those of b.`,
}

// MatrixPost is the command "matrix post", the older name of "ereturn post".
var MatrixPost = &interp.Command{
	Name: "MATrix POST", Brief: "make coefficients and their covariance the estimation results", Syntax: "[anything] [fw aw pw iw]",
	New: func() interp.Runner { return &ereturnPost{} }, Doc: "The older name of ereturn post.",
}

type ereturnPost struct {
	DepName    string        `opt:"Depname(name)" help:"name of the dependent variable, e(depvar)"`
	Obs        *float64      `opt:"Obs(#)" help:"number of observations, e(N)"`
	DOF        *float64      `opt:"DOF(#)" help:"residual degrees of freedom, e(df_r); tests are then t and F instead of z and chi2"`
	ESample    *frame.Column `opt:"Esample(varname)" help:"0/1 variable of the estimation sample; it is removed from the data"`
	Properties string        `opt:"PROPerties(text)" help:"e(properties); default b V"`
	NoClear    bool          `opt:"noclear" help:"keep the other results in e()"`
	BuildFV    bool          `opt:"buildfvinfo" help:"for compatibility; nothing needs to be built"`
	Find       bool          `opt:"findomitted" help:"mark coefficients with variance zero as omitted"`
}

func (o *ereturnPost) Run(c *interp.Call) error {
	if err := c.MayReturn("e"); err != nil {
		return err
	}
	b, v, err := postedMatrices(c)
	if err != nil {
		return err
	}
	e := &interp.Estimates{}
	if o.NoClear {
		e.Results = *c.E.Results.Clone()
	}
	if e.Sample, e.Has, err = estimationSample(c, o.ESample); err != nil {
		return err
	}
	if o.Obs != nil {
		e.SetScalar("N", *o.Obs)
	}
	if o.DOF != nil {
		e.SetScalar("df_r", *o.DOF)
	}
	if c.Weight != nil {
		e.SetMacro("wtype", c.Weight.Kind)
		e.SetMacro("wexp", "= "+strings.TrimSpace(c.Weight.Text))
	}
	e.SetMacro("depvar", o.DepName)
	e.SetMacro("properties", properties(o.Properties, b, v))
	if b != nil {
		e.B = b
		b.Rows[0], b.RowEq[0] = "y1", ""
	}
	e.V = v
	if o.Find && b != nil {
		markOmitted(b, v)
	}
	consume(c, o.ESample, strings.Fields(c.Body.Text)...)
	c.SetEstimates(e)
	return nil
}

// consume removes what was moved to e().
func consume(c *interp.Call, sample *frame.Column, matrices ...string) {
	for _, name := range matrices {
		c.SetMatrix(name, nil)
	}
	if sample != nil {
		c.Frame().Drop(sample.Name)
	}
}

func properties(given string, b, v *interp.Matrix) string {
	switch {
	case given != "":
		return given
	case v != nil:
		return "b V"
	case b != nil:
		return "b"
	}
	return ""
}

// estimationSample returns the rows in which v, if there is one, is not zero.
func estimationSample(c *interp.Call, v *frame.Column) (rows frame.Rows, has bool, err error) {
	if v == nil {
		return rows, false, nil
	}
	if v.IsString() {
		return rows, false, rc.TypeMismatch.Errorf("esample() invalid: %s is a string variable", v.Name)
	}
	for i := range v.Len() {
		if x := v.Num(i); x != 0 && x != 1 {
			return rows, false, rc.Code(471).Errorf("esample() invalid: %s is not 0/1", v.Name)
		}
	}
	all := frame.AllRows(c.Frame().N())
	return all.Where(func(i int) bool { return v.Num(i) != 0 }), true, nil
}

// postedMatrices returns copies of the matrices named in the body, checked.
func postedMatrices(c *interp.Call) (b, v *interp.Matrix, err error) {
	names := strings.Fields(c.Body.Text)
	if len(names) > 2 {
		return nil, nil, rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	found := make([]*interp.Matrix, 2)
	for i, name := range names {
		m := c.MatrixNamed(name)
		if m == nil {
			return nil, nil, rc.NotFound.At(c.Body.Pos, "matrix %s not found", name)
		}
		found[i] = m.Clone()
	}
	b, v = found[0], found[1]
	return b, v, checkPosted(b, v)
}

// checkPosted checks that b is a row and V a square matrix of its names.
func checkPosted(b, v *interp.Matrix) error {
	if b != nil && len(b.Rows) != 1 || v != nil && (len(v.Rows) != len(b.Cols) || len(v.Cols) != len(b.Cols)) {
		return rc.Conformability.Errorf("conformability error")
	}
	if v == nil {
		return nil
	}
	if b.HasMissing() || v.HasMissing() {
		return rc.MatrixMissing.Errorf("matrix has missing values")
	}
	if !v.SymmetricValues() {
		return rc.NotSymmetric.Errorf("matrix not symmetric")
	}
	full := interp.FullNames(b.ColEq, b.Cols)
	if !slices.Equal(full, interp.FullNames(v.RowEq, v.Rows)) || !slices.Equal(full, interp.FullNames(v.ColEq, v.Cols)) {
		return rc.NameConflict.Errorf("name conflict")
	}
	return nil
}

// markOmitted gives coefficients without variance the operator o.
func markOmitted(b, v *interp.Matrix) {
	for j := range b.Cols {
		if v == nil || v.At(j, j) != 0 || b.At(0, j) != 0 || strings.Contains(b.Cols[j], "o.") || strings.Contains(b.Cols[j], "b.") {
			continue
		}
		name := "o." + b.Cols[j]
		if i := strings.IndexByte(b.Cols[j], '.'); i >= 0 {
			name = b.Cols[j][:i] + "o" + b.Cols[j][i:]
		}
		b.Cols[j], v.Rows[j], v.Cols[j] = name, name, name
	}
}

// EreturnRepost is the command "ereturn repost".
var EreturnRepost = &interp.Command{
	Name: "ERETurn REPOST", Brief: "change the coefficients or their covariance in e()", Syntax: "[anything]", New: func() interp.Runner { return &ereturnRepost{} },
	Doc: "    ereturn repost [b = B] [V = W] [, options]\n\nAll other results stay.",
}

type ereturnRepost struct {
	ESample    *frame.Column `opt:"Esample(varname)" help:"0/1 variable of the estimation sample; it is removed from the data"`
	Properties string        `opt:"PROPerties(text)" help:"e(properties)"`
	Rename     bool          `opt:"REName" help:"the names of the new b count, for e(V) too"`
	Resize     bool          `opt:"RESize" help:"the new matrices may be larger or smaller"`
}

func (o *ereturnRepost) Run(c *interp.Call) error {
	if err := c.MayReturn("e"); err != nil {
		return err
	}
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	given, names, err := repostArgs(c)
	if err != nil {
		return err
	}
	b, v := c.E.B, c.E.V
	if given["b"] != nil {
		b = given["b"]
	}
	if given["V"] != nil {
		v = given["V"]
	}
	if !o.Resize && len(b.Cols) != len(c.E.B.Cols) {
		return rc.Conformability.Errorf("conformability error")
	}
	if o.Rename && v != nil && len(v.Rows) == len(b.Cols) {
		v = v.Clone()
		copy(v.Rows, b.Cols)
		copy(v.Cols, b.Cols)
		copy(v.RowEq, b.ColEq)
		copy(v.ColEq, b.ColEq)
	} else if !o.Rename && !o.Resize && !slices.Equal(interp.FullNames(b.ColEq, b.Cols), interp.FullNames(c.E.B.ColEq, c.E.B.Cols)) {
		return rc.NameConflict.Errorf("name conflict")
	}
	if err := checkPosted(b, v); err != nil {
		return err
	}
	e := *c.E
	if o.ESample != nil {
		rows, _, err := estimationSample(c, o.ESample)
		if err != nil {
			return err
		}
		e = interp.Estimates{Results: *c.E.Results.Clone(), Hidden: c.E.Hidden, Sample: rows, Has: true, Title: c.E.Title}
	}
	e.B, e.V, e.Fit = b, v, nil
	e.Hidden = *e.Hidden.Clone()
	e.Hidden.Remove("df") // they are the old matrices'
	e.Hidden.Remove("footnote")
	if o.Properties != "" {
		e.SetMacro("properties", o.Properties)
	}
	consume(c, o.ESample, names...)
	c.SetEstimates(&e)
	return nil
}

// repostArgs reads "b = B V = W".
func repostArgs(c *interp.Call) (given map[string]*interp.Matrix, names []string, err error) {
	words := strings.Fields(strings.ReplaceAll(c.Body.Text, "=", " = "))
	given = map[string]*interp.Matrix{}
	for len(words) > 0 {
		if len(words) < 3 || words[1] != "=" || words[0] != "b" && words[0] != "V" {
			return nil, nil, rc.Syntax.At(c.Body.Pos, "invalid syntax")
		}
		m := c.MatrixNamed(words[2])
		if m == nil {
			return nil, nil, rc.NotFound.At(c.Body.Pos, "matrix %s not found", words[2])
		}
		given[words[0]] = m.Clone()
		names = append(names, words[2])
		words = words[3:]
	}
	return given, names, nil
}

// EreturnDisplay is the command "ereturn display".
var EreturnDisplay = &interp.Command{
	Name: "ERETurn Display", Brief: "show the coefficients in e() as a table", Syntax: "", New: func() interp.Runner { return &ereturnDisplay{} },
	Doc: "Stored results: r(table)",
}

type ereturnDisplay struct {
	EForm string `opt:"Eform(text)" help:"show exponentiated coefficients under this heading"`
	First bool   `opt:"First" help:"the first equation only"`
	NEq   int    `opt:"NEQ(#)" help:"the first # equations only"`
	Plus  bool   `opt:"PLus" help:"leave the table open for rows below"`
	interp.CoefOptions
}

func (o *ereturnDisplay) Run(c *interp.Call) error {
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if err := o.Check(); err != nil {
		return err
	}
	t := c.Table(c.E, o.CoefOptions)
	t.EForm, t.Plus = o.EForm, o.Plus
	if o.First {
		o.NEq = 1
	}
	if o.NEq > 0 {
		t.Rows = firstEquations(t.Rows, o.NEq)
	}
	c.ClearR()
	c.ShowCoefs(t)
	return nil
}

// firstEquations returns the rows of the first n equations.
func firstEquations(rows []interp.CoefRow, n int) []interp.CoefRow {
	for i := 1; i < len(rows); i++ {
		if rows[i].Eq != rows[i-1].Eq {
			if n--; n == 0 {
				return rows[:i]
			}
		}
	}
	return rows
}
