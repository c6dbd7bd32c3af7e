* The panels of fixest's benchmarks: 10 years, 23 workers a firm. In "simple"
* panels each observation's firm is drawn at random; in "difficult" ones each
* worker passes through consecutive firms, so that firms form one long chain.
* Arguments: rows, kind, file to save.
args rows kind file
clear
set seed 20260101
set obs `rows'
local firms = round(`rows' / 10 / 23)
generate long worker = ceil(_n / 10)
generate int year = mod(_n - 1, 10) + 1
if "`kind'" == "simple" generate long firm = runiformint(1, `firms')
else generate long firm = mod(_n - 1, `firms') + 1
generate double x1 = rnormal() + mod(worker, 7) / 7
generate double x2 = x1^2 + mod(firm, 5) / 5
generate double y = x1 + 0.05 * x2 + mod(worker, 11) / 11 + mod(firm, 13) / 13 + year / 10 + rnormal()
generate long count = rpoisson(exp(0.1 * x1 + mod(worker, 11) / 22 + year / 20))
compress worker year firm
save `file', replace
