package reshape

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// report shows how many observations have which result.
func (j *mergeJob) report(results []int8) {
	var n [frame.Conflicted + 1]int
	for _, r := range results {
		n[r]++
	}
	row := func(label string, count int, result int) {
		mark := ""
		if result >= 0 {
			mark = "  "
		}
		if result > 0 && j.name != "" {
			mark += fmt.Sprintf("(%s==%d)", j.name, result)
		}
		j.c.Printf("    %-24s%17s%s\n", label, j.c.Count(count), mark)
	}
	unmatched := n[frame.MasterOnly] + n[frame.UsingOnly]
	matched := n[frame.Matched] + n[frame.Updated] + n[frame.Conflicted]
	rule := "    " + strings.Repeat("-", 41) + "\n"
	j.c.Print("\n    Result                      Number of obs\n" + rule)
	row("Not matched", unmatched, -1)
	if unmatched > 0 {
		row("    from master", n[frame.MasterOnly], frame.MasterOnly)
		row("    from using", n[frame.UsingOnly], frame.UsingOnly)
		j.c.Print("\n")
	}
	if j.Update {
		row("Matched", matched, -1)
		row("    not updated", n[frame.Matched], frame.Matched)
		row("    missing updated", n[frame.Updated], frame.Updated)
		row("    nonmissing conflict", n[frame.Conflicted], frame.Conflicted)
	} else {
		row("Matched", matched, frame.Matched)
	}
	j.c.Print(rule)
}
