#!/usr/bin/env bash
# Sends the server what its own OpenAPI document allows, and what it does not, by Schemathesis. Whatever comes, an answer with a
# status of 5xx, or a body of another form than the document says, is a failure.
#
#   scripts/server-schemathesis.sh [SECONDS [DATABASE]]
#
# SECONDS bounds the run (90 without it), DATABASE is a URL (an SQLite file in a temporary directory without it). Makes
# a virtual environment of Python with what scripts/schemathesis/requirements.txt names, where it is not there. SEED
# repeats a run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-90}
seed=${SEED:-$RANDOM}
requirements=scripts/schemathesis/requirements.txt
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
environment=$target/schemathesis
if ! cmp --silent "$requirements" "$environment/installed.txt"; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$environment/installed.txt"
fi
cargo build --quiet --package pricewright-server

directory=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  rm -rf "$directory"
}
trap finish EXIT
"$target/debug/pricewright-server" --listen 127.0.0.1:0 --database "${2:-sqlite:$directory/test.db}" \
  --token-file "$directory/token" --requests-per-minute 1000000000 >"$directory/out" 2>"$directory/log" &
server=$!
for _ in $(seq 300); do
  if grep -q 'listens on' "$directory/out"; then break; fi
  sleep 0.1
done
address=$(sed -n 's/.*listens on //p' "$directory/out")
token=$(cat "$directory/token")
# something to price, so that not everything ends at an unknown catalog
curl --silent --show-error --fail --output /dev/null --request PUT --header "authorization: Bearer $token" \
  --header 'content-type: application/json' --data '{"format":1,"currency":"EUR","components":[{"id":"mug","base_price":"7.00"}]}' "$address/v1/catalogs/any"

status=0
hooks=$PWD/scripts/schemathesis/hooks.py
(cd "$directory" && SCHEMATHESIS_HOOKS=$hooks "$environment/bin/schemathesis" run "$address/openapi.json" \
  --header "Authorization: Bearer $token" --checks not_a_server_error,response_schema_conformance \
  --phases examples,coverage,fuzzing --max-time "$seconds" --max-examples 20 --seed "$seed" --no-color \
  --generation-database none --suppress-health-check all --warnings off) || status=$?
if [ $status -ne 0 ]; then
  echo "seed $seed; the end of the server's log:" >&2
  grep -E 'ERROR|panicked| 5[0-9][0-9] ' "$directory/log" | tail -n 20 >&2 || true
fi
exit $status
