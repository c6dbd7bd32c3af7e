package frame

import (
	"cmp"
	"slices"
	"sort"
)

// A ValueLabel maps integers, and the missing values .a to .z, to texts.
type ValueLabel struct {
	Name    string
	entries []LabelEntry // ascending
}

// A LabelEntry gives one value its text.
type LabelEntry struct {
	Value float64
	Text  string
}

// NewValueLabel returns an empty value label.
func NewValueLabel(name string) *ValueLabel { return &ValueLabel{Name: name} }

func (l *ValueLabel) search(x float64) (int, bool) {
	i := sort.Search(len(l.entries), func(i int) bool { return l.entries[i].Value >= x })
	return i, i < len(l.entries) && l.entries[i].Value == x
}

// Text returns the label of x. A nil label has none.
func (l *ValueLabel) Text(x float64) (text string, ok bool) {
	if l == nil {
		return "", false
	}
	if i, ok := l.search(x); ok {
		return l.entries[i].Text, true
	}
	return "", false
}

// Value returns the value whose label is text.
func (l *ValueLabel) Value(text string) (x float64, ok bool) {
	if l == nil {
		return 0, false
	}
	for _, e := range l.entries {
		if e.Text == text {
			return e.Value, true
		}
	}
	return 0, false
}

// Set labels x; an empty text removes its label.
func (l *ValueLabel) Set(x float64, text string) {
	i, found := l.search(x)
	switch {
	case found && text == "":
		l.entries = slices.Delete(l.entries, i, i+1)
	case found:
		l.entries[i].Text = text
	case text != "":
		l.entries = slices.Insert(l.entries, i, LabelEntry{x, text})
	}
}

// setAll replaces all labels by entries, in any order; of several for one
// value the last holds, and empty texts are dropped.
func (l *ValueLabel) setAll(entries []LabelEntry) {
	slices.SortStableFunc(entries, func(a, b LabelEntry) int { return cmp.Compare(a.Value, b.Value) })
	l.entries = entries[:0]
	for i, e := range entries {
		if e.Text != "" && (i+1 == len(entries) || entries[i+1].Value != e.Value) {
			l.entries = append(l.entries, e)
		}
	}
}

// Entries returns the labels in ascending order of their values. The caller
// must not change them.
func (l *ValueLabel) Entries() []LabelEntry {
	if l == nil {
		return nil
	}
	return l.entries
}

// Clone returns a copy under another name.
func (l *ValueLabel) Clone(name string) *ValueLabel {
	return &ValueLabel{Name: name, entries: slices.Clone(l.entries)}
}
