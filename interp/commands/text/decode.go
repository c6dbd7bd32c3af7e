package text

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"

	"github.com/didot-lang/didot/interp/rc"
)

// A decoder turns the bytes of a file into UTF-8.
type decoder struct {
	name     string
	encoding encoding.Encoding // nil: by the bytes themselves
}

// newDecoder returns the decoder of an encoding; that of "" and "auto" looks
// at each file.
func newDecoder(name string) (*decoder, error) {
	if name == "" || name == "auto" {
		return &decoder{}, nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, rc.Syntax.Errorf("encoding %s not supported", name)
	}
	return &decoder{name, e}, nil
}

var (
	errBinary = errors.New("no text")
	errGarble = errors.New("neither UTF-8 nor GB18030")
)

// A decoded is a text and what was found about its encoding.
type decoded struct {
	text  []byte
	how   string // "UTF-8", "GB18030", "UTF-16", or the encoding asked for
	wrong int    // bytes or characters that are none of the encoding
}

// mostWrong is the share of wrong characters up to which a file is taken to be
// in an encoding.
const mostWrong = .01

// decode returns b as UTF-8. Without a given encoding it is UTF-16 if it says
// so, else UTF-8 if it is that, else GB18030.
func (d *decoder) decode(b []byte) (decoded, error) {
	if d.encoding != nil {
		out, err := d.encoding.NewDecoder().Bytes(b)
		if err != nil {
			return decoded{}, err
		}
		return decoded{out, d.name, count(out)}, nil
	}
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		out, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(b)
		return decoded{out, "UTF-16", 0}, err
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return decoded{}, errBinary
	}
	if utf8.Valid(b) {
		return decoded{b, "UTF-8", 0}, nil
	}
	broken := brokenBytes(b)
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	wrong := count(out)
	switch {
	case err == nil && float64(wrong) <= mostWrong*float64(utf8.RuneCount(out)) && wrong < broken:
		return decoded{out, "GB18030", wrong}, nil
	case float64(broken) <= mostWrong*float64(utf8.RuneCount(b)):
		return decoded{bytes.ToValidUTF8(b, []byte("\uFFFD")), "UTF-8", broken}, nil
	}
	return decoded{}, errGarble
}

// count is the number of replacement characters.
func count(b []byte) int { return bytes.Count(b, []byte("\uFFFD")) }

// brokenBytes is the number of bytes that are not UTF-8.
func brokenBytes(b []byte) int {
	n := 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}

// A folding says how texts and keywords are made alike before they are
// compared.
type folding struct {
	exact  bool // spaces are left as they are
	nocase bool
}

// fold returns a text made alike and the number of its characters that are
// not spaces. Unless exact, runs of spaces and line ends become one blank, or
// nothing beside a Chinese or Japanese character: texts from PDF files are
// broken anywhere. Soft hyphens and characters without width are left out.
func (f folding) fold(b []byte) (out []byte, length int) {
	out = make([]byte, 0, len(b))
	space, wide := false, true // wide: no blank at the beginning
	for i := 0; i < len(b); {
		if hanAt(b, i) {
			out = append(out, b[i], b[i+1], b[i+2])
			space, wide = false, true
			i += 3
			length++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if unicode.IsSpace(r) {
			if f.exact {
				out = append(out, b[i:i+size]...)
			}
			space = true
			i += size
			continue
		}
		i += size
		if !f.exact && (r == softHyphen || r > unicode.MaxLatin1 && invisible(r)) {
			continue
		}
		w := ideographic(r)
		if space && !wide && !w && !f.exact {
			out = append(out, ' ')
		}
		space, wide = false, w
		if f.nocase {
			r = unicode.ToLower(r)
		}
		out = utf8.AppendRune(out, r)
		length++
	}
	return out, length
}

// hanAt reports whether one of the common Chinese characters, U+4E00 to
// U+9FFF, stands at b[i].
func hanAt(b []byte, i int) bool {
	return i+2 < len(b) && (b[i] > 0xe4 && b[i] <= 0xe9 || b[i] == 0xe4 && b[i+1] >= 0xb8) && b[i+1]&0xc0 == 0x80 && b[i+2]&0xc0 == 0x80
}

const softHyphen = '\u00ad'

func invisible(r rune) bool {
	return r == '\ufeff' || '\u200b' <= r && r <= '\u200d' || r == '\u2060'
}

// ideographic reports whether r is written without blanks around it.
func ideographic(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || 0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xffef)
}
