foreach k of numlist 1/4 6/10 {
    generate tp`k' = treat * (period == `k')
}
reghdfe y x1 tp1-tp4 tp6-tp10, absorb(id period) vce(cluster id)
