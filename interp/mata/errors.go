package mata

import (
	"errors"
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// The return codes of Mata; see [M-2] errors.
const (
	syntaxError    rc.Code = 3000
	badArguments   rc.Code = 3001
	nullPointer    rc.Code = 3010
	conformability rc.Code = 3200
	notVector      rc.Code = 3201
	notRowVector   rc.Code = 3202
	notColVector   rc.Code = 3203
	notScalar      rc.Code = 3204
	notSquare      rc.Code = 3205
	notSymmetric   rc.Code = 3207
	typeMismatch   rc.Code = 3250
	notReal        rc.Code = 3253
	notString      rc.Code = 3254
	notPointer     rc.Code = 3257
	outOfRange     rc.Code = 3300
	badSubscript   rc.Code = 3301
	badFormat      rc.Code = 3302
	hasMissing     rc.Code = 3351
	notPositive    rc.Code = 3353
	userError      rc.Code = 3498
	notFound       rc.Code = 3499
	badVariable    rc.Code = 3500
	stataError     rc.Code = 3598
)

// messages are the texts of codes that always have the same.
var messages = map[rc.Code]string{
	badArguments: "incorrect number of arguments", nullPointer: "attempt to dereference NULL pointer", conformability: "conformability error",
	notVector: "vector required", notRowVector: "rowvector required", notColVector: "colvector required",
	notScalar: "matrix found where scalar required", notSquare: "square matrix required", notSymmetric: "symmetric matrix required",
	typeMismatch: "type mismatch", notReal: "nonreal found where real required", notString: "nonstring found where string required",
	notPointer: "nonpointer found where pointer required",
	outOfRange: "argument out of range", badSubscript: "subscript invalid", badFormat: "invalid %fmt", hasMissing: "argument has missing values",
	notPositive: "matrix not positive definite", badVariable: "invalid Stata variable name", stataError: "Stata returned error",
}

// A failure is an error with the functions that it passed through.
type failure struct {
	code  rc.Code
	msg   string   // of the first line, until it is known where that is
	lines []string // one for each function
	plain string   // shown in place of the lines
}

func (f *failure) Error() string {
	if f.plain != "" {
		return f.plain
	}
	return strings.Join(f.lines, "\n")
}

// here stands for the function that is being run, or "<istmt>" outside.
const here = ""

// fail returns the error of the operator or function called where.
func fail(where string, code rc.Code) error { return failf(where, code, "%s", messages[code]) }

func failf(where string, code rc.Code, format string, args ...any) error {
	msg := fmt.Sprintf(format, args...)
	if where == here {
		return &failure{code: code, msg: msg}
	}
	return &failure{code: code, lines: []string{traceLine(where, fmt.Sprint(int(code)), msg)}}
}

func traceLine(where, code, msg string) string {
	return fmt.Sprintf("%24s:  %4s  %s", where, code, msg)
}

// through adds a function that an error leaves to its trace.
func through(err error, where string) error {
	f, ok := errors.AsType[*failure](err)
	switch {
	case !ok || f.plain != "":
	case f.lines == nil:
		f.lines = []string{traceLine(where, fmt.Sprint(int(f.code)), f.msg)}
	default:
		f.lines = append(f.lines, traceLine(where, "-", "function returned error"))
	}
	return err
}

// lacking is the error of a part of Mata that there is not.
func lacking(what string) error {
	return &failure{code: rc.Unrecognized, plain: "didot does not implement " + what + " yet"}
}

// coded returns err with its return code as the interpreter wants it.
func coded(err error) error {
	if e, ok := errors.AsType[*exited](err); ok {
		if e.code == 0 {
			return nil
		}
		return &rc.Error{Code: e.code}
	}
	if f, ok := errors.AsType[*failure](err); ok {
		return &rc.Error{Code: f.code, Msg: f.Error()}
	}
	return err
}
