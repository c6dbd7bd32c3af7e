package resampling

import (
	"errors"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A target is the command that a prefix repeats.
type target struct {
	name   string     // in full, of the command behind quietly and the like
	line   string     // as typed
	pos    lang.Pos   // of line
	bare   string     // without if and in
	front  string     // of bare, up to the options
	back   string     // the rest
	rows   frame.Rows // those that if and in select
	cut    bool       // there is an if or in
	weight bool       // it has weights
	inner  *lang.Command
}

// targetOf reads what stands behind the colon.
func targetOf(c *interp.Call) (*target, error) {
	if c.Cmd.Rest == nil || strings.TrimSpace(c.Cmd.Rest.Text) == "" {
		return nil, rc.Syntax.Errorf("a command must follow a colon")
	}
	return readTarget(c.Session, *c.Cmd.Rest)
}

func readTarget(s *interp.Session, text lang.Text) (*target, error) {
	text = text.Trim()
	t := &target{line: text.Text, pos: text.Pos, bare: text.Text, rows: frame.AllRows(s.Frame().N())}
	head, tail := "", text.Text
	for {
		cmd, err := s.ParseLine(tail)
		if err != nil {
			return nil, shifted(err, text.Pos+lang.Pos(len(head)))
		}
		t.inner = cmd
		if cmd.Rest == nil {
			break
		}
		at := cmd.Rest.Pos.Offset()
		head, tail = head+tail[:at], tail[at:]
	}
	t.name = t.inner.Name.Text
	if def := s.FindCommand(tail); def != nil {
		t.name = strings.ToLower(def.Name)
	}
	t.weight = t.inner.Weight() != nil
	front, back := t.withoutRows(tail)
	t.front, t.back = head+front, back
	t.bare = t.front + t.back
	return t, shifted(t.findRows(s), text.Pos)
}

// shifted moves the place of an error in a part of the line that begins at
// base.
func shifted(err error, base lang.Pos) error {
	if e, ok := errors.AsType[*rc.Error](err); ok && e.Place == nil && e.Pos > 0 {
		moved := *e
		moved.Pos = e.Pos.Shift(base)
		return &moved
	}
	if e, ok := errors.AsType[*lang.Error](err); ok && e.Pos > 0 {
		return rc.Syntax.At(e.Pos.Shift(base), "%s", e.Msg)
	}
	return rc.Locate(err, base)
}

// withoutRows returns the line without its if and in: what stands before the
// options, and these.
func (t *target) withoutRows(line string) (front, back string) {
	var b strings.Builder
	at, end := 0, t.inner.Name.Pos.Offset()+len(t.inner.Name.Text)
	if body := t.inner.Body; body != nil {
		end = body.Pos.Offset() + len(body.Text)
	}
	for _, cl := range t.inner.Clauses {
		end = cl.EndPos.Offset
		if cl.If == nil && cl.In == nil {
			continue
		}
		t.cut = true
		b.WriteString(line[at:cl.Pos.Offset])
		at = end
	}
	b.WriteString(line[at:end])
	return b.String(), line[end:]
}

// where is the command on the observations in which the variable is not 0.
func (t *target) where(name string) string {
	return strings.TrimRight(t.front, " ") + " if " + name + " " + t.back
}

// findRows evaluates if and in.
func (t *target) findRows(s *interp.Session) error {
	if in := t.inner.In(); in != nil {
		rows, err := interp.ParseRange(*in, s.Frame().N())
		if err != nil {
			return err
		}
		t.rows = rows
	}
	x, err := t.inner.If()
	if err != nil || x == nil {
		return err
	}
	p, err := expr.Compile(x, s.Env())
	if err != nil {
		return err
	}
	t.rows, err = p.Filter(t.rows)
	return err
}

// refuseWeights is the error of a command with weights, which resampling
// would have to resample as well.
func (t *target) refuseWeights(force bool) error {
	if t.weight && !force {
		return rc.NotAllowed.Errorf("weights not allowed")
	}
	return nil
}
