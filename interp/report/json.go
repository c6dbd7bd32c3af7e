package report

import (
	"encoding/json"

	"github.com/didot-lang/didot/interp/frame"
)

// jsonTable is a table as JSON holds it: numbers in full, beside the text that
// plain text shows.
type jsonTable struct {
	Title   string     `json:"title,omitempty"`
	Columns int        `json:"columns"`
	Rows    []jsonRow  `json:"rows"`
	Notes   []string   `json:"notes,omitempty"`
	Stars   []jsonStar `json:"stars,omitempty"`
}

type jsonRow struct {
	Part  string     `json:"part"`
	Cells []jsonCell `json:"cells"`
}

type jsonCell struct {
	Text    string       `json:"text"`
	Span    int          `json:"span,omitempty"`
	Stars   string       `json:"stars,omitempty"`
	Numbers []jsonNumber `json:"numbers,omitempty"`
}

type jsonNumber struct {
	Value  *float64 `json:"value"` // null if missing
	Format string   `json:"format"`
	Source string   `json:"source,omitempty"`
}

type jsonStar struct {
	Mark  string `json:"mark"`
	Level string `json:"level"`
}

var partNames = [...]string{Head: "head", Body: "body", Foot: "foot"}

// MarshalJSON encodes the table for views that lay it out themselves.
func (t *Table) MarshalJSON() ([]byte, error) {
	p := newFlat(t, Options{Format: Fixed})
	out := jsonTable{Title: t.Title, Columns: len(t.Columns), Rows: []jsonRow{}, Notes: p.notes()}
	for _, s := range t.Stars {
		out.Stars = append(out.Stars, jsonStar{s.Mark, s.Level})
	}
	for _, r := range t.Rows {
		row := jsonRow{Part: partNames[r.Part], Cells: []jsonCell{}}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, p.jsonCell(c))
		}
		out.Rows = append(out.Rows, row)
	}
	return json.Marshal(out)
}

func (p *flat) jsonCell(c Cell) jsonCell {
	out := jsonCell{}
	if c.Span > 1 {
		out.Span = c.Span
	}
	for _, a := range c.Atoms {
		switch a.Kind {
		case Number:
			n := jsonNumber{Format: a.Format, Source: a.Source}
			if x := a.Num; x < frame.Missing {
				n.Value = &x
			}
			out.Numbers = append(out.Numbers, n)
		case Mark:
			out.Stars += a.Text
			continue
		}
		out.Text += p.atom(a)
	}
	return out
}
