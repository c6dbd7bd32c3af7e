package programs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Confirm is the command "confirm".
var Confirm = &interp.Command{
	Name: "CONFirm", Brief: "stop unless what was typed is of some kind", Syntax: "plain anything", New: func() interp.Runner { return &confirm{} },
	Doc: `    confirm existence text
    confirm [new] file "filename"
    confirm [numeric | string | date] format %fmt
    confirm names names
    confirm [integer] number text
    confirm [new] matrix name
    confirm [new] scalar name
    confirm [new] frame name
    confirm [new | numeric | string | str# | strL | byte | ... | date | ts | fv] variable varlist [, exact]`,
}

type confirm struct {
	Exact bool `opt:"EXact" help:"variable names may not be abbreviated"`
}

// A confirmation is what one kind of thing is held against; prefix is the
// word in front of the kind, "" for none.
type confirmation func(c *interp.Call, o *confirm, prefix string, rest lang.Text) error

// confirmations are the kinds, with their shortest abbreviation.
var confirmations = []struct {
	name     string
	prefixes string
	confirm  confirmation
}{
	{"Existence", "", confirmExistence},
	{"File", "new", confirmFile},
	{"FORmat", "numeric string date", confirmFormat},
	{"NAMEs", "", confirmNames},
	{"Number", "integer", confirmNumber},
	{"MATrix", "new", confirmMatrix},
	{"SCAlar", "new", confirmScalar},
	{"FRame", "new", confirmFrame},
	{"Variable", "new numeric string byte int long float double strl date ts fv", confirmVariable},
}

// confirmPrefixes are the words that may stand in front of a kind.
var confirmPrefixes = []string{
	"NEW", "NUMeric", "STRing", "INTeger", "BYTE", "INT", "LONG", "FLOAT", "DOUBLE", "DATE", "TS", "FV",
}

func (o *confirm) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	prefix := ""
	if p := confirmPrefix(words[0].Text); p != "" && len(words) > 1 {
		prefix, words = p, words[1:]
		if lang.Abbreviates(words[0].Text, "Variable") && prefix == "integer" {
			prefix = "int"
		}
	}
	for _, k := range confirmations {
		if !lang.Abbreviates(words[0].Text, k.name) {
			continue
		}
		isStr := prefix != "string" && strings.HasPrefix(prefix, "str")
		if prefix != "" && !slices.Contains(strings.Fields(k.prefixes), prefix) && !(isStr && k.name == "Variable") {
			break
		}
		start := int(words[0].Pos-c.Body.Pos) + len(words[0].Text)
		return k.confirm(c, o, prefix, c.Body.Slice(start, len(c.Body.Text)).Trim())
	}
	return rc.Syntax.At(words[0].Pos, "invalid syntax")
}

// confirmPrefix returns the full word that w abbreviates, str# included, or "".
func confirmPrefix(w string) string {
	for _, p := range confirmPrefixes {
		if lang.Abbreviates(w, p) {
			return strings.ToLower(p)
		}
	}
	if t, ok := frame.ParseType(w); ok && t.IsString() {
		return strings.ToLower(w)
	}
	return ""
}

func found(what, where string) error {
	return rc.WrongKind.Errorf("'%s' found where %s expected", what, where)
}

func confirmExistence(_ *interp.Call, _ *confirm, _ string, rest lang.Text) error {
	if rest.Text == "" || rest.Text == `""` {
		return rc.Code(6).Errorf("nothing found where something expected")
	}
	return nil
}

func confirmFile(c *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	name := lang.Unquote(rest.Text)
	exists := c.Files().Exists(strings.TrimSuffix(strings.TrimSuffix(name, "/."), "/nul"))
	switch {
	case name == "":
		return found("", "filename")
	case prefix == "new" && exists:
		return rc.FileExists.Errorf("file %s already exists", name)
	case prefix == "" && !exists:
		if _, _, err := c.Files().Find(name); err == nil {
			return nil
		}
		return rc.NoFile.Errorf("file %s not found", name)
	}
	return nil
}

func confirmFormat(_ *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	f, err := frame.ParseFormat(rest.Text)
	what := "format"
	if prefix != "" {
		what = prefix + " format"
	}
	ok := err == nil
	if ok {
		switch prefix {
		case "numeric":
			ok = !f.IsString()
		case "string":
			ok = f.IsString()
		case "date":
			ok = f.IsDate()
		}
	}
	if !ok {
		return found(rest.Text, what)
	}
	return nil
}

