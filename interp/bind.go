package interp

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// bind fills a Call from a parsed line: variables, sample, weights, options.
func (s *Session) bind(e *entry, cmd *lang.Command, block *lang.Stmt) (*Call, Runner, error) {
	c := &Call{Session: s, Def: e.def, Name: e.name, Cmd: cmd, Spec: e.spec, Block: block, Body: cmd.BodyText()}
	if err := c.bindClauses(); err != nil {
		return nil, nil, err
	}
	r := e.def.New()
	if e.spec.Kind == lang.Raw {
		return c, r, nil
	}
	if err := c.bindOptions(e, r); err != nil {
		return nil, nil, err
	}
	if err := c.bindBody(); err != nil {
		return nil, nil, rc.Locate(err, c.Body.Pos)
	}
	if err := c.bindRows(); err != nil {
		return nil, nil, err
	}
	return c, r, nil
}

// bindClauses checks that the clauses typed are the ones declared.
func (c *Call) bindClauses() error {
	if c.Spec.Kind == lang.Raw {
		return nil
	}
	ifExp, err := c.Cmd.If()
	if err != nil {
		return err
	}
	c.IfExp = ifExp
	if ifExp != nil && c.Spec.If == lang.Absent {
		return rc.NotAllowed.At(ifExp.Position(), "if not allowed")
	}
	if in := c.Cmd.In(); in != nil && c.Spec.In == lang.Absent {
		return rc.NotAllowed.At(in.Pos, "in not allowed")
	}
	if u := c.Cmd.Using(); u != nil {
		if c.Spec.Using == lang.Absent {
			return rc.NotAllowed.At(u.Pos, "using not allowed")
		}
		c.Using = *u
	} else if c.Spec.Using == lang.Required {
		return rc.Required.Errorf("using required")
	}
	return c.bindWeight()
}

func (c *Call) bindWeight() error {
	w := c.Cmd.Weight()
	if w == nil || strings.TrimSpace(w.Text) == "" {
		return nil
	}
	word, exp, _ := strings.Cut(w.Text, "=")
	kind := lang.WeightName(strings.TrimSpace(word))
	if kind == "" {
		return rc.Syntax.At(w.Pos, "[%s invalid weight", strings.TrimSpace(word))
	}
	if len(c.Spec.Weights) == 0 {
		return rc.NotAllowed.At(w.Pos, "weights not allowed")
	}
	if kind == "weight" {
		kind = c.Spec.Weights[0]
		c.Note("(%s assumed)", weightAssumed[kind])
	}
	if !contains(c.Spec.Weights, kind) {
		return rc.NotAllowed.At(w.Pos, "%ss not allowed", kind)
	}
	text := lang.Text{Pos: w.Pos + lang.Pos(len(word)+1), Text: exp}.Trim()
	x, err := lang.ParseExpr(text.Text, text.Pos)
	c.Weight = &Weight{Kind: kind, Exp: x, Text: text.Text}
	return err
}

