package frame

// A dtaLayout says what differs between the versions of the .dta format that
// share a shape. Widths are in bytes and include a terminating NUL.
// Sources: Stata's own descriptions ([P] file formats .dta; help dta_113 to
// dta_119), for versions before 113 those in the manuals of Stata 5 to 7.
type dtaLayout struct {
	version   int
	name      int // of variables, value labels and characteristics
	format    int // of display formats
	varLabel  int // of variable labels and, before 117, of the data label
	expansion int // width of the length of an expansion field
	types     map[byte]Type
	strBase   int // type code of str#, less #
	maxStr    int
	missing   missingStyle
	labels    labelStyle
	wide      bool // counts of variables have four bytes: 119 and 121
	refBits   int  // of the observation in a strL reference; the variable has the rest
}

// A missingStyle is how numbers are marked as missing.
type missingStyle int

const (
	missingLetters   missingStyle = iota // . and .a to .z
	missingSingle                        // the largest value only
	missingSingle333                     // the same, or 2^333 for double
)

// A labelStyle is how value labels are written.
type labelStyle int

const (
	labelTables labelStyle = iota // offsets, values and one text
	labelPairs                    // short values, then texts of 8 bytes
)

// typeLetters are the type codes up to version 110, typeCodes those of 111 to 115.
var (
	typeLetters = map[byte]Type{'b': Byte, 'i': Int, 'l': Long, 'f': Float, 'd': Double}
	typeCodes   = map[byte]Type{251: Byte, 252: Int, 253: Long, 254: Float, 255: Double}
)

var dtaLayouts = []dtaLayout{
	{version: 105, name: 9, format: 12, varLabel: 32, expansion: 2, types: typeLetters, strBase: 127, maxStr: 80, missing: missingSingle333, labels: labelPairs},
	{version: 108, name: 9, format: 12, varLabel: 81, expansion: 2, types: typeLetters, strBase: 127, maxStr: 80, missing: missingSingle},
	{version: 110, name: 33, format: 12, varLabel: 81, expansion: 4, types: typeLetters, strBase: 127, maxStr: 80, missing: missingSingle},
	{version: 111, name: 33, format: 12, varLabel: 81, expansion: 4, types: typeCodes, maxStr: 244, missing: missingSingle},
	{version: 113, name: 33, format: 12, varLabel: 81, expansion: 4, types: typeCodes, maxStr: 244},
	{version: 114, name: 33, format: 49, varLabel: 81, expansion: 4, types: typeCodes, maxStr: 244},
	{version: 115, name: 33, format: 49, varLabel: 81, expansion: 4, types: typeCodes, maxStr: 244},
	{version: 117, name: 33, format: 49, varLabel: 81, maxStr: MaxStr, refBits: 32},
	{version: 118, name: 129, format: 57, varLabel: 321, maxStr: MaxStr, refBits: 48},
	{version: 119, name: 129, format: 57, varLabel: 321, maxStr: MaxStr, refBits: 40, wide: true},
	{version: 120, name: 129, format: 57, varLabel: 321, maxStr: MaxStr, refBits: 48},
	{version: 121, name: 129, format: 57, varLabel: 321, maxStr: MaxStr, refBits: 40, wide: true},
}

// layoutOf returns the layout of a version, or nil.
func layoutOf(version int) *dtaLayout {
	for i := range dtaLayouts {
		if dtaLayouts[i].version == version {
			return &dtaLayouts[i]
		}
	}
	return nil
}

// tagged reports whether sections stand between tags, as they do from 117 on.
func (l *dtaLayout) tagged() bool { return l.version >= 117 }

// utf8 reports whether texts are known to be UTF-8.
func (l *dtaLayout) utf8() bool { return l.version >= 118 }

// aliasType is the code of an alias variable, which lives in another frame.
const aliasType = 65525
