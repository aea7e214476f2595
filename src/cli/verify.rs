//! `verify CLAIM --catalog CATALOG`: whether a price that came back is right.

use std::path::PathBuf;

use clap::Args;

use super::Json;
use super::files::{self, Fault};
use super::output::Output;
use crate::analyze::claim::Claim;
use crate::analyze::sign::{VerifyingKey, check};
use crate::analyze::verify::Outcome;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A JSON file with an order and its quote or total; `-` reads standard input
    claim: PathBuf,
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    #[arg(long)]
    catalog: PathBuf,
    /// Check its signature first, with the public key, or secret, in this file: PEM or JWK
    #[arg(long, value_name = "KEYFILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    json: Json,
}

/// Prices the claim's order again; a claim that is not true is a finding.
pub(super) fn verify(arguments: &Verify) -> Output {
    let json = arguments.json.json;
    let answer = || -> Result<Output, Fault> {
        let plan = files::plan(&arguments.catalog)?;
        let text = files::text(&arguments.claim)?;
        if let Some(file) = &arguments.key {
            check(&text, &VerifyingKey::from_text(&files::text(file)?)?)?;
        }
        let claim = Claim::from_json(&text)?;
        let verified = plan.verify(&claim)?;
        let told = if json {
            verified.to_json()
        } else {
            verified.render()
        };
        Ok(match verified.outcome {
            Outcome::Match => Output::fine(told),
            _ => Output::found(told),
        })
    };
    answer().unwrap_or_else(|fault| fault.output(json))
}
