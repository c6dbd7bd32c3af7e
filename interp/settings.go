package interp

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Settings are what "set" changes.
type Settings struct {
	LineSize  int
	Level     float64 // of confidence intervals, in percent
	Type      string  // storage type of new variables: "float" or "double"
	VarAbbrev bool
	Trace     bool
	Seed      string // as the user last gave it
	Version   float64
	CFormat   string // coefficients, standard errors, intervals
	PFormat   string // p-values
	SFormat   string // test statistics
	DP        string // "period" or "comma"
	Continue  bool   // go on after an error
	Referee   bool   // notes on two-way effects with staggered treatment

	kept map[string]string // the other settings that were changed
}

func defaultSettings() Settings {
	return Settings{LineSize: 80, Level: 95, Type: "float", VarAbbrev: true, Version: 18, DP: "period", Seed: "123456789", Referee: true, kept: map[string]string{}}
}

// Abbrev tells whether variable names may be abbreviated.
func (s *Session) Abbrev() bool { return s.settings.VarAbbrev }

// A Setting is one row of the table of what "set" changes. Its value can be
// read as c(name).
type Setting struct {
	Name    string // capitals mark the shortest abbreviation
	Values  string // "on off" and other words to choose from, "#", "%fmt", or "text"
	Default string
	Brief   string
	// Apply makes the setting take effect; get returns its value. Both are nil
	// for settings about a screen, memory or an installation: they are kept and
	// can be read, and nothing looks at them.
	Apply func(s *Session, value string) error
	get   func(s *Session) string
}

// Effective reports whether anything depends on the setting.
func (t *Setting) Effective() bool { return t.Apply != nil }

// Value returns the value of a setting as text.
func (s *Session) Value(t *Setting) string {
	if t.get != nil {
		return t.get(s)
	}
	if v, ok := s.settings.kept[strings.ToLower(t.Name)]; ok {
		return v
	}
	return t.Default
}

// FindSetting returns the setting that word stands for, or nil.
func FindSetting(word string) *Setting {
	for i := range SettingsTable {
		if lang.Abbreviates(word, SettingsTable[i].Name) {
			return &SettingsTable[i]
		}
	}
	return nil
}

// settingNamed returns the setting with a full name, in lower case.
func settingNamed(name string) *Setting {
	for i := range SettingsTable {
		if strings.ToLower(SettingsTable[i].Name) == name {
			return &SettingsTable[i]
		}
	}
	return nil
}

// Set changes a setting; r(198) if the value is not one it can have.
func (s *Session) Set(t *Setting, value string) error {
	value = strings.TrimSpace(value)
	name := strings.ToLower(t.Name)
	switch t.Values {
	case "#":
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return rc.Syntax.Errorf("set %s: '%s' found where number expected", name, value)
		}
		value = FormatNumber(x)
	case "%fmt":
		if f, err := frame.ParseFormat(value); value != "" && (err != nil || f.IsString()) {
			return rc.BadFormat.Errorf("set %s: invalid format %s", name, value)
		}
	case "text":
		value = lang.Unquote(value)
	default:
		word, ok := choose(value, t.Values)
		if !ok {
			return rc.Syntax.Errorf("set %s: %s is not one of %s", name, value, strings.ToLower(t.Values))
		}
		value = word
	}
	if t.Apply != nil {
		return t.Apply(s, value)
	}
	s.settings.kept[name] = value
	return nil
}

// choose returns the word of list that value abbreviates.
func choose(value, list string) (word string, ok bool) {
	for w := range strings.FieldsSeq(list) {
		if lang.Abbreviates(value, w) || value == strings.ToLower(w) {
			return strings.ToLower(w), true
		}
	}
	return "", false
}

func setOnOff(to func(s *Session) *bool) func(*Session, string) error {
	return func(s *Session, v string) error {
		*to(s) = v == "on"
		return nil
	}
}

func setText(to func(s *Session) *string) func(*Session, string) error {
	return func(s *Session, v string) error {
		*to(s) = v
		return nil
	}
}

func setLevel(s *Session, v string) error {
	x, _ := strconv.ParseFloat(v, 64)
	if x < 10 || x > 99.99 {
		return rc.Syntax.Errorf("level must be between 10 and 99.99 inclusive")
	}
	s.settings.Level = x
	return nil
}

func setLineSize(s *Session, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 40 || n > 255 {
		return rc.Syntax.Errorf("linesize must be between 40 and 255 inclusive")
	}
	s.settings.LineSize = n
	return nil
}

// setSeed accepts a number from 0 to 2^31-1, or a state that c(rngstate) held.
func setSeed(s *Session, v string) error {
	if strings.HasPrefix(v, "mt64-") {
		return setState(s, v)
	}
	x, err := s.EvalNumber(lang.Text{Text: v})
	if err != nil {
		return err
	}
	if x != float64(int64(x)) || x < 0 || x > 1<<31-1 {
		return rc.Syntax.Errorf("set seed: %s found where an integer from 0 to 2147483647 was expected", v)
	}
	if s.settings.Version < 14 && s.settings.kept["rng"] != "mt64" {
		return rc.Syntax.Errorf("version %s draws random numbers with the generator kiss32, which is not available; use version 14 or later, or set rng mt64 first",
			FormatNumber(s.settings.Version))
	}
	s.random.Seed(uint64(x))
	s.settings.Seed = FormatNumber(x)
	return nil
}

