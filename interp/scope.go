package interp

import (
	"maps"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/rng"
)

// scope is a session as expressions see it.
type scope Session

func (s *scope) session() *Session { return (*Session)(s) }

// Scalar implements expr.Scope. Matrices of one element count as scalars.
func (s *scope) Scalar(name string) (expr.Value, bool) {
	v, ok := s.scalars[name]
	return v, ok
}

// Result implements expr.Scope.
func (s *scope) Result(class, name string) (expr.Value, bool) {
	switch class {
	case "r":
		return s.R.Get(name)
	case "s":
		return s.S.Get(name)
	case "e":
		return s.E.Get(name)
	}
	return s.session().CValue(name)
}

// Coef implements expr.Scope.
func (s *scope) Coef(what, eq, term string) (float64, error) {
	if s.E.B == nil {
		return 0, rc.NoEstimates.Errorf("last estimates not found")
	}
	b, j := s.E.Coef(eq, term)
	if j < 0 {
		return 0, rc.NotFound.Errorf("[%s] not found", term)
	}
	if what == "_se" {
		if s.E.V == nil {
			return 0, rc.NotFound.Errorf("e(V) not found")
		}
		return math.Sqrt(s.E.V.At(j, j)), nil
	}
	return b, nil
}

// Element implements expr.Scope.
func (s *scope) Element(x lang.Expr, row, col expr.Value) (float64, error) {
	m, err := s.session().matrixOf(x)
	if err != nil {
		return 0, err
	}
	i, err := index(row, m.RowEq, m.Rows)
	if err != nil {
		return 0, err
	}
	j, err := index(col, m.ColEq, m.Cols)
	if err != nil {
		return 0, err
	}
	return m.element(i, j), nil
}

func index(v expr.Value, eqs, names []string) (float64, error) {
	if !v.IsStr {
		return v.Num, nil
	}
	eq, term, ok := strings.Cut(v.Str, ":")
	if !ok {
		eq, term = "", v.Str
	}
	k := FindTerm(eqs, names, eq, term)
	if k < 0 {
		return frame.Missing, nil
	}
	return float64(k + 1), nil
}

// ResultMatrix returns the matrix r(name) or e(name), or nil.
func (s *Session) ResultMatrix(class, name string) *Matrix {
	switch {
	case class == "e" && name == "b":
		return s.E.B
	case class == "e" && name == "V":
		return s.E.V
	case class == "e":
		return s.E.Matrix(name)
	}
	return s.R.Matrix(name)
}

// Sample implements expr.Scope.
func (s *scope) Sample() (frame.Rows, bool) { return s.session().Sample(), s.E.Has }

// Returned implements expr.Scope.
func (s *scope) Returned() float64 { return float64(s.returned) }

// RNG implements expr.Scope.
func (s *scope) RNG() *rng.Source { return s.random }

// Matches keeps what regexm() found for regexs().
func (s *scope) Matches() *expr.Matches { return &s.matched }

// Abbrev implements expr.Scope.
func (s *scope) Abbrev() bool { return s.settings.VarAbbrev }

// Canceled implements expr.Scope.
func (s *scope) Canceled() <-chan struct{} { return s.ctx.Done() }

// Call implements expr.Scope: functions of matrices, and those of a program
// that runs by groups.
func (s *scope) Call(call *lang.Call) (expr.Value, bool, error) {
	if f := byFuncs[call.Func]; f != nil && len(call.Args) == 0 {
		return expr.Num(f(s.session().level.by)), true, nil
	}
	if (call.Func == "_caller" || call.Func == "caller") && len(call.Args) == 0 {
		return expr.Num(s.session().callerVersion()), true, nil
	}
	f := matrixFuncs[call.Func]
	if f == nil {
		return expr.Value{}, false, nil
	}
	o, err := s.session().callMatrix(f, call)
	if err != nil {
		return expr.Value{}, true, err
	}
	v, err := o.scalar()
	return v, true, err
}

// ScalarValue returns the scalar called name.
func (s *Session) ScalarValue(name string) (expr.Value, bool) {
	v, ok := s.scalars[name]
	return v, ok
}

// SetScalarValue defines a scalar.
func (s *Session) SetScalarValue(name string, v expr.Value) {
	delete(s.matrices, name) // a name is a scalar or a matrix
	s.scalars[name] = v
	s.remember(name)
}

// DropScalar removes a scalar.
func (s *Session) DropScalar(name string) {
	delete(s.scalars, name)
	s.forget(name)
}

// ScalarNames returns the names of all scalars, the newest first.
func (s *Session) ScalarNames() []string { return s.newestFirst(slices.Collect(maps.Keys(s.scalars))) }

// RNG returns the random-number generator of the session.
func (s *Session) RNG() *rng.Source { return s.random }

// SetRC sets _rc.
func (s *Session) SetRC(code int) { s.returned = code }

// CValue returns c(name), a system value.
func (s *Session) CValue(name string) (expr.Value, bool) {
	if f := cNumbers[name]; f != nil {
		return expr.Num(f(s)), true
	}
	if f := cTexts[name]; f != nil {
		return expr.Str(f(s)), true
	}
	t := settingNamed(name)
	if t == nil {
		return expr.Value{}, false
	}
	value := s.Value(t)
	if x, err := strconv.ParseFloat(value, 64); err == nil && t.Values != "on off" && name != "seed" {
		return expr.Num(x), true
	}
	return expr.Str(value), true
}

