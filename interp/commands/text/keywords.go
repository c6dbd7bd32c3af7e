package text

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// keywords are what is counted.
type keywords struct {
	words  []string // as written
	folded []string
	group  []int // of each word, -1 for none
	groups []string
	twice  int // words left out since they occur before
	now    int // the group that lines belong to, -1 for none
}

// readKeywords reads the lists that the options name.
func readKeywords(c *interp.Call, file string, inline lang.Text, d *decoder, f folding) (*keywords, error) {
	k := &keywords{now: -1}
	seen := map[string]bool{}
	if file != "" {
		b, err := c.Files().Read(file)
		if errors.Is(err, rc.NoFile) {
			return nil, rc.NoFile.Errorf("file of keywords %s not found", file)
		}
		if err != nil {
			return nil, err
		}
		text, err := d.decode(b)
		if err != nil {
			return nil, rc.NotStata.Errorf("file of keywords %s is %v", file, err)
		}
		for line := range bytes.Lines(bytes.TrimPrefix(text.text, []byte("\ufeff"))) {
			k.line(strings.TrimSpace(string(line)), f, seen)
		}
	}
	for _, w := range interp.Tokens(inline.Text) {
		k.add(lang.Unquote(w), -1, f, seen)
	}
	if len(k.words) == 0 {
		if file != "" {
			return nil, rc.NoObs.Errorf("file of keywords %s holds no keywords", file)
		}
		return nil, rc.Syntax.Errorf("option keywords() or words() required")
	}
	return k, nil
}

// line reads a line of a list: a keyword, a [group] or a # comment.
func (k *keywords) line(s string, f folding, seen map[string]bool) {
	switch {
	case s == "" || s[0] == '#':
	case s[0] == '[' && s[len(s)-1] == ']':
		name := strings.TrimSpace(s[1 : len(s)-1])
		if k.now = slices.Index(k.groups, name); k.now < 0 {
			k.groups = append(k.groups, name)
			k.now = len(k.groups) - 1
		}
	default:
		k.add(s, k.now, f, seen)
	}
}

func (k *keywords) add(word string, group int, f folding, seen map[string]bool) {
	b, _ := f.fold([]byte(word))
	folded := string(b)
	if strings.TrimSpace(folded) == "" {
		return
	}
	if seen[folded] {
		k.twice++
		return
	}
	seen[folded] = true
	k.words, k.folded, k.group = append(k.words, word), append(k.folded, folded), append(k.group, group)
}
