#!/usr/bin/env bash
# The load test of the server: `POST /v1/price` on loopback, as totals and as the whole quote, beside a bare handler of axum that does
# the same calculation, written by hand, and answers with total and lines; in one run. Prints requests a second, the 99th
# percentile and the errors of each, and the ratios.
#
#   scripts/server-load.sh [CATALOG [SECONDS [DATABASE]]]
#
# CATALOG is one of the reference workload (small, medium, large; medium without it), SECONDS those of each side in each of
# the seven rounds (2 without it), DATABASE a URL (an SQLite file in a temporary directory without it). Wants `wrk` (of the
# distribution: `apt-get install wrk`).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

catalog=${1:-medium}
seconds=${2:-2}
connections=${CONNECTIONS:-16}
if ! command -v wrk >/dev/null; then
  echo "error: \`wrk\` is not installed: install it with the system's package manager" >&2
  exit 1
fi

directory=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  wait
  rm -rf "$directory"
}
trap finish EXIT
database=${3:-sqlite:$directory/load.db}

cargo build --release --quiet --package pricewright-server --bin pricewright-server --example bare
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

# Waits for the line in which a server tells its address.
address() {
  for _ in $(seq 600); do
    if grep -q 'listens on' "$1"; then
      sed -n 's/.*listens on //p' "$1"
      return
    fi
    sleep 0.1
  done
  echo "error: no server" >&2
  return 1
}

"$target/release/examples/bare" "$catalog" "$directory" >"$directory/bare.out" &
started+=($!)
PRICEWRIGHT_LOG=${PRICEWRIGHT_LOG:-warn} "$target/release/pricewright-server" --listen 127.0.0.1:0 --database "$database" \
  --token-file "$directory/token" --requests-per-minute 1000000000 >"$directory/ours.out" &
started+=($!)
bare=$(address "$directory/bare.out")
ours=$(address "$directory/ours.out")
TOKEN=$(cat "$directory/token")
export TOKEN
curl --silent --show-error --fail --output /dev/null --request PUT --header "authorization: Bearer $TOKEN" \
  --header 'content-type: application/json' --data-binary "@$directory/catalog.json" "$ours/v1/catalogs/load"

load() {
  local address=$ours
  [ "$1" != bare ] || address=$bare
  wrk --threads 1 --connections "$connections" --duration "$2s" --latency --script "$directory/$1.lua" "$address" |
    sed -n 's/^RESULT //p'
}

for side in bare totals quote; do
  load "$side" 1 >/dev/null
done
for round in 1 2 3 4 5 6 7; do
  for side in bare totals quote; do
    result=$(load "$side" "$seconds")
    echo "$side $result" | tee -a "$directory/results" |
      awk -v round="$round" '{ printf "round %d  %-6s %8d requests/s   p99 %8.3f ms   %d errors\n", round, $1, $2, $3, $4 }'
  done
done
awk -v catalog="$catalog" '
  { count[$1]++; rate[$1, count[$1]] = $2; errors[$1] += $4 }
  # of every round: what slows the machine for a moment slows all sides of it
  function median(side, of, list, many, i, j, t) {
    many = count[side]
    for (i = 1; i <= many; i++) list[i] = of ? rate[side, i] / rate[of, i] : rate[side, i]
    for (i = 1; i <= many; i++)
      for (j = i + 1; j <= many; j++)
        if (list[j] < list[i]) { t = list[i]; list[i] = list[j]; list[j] = t }
    return list[int((many + 1) / 2)]
  }
  END {
    split("bare totals quote", sides, " ")
    for (at = 1; at <= 3; at++) {
      side = sides[at]
      printf "%s, %-6s %8d requests/s, %.2f of bare (medians), %d errors\n",
        catalog, side, median(side), median(side, "bare"), errors[side]
    }
  }' "$directory/results"
