#!/usr/bin/env bash
# Everything that must hold, the quickest first. May be run again and again; installs the toolchain
# that rust-toolchain.toml names, the programs that pkg/package-lock.json and www/package-lock.json name,
# and PostgreSQL and Firefox where it may, where something of them is missing. scripts/consumers.sh is the rest: the npm package in every bundler and runtime.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
steps=0
skipped=()

step() {
  steps=$((steps + 1))
  printf '\n== %s\n   %s\n' "$1" "${*:2}"
  local start=$SECONDS
  "${@:2}"
  printf '   done in %s s\n' $((SECONDS - start))
}

# Runs tests and keeps what they print, to count them.
tests() {
  "$@" 2>&1 | tee -a "$log"
}

# What cannot run here, by name; where CI is set that is a failure.
skip() {
  skipped+=("$1: $2")
  printf '\n== SKIPPED: %s\n   %s\n' "$1" "$2" >&2
  if [ -n "${CI:-}" ]; then
    exit 1
  fi
}

# Installs what package-lock.json of each folder names, where it is not there.
install_packages() {
  local folder
  for folder in pkg www www/playground; do
    if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
      npm ci --prefix "$folder" --no-audit --no-fund
    fi
  done
}

# PostgreSQL for the tests of the server, which start and stop their own on loopback.
has_postgres() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
install_postgres() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends postgresql
}

# Firefox for the tests of the npm package and the pages: no npm package carries it.
has_firefox() {
  [ -n "${PRICEWRIGHT_FIREFOX:-}" ] || command -v firefox >/dev/null || command -v firefox-esr >/dev/null
}
install_firefox() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends firefox-esr
}

if command -v rustup >/dev/null; then
  step "the toolchain of rust-toolchain.toml" rustup toolchain install --no-self-update
fi
if ! command -v cargo >/dev/null; then
  echo "cargo is not there: install Rust from https://rustup.rs" >&2
  exit 1
fi

if command -v npm >/dev/null; then
  step "the programs of pkg/package-lock.json and www/package-lock.json" install_packages
else
  skip "tests in JavaScript" "npm is not there: install Node 20 or newer"
fi

if ! has_postgres; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    step "PostgreSQL from the distribution's packages" install_postgres
  else
    skip "tests of the server on PostgreSQL" "initdb is not there: install PostgreSQL 15 or newer"
  fi
fi

if ! has_firefox && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  step "Firefox from the distribution's packages" install_firefox || true
fi
if ! has_firefox; then
  # not every distribution carries it, so a missing one fails nowhere
  export PRICEWRIGHT_BROWSER=chromium
  skipped+=("tests in Firefox: it is not on the PATH, and PRICEWRIGHT_FIREFOX names none: install firefox-esr")
fi

step "formatting" cargo fmt --all --check
# all packages at once: the engine is compiled with one set of features
step "lints" cargo clippy --locked --workspace --all-targets --features pricewright-benches/allocations -- -D warnings
step "lints of the runtime alone" cargo clippy --locked --lib --no-default-features -- -D warnings
step "lints of the runtime with quick sessions" cargo clippy --locked --lib --no-default-features --features scaled -- -D warnings
step "lints of the compiler without schemas and command line" \
  cargo clippy --locked --lib --no-default-features --features compiler -- -D warnings
for features in wasm wasm,compiler wasm,compiler,analyze; do
  step "lints of the WebAssembly build $features" cargo clippy --locked --lib --no-default-features \
    --features "$features" --target wasm32-unknown-unknown -- -D warnings
done
step "lints of the tests of the edge to JavaScript" cargo clippy --locked --target wasm32-unknown-unknown \
  --no-default-features --features wasm,compiler --test wasm_edge -- -D warnings
step "tests of the engine, the reference workload, the build commands, the server on SQLite and PostgreSQL, and the documentation" \
  tests cargo test --locked --workspace
step "tests of the runtime alone" tests cargo test --locked --lib --no-default-features
step "fuzz targets on their seeds" tests cargo test --locked --release --manifest-path fuzz/Cargo.toml
if command -v valgrind >/dev/null; then
  step "no price takes over 5 % more instructions" cargo xtask instructions
else
  skip "instruction counts" "valgrind is not there"
fi
if command -v npm >/dev/null; then
  step "the npm package" cargo xtask package
  step "sizes of the modules" cargo xtask sizes --built
  step "the corpus for JavaScript" cargo xtask corpus
  step "no floating point in the runtime" cargo xtask floats
  step "tests of the npm package, in Node and browsers" npm test --prefix pkg
  step "types of the pages" npm run --prefix www types
  step "the storefront: element, shop and pages, in browsers" npm test --prefix www
  step "the playground, in browsers" npm test --prefix www/playground
fi
if command -v node >/dev/null; then
  step "tests of the edge to JavaScript" tests cargo test --locked --target wasm32-unknown-unknown \
    --no-default-features --features wasm,compiler --test wasm_edge
fi
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
step "the first command of the README" \
  cargo pricewright explain examples/roller-blind examples/roller-blind/orders/dealer.json

count() {
  grep -E '^test result:' "$log" | grep -oE "[0-9]+ $1" | awk '{ sum += $1 } END { print sum + 0 }'
}
echo
echo "$steps steps passed: $(count passed) tests passed, $(count failed) failed, $(count ignored) ignored, in $SECONDS s"
if [ ${#skipped[@]} -gt 0 ]; then
  printf 'NOT SHOWN HERE: %s\n' "${skipped[@]}"
fi
