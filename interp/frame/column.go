package frame

import "slices"

// A Column is one variable: its values and all that describes them. Columns
// share their values when cloned and copy them on the first write.
type Column struct {
	Name       string
	Format     string // display format, such as "%9.0g"
	Label      string
	ValueLabel string // name of a value label, which need not exist
	Chars      Chars

	typ    Type
	n      int
	num    vector // nil for strings
	str    *texts // nil for numbers
	shared bool   // values may belong to another column too
}

// NewColumn returns a column of n missing values (or empty strings) of type t.
func NewColumn(name string, t Type, n int) *Column {
	c := &Column{Name: name, Format: t.DefaultFormat(), typ: t, n: n}
	if t.IsString() {
		c.str = newTexts(n)
	} else {
		c.num = newVector(t, n)
	}
	return c
}

// NewUnwritten returns a column of numeric type t whose n values the caller
// must write before they are read.
func NewUnwritten(name string, t Type, n int) *Column {
	return &Column{Name: name, Format: t.DefaultFormat(), typ: t, n: n, num: rawVector(t, n)}
}

// NewDoubles returns a double column that takes over values, whose missing
// values must be Stata's.
func NewDoubles(name string, values []float64) *Column {
	return &Column{Name: name, Format: Double.DefaultFormat(), typ: Double, n: len(values), num: doubles(values)}
}

// NewNumbers returns a column of numeric type t that holds values, rounded to t.
func NewNumbers(name string, t Type, values []float64) *Column {
	c := NewColumn(name, t, len(values))
	c.Write(values, 0)
	return c
}

// NewStrings returns a string column of the narrowest str# that holds values.
func NewStrings(name string, values []string) *Column {
	c := NewColumn(name, Str(0), len(values))
	for i, s := range values {
		c.SetText(i, s)
	}
	c.Format = c.typ.DefaultFormat()
	return c
}

// NewCoded returns a string column of the narrowest str# whose row i holds
// values[codes[i]]; a negative code stands for "".
func NewCoded(name string, codes []int32, values []string) *Column {
	c := NewColumn(name, Str(0), len(codes))
	own := make([]uint32, len(values))
	for k, s := range values {
		c.fit(len(s))
		own[k] = c.str.dict.code(s)
	}
	for i, k := range codes {
		if k >= 0 {
			c.str.codes[i] = own[k]
		}
	}
	c.Format = c.typ.DefaultFormat()
	return c
}

// Len returns the number of rows.
func (c *Column) Len() int { return c.n }

// Type returns the storage type.
func (c *Column) Type() Type { return c.typ }

// IsString reports whether c holds strings.
func (c *Column) IsString() bool { return c.str != nil }

// Num returns row i of a numeric column.
func (c *Column) Num(i int) float64 { return c.num.at(i) }

// Text returns row i of a string column.
func (c *Column) Text(i int) string { return c.str.at(i) }

// Missing reports whether row i is missing: . to .z, or "".
func (c *Column) Missing(i int) bool {
	if c.str != nil {
		return c.str.codes[i] == 0
	}
	return c.num.at(i) >= Missing
}

// Read copies rows lo, lo+1, ... of a numeric column to dst.
func (c *Column) Read(dst []float64, lo int) { c.num.read(dst, lo) }

// Numbers returns all rows of a numeric column as doubles. The caller must
// not change them.
func (c *Column) Numbers() []float64 {
	if d, ok := c.num.(doubles); ok {
		return d
	}
	out := make([]float64, c.n)
	c.num.read(out, 0)
	return out
}

// Lend returns rows lo up to hi of a double column without copying them, or
// nil for other types. They stay as they are: c copies its values before it
// next writes. The caller must not change them.
func (c *Column) Lend(lo, hi int) []float64 {
	d, ok := c.num.(doubles)
	if !ok {
		return nil
	}
	c.shared = true
	return d[lo:hi:hi]
}

// HasMissing reports whether any row is missing.
func (c *Column) HasMissing() bool {
	if c.IsString() {
		return slices.Contains(c.str.codes, 0)
	}
	return c.span().missing
}

// Texts returns all rows of a string column.
func (c *Column) Texts() []string {
	out := make([]string, c.n)
	for i := range out {
		out[i] = c.str.at(i)
	}
	return out
}

