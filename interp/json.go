package interp

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// jsonNumber is a number as JSON holds it: "." is null, an extended missing
// value a string such as ".a".
type jsonNumber float64

// MarshalJSON implements json.Marshaler.
func (x jsonNumber) MarshalJSON() ([]byte, error) {
	switch v := frame.Value(float64(x)); {
	case v == frame.Missing:
		return []byte("null"), nil
	case v > frame.Missing:
		return json.Marshal(macroFormat.Trimmed(v))
	default:
		return strconv.AppendFloat(nil, v, 'g', -1, 64), nil
	}
}

// jsonResults is what r() or e() holds, in order.
type jsonResults struct {
	Class    string       `json:"class"`
	Scalars  []jsonScalar `json:"scalars,omitempty"`
	Macros   []Macro      `json:"macros,omitempty"`
	Matrices []jsonMatrix `json:"matrices,omitempty"`
}

type jsonScalar struct {
	Name  string     `json:"name"`
	Value jsonNumber `json:"value"`
}

type jsonMatrix struct {
	Name   string         `json:"name"`
	Rows   []string       `json:"rows"`
	Cols   []string       `json:"cols"`
	Values [][]jsonNumber `json:"values"`
}

func newJSONMatrix(name string, m *Matrix) jsonMatrix {
	r, c := m.Dims()
	values := make([][]jsonNumber, r)
	for i := range values {
		values[i] = make([]jsonNumber, c)
		for j := range values[i] {
			values[i][j] = jsonNumber(m.At(i, j))
		}
	}
	return jsonMatrix{name, fullNames(m.RowEq, m.Rows), fullNames(m.ColEq, m.Cols), values}
}

// fullNames puts equations before the names in them.
func fullNames(eqs, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		if i < len(eqs) && eqs[i] != "" && eqs[i] != "_" {
			out[i] = eqs[i] + ":" + name
		}
	}
	return out
}

func (r *Results) encodable(class string) jsonResults {
	out := jsonResults{Class: class, Macros: r.Macros}
	for _, s := range r.Scalars {
		out.Scalars = append(out.Scalars, jsonScalar{s.Name, jsonNumber(s.Value)})
	}
	for _, m := range r.Matrices {
		out.Matrices = append(out.Matrices, newJSONMatrix(m.Name, m.Matrix))
	}
	return out
}

// MarshalJSON encodes r() with its numbers in full.
func (r *Results) MarshalJSON() ([]byte, error) { return json.Marshal(r.encodable("r")) }

// MarshalJSON encodes e(), the coefficients and their covariance included.
func (e *Estimates) MarshalJSON() ([]byte, error) {
	out := e.encodable("e")
	if e.V != nil {
		out.Matrices = append([]jsonMatrix{newJSONMatrix("V", e.V)}, out.Matrices...)
	}
	if e.B != nil {
		out.Matrices = append([]jsonMatrix{newJSONMatrix("b", e.B)}, out.Matrices...)
	}
	return json.Marshal(out)
}

// jsonError is a failure as JSON holds it.
type jsonError struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Col      int    `json:"col,omitempty"`
	Expanded string `json:"expanded,omitempty"`

	Callers []rc.Caller `json:"callers,omitempty"`
}

// MarshalJSON encodes an event as one object.
func (e Event) MarshalJSON() ([]byte, error) {
	type plain Event
	if err, ok := e.Data.(error); ok {
		found, _ := errors.AsType[*rc.Error](rc.Locate(err, 0))
		data := jsonError{Code: int(found.Code), Message: found.Msg}
		if p := found.Place; p != nil {
			data.File, data.Line, data.Col, data.Expanded, data.Callers = p.File, p.Line, p.Col, p.Expanded, p.Callers
		}
		e.Data = data
	}
	return json.Marshal(plain(e))
}
