package interp

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
)

// minNameWidth and maxNameWidth bound the width of the first column; it is
// wider than the least where names need it and the line is long enough.
const (
	minNameWidth  = 12
	maxNameWidth  = 33
	cellsWidth    = 64 // of the columns behind the first one
	estimateCells = 48 // of those without tests
	testCells     = 39 // of those without intervals
)

// ShowCoefs prints a coefficient table and stores r(level) and r(table).
func (s *Session) ShowCoefs(t *CoefTable) {
	p := coefPrinter{s: s, t: t}
	p.parse()
	if t.Clusters != "" {
		s.Print(padLeft(t.Clusters, p.tableWidth()) + "\n")
	}
	s.Rule(p.tableWidth())
	p.columns()
	for i := range t.Rows {
		p.row(i)
	}
	p.tail()
	if t.Plus {
		p.line()
	} else {
		s.Rule(p.tableWidth())
	}
	t.store(s)
}

// CoefWidth is the width of the table that ShowCoefs prints.
func (s *Session) CoefWidth(t *CoefTable) int {
	p := coefPrinter{s: s, t: t}
	p.parse()
	return p.tableWidth()
}

// A coefPrinter prints the rows; terms of one factor variable stand together
// under its name.
type coefPrinter struct {
	s     *Session
	t     *CoefTable
	rows  []coefLine
	width int // of the first column
	cellw int // of the others
	eq    string
	group string // heading that the rows stand under, "" for none
	any   bool   // a row was printed
}

// A coefLine says how the name of a coefficient is shown.
type coefLine struct {
	term           terms.Term
	heading, label string
	isLevel, wrap  bool
}

// A CoefLabel is how tables name a coefficient: under a heading, such as a
// factor variable, or by itself.
type CoefLabel struct {
	Heading string // "" for none
	Label   string
	IsLevel bool // Label is a level of a factor variable
	Base    bool // omitted because a factor variable is at its base
	Omitted bool // omitted for another reason
	Wrap    bool // "(one vs other)" stands on three lines where it is wide
}

// CoefLabels returns how coefficients called names are shown.
func (s *Session) CoefLabels(names []string, o CoefOptions) []CoefLabel {
	p := coefPrinter{s: s, t: &CoefTable{Coefs: o}}
	for _, name := range names {
		p.t.Rows = append(p.t.Rows, CoefRow{Name: name})
	}
	p.parse()
	out := make([]CoefLabel, len(names))
	for i, l := range p.rows {
		base := l.term.Omitted && isBaseRow(l.term)
		out[i] = CoefLabel{Heading: l.heading, Label: l.label, IsLevel: l.isLevel, Base: base, Omitted: l.term.Omitted && !base}
	}
	return out
}

// parse finds out how names are shown and how wide the first column is.
func (p *coefPrinter) parse() {
	p.cellw = cellsWidth
	switch {
	case p.t.NoTest:
		p.cellw = estimateCells
	case p.t.NoCI:
		p.cellw = testCells
	}
	for _, r := range p.t.Rows {
		term, err := terms.Parse(r.Name)
		if err != nil || r.Name == "_cons" {
			term = terms.Term{Factors: []terms.Factor{{Var: r.Name}}}
		}
		l := coefLine{term: term}
		l.heading, l.label, l.isLevel = p.rowLabel(term)
		if r.Label != nil {
			l = coefLine{heading: r.Label.Heading, label: r.Label.Label, isLevel: r.Label.IsLevel, wrap: r.Label.Wrap}
		}
		if r.Eq == "/" && r.Label == nil {
			l.label = "/" + r.Name
		}
		p.rows = append(p.rows, l)
		p.joinLags()
	}
	p.freeSingles()
	longest := 0
	for _, l := range p.rows {
		for _, part := range l.labelLines(minNameWidth - 1) {
			longest = max(longest, frame.TextWidth(part)+int(oneIf(l.isLevel)))
		}
		if l.term.Over > 0 && !strings.Contains(l.heading, "#") {
			longest = max(longest, frame.TextWidth(l.heading))
			continue
		}
		for part := range strings.SplitSeq(l.heading, "#") {
			longest = max(longest, frame.TextWidth(part)+1)
		}
	}
	p.width = min(longest, maxNameWidth, p.s.settings.LineSize-p.cellw-2)
	p.width = max(p.width, minNameWidth)
}

