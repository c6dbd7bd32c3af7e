package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Joinby is the command "joinby".
var Joinby = &interp.Command{
	Name:   "joinby",
	Brief:  "form all pairwise combinations within groups",
	Syntax: "[varlist(default(none))] using",
	New:    func() interp.Runner { return &joinby{} },
	Doc: `    joinby [varlist] using filename [, options]

Every observation in memory is joined with every observation of the file that
has the same values of varlist; without one, of all variables that both have.
The result is in the order of varlist.`,
}

type joinby struct {
	Unmatched string `opt:"UNMatched(none|both|master|using)" help:"observations without partner to keep; default none"`
	Merge     string `opt:"_merge(newvar)" help:"with unmatched(): name of the variable that tells where observations come from; default _merge"`
	NoLabel   bool   `opt:"NOLabel" help:"do not copy value labels from the file"`
	Update    bool   `opt:"update" help:"fill missing values of the data in memory from the file"`
	Replace   bool   `opt:"replace" help:"with update: replace values by nonmissing ones of the file"`
}

// keptBy are the results that unmatched() keeps.
var keptBy = map[string][]int8{
	"none": nil, "both": {frame.MasterOnly, frame.UsingOnly}, "master": {frame.MasterOnly}, "using": {frame.UsingOnly},
}

func (o *joinby) Run(c *interp.Call) error {
	keep, err := o.kept(c)
	if err != nil {
		return err
	}
	name, err := usingName(c)
	if err != nil {
		return err
	}
	using, err := readUsing(c, name, nil)
	if err != nil {
		return err
	}
	master := c.Frame()
	j := &mergeJob{merge: &merge{Update: o.Update, Replace: o.Replace}, c: c, name: o.Merge, keys: o.keys(c, using)}
	if len(j.keys) == 0 {
		return rc.NotFound.Errorf("no variables in common between master and using datasets")
	}
	shared, keys, err := j.shared(using)
	if err != nil {
		return err
	}
	m, err := frame.GroupKeys(keys, master.N()).All(c.Stop)
	if err != nil {
		return err
	}
	common := slices.DeleteFunc(slices.Clone(shared), func(s frame.Shared) bool { return slices.Contains(j.keys, s.Master.Name) })
	results := keepResults(m, m.Results(j.compared(common), master.N()), keep)
	out := master.Join(using, shared, m, j.precedence())
	if o.Merge != "" {
		source := mergeColumn(o.Merge, results)
		source.Format, source.Label = "%29.0g", ""
		if err := out.Add(source); err != nil {
			return err
		}
		out.SetValueLabel(mergeLabels("_merge", "only in master data", "only in using data", "both in master and using data",
			"missing updated", "nonmissing conflict"))
	}
	reportPromotions(c, shared)
	takeFrom(c, out, using, !o.NoLabel, true)
	c.SetFrame(out)
	return nil
}

// kept checks the options and returns the results to keep. It settles the
// name of the variable of results, "" for none.
func (o *joinby) kept(c *interp.Call) ([]int8, error) {
	if o.Replace && !o.Update {
		return nil, rc.Syntax.Errorf("option replace requires option update")
	}
	if o.Unmatched == "" {
		o.Unmatched = "none"
	}
	extra, ok := []int8(nil), false
	for word, results := range keptBy {
		if strings.HasPrefix(word, o.Unmatched) {
			extra, ok = results, true
		}
	}
	if !ok {
		return nil, rc.Syntax.Errorf("option unmatched() incorrectly specified")
	}
	if len(extra) > 0 && o.Merge == "" {
		o.Merge = "_merge"
	}
	if o.Merge != "" {
		if err := c.CheckNewName(o.Merge); err != nil {
			return nil, err
		}
	}
	return append([]int8{frame.Matched, frame.Updated, frame.Conflicted}, extra...), nil
}

func (o *joinby) keys(c *interp.Call, using *frame.Frame) []string {
	if len(c.Vars) > 0 {
		return namesOf(c.Vars)
	}
	var names []string
	for _, v := range c.Frame().Columns() {
		if using.Column(v.Name) != nil {
			names = append(names, v.Name)
		}
	}
	return names
}
