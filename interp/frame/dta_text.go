package frame

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"

	"github.com/didot-lang/didot/interp/rc"
)

// encodingCalled returns the character encoding of a name such as gb18030,
// latin1 or windows-1252: those of the WHATWG and of IANA. It is nil for UTF-8.
func encodingCalled(name string) (encoding.Encoding, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		e, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || e == nil {
		return nil, rc.Syntax.Errorf("encoding %s not supported", name)
	}
	if canonical, err := htmlindex.Name(e); err == nil && canonical == "utf-8" {
		return nil, nil
	}
	return e, nil
}

// decoderOf returns a function from texts in the named encoding to UTF-8. It
// is nil for UTF-8. Without a name, what is valid UTF-8 is taken as it is and
// the rest as windows-1252, text by text.
func decoderOf(name string) (func(string) string, error) {
	if name == "" {
		return guessText, nil
	}
	e, err := encodingCalled(name)
	if err != nil || e == nil {
		return nil, err
	}
	return func(s string) string { return decoded(s, e) }, nil
}

func guessText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return decoded(s, charmap.Windows1252)
}

// decoded returns s, in encoding e, as UTF-8; what is not in e becomes U+FFFD.
func decoded(s string, e encoding.Encoding) string {
	if isASCII(s) {
		return s
	}
	out, err := e.NewDecoder().String(s)
	if err != nil {
		return s
	}
	return out
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// TextDecoder returns a function from texts in the named encoding, such as
// gb18030 or latin1, to UTF-8.
func TextDecoder(encoding string) (func(string) string, error) {
	decode, err := decoderOf(encoding)
	if err == nil && decode == nil {
		decode = func(s string) string { return s }
	}
	return decode, err
}
