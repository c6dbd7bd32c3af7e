package data

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A recodeRule maps values to one value.
type recodeRule struct {
	from     []valueRange
	keyword  bool // missing, nonmissing or else: for what other rules leave
	to       float64
	label    string
	labelled bool
}

// A valueRange is the values from lo to hi. Minus infinity stands for the
// smallest and plus infinity for the largest number of the variable.
type valueRange struct{ lo, hi float64 }

// recodeWords are the ranges that words stand for.
var recodeWords = []struct {
	name    string // capitals mark the shortest abbreviation
	r       valueRange
	keyword bool
}{
	{"min", valueRange{math.Inf(-1), math.Inf(-1)}, false},
	{"max", valueRange{math.Inf(1), math.Inf(1)}, false},
	{"MISsing", valueRange{frame.Missing, frame.MissingCode(26)}, true},
	{"NONMissing", valueRange{-math.MaxFloat64, math.Nextafter(frame.Missing, 0)}, true},
	{"else", valueRange{-math.MaxFloat64, frame.MissingCode(26)}, true},
	{"*", valueRange{-math.MaxFloat64, frame.MissingCode(26)}, true},
}

// splitRecode cuts the body of recode into the variables and the rules.
func splitRecode(body lang.Text) (vars, rules lang.Text) {
	words := body.Words()
	for i, w := range words {
		next := i+1 < len(words) && strings.HasPrefix(words[i+1].Text, "=")
		if i > 0 && beginsRule(w.Text, next) {
			at := int(w.Pos - body.Pos)
			return body.Slice(0, at).Trim(), body.Slice(at, len(body.Text))
		}
		if open := strings.IndexByte(w.Text, '('); open > 0 { // x(1=2)
			at := int(w.Pos-body.Pos) + open
			return body.Slice(0, at).Trim(), body.Slice(at, len(body.Text))
		}
	}
	return body, lang.Text{Pos: body.Pos + lang.Pos(len(body.Text))}
}

// beginsRule reports whether a word can only be the beginning of a rule;
// assigned tells that an equals sign follows.
func beginsRule(w string, assigned bool) bool {
	if strings.ContainsAny(w, "(=/") {
		return true
	}
	if _, ok := recodeNumber(w); ok {
		return true
	}
	return assigned
}

// recodeNumber reads a number or missing value.
func recodeNumber(s string) (float64, bool) {
	if s == "." {
		return frame.Missing, true
	}
	if len(s) == 2 && s[0] == '.' && s[1] >= 'a' && s[1] <= 'z' {
		return frame.MissingCode(int(s[1]-'a') + 1), true
	}
	return parseNumber(s)
}

// parseRecode reads rules, each in parentheses or not.
func parseRecode(t lang.Text) ([]recodeRule, error) {
	var out []recodeRule
	var loose []lang.Text // words of rules without parentheses
	for _, w := range t.Words() {
		for strings.HasPrefix(w.Text, "(") {
			n := closing(w.Text)
			if w.Text[n] != ')' {
				return nil, rc.Unbalanced.At(w.Pos, "too few ')' or ']'")
			}
			rule, rest, err := oneRule(ruleWords(w.Slice(1, n)))
			if err != nil {
				return nil, err
			}
			if len(rest) > 0 {
				return nil, rc.Syntax.At(rest[0].Pos, "rule %s invalid", w.Text[:n+1])
			}
			out = append(out, rule)
			w = w.Slice(min(n+1, len(w.Text)), len(w.Text))
		}
		loose = append(loose, ruleWords(w)...)
	}
	for len(loose) > 0 {
		rule, rest, err := oneRule(loose)
		if err != nil {
			return nil, err
		}
		out = append(out, rule)
		loose = rest
	}
	if len(out) == 0 {
		return nil, rc.Syntax.At(t.Pos, "rules expected")
	}
	return out, nil
}

// ruleWords splits t at blanks and around = and /.
func ruleWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range splitGlued(t) {
		if lang.QuotedLen(w.Text) > 0 {
			out = append(out, w)
			continue
		}
		start := 0
		for i := 0; i <= len(w.Text); i++ {
			if i < len(w.Text) && w.Text[i] != '=' && w.Text[i] != '/' {
				continue
			}
			if i > start {
				out = append(out, w.Slice(start, i))
			}
			if i < len(w.Text) {
				out = append(out, w.Slice(i, i+1))
			}
			start = i + 1
		}
	}
	return out
}

// oneRule reads the rule at the head of words and returns what follows it.
func oneRule(words []lang.Text) (rule recodeRule, rest []lang.Text, err error) {
	for len(words) > 0 && words[0].Text != "=" {
		r, keyword, n := oneRange(words)
		if n == 0 {
			return rule, nil, rc.Syntax.At(words[0].Pos, "rule invalid: %s is no value", words[0].Text)
		}
		rule.from = append(rule.from, r)
		rule.keyword = rule.keyword || keyword
		words = words[n:]
	}
	if len(words) < 2 || len(rule.from) == 0 {
		return rule, nil, rc.Syntax.Errorf("rule invalid: values = value expected")
	}
	to, ok := recodeNumber(words[1].Text)
	if !ok {
		return rule, nil, rc.Syntax.At(words[1].Pos, "rule invalid: %s is no value", words[1].Text)
	}
	rule.to, words = to, words[2:]
	if len(words) > 0 && (lang.QuotedLen(words[0].Text) > 0 || isLabelWord(words[0].Text)) {
		rule.label, rule.labelled = lang.Unquote(words[0].Text), true
		words = words[1:]
	}
	return rule, words, nil
}

// isLabelWord reports whether w, behind the value of a rule, is a label
// without quotes.
func isLabelWord(w string) bool {
	if _, ok := recodeNumber(w); ok {
		return false
	}
	_, ok := wordRange(w)
	return !ok && lang.IsName(w)
}

// oneRange reads "#", "#/#" or a word and tells how many words it took.
func oneRange(words []lang.Text) (r valueRange, keyword bool, n int) {
	if k, ok := wordRange(words[0].Text); ok && recodeWords[k].keyword {
		return recodeWords[k].r, true, 1
	}
	lo, ok := oneBound(words[0].Text)
	if !ok {
		return r, false, 0
	}
	if len(words) < 3 || words[1].Text != "/" {
		return valueRange{lo, lo}, false, 1
	}
	hi, ok := oneBound(words[2].Text)
	if !ok {
		return r, false, 0
	}
	return valueRange{lo, hi}, false, 3
}

func wordRange(w string) (k int, ok bool) {
	for k, word := range recodeWords {
		if w == word.name || lang.Abbreviates(w, word.name) {
			return k, true
		}
	}
	return 0, false
}

func oneBound(w string) (float64, bool) {
	if x, ok := recodeNumber(w); ok {
		return x, true
	}
	if k, ok := wordRange(w); ok && !recodeWords[k].keyword {
		return recodeWords[k].r.lo, true
	}
	return 0, false
}
