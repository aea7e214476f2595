//! `diff OLD NEW`: what changes from one catalog to the next.

use std::path::PathBuf;

use clap::Args;

use super::Json;
use super::files::{self, Fault};
use super::output::Output;
use crate::analyze::diff::{DiffOptions, diff as compare};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::date::Date;
use crate::money::CurrencyCode;

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old catalog's directory or file, or a plan that `pack --plan` wrote
    old: PathBuf,
    /// The new one
    new: PathBuf,
    /// This component alone
    #[arg(long)]
    component: Option<String>,
    /// The most configurations of a component that are priced; above it a sample is drawn
    #[arg(long, default_value_t = 100_000)]
    limit: usize,
    /// What a sample is drawn by
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many of the largest changes are listed with their lines
    #[arg(long, default_value_t = 10)]
    worst: usize,
    /// The currency, where the catalogs have several
    #[arg(long)]
    currency: Option<String>,
    /// The day, such as `2026-10-01`; days on which something begins or ends without it
    #[arg(long)]
    as_of: Option<String>,
    /// Print the listed changes as CSV, for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[command(flatten)]
    json: Json,
}

/// Compares; a price that changes is a finding.
pub(super) fn diff(arguments: &Diff) -> Output {
    let json = arguments.json.json;
    let answer = || -> Result<Output, Fault> {
        let options = options(arguments)?;
        let (old, new) = (files::plan(&arguments.old)?, files::plan(&arguments.new)?);
        let found = compare(&old, &new, &options)?;
        let told = match (json, arguments.csv) {
            (true, _) => found.to_json(),
            (_, true) => found.to_csv(),
            _ => found.render(),
        };
        let mut changed = found.components.iter().filter(|it| it.counts.changed() > 0);
        let is_same =
            changed.next().is_none() && found.added.is_empty() && found.removed.is_empty();
        Ok(match is_same {
            true => Output::fine(told),
            false => Output::found(told),
        })
    };
    answer().unwrap_or_else(|fault| fault.output(json))
}

fn options(arguments: &Diff) -> Result<DiffOptions, Fault> {
    let unfit = |name: &str, text: &str, expected: &str| {
        let message = format!("`--{name}`: expected {expected}, found `{text}`");
        Fault::Unreadable(Diagnostic::new(Code::Usage, Place::nowhere(), message).into())
    };
    let currency = arguments.currency.as_deref().map(|text| {
        let code = CurrencyCode::parse(text);
        code.ok_or_else(|| unfit("currency", text, "a code such as `EUR`"))
    });
    let as_of = arguments.as_of.as_deref().map(|text| {
        let day = Date::parse(text);
        day.ok_or_else(|| unfit("as-of", text, "a day such as `2026-10-01`"))
    });
    Ok(DiffOptions {
        component: arguments.component.clone(),
        limit: arguments.limit,
        seed: arguments.seed,
        worst: arguments.worst,
        currency: currency.transpose()?,
        as_of: as_of.transpose()?,
    })
}
