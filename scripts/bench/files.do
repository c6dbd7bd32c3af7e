* Reads and writes a million rows of ten columns; prints the least of five
* times for each. Argument: the folder of the files.
args folder
quietly {
    clear
    set seed 1
    set obs 1000000
    generate long id = ceil(_n / 10)
    generate int year = 2000 + mod(_n, 10)
    generate byte group = runiformint(1, 50)
    generate str8 name = "firm" + string(mod(id, 5000))
    forvalues j = 1/6 {
        generate double x`j' = rnormal()
    }
    save `folder'/files.dta, replace
    export delimited using `folder'/files.csv, replace
}
local names dta_read dta_write csv_read csv_write
local dta_read use `folder'/files.dta, clear
local dta_write save `folder'/copy.dta, replace
local csv_read import delimited using `folder'/files.csv, clear
local csv_write export delimited using `folder'/copy.csv, replace
foreach name of local names {
    local least = .
    forvalues r = 1/5 {
        timer clear 1
        timer on 1
        quietly ``name''
        timer off 1
        quietly timer list 1
        local least = min(`least', r(t1))
    }
    display "seconds `name' " %8.4f `least'
}
