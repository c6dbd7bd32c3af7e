package data

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// egenTextFuncs are the functions that make or take strings.
var egenTextFuncs = []egenFunc{
	{"concat(varlist) [, punct(str) format(%fmt) decode maxlength(#)]", "the values joined to a string", func() egenRunner { return &egenConcat{} }},
	{"ends(exp) [, punct(str) trim head last tail]", "the first word of a string, its last, or what follows the first", func() egenRunner { return &egenEnds{Punct: " "} }},
	{"incss(varlist), substr(str) [insensitive]", "1 if a string variable holds the text, else 0", func() egenRunner { return &egenIncss{} }},
}

type egenConcat struct {
	Punct     string `opt:"Punct(str)" help:"what to put between the values"`
	Format    string `opt:"Format(%fmt)" help:"format of numbers"`
	Decode    bool   `opt:"Decode" help:"use value labels"`
	MaxLength int    `opt:"MAXLength(#)" help:"cut labels to # characters"`
}

func (o *egenConcat) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	if e.typ != 0 && !e.typ.IsString() {
		return nil, rc.TypeMismatch.Errorf("type mismatch")
	}
	if o.Format != "" {
		if _, err := frame.ParseFormat(o.Format); err != nil {
			return nil, err
		}
	}
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	col := frame.NewColumn(e.name, frame.Str(1), e.Frame().N())
	parts := make([]string, len(vars))
	for i := range e.Rows.Each {
		for k, v := range vars {
			parts[k] = o.text(e, v, i)
		}
		col.SetText(i, strings.Join(parts, o.Punct))
	}
	if e.typ > 1 {
		col = col.AsStr(e.typ)
	}
	col.Format = col.Type().DefaultFormat()
	return col, nil
}

func (o *egenConcat) text(e *egenCall, v *frame.Column, row int) string {
	if v.IsString() {
		return v.Text(row)
	}
	x := v.Num(row)
	if o.Decode {
		if text, ok := e.Frame().LabelOf(v).Text(x); ok {
			if o.MaxLength > 0 {
				text = cutRunes(text, o.MaxLength)
			}
			return text
		}
	}
	if o.Format != "" {
		return strings.TrimSpace(frame.FormatValue(o.Format, x))
	}
	format := "%9.0g"
	if x == float64(int64(x)) { // no digit of an identifier is lost
		format = "%20.0f"
	}
	return strings.TrimSpace(frame.FormatValue(format, x))
}

type egenEnds struct {
	Punct string `opt:"Punct(str)" help:"what separates words; a blank by default"`
	Trim  bool   `opt:"Trim" help:"remove blanks around the result"`
	Head  bool   `opt:"Head" help:"the first word; the default"`
	Last  bool   `opt:"Last" help:"the last word"`
	Tail  bool   `opt:"Tail" help:"what follows the first word"`
}

func (o *egenEnds) run(e *egenCall) (*frame.Column, error) {
	if o.Head && (o.Last || o.Tail) || o.Last && o.Tail {
		return nil, rc.Syntax.Errorf("only one of head, last, and tail may be specified")
	}
	tree, err := lang.ParseExpr(e.args.Text, e.args.Pos)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(tree, e.Env())
	if err != nil {
		return nil, err
	}
	if !p.IsString() {
		return nil, rc.TypeMismatch.At(e.args.Pos, "type mismatch")
	}
	s, err := p.Strings(e.Rows)
	if err != nil {
		return nil, err
	}
	col := frame.NewColumn(e.name, frame.Str(1), e.Frame().N())
	for i := range e.Rows.Each {
		text := o.part(s[i-e.Rows.Lo])
		if o.Trim {
			text = strings.TrimSpace(text)
		}
		col.SetText(i, text)
	}
	col.Format = col.Type().DefaultFormat()
	return col, nil
}

func (o *egenEnds) part(s string) string {
	head, tail, found := strings.Cut(s, o.Punct)
	switch {
	case o.Last && found:
		return s[strings.LastIndex(s, o.Punct)+len(o.Punct):]
	case o.Last:
		return s
	case o.Tail:
		return tail
	}
	return head
}

type egenIncss struct {
	Substring   string `opt:"Substring(str)" help:"the text looked for"`
	Insensitive bool   `opt:"Insensitive" help:"upper and lower case are the same"`
}

func (o *egenIncss) run(e *egenCall) (*frame.Column, error) {
	if o.Substring == "" {
		return nil, rc.Syntax.Errorf("option substring() required")
	}
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	want := o.Substring
	if o.Insensitive {
		want = strings.ToLower(want)
	}
	out := missingValues(e.Rows.Hi)
	for i := range e.Rows.Each {
		out[i] = 0
	}
	for _, v := range vars {
		if !v.IsString() {
			return nil, rc.TypeMismatch.Errorf("numeric variables not allowed in varlist;\n%s is a numeric variable", v.Name)
		}
		for i := range e.Rows.Each {
			s := v.Text(i)
			if o.Insensitive {
				s = strings.ToLower(s)
			}
			if strings.Contains(s, want) {
				out[i] = 1
			}
		}
	}
	return e.columnOf(frame.Byte, out)
}
