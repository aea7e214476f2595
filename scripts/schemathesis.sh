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

if [ ! -x "$tools/bin/schemathesis" ]; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet 'schemathesis>=4,<5'
fi
cargo build --locked --package pricewright-server
"$target/debug/pricewright-server" --listen 127.0.0.1:0 --database "sqlite:$work/test.db" --token-file "$work/token" \
  --requests-per-minute 1000000000 >"$work/told" 2>"$work/log" &
server=$!
for _ in $(seq 100); do
  grep -q 'listens on' "$work/told" && break
  sleep 0.1
done
address=$(grep -o 'http://[0-9.:]*' "$work/told")
token=$(cat "$work/token")
# what the operations ask for by id is there; what would take it away is asked for under other ids
as_admin=(curl --silent --fail --header "Authorization: Bearer $token" --header 'Content-Type: application/json')
catalog='{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00", "features": [
  {"id": "size", "type": "number", "min": 1, "max": 9, "default": 1}]}]}'
order='{"items": [{"component": "mug"}]}'
"${as_admin[@]}" --output "$work/put" --request PUT --data "$catalog" "$address/v1/catalogs/mugs"
"${as_admin[@]}" --output "$work/draft" --request PUT --data "$catalog" "$address/v1/catalogs/mugs/draft"
quote=$("${as_admin[@]}" --data "$order" "$address/v1/quotes" | grep -o 'quo_[0-9a-f]*' | head -n 1)
cat >"$work/schemathesis.toml" <<END
[[operations]]
include-path-regex = "^/v1/catalogs/"
exclude-method = ["DELETE", "PUT"]
parameters = { "path.id" = "mugs", "path.revision" = 1 }

[[operations]]
include-path-regex = "^/v1/quotes/.id."
parameters = { "path.id" = "$quote" }
END
# left out: tokens by id, one of which is the one that asks; imports, whose lines it cannot write
if ! "$tools/bin/schemathesis" --config-file "$work/schemathesis.toml" run "$address/openapi.json" \
  --header "Authorization: Bearer $token" --max-examples "$examples" --request-timeout 30 \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --exclude-path-regex '/v1/tokens/.id.|/v1/import'; then
  tail -n 20 "$work/log" >&2
  exit 1
fi
