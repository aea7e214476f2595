//! `hints CATALOG ORDER`: what a small change buys.

use std::path::PathBuf;

use clap::Args;

use super::Json;
use super::files::{self, Fault};
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Hints {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    order: PathBuf,
    /// How many hints at most
    #[arg(long, default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    json: Json,
}

/// Looks for hints; an order without a price has none.
pub(super) fn hints(arguments: &Hints) -> Output {
    let json = arguments.json.json;
    let answer = || -> Result<Output, Fault> {
        let plan = files::plan(&arguments.catalog)?;
        let order = files::order(&arguments.order)?;
        let found = plan.hints(&order, arguments.limit)?;
        let told = if json {
            found.to_json()
        } else {
            found.render()
        };
        Ok(match found.amount {
            Some(_) => Output::fine(told),
            None => Output::found(told),
        })
    };
    answer().unwrap_or_else(|fault| fault.output(json))
}
