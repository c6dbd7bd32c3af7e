package reshape_test

import "testing"

const master = `
id:byte x:int s:str2
3 30 c
1 10 a
2 . b
1 11 d
`

const using = `
id:int y:float x:byte s:str5
1 1.5 7 first
2 2.5 8 b
4 4.5 9 d
`

func TestMergeManyToOne(t *testing.T) {
	b := newBed(t)
	b.save("u.dta", using)
	b.use(master)
	b.prints("merge m:1 id using u", `(variable id was byte, now int to accommodate using data's values)
(variable s was str2, now str5 to accommodate using data's values)

    Result                      Number of obs
    -----------------------------------------
    Not matched                             2
        from master                         1  (_merge==1)
        from using                          1  (_merge==2)

    Matched                                 3  (_merge==3)
    -----------------------------------------
`)
	b.holds(`
id:int x:int s:str5 y:float _merge:byte
1 10 a 1.5 3
1 11 d 1.5 3
2 . b 2.5 3
3 30 c . 1
4 9 d 4.5 2
`)
}

func TestMergeUpdate(t *testing.T) {
	b := newBed(t)
	b.save("u.dta", using)
	b.use(master)
	b.prints("merge m:1 id using u, update keepusing(x) gen(how) keep(match match_update match_conflict)", `(variable id was byte, now int to accommodate using data's values)

    Result                      Number of obs
    -----------------------------------------
    Not matched                             0
    Matched                                 3
        not updated                         0  (how==3)
        missing updated                     1  (how==4)
        nonmissing conflict                 2  (how==5)
    -----------------------------------------
`)
	b.holds(`
id:int x:int s:str2 how:byte
1 10 a 5
1 11 d 5
2 8 b 4
`)
	b.use(master)
	b.prints("merge m:1 id using u, update replace nogen noreport keepus(x)", "(variable id was byte, now int to accommodate using data's values)\n")
	b.holds(`
id:int x:int s:str2
1 7 a
1 7 d
2 8 b
3 30 c
4 9 ""
`)
}

func TestMergeErrors(t *testing.T) {
	b := newBed(t)
	b.save("u.dta", using)
	b.save("text.dta", "id:str1 z:byte\na 1")
	b.save("mixed.dta", "id:byte x:str1\n1 a")
	b.use(master)
	b.fails("merge 1:1 id using u", "r(459); variable id does not uniquely identify observations in the master data")
	b.fails("merge 1:1 nosuch using u", "r(111); variable nosuch not found")
	b.fails("merge m:1 x y using u", "r(111); variable y not found")
	b.fails("merge m:1 id using nofile", "r(601); file nofile.dta not found")
	b.fails("merge m:1 id using text", `r(106); key variable id is byte in master but str1 in using data
    Each key variable -- the variables on which observations are matched --
    must be of the same generic type in the master and using datasets.  Same
    generic type means both numeric or both string.`)
	b.fails("merge m:1 id using mixed", `r(106); variable x is int in master but str1 in using data
    You could specify merge's force option to ignore this numeric/string
    mismatch.  The using variable would then be treated as if it contained
    numeric missing value.`)
	b.fails("merge m:1 id using u, keep(3) nogen gen(a)", "r(198); options generate() and nogenerate may not be combined")
	b.prints("merge m:1 id using mixed, force noreport keep(1 3)", "(note: variable x was str1 in the using data, but will be int now)\n")
	b.fails("merge m:1 id using u", "r(110); variable _merge already defined")
}
