* Placebo treatments: 10,101 draws, then 30 whose assignments are kept in a
* file for placebo.R. Run behind scripts/smartmfg; argument: the folder.
args folder
use scripts/smartmfg/output/panel.dta, clear
global controls size lev growth mer tq cap lnage dual cashflow
timer on 1
quietly ritest did _b[did], reps(10101) seed(1) staggered(firm year gvar) nodots: xtreg export did $controls, fe(firm year) cluster(firm)
timer off 1
quietly timer list 1
display "seconds placebo_10101 " %9.4f r(t1)

* Assignments: firms shuffled, each taking over the dates of another.
set seed 2
forvalues r = 1/30 {
    preserve
    quietly {
        bysort firm (year): keep if _n == 1
        keep firm gvar
        generate double u = runiform()
        sort firm
        generate long place = _n
        rename (firm gvar) (other date)
        sort u
        generate long firm = _n
        tempfile fake
        keep firm date
        rename firm place
        save `fake'
    restore
        egen long place = group(firm)
        merge m:1 place using `fake', nogenerate
        generate byte did`r' = date > 0 & year >= date
        drop place date
    }
}
keep firm year export did1-did30 did $controls
save `folder'/placebo.dta, replace
tempname h
postfile `h' double b using `folder'/placebo_b.dta, replace
forvalues r = 1/30 {
    quietly xtreg export did`r' $controls, fe(firm year) cluster(firm)
    post `h' (_b[did`r'])
}
postclose `h'
keep firm year did1-did30
save `folder'/placebo_did.dta, replace
use scripts/smartmfg/output/panel.dta, clear
quietly ritest did _b[did], reps(30) samplingsourcefile(`folder'/placebo_did.dta) samplingmatchvar(firm year) nodots saving(`folder'/placebo_fast, double replace): xtreg export did $controls, fe(firm year) cluster(firm)
