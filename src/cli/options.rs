//! `options CATALOG ORDER`: what each option costs.

use std::path::PathBuf;

use clap::Args;

use super::Json;
use super::files::{self, Fault};
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    order: PathBuf,
    /// Which item of the order, counted from 0
    #[arg(long, default_value_t = 0)]
    item: usize,
    /// The options of this feature alone
    #[arg(long)]
    feature: Option<String>,
    #[command(flatten)]
    json: Json,
}

/// Prices every option.
pub(super) fn options(arguments: &Options) -> Output {
    let json = arguments.json.json;
    let answer = || -> Result<Output, Fault> {
        let plan = files::plan(&arguments.catalog)?;
        let order = files::order(&arguments.order)?;
        let prices = plan.option_prices(&order, arguments.item, arguments.feature.as_deref())?;
        Ok(Output::fine(if json {
            prices.to_json()
        } else {
            prices.render()
        }))
    };
    answer().unwrap_or_else(|fault| fault.output(json))
}
