package reshape

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// The commands that keep copies of the data in memory.
var (
	SnapshotSave = &interp.Command{
		Name: "snapshot save", Brief: "keep a copy of the data", Syntax: "", New: func() interp.Runner { return &snapshotSave{} },
		Doc: `    snapshot save [, label("text")]
    snapshot label # "text"
    snapshot restore #
    snapshot list [numlist | _all]
    snapshot erase numlist | _all

Snapshots are numbered 1, 2, ... and last until the session ends. Stored
results of snapshot save: r(snapshot)`,
	}
	SnapshotLabel   = snapshotVerb("snapshot label", "give a copy of the data another label", labelSnapshot)
	SnapshotRestore = snapshotVerb("snapshot restore", "bring back a copy of the data", restoreSnapshot)
	SnapshotList    = snapshotVerb("snapshot List", "list the copies of the data", listSnapshots)
	SnapshotErase   = snapshotVerb("snapshot erase", "forget copies of the data", eraseSnapshots)
)

// A snapshot is a dataset put aside.
type snapshot struct {
	number             int
	label, name, stamp string
	frame              *frame.Frame
}

type snapshots struct {
	all  []*snapshot
	last int
}

func snapshotsOf(c *interp.Call) *snapshots {
	return interp.State(c.Session, "snapshots", func() *snapshots { return &snapshots{} })
}

func (s *snapshots) find(number int) *snapshot {
	for _, x := range s.all {
		if x.number == number {
			return x
		}
	}
	return nil
}

type snapshotSave struct {
	Label string `opt:"label(text)" help:"what snapshot list shows"`
}

func (o *snapshotSave) Run(c *interp.Call) error {
	s := snapshotsOf(c)
	s.last++
	s.all = append(s.all, &snapshot{s.last, o.Label, c.CurrentFrame(), c.Stamp(), c.Frame().Clone()})
	c.ClearR()
	c.Scalar("snapshot", float64(s.last))
	c.Printf("snapshot %d (%s) created at %s\n", s.last, o.Label, c.Stamp())
	return nil
}

// A snapshotRunner is one of the other commands, with the words behind it.
type snapshotRunner func(c *interp.Call, s *snapshots, words []string) error

func (f snapshotRunner) Run(c *interp.Call) error {
	return f(c, snapshotsOf(c), interp.Tokens(c.Body.Text))
}

func snapshotVerb(name, brief string, run snapshotRunner) *interp.Command {
	return &interp.Command{Name: name, Brief: brief, Syntax: "plain [anything]", New: func() interp.Runner { return run }, Doc: "See snapshot save."}
}

// oneSnapshot returns the snapshot that the first word names.
func oneSnapshot(s *snapshots, words []string) (*snapshot, error) {
	if len(words) == 0 {
		return nil, rc.Required.Errorf("snapshot number required")
	}
	n, err := strconv.Atoi(words[0])
	if x := s.find(n); err == nil && x != nil {
		return x, nil
	}
	return nil, rc.Syntax.Errorf("snapshot %s not found", words[0])
}

func labelSnapshot(_ *interp.Call, s *snapshots, words []string) error {
	x, err := oneSnapshot(s, words)
	if err != nil {
		return err
	}
	if len(words) != 2 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	x.label = words[1]
	return nil
}

func restoreSnapshot(c *interp.Call, s *snapshots, words []string) error {
	x, err := oneSnapshot(s, words)
	if err != nil {
		return err
	}
	c.SetFrame(x.frame.Clone())
	return nil
}

// someSnapshots returns the snapshots that words name.
func someSnapshots(s *snapshots, words []string) ([]*snapshot, error) {
	if len(words) == 1 && words[0] == "_all" {
		return slices.Clone(s.all), nil
	}
	var out []*snapshot
	for _, w := range words {
		x, err := oneSnapshot(s, []string{w})
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func listSnapshots(c *interp.Call, s *snapshots, words []string) error {
	if len(words) == 0 {
		words = []string{"_all"}
	}
	some, err := someSnapshots(s, words)
	if err != nil {
		return err
	}
	c.Print("\n  snapshot     data\n  number       created              label\n  " + strings.Repeat("-", 60) + "\n")
	for _, x := range some {
		c.Printf("  %-12d %-20s %s\n", x.number, x.stamp, x.label)
	}
	return nil
}

func eraseSnapshots(_ *interp.Call, s *snapshots, words []string) error {
	some, err := someSnapshots(s, words)
	if err != nil {
		return err
	}
	if len(some) == 0 && len(words) == 0 {
		return rc.Required.Errorf("snapshot number required")
	}
	s.all = slices.DeleteFunc(s.all, func(x *snapshot) bool { return slices.Contains(some, x) })
	return nil
}
