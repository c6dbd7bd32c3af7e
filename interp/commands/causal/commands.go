// Package causal holds commands for effects of treatments, estimated by
// comparing changes over time.
package causal

import (
	"slices"

	"github.com/didot-lang/didot/interp"
)

// Commands lists the commands of this package in the order of the manual.
var Commands = slices.Concat([]*interp.Command{
	DidImputation,
	Bacondecomp,
	Ddtiming,
	Twowayfeweights,
	Eventdd,
	EstatLeads,
	EstatLags,
	EstatEventdd,
	Csdid,
	CsdidPlot,
	Eventstudyinteract,
	Did2s,
	Drdid,
	Jwdid,
	JwdidPlot,
	Stackedev,
	DidMultiplegtDyn,
	DidMultiplegt,
	Honestdid,
}, averageCommands)
