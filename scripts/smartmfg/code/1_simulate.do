* A panel in the image of A-share manufacturing firms, 2011-2023, with known
* effects. The data of the paper are not public.
*
* Amounts are in units of 100 million yuan. Firms enter when they are listed
* and some leave. 66 firms are named in the pilot list, in the rounds of 2015
* to 2018. exports0 are exports without, exports1 with the treatment.

clear
set seed 20250709
set type double

local firms 2400
local rows  18162       // firm-years that cleaning must leave

* --- firms
set obs `firms'
generate long firm = _n
generate str6 stkcd = string(600000 + firm, "%06.0f")
generate alpha  = rnormal()
generate talent = rnormal()
generate byte soe = runiform() < 0.25
generate byte industry = 13 + floor(20*runiform())
generate byte region = 1 + (runiform() > 0.70) + (runiform() > 0.72)
generate int listed = 1993 + floor(27*runiform()^0.75)
generate int first = max(2011, listed + 1)
generate int last = cond(runiform() < 0.10, 2014 + floor(9*runiform()), 2023)

* --- the pilot list: large, able firms that are listed by 2013
generate score = alpha + 0.6*talent + 0.4*soe + rnormal()
replace score = . if listed > 2012 | last < 2023
gsort -score
generate byte treat = _n <= 66
generate int gvar = 0
replace gvar = 2015 + floor(4*runiform()) if treat
sort firm
label define yesno 0 "No" 1 "Yes"
label values soe treat yesno
label define region 1 "East" 2 "Central" 3 "West"
label values region region

* --- firm-years
expand 13
bysort firm: generate int year = 2010 + _n
keep if inrange(year, first, last)

generate byte did = treat & year >= gvar
generate int event = year - gvar if treat

* --- accounts
bysort firm (year): generate shock = rnormal()
generate size = 22.15 + 0.95*alpha + 0.035*(year - 2017) + 0.35*shock + 0.25*soe
replace size = max(19.3, size)
generate lev = min(1.9, max(0.01, 0.38 + 0.05*alpha + 0.04*soe - 0.03*talent + 0.15*rnormal()))
generate growth = exp(0.28*rnormal() + 0.08*talent) - 0.92
replace growth = growth + exp(2 + 1.2*rnormal()) if runiform() < 0.008
generate mer = exp(-2.75 - 0.15*alpha + 0.50*rnormal())
generate tq = 0.85 + exp(-0.20 - 0.25*alpha + 0.65*rnormal())
generate cap = exp(0.50 + 0.20*alpha + 0.55*rnormal())
generate lnage = ln(year - listed + 1)
generate byte dual = runiform() < 0.66 - 0.25*soe + 0.05
generate cashflow = 0.05 + 0.01*talent + 0.065*rnormal()
generate revenue = exp(size - 19.4 + 0.3*talent + 0.2*rnormal())

* --- the effect: grows over six years; larger in state-owned firms, in
*     competitive industries (those with even codes) and outside the west
generate effect = 0
replace effect = 1.15*min(1, (event + 1)/6)*(1 + 0.6*soe)*(1 + 0.4*(mod(industry, 2) == 0) - 0.3*(region == 3)) if did

generate base = exp(0.55 + 0.75*alpha + 0.45*talent)
bysort firm (year): generate noise = rnormal()
by firm: replace noise = 0.5*noise[_n-1] + 0.87*noise if _n > 1
generate exports0 = 0.25 + base + 0.55*(size - 22) - 0.55*lev + 0.05*growth - 1.6*mer + 0.05*tq + 0.06*cap ///
    - 0.12*lnage + 0.05*dual + 0.9*cashflow + 0.09*(year - 2017) - 0.25*(year == 2020) + (0.3 + 0.22*base)*noise
replace exports0 = max(exports0, 0)
generate exports1 = exports0 + effect
generate exports = cond(did, exports1, exports0)

* --- mechanisms
generate hits = floor(exp(0.9 + 0.35*talent + 0.09*(year - 2011) + 0.38*did + 0.7*rnormal()))
local a floor(hits/3)
local b floor(hits/4)
generate rest = hits - `a' - `b'
generate report = "本年度，公司" + "推进智能制造，"*`a' + "建设工业互联网；"*`b' + "应用人工智能"*(rest > 0) + "与大 数据。"*(rest > 1) + "布局云计算；"*max(0, rest - 2)
generate sa_index = -0.737*size + 0.043*size^2 - 0.04*(year - listed) - 0.035*did + 0.02*rnormal()
generate ct = min(99, max(1, 31 - 4*alpha + 0.15*(year - 2017) - 0.60*did + 13*rnormal()))
generate pt = min(99, max(1, 33 - 3*alpha - 3.60*did + 12*rnormal()))
generate pilot_count = cond(did, 1 + floor(3*runiform()), 0)

* --- special treatment and gaps, as in the raw files
generate str3 status = ""
replace status = "ST"  if runiform() < 0.020 & !treat
replace status = "*ST" if runiform() < 0.008 & !treat
replace status = "PT"  if runiform() < 0.001 & !treat
replace lev = .      if runiform() < 0.004 & !treat
replace cashflow = . if runiform() < 0.003 & !treat
replace report = "" if runiform() < 0.478
replace ct = .       if runiform() < 0.017
replace pt = .       if runiform() < 0.081
replace sa_index = . if runiform() < 0.0155

* --- of the firm-years that cleaning will leave, keep as many as the paper has
generate byte clean = status == "" & !missing(exports, size, lev, growth, mer, tq, cap, lnage, dual, cashflow)
generate draw = cond(treat, 0, runiform())
bysort clean (draw firm year): drop if clean & _n > `rows'

keep firm stkcd year industry region soe treat gvar did event status exports exports0 exports1 size lev growth mer tq cap lnage dual ///
    cashflow revenue report sa_index ct pt pilot_count
order firm stkcd year
sort firm year
compress
save output/raw.dta, replace
