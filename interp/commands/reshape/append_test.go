package reshape_test

import "testing"

func TestAppend(t *testing.T) {
	b := newBed(t)
	b.save("a.dta", "id:byte s:str2\n1 x")
	b.save("b.dta", "s:str4 z:double id:long\nlong 0.5 70000\n\"\" . 2")
	b.run("")
	b.prints("append using a b, generate(source)", `(variable id was byte, now long to accommodate using data's values)
(variable s was str2, now str4 to accommodate using data's values)
`)
	b.holds(`
source:byte id:long s:str4 z:double
1 1 x .
2 70000 long 0.5
2 2 "" .
`)
	b.save("c.dta", "id:float s:byte\n1.5 3")
	b.fails("append using c", `r(106); variable s is str4 in master but byte in using data
    You could specify append's force option to ignore this string/numeric
    mismatch.  The using variable would then be treated as if it contained "".`)
	b.prints("append using c, force", `(variable id was long, now double to accommodate using data's values)
(note: variable s was byte in the using data, but will be str4 now)
`)
	b.holds(`
source:byte id:double s:str4 z:double
1 1 x .
2 70000 long 0.5
2 2 "" .
. 1.5 "" .
`)
	b.prints("append using b, keep(i*)", "")
	b.fails("append using b, keep(nosuch)", "r(111); variable nosuch not found")
	b.fails("append using b, generate(id)", "r(110); variable id already defined")
}

func TestJoinby(t *testing.T) {
	b := newBed(t)
	b.save("child.dta", "family:byte child:str1 x:byte\n2 p 5\n1 q 6\n1 r 7\n9 s 8")
	b.use("family:byte parent:str1 x:byte\n1 A .\n1 B 2\n2 C 3\n5 D 4")
	b.prints("joinby family using child", "")
	b.holds(`
family:byte parent:str1 x:byte child:str1
1 A . q
1 A . r
1 B 2 q
1 B 2 r
2 C 3 p
`)
	b.use("family:byte parent:str1 x:byte\n1 A .\n2 C 3\n5 D 4")
	b.prints("joinby family using child, unm(both) update", "")
	b.holds(`
family:byte parent:str1 x:byte child:str1 _merge:byte
1 A 6 q 4
1 A 7 r 4
2 C 3 p 5
5 D 4 "" 1
9 "" 8 s 2
`)
}

func TestCross(t *testing.T) {
	b := newBed(t)
	b.save("sex.dta", "sex:str1\nm\nf")
	b.use("age:byte\n20\n30")
	b.prints("cross using sex", "")
	b.holds("age:byte sex:str1\n20 m\n30 m\n20 f\n30 f")
}
