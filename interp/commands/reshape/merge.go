package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Merge is the command "merge".
var Merge = &interp.Command{
	Name:   "MERge",
	Brief:  "add the variables of a dataset on disk",
	Syntax: "[anything] using",
	New:    func() interp.Runner { return &merge{} },
	Doc: `    merge 1:1 varlist using filename [, options]
    merge m:1 varlist using filename [, options]
    merge 1:m varlist using filename [, options]
    merge m:m varlist using filename [, options]
    merge 1:1 _n using filename [, options]

Observations of the data in memory (the master) are joined with those of the
file that have the same values of varlist; missing values match each other. 1
says that varlist identifies observations in the data in memory (before the
colon) or in the file. For variables that both have, the master's values
count, but see update. The result is in the order of varlist, observations
that only the file has last. The variable _merge holds

    1  master only      4  missing updated
    2  using only       5  nonmissing conflict
    3  matched

m:m pairs observations in their order within varlist, which is hardly ever
wanted: see joinby.

Results, in keep() and assert(), are numbers or the words master, using,
match, match_update and match_conflict.

The syntax of old versions, merge varlist using filename [filename ...], is
understood as merge m:m; there keep() is a list of variables.`,
}

type merge struct {
	Keep       lang.Text `opt:"keep(results)" help:"keep only observations with these results"`
	Assert     lang.Text `opt:"ASSert(results)" help:"it is an error if there are other results"`
	KeepUsing  []string  `opt:"KEEPUSing(varlist)" help:"variables to read from the file; default all"`
	Generate   string    `opt:"GENerate(newvar)" help:"name of the variable that holds the results; default _merge"`
	OldName    string    `opt:"_merge(newvar)" help:"generate(), in the syntax of old versions"`
	NoGenerate bool      `opt:"NOGENerate" help:"do not create _merge"`
	Update     bool      `opt:"update" help:"fill missing values of the master from the file"`
	Replace    bool      `opt:"replace" help:"with update: replace the master's values by nonmissing ones of the file"`
	Force      bool      `opt:"force" help:"where a variable is a string on one side only, take the file's values as missing"`
	NoReport   bool      `opt:"NOREPort" help:"do not show the table of results"`
	NoLabel    bool      `opt:"NOLabel" help:"do not copy value labels from the file"`
	NoNotes    bool      `opt:"NONOTEs" help:"do not copy notes from the file"`
	Sorted     bool      `opt:"SORTED" help:"the data are sorted; for compatibility"`
	Sort       bool      `opt:"sort" help:"sort the data, in the syntax of old versions"`
	Unique     bool      `opt:"UNIQue" help:"1:1, in the syntax of old versions"`
	UniqMaster bool      `opt:"UNIQMaster" help:"1:m, in the syntax of old versions"`
	UniqUsing  bool      `opt:"UNIQUsing" help:"m:1, in the syntax of old versions"`
	NoKeep     bool      `opt:"NOKeep" help:"drop observations that only the file has, in the syntax of old versions"`
	NoSummary  bool      `opt:"NOSUMmary" help:"for old scripts that merge several files"`
}

// A mergeJob is one merge, whatever the syntax it was asked for in.
type mergeJob struct {
	*merge
	c         *interp.Call
	keys      []string // none: by observation number
	oneMaster bool
	oneUsing  bool
	old       bool
	name      string // of the variable of results, "" for none
	keep      []int8 // results to keep, nil for all
	assert    []int8
}

func (o *merge) Run(c *interp.Call) error {
	job, err := o.job(c)
	if err != nil {
		return err
	}
	names, err := usingNames(c)
	if err != nil {
		return err
	}
	if !job.old && len(names) > 1 {
		return rc.Syntax.At(c.Using.Pos, "invalid '%s'", names[1])
	}
	if job.old {
		return job.oldStyle(names)
	}
	using, err := readUsing(c, names[0], job.wanted())
	if err != nil {
		return err
	}
	return job.run(using)
}