var weightAssumed = map[string]string{
	"fweight": "frequency weights", "aweight": "analytic weights",
	"pweight": "sampling weights", "iweight": "importance weights",
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// bindBody reads the text before the clauses as the command declares it.
func (c *Call) bindBody() error {
	body := c.Body
	if c.Spec.Exp != lang.Absent {
		left, right, ok := body.SplitAssign()
		if !ok && c.Spec.Exp == lang.Required {
			if strings.TrimSpace(body.Text) == "" {
				return rc.Required.Errorf("varlist required")
			}
			return rc.Required.Errorf("=exp required")
		}
		if ok {
			x, err := lang.ParseExpr(right.Text, right.Pos)
			if err != nil {
				return err
			}
			c.Exp, body = x, left
		}
	}
	switch c.Spec.Vars.Kind {
	case "varlist":
		return c.bindVarlist(body)
	case "newvarlist":
		return c.bindNewNames(body)
	case "namelist":
		return c.bindNames(body)
	case "anything":
		if c.Spec.Vars.Need == lang.Required && strings.TrimSpace(body.Text) == "" {
			return rc.Required.Errorf("something required")
		}
		return nil
	}
	if strings.TrimSpace(body.Text) != "" && c.Spec.Kind != lang.Raw && c.Spec.Kind != lang.BarePre {
		return rc.NotAllowed.At(body.Pos, "varlist not allowed")
	}
	return nil
}

func (c *Call) bindVarlist(body lang.Text) error {
	v := c.Spec.Vars
	list, err := lang.ParseVarlist(body)
	if err != nil {
		return err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return err
	}
	n := len(list.Terms)
	if v.FV || v.TS {
		c.Varlist = list
	} else {
		if c.Vars, err = c.Columns(list); err != nil {
			return err
		}
		n = len(c.Vars)
	}
	if n == 0 && len(list.Terms) == 0 {
		return c.emptyVarlist()
	}
	if n < v.Min {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	if v.Max >= 0 && n > v.Max {
		return rc.TooManyVars.Errorf("too many variables specified")
	}
	return c.checkTypes()
}

func (c *Call) emptyVarlist() error {
	v := c.Spec.Vars
	if v.Need == lang.Required && v.Min > 0 {
		if v.Min > 1 || v.Max == 1 || c.Exp != nil {
			return rc.TooFewVars.Errorf("too few variables specified")
		}
		return rc.Required.Errorf("varlist required")
	}
	if v.None || v.FV || v.TS || v.Need == lang.Required {
		return nil
	}
	for _, col := range c.Frame().Columns() {
		if v.Numeric && col.IsString() || v.String && !col.IsString() {
			continue
		}
		c.Vars = append(c.Vars, col)
	}
	return nil
}

func (c *Call) checkTypes() error {
	for _, col := range c.Vars {
		if c.Spec.Vars.Numeric && col.IsString() {
			return rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", col.Name)
		}
		if c.Spec.Vars.String && !col.IsString() {
			return rc.TypeMismatch.Errorf("numeric variables not allowed in varlist;\n%s is a numeric variable", col.Name)
		}
	}
	return nil
}

// bindNewNames reads [type] newvar ...; the names must be free.
func (c *Call) bindNewNames(body lang.Text) error {
	if stub, t, ok := stubOf(body); ok && c.Spec.Vars.Stub {
		c.Stub, c.Type = stub, t
		return nil
	}
	names, types, err := NewVars(body)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := c.CheckNewName(name); err != nil {
			return rc.Locate(err, body.Pos)
		}
	}
	c.Names, c.Types = names, types
	if len(types) > 0 {
		c.Type = types[0]
	}
	return c.checkNames()
}

// stubOf reads "[type] stub*".
func stubOf(body lang.Text) (stub string, t frame.Type, ok bool) {
	words := body.Words()
	if len(words) == 2 {
		if t, ok = frame.ParseType(words[0].Text); ok {
			words = words[1:]
		}
	}
	if len(words) != 1 {
		return "", 0, false
	}
	stub, ok = strings.CutSuffix(words[0].Text, "*")
	return stub, t, ok && lang.IsName(stub)
}

// CheckNewName returns an error unless name is a legal name that no variable has.
func (c *Call) CheckNewName(name string) error {
	if !lang.IsName(name) || reserved[name] {
		return rc.Syntax.Errorf("%s invalid name", name)
	}
	if c.Frame().Column(name) != nil {
		return rc.Exists.Errorf("variable %s already defined", name)
	}
	return nil
}

// reserved names cannot be variables.
var reserved = map[string]bool{
	"_all": true, "_b": true, "_coef": true, "_cons": true, "_n": true, "_N": true, "_pi": true, "_pred": true,
	"_rc": true, "_se": true, "_skip": true, "byte": true, "double": true, "float": true, "if": true, "in": true,
	"int": true, "long": true, "using": true, "with": true, "strL": true,
}

// NewNames expands a word of a list of new names: "x" or "x1-x5".
func NewNames(w lang.Text) ([]string, error) {
	from, to, isRange := strings.Cut(w.Text, "-")
	if !isRange {
		return []string{from}, nil
	}
	stem := strings.TrimRight(from, "0123456789")
	lo, err1 := strconv.Atoi(strings.TrimPrefix(from, stem))
	hi, err2 := strconv.Atoi(strings.TrimPrefix(to, stem))
	if err1 != nil || err2 != nil || !strings.HasPrefix(to, stem) || hi < lo || hi-lo > 32767 {
		return nil, rc.Syntax.At(w.Pos, "%s invalid name", w.Text)
	}
	var names []string
	for i := lo; i <= hi; i++ {
		names = append(names, stem+strconv.Itoa(i))
	}
	return names, nil
}

func (c *Call) bindNames(body lang.Text) error {
	for _, w := range body.Words() {
		if !lang.IsName(w.Text) {
			return rc.Syntax.At(w.Pos, "%s invalid name", w.Text)
		}
		c.Names = append(c.Names, w.Text)
	}
	return c.checkNames()
}

func (c *Call) checkNames() error {
	v, n := c.Spec.Vars, len(c.Names)
	switch {
	case n == 0 && v.Need != lang.Required:
		return nil
	case n < v.Min:
		return rc.TooFewVars.Errorf("too few variables specified")
	case v.Max >= 0 && n > v.Max:
		return rc.TooManyVars.Errorf("too many variables specified")
	}
	return nil
}

// bindRows evaluates in and if, within the by-group being run.
func (c *Call) bindRows() error {
	rows := frame.AllRows(c.Frame().N())
	if c.Def.Late {
		c.Rows = rows
		return nil
	}
	if c.group != nil {
		rows = c.group.rows
	}
	if in := c.Cmd.In(); in != nil {
		within, err := ParseRange(*in, c.Frame().N())
		if err != nil {
			return err
		}
		rows.Lo, rows.Hi = max(rows.Lo, within.Lo), min(rows.Hi, within.Hi)
		rows.Hi = max(rows.Hi, rows.Lo)
	}
	c.Groups = c.native
	if c.IfExp != nil {
		p, err := expr.Compile(c.IfExp, c.Env())
		if err != nil {
			return err
		}
		if rows, err = p.Filter(rows); err != nil {
			return err
		}
	}
	c.Rows = rows
	return nil
}

// ParseRange reads the range of an in clause: "5", "1/10", "-5/l", "f/10".
func ParseRange(t lang.Text, n int) (frame.Rows, error) {
	from, to, two := strings.Cut(t.Text, "/")
	lo, err := rowNumber(lang.Text{Pos: t.Pos, Text: strings.TrimSpace(from)}, n)
	if err != nil {
		return frame.Rows{}, err
	}
	hi := lo
	if two {
		if hi, err = rowNumber(lang.Text{Pos: t.Pos, Text: strings.TrimSpace(to)}, n); err != nil {
			return frame.Rows{}, err
		}
	}
	if lo < 1 || hi > n || hi < lo {
		return frame.Rows{}, rc.Syntax.At(t.Pos, "observation numbers out of range")
	}
	return frame.Rows{Lo: lo - 1, Hi: hi}, nil
}

func rowNumber(t lang.Text, n int) (int, error) {
	switch t.Text {
	case "f", "F":
		return 1, nil
	case "l", "L":
		return n, nil
	}
	x, err := strconv.ParseFloat(t.Text, 64)
	if err != nil || x != float64(int(x)) || x == 0 {
		return 0, rc.Syntax.At(t.Pos, "'%s' invalid observation number", t.Text)
	}
	if x < 0 {
		x += float64(n) + 1
	}
	return int(x), nil
}

// bindOptions sets the fields of r from the options the user typed.
func (c *Call) bindOptions(e *entry, r Runner) error {
	for _, o := range c.Cmd.Options {
		c.Options = append(c.Options, *o)
	}
	return c.setOptions(r, e.options, e.spec.Star)
}

// BindOptions sets the fields of options, tagged as those of a Runner, from
// the options typed. It is for commands such as egen, which declare "*"
// because what options there are depends on what precedes the comma.
func (c *Call) BindOptions(options any) error {
	return c.setOptions(options, optionTable(options), false)
}

// setOptions sets the fields of r, whose options table lists. others tells
// that options not in the table are passed over.
func (c *Call) setOptions(r any, table []option, others bool) error {
	for _, o := range c.Options {
		if err := spelled(table, &o, others); err != nil {
			return err
		}
		i := findTyped(table, &o)
		if i < 0 {
			continue
		}
		opt := &table[i]
		field := reflect.ValueOf(r).Elem().FieldByIndex(opt.index)
		if err := c.decode(field.Addr().Interface(), opt.long(), o.Arg); err != nil {
			pos := o.Name.Pos
			if o.Arg != nil {
				pos = o.Arg.Pos
			}
			return rc.Locate(err, pos)
		}
	}
	return nil
}

// OptionName returns the full name, in lower case, of the option that word
// stands for among those of options, a pointer to a struct tagged as that of
// a Runner; "" if there is none.
func OptionName(options any, word string) string {
	table := optionTable(options)
	if i := findOption(table, word); i >= 0 {
		return table[i].long()
	}
	return ""
}

// findTyped finds an option that was typed, by its word and by whether it has
// an argument: "base" and "base(1)" may be two options.
func findTyped(table []option, o *lang.Option) int {
	i := findOption(table, o.Name.Text)
	if i >= 0 && (o.Arg != nil) != (table[i].arg != "") {
		for j := range table {
			if (table[j].arg != "") == (o.Arg != nil) && lang.Abbreviates(o.Name.Text, table[j].name) {
				return j
			}
		}
	}
	return i
}

func findOption(table []option, word string) int {
	for i := range table {
		if lang.Abbreviates(word, table[i].name) || word == "V" && table[i].name == word { // tabulate's V is a capital
			return i
		}
	}
	return -1
}

// decode stores the argument of one option. The type of the field decides
// what the argument may be.
func (c *Call) decode(field any, name string, arg *lang.Text) (err error) {
	switch p := field.(type) {
	case Decoder:
		return p.Decode(c, name, arg)
	case *bool:
		*p = true
	case *string:
		*p = name
		if arg != nil {
			*p = unquoted(arg)
		}
	case *lang.Text:
		if arg != nil {
			*p = *arg
		}
	case *int:
		x, err := c.numberArg(name, arg)
		if err != nil || x != float64(int(x)) {
			return badOption(name)
		}
		*p = int(x)
	case *float64:
		*p, err = c.numberArg(name, arg)
	case **float64:
		x, err := c.numberArg(name, arg)
		*p = &x
		return err
	case *[]float64:
		*p, err = Numlist(*arg)
	case *[]string:
		for _, w := range arg.Words() {
			*p = append(*p, lang.Unquote(w.Text))
		}
	case **frame.Column:
		*p, err = c.columnArg(name, arg)
	case *[]*frame.Column:
		if *p, err = c.VarlistText(*arg); err == nil && len(*p) == 0 {
			err = badOption(name)
		}
	case *lang.Expr:
		*p, err = lang.ParseExpr(arg.Text, arg.Pos)
	case *NewVar:
		*p = NewVar(arg.Trim().Text)
		return c.CheckNewName(string(*p))
	default:
		panic("option " + name + ": no rule for its type")
	}
	return err
}

// Numlist reads a list of numbers; r(121) if it is none.
func Numlist(t lang.Text) ([]float64, error) {
	values, err := lang.ParseNumlist(t)
	if e, ok := errors.AsType[*lang.Error](err); ok {
		return nil, rc.BadNumlist.At(e.Pos, "%s", e.Msg)
	}
	return values, err
}

// A NewVar is an option's argument that names a variable to be created.
type NewVar string

// numberArg reads a number, which may be an expression such as 1/3.
func (c *Call) numberArg(name string, arg *lang.Text) (float64, error) {
	x, err := lang.ParseExpr(arg.Text, arg.Pos)
	if err != nil {
		return 0, badOption(name)
	}
	v, err := expr.EvalNum(x, c.Env())
	if err != nil || v >= frame.Missing {
		return 0, badOption(name)
	}
	return v, nil
}

func (c *Call) columnArg(name string, arg *lang.Text) (*frame.Column, error) {
	cols, err := c.VarlistText(*arg)
	if err == nil && len(cols) != 1 {
		err = badOption(name)
	}
	if err != nil {
		return nil, err
	}
	return cols[0], nil
}
