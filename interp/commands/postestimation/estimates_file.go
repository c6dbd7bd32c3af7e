package postestimation

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// saved are estimates in a file. Numbers are written in hexadecimal, so that
// they come back bit for bit.
type saved struct {
	Format  string       `json:"format"`
	Title   string       `json:"title,omitempty"`
	Stamp   string       `json:"saved"`
	B       *savedMatrix `json:"b"`
	V       *savedMatrix `json:"V,omitempty"`
	Results savedResults `json:"results"`
	Hidden  savedResults `json:"hidden"`
}

type savedResults struct {
	Scalars  [][2]string   `json:"scalars,omitempty"`
	Macros   [][2]string   `json:"macros,omitempty"`
	Matrices []savedMatrix `json:"matrices,omitempty"`
}

type savedMatrix struct {
	Name   string   `json:"name"`
	Rows   []string `json:"rows"`
	Cols   []string `json:"cols"`
	RowEq  []string `json:"roweq"`
	ColEq  []string `json:"coleq"`
	Values []string `json:"values"`
}

// savedFormat marks the files of this version.
const savedFormat = "didot estimates 1"

func hex(x float64) string { return strconv.FormatFloat(x, 'x', -1, 64) }

func saveResults(r *interp.Results) (out savedResults) {
	for _, s := range r.Scalars {
		out.Scalars = append(out.Scalars, [2]string{s.Name, hex(s.Value)})
	}
	for _, m := range r.Macros {
		out.Macros = append(out.Macros, [2]string{m.Name, m.Text})
	}
	for _, m := range r.Matrices {
		out.Matrices = append(out.Matrices, *saveMatrix(m.Name, m.Matrix))
	}
	return out
}

// restore sets in r what is in s.
func (s *savedResults) restore(r *interp.Results) error {
	for _, x := range s.Scalars {
		v, err := strconv.ParseFloat(x[1], 64)
		if err != nil {
			return errSaved
		}
		r.SetScalar(x[0], v)
	}
	for _, x := range s.Macros {
		r.SetMacro(x[0], x[1])
	}
	for _, x := range s.Matrices {
		m, err := x.matrix()
		if err != nil {
			return err
		}
		r.SetMatrix(x.Name, m)
	}
	return nil
}

func saveMatrix(name string, m *interp.Matrix) *savedMatrix {
	if m == nil {
		return nil
	}
	out := &savedMatrix{Name: name, Rows: m.Rows, Cols: m.Cols, RowEq: m.RowEq, ColEq: m.ColEq}
	for i := range m.Rows {
		for j := range m.Cols {
			out.Values = append(out.Values, hex(m.At(i, j)))
		}
	}
	return out
}

func (s *savedMatrix) matrix() (*interp.Matrix, error) {
	if s == nil {
		return nil, nil
	}
	r, c := len(s.Rows), len(s.Cols)
	if r == 0 || c == 0 || len(s.Values) != r*c || len(s.RowEq) != r || len(s.ColEq) != c {
		return nil, errSaved
	}
	m := interp.NewMatrix(r, c)
	m.Rows, m.Cols, m.RowEq, m.ColEq = s.Rows, s.Cols, s.RowEq, s.ColEq
	for k, text := range s.Values {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, errSaved
		}
		m.Set(k/c, k%c, x)
	}
	return m, nil
}

var errSaved = rc.NotStata.Errorf("file does not hold estimates")

func encode(c *interp.Call, e *interp.Estimates) ([]byte, error) {
	s := saved{
		Format: savedFormat, Title: e.Title, Stamp: c.Stamp(), B: saveMatrix("b", e.B), V: saveMatrix("V", e.V),
		Results: saveResults(&e.Results), Hidden: saveResults(&e.Hidden),
	}
	b, err := json.MarshalIndent(s, "", " ")
	return append(b, '\n'), err
}

func decode(b []byte) (*interp.Estimates, *saved, error) {
	var s saved
	if err := json.Unmarshal(b, &s); err != nil || s.Format != savedFormat {
		return nil, nil, errSaved
	}
	e := &interp.Estimates{Title: s.Title}
	var err error
	if e.B, err = s.B.matrix(); err != nil || e.B == nil {
		return nil, nil, errSaved
	}
	if e.V, err = s.V.matrix(); err != nil {
		return nil, nil, err
	}
	if err := s.Results.restore(&e.Results); err != nil {
		return nil, nil, err
	}
	if err := s.Hidden.restore(&e.Hidden); err != nil {
		return nil, nil, err
	}
	return e, &s, nil
}

func estimatesFile(t lang.Text) string {
	return interp.WithExt(lang.Unquote(strings.TrimSpace(t.Text)), ".ster")
}

// EstimatesSave is the command "estimates save".
var EstimatesSave = &interp.Command{
	Name: "ESTimates SAVE", Brief: "save the active estimates in a file", Syntax: "anything",
	New: func() interp.Runner { return &estimatesSave{} },
	Doc: `    estimates save filename [, replace]

The file has a format of Didot's own and does not hold the estimation sample;
see estimates esample.`,
}

type estimatesSave struct {
	Replace bool `opt:"replace" help:"overwrite the file if it exists"`
}

func (o *estimatesSave) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	name := estimatesFile(c.Body)
	b, err := encode(c, c.E)
	if err != nil {
		return err
	}
	if err := c.Files().Write(name, o.Replace, b); err != nil {
		return err
	}
	c.Printf("file %s saved\n", name)
	return nil
}

// EstimatesUse is the command "estimates use".
var EstimatesUse = &interp.Command{
	Name: "ESTimates USE", Brief: "read estimates from a file", Syntax: "anything",
	New: func() interp.Runner { return &estimatesUse{} }, Doc: "    estimates use filename",
}

type estimatesUse struct{}

func (o *estimatesUse) Run(c *interp.Call) error {
	b, err := c.Files().Read(estimatesFile(c.Body))
	if err != nil {
		return err
	}
	e, _, err := decode(b)
	if err != nil {
		return err
	}
	c.SetEstimates(e)
	return nil
}

// EstimatesDescribe is the command "estimates describe".
var EstimatesDescribe = &interp.Command{
	Name: "ESTimates Describe", Brief: "say what estimates are", Syntax: "[anything] [using]",
	New: func() interp.Runner { return &estimatesDescribe{} }, Doc: "    estimates describe [name]\n    estimates describe using filename",
}

type estimatesDescribe struct{}

func (o *estimatesDescribe) Run(c *interp.Call) error {
	var e *interp.Estimates
	if c.Using.Text != "" {
		b, err := c.Files().Read(estimatesFile(c.Using))
		if err != nil {
			return err
		}
		var s *saved
		if e, s, err = decode(b); err != nil {
			return err
		}
		c.Printf("\n  Estimation results saved on %s\n", s.Stamp)
	} else {
		names, err := expandStored(c, c.Body)
		if err != nil {
			return err
		}
		if e, err = estimatesNamed(c, names[0]); err != nil {
			return err
		}
		c.Printf("\n  Estimation results\n")
	}
	c.Printf("  produced by\n\n     . %s\n", e.Macro("cmdline"))
	return nil
}