// freeSingles writes the level of a factor variable that alone is shown of it,
// and has no label, as "1.treat" without a heading.
func (p *coefPrinter) freeSingles() {
	for lo := 0; lo < len(p.rows); {
		hi, shown, at := lo, 0, -1
		for hi < len(p.rows) && p.rows[hi].heading == p.rows[lo].heading && p.t.Rows[hi].Eq == p.t.Rows[lo].Eq {
			if !p.hidden(p.rows[hi].term) {
				shown, at = shown+1, hi
			}
			hi++
		}
		if shown == 1 && p.rows[at].isLevel && len(p.rows[at].term.Factors) == 1 && !p.labelled(p.rows[at].term) {
			f := p.rows[at].term.Factors[0]
			p.rows[at].heading, p.rows[at].isLevel = "", false
			p.rows[at].label = strconv.FormatFloat(f.Value, 'f', -1, 64) + f.Lags + "." + f.Var
		}
		lo = hi
	}
}

// labelled reports whether a factor variable of t has a value label.
func (p *coefPrinter) labelled(t terms.Term) bool {
	f := p.s.Frame()
	for _, fac := range t.Factors {
		if c := f.Column(fac.Var); fac.Level && c != nil && f.LabelOf(c) != nil && !p.t.Coefs.NoLabels {
			return true
		}
	}
	return false
}

// joinLags puts a variable that stands right before its own lags under their
// heading, as "--.".
func (p *coefPrinter) joinLags() {
	n := len(p.rows)
	if n < 2 {
		return
	}
	before, last := &p.rows[n-2], p.rows[n-1].term
	alone := len(before.term.Factors) == 1 && len(last.Factors) == 1
	if alone && last.Factors[0].Lags != "" && before.heading == "" && before.label == last.Factors[0].Var && !last.Factors[0].Level {
		before.heading, before.label = before.label, "--."
	}
}

func (p *coefPrinter) tableWidth() int { return p.width + 2 + p.cellw }

// columns prints the headings of the columns.
func (p *coefPrinter) columns() {
	t, s := p.t, p.s
	name := padLeft(frame.Abbrev(t.Depvar, p.width), p.width)
	if t.Blank {
		name = padLeft("", p.width)
	}
	if t.Coefs.CoefLegend {
		what := " Coefficient"
		if t.NoTest {
			what = fmt.Sprintf("%11s", t.Estimate)
		}
		s.Printf("%s |%s  Legend\n", name, what)
		p.line()
		return
	}
	stat, std := "t", "Std. err."
	if t.Normal {
		stat = "z"
	}
	what := "Coefficient"
	switch {
	case t.SEType == "Bootstrap":
		what, std = "coefficient", "std. err."
		s.Printf("%*s|   Observed   Bootstrap                         Normal-based\n", p.width+1, "")
	case t.Above != "":
		std = "std. err."
		s.Printf("%*s|%s\n", p.width+1, "", t.Above)
	case t.SEType != "":
		std = "std. err."
		above := strings.Repeat(" ", 14+floorHalf(9-len(t.SEType))) + t.SEType
		if t.Logit {
			above = fmt.Sprintf("%-35s%s", above, "Logit")
		}
		s.Printf("%*s|%s\n", p.width+1, "", above)
	case t.Logit:
		s.Printf("%*s|%40s\n", p.width+1, "", "Logit")
	}
	if t.NoTest {
		s.Printf("%s |%11s%12s     [%s%% conf. interval]\n", name, t.Estimate, std, FormatNumber(t.Level))
		p.line()
		return
	}
	if heading := t.EForm + t.Estimate; heading != "" {
		what, std = fmt.Sprintf("%10s", heading), " "+std
	}
	tail := fmt.Sprintf("     [%s%% conf. interval]", FormatNumber(t.Level))
	switch {
	case t.Beta != nil:
		tail = fmt.Sprintf("%25s", "Beta")
	case t.NoCI:
		tail = ""
	}
	s.Printf("%s | %s  %s      %s    P>|%s|%s\n", name, what, std, stat, stat, tail)
	p.line()
}

