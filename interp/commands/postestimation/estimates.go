package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// estimatesCommands are the commands that store estimates and fetch them.
var estimatesCommands = []*interp.Command{
	estimatesReplay("ESTimates"), estimatesReplay("ESTimates Replay"),
	EstimatesStore, EstimatesRestore, EstimatesDir, EstimatesDrop, EstimatesClear, EstimatesTitle, EstimatesNotes, EstimatesFor, EstimatesQuery,
	EstimatesTable, EstimatesStats, EstimatesSave, EstimatesUse, EstimatesDescribe, EstimatesESample,
}

// errNone is the error of commands that need estimates when there are none.
var errNone = rc.NoEstimates.Errorf("last estimates not found")

// EstimatesStore is the command "estimates store".
var EstimatesStore = &interp.Command{
	Name: "ESTimates STOre", Brief: "keep the active estimates under a name", Syntax: "namelist(max=1)",
	New: func() interp.Runner { return &estimatesStore{} },
	Doc: `    estimates store name [, title(text) nocopy]

The estimation sample is kept as the variable _est_name.`,
}

type estimatesStore struct {
	Title  string `opt:"TItle(text)" help:"title of the estimates"`
	NoCopy bool   `opt:"noCOPY" help:"do not leave a copy active"`
}

func (o *estimatesStore) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	e := c.E.Clone()
	if o.Title != "" {
		e.Title = o.Title
		e.SetMacro("estimates_title", o.Title)
	}
	e.SetMacro("_estimates_name", c.Names[0])
	c.StoreEstimates(c.Names[0], e)
	if o.NoCopy {
		c.SetEstimates(&interp.Estimates{})
		return nil
	}
	c.E.SetMacro("_estimates_name", c.Names[0])
	return nil
}

// EstimatesRestore is the command "estimates restore".
var EstimatesRestore = &interp.Command{
	Name: "ESTimates REStore", Brief: "make stored estimates the active ones", Syntax: "namelist(max=1)",
	New: func() interp.Runner { return &estimatesRestore{} }, Doc: "    estimates restore name",
}

type estimatesRestore struct{}

func (o *estimatesRestore) Run(c *interp.Call) error {
	if err := c.RestoreEstimates(c.Names[0]); err != nil {
		return err
	}
	c.Printf("(results %s are active now)\n", c.Names[0])
	return nil
}

// expandStored returns the names of stored estimates that words stand for: a
// dot for the active ones, * and ? as wildcards. No words are the active ones
// if there are any.
func expandStored(c *interp.Call, body lang.Text) ([]string, error) {
	var out []string
	for _, w := range body.Words() {
		if w.Text == "_all" || strings.ContainsAny(w.Text, "*?") {
			pattern := strings.Replace(w.Text, "_all", "*", 1)
			found := false
			for _, name := range c.StoredNames() {
				if matchName(pattern, name) {
					out, found = append(out, name), true
				}
			}
			if !found {
				return nil, rc.NotFound.At(w.Pos, "estimation result %s not found", w.Text)
			}
			continue
		}
		if w.Text != "." {
			if _, err := c.StoredEstimates(w.Text); err != nil {
				return nil, rc.Locate(err, w.Pos)
			}
		}
		out = append(out, w.Text)
	}
	if len(out) == 0 {
		out = []string{"."}
	}
	return out, nil
}

// estimatesNamed returns the estimates called name; "." are the active ones.
func estimatesNamed(c *interp.Call, name string) (*interp.Estimates, error) {
	if name == "." {
		if c.E.B == nil {
			return nil, errNone
		}
		return c.E, nil
	}
	return c.StoredEstimates(name)
}

// displayName is the name that tables give to estimates.
func displayName(name string, e *interp.Estimates) string {
	if name != "." {
		return name
	}
	if stored := e.Macro("_estimates_name"); stored != "" {
		return stored
	}
	return "."
}

// with runs f while the estimates called name are the active ones.
func with(c *interp.Call, name string, f func() error) error {
	if name == "." {
		return f()
	}
	active := c.E
	active.Held = true
	if err := c.RestoreEstimates(name); err != nil {
		return err
	}
	err := f()
	c.SetEstimates(active)
	active.Held = false
	return err
}

