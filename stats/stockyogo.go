package stats

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// stockYogo are the critical values: under a line "table,K1" for each number of
// endogenous regressors, lines of the number of excluded instruments and four
// values.
//
//go:embed stockyogo.txt
var stockYogo string

// StockYogo are the four critical values for weak instruments with k1
// endogenous regressors and l1 excluded instruments, nil where there are none:
// "2sls bias" and "fuller bias" for a relative bias of 5, 10, 20 and 30%,
// "fuller max" for a maximal bias of the same, "2sls size" and "liml size" for
// a size of 10, 15, 20 and 25% of a nominal 5% Wald test. Stock and Yogo (2005,
// in Identification and Inference for Econometric Models, 80-108).
func StockYogo(table string, k1, l1 int) []float64 {
	_, rows, ok := strings.Cut(stockYogo, fmt.Sprintf("%s,%d\n", table, k1))
	if !ok {
		return nil
	}
	for line := range strings.Lines(rows) {
		words := strings.Split(strings.TrimSpace(line), ",")
		if len(words) != 5 {
			return nil
		}
		if words[0] != strconv.Itoa(l1) {
			continue
		}
		out := make([]float64, 4)
		for i := range out {
			out[i], _ = strconv.ParseFloat(words[i+1], 64)
		}
		return out
	}
	return nil
}
