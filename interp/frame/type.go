package frame

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Type is a storage type, by the code that .dta files use for it: 1 to
// MaxStr for str#, and the constants below.
type Type uint16

// The storage types that are not str#.
const (
	StrL   Type = 32768
	Double Type = 65526
	Float  Type = 65527
	Long   Type = 65528
	Int    Type = 65529
	Byte   Type = 65530
)

// MaxStr is the width of the widest str#.
const MaxStr = 2045

// Str returns the narrowest string type for values of n bytes.
func Str(n int) Type {
	if n > MaxStr {
		return StrL
	}
	return Type(max(n, 1))
}

// IsString reports whether t is str# or strL.
func (t Type) IsString() bool { return t <= StrL }

// numeric describes a numeric type: what fits in it without becoming missing.
type numeric struct {
	typ    Type
	name   string
	bytes  int
	lo, hi float64 // smallest and largest number that can be stored
	format string
}

// numerics lists the numeric types from narrow to wide, as codes fall, in the order in
// which "replace" promotes.
var numerics = []numeric{
	{Byte, "byte", 1, -127, 100, "%8.0g"},
	{Int, "int", 2, -32767, 32740, "%8.0g"},
	{Long, "long", 4, -2147483647, 2147483620, "%12.0g"},
	{Float, "float", 4, -maxFloat, maxFloat, "%9.0g"},
	{Double, "double", 8, -math.MaxFloat64, 0x1.fffffffffffffp1022, "%10.0g"},
}

func (t Type) numeric() *numeric {
	if t < Double || t > Byte {
		panic(fmt.Sprintf("frame: %d is no numeric type", t))
	}
	return &numerics[Byte-t]
}

func (t Type) String() string {
	switch {
	case t == StrL:
		return "strL"
	case t.IsString():
		return "str" + strconv.Itoa(int(t))
	}
	return t.numeric().name
}

// ParseType returns the type called name: byte ... double, str, str#, strL.
func ParseType(name string) (t Type, ok bool) {
	for _, n := range numerics {
		if n.name == name {
			return n.typ, true
		}
	}
	digits, isStr := strings.CutPrefix(name, "str")
	switch {
	case !isStr:
		return 0, false
	case digits == "L":
		return StrL, true
	case digits == "":
		return 1, true
	}
	w, err := strconv.Atoi(digits)
	return Type(w), err == nil && w >= 1 && w <= MaxStr
}

// Width returns the number of bytes a value of type t takes in a .dta file.
func (t Type) Width() int {
	switch {
	case t == StrL:
		return 8
	case t.IsString():
		return int(t)
	}
	return t.numeric().bytes
}

// DefaultFormat returns the display format of a new variable of type t.
func (t Type) DefaultFormat() string {
	switch {
	case t == StrL:
		return "%9s"
	case t.IsString():
		return fmt.Sprintf("%%%ds", max(int(t), 9))
	}
	return t.numeric().format
}

// Round returns x as a variable of numeric type t would hold it: integers are
// truncated, floats rounded, and what does not fit is Missing.
func (t Type) Round(x float64) float64 {
	if x >= Missing {
		return x
	}
	n := t.numeric()
	if x < n.lo || x > n.hi {
		return Missing
	}
	switch t {
	case Double:
		return x
	case Float:
		return float64(float32(x))
	}
	return math.Trunc(x)
}

// Holds reports whether a variable of numeric type t can store x exactly,
// as far as "replace" cares: a float is never promoted to double for mere
// rounding, but for overflow.
func (t Type) Holds(x float64) bool {
	if x >= Missing {
		return true
	}
	n := t.numeric()
	if x < n.lo || x > n.hi {
		return false
	}
	return t == Double || t == Float || x == math.Trunc(x)
}

// maxFloatInt is the largest integer up to which float holds all integers.
const maxFloatInt = 1 << 24

// Promote returns the narrowest type, t or wider, that holds x. Integers too
// large for float's 24 bits go to double rather than lose digits, as Stata
// promotes long to double.
func (t Type) Promote(x float64) Type {
	if t.Holds(x) {
		return t
	}
	for _, n := range numerics {
		if n.typ >= t || !n.typ.Holds(x) { // codes fall as types widen
			continue
		}
		if n.typ == Float && (t == Long || x == math.Trunc(x) && math.Abs(x) > maxFloatInt) {
			continue
		}
		return n.typ
	}
	return Double
}