// line prints the rule between parts of the table.
func (p *coefPrinter) line() {
	p.s.Print(strings.Repeat("-", p.width+1) + "+" + strings.Repeat("-", p.cellw) + "\n")
}

func floorHalf(n int) int {
	if n < 0 {
		return (n - 1) / 2
	}
	return n / 2
}

// hidden reports whether the options leave the row of a term out.
func (p *coefPrinter) hidden(t terms.Term) bool {
	o := p.t.Coefs
	if !t.Omitted {
		return false
	}
	if isBaseRow(t) {
		return !o.AllBase && !(o.BaseLevels && len(t.Factors) == 1)
	}
	if o.NoEmpty && p.empty(t) {
		return true
	}
	return o.NoOmitted && !p.empty(t)
}

func (p *coefPrinter) row(i int) {
	r, l := p.t.Rows[i], p.rows[i]
	if name, ok := p.t.BaseEqs[r.Eq]; ok {
		p.baseOutcome(r.Eq, name)
		return
	}
	if p.hidden(l.term) {
		return
	}
	p.equation(r.Eq)
	lead := padLeft(frame.Abbrev(l.label, p.width), p.width) + " |"
	if l.heading != p.group {
		if p.any {
			p.blank()
		}
		p.group = l.heading
		parts := HeadingLines(l.heading, p.width)
		if n := len(parts); n > 0 && l.label == "" { // the last line of the heading is the label
			lead = parts[n-1]
			parts = parts[:n-1]
		}
		for _, text := range parts {
			p.s.Print(text + "\n")
		}
	}
	p.any = true
	if l.isLevel {
		parts := l.labelLines(p.width - 1)
		for k, text := range parts {
			lead = padLeft(abbrevLabel(text, p.width-1), p.width-1) + "  |"
			if k < len(parts)-1 {
				p.s.Print(lead + "\n")
			}
		}
	}
	p.s.Print(lead + p.cells(i, r, l.term) + "\n")
}

// labelLines are the lines of the label, several if it may be wrapped and is
// wider than width.
func (l *coefLine) labelLines(width int) []string {
	if l.wrap && frame.TextWidth(l.label) > width {
		if a, b, ok := strings.Cut(l.label, " vs "); ok {
			return []string{a, "vs", b}
		}
	}
	return []string{l.label}
}

// baseOutcome says that an equation is that of the base outcome.
func (p *coefPrinter) baseOutcome(eq, name string) {
	if eq == p.eq {
		return
	}
	if p.any {
		p.line()
	}
	p.eq, p.group, p.any = eq, "", true
	p.s.Printf("%-*s |  (base outcome)\n", p.width, frame.Abbrev(name, p.width))
}

// abbrevLabel cuts the label of a level to width columns.
func abbrevLabel(text string, width int) string {
	if frame.TextWidth(text) <= width {
		return text
	}
	var b strings.Builder
	used := 0
	for _, r := range text {
		if w := frame.TextWidth(string(r)); used+w <= width-2 {
			used += w
			b.WriteRune(r)
			continue
		}
		break
	}
	return b.String() + ".."
}

func (p *coefPrinter) blank() {
	if !p.t.Coefs.VSquish {
		p.s.Print(strings.Repeat(" ", p.width+1) + "|\n")
	}
}

// equation prints the name of an equation in front of its rows.
func (p *coefPrinter) equation(eq string) {
	if eq == p.eq || eq == "_" {
		return
	}
	if p.any {
		p.line()
	}
	p.eq, p.group, p.any = eq, "", false
	if eq != "/" && !p.only(eq) {
		p.s.Printf("%-*s |\n", p.width, frame.Abbrev(eq, p.width))
	}
}

