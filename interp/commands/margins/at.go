package margins

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// texts are the arguments of an option that may be given several times.
type texts []lang.Text

// Decode appends the argument.
func (t *texts) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	if arg == nil {
		*t = append(*t, lang.Text{})
	} else {
		*t = append(*t, arg.Trim())
	}
	return nil
}

// An at is one setting of the covariates that at() asks for, in the order of
// the covariates; the zero setting is none.
type at []setting

// text is s as a piece of program text.
func text(s string) lang.Text { return lang.Text{Pos: 1, Text: s} }

// readAts expands all at() options; atMeans is what those covariates are held
// at that no at() speaks of.
func (m *model) readAts(o *margins) ([]at, error) {
	rest := setting{}
	if o.AtMeans {
		rest.stat = "mean"
	}
	base := make(at, len(m.covariates))
	for i, v := range m.covariates {
		base[i] = rest
		if o.AsBalanced && v.factor {
			base[i].stat = "asbalanced"
		}
	}
	if len(o.At) == 0 {
		return []at{base}, nil
	}
	var out []at
	for _, t := range o.At {
		all, err := m.readAt(base, t)
		if err != nil {
			return nil, rc.Locate(err, t.Pos)
		}
		out = append(out, all...)
	}
	return out, nil
}

// readAt expands one at(): the covariates that come later vary fastest.
func (m *model) readAt(base at, t lang.Text) ([]at, error) {
	choices := make([][]setting, len(base))
	for i, s := range base {
		choices[i] = []setting{s}
	}
	stat := ""
	for _, item := range atItems(t) {
		if inner, ok := strings.CutPrefix(item.Text, "("); ok {
			stat = strings.TrimSpace(strings.TrimSuffix(inner, ")"))
			if !isStat(stat) {
				return nil, rc.Syntax.At(item.Pos, "invalid at() option;\n%s is not a statistic", stat)
			}
			continue
		}
		name, value, assigned := item.SplitAssign()
		which, err := m.named(name, "at()")
		if err != nil {
			return nil, err
		}
		for _, i := range which {
			if choices[i], err = m.choices(i, stat, value, assigned); err != nil {
				return nil, err
			}
		}
	}
	return product(choices), nil
}

// product is all combinations, the last varying fastest.
func product(choices [][]setting) []at {
	out := []at{nil}
	for _, c := range choices {
		var next []at
		for _, a := range out {
			for _, s := range c {
				next = append(next, append(slices.Clip(a), s))
			}
		}
		out = next
	}
	return out
}

// atItems splits the text of at() into "(stat)", "name" and "name=value".
func atItems(t lang.Text) []lang.Text {
	var out []lang.Text
	open := false // the last item waits for a value
	for _, w := range t.Words() {
		switch {
		case open, strings.HasPrefix(w.Text, "=") && len(out) > 0:
			last := out[len(out)-1]
			out[len(out)-1] = t.Slice(int(last.Pos-t.Pos), int(w.Pos-t.Pos)+len(w.Text))
		default:
			out = append(out, w)
		}
		open = strings.HasSuffix(w.Text, "=")
	}
	return out
}

// isStat reports whether at() knows a statistic.
func isStat(s string) bool {
	switch s {
	case "asobserved", "mean", "median", "min", "max", "zero", "base", "asbalanced":
		return true
	}
	_, ok := percentile(s)
	return ok
}

// percentile reads p1, ..., p99.
func percentile(s string) (float64, bool) {
	if s == "median" {
		return 50, true
	}
	k, err := strconv.Atoi(strings.TrimPrefix(s, "p"))
	return float64(k), strings.HasPrefix(s, "p") && err == nil && k >= 1 && k <= 99
}

