package data

import (
	"math"
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// LabelDefine is the command "label define".
var LabelDefine = &interp.Command{
	Name:   "LAbel DEfine",
	Brief:  "define or change a value label",
	Syntax: "anything",
	New:    func() interp.Runner { return &labelDefine{} },
	Doc: `    label define lblname # "text" [# "text" ...] [, add modify replace]

The values are integers or .a to .z. With modify, the text "" removes a label.`,
}

type labelDefine struct {
	Add     bool `opt:"add" help:"add labels to an existing value label; those it has may not change"`
	Modify  bool `opt:"MODify" help:"add, change or remove labels of an existing value label"`
	Replace bool `opt:"replace" help:"define the value label anew if it exists"`
	NoFix   bool `opt:"nofix" help:"leave display formats of variables alone"`
}

func (o *labelDefine) Run(c *interp.Call) error {
	words := splitGlued(c.Body)
	if len(words) < 3 || !lang.IsName(words[0].Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	name := words[0].Text
	old := c.Frame().ValueLabel(name)
	if old != nil && !o.Add && !o.Modify && !o.Replace {
		return rc.Exists.Errorf("label %s already defined", name)
	}
	entries, err := labelEntries(words[1:])
	if err != nil {
		return err
	}
	l := frame.NewValueLabel(name)
	if old != nil && !o.Replace {
		l = old.Clone(name)
	}
	for _, e := range entries {
		if _, has := l.Text(e.Value); has && !o.Modify {
			return rc.BadLabel.Errorf("invalid attempt to modify label")
		}
		l.Set(e.Value, e.Text)
	}
	c.Frame().SetValueLabel(l)
	c.Frame().Changed = true
	if !o.NoFix {
		fixFormats(c.Frame(), l)
	}
	return nil
}

// splitGlued splits t into words; a quoted text ends a word even where no
// blank follows it, as in 1"yes"2"no".
func splitGlued(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		start := 0
		for i := 0; i < len(w.Text); i++ {
			n := lang.QuotedLen(w.Text[i:])
			if n == 0 {
				continue
			}
			if i > start {
				out = append(out, w.Slice(start, i))
			}
			out = append(out, w.Slice(i, i+n))
			i += n - 1
			start = i + 1
		}
		if start < len(w.Text) {
			out = append(out, w.Slice(start, len(w.Text)))
		}
	}
	return out
}

// labelEntries reads "# "text" # "text" ...".
func labelEntries(words []lang.Text) ([]frame.LabelEntry, error) {
	var out []frame.LabelEntry
	for i := 0; i < len(words); i += 2 {
		x, ok := labelValue(words[i].Text)
		if !ok || i+1 == len(words) {
			return nil, rc.Syntax.At(words[i].Pos, "invalid syntax")
		}
		out = append(out, frame.LabelEntry{Value: x, Text: lang.Unquote(words[i+1].Text)})
	}
	return out, nil
}

// labelValue reads a value that may have a label: an integer, or .a to .z.
func labelValue(s string) (float64, bool) {
	if len(s) == 2 && s[0] == '.' && s[1] >= 'a' && s[1] <= 'z' {
		return frame.MissingCode(int(s[1]-'a') + 1), true
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && x == math.Trunc(x) && math.Abs(x) <= math.MaxInt32
}

// fixFormats widens the formats of the variables that l is attached to, so
// that its texts fit.
func fixFormats(f *frame.Frame, l *frame.ValueLabel) {
	for _, v := range f.Columns() {
		if v.ValueLabel == l.Name && !v.IsString() {
			v.Format = widened(v.Format, l)
		}
	}
}

// widened returns a format of at least the width of the longest text of l, if
// format is a plain numeric one.
func widened(format string, l *frame.ValueLabel) string {
	width := 0
	for _, e := range l.Entries() {
		width = max(width, frame.TextWidth(e.Text))
	}
	f, err := frame.ParseFormat(format)
	if err != nil || f.IsDate() || f.IsString() || f.Width() >= width {
		return format
	}
	i := 1
	for i < len(format) && (format[i] == '-' || format[i] == '~' || format[i] == '0') {
		i++
	}
	return format[:i] + strconv.Itoa(min(width, maxLabel)) + format[i+digits(format[i:]):]
}
