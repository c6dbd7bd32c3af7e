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

// decoderOf returns a function from bytes in the named encoding to UTF-8.
// Without a name, what is valid UTF-8 is taken as it is and the rest as
// windows-1252, byte by byte.
func decoderOf(name string) (func([]byte) string, error) {
	if name == "" {
		return guessText, nil
	}
	e, err := encodingCalled(name)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return plainText, nil
	}
	return func(b []byte) string { return decoded(b, e) }, nil
}

func plainText(b []byte) string { return string(b) }

func guessText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return decoded(b, charmap.Windows1252)
}

// decoded returns b, in encoding e, as UTF-8; what is not in e becomes U+FFFD.
func decoded(b []byte, e encoding.Encoding) string {
	if isASCII(b) {
		return string(b)
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return string(b)
	}
	return string(out)
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
