* Smart manufacturing and exports: the whole analysis.
*
* Runs from the folder of this file or from the root of the repository, and
* writes to output/. See README.md.

version 18
clear
set more off

capture confirm file "code/1_simulate.do"
if _rc {
    cd scripts/smartmfg
}
capture mkdir output

do code/1_simulate.do
do code/2_clean.do
do code/3_baseline.do
do code/4_robustness.do
do code/5_mechanisms.do
do code/6_heterogeneity.do
do code/7_event_study.do
do code/8_placebo.do
do code/9_matching.do
do code/10_referee.do
