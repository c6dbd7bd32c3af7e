package main

import (
	"fmt"
	"strings"
)

// diffContext is how many equal lines a diff shows around changes.
const diffContext = 3

// An edit is one line of a diff: ' ', '-' or '+' and its text.
type edit struct {
	op   byte
	text string
}

// diff returns the changes from a to b in the unified format, "" if there are
// none.
func diff(name, a, b string) string {
	if a == b {
		return ""
	}
	edits := compare(strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n"))
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s (canonical)\n", name, name)
	for lo := 0; lo < len(edits); {
		if edits[lo].op == ' ' {
			lo++
			continue
		}
		hi := hunkEnd(edits, lo)
		writeHunk(&out, edits, max(lo-diffContext, 0), min(hi+diffContext, len(edits)))
		lo = hi
	}
	return out.String()
}

// hunkEnd returns where the changes that begin at lo end, with those that
// follow closely.
func hunkEnd(edits []edit, lo int) int {
	hi := lo
	for i := lo; i < len(edits) && i-hi <= 2*diffContext; i++ {
		if edits[i].op != ' ' {
			hi = i + 1
		}
	}
	return hi
}

func writeHunk(out *strings.Builder, edits []edit, lo, hi int) {
	before, after := position(edits[:lo])
	m, n := position(edits[lo:hi])
	fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", before+1, m, after+1, n)
	for _, e := range edits[lo:hi] {
		text, ended := strings.CutSuffix(e.text, "\n")
		fmt.Fprintf(out, "%c%s\n", e.op, strings.TrimSuffix(text, "\r"))
		if !ended {
			out.WriteString("\\ No newline at end of file\n")
		}
	}
}

// position counts the lines that edits span before and after.
func position(edits []edit) (before, after int) {
	for _, e := range edits {
		if e.op != '+' {
			before++
		}
		if e.op != '-' {
			after++
		}
	}
	return before, after
}

// compare pairs the lines of a script with those of its canonical form: each
// line with code or a comment has one, in order, blank lines may have none.
func compare(a, b []string) []edit {
	a, b = withoutEmptyEnd(a), withoutEmptyEnd(b)
	var out, added []edit
	equal := func(text string) {
		out = append(append(out, added...), edit{' ', text})
		added = added[:0]
	}
	j := 0
	for _, line := range a {
		switch {
		case j < len(b) && line == b[j]:
			equal(line)
			j++
		case j == len(b) || blank(line) && !blank(b[j]):
			out = append(out, edit{'-', line})
		default:
			out = append(out, edit{'-', line})
			added = append(added, edit{'+', b[j]})
			j++
		}
	}
	for ; j < len(b); j++ {
		added = append(added, edit{'+', b[j]})
	}
	return append(out, added...)
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func withoutEmptyEnd(lines []string) []string {
	if n := len(lines); n > 0 && lines[n-1] == "" {
		return lines[:n-1]
	}
	return lines
}
