// Package describe holds the commands that show and summarize data: list,
// describe, summarize, tabulate, correlate, ttest and so on.
package describe

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Count,
	List,
	Summarize,
	Tabulate,
	Tab1,
	Tab2,
	TabI,
	Describe,
	DS,
	LookFor,
	Correlate,
	PWCorr,
	Mean,
	Proportion,
	Total,
	Ratio,
	TTest,
	TTestI,
	OneWay,
	SDTest,
	PRTest,
	CIMeans,
	CIProportions,
	CI,
	RankSum,
	SignRank,
	Spearman,
	KTau,
	TabStat,
	Codebook,
	Table,
	MisstableSummarize,
	MisstablePatterns,
	Inspect,
}
