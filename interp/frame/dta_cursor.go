package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/didot-lang/didot/interp/rc"
)

// A dtaCursor reads the describing parts of a .dta file front to back. The
// first failure sticks: later reads give zeros and empty texts.
type dtaCursor struct {
	r      io.ReaderAt
	size   int64 // of the file
	order  binary.ByteOrder
	decode func(string) string // texts to UTF-8; nil if they are
	at     int64               // offset of the next byte
	part   string              // what is being read, for messages
	err    error
	buf    []byte // the file from offset base on
	base   int64
}

// window is how far a dtaCursor reads ahead, in bytes.
const window = 1 << 16

// fail makes err stick and returns it.
func (c *dtaCursor) fail(err error) error {
	if c.err == nil {
		c.err = err
	}
	return c.err
}

// short reports that n bytes at offset at do not exist.
func (c *dtaCursor) short(at, n int64) error {
	return c.fail(rc.EndOfFile.Errorf("unexpected end of file: %s at byte %d takes %d bytes, but the file has %d",
		c.part, at, n, c.size))
}

// bad reports that what stands at offset at cannot be in a .dta file.
func (c *dtaCursor) bad(at int64, format string, args ...any) error {
	return c.fail(rc.NotStata.Errorf("not Stata format: %s at byte %d: %s", c.part, at, fmt.Sprintf(format, args...)))
}

// readAt fills b with the bytes at offset at.
func (c *dtaCursor) readAt(b []byte, at int64) error {
	n, err := c.r.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return rc.EndOfFile.Errorf("unexpected end of file: %s at byte %d", c.part, at+int64(n))
	}
	return &rc.Error{Code: rc.IO, Msg: "I/O error: " + err.Error(), Err: err}
}

// take returns the next n bytes, valid until the next call, or nil.
func (c *dtaCursor) take(n int64) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > c.size-c.at {
		c.short(c.at, n)
		return nil
	}
	if c.at < c.base || c.at+n > c.base+int64(len(c.buf)) {
		want := min(max(n, window), c.size-c.at)
		if int64(cap(c.buf)) < want {
			c.buf = make([]byte, want)
		}
		c.buf, c.base = c.buf[:want], c.at
		if err := c.readAt(c.buf, c.at); err != nil {
			c.buf = c.buf[:0]
			c.fail(err)
			return nil
		}
	}
	b := c.buf[c.at-c.base:][:n]
	c.at += n
	return b
}

// skip passes over n bytes, which must exist.
func (c *dtaCursor) skip(n int64) {
	if c.err != nil {
		return
	}
	if n < 0 || n > c.size-c.at {
		c.short(c.at, n)
		return
	}
	c.at += n
}

func (c *dtaCursor) u8() int {
	if b := c.take(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *dtaCursor) u16() int {
	if b := c.take(2); b != nil {
		return int(c.order.Uint16(b))
	}
	return 0
}

func (c *dtaCursor) u32() int64 {
	if b := c.take(4); b != nil {
		return int64(c.order.Uint32(b))
	}
	return 0
}

func (c *dtaCursor) u64() uint64 {
	if b := c.take(8); b != nil {
		return c.order.Uint64(b)
	}
	return 0
}

// text returns b, the bytes of a text without its NUL, as a string.
func (c *dtaCursor) text(b []byte) string {
	if c.decode == nil {
		return string(b)
	}
	return c.decode(string(b))
}

// counted returns the text in the next n bytes, which ends at a NUL if there is one.
func (c *dtaCursor) counted(n int) string { return c.text(untilNUL(c.take(int64(n)))) }

// padded returns the text in the next n bytes, which ends at a NUL; the last
// byte must be one.
func (c *dtaCursor) padded(n int) string {
	b := c.take(int64(n))
	return c.text(untilNUL(b[:max(len(b)-1, 0)]))
}

// untilNUL returns the part of b before its first NUL, or all of it.
func untilNUL(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// peek reports whether s comes next, without passing over it.
func (c *dtaCursor) peek(s string) bool {
	n := int64(len(s))
	if c.err != nil || n > c.size-c.at {
		return false
	}
	at := c.at
	found := string(c.take(n)) == s
	c.at = at
	return found
}

// tag passes over s, which must come next.
func (c *dtaCursor) tag(s string) {
	at := c.at
	if b := c.take(int64(len(s))); b != nil && string(b) != s {
		c.bad(at, "%q found where %q expected", b, s)
	}
}