// estimatesReplay is the command "estimates replay", or "estimates" alone.
func estimatesReplay(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "show estimates again", Syntax: "[anything]",
		New: func() interp.Runner { return &replay{} }, Doc: "    estimates replay [names]",
	}
}

type replay struct{}

func (o *replay) Run(c *interp.Call) error {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return err
		}
		c.Print("\n")
		c.Rule(78)
		title := ""
		if e.Title != "" && name != "." {
			title = " (" + e.Title + ")"
		}
		if name == "." {
			c.Print("Active results\n")
		} else {
			c.Printf("Model %s%s\n", name, title)
		}
		c.Rule(78)
		if err := with(c, name, func() error { return showAgain(c) }); err != nil {
			return err
		}
	}
	return nil
}

// showAgain shows the active estimates: the command that made them does, if it
// can; else there is just a table.
func showAgain(c *interp.Call) error {
	cmd := c.E.Cmd()
	if def := c.FindCommand(cmd); def != nil && cmd != "" && replays[cmd] {
		return c.Run(cmd)
	}
	c.Print("\n")
	c.ShowCoefs(c.Table(c.E, interp.CoefOptions{}))
	return nil
}

// replays are the commands that show results again when typed alone.
var replays = map[string]bool{"regress": true, "areg": true, "xtreg": true, "reghdfe": true, "logit": true, "probit": true, "poisson": true, "ivregress": true}

// EstimatesDir is the command "estimates dir".
var EstimatesDir = &interp.Command{
	Name: "ESTimates DIR", Brief: "list stored estimates", Syntax: "[anything]",
	New: func() interp.Runner { return &estimatesDir{} }, Doc: "    estimates dir [names]\n\nStored results: r(names)",
}

type estimatesDir struct{}

func (o *estimatesDir) Run(c *interp.Call) error {
	names := c.StoredNames()
	if strings.TrimSpace(c.Body.Text) != "" {
		var err error
		if names, err = expandStored(c, c.Body); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Macro("names", strings.Join(names, " "))
	if len(names) == 0 {
		return nil
	}
	rule := strings.Repeat("-", 75) + "\n"
	c.Print("\n" + rule + "        Name | Command      Depvar       npar  Title\n-------------+" + strings.Repeat("-", 61) + "\n")
	for _, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return err
		}
		c.Printf("%12s | %-12s %-12s %4d  %s\n", name, e.Cmd(), e.Macro("depvar"), len(e.B.Cols), e.Title)
	}
	c.Print(rule)
	return nil
}

// EstimatesDrop is the command "estimates drop".
var EstimatesDrop = &interp.Command{
	Name: "ESTimates drop", Brief: "forget stored estimates", Syntax: "anything",
	New: func() interp.Runner { return &estimatesDrop{} }, Doc: "    estimates drop names | _all",
}

type estimatesDrop struct{}

func (o *estimatesDrop) Run(c *interp.Call) error {
	if strings.TrimSpace(c.Body.Text) == "_all" && len(c.StoredNames()) == 0 {
		return nil
	}
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		c.DropStored(name)
	}
	return nil
}

// EstimatesClear is the command "estimates clear".
var EstimatesClear = &interp.Command{
	Name: "ESTimates clear", Brief: "forget all stored estimates", New: func() interp.Runner { return &estimatesClear{} }, Doc: "    estimates clear",
}

type estimatesClear struct{}

func (o *estimatesClear) Run(c *interp.Call) error {
	for _, name := range c.StoredNames() {
		c.DropStored(name)
	}
	return nil
}

// EstimatesTitle is the command "estimates title".
var EstimatesTitle = &interp.Command{
	Name: "ESTimates TItle", Brief: "title of the active estimates", Syntax: "raw",
	New: func() interp.Runner { return &estimatesTitle{} }, Doc: "    estimates title [: text]",
}

type estimatesTitle struct{}

func (o *estimatesTitle) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	if !strings.HasPrefix(text.Text, ":") {
		c.Print(c.E.Title + "\n")
		return nil
	}
	c.E.Title = lang.Unquote(text.Slice(1, len(text.Text)).Trim().Text)
	c.E.SetMacro("estimates_title", c.E.Title)
	return nil
}

