package reshape_test

import "testing"

func TestPreserve(t *testing.T) {
	b := newBed(t)
	b.use("x:byte\n1\n2")
	b.must("program define shrink\npreserve\nquietly collapse x\nend\nshrink")
	b.holds("x:byte\n1\n2")
	b.must("preserve\nreplace x = 9\nrestore, preserve\ncollapse (sum) x\nrestore")
	b.holds("x:byte\n1\n2")
	b.must("preserve\nquietly replace x = 9\nrestore, not")
	b.holds("x:byte\n9\n9")
	b.fails("restore", "r(622); nothing to restore")
	b.must("program define cut\npreserve\nquietly keep in 1\nend\npreserve\ncut\nrestore, preserve")
	b.fails("preserve", "r(621); already preserved")
	b.fails("restore, not preserve", "r(184); options not and preserve may not be combined")
}
