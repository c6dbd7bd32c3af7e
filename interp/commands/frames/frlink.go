package frames

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Frlink is the command "frlink".
var Frlink = &interp.Command{
	Name:   "frlink",
	Brief:  "link the observations of the current frame to those of another",
	Syntax: "anything",
	New:    func() interp.Runner { return &frlink{} },
	Doc: `    frlink 1:1 varlist, frame(name [varlist2]) [generate(newvar)]
    frlink m:1 varlist, frame(name [varlist2]) [generate(newvar)]
    frlink dir
    frlink describe linkvar
    frlink rebuild linkvar [, frame(name)]

Each observation is linked to the one of the other frame that has the same
values of varlist (there called varlist2, if the names differ). The new
variable, called as the frame unless generate() says otherwise, holds the
number of that observation, or missing. frget and the function frval() use it.
Stored results: r(unmatched).`,
}

type frlink struct {
	Frame    lang.Text `opt:"frame(name)" help:"the frame to link to, and the names of the variables there"`
	Generate string    `opt:"GENerate(newvar)" help:"name of the linkage variable"`
}

func (o *frlink) Run(c *interp.Call) error {
	w := c.Body.Words()
	rest := c.Body.Slice(int(w[0].Pos-c.Body.Pos)+len(w[0].Text), len(c.Body.Text)).Trim()
	switch w[0].Text {
	case "1:1", "m:1":
		return o.link(c, w[0].Text, rest)
	case "dir":
		return linkDir(c)
	case "describe", "d", "des", "desc":
		return linkDescribe(c, rest)
	case "rebuild":
		return o.rebuild(c, rest)
	case "1:m", "m:m":
		return rc.Syntax.At(w[0].Pos, "%s links are not allowed; they are 1:1 or m:1", w[0].Text)
	}
	return rc.Syntax.At(w[0].Pos, "invalid '%s'", w[0].Text)
}

// link makes a linkage variable.
func (o *frlink) link(c *interp.Call, kind string, keys lang.Text) error {
	to := o.Frame.Words()
	if len(to) == 0 {
		return rc.Syntax.Errorf("option frame() required")
	}
	if to[0].Text == c.CurrentFrame() {
		return rc.Syntax.At(to[0].Pos, "a frame may not be linked to itself")
	}
	f, err := existing(c, to[0])
	if err != nil {
		return err
	}
	cols, err := c.VarlistText(keys)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return rc.Required.At(keys.Pos, "varlist required")
	}
	l := interp.Link{Kind: kind, Frame: to[0].Text, Keys: namesOf(cols), Their: namesOf(cols)}
	if len(to) > 1 {
		if l.Their, err = o.theirNames(c, to[0].Text, to); err != nil {
			return err
		}
	}
	name := o.Generate
	if name == "" {
		name = l.Frame
	}
	if err := c.CheckNewName(name); err != nil {
		return err
	}
	col, err := linkage(c, f, l)
	if err != nil {
		return err
	}
	col.Name = name
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	report(c, col)
	return nil
}

// theirNames reads the variables of frame name that words[1:] list.
func (o *frlink) theirNames(c *interp.Call, name string, words []lang.Text) ([]string, error) {
	before := c.CurrentFrame()
	c.UseFrame(name)
	defer c.UseFrame(before)
	at := int(words[1].Pos - o.Frame.Pos)
	cols, err := c.VarlistText(o.Frame.Slice(at, len(o.Frame.Text)))
	return namesOf(cols), err
}

