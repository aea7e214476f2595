//! The command line `pricewright`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pricewright::cli::main()
}
