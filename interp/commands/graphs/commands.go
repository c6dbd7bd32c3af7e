// Package graphs holds the commands that draw figures, and those that keep,
// save and export them.
package graphs

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Twoway,
	GraphTwoway,
	Scatter,
	Sc,
	Line,
	Tsline,
	Histogram,
	KDensity,
	Lowess,
	Bar,
	HBar,
	Dot,
	Box,
	HBox,
	PieChart,
	Matrix,
	Combine,
	Grc1leg,
	Grc1leg2,
	Coefplot,
	EventPlot,
	Export,
	Save,
	Use,
	Display,
	Dir,
	Describe,
	Drop,
	Rename,
	Copy,
	Close,
	Set,
	Query,
}
