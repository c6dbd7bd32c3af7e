tempfile all stack
save "`all'"
foreach g in 2006 2007 2008 {
    use "`all'", clear
    keep if (effyear == `g' | missing(effyear)) & inrange(year, `g' - 3, `g' + 2)
    generate sub = `g'
    foreach k in 3 2 {
        generate pre`k' = effyear == `g' & year == `g' - `k'
    }
    foreach k in 0 1 2 {
        generate post`k' = effyear == `g' & year == `g' + `k'
    }
    if `g' > 2006 append using "`stack'"
    save "`stack'", replace
}
reghdfe l_homicide pre3 pre2 post0 post1 post2, absorb(sid#sub year#sub) vce(cluster sid)
