package reshape

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// parseTargets reads a clist.
func parseTargets(c *interp.Call) ([]target, error) {
	stat := findStatistic("mean")
	words := clistWords(c.Body)
	var out []target
	for i := 0; i < len(words); i++ {
		w := words[i]
		if name, ok := strings.CutPrefix(w.Text, "("); ok {
			name = strings.TrimSpace(strings.TrimSuffix(name, ")"))
			if stat = findStatistic(name); stat == nil {
				return nil, rc.Syntax.At(w.Pos, "'%s' is not a statistic that collapse knows", name)
			}
			continue
		}
		if i+1 < len(words) && words[i+1].Text == "=" {
			if i+2 == len(words) {
				return nil, rc.Syntax.At(w.Pos, "invalid syntax")
			}
			t, err := namedTarget(c, w, words[i+2], stat)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
			i += 2
			continue
		}
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		for _, col := range cols {
			out = append(out, target{col.Name, stat, col})
		}
	}
	if len(out) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	return out, nil
}

// namedTarget reads newvar=varname.
func namedTarget(c *interp.Call, name, source lang.Text, stat *statistic) (target, error) {
	if !lang.IsName(name.Text) {
		return target{}, rc.Syntax.At(name.Pos, "%s invalid name", name.Text)
	}
	cols, err := c.VarlistText(source)
	if err != nil {
		return target{}, err
	}
	if len(cols) != 1 {
		return target{}, rc.Syntax.At(source.Pos, "invalid syntax")
	}
	return target{name.Text, stat, cols[0]}, nil
}

// clistWords splits a clist into statistics in parentheses, names and =.
func clistWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for i := 0; i < len(t.Text); {
		n := 1
		switch t.Text[i] {
		case ' ', '\t':
			i++
			continue
		case '(':
			if k := strings.IndexByte(t.Text[i:], ')'); k >= 0 {
				n = k + 1
			}
		case '=':
		default:
			n = strings.IndexAny(t.Text[i:], " \t=(")
			if n < 0 {
				n = len(t.Text) - i
			}
		}
		out = append(out, t.Slice(i, i+n))
		i += n
	}
	return out
}
