package text

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/didot-lang/didot/interp"
)

// mostShown is the number of keywords that the table shows.
const mostShown = 20

// show tells what was searched and found.
func (o *textcount) show(c *interp.Call, src *source, t *totals, k *keywords) {
	c.Printf("\n%s keywords in %s texts: %s\n", c.Count(len(k.words)), c.Count(src.n), src.what)
	if !o.NoTable {
		o.table(c, t, k)
	}
	o.notes(c, src, t, k)
}

// table shows the keywords by falling number of hits.
func (o *textcount) table(c *interp.Call, t *totals, k *keywords) {
	order := t.ranked()
	rest := len(order)
	if !o.All {
		order = order[:min(len(order), mostShown)]
	}
	rest -= len(order)
	width := len("Keyword")
	for _, w := range order {
		width = max(width, uniseg.StringWidth(k.words[w]))
	}
	width = min(width, 40)
	row := func(name, hits, texts string) {
		c.Printf("%s%s |%13s%13s\n", name, strings.Repeat(" ", max(0, width-uniseg.StringWidth(name))), hits, texts)
	}
	line := strings.Repeat("-", width+1) + "+" + strings.Repeat("-", 27) + "\n"
	c.Print("\n")
	row("Keyword", "Hits", "Texts")
	c.Print(line)
	for _, w := range order {
		row(shortened(k.words[w], width), c.Count(int(t.byWord[w])), c.Count(int(t.texts[w])))
	}
	if rest > 0 {
		hits := int64(0)
		for _, w := range t.ranked()[len(order):] {
			hits += t.byWord[w]
		}
		row(fmt.Sprintf("%d others", rest), c.Count(int(hits)), "")
	}
	c.Print(line)
	some := 0
	for _, n := range t.hits {
		if n > 0 {
			some++
		}
	}
	row("Total", c.Count(int(t.total)), c.Count(some))
}

// shortened cuts a keyword to a width of the screen.
func shortened(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && uniseg.StringWidth(string(r)) > width-2 {
		r = r[:len(r)-1]
	}
	return string(r) + ".."
}

// notes states what is odd about keywords and texts.
func (o *textcount) notes(c *interp.Call, src *source, t *totals, k *keywords) {
	if k.twice > 0 {
		c.Note("Note: keywords that occur twice in the list count once: %s", c.Count(k.twice))
	}
	if t.empty > 0 {
		c.Note("Note: texts that are empty, with 0 hits: %s", c.Count(t.empty))
	}
	if src.name != nil {
		how := map[string]int{}
		wrong := 0
		for i, name := range t.how {
			if t.bad[i] == "" {
				how[name]++
			}
			if t.wrong[i] > 0 {
				wrong++
			}
		}
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(how)) {
			parts = append(parts, fmt.Sprintf("%s in %s", c.Count(how[name]), name))
		}
		c.Note("Note: files read: %s", strings.Join(parts, ", "))
		if wrong > 0 {
			c.Note("Note: files with characters that are not of their encoding, which were passed over: %s", c.Count(wrong))
		}
	}
	if t.missing > 0 {
		c.Note("Note: texts that could not be read, with missing values: %s", c.Count(t.missing))
		for _, p := range t.problems {
			c.Note("      %s", p)
		}
		if t.missing > len(t.problems) {
			c.Note("      and %s more", c.Count(t.missing-len(t.problems)))
		}
	}
}
