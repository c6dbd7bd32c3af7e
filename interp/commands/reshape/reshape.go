package reshape

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Reshape is the command "reshape".
var Reshape = &interp.Command{
	Name:   "reshape",
	Brief:  "turn wide data into long data and back",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &reshape{} },
	Doc: `    reshape long stubnames, i(varlist) [j(varname [values]) string]
    reshape wide stubnames, i(varlist) j(varname [values]) [string]
    reshape long | reshape wide       undo, or redo
    reshape error                     list the observations that stand in the way
    reshape [query]                   show how the data are reshaped
    reshape clear                     forget it

         long                                wide
        +---------------+                   +------------------+
        | i   j   a   b |                   | i   a1 a2  b1 b2 |
        |---------------| <--- reshape ---> |------------------|
        | 1   1   1   2 |                   | 1   1   3   2  4 |
        | 1   2   3   4 |                   | 2   5   7   6  8 |
        | 2   1   5   6 |                   +------------------+
        | 2   2   7   8 |
        +---------------+

    wide to long:  reshape long a b, i(i) j(j)      j is a new variable
    long to wide:  reshape wide a b, i(i) j(j)      j is an existing variable

An @ in a stub says where the value of j stands: inc@r for inc80r, inc81r.
With string, j may hold texts. The other variables must be constant within i
in long data. What was done is kept with the dataset.`,
}

type reshape struct {
	I      []*frame.Column `opt:"i(varlist)" help:"variables that identify the observations of wide data"`
	J      lang.Text       `opt:"j(varname [values])" help:"variable that tells the values of one i apart; default _j"`
	String bool            `opt:"String" help:"j holds strings"`
}

// A form is what reshape needs to know to go from wide to long and back. It
// is kept in characteristics of the dataset.
type form struct {
	i      []string
	j      string
	values []string // of j; nil for all that are found
	given  bool     // the user typed the values
	str    bool     // j is a string
	stubs  []string // with @
}

// The characteristics that hold a form.
const (
	charI      = "ReS_i"
	charJ      = "ReS_j"
	charValues = "ReS_jv"
	charString = "ReS_str"
	charStubs  = "ReS_Xij"
	charVer    = "ReS_ver"
)

func (o *reshape) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return query(c)
	}
	verb, stubs := words[0], words[1:]
	switch {
	case abbreviates(verb.Text, "long"), abbreviates(verb.Text, "wide"):
		f, err := o.form(c, verb.Text[0] == 'w', stubs)
		if err != nil {
			return err
		}
		if verb.Text[0] == 'w' {
			return f.toWide(c)
		}
		return f.toLong(c)
	case abbreviates(verb.Text, "error"):
		return problems(c)
	case abbreviates(verb.Text, "query"):
		return query(c)
	case verb.Text == "clear":
		forget(&c.Frame().Chars)
		return nil
	}
	return rc.Syntax.At(verb.Pos, "invalid syntax")
}

func abbreviates(word, full string) bool { return word != "" && strings.HasPrefix(full, word) }

// form returns what the user typed or, if that is nothing, what the dataset
// remembers.
func (o *reshape) form(c *interp.Call, wide bool, stubs []lang.Text) (*form, error) {
	if len(stubs) == 0 && o.I == nil {
		if f := remembered(c.Frame()); f != nil {
			return f, nil
		}
		return nil, rc.NotFound.Errorf("data have not been reshaped yet")
	}
	if o.I == nil {
		return nil, rc.Syntax.Errorf("option i() required")
	}
	f := &form{i: namesOf(o.I), j: "_j", str: o.String}
	if words := o.J.Words(); len(words) > 0 {
		f.j = words[0].Text
		if err := f.readValues(words[1:]); err != nil {
			return nil, err
		}
		f.given = f.values != nil
	} else if wide {
		return nil, rc.Syntax.Errorf("option j() required")
	}
	for _, w := range stubs {
		if !wide || strings.Contains(w.Text, "@") {
			f.stubs = append(f.stubs, w.Text)
			continue
		}
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		f.stubs = append(f.stubs, namesOf(cols)...)
	}
	if len(f.stubs) == 0 {
		return nil, rc.Required.Errorf("stubnames required")
	}
	return f, nil
}

// readValues reads the values of j, "80 81" or "80-85".
func (f *form) readValues(words []lang.Text) error {
	for _, w := range words {
		if f.str {
			f.values = append(f.values, lang.Unquote(w.Text))
			continue
		}
		from, to, isRange := strings.Cut(w.Text, "-")
		lo, err := strconv.Atoi(from)
		hi := lo
		if isRange && err == nil {
			hi, err = strconv.Atoi(to)
		}
		if err != nil || hi-lo > maxValues {
			return rc.Syntax.At(w.Pos, "option j() incorrectly specified")
		}
		for v := lo; v <= hi; v++ {
			f.values = append(f.values, strconv.Itoa(v))
		}
	}
	return nil
}

// maxValues bounds a range of values of j.
const maxValues = 1 << 16

// split returns what precedes and follows the value of j in the names of a
// stub.
func split(stub string) (prefix, suffix string) {
	prefix, suffix, _ = strings.Cut(stub, "@")
	return prefix, suffix
}

// longName returns the name of a stub's variable in long data.
func longName(stub string) string { return strings.Replace(stub, "@", "", 1) }

// wideName returns the name of a stub's variable for a value of j.
func wideName(stub, value string) string {
	prefix, suffix := split(stub)
	return prefix + value + suffix
}

// remember keeps f with the dataset.
func (f *form) remember(chars *frame.Chars) {
	str, values := "0", ""
	if f.str {
		str = "1"
	}
	if f.given {
		values = strings.Join(f.values, " ")
	}
	for _, kv := range [][2]string{{charI, strings.Join(f.i, " ")}, {charJ, f.j}, {charStubs, strings.Join(f.stubs, " ")},
		{charString, str}, {charValues, values}, {charVer, "v.2"}} {
		chars.Set(kv[0], kv[1])
	}
}

func remembered(f *frame.Frame) *form {
	out := &form{
		i: strings.Fields(f.Chars.Get(charI)), j: f.Chars.Get(charJ), stubs: strings.Fields(f.Chars.Get(charStubs)),
		str: f.Chars.Get(charString) == "1", values: strings.Fields(f.Chars.Get(charValues)),
	}
	if len(out.i) == 0 || len(out.stubs) == 0 {
		return nil
	}
	if out.given = len(out.values) > 0; !out.given {
		out.values = nil
	}
	return out
}

func forget(chars *frame.Chars) {
	for _, name := range []string{charI, charJ, charStubs, charString, charValues, charVer} {
		chars.Set(name, "")
	}
}

// columns returns the variables called names, exactly.
func columns(f *frame.Frame, names []string) ([]*frame.Column, error) {
	var out []*frame.Column
	for _, name := range names {
		col := f.Column(name)
		if col == nil {
			return nil, rc.NotFound.Errorf("variable %s not found", name)
		}
		out = append(out, col)
	}
	return out, nil
}

// query shows how the data are reshaped.
func query(c *interp.Call) error {
	f := remembered(c.Frame())
	if f == nil {
		c.Print("(data have not been reshaped)\n")
		return nil
	}
	shape := "wide"
	if c.Frame().Column(f.j) != nil {
		shape = "long"
	}
	c.Printf("\nData are %s\n\n", shape)
	for _, row := range [][2]string{{"i", strings.Join(f.i, " ")}, {"j", f.j}, {"values of j", strings.Join(f.values, " ")}, {"xij", strings.Join(f.stubs, " ")}} {
		c.Printf("%16s: %s\n", row[0], row[1])
	}
	return nil
}
