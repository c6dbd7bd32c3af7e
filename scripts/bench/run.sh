#!/usr/bin/env bash
# Runs the benchmarks beside R's and prints tables in Markdown.
#   scripts/bench/run.sh FOLDER [exponents of ten, default "6 7"]
# FOLDER takes the data, some gigabytes. R needs fixest, haven and data.table.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "$1"
folder=$(realpath "$1") exponents=${2:-6 7}
bench=$PWD/scripts/bench
go build -o "$folder/didot" ./cmd/didot
ours() { "$folder/didot" run --allow-write "$folder" "$@"; }
seconds() { awk -v name="$1" '$1 == "seconds" && (name == "" || $2 == name) { print (name == "" ? $2 : $3) }'; }

echo "$(date -I), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(go version | cut -d' ' -f3), $(Rscript -e 'cat(R.version.string, ", fixest ", format(packageVersion("fixest")), ", haven ", format(packageVersion("haven")), ", data.table ", format(packageVersion("data.table")), sep = "")')"

echo
echo "| file of 1e6 x 10 | Didot | R | ratio |"
echo "|---|---|---|---|"
ours "$bench/files.do" "$folder" >"$folder/ours.log"
Rscript "$bench/files.R" "$folder" >"$folder/r.log"
for name in dta_read dta_write csv_read csv_write; do
  awk -v name=$name -v a="$(seconds $name <"$folder/ours.log")" -v b="$(seconds $name <"$folder/r.log")" \
    'BEGIN { printf "| %s | %.3f s | %.3f s | %.1f |\n", name, a, b, b / a }'
done

echo
echo "| language | Didot |"
echo "|---|---|"
ours "$bench/language.do" | awk '$1 == "seconds" { printf "| %s | %.3f s |\n", $2, $3 }'

echo
echo "| placebo | Didot | fixest | ratio |"
echo "|---|---|---|---|"
ours scripts/smartmfg/master.do >/dev/null
ours "$bench/placebo.do" "$folder" >"$folder/ours.log"
Rscript "$bench/placebo.R" "$folder" >"$folder/r.log"
awk -v a="$(seconds placebo_10101 <"$folder/ours.log")" -v b="$(seconds placebo_10101 <"$folder/r.log")" \
  'BEGIN { printf "| 10,101 draws | %.3f s | %.1f s | %.0f |\n", a, b, b / a }'
grep largest "$folder/r.log"

# middle FILE: the median of the seconds and of the peak megabytes of five runs.
middle() {
  for _ in 1 2 3 4 5; do
    /usr/bin/time -f "peak %M" "$@" 2>&1 | awk '$1 == "seconds" { s = $2 } $1 == "peak" { m = $2 / 1024 } END { print s, m }'
  done | sort -n | sed -n 3p
}
echo
echo "| panel | regression | Didot | fixest | ratio | peak memory |"
echo "|---|---|---|---|---|---|"
while IFS='|' read -r command call; do
  for e in $exponents; do
    for kind in simple difficult; do
      file=$folder/$kind$e.dta
      [ -f "$file" ] || ours "$bench/panels.do" "$(awk "BEGIN { printf \"%d\", 10^$e }")" $kind "$file" >/dev/null
      read -r a am <<<"$(middle "$folder/didot" run "$bench/reg.do" "$file" "$command")"
      read -r b bm <<<"$(middle Rscript "$bench/reg.R" "$file" "$call")"
      awk -v p="$kind 1e$e" -v c="$command" -v a="$a" -v b="$b" -v am="$am" -v bm="$bm" \
        'BEGIN { printf "| %s | `%s` | %.3f s | %.3f s | %.1f | %.0f of %.0f MB |\n", p, c, a, b, b / a, am, bm }'
    done
  done
done <"$bench/regressions.txt"
