package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Set is the command "set".
var Set = &interp.Command{
	Name: "set", Brief: "change a setting", Syntax: "plain anything", New: func() interp.Runner { return &set{} },
	Doc: "    set name value\n\nThe settings with an effect; c(name) holds the value of each:\n\n" + effective() + `
Settings about a screen, memory, looks or an installation are kept and can be
read as c(name), but nothing depends on them: ` + ineffective() + ".",
}

func effective() string {
	var b strings.Builder
	for i := range interp.SettingsTable {
		if t := &interp.SettingsTable[i]; t.Effective() {
			b.WriteString("    " + pad(t.Name+" "+t.Values, 30) + " " + t.Brief + "\n")
		}
	}
	return b.String()
}

func pad(s string, width int) string { return s + strings.Repeat(" ", max(width-len(s), 0)) }

// ineffective lists the settings that are only kept, over lines of text.
func ineffective() string {
	var lines strings.Builder
	width := 47
	for i := range interp.SettingsTable {
		t := &interp.SettingsTable[i]
		if t.Effective() {
			continue
		}
		name := strings.ToLower(t.Name)
		if lines.Len() > 0 {
			lines.WriteByte(',')
		}
		if width+len(name) > 76 {
			lines.WriteByte('\n')
			width = 0
		} else if lines.Len() > 0 {
			lines.WriteByte(' ')
		}
		lines.WriteString(name)
		width += len(name) + 2
	}
	return lines.String()
}

type set struct{ setOptions }

// setOptions are the options of set.
type setOptions struct {
	Permanently bool `opt:"PERManently" help:"the setting holds for this session in any case; put it into the script"`
	Once        bool `opt:"once" help:"for compatibility; without effect"`
}

func (o *set) Run(c *interp.Call) error {
	words := c.Body.Words()
	t := interp.FindSetting(words[0].Text)
	if t == nil {
		return rc.Syntax.At(words[0].Pos, "set %s: no such setting", words[0].Text)
	}
	start := int(words[0].Pos-c.Body.Pos) + len(words[0].Text)
	return change(c, t, c.Body.Slice(start, len(c.Body.Text)).Trim())
}

// change changes a setting to what the user typed.
func change(c *interp.Call, t *interp.Setting, value lang.Text) error {
	if value.Text == "" && t.Values != "text" && t.Values != "%fmt" {
		return rc.Syntax.Errorf("set %s: value required", strings.ToLower(t.Name))
	}
	if err := c.Set(t, value.Text); err != nil {
		return rc.Locate(err, value.Pos)
	}
	if t.Name == "MEMory" {
		c.Print("set memory ignored.\n    Memory no longer needs to be set in modern Statas; memory adjustments\n    are performed on the fly automatically.\n")
	}
	return nil
}

// settingCommands are "set seed", "set more" and so on, a command for each
// setting.
var settingCommands = func() []*interp.Command {
	var list []*interp.Command
	for i := range interp.SettingsTable {
		t := &interp.SettingsTable[i]
		name := strings.ToLower(t.Name)
		list = append(list, &interp.Command{
			Name: "set " + t.Name, Brief: t.Brief, Syntax: "plain [anything]", New: func() interp.Runner { return &setting{t: t} },
			Doc: "    set " + name + " " + valuesText(t), NoOp: !t.Effective(),
		})
	}
	return list
}()

func valuesText(t *interp.Setting) string {
	switch t.Values {
	case "#", "%fmt", "text":
		return t.Values
	}
	return strings.ReplaceAll(strings.ToLower(t.Values), " ", " | ")
}

// setting changes one setting.
type setting struct {
	setOptions
	t *interp.Setting
}

func (o *setting) Run(c *interp.Call) error { return change(c, o.t, c.Body) }

// Query is the command "query".
var Query = &interp.Command{
	Name: "query", Brief: "show the settings", Syntax: "[anything]", New: func() interp.Runner { return command(runQuery) },
	Doc: "    query\n\nShows the settings with an effect; c(name) shows any.",
}

func runQuery(c *interp.Call) error {
	c.Rule(0)
	for i := range interp.SettingsTable {
		if t := &interp.SettingsTable[i]; t.Effective() && t.Name != "rngstate" {
			c.Printf("    set %-16s %-12s %s\n", strings.ToLower(t.Name), c.Value(t), t.Brief)
		}
	}
	c.Rule(0)
	return nil
}

// CreturnList is the command "creturn list".
var CreturnList = &interp.Command{
	Name: "CRETurn LIst", Brief: "list the values c()", Syntax: "", New: func() interp.Runner { return command(runCreturnList) },
}

func runCreturnList(c *interp.Call) error {
	c.Print("\nSystem values\n\n")
	for _, name := range c.CNames() {
		v, _ := c.CValue(name)
		text := strings.TrimSpace(c.Format("%18.0g", v.Num))
		if v.IsStr {
			text = lang.Quote(v.Str)
			if r := []rune(text); len(r) > 50 {
				text = string(r[:47]) + `.."`
			}
		}
		c.Printf("%24s = %s\n", "c("+name+")", text)
	}
	return nil
}
