package reshape_test

import "testing"

func TestContract(t *testing.T) {
	const data = "a:byte b:str1 w:byte\n2 x 1\n1 x 2\n2 x 3\n2 \"\" 1\n. y 1"
	b := newBed(t)
	b.use(data)
	b.must("contract a b, cfreq(c) percent(p) cpercent(cp)")
	b.holds("a:byte b:str1 _freq:long c:long p:double cp:double\n1 x 1 1 20 20\n2 \"\" 1 2 20 40\n2 x 2 4 40 80\n. y 1 5 20 100")
	b.use(data)
	b.must("contract a b [fw=w], freq(n) nomiss")
	b.holds("a:byte b:str1 n:long\n1 x 2\n2 x 4")
	b.use(data)
	b.must("contract a b if a < ., zero")
	b.holds("a:byte b:str1 _freq:long\n1 \"\" 0\n1 x 1\n2 \"\" 1\n2 x 2")
}

func TestFillin(t *testing.T) {
	b := newBed(t)
	b.use("id:byte x:float year:int\n2 5 2001\n1 4 2000\n1 3 2002\n1 9 2000")
	b.must("fillin id year")
	b.holds(`
id:byte x:float year:int _fillin:byte
1 4 2000 0
1 9 2000 0
1 . 2001 1
1 3 2002 0
2 . 2000 1
2 5 2001 0
2 . 2002 1
`)
}
