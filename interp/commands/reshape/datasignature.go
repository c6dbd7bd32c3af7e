package reshape

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Datasignature is the command "datasignature".
var Datasignature = &interp.Command{
	Name:   "datasignature",
	Brief:  "tell whether data have changed",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &datasignature{} },
	Doc: `    datasignature                   show the signature of the data in memory
    datasignature set [, reset]     keep it with the dataset
    datasignature confirm [, strict]
                                    r(9) if the data have changed since
    datasignature report            tell whether they have
    datasignature clear             forget it

The signature depends on names and values of the variables and on the order of
variables and observations; not on labels, formats or numeric storage types.
It has the form of Stata's but is a hash of its own, made of SHA-256: the
signature that Stata gives to the same data differs.

Stored result: r(datasignature)`,
}

type datasignature struct {
	Reset  bool `opt:"reset" help:"with set: replace the signature kept"`
	Strict bool `opt:"strict" help:"with confirm: the dataset must have no other variables; always checked"`
}

// The characteristics that keep a signature and when it was set.
const (
	charSignature = "datasignature_didot"
	charSigned    = "datasignature_dt"
)

func (o *datasignature) Run(c *interp.Call) error {
	f, verb := c.Frame(), strings.TrimSpace(c.Body.Text)
	kept, when := f.Chars.Get(charSignature), f.Chars.Get(charSigned)
	if verb == "clear" {
		f.Chars.Set(charSignature, "")
		f.Chars.Set(charSigned, "")
		return nil
	}
	now, err := signature(c, f)
	if err != nil {
		return err
	}
	switch verb {
	case "":
		c.Printf("  %s\n", now)
	case "set":
		if kept != "" && !o.Reset {
			return rc.Exists.Errorf("data signature already set; use option reset")
		}
		f.Chars.Set(charSignature, now)
		f.Chars.Set(charSigned, strings.ToLower(strings.ReplaceAll(c.Now().Format("02Jan2006 15:04"), "  ", " ")))
		f.Changed = true
		c.Printf("  %s       (data signature set)\n", now)
	case "confirm", "report":
		switch {
		case kept == "":
			return rc.DataProblem.Errorf("data signature not set; use datasignature set")
		case kept == now:
			c.Printf("  (data unchanged since %s)\n", when)
		case verb == "report":
			c.Printf("  (data have changed since %s)\n", when)
		default:
			return rc.False.Errorf("data have changed since %s", when)
		}
	default:
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	c.ClearR()
	c.Macro("datasignature", now)
	return nil
}

// signature returns "observations:variables(names):values:values".
func signature(c *interp.Call, f *frame.Frame) (string, error) {
	names, values := sha256.New(), sha256.New()
	for _, col := range f.Columns() {
		if err := c.Stop(); err != nil {
			return "", err
		}
		names.Write(append([]byte(col.Name), 0))
		hashColumn(values, col)
	}
	n, v := names.Sum(nil), values.Sum(nil)
	return fmt.Sprintf("%d:%d(%s):%s:%s", f.N(), len(f.Columns()), strconv.Itoa(int(binary.LittleEndian.Uint16(n))),
		strconv.FormatUint(uint64(binary.LittleEndian.Uint32(v)), 10), strconv.FormatUint(uint64(binary.LittleEndian.Uint32(v[4:])), 10)), nil
}

// hashBlock is the number of rows hashed at a time.
const hashBlock = 4096

func hashColumn(h hash.Hash, col *frame.Column) {
	if col.IsString() {
		for i := range col.Len() {
			h.Write(append([]byte(col.Text(i)), 0))
		}
		return
	}
	values, bytes := make([]float64, hashBlock), make([]byte, 0, 8*hashBlock)
	for lo := 0; lo < col.Len(); lo += hashBlock {
		block := values[:min(hashBlock, col.Len()-lo)]
		col.Read(block, lo)
		bytes = bytes[:0]
		for _, x := range block {
			bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(x+0)) // no -0
		}
		h.Write(bytes)
	}
}
