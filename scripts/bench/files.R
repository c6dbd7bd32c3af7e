# What files.do times, by haven and data.table. Argument: the folder.
library(data.table)
folder <- commandArgs(TRUE)[1]
at <- function(name) file.path(folder, name)
least <- function(name, f) cat(sprintf("seconds %s %8.4f\n", name, min(sapply(1:5, function(i) { gc(); system.time(f())[[3]] }))))
setDTthreads(2)
least("dta_read", function() haven::read_dta(at("files.dta")))
d <- haven::read_dta(at("files.dta"))
least("dta_write", function() haven::write_dta(d, at("copy.dta")))
least("csv_read", function() fread(at("files.csv")))
d <- fread(at("files.csv"))
least("csv_write", function() fwrite(d, at("copy.csv")))
