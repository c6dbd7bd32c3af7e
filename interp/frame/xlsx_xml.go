package frame

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An xmlScanner walks through a well-formed XML text. It knows elements,
// attributes, text and the five named entities: what workbooks consist of.
type xmlScanner struct {
	b     []byte
	p     int
	name  []byte // of the tag that was read, without a prefix
	attrs []byte // the rest of the tag
	open  bool   // the tag opens an element; an empty element does both
	shut  bool
}

// next reads the next tag and reports whether there is one.
func (x *xmlScanner) next() bool {
	for {
		i := bytes.IndexByte(x.b[x.p:], '<')
		if i < 0 {
			return false
		}
		x.p += i + 1
		end := bytes.IndexByte(x.b[x.p:], '>')
		if end < 0 {
			return false
		}
		tag := x.b[x.p : x.p+end]
		if bytes.HasPrefix(tag, []byte("!--")) {
			if end = bytes.Index(x.b[x.p:], []byte("-->")); end < 0 {
				return false
			}
			x.p += end + 3
			continue
		}
		x.p += end + 1
		if len(tag) == 0 || tag[0] == '?' || tag[0] == '!' {
			continue
		}
		x.take(tag)
		return true
	}
}

func (x *xmlScanner) take(tag []byte) {
	x.open, x.shut = tag[0] != '/', tag[0] == '/' || tag[len(tag)-1] == '/'
	tag = bytes.Trim(tag, "/")
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	x.name, x.attrs = tag[:end], tag[end:]
	if i := bytes.IndexByte(x.name, ':'); i >= 0 {
		x.name = x.name[i+1:]
	}
}

// is reports whether the tag opens an element of the given name.
func (x *xmlScanner) is(name string) bool { return x.open && string(x.name) == name }

// ends reports whether the tag closes an element of the given name.
func (x *xmlScanner) ends(name string) bool { return x.shut && string(x.name) == name }

// text returns the text up to the next tag.
func (x *xmlScanner) text() []byte {
	if x.shut {
		return nil
	}
	end := bytes.IndexByte(x.b[x.p:], '<')
	if end < 0 {
		return nil
	}
	return x.b[x.p : x.p+end]
}

// attr returns an attribute of the tag, which may have a prefix, or "".
func (x *xmlScanner) attr(name string) string { return unescapeXML(x.rawAttr(name)) }

// rawAttr returns an attribute as it is written.
func (x *xmlScanner) rawAttr(name string) []byte {
	b := x.attrs
	for {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 || eq+1 >= len(b) {
			return nil
		}
		key := bytes.TrimSpace(b[:eq])
		if i := bytes.IndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		rest := bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		b = rest[end+2:]
	}
}

var xmlEntities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescapeXML replaces entities and character references.
func unescapeXML(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			break
		}
		out.Write(b[:i])
		b = b[i:]
		end := bytes.IndexByte(b, ';')
		if end < 0 {
			break
		}
		name := string(b[1:end])
		switch {
		case xmlEntities[name] != "":
			out.WriteString(xmlEntities[name])
		case strings.HasPrefix(name, "#"):
			out.WriteRune(charReference(name[1:]))
		default:
			out.Write(b[:end+1])
		}
		b = b[end+1:]
	}
	out.Write(b)
	return out.String()
}

func charReference(s string) rune {
	base := 10
	if strings.HasPrefix(s, "x") {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseInt(s, base, 32)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}