func confirmNames(_ *interp.Call, _ *confirm, _ string, rest lang.Text) error {
	words := rest.Words()
	if len(words) == 0 {
		return found("", "name")
	}
	for _, w := range words {
		if !lang.IsName(w.Text) {
			return rc.WrongKind.At(w.Pos, "'%s' found where name expected", w.Text)
		}
	}
	return nil
}

func confirmNumber(_ *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	text := lang.Unquote(rest.Text)
	x, err := strconv.ParseFloat(text, 64)
	isMissing := text == "." || len(text) == 2 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z'
	number := (err == nil || isMissing) && !strings.ContainsAny(text, "xXnN_iI")
	switch {
	case prefix == "integer" && (!number || isMissing || x != float64(int64(x))):
		return found(text, "integer")
	case !number:
		return found(text, "number")
	}
	return nil
}

// confirmThing confirms a thing that exists or, with the prefix new, does not.
func confirmThing(prefix, kind, name string, exists bool) error {
	switch {
	case !lang.IsName(name) && prefix == "new":
		return found(name, kind)
	case prefix == "new" && exists:
		return rc.Exists.Errorf("%s %s already defined", kind, name)
	case prefix == "" && !exists:
		return rc.NotFound.Errorf("%s %s not found", kind, name)
	}
	return nil
}

func confirmMatrix(c *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	exists := c.FindMatrix(rest.Text) != nil
	if _, isScalar := c.ScalarValue(rest.Text); prefix == "new" && isScalar {
		exists = true
	}
	return confirmThing(prefix, "matrix", rest.Text, exists)
}

func confirmScalar(c *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	_, exists := c.ScalarValue(rest.Text)
	if prefix == "new" && c.MatrixNamed(rest.Text) != nil {
		exists = true
	}
	return confirmThing(prefix, "scalar", rest.Text, exists)
}

func confirmFrame(c *interp.Call, _ *confirm, prefix string, rest lang.Text) error {
	return confirmThing(prefix, "frame", rest.Text, c.NamedFrame(rest.Text) != nil)
}

func confirmVariable(c *interp.Call, o *confirm, prefix string, rest lang.Text) error {
	if prefix == "new" {
		return confirmNew(c, rest)
	}
	if o.Exact {
		defer func(before bool) { c.Settings().VarAbbrev = before }(c.Settings().VarAbbrev)
		c.Settings().VarAbbrev = false
	}
	if rest.Text == "" {
		return rc.Required.Errorf("varlist required")
	}
	list, err := lang.ParseVarlist(rest)
	if err != nil {
		return err
	}
	cols, err := c.Columns(list)
	if err != nil && (prefix == "ts" || prefix == "fv") {
		return confirmOperated(c, list)
	}
	if err != nil {
		return err
	}
	for _, v := range cols {
		if !hasKind(v, prefix) {
			return found(v.Name, prefix+" variable")
		}
	}
	return nil
}

// confirmOperated confirms the variables behind operators.
func confirmOperated(c *interp.Call, list *lang.Varlist) error {
	for _, t := range list.Terms {
		for _, a := range t.All() {
			var err error
			if len(a.Group) > 0 {
				err = confirmOperated(c, a.Group[0])
			} else {
				_, err = c.NamedColumns(a)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// hasKind reports whether v is of the kind that a prefix names.
func hasKind(v *frame.Column, prefix string) bool {
	switch prefix {
	case "", "ts", "fv":
		return true
	case "numeric":
		return !v.IsString()
	case "string":
		return v.IsString()
	case "date":
		f, err := frame.ParseFormat(v.Format)
		return err == nil && !v.IsString() && f.IsDate()
	}
	return strings.ToLower(v.Type().String()) == prefix
}

func confirmNew(c *interp.Call, rest lang.Text) error {
	words := rest.Words()
	if len(words) == 0 {
		return found("", "newvar")
	}
	for _, w := range words {
		names, err := interp.NewNames(w)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := c.CheckNewName(name); err != nil {
				return err
			}
		}
	}
	return nil
}
