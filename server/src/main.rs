//! `pricewright-server`: reads its settings and serves until it is told to stop.

use std::process::ExitCode;

use clap::Parser as _;
use pricewright_server::{Settings, serve};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let settings = Settings::parse();
    let filter =
        EnvFilter::try_from_env("PRICEWRIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // what people are told stands on standard output, so logs go to the other
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: Settings) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot start: {error}"))?;
    runtime
        .block_on(serve(settings))
        .map_err(|fault| fault.to_string())
}