// CNames returns the names of all values c() in alphabetical order.
func (s *Session) CNames() []string {
	names := slices.Concat(slices.Collect(maps.Keys(cNumbers)), slices.Collect(maps.Keys(cTexts)))
	for i := range SettingsTable {
		names = append(names, strings.ToLower(SettingsTable[i].Name))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

// cNumbers are the numeric system values.
var cNumbers = map[string]func(s *Session) float64{
	"N":              func(s *Session) float64 { return float64(s.Frame().N()) },
	"k":              func(s *Session) float64 { return float64(len(s.Frame().Columns())) },
	"version":        func(s *Session) float64 { return s.settings.Version },
	"stata_version":  func(*Session) float64 { return 18 },
	"rc":             func(s *Session) float64 { return float64(s.returned) },
	"pi":             func(*Session) float64 { return math.Pi },
	"epsdouble":      func(*Session) float64 { return 0x1p-52 },
	"epsfloat":       func(*Session) float64 { return 0x1p-23 },
	"smallestdouble": func(*Session) float64 { return 0x1p-1022 },
	"maxdouble":      func(*Session) float64 { return 0x1.fffffffffffffp1022 },
	"mindouble":      func(*Session) float64 { return -math.MaxFloat64 },
	"maxfloat":       func(*Session) float64 { return 0x1.fffffep126 },
	"minfloat":       func(*Session) float64 { return -0x1.fffffep126 },
	"maxlong":        func(*Session) float64 { return 2147483620 },
	"minlong":        func(*Session) float64 { return -2147483647 },
	"maxint":         func(*Session) float64 { return 32740 },
	"minint":         func(*Session) float64 { return -32767 },
	"maxbyte":        func(*Session) float64 { return 100 },
	"minbyte":        func(*Session) float64 { return -127 },
	"max_N_theory":   func(*Session) float64 { return 1<<31 - 1 },
	"namelenchar":    func(*Session) float64 { return 32 },
	"namelenbyte":    func(*Session) float64 { return 128 },
	"maxstrvarlen":   func(*Session) float64 { return frame.MaxStr },
	"maxstrlvarlen":  func(*Session) float64 { return 2000000000 },
	"max_k_theory":   func(*Session) float64 { return 120000 },
	"macrolen":       func(*Session) float64 { return 16 << 20 },
	"max_macrolen":   func(*Session) float64 { return 16 << 20 },
	"cmdlen":         func(*Session) float64 { return 16 << 20 },
	"max_cmdlen":     func(*Session) float64 { return 16 << 20 },
	"bit":            func(*Session) float64 { return 64 },
	"SE":             func(*Session) float64 { return 1 },
	"noisily":        func(s *Session) float64 { return oneIf(!s.out.quiet) },
	"changed":        func(s *Session) float64 { return oneIf(s.Frame().Changed) },
	"MP":             func(*Session) float64 { return 1 },
	"processors":     func(*Session) float64 { return float64(runtime.GOMAXPROCS(0)) },
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// cTexts are the string system values.
var cTexts = map[string]func(s *Session) string{
	"current_date":    func(s *Session) string { return s.now().Format("_2 Jan 2006") },
	"current_time":    func(s *Session) string { return s.now().Format("15:04:05") },
	"filename":        func(s *Session) string { return s.Frame().Path },
	"filedate":        func(s *Session) string { return s.Frame().Stamp },
	"frame":           func(s *Session) string { return s.current },
	"os":              func(*Session) string { return osNames[runtime.GOOS] },
	"pwd":             func(s *Session) string { return s.files.Dir() },
	"tmpdir":          func(s *Session) string { return s.files.TempDir() },
	"dirsep":          func(*Session) string { return "/" },
	"username":        func(s *Session) string { return s.files.User() },
	"hostname":        func(s *Session) string { return s.files.Host() },
	"mode":            func(*Session) string { return "batch" },
	"console":         func(*Session) string { return "console" },
	"byteorder":       func(*Session) string { return "lohi" },
	"edition":         func(*Session) string { return "BE" },
	"edition_real":    func(*Session) string { return "BE" },
	"born_date":       func(*Session) string { return "" },
	"adopath":         func(s *Session) string { return strings.Join(s.ado.dirs, ";") },
	"sysdir_stata":    func(s *Session) string { return s.ado.sys["STATA"] },
	"sysdir_base":     func(s *Session) string { return s.ado.sys["BASE"] },
	"sysdir_site":     func(s *Session) string { return s.ado.sys["SITE"] },
	"sysdir_plus":     func(s *Session) string { return s.ado.sys["PLUS"] },
	"sysdir_personal": func(s *Session) string { return s.ado.sys["PERSONAL"] },
	"sysdir_oldplace": func(s *Session) string { return s.ado.sys["OLDPLACE"] },
	"rngseed_mt64s":   func(s *Session) string { return s.settings.Seed },
	"machine_type":    func(*Session) string { return "didot" },
	"flavor":          func(*Session) string { return "IC" },
	"alpha":           func(*Session) string { return strings.Join(strings.Split("abcdefghijklmnopqrstuvwxyz", ""), " ") },
	"ALPHA":           func(*Session) string { return strings.Join(strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""), " ") },
	"Mons":            func(*Session) string { return "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec" },
	"Months": func(*Session) string {
		return "January February March April May June July August September October November December"
	},
	"Wdays":    func(*Session) string { return "Sun Mon Tue Wed Thu Fri Sat" },
	"Weekdays": func(*Session) string { return "Sunday Monday Tuesday Wednesday Thursday Friday Saturday" },
}

var osNames = map[string]string{"linux": "Unix", "darwin": "MacOSX", "windows": "Windows"}

// EvalNumber evaluates t, which must be a numeric expression.
func (s *Session) EvalNumber(t lang.Text) (float64, error) {
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return 0, err
	}
	return expr.EvalNum(x, s.Env())
}