// only reports whether eq is the equation of the dependent variable and there
// is no other, so that the heading of the table names it already.
func (p *coefPrinter) only(eq string) bool {
	for _, r := range p.t.Rows {
		if r.Eq != eq && r.Eq != "/" {
			return false
		}
	}
	return eq == p.t.Depvar
}

// tail prints the rows below the coefficients.
func (p *coefPrinter) tail() {
	if len(p.t.Tail) > 0 {
		p.line()
	}
	for _, r := range p.t.Tail {
		if r.SE > 0 {
			p.s.Printf("%*s |  %9s  %9s %16s    %9s   %9s\n", p.width, r.Name, p.number(r.Value), p.number(r.SE), "", p.number(r.Lo), p.number(r.Hi))
			continue
		}
		p.s.Printf("%*s | %10s%s\n", p.width, r.Name, strings.TrimSpace(p.s.Format("%10.0g", r.Value)), r.Note)
	}
}

// SplitHeading splits the name of an interaction behind # so that each part
// fits into width columns, if it can; but for the last, parts end in #.
func SplitHeading(name string, width int) []string {
	var parts []string
	for frame.TextWidth(name) > width {
		i := strings.IndexByte(name, '#')
		for j := i; j >= 0 && frame.TextWidth(name[:j+1]) <= width; {
			i = j
			k := strings.IndexByte(name[j+1:], '#')
			if k < 0 {
				break
			}
			j += 1 + k
		}
		if i < 0 {
			break
		}
		parts = append(parts, name[:i+1])
		name = name[i+1:]
	}
	return append(parts, frame.Abbrev(name, width))
}

// HeadingLines are the lines that name a factor variable, an interaction or a
// lagged variable in the first column, of the given width, of a table; the
// last lacks what follows the bar.
func HeadingLines(name string, width int) []string {
	if name == "" {
		return nil
	}
	lines := SplitHeading(name, width)
	for i, part := range lines {
		if i < len(lines)-1 {
			lines[i] = padLeft(part, width+1) + "|"
		} else {
			lines[i] = padLeft(part, width) + " |"
		}
	}
	return lines
}

// isBaseRow reports whether a term is omitted because of base levels, and not
// by hand, for collinearity or for want of observations.
func isBaseRow(t terms.Term) bool {
	for _, f := range t.Factors {
		if f.Level && f.Base {
			return true
		}
	}
	return false
}

// rowLabel returns the heading under which a term stands ("" for none), its
// label there, and whether that is a level.
func (p *coefPrinter) rowLabel(t terms.Term) (heading, label string, isLevel bool) {
	grouped := len(t.Factors) - t.Over // where the levels of groups begin
	join := " "
	if p.labelled(t) {
		join = "#"
	}
	for i, fac := range t.Factors {
		if !fac.Level {
			continue
		}
		switch {
		case label == "":
		case i == grouped:
			label += " "
		default:
			label += join
		}
		label += p.levelLabel(fac)
		isLevel = true
	}
	heading = t.Join(func(fac terms.Factor) string { return factorHeading(fac, len(t.Factors) > 1) })
	switch {
	case isLevel:
		return heading, label, true
	case len(t.Factors) > 1:
		return heading, "", false
	case t.Factors[0].Lags != "":
		return t.Factors[0].Var, lagLabel(t.Factors[0].Lags), false
	}
	return "", heading, false
}

// factorHeading is how a factor stands in a heading.
func factorHeading(fac terms.Factor, interacted bool) string {
	ops := fac.Lags
	if interacted && !fac.Level {
		ops = "c" + ops
	}
	if ops == "" {
		return fac.Var
	}
	return ops + "." + fac.Var
}

// lagLabel is how operators are shown under their variable: L1., D1., LD.,
// L2D. One alone shows its power.
func lagLabel(ops string) string {
	if len(ops) == 1 {
		ops += "1"
	}
	return ops + "."
}