// named are the covariates that a name stands for: _all, _factor, _continuous
// or a list of variables.
func (m *model) named(name lang.Text, option string) ([]int, error) {
	var out []int
	for i, v := range m.covariates {
		if name.Text == "_all" || name.Text == "*" || name.Text == "_factor" && v.factor || name.Text == "_continuous" && !v.factor {
			out = append(out, i)
		}
	}
	if len(out) > 0 || strings.HasPrefix(name.Text, "_") {
		return out, nil
	}
	if lang.Wild(name.Text) || strings.Contains(name.Text, "-") {
		cols, err := m.c.VarlistText(name)
		if err != nil {
			return nil, err
		}
		for _, c := range cols {
			if i := slices.IndexFunc(m.covariates, func(v *covariate) bool { return v.label() == c.Name }); i >= 0 {
				out = append(out, i)
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	i, err := m.find(option, name.Text)
	return []int{i}, err
}

// choices are the settings that one item of at() asks for.
func (m *model) choices(i int, stat string, value lang.Text, assigned bool) ([]setting, error) {
	v := m.covariates[i]
	if !assigned {
		if stat == "" {
			return nil, rc.Syntax.Errorf("invalid at() option;\na value or a statistic is needed for %s", v.label())
		}
		if v.factor && !slices.Contains([]string{"asobserved", "mean", "base", "asbalanced"}, stat) || !v.factor && (stat == "base" || stat == "asbalanced") {
			return nil, rc.Syntax.Errorf("invalid at() option;\nstatistic %s is not for %s", stat, v.label())
		}
		return []setting{{stat: stat}}, nil
	}
	if inner, ok := strings.CutPrefix(value.Text, "gen"); ok && strings.HasSuffix(inner, ")") {
		if j := strings.IndexByte(value.Text, '('); j > 0 && lang.Abbreviates(value.Text[:j], "GENerate") {
			return m.generated(v, value.Slice(j+1, len(value.Text)-1))
		}
	}
	if strings.HasPrefix(value.Text, "(") && strings.HasSuffix(value.Text, ")") {
		value = value.Slice(1, len(value.Text)-1)
	}
	numbers, err := interp.Numlist(value)
	if err != nil {
		return nil, err
	}
	var out []setting
	for _, x := range numbers {
		if v.factor && !slices.Contains(v.levels, x) {
			return nil, rc.BadEstimates.Errorf("invalid at() option;\nlevel %s of factor %s not found in list of covariates", interp.FormatNumber(x), v.label())
		}
		out = append(out, setting{stat: "value", value: x})
	}
	return out, nil
}

// generated is the setting generate(exp).
func (m *model) generated(v *covariate, t lang.Text) ([]setting, error) {
	if v.factor {
		return nil, rc.Syntax.Errorf("invalid at() option;\ngenerate() is not for factor variables")
	}
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(x, m.c.Env())
	if err != nil {
		return nil, err
	}
	all, err := p.Numbers(frame.AllRows(m.c.Frame().N()))
	if err != nil {
		return nil, err
	}
	values := make([]float64, len(m.source.Rows()))
	for i, r := range m.source.Rows() {
		if values[i] = all[r]; values[i] >= frame.Missing {
			return nil, rc.MissingFound.Errorf("generate(%s) is missing in the sample", t.Text)
		}
	}
	return []setting{{stat: "generate", values: values}}, nil
}

// resolve computes the statistics of a over the rows of positive weight.
func (m *model) resolve(a at, w []float64) (scenario, error) {
	out := make(scenario, len(a))
	for i, s := range a {
		v := m.covariates[i]
		out[i] = s
		switch s.stat {
		case "", "asobserved", "value", "generate":
			continue
		case "asbalanced":
			out[i].shares = slices.Repeat([]float64{1 / float64(len(v.levels))}, len(v.levels))
			continue
		case "base":
			out[i].value = v.base
			continue
		case "zero":
			continue
		}
		x, err := m.source.Var(v.name, v.lags)
		if err != nil {
			return nil, err
		}
		if v.factor {
			out[i].shares = shares(x, w, v.levels)
			continue
		}
		out[i].value = statistic(s.stat, x, w)
	}
	return out, nil
}

// shares are the weighted shares of rows with each level.
func shares(x, w []float64, levels []float64) []float64 {
	out := make([]float64, len(levels))
	total := 0.0
	for i, v := range x {
		if j := slices.Index(levels, v); j >= 0 {
			out[j] += w[i]
		}
		total += w[i]
	}
	for j := range out {
		out[j] /= total
	}
	return out
}

// statistic is a statistic of x over the rows of positive weight.
func statistic(stat string, x, w []float64) float64 {
	var values, weights []float64
	for i, v := range x {
		if w[i] != 0 {
			values, weights = append(values, v), append(weights, w[i])
		}
	}
	if p, ok := percentile(stat); ok {
		return stats.Percentiles(values, weights, []float64{p})[0]
	}
	d := stats.Describe(values, weights, stats.IWeight)
	switch stat {
	case "min":
		return d.Min
	case "max":
		return d.Max
	}
	return d.Mean
}