// EstimatesNotes is the command "estimates notes".
var EstimatesNotes = &interp.Command{
	Name: "ESTimates NOTEs", Brief: "notes of the active estimates", Syntax: "raw",
	New: func() interp.Runner { return &estimatesNotes{} }, Doc: "    estimates notes [: text]",
}

type estimatesNotes struct{}

func (o *estimatesNotes) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	n := 0
	for c.E.Macro("note"+interp.FormatNumber(float64(n+1))) != "" {
		n++
	}
	if strings.HasPrefix(text.Text, ":") {
		c.E.Hidden.SetMacro("note"+interp.FormatNumber(float64(n+1)), text.Slice(1, len(text.Text)).Trim().Text)
		return nil
	}
	for i := 1; i <= n; i++ {
		c.Printf("  %d.  %s\n", i, c.E.Macro("note"+interp.FormatNumber(float64(i))))
	}
	return nil
}

// EstimatesQuery is the command "estimates query".
var EstimatesQuery = &interp.Command{
	Name: "ESTimates Query", Brief: "what the active estimates are", New: func() interp.Runner { return &estimatesQuery{} }, Doc: "    estimates query",
}

type estimatesQuery struct{}

func (o *estimatesQuery) Run(c *interp.Call) error {
	switch {
	case c.E.B == nil:
		c.Print("(no active results)\n")
	case c.E.Macro("_estimates_name") == "":
		c.Printf("(active results produced by %s; not yet stored)\n", c.E.Cmd())
	default:
		c.Printf("(active results produced by %s; also stored as %s)\n", c.E.Cmd(), c.E.Macro("_estimates_name"))
	}
	return nil
}

// EstimatesFor is the command "estimates for".
var EstimatesFor = &interp.Command{
	Name: "ESTimates for", Brief: "run a command for each of several stored estimates", Syntax: "prefix anything",
	New: func() interp.Runner { return &estimatesFor{} }, Doc: "    estimates for names [, noheader]: command",
}

type estimatesFor struct {
	NoHeader bool `opt:"noHeader" help:"do not print the names"`
}

func (o *estimatesFor) Run(c *interp.Call) error {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !o.NoHeader {
			c.Print("\n")
			c.Rule(78)
			c.Printf("Model %s\n", name)
			c.Rule(78)
		}
		if err := with(c, name, c.RunRest); err != nil {
			return err
		}
	}
	return nil
}

// EstimatesESample is the command "estimates esample".
var EstimatesESample = &interp.Command{
	Name: "ESTimates ESAMPle", Brief: "set or show the estimation sample", Syntax: "raw",
	New: func() interp.Runner { return &estimatesESample{} },
	Doc: `    estimates esample
    estimates esample: [varlist] [if] [in]

Estimates read from a file have no sample; this sets it: the observations of if
and in without missing values in the variables.`,
}

type estimatesESample struct{}

func (o *estimatesESample) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	if !strings.HasPrefix(text.Text, ":") {
		if c.E.Has && c.Sample().Count() > 0 {
			c.Print("e(sample) set by estimation command\n")
		} else {
			c.Print("e(sample) not set (0 assumed)\n")
		}
		return nil
	}
	return c.Run("_estimates_esample " + text.Slice(1, len(text.Text)).Text)
}

// setESample does the work of "estimates esample:".
var setESample = &interp.Command{
	Name: "_estimates_esample", Brief: "set the estimation sample", Syntax: "[varlist(default(none))] [if] [in]",
	New: func() interp.Runner { return &esampleSetter{} }, Doc: "See estimates esample.",
}

type esampleSetter struct{}

func (o *esampleSetter) Run(c *interp.Call) error {
	e := c.E.Clone()
	e.Sample, e.Has = c.Rows.Where(func(r int) bool {
		for _, col := range c.Vars {
			if col.Missing(r) {
				return false
			}
		}
		return true
	}), true
	c.ReplaceEstimates(e)
	return nil
}

// matchName matches a name with the wildcards * and ?.
func matchName(pattern, name string) bool {
	switch {
	case pattern == "":
		return name == ""
	case pattern[0] == '*':
		return matchName(pattern[1:], name) || name != "" && matchName(pattern, name[1:])
	case name == "":
		return false
	}
	return (pattern[0] == '?' || pattern[0] == name[0]) && matchName(pattern[1:], name[1:])
}
