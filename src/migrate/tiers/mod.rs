//! From–to tier tables: `{from, to, price | percent}` as JSON, or the same columns as CSV.
//!
//! Takes the rows and gives a component whose `tiers` statement has "from" thresholds only. What
//! lies between two rows, or in two of them, is an error with both rows unless the settings say
//! what holds there.

mod resolve;
mod rows;

use super::assemble::{self, Draft, Statement};
use super::findings::{At, ImportReport};
use super::foreign::{self, Files};
use super::{Answer, Settings};
use crate::diagnostic::Diagnostics;

pub(super) use resolve::{Tier, resolve};
pub(super) use rows::{Effect, Row, json_rows};

/// Imports a from–to table as the quantity tiers of one component.
///
/// # Errors
/// What cannot be read; `tier-gap` and `tier-overlap` unless the settings resolve them.
///
/// # Example
/// ```
/// use pricewright::migrate::{Settings, tiers};
///
/// let table = b"from,to,price\n1,9,7.00\n10,,6.50\n";
/// let imported = tiers(&|_| Ok(table.to_vec()), "tiers.csv", &Settings::default())?;
/// let rules = imported.catalog.components[0].rules.as_ref().map(|rules| rules.source.text.as_str());
/// assert_eq!(
///     rules,
///     Some("tiers by_quantity \"By quantity\" on quantity volume :\n  1 -> 7,\n  10 -> 6.5\n")
/// );
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn tiers(files: Files<'_>, main: &str, settings: &Settings) -> Answer {
    let mut report = ImportReport::default();
    let source = foreign::text(files, main)?;
    let is_json = source
        .text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['[', '{']);
    let rows = if is_json {
        foreign::document(&source, |root| {
            let elements = foreign::elements(root, &["tiers", "data", "rows", "items"])?;
            let rows = json_rows(&elements.list, &mut report);
            elements.leftovers("a tier table", &mut report);
            Some(rows)
        })?
    } else {
        rows::csv_rows(&source, &mut report)?
    };
    let tiers = resolve(rows, settings, &mut report).into_result()?;
    let currencies = assemble::currency(settings, &mut report);
    let mut component = assemble::component("tiers".to_owned());
    let prices = tiers
        .iter()
        .any(|tier| matches!(tier.effect, Some(Effect::Price(_))));
    if !prices || settings.base_price.is_some() {
        assemble::base_price(&mut component, settings, &mut report);
    }
    let statements = statement(&tiers).into_iter().collect();
    Ok(assemble::finish(
        vec![Draft::new(component, statements)],
        currencies,
        report,
    ))
}

fn statement(tiers: &[Tier]) -> Option<Statement> {
    if tiers.is_empty() {
        return None;
    }
    let lines: Vec<String> = tiers
        .iter()
        .map(|tier| format!("\n  {} -> {}", tier.from, effect(tier.effect)))
        .collect();
    let text = format!(
        "tiers by_quantity \"By quantity\" on quantity volume :{}",
        lines.join(",")
    );
    Some(Statement {
        text,
        origin: String::new(),
        at: At::default(),
    })
}

fn effect(effect: Option<Effect>) -> String {
    match effect {
        Some(Effect::Price(price)) => price.to_string(),
        Some(Effect::Percent(rate)) if rate.is_negative() => {
            format!("surcharge {}% of extended", rate.absolute())
        }
        Some(Effect::Percent(rate)) => format!("discount {rate}% of extended"),
        None => "none".to_owned(),
    }
}

/// What resolving gives, with all that is wrong with the rows.
pub(super) struct Resolved {
    pub tiers: Vec<Tier>,
    pub findings: Diagnostics,
}

impl Resolved {
    pub(super) fn into_result(self) -> Result<Vec<Tier>, Diagnostics> {
        self.findings.into_result(self.tiers)
    }
}
