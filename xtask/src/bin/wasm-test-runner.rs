//! Runs the WebAssembly tests that cargo hands over: wasm-bindgen's own runner, of the version in the lock file.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
