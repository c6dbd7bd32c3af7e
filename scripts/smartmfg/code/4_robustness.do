* Table 4: another measure of the treatment; without 2020.

eststo clear
eststo: xtreg export pilot_count controls, fe(firm year) cluster(firm)
eststo: xtreg export did controls if year != 2020, fe(firm year) cluster(firm)

esttab, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did pilot_count) mtitles("Pilot projects" "Without 2020") ///
    stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2"))
esttab using output/table4.tex, replace booktabs se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did pilot_count) ///
    mtitles("Pilot projects" "Without 2020") stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2")) title("Robustness")