func setState(s *Session, v string) error {
	if err := s.random.SetState(v); err != nil {
		return rc.Syntax.Errorf("set rngstate: not a state of the generator mt64")
	}
	return nil
}

func setRNG(s *Session, v string) error {
	if v == "kiss32" || v == "mt64s" {
		return rc.Syntax.Errorf("set rng: the generator %s is not available", v)
	}
	s.settings.kept["rng"] = "mt64"
	return nil
}

func setMaxIter(s *Session, v string) error {
	return rc.Syntax.Errorf("set maxiter is not available; use the option iterate() of the estimation command")
}

func setDP(s *Session, v string) error {
	if v != "period" {
		return rc.Syntax.Errorf("set dp comma is not available; use formats such as %%9,2f")
	}
	return nil
}

// setScheme sets the scheme of figures; r(111) if there is none of that name.
func setScheme(s *Session, v string) error {
	if _, ok := graph.FindScheme(v); !ok {
		return rc.NotFound.Errorf("scheme %s not found", v)
	}
	s.settings.kept["scheme"] = v
	return nil
}

// keep keeps the value of a setting that others look at.
func keep(name string) func(*Session, string) error {
	return func(s *Session, v string) error {
		s.settings.kept[name] = v
		return nil
	}
}

// coefDefaults applies the settings about coefficient tables.
func (s *Session) coefDefaults(o CoefOptions) CoefOptions {
	k := s.settings.kept
	o.BaseLevels = o.BaseLevels || k["showbaselevels"] == "on"
	o.AllBase = o.AllBase || k["showbaselevels"] == "all"
	o.NoOmitted = o.NoOmitted || k["showomitted"] == "off"
	o.NoEmpty = o.NoEmpty || k["showemptycells"] == "off"
	o.NoLabels = o.NoLabels || k["fvlabel"] == "off"
	return o
}

// SettingsTable lists the settings in the order of the manual: first those
// with an effect.
var SettingsTable []Setting

func init() { // the functions of the table look settings up
	SettingsTable = []Setting{
		{"Level", "#", "95", "confidence level, in percent", setLevel, func(s *Session) string { return FormatNumber(s.settings.Level) }},
		{"LInesize", "#", "80", "width of a line of output", setLineSize, func(s *Session) string { return strconv.Itoa(s.settings.LineSize) }},
		{"type", "float double", "float", "storage type of new variables", setText(func(s *Session) *string { return &s.settings.Type }), func(s *Session) string { return s.settings.Type }},
		{"VARABbrev", "on off", "on", "variable names may be abbreviated", setOnOff(func(s *Session) *bool { return &s.settings.VarAbbrev }), func(s *Session) string { return onOff(s.settings.VarAbbrev) }},
		{"TRace", "on off", "off", "show the lines of programs as they run", setOnOff(func(s *Session) *bool { return &s.settings.Trace }), func(s *Session) string { return onOff(s.settings.Trace) }},
		{"seed", "text", "123456789", "start the random numbers anew", setSeed, func(s *Session) string { return s.settings.Seed }},
		{"rngstate", "text", "", "state of the random numbers", setState, func(s *Session) string { return s.random.State() }},
		{"rng", "default mt64 mt64s kiss32", "mt64", "random-number generator; mt64 is the only one", setRNG, func(*Session) string { return "mt64" }},
		{"cformat", "%fmt", "", "format of coefficients, standard errors and intervals", setText(func(s *Session) *string { return &s.settings.CFormat }), func(s *Session) string { return s.settings.CFormat }},
		{"pformat", "%fmt", "", "format of p-values", setText(func(s *Session) *string { return &s.settings.PFormat }), func(s *Session) string { return s.settings.PFormat }},
		{"sformat", "%fmt", "", "format of test statistics", setText(func(s *Session) *string { return &s.settings.SFormat }), func(s *Session) string { return s.settings.SFormat }},
		{"dp", "period comma", "period", "decimal point; period is the only one", setDP, func(s *Session) string { return s.settings.DP }},
		{"referee", "on off", "on", "notes on two-way effects with staggered treatment", setOnOff(func(s *Session) *bool { return &s.settings.Referee }), func(s *Session) string { return onOff(s.settings.Referee) }},
		{"maxiter", "#", "300", "largest number of iterations; iterate() of a command changes it", setMaxIter, func(*Session) string { return "300" }},
		{"showbaselevels", "on off all", "off", "coefficient tables show base levels", keep("showbaselevels"), nil},
		{"showomitted", "on off", "on", "coefficient tables show omitted terms", keep("showomitted"), nil},
		{"showemptycells", "on off", "on", "coefficient tables show empty cells", keep("showemptycells"), nil},
		{"fvlabel", "on off", "on", "coefficient tables show value labels", keep("fvlabel"), nil},
		{"GRaphics", "on off", "on", "figures are shown; they are kept in memory in any case", keep("graphics"), nil},
		{"scheme", "text", "didot", "how figures look; \"graph query, schemes\" lists the schemes", setScheme, nil},
		{"LOGType", "text smcl", "smcl", "type of logs whose name does not tell it", keep("logtype"), nil},
	}
	SettingsTable = append(SettingsTable, keptSettings...)
}

