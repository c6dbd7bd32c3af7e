package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
)

// Commands of the packages gtools and ftools, which differ from those of
// Stata in speed alone.
var (
	Gegen       = alias("gegen", Egen)
	Fegen       = alias("fegen", Egen)
	Gisid       = alias("gisid", Isid)
	Fisid       = alias("fisid", Isid)
	Glevelsof   = alias("glevelsof", Levelsof)
	Flevelsof   = alias("flevelsof", Levelsof)
	Hashsort    = alias("hashsort", Gsort)
	Fsort       = alias("fsort", Sort)
	Fastxtile   = alias("fastxtile", Xtile)
	Gduplicates = []*interp.Command{
		alias("gduplicates Report", DuplicatesReport), alias("gduplicates Tag", DuplicatesTag), alias("gduplicates drop", DuplicatesDrop),
		alias("gduplicates List", DuplicatesList), alias("gduplicates Examples", DuplicatesExamples),
	}
)

// alias returns a command under another name.
func alias(name string, of *interp.Command) *interp.Command {
	c := *of
	c.Name, c.Brief = name, "as "+strings.ToLower(of.Name)
	c.Doc = "Another name of " + strings.ToLower(of.Name) + ", in community packages that do the same faster."
	return &c
}
