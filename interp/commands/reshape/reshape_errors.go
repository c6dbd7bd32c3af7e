package reshape

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

const picture = `         long                                wide
        +---------------+                   +------------------+
        | i   j   a   b |                   | i   a1 a2  b1 b2 |
        |---------------| <--- reshape ---> |------------------|
        | 1   1   1   2 |                   | 1   1   3   2  4 |
        | 1   2   3   4 |                   | 2   5   7   6  8 |
        | 2   1   5   6 |                   +------------------+
        | 2   2   7   8 |
        +---------------+
`

const pictureCommands = `        long to wide: reshape wide a b, i(i) j(j)  (j existing variable)
        wide to long: reshape long a b, i(i) j(j)  (j    new   variable)`

const seeError = "Type reshape error for a list of the problem observations."

func (f *form) said() string {
	return "You specified i(" + strings.Join(f.i, " ") + ") and j(" + f.j + ")."
}

// idError is the error of wide data in which i is not unique.
func (f *form) idError(c *interp.Call) error {
	f.remember(&c.Frame().Chars)
	verb := "does"
	if len(f.i) > 1 {
		verb = "do"
	}
	return explain(c, rc.False, identified(f.i)+" "+verb+" not uniquely identify the observations",
		"Your data are currently wide.  You are performing a reshape long.  "+f.said()+
			"  In the current wide form, "+identified(f.i)+" should uniquely identify the observations.  Remember this picture:",
		"\n"+picture, seeError)
}

// cellError is the error of long data in which i and j do not identify
// observations.
func (f *form) cellError(c *interp.Call) error {
	f.remember(&c.Frame().Chars)
	id := strings.Join(f.i, " ")
	return explain(c, rc.False, "values of variable "+f.j+" not unique within "+id,
		"Your data are currently long.  You are performing a reshape wide.  "+f.said()+
			"  There are observations within i("+id+") with the same value of j("+f.j+
			").  In the long data, variables i() and j() together must uniquely identify the observations.",
		"\n"+picture, seeError)
}

// varyError is the error of long data in which other variables vary within i.
func (f *form) varyError(c *interp.Call, varying []string) error {
	f.remember(&c.Frame().Chars)
	id := strings.Join(f.i, " ")
	var first strings.Builder
	for i, name := range varying {
		if i > 0 {
			first.WriteString("\n")
		}
		first.WriteString("variable " + name + " not constant within " + id)
	}
	return explain(c, rc.False, first.String(),
		"Your data are currently long.  You are performing a reshape wide.  You typed something like",
		"\n        . reshape wide a b, i("+id+") j("+f.j+")\n",
		"There are variables other than a, b, "+strings.Join(f.i, ", ")+", "+f.j+" in your data.  They must be constant within "+id+
			" because that is the only way they can fit into wide data without loss of information.",
		"\n"+paragraph("The variable or variables listed above are not constant within "+id+
			".  Perhaps the values are in error.  "+seeError, c.Settings().LineSize-2)+"\n",
		"Either that, or the values vary because they should vary, in which case you must either add the variables to the list "+
			"of xij variables to be reshaped, or drop them.")
}

// problems lists the observations that an earlier reshape complained about.
func problems(c *interp.Call) error {
	f := remembered(c.Frame())
	if f == nil {
		return rc.NotFound.Errorf("data have not been reshaped yet")
	}
	data := c.Frame()
	ids, err := columns(data, f.i)
	if err != nil {
		return err
	}
	if data.Column(f.j) == nil {
		listTwins(c, frame.GroupRows(ids, frame.AllRows(data.N())), ids)
		return nil
	}
	ids, j, xs, err := f.longColumns(data)
	if err != nil {
		return err
	}
	groups := frame.GroupRows(append(ids[:len(ids):len(ids)], j), frame.AllRows(data.N()))
	if groups.Len() < data.N() {
		listTwins(c, groups, append(ids, j))
		return nil
	}
	within := frame.GroupRows(ids, frame.AllRows(data.N()))
	clean := true
	for _, col := range f.rest(data, ids, j, xs) {
		clean = listVarying(c, within, ids, j, col) && clean
	}
	if clean {
		c.Printf("%s is unique within %s; there is no problem on this score\n", f.j, strings.Join(f.i, " "))
	}
	return nil
}

// listTwins lists the rows of groups that have more than one.
func listTwins(c *interp.Call, groups *frame.Grouping, keys []*frame.Column) {
	header(c, keys)
	for g := range groups.Len() {
		if rows := groups.Of(g); len(rows) > 1 {
			for _, r := range rows {
				line(c, int(r), keys)
			}
		}
	}
}

// listVarying lists the groups in which col varies; false if there are any.
func listVarying(c *interp.Call, groups *frame.Grouping, ids []*frame.Column, j, col *frame.Column) bool {
	cols := append(append(ids[:len(ids):len(ids)], j), col)
	clean := true
	for g := range groups.Len() {
		rows := groups.Of(g)
		varies := false
		for _, r := range rows {
			varies = varies || !col.Same(int(rows[0]), int(r))
		}
		if !varies {
			continue
		}
		if clean {
			c.Printf("\n%s is not constant within i:\n", col.Name)
			header(c, cols)
		}
		clean = false
		for _, r := range rows {
			line(c, int(r), cols)
		}
	}
	return clean
}

func header(c *interp.Call, cols []*frame.Column) {
	c.Printf("\n%8s", "obs")
	for _, col := range cols {
		c.Printf("  %12s", col.Name)
	}
	c.Print("\n")
}

func line(c *interp.Call, row int, cols []*frame.Column) {
	c.Printf("%8d", row+1)
	for _, col := range cols {
		c.Printf("  %12s", c.Cell(col, row))
	}
	c.Print("\n")
}
