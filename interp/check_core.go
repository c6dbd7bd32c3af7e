package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// sessionFuncs are the functions that exist only in expressions of a session,
// besides those of matrices and of by.
var sessionFuncs = map[string]bool{"_caller": true, "caller": true, "scalar": true, "frval": true, "_frval": true}

func isFunc(name string) bool {
	return expr.IsFunc(name) || byFuncs[name] != nil || sessionFuncs[name] || matrixFuncs[name] != nil
}

// coreChecks check the bodies of the commands that are the language itself.
var coreChecks = map[string]func(k *checker, body lang.Text){
	"while": (*checker).loopWhile, "foreach": (*checker).loopForeach, "forvalues": (*checker).loopForvalues,
	"local": (*checker).macro, "global": (*checker).macro, "syntax": (*checker).declaration,
}

// branch checks "exp command" or the head of a block.
func (k *checker) branch(body lang.Text) {
	x, rest, err := lang.ParseExprPrefix(body.Text, body.Pos)
	if err != nil {
		k.syntax(err, lang.Text{Pos: 1, Text: body.Text})
		return
	}
	k.expression(x, 1)
	if !k.unknown(body.Slice(0, len(body.Text)-len(rest.Text))) || strings.TrimSpace(rest.Text) == "" {
		k.command(rest)
		return
	}
	if e, _ := k.s.words.find(strings.TrimSpace(rest.Text)); e != nil { // macros in the condition may hide where it ends
		k.command(rest)
	}
}

func (k *checker) block() {
	if k.st.Block != lang.Braces {
		k.report(BadBlock, rc.Syntax.At(1, "{ required"), 1)
	}
}

func (k *checker) loopWhile(body lang.Text) {
	k.block()
	x, err := lang.ParseExpr(body.Text, body.Pos)
	k.syntax(err, lang.Text{Pos: 1, Text: k.st.Text})
	k.expression(x, 1)
}

func (k *checker) loopForvalues(body lang.Text) {
	k.block()
	name, list, ok := body.SplitAssign()
	if !ok || !lang.IsName(name.Text) {
		k.syntax(rc.Syntax.At(body.Pos, "invalid syntax"), lang.Text{Pos: 1, Text: k.st.Text})
		return
	}
	_, err := lang.ParseRange(list)
	k.syntax(err, lang.Text{Pos: 1, Text: k.st.Text})
}

// listKinds are the words behind "foreach x of".
var listKinds = []string{"LOCal", "GLObal", "VARlist", "NEWlist", "NUMlist"}

func (k *checker) loopForeach(body lang.Text) {
	k.block()
	whole := lang.Text{Pos: 1, Text: k.st.Text}
	words := body.Words()
	bad := func(t lang.Text) { k.syntax(rc.Syntax.At(t.Pos, "invalid syntax"), whole) }
	switch {
	case len(words) < 2 || !lang.IsName(words[0].Text):
		bad(body)
	case words[1].Text == "in":
	case words[1].Text != "of" || len(words) < 3:
		bad(words[1])
	default:
		for _, kind := range listKinds {
			if lang.Abbreviates(words[2].Text, kind) {
				return
			}
		}
		bad(words[2])
	}
}

// macro checks "name = exp" and "name : function".
func (k *checker) macro(body lang.Text) {
	whole := lang.Text{Pos: 1, Text: k.st.Text}
	n := strings.IndexAny(body.Text, " \t=:\"`")
	if n <= 0 {
		return
	}
	rest := body.Slice(n, len(body.Text)).Trim()
	switch {
	case rest.Text == "":
	case rest.Text[0] == '=' && !strings.HasPrefix(rest.Text, "=="):
		exp := rest.Slice(1, len(rest.Text)).Trim()
		x, err := lang.ParseExpr(exp.Text, exp.Pos)
		k.syntax(err, whole)
		k.expression(x, 1)
	case rest.Text[0] == ':':
		fn := rest.Slice(1, len(rest.Text)).Trim()
		word := fn.Slice(0, lang.WordLen(fn.Text))
		for i := range extended {
			if lang.Abbreviates(word.Text, extended[i].name) {
				return
			}
		}
		k.syntax(rc.Syntax.At(fn.Pos, "macro function %s not found", word.Text), whole)
	}
}

func (k *checker) declaration(body lang.Text) {
	if _, err := lang.ParseSyntax(body.Text); err != nil {
		k.syntax(rc.Invalid.At(body.Pos, "invalid syntax"), lang.Text{Pos: 1, Text: k.st.Text})
	}
}
