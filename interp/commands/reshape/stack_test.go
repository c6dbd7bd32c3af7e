package reshape_test

import (
	"strings"
	"testing"
)

func TestStack(t *testing.T) {
	const data = "a:byte b:byte c:int d:float\n1 2 3 4.5\n5 6 7 8"
	b := newBed(t)
	b.use(data)
	b.must("stack a b c d, into(e f) clear")
	b.holds("_stack:byte e:int f:float\n1 1 2\n1 5 6\n2 3 4.5\n2 7 8")
	b.use(data)
	b.must("stack a b c d in 1, group(2) clear wide")
	b.holds("_stack:byte a:int b:float c:int d:float\n1 1 2 . .\n2 3 4.5 3 4.5")
	b.use(data)
	b.fails("stack a b c, into(e f) clear", "r(198); number of variables in varlist is not a multiple of the number in a stack")
	b.fails("stack a b, into(e)", "r(4); no; dataset in memory has changed since last saved")
}

func TestXpose(t *testing.T) {
	b := newBed(t)
	b.use("a:byte s:str1 b:double\n1 x 2.5\n3 y .a")
	b.must("xpose, clear varname")
	b.holds("v1:float v2:float _varname:str1\n1 3 a\n. . s\n2.5 .a b")
	b.must("xpose, clear promote")
	b.holds("a:float s:float b:float\n1 . 2.5\n3 . .a")
	b.fails("xpose", "r(198); option clear required")
}

func TestVL(t *testing.T) {
	b := newBed(t)
	b.use("y:byte size:byte lev:byte growth:byte\n1 2 3 4")
	b.prints("vl create controls = (size lev growth)", "note: $controls initialized with 3 variables.\n")
	b.prints("vl create few = controls - (lev) + (y)", "note: $few initialized with 3 variables.\n")
	b.prints(`display "$few|$controls"`, "size growth y|size lev growth\n")
	b.prints("vl modify controls = controls - (growth)", "note: 1 variable removed from $controls.\n")
	b.must("summarize controls")
	b.fails("vl create few = (y)", "r(110); few already defined")
	b.fails("vl create a = nosuch", "r(111); nosuch not found")
	b.fails("vl set", "r(199); vl set is not supported")
	b.must("collapse controls, by(y)")
	b.holds("y:byte size:float lev:float\n1 2 3")
	b.must("vl drop few")
	b.fails("vl list few", "r(111); few not found")
	b.must("vl clear")
	b.prints(`display "$controls|"`, "|\n")
}

func TestDatasignature(t *testing.T) {
	b := newBed(t)
	b.use("a:byte s:str1\n1 x\n2 y")
	first := b.must("datasignature")
	b.must("datasignature set")
	if out := b.must("datasignature confirm"); !strings.HasPrefix(out, "  (data unchanged since ") {
		t.Errorf("confirm: %s", out)
	}
	b.use("a:double s:str4\n1 x\n2 y")
	b.prints("datasignature", first)
	b.use("a:byte s:str1\n1 x\n2 y")
	b.must("quietly datasignature set")
	b.must("quietly replace a = 3 in 1")
	if _, err := b.run("datasignature confirm"); err == nil || !strings.HasPrefix(err.Error(), "data have changed since ") {
		t.Errorf("confirm: %v", err)
	}
}
