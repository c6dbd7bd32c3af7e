package model

import (
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// FTail returns the upper tail of the F distribution, missing if anything is.
func FTail(df1, df2, f float64) float64 {
	if f >= frame.Missing || df1 >= frame.Missing || df2 >= frame.Missing || df1 <= 0 {
		return frame.Missing
	}
	return frame.Value(stats.FTail(df1, df2, f))
}
