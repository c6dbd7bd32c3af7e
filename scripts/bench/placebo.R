# 30 of the draws of placebo.do by fixest: the time of 10,101 and the largest
# difference from ours. Argument: the folder.
library(fixest)
folder <- commandArgs(TRUE)[1]
setFixest_nthreads(2)
d <- as.data.frame(haven::read_dta(file.path(folder, "placebo.dta")))
rest <- "size + lev + growth + mer + tq + cap + lnage + dual + cashflow | firm + year"
b <- numeric(30)
s <- system.time(for (r in 1:30) b[r] <- coef(feols(as.formula(sprintf("export ~ did%d + %s", r, rest)), d, cluster = ~firm, fixef.tol = 1e-11))[[1]])
cat(sprintf("seconds placebo_10101 %9.4f\n", s[[3]] / 30 * 10101))
for (f in c("placebo_b.dta", "placebo_fast.dta"))
  cat(sprintf("largest difference, %s: %.2g\n", f, max(abs(b - haven::read_dta(file.path(folder, f))[[1]]))))
