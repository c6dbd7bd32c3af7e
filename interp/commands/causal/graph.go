package causal

import "github.com/didot-lang/didot/interp/commands/internal/figure"

// Figures are drawn as those of other families are.
var (
	plot         = figure.Draw
	columnsFrame = figure.Columns
	optional     = figure.Option
)
