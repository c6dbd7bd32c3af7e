package programs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// ErrorCommand is the command "error".
var ErrorCommand = &interp.Command{
	Name: "error", Brief: "stop with a return code and its standard message", Syntax: "anything", New: func() interp.Runner { return command(runError) },
	Doc: "    error #\n\n0 does nothing. exit # stops with a return code and no message.",
}

func runError(c *interp.Call) error {
	x, err := c.EvalNumber(c.Body)
	if err != nil {
		return err
	}
	if x != float64(int(x)) || x < 0 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if x == 0 {
		return nil
	}
	return &rc.Error{Code: rc.Code(x), Msg: standardMessages[rc.Code(x)]}
}

// standardMessages are the texts of return codes, [P] error.
var standardMessages = map[rc.Code]string{
	1: "--Break--", 2: "connection timed out", 3: "no dataset in use", 4: "no; dataset in memory has changed since last saved", 5: "not sorted",
	6: "nothing found where something expected", 7: "found where something else expected", 9: "assertion is false",
	18: "you must start with an empty dataset", 100: "varlist required", 101: "varlist not allowed",
	102: "too few variables specified", 103: "too many variables specified", 104: "nothing to input",
	106: "variable is numeric in master but string in using data", 107: "not possible with numeric variable", 108: "not possible with string variable",
	109: "type mismatch", 110: "already defined", 111: "not found", 119: "statement out of context", 120: "invalid %format", 121: "invalid numlist",
	122: "invalid numlist has too few elements", 123: "invalid numlist has too many elements", 124: "invalid numlist has elements out of order",
	125: "invalid numlist has elements outside of allowed range", 126: "invalid numlist has noninteger elements", 127: "invalid numlist has missing values",
	130: "expression too long", 131: "not possible with test", 132: "too few ')' or ']'", 133: "unknown function", 134: "too many values",
	135: "not possible with weighted data", 140: "repeated categorical variable in term", 141: "repeated term", 145: "term contains more than 8 variables",
	146: "too many variables or values (matsize too small)", 147: "term not in model", 148: "too few categories", 149: "too many categories",
	151: "non r-class program may not set r()", 152: "non e-class program may not set e()", 153: "non s-class program may not set s()",
	161: "ado-file has commands outside of program define ... end", 162: "ado-file does not define command", 170: "unable to change to directory",
	175: "factor level out of range", 180: "invalid attempt to modify label", 181: "may not label strings", 182: "not labeled",
	184: "options may not be combined", 190: "request may not be combined with by", 191: "request may not be combined with by() option", 196: "could not restore sort order because variables were dropped",
	197: "invalid syntax", 198: "invalid syntax", 199: "unrecognized command",
	301: "last estimates not found", 302: "last test not found", 303: "equation not found", 304: "ml model not found", 305: "ml model not found",
	310: "not possible because object(s) in use", 321: "requested action not valid after most recent estimation command", 322: "something that should be true of your estimation results is not",
	399: "may not drop constant", 401: "may not use noninteger frequency weights", 402: "negative weights encountered", 404: "not possible with pweighted data",
	406: "not possible with analytic weights", 407: "weights must be the same for all observations in a group", 409: "no variance", 411: "nonpositive values encountered",
	412: "redundant or inconsistent constraints", 416: "missing values encountered", 420: "groups found, 2 required", 421: "could not determine between-subject error term; use bse() option",
	422: "could not determine between-subject basic unit; use bseunit() option", 430: "convergence not achieved", 450: "variable is not a 0/1 variable", 451: "invalid values for time variable",
	452: "invalid values for factor variable", 459: "something that should be true of your data is not", 460: "only one cluster detected", 461: "number of obs must be greater than k for robust variance computation",
	462: "fpc must be >= 0", 463: "fpc for all observations within a stratum must be the same", 471: "esample() invalid", 480: "starting values invalid or some RHS variables have missing values",
	481: "equation/system not identified", 482: "nonpositive value(s) among cannot log transform", 491: "could not find feasible values",
	498: "", 499: "", 501: "matrix operation not found", 503: "conformability error", 504: "matrix has missing values", 505: "matrix not symmetric",
	506: "matrix not positive definite", 507: "name conflict", 508: "matrix has zero values", 509: "matrix operators that return matrices not allowed in this context",
	601: "file not found", 602: "file already exists", 603: "file could not be opened", 604: "log file already open", 606: "no log file open", 607: "no cmdlog file open",
	608: "file is read-only; cannot be modified or erased", 609: "file xp format", 610: "file not Stata format", 611: "record too long", 612: "unexpected end of file", 613: "file does not contain dictionary",
	614: "dictionary invalid", 616: "wrong number of values in checksum file", 621: "already preserved", 622: "nothing to restore", 631: "host not found", 691: "I/O error",
	692: "file I/O error on read", 693: "file I/O error on write", 694: "could not rename file", 695: "could not copy file", 696: "is temporarily unavailable", 699: "insufficient disk space",
	900: "no room to add more variables", 901: "no room to add more observations", 902: "no room to add more variables because of width", 903: "no room to promote variable because of width",
	908: "matsize too small", 909: "op. sys. refuses to provide memory", 910: "value too small", 912: "value too large", 914: "op. sys. refused to allow Stata to open a temporary file", 920: "too many macros",
	950: "insufficient memory", 1000: "system limit exceeded - see manual", 1001: "too many values", 1002: "too many by variables", 1003: "too many options", 1004: "command too long",
	1400: "numerical overflow", 2000: "no observations", 2001: "insufficient observations",
}
