// Package rc holds Stata's return codes and the error that carries one. All
// layers of the interpreter report failure with it; only the interpreter
// itself adds the place in the file.
package rc

import (
	"errors"
	"fmt"

	"github.com/didot-lang/didot/lang"
)

// A Code is a Stata return code, the number in "r(111);". See [P] error.
// A Code is itself an error, so that errors.Is(err, rc.NotFound) works.
type Code int

// The return codes that the interpreter and its commands use.
const (
	Break            Code = 1
	NoDataset        Code = 3
	Changed          Code = 4 // data in memory would be lost
	NotSorted        Code = 5
	WrongKind        Code = 7 // 'x' found where y expected
	False            Code = 9 // assertion is false
	NotEmpty         Code = 18
	Required         Code = 100 // varlist required, by() option required
	NotAllowed       Code = 101 // varlist not allowed
	TooFewVars       Code = 102
	TooManyVars      Code = 103
	StringMismatch   Code = 106
	NumericVariable  Code = 107 // not possible with numeric variable
	StringVariable   Code = 108 // not possible with string variable
	TypeMismatch     Code = 109
	Exists           Code = 110 // already defined
	NotFound         Code = 111
	Context          Code = 119 // statement out of context
	BadFormat        Code = 120
	BadNumlist       Code = 121
	NumlistFew       Code = 122
	NumlistMany      Code = 123
	OutOfRange       Code = 125
	Unbalanced       Code = 132
	UnknownFunction  Code = 133
	TooManyValues    Code = 134
	TooManyTerms     Code = 145
	TooFewCategories Code = 148
	NoTerm           Code = 147
	BadLabel         Code = 180
	StringLabel      Code = 181
	NotLabelled      Code = 182
	Conflict         Code = 184 // options may not be combined
	WithBy           Code = 190
	Invalid          Code = 197
	Syntax           Code = 198
	Unrecognized     Code = 199
	NoEstimates      Code = 301
	NoTest           Code = 302
	NoEquation       Code = 303
	NotValidAfter    Code = 321
	BadEstimates     Code = 322
	NonintegerFW     Code = 401
	NegativeWeights  Code = 402
	NoPWeights       Code = 404
	NoAWeights       Code = 406
	NoVariance       Code = 409
	BadWeights       Code = 407 // weights must be the same for all observations in a group
	MissingFound     Code = 416
	NotTwoGroups     Code = 420
	NoConverge       Code = 430
	NotZeroOne       Code = 450
	BadTime          Code = 451
	BadFactor        Code = 452
	DataProblem      Code = 459
	UserError        Code = 498
	Conformability   Code = 503
	MatrixMissing    Code = 504
	NotSymmetric     Code = 505
	NotPosDef        Code = 506
	NameConflict     Code = 507
	NoFile           Code = 601
	FileExists       Code = 602
	NotOpened        Code = 603
	LogOpen          Code = 604
	NoLog            Code = 606
	ReadOnly         Code = 608
	NotStata         Code = 610
	EndOfFile        Code = 612
	Preserved        Code = 621
	NotPreserved     Code = 622
	IO               Code = 691
	NoDirectory      Code = 693
	NoRoomVars       Code = 900
	NoRoomObs        Code = 901
	NoMemory         Code = 950
	SystemLimit      Code = 1000
	NoObs            Code = 2000
	FewObs           Code = 2001
	Internal         Code = 9999 // a bug of the program
)

func (c Code) Error() string { return fmt.Sprintf("r(%d);", int(c)) }

// Errorf returns an error with code c. Its text is what Stata prints.
func (c Code) Errorf(format string, args ...any) error {
	return &Error{Code: c, Msg: fmt.Sprintf(format, args...)}
}

// At is Errorf with a place in the line.
func (c Code) At(pos lang.Pos, format string, args ...any) error {
	return &Error{Code: c, Pos: pos, Msg: fmt.Sprintf(format, args...)}
}

// An Error is a command that failed. An empty Msg prints nothing but the
// code; errors.Is matches an Error with its Code and with its cause.
type Error struct {
	Code  Code
	Pos   lang.Pos // in the line as expanded; zero if unknown
	Msg   string   // what Stata prints; lower case, no period
	Err   error    // the cause, or nil
	Place *Place   // set once, by the interpreter
}

// A Place is where a command stood that failed.
type Place struct {
	File     string
	Line     int    // in File, from 1
	Col      int    // in File, from 1; 0 if the place is not in the line as written
	Expanded string // the line after macro expansion
	Offset   int    // of the error in Expanded, from 0; -1 if unknown
	Callers  []Caller
	Depth    int // how many programs and do-files were running
}

// A Caller is a line that ran the program or do-file where an error arose.
type Caller struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

func (e *Error) Error() string {
	if e.Msg == "" {
		return e.Code.Error()
	}
	return e.Msg
}

func (e *Error) Unwrap() error        { return e.Err }
func (e *Error) Is(target error) bool { return target == e.Code }

// Of returns the return code of err: 0 for nil, 498 for an error without one.
func Of(err error) Code {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	if c, ok := errors.AsType[Code](err); ok {
		return c
	}
	if _, ok := errors.AsType[*lang.Error](err); ok {
		return Syntax
	}
	return UserError
}

// All takes errors that were joined apart.
func All(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// Locate returns err as an *Error whose place in the line is pos, unless err
// already knows a place.
func Locate(err error, pos lang.Pos) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Pos == 0 && e.Place == nil {
			c := *e
			c.Pos = pos
			return &c
		}
		return err
	}
	if e, ok := errors.AsType[*lang.Error](err); ok {
		if e.Pos != 0 {
			pos = e.Pos
		}
		return &Error{Code: Syntax, Pos: pos, Msg: e.Msg, Err: err}
	}
	return &Error{Code: Of(err), Pos: pos, Msg: err.Error(), Err: err}
}
