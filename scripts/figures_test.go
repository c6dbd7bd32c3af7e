package scripts

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// sameFigure reports whether two saved figures are equal but for the rounding
// of their data: by 1e-9 of a number or, near zero, 1e-12.
func sameFigure(want, got string) bool {
	wantHead, wantBody, _ := strings.Cut(want, "\n")
	gotHead, gotBody, _ := strings.Cut(got, "\n")
	var a, b any
	if wantHead != gotHead || json.Unmarshal([]byte(wantBody), &a) != nil || json.Unmarshal([]byte(gotBody), &b) != nil {
		return false
	}
	return sameData(a, b)
}

func sameData(a, b any) bool {
	switch x := a.(type) {
	case float64:
		y, ok := b.(float64)
		return ok && math.Abs(x-y) <= 1e-12+1e-9*math.Abs(x)
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, sameData)
	case map[string]any:
		y, ok := b.(map[string]any)
		return ok && maps.EqualFunc(x, y, sameData)
	}
	return a == b
}

// Rounding makes no difference, all else does.
func TestSameFigure(t *testing.T) {
	const figure = "didot figure 1\n{\"a\": [1, 2.5, null], \"b\": \"x\"}"
	for got, same := range map[string]bool{
		"didot figure 1\n{\"a\": [0.9999999999999998, 2.5, null],\n \"b\": \"x\"}": true,
		"didot figure 1\n{\"a\": [1.00000001, 2.5, null], \"b\": \"x\"}":           false,
		"didot figure 1\n{\"a\": [1, 2.5, 0], \"b\": \"x\"}":                       false,
		"didot figure 1\n{\"a\": [1, 2.5, null], \"b\": \"y\"}":                    false,
		"didot figure 1\n{\"a\": [1, 2.5, null]}":                                  false,
		"{\"a\": [1, 2.5, null], \"b\": \"x\"}":                                    false,
	} {
		if sameFigure(figure, got) != same {
			t.Errorf("%s: want %v", got, same)
		}
	}
}
