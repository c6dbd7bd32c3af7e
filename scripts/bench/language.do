* The language and expressions: prints the least of three times.
program define report
    args name
    quietly timer list 1
    display "seconds `name' " %8.4f r(t1)
    timer clear 1
end
program define start
    timer clear 1
    timer on 1
end
set seed 1
quietly set obs 1000
generate x = _n

start
forvalues i = 1/1000000 {
    local a = `i' + 1
}
timer off 1
report million_locals

start
quietly forvalues i = 1/100000 {
    replace x = x + `i' in `=mod(`i', 1000) + 1'
}
timer off 1
report hundred_thousand_replaces

start
forvalues i = 1/10000 {
    quietly summarize x
}
timer off 1
report ten_thousand_summarizes

quietly {
    clear
    set obs 10000000
    generate double x = rnormal()
    generate double y = rnormal()
    generate double w = runiform() + 0.1
}
start
generate double z = x*y + log(w)
timer off 1
report generate_1e7
start
sort w
timer off 1
report sort_1e7
