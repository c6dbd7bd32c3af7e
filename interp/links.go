package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Link is what a linkage variable, made by frlink, stands for: its values
// are numbers of observations in another frame, which agree with the
// variables of this one in the keys.
type Link struct {
	Kind  string   // "1:1" or "m:1"
	Frame string   // the frame linked to
	Keys  []string // in the frame that has the linkage variable
	Their []string // the same variables in the other frame
}

// The characteristics of a linkage variable.
const (
	linkKind  = "frlink_type"
	linkFrame = "frlink_frame"
	linkKeys  = "frlink_keys"
	linkTheir = "frlink_framekeys"
)

// SetLink makes col a linkage variable.
func SetLink(col *frame.Column, l Link) {
	col.Chars.Set(linkKind, l.Kind)
	col.Chars.Set(linkFrame, l.Frame)
	col.Chars.Set(linkKeys, strings.Join(l.Keys, " "))
	col.Chars.Set(linkTheir, strings.Join(l.Their, " "))
}

// LinkOf returns what col stands for, if it is a linkage variable.
func LinkOf(col *frame.Column) (l Link, ok bool) {
	l = Link{
		Kind: col.Chars.Get(linkKind), Frame: col.Chars.Get(linkFrame),
		Keys: strings.Fields(col.Chars.Get(linkKeys)), Their: strings.Fields(col.Chars.Get(linkTheir)),
	}
	return l, l.Frame != "" && len(l.Keys) > 0 && len(l.Keys) == len(l.Their)
}

// LinkedRows returns the frame that a linkage variable of the current frame
// leads to and, for each observation, the row there, or -1. It is r(459) if
// the two no longer agree in the keys.
func (s *Session) LinkedRows(col *frame.Column) (f *frame.Frame, rows []int32, err error) {
	l, ok := LinkOf(col)
	if !ok {
		return nil, nil, rc.DataProblem.Errorf("%s is not a linkage variable", col.Name)
	}
	if f = s.NamedFrame(l.Frame); f == nil {
		return nil, nil, rc.NotFound.Errorf("frame %s not found", l.Frame)
	}
	stale := rc.DataProblem.Errorf("linkage variable %s is out of date: the data have changed; type frlink rebuild %s", col.Name, col.Name)
	rows = make([]int32, col.Len())
	for i := range rows {
		x := col.Num(i)
		switch {
		case x >= frame.Missing:
			rows[i] = -1
		case x < 1 || x > float64(f.N()) || x != float64(int32(x)):
			return nil, nil, stale
		default:
			rows[i] = int32(x) - 1
		}
	}
	for k, key := range l.Keys {
		mine, theirs := s.Frame().Column(key), f.Column(l.Their[k])
		if mine == nil || theirs == nil || !agree(mine, theirs, rows) {
			return nil, nil, stale
		}
	}
	return f, rows, nil
}

// agree reports whether each row of a equals the row of b that rows names.
func agree(a, b *frame.Column, rows []int32) bool {
	if a.IsString() != b.IsString() {
		return false
	}
	for i, r := range rows {
		if r < 0 {
			continue
		}
		if a.IsString() && a.Text(i) != b.Text(int(r)) || !a.IsString() && a.Num(i) != b.Num(int(r)) {
			return false
		}
	}
	return true
}

// ColumnCall implements expr.ColumnScope: frval(linkvar, varname [, x]), where
// x stands for observations without partner.
func (s *scope) ColumnCall(call *lang.Call) (*frame.Column, error) {
	if call.Func != "frval" && call.Func != "_frval" {
		return nil, nil
	}
	if len(call.Args) < 2 || len(call.Args) > 3 {
		return nil, rc.Syntax.Errorf("invalid syntax")
	}
	link, err := s.nameArg(call.Args[0], s.session().Frame())
	if err != nil {
		return nil, err
	}
	f, rows, err := s.session().LinkedRows(link)
	if err != nil {
		return nil, err
	}
	col, err := s.nameArg(call.Args[1], f)
	if err != nil {
		return nil, err
	}
	out := col.GatherOr(rows)
	if len(call.Args) == 3 {
		return s.filled(out, rows, call.Args[2])
	}
	return out, nil
}

// nameArg returns the variable of f that an argument names.
func (s *scope) nameArg(arg lang.Expr, f *frame.Frame) (*frame.Column, error) {
	name, ok := arg.(*lang.Name)
	if !ok || name.Sub != nil || len(name.Ops) > 0 {
		return nil, rc.Syntax.At(arg.Position(), "invalid syntax")
	}
	col, err := f.Find(name.Name, s.Abbrev())
	return col, rc.Locate(err, name.Pos)
}

// filled stores the value of a constant expression in the rows of col that
// have no partner.
func (s *scope) filled(col *frame.Column, rows []int32, x lang.Expr) (*frame.Column, error) {
	v, err := expr.Eval(x, s.session().Env())
	if err != nil {
		return nil, err
	}
	if v.IsStr != col.IsString() {
		return nil, rc.TypeMismatch.At(x.Position(), "type mismatch")
	}
	if !v.IsStr && col.Type().Round(v.Num) != v.Num {
		col = col.As(frame.Double)
	}
	for i, r := range rows {
		switch {
		case r >= 0:
		case v.IsStr:
			col.SetText(i, v.Str)
		default:
			col.SetNum(i, v.Num)
		}
	}
	return col, nil
}
