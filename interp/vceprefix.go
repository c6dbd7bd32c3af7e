package interp

import (
	"strings"

	"github.com/didot-lang/didot/lang"
)

// resampled are the types of vce() that stand for a prefix command.
var resampled = []struct{ word, prefix string }{{"BOOTstrap", "bootstrap"}, {"JACKknife", "jackknife"}}

// vcePrefix writes "command ..., vce(bootstrap, reps(50))" with the prefix
// command that it stands for; ok tells whether the command has such an option.
func (s *Session) vcePrefix(e *entry, cmd *lang.Command, line string) (rewritten string, ok bool) {
	i := findOption(e.options, "vce")
	if i < 0 || e.options[i].long() != "vce" {
		return "", false
	}
	for _, o := range cmd.Options {
		if o.Name.Text != "vce" || o.Arg == nil {
			continue
		}
		kind, options, _ := strings.Cut(o.Arg.Text, ",")
		for _, r := range resampled {
			if !lang.Abbreviates(strings.TrimSpace(kind), r.word) || s.words.one[r.prefix] == nil {
				continue
			}
			from, to := o.Name.Pos.Offset(), o.Arg.Pos.Offset()+len(o.Arg.Text)+1
			return r.prefix + ", panels nowarn " + strings.TrimSpace(options) + levelOption(e, cmd) + ": " + line[:from] + line[to:], true
		}
	}
	return "", false
}

// levelOption is the option level() of cmd, which the table of the prefix
// obeys.
func levelOption(e *entry, cmd *lang.Command) string {
	for _, o := range cmd.Options {
		if i := findOption(e.options, o.Name.Text); i >= 0 && e.options[i].long() == "level" && o.Arg != nil {
			return " level(" + o.Arg.Text + ")"
		}
	}
	return ""
}