// Codes returns, for a string column, a code for each row, equal exactly for
// equal strings, and the number of possible codes. Code 0 is "". The caller
// must not change them.
func (c *Column) Codes() (codes []uint32, n int) { return c.str.codes, c.str.dict.len() }

// own makes the values safe to write.
func (c *Column) own() {
	if !c.shared {
		return
	}
	if c.str != nil {
		c.str = c.str.cloned()
	} else {
		c.num = c.num.cloned()
	}
	c.shared = false
}

// SetNum stores x, rounded to the column's type, in row i.
func (c *Column) SetNum(i int, x float64) {
	c.own()
	c.num.set(i, x)
}

// SetText stores s in row i, widening the type if s is longer.
func (c *Column) SetText(i int, s string) {
	c.own()
	c.fit(len(s))
	c.str.set(i, s)
}

func (c *Column) fit(width int) {
	if c.typ != StrL && width > int(c.typ) {
		c.typ = Str(width)
	}
}

// Write stores src, rounded to the column's type, in rows lo, lo+1, ...
// Distinct ranges may be written concurrently once Own has been called.
func (c *Column) Write(src []float64, lo int) {
	c.own()
	c.num.write(src, lo)
}

// Own copies values that c shares with another column, so that concurrent
// writers of c need not.
func (c *Column) Own() { c.own() }

// Clone returns a column that shares c's values until one of them writes.
func (c *Column) Clone() *Column {
	c.shared = true
	d := *c
	d.Chars = slices.Clone(c.Chars)
	return &d
}

// As returns a copy of a numeric column with its values rounded to type t.
// The display format stays, as it does in Stata: hence the many published
// "byte %9.0g".
func (c *Column) As(t Type) *Column {
	if t == c.typ {
		return c.Clone()
	}
	d := NewColumn(c.Name, t, c.n)
	c.describeTo(d)
	d.Write(c.Numbers(), 0)
	return d
}

// AsStr returns a copy of a string column with type t; longer values are cut.
func (c *Column) AsStr(t Type) *Column {
	d := NewColumn(c.Name, t, c.n)
	c.describeTo(d)
	if c.Format == c.typ.DefaultFormat() {
		d.Format = t.DefaultFormat()
	}
	for i := range c.n {
		s := c.str.at(i)
		if t != StrL && len(s) > int(t) {
			s = s[:t]
		}
		d.str.set(i, s)
	}
	return d
}

// describeTo copies all but name, type and values.
func (c *Column) describeTo(d *Column) {
	d.Format, d.Label, d.ValueLabel, d.Chars = c.Format, c.Label, c.ValueLabel, slices.Clone(c.Chars)
}

// Gather returns a column of the given rows of c.
func (c *Column) Gather(rows []int32) *Column {
	d := *c
	d.Chars = slices.Clone(c.Chars)
	d.n, d.shared = len(rows), false
	if c.str != nil {
		d.str = c.str.gather(rows)
	} else {
		d.num = c.num.gather(rows)
	}
	return &d
}

// Resized returns a column of n rows: the first ones of c, then missing ones.
func (c *Column) Resized(n int) *Column {
	d := *c
	d.Chars = slices.Clone(c.Chars)
	d.n, d.shared = n, false
	if c.str != nil {
		d.str = c.str.resized(n)
	} else {
		d.num = c.num.resized(n)
	}
	return &d
}

// Chars are characteristics, named texts of a variable or the dataset, in
// the order in which they were set. Notes are the characteristics note0 (their
// number), note1, ...
type Chars []Char

// A Char is one characteristic.
type Char struct{ Name, Text string }

// Get returns the text of characteristic name, or "".
func (cs Chars) Get(name string) string {
	for _, c := range cs {
		if c.Name == name {
			return c.Text
		}
	}
	return ""
}

// Set stores text under name; an empty text removes it.
func (cs *Chars) Set(name, text string) {
	i := slices.IndexFunc(*cs, func(c Char) bool { return c.Name == name })
	switch {
	case i < 0 && text != "":
		*cs = append(*cs, Char{name, text})
	case i >= 0 && text == "":
		*cs = slices.Delete(slices.Clone(*cs), i, i+1)
	case i >= 0:
		*cs = slices.Clone(*cs)
		(*cs)[i].Text = text
	}
}