// linkage returns the linkage variable of l, still without a name: the number
// of the observation of f that agrees in the keys.
func linkage(c *interp.Call, f *frame.Frame, l interp.Link) (*frame.Column, error) {
	if len(l.Keys) != len(l.Their) {
		return nil, rc.Syntax.Errorf("different numbers of variables to match in the two frames")
	}
	n := c.Frame().N()
	both := make([]*frame.Column, len(l.Keys))
	for i, key := range l.Keys {
		mine, theirs := c.Frame().Column(key), f.Column(l.Their[i])
		switch {
		case mine == nil:
			return nil, rc.NotFound.Errorf("variable %s not found in frame %s", key, c.CurrentFrame())
		case theirs == nil:
			return nil, rc.NotFound.Errorf("variable %s not found in frame %s", l.Their[i], l.Frame)
		case mine.IsString() != theirs.IsString():
			return nil, rc.StringMismatch.Errorf("variable %s is %s in frame %s but %s in frame %s", key, mine.Type(), c.CurrentFrame(), theirs.Type(), l.Frame)
		}
		both[i] = frame.Concat(mine, theirs)
	}
	groups := frame.GroupKeys(both, n)
	if mine, theirs := groups.Unique(); !theirs || l.Kind == "1:1" && !mine {
		name := l.Frame
		if theirs {
			name = c.CurrentFrame()
		}
		return nil, rc.DataProblem.Errorf("invalid match variables for %s match\n    The variables you specified for matching do not uniquely identify the\n    observations in frame %s.", l.Kind, name)
	}
	m, err := groups.Sequential(c.Stop)
	if err != nil {
		return nil, err
	}
	col := frame.NewColumn("", frame.Long, n)
	for i, r := range m.Master {
		if r >= 0 && m.Using[i] >= 0 {
			col.SetNum(int(r), float64(m.Using[i]+1))
		}
	}
	interp.SetLink(col, l)
	return col, nil
}

// report says how many observations have no partner.
func report(c *interp.Call, col *frame.Column) {
	unmatched := 0
	for i := range col.Len() {
		if col.Missing(i) {
			unmatched++
		}
	}
	c.ClearR()
	c.Scalar("unmatched", float64(unmatched))
	if unmatched == 0 {
		c.Printf("  (all observations in frame %s matched)\n", c.CurrentFrame())
		return
	}
	c.Printf("  (%s in frame %s unmatched)\n", counted(c, unmatched, "observation"), c.CurrentFrame())
}

// linkDir lists the linkage variables of the current frame.
func linkDir(c *interp.Call) error {
	var names []string
	for _, col := range c.Frame().Columns() {
		if l, ok := interp.LinkOf(col); ok {
			names = append(names, col.Name)
			c.Printf("  %s  %s %s, frame(%s %s)\n", col.Name, l.Kind, strings.Join(l.Keys, " "), l.Frame, strings.Join(l.Their, " "))
		}
	}
	if len(names) == 0 {
		c.Print("  (no linkage variables)\n")
	}
	c.ClearR()
	c.Scalar("n_vars", float64(len(names)))
	c.Macro("vars", strings.Join(names, " "))
	return nil
}

// linkageVar returns the linkage variable that t names.
func linkageVar(c *interp.Call, t lang.Text) (*frame.Column, interp.Link, error) {
	cols, err := c.VarlistText(t)
	if err != nil {
		return nil, interp.Link{}, err
	}
	if len(cols) != 1 {
		return nil, interp.Link{}, rc.Required.At(t.Pos, "linkage variable required")
	}
	l, ok := interp.LinkOf(cols[0])
	if !ok {
		return nil, l, rc.DataProblem.At(t.Pos, "%s is not a linkage variable", cols[0].Name)
	}
	return cols[0], l, nil
}

func linkDescribe(c *interp.Call, t lang.Text) error {
	col, l, err := linkageVar(c, t)
	if err != nil {
		return err
	}
	c.Printf("\n  %s: %s link from frame %s (%s) to frame %s (%s)\n", col.Name, l.Kind, c.CurrentFrame(), strings.Join(l.Keys, " "), l.Frame, strings.Join(l.Their, " "))
	if _, _, err := c.LinkedRows(col); err != nil {
		c.Printf("  %v\n", err)
	}
	return nil
}

// rebuild makes a linkage variable anew.
func (o *frlink) rebuild(c *interp.Call, t lang.Text) error {
	old, l, err := linkageVar(c, t)
	if err != nil {
		return err
	}
	name := lang.Text{Pos: t.Pos, Text: l.Frame}
	if to := o.Frame.Words(); len(to) > 0 {
		name, l.Frame = to[0], to[0].Text
	}
	f, err := existing(c, name)
	if err != nil {
		return err
	}
	col, err := linkage(c, f, l)
	if err != nil {
		return err
	}
	col.Name = old.Name
	c.Frame().Put(col)
	report(c, col)
	return nil
}