// job reads the body and the options.
func (o *merge) job(c *interp.Call) (*mergeJob, error) {
	j := &mergeJob{merge: o, c: c, name: "_merge"}
	if o.Replace && !o.Update {
		return nil, rc.Syntax.Errorf("option replace requires option update")
	}
	if o.NoGenerate && o.Generate != "" {
		return nil, rc.Syntax.Errorf("options generate() and nogenerate may not be combined")
	}
	body := c.Body.Trim()
	kind, rest, _ := strings.Cut(body.Text, " ")
	list := lang.Text{Pos: body.Pos + lang.Pos(len(body.Text)-len(rest)), Text: rest}
	switch kind {
	case "1:1", "m:1", "1:m", "m:m":
		j.oneMaster, j.oneUsing = kind[0] == '1', kind[2] == '1'
	default:
		j.old, list = true, body
		j.oneMaster, j.oneUsing = o.Unique || o.UniqMaster, o.Unique || o.UniqUsing
	}
	if err := j.results(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(list.Text) == "_n" && kind == "1:1" || j.old && list.Text == "" {
		return j, j.checkName()
	}
	cols, err := c.VarlistText(list)
	if err != nil {
		return nil, err
	}
	if len(cols) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	j.keys = namesOf(cols)
	return j, j.checkName()
}

func (j *mergeJob) checkName() error {
	switch {
	case j.NoGenerate:
		j.name = ""
		return nil
	case j.Generate != "":
		j.name = j.Generate
	case j.OldName != "":
		j.name = j.OldName
	}
	return j.c.CheckNewName(j.name)
}

// results reads keep() and assert().
func (j *mergeJob) results() (err error) {
	if j.old {
		if j.NoKeep {
			j.keep = []int8{frame.MasterOnly, frame.Matched, frame.Updated, frame.Conflicted}
		}
		return nil
	}
	if j.keep, err = mergeResults("keep", j.Keep); err != nil {
		return err
	}
	j.assert, err = mergeResults("assert", j.Assert)
	return err
}

// resultWords are the names of the results, capitals marking the shortest
// abbreviation.
var resultWords = []struct {
	word   string
	result int8
}{
	{"MASters", frame.MasterOnly}, {"USings", frame.UsingOnly}, {"MATches", frame.Matched}, {"MATched", frame.Matched},
	{"match_UPdates", frame.Updated}, {"match_CONflicts", frame.Conflicted},
}

func mergeResults(option string, arg lang.Text) ([]int8, error) {
	var out []int8
	for _, w := range arg.Words() {
		r := resultOf(strings.ToLower(strings.TrimSuffix(w.Text, ",")))
		if r == 0 {
			return nil, rc.Syntax.At(w.Pos, "option %s() incorrectly specified: '%s' is no merge result", option, w.Text)
		}
		out = append(out, r)
	}
	return out, nil
}

// resultOf returns the result that a number or word stands for, or 0.
func resultOf(word string) int8 {
	if len(word) == 1 && word[0] >= '1' && word[0] <= '5' {
		return int8(word[0] - '0')
	}
	if rest, ok := strings.CutPrefix(word, "match_"); ok {
		for _, w := range resultWords[4:] {
			if lang.Abbreviates(rest, strings.TrimPrefix(w.word, "match_")) {
				return w.result
			}
		}
		return 0
	}
	for _, w := range resultWords[:4] {
		if lang.Abbreviates(word, w.word) {
			return w.result
		}
	}
	return 0
}

// wanted returns the names of the variables to read, nil for all.
func (j *mergeJob) wanted() []string {
	if j.KeepUsing == nil {
		return nil
	}
	return append(slices.Clone(j.KeepUsing), j.keys...)
}

func (j *mergeJob) run(using *frame.Frame) error {
	c, master := j.c, j.c.Frame()
	shared, keys, err := j.shared(using)
	if err != nil {
		return err
	}
	m, err := j.match(using, keys)
	if err != nil {
		return err
	}
	common := slices.DeleteFunc(slices.Clone(shared), func(s frame.Shared) bool { return slices.Contains(j.keys, s.Master.Name) })
	results := m.Results(j.compared(common), master.N())
	asserted := j.asserted(results)
	if j.keep != nil && asserted {
		results = keepResults(m, results, j.keep)
	}
	out := master.Join(using, shared, m, j.precedence())
	if j.name != "" {
		if err := out.Add(mergeColumn(j.name, results)); err != nil {
			return err
		}
	}
	reportPromotions(c, shared)
	takeFrom(c, out, using, !j.NoLabel, !j.NoNotes)
	if j.name != "" && out.ValueLabel("_merge") == nil {
		out.SetValueLabel(mergeLabels("_merge", "Master only (1)", "Using only (2)", "Matched (3)", "Missing updated (4)", "Nonmissing conflict (5)"))
	}
	c.SetFrame(out)
	if !asserted {
		return rc.False.Errorf("merge:  after merge, not all observations %s\n        (merged result left in memory)", assertedText(j.assert))
	}
	if !j.NoReport && !j.old {
		j.report(results)
	}
	return nil
}

func (j *mergeJob) precedence() frame.Precedence {
	switch {
	case j.Replace:
		return frame.UsingPrevails
	case j.Update:
		return frame.FillMissing
	}
	return frame.MasterWins
}

// compared returns the columns whose agreement results 4 and 5 tell about.
func (j *mergeJob) compared(common []frame.Shared) []*frame.Column {
	if !j.Update {
		return nil
	}
	var cols []*frame.Column
	for _, s := range common {
		cols = append(cols, s.Both)
	}
	return cols
}

// shared returns the variables that both datasets have, and the keys.
func (j *mergeJob) shared(using *frame.Frame) (shared []frame.Shared, keys []*frame.Column, err error) {
	for _, key := range j.keys {
		u := using.Column(key)
		if u == nil {
			return nil, nil, rc.NotFound.Errorf("variable %s not found in using data", key)
		}
		if v := j.c.Frame().Column(key); v.IsString() != u.IsString() {
			return nil, nil, explain(j.c, rc.StringMismatch,
				"key variable "+key+" is "+v.Type().String()+" in master but "+u.Type().String()+" in using data",
				"Each key variable -- the variables on which observations are matched -- must be of the same generic type in the "+
					"master and using datasets.  Same generic type means both numeric or both string.")
		}
	}
	if j.name != "" && using.Column(j.name) != nil {
		return nil, nil, rc.Exists.Errorf("variable %s already defined", j.name)
	}
	shared = j.c.Frame().SharedWith(using)
	if !j.Force {
		if err := checkMixed(j.c, shared, "merge"); err != nil {
			return nil, nil, err
		}
	}
	for _, key := range j.keys {
		i := slices.IndexFunc(shared, func(s frame.Shared) bool { return s.Master.Name == key })
		keys = append(keys, shared[i].Both)
	}
	return shared, keys, nil
}

// match pairs the observations.
func (j *mergeJob) match(using *frame.Frame, keys []*frame.Column) (*frame.Match, error) {
	master := j.c.Frame()
	if len(keys) == 0 {
		return frame.ByRow(master.N(), using.N()), nil
	}
	groups := frame.GroupKeys(keys, master.N())
	one, oneUsing := groups.Unique()
	for _, side := range []struct {
		name         string
		wanted, true bool
	}{{"master", j.oneMaster, one}, {"using", j.oneUsing, oneUsing}} {
		text := notUnique(j.keys) + " observations in the " + side.name + " data"
		switch {
		case side.wanted && !side.true:
			return nil, rc.DataProblem.Errorf("%s", text)
		case j.old && !side.true:
			j.c.Printf("%s\n", text)
		}
	}
	return groups.Sequential(j.c.Stop)
}

// notUnique returns "variable a does not uniquely identify" or the like.
func notUnique(keys []string) string {
	if len(keys) == 1 {
		return "variable " + keys[0] + " does not uniquely identify"
	}
	return "variables " + strings.Join(keys, " ") + " do not uniquely identify"
}

func (j *mergeJob) asserted(results []int8) bool {
	return j.assert == nil || !slices.ContainsFunc(results, func(r int8) bool { return !slices.Contains(j.assert, r) })
}

// keepResults drops the pairs whose results are not to be kept.
func keepResults(m *frame.Match, results, keep []int8) []int8 {
	var wanted [frame.Conflicted + 1]bool
	for _, r := range keep {
		wanted[r] = true
	}
	m.Keep(func(i int) bool { return wanted[results[i]] })
	return slices.DeleteFunc(results, func(r int8) bool { return !wanted[r] })
}

// assertedText names results: "from master or matched".
func assertedText(results []int8) string {
	var words []string
	for _, r := range results {
		words = append(words, [...]string{"", "from master", "from using", "matched", "matched with missing updated", "matched with nonmissing conflict"}[r])
	}
	switch n := len(words); n {
	case 1:
		return words[0]
	case 2:
		return words[0] + " or " + words[1]
	default:
		return strings.Join(words[:n-1], ", ") + ", or " + words[n-1]
	}
}

// mergeColumn returns the variable that holds results.
func mergeColumn(name string, results []int8) *frame.Column {
	values := make([]float64, len(results))
	for i, r := range results {
		values[i] = float64(r)
	}
	col := frame.NewNumbers(name, frame.Byte, values)
	col.Format, col.Label, col.ValueLabel = "%23.0g", "Matching result from merge", "_merge"
	return col
}

// mergeLabels returns a value label of 1, 2, ....
func mergeLabels(name string, texts ...string) *frame.ValueLabel {
	l := frame.NewValueLabel(name)
	for i, t := range texts {
		l.Set(float64(i+1), t)
	}
	return l
}
