* Table 5: mechanisms. The true effects are 0.38 on the log of keyword counts (a
* little less on ln(1 + count)), -0.60, -3.60 and, for the mean of the two
* shares, -2.10. That on the SA index is -0.035, but the index is quadratic in
* size, of which the controls hold the linear part only: the estimate is biased.

eststo clear
foreach m in digital sa_index ct pt st {
    eststo `m': xtreg `m' did controls, fe(firm year) cluster(firm)
}

esttab, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did _cons) stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2"))
esttab using output/table5.tex, replace booktabs se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) label keep(did _cons) ///
    stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2")) title("Mechanisms")
