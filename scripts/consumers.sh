#!/usr/bin/env bash
# Installs the packed npm package wherever JavaScript runs (Node, Deno, Bun, workerd, Vite, webpack,
# esbuild, Rollup, TypeScript, pages in Chromium) and prices from it: scripts/consumers.sh [NAME…]
# Needs 700 MB for those programs, which is why scripts/test.sh leaves it out. What cannot run here
# is skipped by name; where CI is set a skip is a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for program in cargo npm; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is not there: install Rust from https://rustup.rs and Node 20 or newer" >&2
    exit 1
  fi
done
if command -v rustup >/dev/null; then
  rustup toolchain install --no-self-update
fi
cargo xtask package
cd pkg/consumers
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund
fi
node run.js "$@"
