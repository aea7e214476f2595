//! `pricewright-server`: reads its settings and serves until it is told to stop, or does the command that it is given.

use std::process::ExitCode;

use clap::Parser as _;
use pricewright_server::operation::{Command, backup::backup, logs};
use pricewright_server::{Fault, Settings, serve};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let settings = Settings::parse();
    logs::start(settings.operation.log_format);
    match run(settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: Settings) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::new(format!("the runtime cannot start: {error}")))?;
    let ended = match &settings.command {
        Some(Command::Backup { file }) => runtime.block_on(backup(&settings.database, file)),
        None => runtime.block_on(serve(settings)),
    };
    // work that nobody waits for any more does not hold up the end
    runtime.shutdown_background();
    ended
}
