# One regression by fixest: prints its seconds, elapsed and of processors.
# Arguments: file, then an expression that uses d.
library(fixest)
a <- commandArgs(TRUE)
setFixest_nthreads(2)
d <- as.data.frame(haven::read_dta(a[1]))
gc()
s <- system.time(r <- eval(parse(text = a[2])))
cat(sprintf("seconds %9.4f processors %9.4f\n", s[[3]], s[[1]] + s[[2]]))
