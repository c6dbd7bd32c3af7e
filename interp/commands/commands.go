// Package commands lists the commands of the language. They live in a package
// per family, one file per command.
package commands

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/causal"
	"github.com/didot-lang/didot/interp/commands/data"
	"github.com/didot-lang/didot/interp/commands/describe"
	"github.com/didot-lang/didot/interp/commands/estimation"
	"github.com/didot-lang/didot/interp/commands/files"
	"github.com/didot-lang/didot/interp/commands/frames"
	"github.com/didot-lang/didot/interp/commands/glm"
	"github.com/didot-lang/didot/interp/commands/graphs"
	"github.com/didot-lang/didot/interp/commands/iv"
	"github.com/didot-lang/didot/interp/commands/margins"
	"github.com/didot-lang/didot/interp/commands/matching"
	"github.com/didot-lang/didot/interp/commands/matrices"
	"github.com/didot-lang/didot/interp/commands/multivariate"
	"github.com/didot-lang/didot/interp/commands/postestimation"
	"github.com/didot-lang/didot/interp/commands/ppml"
	"github.com/didot-lang/didot/interp/commands/programs"
	"github.com/didot-lang/didot/interp/commands/resampling"
	"github.com/didot-lang/didot/interp/commands/reshape"
	"github.com/didot-lang/didot/interp/commands/tables"
	"github.com/didot-lang/didot/interp/commands/teffects"
	"github.com/didot-lang/didot/interp/commands/text"
	"github.com/didot-lang/didot/interp/commands/timeseries"
)

// All lists the commands in the order of the reference manual.
var All = slices.Concat(
	programs.Commands,
	files.Commands,
	data.Commands,
	reshape.Commands,
	frames.Commands,
	describe.Commands,
	estimation.Commands,
	glm.Commands,
	iv.Commands,
	ppml.Commands,
	causal.Commands,
	matching.Commands,
	teffects.Commands,
	margins.Commands,
	postestimation.Commands,
	multivariate.Commands,
	timeseries.Commands,
	resampling.Commands,
	text.Commands,
	tables.Commands,
	graphs.Commands,
	matrices.Commands,
)

var _ []*interp.Command = All
