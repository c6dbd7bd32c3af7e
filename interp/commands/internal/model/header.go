package model

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// HeaderWidth is the width of the header of estimation output.
const HeaderWidth = 78

// A HeaderRow is a number in the header, with its name.
type HeaderRow struct{ Name, Value string }

// PrintHeader prints lines of text at the left and numbers at the right. The
// names are given width columns; values are as wide as the widest but at
// least as wide as least.
func PrintHeader(c *interp.Call, left []string, right []HeaderRow, width, least int) {
	for _, r := range right {
		least = max(least, len(r.Value))
	}
	for i := range max(len(left), len(right)) {
		text, number := "", ""
		if i < len(left) {
			text = left[i]
		}
		if i < len(right) && right[i].Name != "" {
			number = fmt.Sprintf("%-*s = %*s", width, right[i].Name, least, right[i].Value)
		}
		if number == "" {
			c.Print(text + "\n")
			continue
		}
		c.Printf("%-*s%s\n", HeaderWidth-width-3-least, text, number)
	}
}

// Fixed is x with the given number of decimals, without blanks.
func Fixed(c *interp.Call, x float64, decimals int) string {
	return strings.TrimSpace(c.Format(fmt.Sprintf("%%20.%df", decimals), x))
}

// TestRows are the rows of a header about the model's F or chi2 statistic. The
// degrees of freedom of F are e(df_F), if that is set.
func TestRows(c *interp.Call, e *interp.Estimates) []HeaderRow {
	dfm, dfr := e.Scalar("df_F"), e.Scalar("df_r")
	if dfm >= frame.Missing {
		dfm = e.Scalar("df_m")
	}
	if dfr >= frame.Missing {
		chi2 := e.Scalar("chi2")
		p := frame.Missing
		if chi2 < frame.Missing {
			p = frame.Value(stats.Chi2Tail(dfm, chi2))
		}
		return []HeaderRow{{fmt.Sprintf("Wald chi2(%s)", interp.FormatNumber(dfm)), Fixed(c, chi2, 2)}, {"Prob > chi2", Fixed(c, p, 4)}}
	}
	f := e.Scalar("F")
	p := FTail(dfm, dfr, f)
	if dfm == 0 && f >= frame.Missing {
		f = 0
	}
	return []HeaderRow{{fmt.Sprintf("F(%s, %s)", interp.FormatNumber(dfm), interp.FormatNumber(dfr)), Fixed(c, f, 2)}, {"Prob > F", Fixed(c, p, 4)}}
}

// Significant is x to five digits, of which the zeros behind the point count
// as long as that leaves one, as Stata shows a root mean squared error.
func Significant(c *interp.Call, x float64) string {
	if x >= frame.Missing || x == 0 {
		return strings.TrimSpace(c.Format("%9.0g", x))
	}
	first := math.Floor(math.Log10(math.Abs(x))) // place of the first digit
	if first < 0 && first >= -5 {
		first = -1
	}
	if first > 4 {
		return strings.TrimSpace(c.Format("%8.1e", x))
	}
	scale := math.Pow(10, 4-first)
	return strings.TrimSpace(c.Format("%9.0g", math.Round(x*scale)/scale))
}

// Count is a stored number of something, with commas.
func Count(c *interp.Call, e *interp.Estimates, name string) string {
	return c.Count(int(e.Scalar(name)))
}
