package graph

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sizes and shifts of subscripts and superscripts, in units of the text size.
const (
	scriptSize = 0.68
	superShift = 0.36
	subShift   = -0.16
)

// spans resolves markup: {bf:text}, {it:text}, {sub:text}, {sup:text},
// {&alpha} and the like. Other braces are text.
func spans(line string, f font) []span {
	p := markup{rest: line}
	p.read(span{font: f}, false)
	return p.out
}

type markup struct {
	rest string
	out  []span
}

// styles are what directives do to the text behind their colon.
var styles = map[string]func(s span) span{
	"bf": func(s span) span { s.font.bold = true; return s },
	"it": func(s span) span { s.font.italic = true; return s },
	"sf": func(s span) span { return s }, "rm": func(s span) span { s.font.bold, s.font.italic = false, false; return s },
	"sub": func(s span) span { return script(s, subShift) }, "sup": func(s span) span { return script(s, superShift) },
	"super": func(s span) span { return script(s, superShift) }, "stSans": func(s span) span { return s },
	"stSerif": func(s span) span { return s }, "stMono": func(s span) span { return s }, "stSymbol": func(s span) span { return s },
}

func script(s span, shift float64) span {
	s.shift += mul(shift, s.font.size)
	s.font.size = mul(s.font.size, scriptSize)
	return s
}

// read reads text in the style of s up to a closing brace or the end.
func (p *markup) read(s span, nested bool) {
	for p.rest != "" {
		switch c := p.rest[0]; {
		case c == '}' && nested:
			p.rest = p.rest[1:]
			return
		case c == '{' && p.directive(s):
		default:
			_, n := utf8.DecodeRuneInString(p.rest)
			p.text(s, p.rest[:n])
			p.rest = p.rest[n:]
		}
	}
}

// directive reads a directive and reports whether there was one.
func (p *markup) directive(s span) bool {
	body := p.rest[1:]
	if name, _, ok := strings.Cut(body, ":"); ok {
		name, _, _ = strings.Cut(strings.TrimSpace(name), " ")
		if style := styles[name]; style != nil {
			p.rest = body[strings.IndexByte(body, ':')+1:]
			p.read(style(s), true)
			return true
		}
	}
	name, rest, ok := strings.Cut(body, "}")
	if !ok {
		return false
	}
	text, ok := character(name)
	if ok {
		p.rest = rest
		p.text(s, text)
	}
	return ok
}

// text adds text to the last span if it has the same style.
func (p *markup) text(s span, text string) {
	if n := len(p.out); n > 0 && p.out[n-1].font == s.font && p.out[n-1].shift == s.shift {
		p.out[n-1].text += text
		return
	}
	s.text = text
	p.out = append(p.out, s)
}

// character returns what {&name} or {c name} stands for.
func character(name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name, "&"); ok {
		text, ok := entities[strings.TrimSuffix(rest, ";")]
		return text, ok
	}
	rest, ok := strings.CutPrefix(name, "c ")
	if !ok {
		if rest, ok = strings.CutPrefix(name, "char "); !ok {
			return "", false
		}
	}
	if n, err := strconv.ParseInt(rest, 0, 32); err == nil && utf8.ValidRune(rune(n)) {
		return string(rune(n)), true
	}
	text, ok := namedCharacters[rest]
	return text, ok
}

var namedCharacters = map[string]string{"-(": "{", ")-": "}", "S|": "$", "'g": "`", "g'": "`", "|": "|", "+": "+", "-": "-"}

// entities are the names of letters and signs; those of Greek letters are
// their names, capitals for capitals.
var entities = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "thetasym": "ϑ",
	"iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "piv": "ϖ", "rho": "ρ",
	"sigma": "σ", "sigmaf": "ς", "tau": "τ", "upsilon": "υ", "upsih": "ϒ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
	"Alpha": "Α", "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η", "Theta": "Θ", "Iota": "Ι",
	"Kappa": "Κ", "Lambda": "Λ", "Mu": "Μ", "Nu": "Ν", "Xi": "Ξ", "Omicron": "Ο", "Pi": "Π", "Rho": "Ρ", "Sigma": "Σ", "Tau": "Τ",
	"Upsilon": "Υ", "Phi": "Φ", "Chi": "Χ", "Psi": "Ψ", "Omega": "Ω",
	"plusmn": "±", "minus": "−", "times": "×", "divide": "÷", "middot": "·", "sdot": "⋅", "le": "≤", "ge": "≥", "ne": "≠",
	"asymp": "≈", "cong": "≅", "equiv": "≡", "prop": "∝", "infin": "∞", "sum": "∑", "prod": "∏", "int": "∫", "radic": "√",
	"part": "∂", "nabla": "∇", "isin": "∈", "notin": "∉", "cap": "∩", "cup": "∪", "sub": "⊂", "sup": "⊃", "empty": "∅",
	"forall": "∀", "exist": "∃", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "harr": "↔", "lArr": "⇐", "rArr": "⇒",
	"ndash": "–", "mdash": "—", "hellip": "…", "bull": "•", "deg": "°", "prime": "′", "Prime": "″", "sect": "§", "para": "¶",
	"dagger": "†", "Dagger": "‡", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "copy": "©", "reg": "®", "trade": "™",
	"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "nbsp": "\u00a0", "weierp": "℘", "image": "ℑ", "real": "ℜ", "alefsym": "ℵ",
	"frac12": "½", "frac14": "¼", "frac34": "¾", "sup1": "¹", "sup2": "²", "sup3": "³",
}
