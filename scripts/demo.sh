#!/usr/bin/env bash
# The shop, the embedded form, the playground and the documentation on this machine: `scripts/demo.sh`, with PORT if 8080
# is taken. Builds the npm package where it is not built yet, and installs what the pages need. May be run again and again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for program in cargo npm; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is not there: install Rust from https://rustup.rs, and Node 20 or newer" >&2
    exit 1
  fi
done
if [ ! -f pkg/dist/configurator/index.js ]; then
  cargo xtask package
fi
for folder in www www/playground; do
  if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    npm ci --prefix "$folder" --no-audit --no-fund
  fi
done
npm start --prefix www
