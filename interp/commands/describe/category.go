package describe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Categories are the distinct values of a variable in a sample, ascending.
type categories struct {
	col    *frame.Column
	values []float64 // of a numeric variable
	texts  []string  // of a string variable
	codes  []int32   // by row of the dataset from lo: the place of its value, or -1
	lo     int
}

// newCategories finds the values of col at rows. Missing ones are left out
// unless missing is true.
func newCategories(col *frame.Column, rows frame.Rows, missing bool) *categories {
	k := &categories{col: col, lo: rows.Lo, codes: make([]int32, max(rows.Hi-rows.Lo, 0))}
	for i := range k.codes {
		k.codes[i] = -1
	}
	if col.IsString() {
		k.findTexts(rows, missing)
	} else {
		k.findValues(rows, missing)
	}
	return k
}

func (k *categories) findValues(rows frame.Rows, missing bool) {
	place := map[float64]int32{}
	for r := range rows.Each {
		x := k.col.Num(r)
		if x >= frame.Missing && !missing {
			continue
		}
		i, ok := place[x]
		if !ok {
			i = int32(len(k.values))
			place[x] = i
			k.values = append(k.values, x)
		}
		k.codes[r-k.lo] = i
	}
	order := ranked(k.values)
	slices.Sort(k.values)
	k.recode(order)
}

func (k *categories) findTexts(rows frame.Rows, missing bool) {
	source, n := k.col.Codes()
	place := make([]int32, n)
	for r := range rows.Each {
		code := source[r]
		if code == 0 && !missing {
			continue
		}
		if place[code] == 0 {
			k.texts = append(k.texts, k.col.Text(r))
			place[code] = int32(len(k.texts))
		}
		k.codes[r-k.lo] = place[code] - 1
	}
	order := ranked(k.texts)
	slices.Sort(k.texts)
	k.recode(order)
}

// ranked returns the place of each element in ascending order.
func ranked[T cmp.Ordered](v []T) []int32 {
	order := make([]int32, len(v))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(v[a], v[b]) })
	rank := make([]int32, len(v))
	for i, o := range order {
		rank[o] = int32(i)
	}
	return rank
}

func (k *categories) recode(rank []int32) {
	for i, c := range k.codes {
		if c >= 0 {
			k.codes[i] = rank[c]
		}
	}
}

// len returns the number of categories.
func (k *categories) len() int { return len(k.values) + len(k.texts) }

// code returns the place of the value in row r, or -1.
func (k *categories) code(r int) int { return int(k.codes[r-k.lo]) }

// text returns category i as tables show it: its label, or the value in the
// variable's display format.
func (k *categories) text(c *interp.Call, i int, nolabel bool) string {
	if k.texts != nil {
		return k.texts[i]
	}
	x := k.values[i]
	if !nolabel {
		if text, ok := c.Frame().LabelOf(k.col).Text(x); ok {
			return text
		}
	}
	return strings.TrimSpace(frame.FormatValue(k.col.Format, x))
}

// width is that of the widest category, or of the widest label that the
// variable may show.
func (k *categories) width(c *interp.Call, nolabel bool) int {
	w := 0
	for i := range k.len() {
		w = max(w, frame.TextWidth(k.text(c, i, nolabel)))
	}
	if !nolabel {
		for _, e := range c.Frame().LabelOf(k.col).Entries() {
			w = max(w, frame.TextWidth(e.Text))
		}
	}
	return w
}

// title is the variable's label, or its name.
func title(col *frame.Column) string {
	if col.Label != "" {
		return col.Label
	}
	return col.Name
}