// keptSettings are about a screen, memory, looks or an installation.
var keptSettings = []Setting{
	kept("more", "on off", "off"), kept("rmsg", "on off", "off"),
	kept("MEMory", "text", ""), kept("maxvar", "text", "120000"), kept("MATSize", "text", "11000"), kept("max_memory", "text", "."),
	kept("min_memory", "text", "0"), kept("segmentsize", "text", "32m"), kept("niceness", "#", "5"), kept("max_preservemem", "text", "1g"),
	kept("adosize", "#", "1000"), kept("processors", "#", "1"), kept("excelxlsxlargefile", "on off", "off"), kept("output", "Proc Inform Error", "proc"),
	kept("emptycells", "keep drop", "keep"), kept("fvbase", "on off", "on"), kept("fvwrap", "#", "1"),
	kept("fvwrapon", "word width", "word"), kept("fvtrack", "term factor", "term"),
	kept("lstretch", "on off", "on"), kept("coeftabresults", "on off", "on"), kept("clevel", "#", "95"),
	kept("iterlog", "on off", "on"), kept("sortmethod", "default fsort qsort", "default"), kept("sortseed", "text", ""),
	kept("sortrngstate", "text", ""), kept("rngstream", "#", "1"), kept("tracedepth", "#", "32000"), kept("traceexpand", "on off", "on"),
	kept("tracehilite", "text", ""), kept("traceindent", "on off", "on"), kept("tracenumber", "on off", "off"), kept("tracesep", "on off", "on"),
	kept("pagesize", "#", "28"), kept("scrollbufsize", "#", "204800"), kept("logmsg", "on off", "on"), kept("conren", "text", ""),
	kept("printcolor", "text", "automatic"), kept("copycolor", "text", "automatic"), kept("autotabgraphs", "on off", "off"), kept("dockable", "on off", "on"),
	kept("dockingguides", "on off", "on"), kept("doublebuffer", "on off", "on"), kept("fastscroll", "on off", "on"), kept("floatwindows", "on off", "off"),
	kept("linegap", "#", "1"), kept("locksplitters", "on off", "off"), kept("notifyuser", "on off", "on"), kept("persistfv", "on off", "off"),
	kept("persistvtopic", "on off", "off"), kept("pinnable", "on off", "on"), kept("playsnd", "on off", "off"), kept("reventries", "#", "5000"),
	kept("revkeyboard", "on off", "on"), kept("smoothfonts", "on off", "on"), kept("varkeyboard", "on off", "on"), kept("varlabelpos", "#", "32"),
	kept("searchdefault", "local net all", "all"), kept("checksum", "on off", "off"), kept("timeout1", "#", "30"), kept("timeout2", "#", "180"),
	kept("httpproxy", "on off init", "off"), kept("httpproxyhost", "text", ""), kept("httpproxyport", "#", "8080"), kept("httpproxyauth", "on off", "off"),
	kept("httpproxyuser", "text", ""), kept("httpproxypw", "text", ""), kept("sslrelax", "on off", "off"), kept("fredkey", "text", ""),
	kept("haverdir", "text", ""), kept("update_query", "on off", "off"), kept("update_interval", "#", "7"), kept("update_prompt", "on off", "off"),
	kept("include_bitmap", "on off", "on"), kept("maxbezierpath", "#", "0"), kept("maxdb", "#", "50"), kept("dtascomment", "on off", "off"),
	kept("charset", "text", "mac"), kept("eolchar", "text", "unix"), kept("locale_functions", "text", "default"), kept("locale_ui", "text", "default"),
	kept("java_home", "text", ""), kept("java_heapmax", "text", "auto"), kept("python_exec", "text", ""), kept("python_userpath", "text", ""),
	kept("docx_hardbreak", "on off", "off"), kept("docx_paramode", "on off", "off"), kept("table_style", "text", ""),
	kept("collect_double", "on off", "on"), kept("collect_label", "text", ""), kept("collect_style", "text", ""), kept("collect_warn", "on off", "on"),
	kept("etable_style", "text", ""), kept("dtable_style", "text", ""), kept("matastrict", "on off", "off"), kept("matacache", "text", ""),
	kept("matafavor", "space speed", "space"), kept("matalnum", "on off", "off"), kept("matalibs", "text", ""), kept("matamofirst", "on off", "off"),
	kept("mataoptimize", "on off", "on"), kept("virtual", "on off", "off"), kept("seedupdate", "on off", "off"), kept("reshape_favor", "text", "default"),
}

// kept returns a setting without effect.
func kept(name, values, value string) Setting {
	return Setting{Name: name, Values: values, Default: value, Brief: "kept, without effect"}
}
