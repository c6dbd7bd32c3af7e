package files

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// FileFilter is the command "filefilter".
var FileFilter = &interp.Command{
	Name:   "filefilter",
	Brief:  "replace bytes in a copy of a file",
	Syntax: "plain anything",
	New:    func() interp.Runner { return &fileFilter{} },
	Doc: `    filefilter oldfile newfile, from(pattern) to(pattern) [replace]

In patterns, \n \r \t are line feed, carriage return and tab, \M \U \W the line
ends of old Macs, Unix and Windows, \Q \LQ \RQ the quotes " ` + "`" + ` ', \BS a
backslash, \$ a dollar, \###d and \##h the byte of that number.

Stored results: r(occurrences), r(bytes_change), r(bytes_from), r(bytes_to)`,
}

type fileFilter struct {
	FromArg string `opt:"From(pattern)" help:"what to look for"`
	ToArg   string `opt:"To(pattern)" help:"what to put in its place; may be empty"`
	Replace bool   `opt:"replace" help:"overwrite the new file if it exists"`
}

func (o *fileFilter) Run(c *interp.Call) error {
	names := interp.Tokens(c.Body.Text)
	if len(names) != 2 {
		return rc.Syntax.At(c.Body.Pos, "the names of two files are wanted")
	}
	from, err := filterPattern(o.FromArg)
	if err != nil {
		return err
	}
	to, err := filterPattern(o.ToArg)
	if err != nil {
		return err
	}
	if len(from) == 0 {
		return rc.Syntax.Errorf("option from() must not be empty")
	}
	if c.Files().Path(names[0]) == c.Files().Path(names[1]) {
		return rc.Syntax.Errorf("the two files must differ")
	}
	data, err := c.Files().Read(names[0])
	if err != nil {
		return err
	}
	n := bytes.Count(data, from)
	out := bytes.ReplaceAll(data, from, to)
	if err := c.Files().Write(names[1], o.Replace, out); err != nil {
		return err
	}
	c.Printf("(file %s was converted into file %s)\n", names[0], names[1])
	c.ClearR()
	c.Scalar("occurrences", float64(n))
	c.Scalar("bytes_change", float64(len(out)-len(data)))
	c.Scalar("bytes_from", float64(len(data)))
	c.Scalar("bytes_to", float64(len(out)))
	return nil
}

// filterEscapes are the escapes of patterns, longer ones first.
var filterEscapes = []struct{ escape, bytes string }{
	{`\LQ`, "`"}, {`\RQ`, "'"}, {`\BS`, `\`}, {`\n`, "\n"}, {`\r`, "\r"}, {`\t`, "\t"}, {`\M`, "\r"}, {`\U`, "\n"}, {`\W`, "\r\n"}, {`\Q`, `"`}, {`\$`, "$"},
}

// filterPattern returns the bytes that a pattern stands for.
func filterPattern(s string) ([]byte, error) {
	var out []byte
next:
	for s != "" {
		if s[0] != '\\' {
			out, s = append(out, s[0]), s[1:]
			continue
		}
		for _, e := range filterEscapes {
			if rest, ok := strings.CutPrefix(s, e.escape); ok {
				out, s = append(out, e.bytes...), rest
				continue next
			}
		}
		b, rest, ok := numberedByte(s[1:])
		if !ok {
			return nil, rc.Syntax.Errorf("invalid escape in pattern: %s", s)
		}
		out, s = append(out, b), rest
	}
	return out, nil
}

// numberedByte reads "034d" or "0Ah".
func numberedByte(s string) (b byte, rest string, ok bool) {
	for _, kind := range []struct {
		digits, base int
		end          byte
	}{{3, 10, 'd'}, {2, 16, 'h'}} {
		if len(s) > kind.digits && s[kind.digits] == kind.end {
			if x, err := strconv.ParseUint(s[:kind.digits], kind.base, 8); err == nil {
				return byte(x), s[kind.digits+1:], true
			}
		}
	}
	return 0, s, false
}

// Checksum is the command "checksum".
var Checksum = &interp.Command{
	Name:   "checksum",
	Brief:  "length and checksum of a file",
	Syntax: "plain anything",
	New:    func() interp.Runner { return &checksum{} },
	Doc: `    checksum filename

The checksum is that of the command cksum of POSIX. Stored results:
r(version), r(filelen), r(checksum)`,
}

type checksum struct{}

func (checksum) Run(c *interp.Call) error {
	name := fileName(c.Body)
	data, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	c.ClearR()
	c.Scalar("version", 1)
	c.Scalar("filelen", float64(len(data)))
	c.Scalar("checksum", float64(posixSum(data)))
	c.Printf("Checksum for %s = %d, size = %d\n", name, posixSum(data), len(data))
	return nil
}

var posixTable = func() (t [256]uint32) {
	for i := range t {
		x := uint32(i) << 24
		for range 8 {
			if x&0x80000000 != 0 {
				x = x<<1 ^ 0x04c11db7
			} else {
				x <<= 1
			}
		}
		t[i] = x
	}
	return t
}()

// posixSum is the checksum of POSIX's cksum: the length follows the data.
func posixSum(data []byte) uint32 {
	var sum uint32
	add := func(b byte) { sum = sum<<8 ^ posixTable[byte(sum>>24)^b] }
	for _, b := range data {
		add(b)
	}
	for n := len(data); n > 0; n >>= 8 {
		add(byte(n))
	}
	return ^sum
}
