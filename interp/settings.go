package interp

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
}

func defaultSettings() Settings {
	return Settings{LineSize: 80, Level: 95, Type: "float", VarAbbrev: true, Version: 18, DP: "period", Referee: true}
}

// Abbrev tells whether variable names may be abbreviated.
func (s *Session) Abbrev() bool { return s.settings.VarAbbrev }
