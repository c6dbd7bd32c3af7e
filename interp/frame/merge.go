package frame

import "sort"

// A Match pairs the rows of two datasets that agree in keys. Master and Using
// have one element per pair: a row, or -1 where the other dataset has no
// partner. Pairs come in the order of the keys, those without a master row
// last.
type Match struct{ Master, Using []int32 }

// Len returns the number of pairs.
func (m *Match) Len() int { return len(m.Master) }

// A KeyGroups is the rows of two datasets cut into groups that agree in keys.
type KeyGroups struct {
	all     *Grouping // of the master's rows, then those of the using dataset
	masters int
	split   []int32 // where in all.Rows each group's rows of the using dataset begin
}

// GroupKeys groups the rows of two datasets by the columns keys, each of
// which holds the rows of the first dataset, masters in number, and then
// those of the second, as Concat makes them. Missing values are values.
func GroupKeys(keys []*Column, masters int) *KeyGroups {
	g := &KeyGroups{all: sortedGroups(keys), masters: masters}
	g.split = make([]int32, g.all.Len())
	eachBlock(len(g.split), func(lo, hi int) {
		for k := lo; k < hi; k++ {
			rows := g.all.Of(k)
			g.split[k] = g.all.Start[k] + int32(sort.Search(len(rows), func(i int) bool { return int(rows[i]) >= masters }))
		}
	})
	for i, r := range g.all.Rows {
		if int(r) >= masters {
			g.all.Rows[i] = r - int32(masters)
		}
	}
	return g
}

// of returns the rows of group k in the master and in the using dataset.
func (g *KeyGroups) of(k int) (master, using []int32) {
	return g.all.Rows[g.all.Start[k]:g.split[k]], g.all.Rows[g.split[k]:g.all.Start[k+1]]
}

// Unique reports whether no two rows of the master, and of the using dataset,
// agree.
func (g *KeyGroups) Unique() (master, using bool) {
	master, using = true, true
	for k, split := range g.split {
		master = master && split-g.all.Start[k] <= 1
		using = using && g.all.Start[k+1]-split <= 1
	}
	return master, using
}

// stopRows is the number of groups after which stop is asked.
const stopRows = 1 << 16

// pairUp calls pair with the rows of each group that has rows of the master,
// then with those of the other groups, in the order of the keys.
func (g *KeyGroups) pairUp(stop func() error, pair func(master, using []int32)) error {
	for _, mastered := range []bool{true, false} {
		for k := range g.split {
			if k%stopRows == 0 {
				if err := stop(); err != nil {
					return err
				}
			}
			if m, u := g.of(k); (len(m) > 0) == mastered {
				pair(m, u)
			}
		}
	}
	return nil
}

// Sequential pairs the rows of each group one by one; when one side runs out
// of rows its last one repeats. This is what merge does: for keys that are
// unique on one side all rows of the other find their partner.
func (g *KeyGroups) Sequential(stop func() error) (*Match, error) {
	m := Match{make([]int32, 0, len(g.all.Rows)), make([]int32, 0, len(g.all.Rows))}
	err := g.pairUp(stop, func(master, using []int32) {
		for i := range max(len(master), len(using)) {
			m.add(rowOr(master, i), rowOr(using, i))
		}
	})
	return &m, err
}

// All pairs every row of a group with every other, master rows first.
func (g *KeyGroups) All(stop func() error) (*Match, error) {
	var m Match
	err := g.pairUp(stop, func(master, using []int32) {
		for i := range max(len(master), 1) {
			for j := range max(len(using), 1) {
				m.add(rowOr(master, i), rowOr(using, j))
			}
		}
	})
	return &m, err
}

// ByRow pairs row i with row i.
func ByRow(masters, usings int) *Match {
	var m Match
	for i := range int32(max(masters, usings)) {
		master, using := i, i
		if int(i) >= masters {
			master = -1
		}
		if int(i) >= usings {
			using = -1
		}
		m.add(master, using)
	}
	return &m
}

func (m *Match) add(master, using int32) {
	m.Master, m.Using = append(m.Master, master), append(m.Using, using)
}

// rowOr returns rows[i], the last of them if there are fewer, or -1.
func rowOr(rows []int32, i int) int32 {
	if len(rows) == 0 {
		return -1
	}
	return rows[min(i, len(rows)-1)]
}

// Keep drops the pairs for which keep is false.
func (m *Match) Keep(keep func(i int) bool) {
	k := 0
	for i := range m.Master {
		if keep(i) {
			m.Master[k], m.Using[k] = m.Master[i], m.Using[i]
			k++
		}
	}
	m.Master, m.Using = m.Master[:k], m.Using[:k]
}

// How the value of a column that both datasets have is chosen where a pair
// has rows of both.
type Precedence int

// The precedences.
const (
	MasterWins    Precedence = iota
	FillMissing              // the master's, unless it is missing
	UsingPrevails            // the using dataset's, unless it is missing
)

// Both returns, for a column of the rows of the master, masters in number,
// and then the using dataset's, the row from which each pair takes its value.
func (m *Match) Both(c *Column, masters int, p Precedence) []int32 {
	rows := make([]int32, m.Len())
	eachBlock(len(rows), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			a, b := m.Master[i], m.Using[i]
			switch {
			case a < 0:
				rows[i] = b + int32(masters)
			case b < 0 || p == MasterWins:
				rows[i] = a
			case p == FillMissing && c.Missing(int(a)) && !c.Missing(int(b)+masters),
				p == UsingPrevails && !c.Missing(int(b)+masters):
				rows[i] = b + int32(masters)
			default:
				rows[i] = a
			}
		}
	})
	return rows
}

// The results of a match, as merge numbers them.
const (
	MasterOnly = 1 + iota
	UsingOnly
	Matched
	Updated    // missing values of the master have been filled
	Conflicted // nonmissing values differ
)

// Results returns the result of each pair: 1 to 3, and, where the columns
// that both datasets have are given, 4 and 5. Columns are as for Both.
func (m *Match) Results(common []*Column, masters int) []int8 {
	out := make([]int8, m.Len())
	eachBlock(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			a, b := m.Master[i], m.Using[i]
			switch {
			case b < 0:
				out[i] = MasterOnly
			case a < 0:
				out[i] = UsingOnly
			default:
				out[i] = compared(common, int(a), int(b)+masters)
			}
		}
	})
	return out
}

// compared says how rows a and b of columns match.
func compared(columns []*Column, a, b int) int8 {
	result := int8(Matched)
	for _, c := range columns {
		missing := c.Missing(a)
		switch {
		case c.Missing(b):
		case missing:
			result = max(result, Updated)
		case c.IsString() && c.str.codes[a] != c.str.codes[b], !c.IsString() && c.Num(a) != c.Num(b):
			return Conflicted
		}
	}
	return result
}
