#!/usr/bin/env bash
# Asks the server what its OpenAPI document allows, and what it does not, and looks for answers that the
# document does not allow: `scripts/schemathesis.sh [EXAMPLES]`. Installs schemathesis below target/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

examples=${1:-10}
target=${CARGO_TARGET_DIR:-target}
tools=$target/schemathesis
work=$(mktemp -d)
server=

finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

requirements=scripts/schemathesis/requirements.txt
if ! cmp --silent "$requirements" "$tools/installed.txt"; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$tools/installed.txt"
fi
cargo build --locked --package pricewright-server
"$target/debug/pricewright-server" --listen 127.0.0.1:0 --database "sqlite:$work/test.db" --token-file "$work/token" \
  --requests-per-minute 1000000000 --webhook-networks 127.0.0.0/8 >"$work/told" 2>"$work/log" &
server=$!
for _ in $(seq 100); do
  grep -q 'listens on' "$work/told" && break
  sleep 0.1
done
address=$(grep -o 'http://[0-9.:]*' "$work/told")
token=$(cat "$work/token")
python3 scripts/schemathesis/seed.py "$address" "$token" >"$work/schemathesis.toml"
# left out: tokens by id, one of which is the one that asks
if ! SCHEMATHESIS_HOOKS=scripts/schemathesis/hooks.py "$tools/bin/schemathesis" --config-file "$work/schemathesis.toml" run "$address/openapi.json" \
  --header "Authorization: Bearer $token" --max-examples "$examples" --request-timeout 30 \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --exclude-path-regex '/v1/tokens/.id.'; then
  tail -n 20 "$work/log" >&2
  exit 1
fi
