//! `claim CATALOG ORDER`: the order with its quote, as `verify` takes them.

use std::path::PathBuf;

use clap::Args;

use super::files::{self, Fault};
use super::output::Output;
use crate::analyze::sign::{SigningKey, sign};
use crate::model::quote::Status;

#[derive(Debug, Args)]
pub(super) struct Claim {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    order: PathBuf,
    /// Sign it with the private key, or secret, in this file: PEM (PKCS #8) or JWK
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
}

/// Prices an order and writes its claim.
pub(super) fn claim(arguments: &Claim) -> Output {
    let answer = || -> Result<Output, Fault> {
        let plan = files::plan(&arguments.catalog)?;
        let order = files::order(&arguments.order)?;
        let quote = plan.price(&order)?;
        let document = crate::analyze::claim::claim(&order, &quote);
        let document = match &arguments.sign {
            Some(file) => sign(&document, &SigningKey::from_text(&files::text(file)?)?)?,
            None => document,
        };
        Ok(match quote.status {
            Status::Priced => Output::fine(document),
            _ => Output::found(document),
        })
    };
    answer().unwrap_or_else(|fault| fault.output(false))
}