func (p *coefPrinter) levelLabel(fac terms.Factor) string {
	f := p.s.Frame()
	if c := f.Column(fac.Var); c != nil && !p.t.Coefs.NoLabels {
		if text, ok := f.LabelOf(c).Text(fac.Value); ok {
			return text
		}
	}
	return strconv.FormatFloat(fac.Value, 'f', -1, 64)
}

// cells returns the numbers of a row.
func (p *coefPrinter) cells(i int, r CoefRow, term terms.Term) string {
	none := "0"
	if p.t.exponentiated(r) {
		none = "1"
	}
	switch {
	case term.Omitted && isBaseRow(term):
		return "          " + none + "  (base)"
	case term.Omitted && p.empty(term):
		return "          " + none + "  (empty)"
	case r.B >= frame.Missing && r.SE == 0:
		return "          .  (not estimable)"
	case term.Omitted, r.B == 0 && r.SE == 0:
		return "          " + none + "  (omitted)"
	}
	stat, pv, lo, hi := p.t.Test(r)
	b, se := r.B, r.SE
	if r.Note != "" {
		return fmt.Sprintf("  %9s  %s", strings.TrimSpace(p.s.Format("%9.0g", b)), r.Note)
	}
	if p.t.exponentiated(r) && b < frame.Missing {
		b = math.Exp(b)
		se *= b
		lo, hi = expMissing(lo), expMissing(hi)
	}
	if !(se > 0) {
		se = frame.Missing
	}
	set, o := p.s.settings, p.t.Coefs
	num := p.number
	if o.CoefLegend {
		name := FullNames([]string{r.Eq}, []string{r.Name})[0]
		switch {
		case r.Eq == "/":
			name = "/" + r.Name
		case p.only(r.Eq):
			name = r.Name
		}
		return fmt.Sprintf("  %9s  _b[%s]", num(b), name)
	}
	if p.t.NoTest {
		if b == 0 && p.t.Logit {
			return fmt.Sprintf("  %9s  (no observations)", num(b))
		}
		return fmt.Sprintf("  %9s  %9s     %9s   %9s", num(b), num(se), num(lo), num(hi))
	}
	out := fmt.Sprintf("  %9s  %9s %8s   %5s", num(b), num(se),
		p.s.Format(orFormat(o.SFormat, orFormat(set.SFormat, "%8.2f")), stat),
		p.s.Format(orFormat(o.PFormat, orFormat(set.PFormat, "%5.3f")), pv))
	if p.t.Untested && r.Eq == "/" || r.Positive {
		out = fmt.Sprintf("  %9s  %9s %16s", num(b), num(se), "")
	}
	if p.t.Beta != nil {
		beta := frame.Missing
		if i < len(p.t.Beta) {
			beta = frame.Value(p.t.Beta[i])
		}
		return out + fmt.Sprintf("%25s", strings.TrimSpace(num(beta)))
	}
	if p.t.NoCI {
		return out
	}
	return out + fmt.Sprintf("    %9s   %9s", num(lo), num(hi))
}

// number shows a coefficient, a standard error or a limit.
func (p *coefPrinter) number(x float64) string {
	return p.s.Format(orFormat(p.t.Coefs.CFormat, orFormat(p.s.settings.CFormat, "%9.0g")), x)
}

func expMissing(x float64) float64 {
	if x >= frame.Missing {
		return x
	}
	return frame.Value(math.Exp(x))
}

// empty reports whether a cell of factor variables has no observations in the
// estimation sample.
func (p *coefPrinter) empty(t terms.Term) bool {
	levels := 0
	for _, f := range t.Factors {
		if f.Level {
			levels++
		}
	}
	if levels < min(len(t.Factors), 2) || !p.s.E.Has {
		return false
	}
	v, err := terms.Term{Factors: t.Factors}.Column(p.s.Frame(), p.s.Sample().Index())
	if err != nil {
		return false
	}
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
