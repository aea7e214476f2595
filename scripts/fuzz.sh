#!/usr/bin/env bash
# Runs every fuzz target for some seconds (default 600): scripts/fuzz.sh [SECONDS [TARGET …]]
# A finding stops it and stands in fuzz/artifacts; put it into fuzz/regressions/TARGET once it is mended.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(parse compile csv catalog order plan price)

if ! command -v cargo-fuzz >/dev/null; then
    echo "fuzz: installing cargo-fuzz"
    cargo install cargo-fuzz --locked --version 0.13.2
fi
# the coverage instrumentation is an unstable flag of the compiler; this lets the pinned one take it
export RUSTC_BOOTSTRAP=1
cargo run --quiet --release --manifest-path fuzz/Cargo.toml --bin seeds
for target in "${targets[@]}"; do
    echo "fuzz: $target for $seconds s"
    cargo fuzz run "$target" --features libfuzzer --sanitizer none -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -max_len=65536 -print_final_stats=1 -verbosity=0
    echo "fuzz: $target has $(find "fuzz/corpus/$target" -type f | wc -l) inputs"
done
