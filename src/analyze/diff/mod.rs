//! What changes from one catalog to the next.
//!
//! Takes two plans and prices configurations of their components by both. Where there are few
//! enough, all of them; where numbers have many values, those at which a price can change in one
//! step, with their neighbors, the smallest and largest, and some between; where even these are too
//! many, a sample of them drawn by a seed. The result says which it was: a sample proves nothing
//! about what it left out. The same plans, limit and seed give the same bytes.
//!
//! A configuration has the options, numbers and inputs of both catalogs. What a catalog does not
//! know has no price there, so a new option's configurations are newly priced; a feature that only
//! one of them has is left out for the other.

mod configuration;
mod json;
mod run;
mod space;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod waterfall;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, help_for};
use crate::model::date::Date;
use crate::model::order::Order;
use crate::model::quote::Status;
use crate::money::{Currency, CurrencyCode, Decimal};
use crate::plan::{Plan, PlanData};

pub use waterfall::ComparedLine;

/// What is compared, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffOptions {
    /// This component alone.
    pub component: Option<String>,
    /// The most configurations of a component that are priced.
    pub limit: usize,
    /// What a sample is drawn by.
    pub seed: u64,
    /// How many of the largest changes are given with their lines.
    pub worst: usize,
    /// The currency; the new catalog's first that both have without it.
    pub currency: Option<CurrencyCode>,
    /// The day; days on which something begins or ends without it.
    pub as_of: Option<Date>,
}

impl Default for DiffOptions {
    fn default() -> Self {
        Self {
            component: None,
            limit: 100_000,
            seed: 0,
            worst: 10,
            currency: None,
            as_of: None,
        }
    }
}

/// What changes from one catalog to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The fingerprint of the old catalog.
    pub old: String,
    /// The fingerprint of the new one.
    pub new: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What samples were drawn by.
    pub seed: u64,
    /// Components that only the old catalog has.
    pub removed: Vec<String>,
    /// Components that only the new catalog has.
    pub added: Vec<String>,
    /// The components of both, as the new catalog orders them.
    pub components: Vec<ComponentDiff>,
}

/// Which configurations were priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// All.
    Exhaustive,
    /// Every combination of options, with chosen numbers and texts.
    Representative,
    /// Some of these, drawn by the seed.
    Sample,
}

impl Coverage {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exhaustive => "exhaustive",
            Self::Representative => "representative",
            Self::Sample => "sample",
        }
    }
}

/// What changes of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentDiff {
    /// The component.
    pub component: String,
    /// Which configurations were priced.
    pub coverage: Coverage,
    /// How many.
    pub configurations: u64,
    /// Their prices.
    pub counts: Counts,
    /// How often a status became another.
    pub statuses: Vec<(Status, Status, u64)>,
    /// The mean of new less old over all that both price, rounded to the minor unit.
    pub mean: Option<Decimal>,
    /// The largest rise.
    pub rise: Option<Change>,
    /// The largest fall.
    pub fall: Option<Change>,
    /// The largest changes, whichever way, with both waterfalls.
    pub worst: Vec<Change>,
    /// Some that have a price in one catalog only.
    pub examples: Vec<Change>,
}

/// How many configurations changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The same price in both.
    pub unchanged: u64,
    /// Dearer.
    pub up: u64,
    /// Cheaper.
    pub down: u64,
    /// Priced by the new catalog only.
    pub newly_priced: u64,
    /// Priced by the old catalog only.
    pub no_longer_priced: u64,
    /// Priced by neither.
    pub unpriced: u64,
}

impl Counts {
    /// How many changed in any way.
    #[must_use]
    pub const fn changed(&self) -> u64 {
        let priced = self.up.saturating_add(self.down);
        let one = self.newly_priced.saturating_add(self.no_longer_priced);
        priced.saturating_add(one)
    }
}

/// A configuration with its two prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// An order that can be priced by either catalog.
    pub order: Order,
    /// What the old catalog says.
    pub old: (Status, Option<Decimal>),
    /// What the new catalog says.
    pub new: (Status, Option<Decimal>),
    /// New less old.
    pub difference: Option<Decimal>,
    /// That in percent of the old amount, to two digits; none of 0.
    pub percent: Option<Decimal>,
    /// Both waterfalls, side by side.
    pub lines: Vec<ComparedLine>,
}

/// What changes from an old catalog to a new one.
///
/// # Errors
/// A component that neither has, no currency that both have, and faults of an order, such as a
/// required input that no value is known for.
///
/// # Example
/// ```
/// use pricewright::analyze::diff::{DiffOptions, diff};
/// use pricewright::{Catalog, compile};
///
/// let catalog = |price: &str| format!(r#"{{"format": 1, "currency": "EUR", "components": [{{
///     "id": "shelf", "base_price": "{price}",
///     "features": [{{"id": "oiled", "type": "boolean", "surcharge": "4.50"}}]}}]}}"#);
/// let old = compile(&Catalog::from_json(&catalog("20"))?)?;
/// let new = compile(&Catalog::from_json(&catalog("21"))?)?;
/// let found = diff(&old, &new, &DiffOptions::default())?;
/// assert_eq!(found.components[0].counts.up, found.components[0].configurations);
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
pub fn diff(old: &Plan, new: &Plan, options: &DiffOptions) -> Result<Diff, Diagnostics> {
    let (before, after) = (old.data(), new.data());
    let currency = currency(before, after, options.currency)?;
    let asked = |id: &String| options.component.as_ref().is_none_or(|asked| asked == id);
    let ids = |plan: &PlanData| -> Vec<String> {
        let all = plan.components.iter();
        let ids = all.map(|component| plan.text(component.id).to_owned());
        ids.filter(&asked).collect()
    };
    let (of_old, of_new) = (ids(before), ids(after));
    if let (Some(asked), true) = (&options.component, of_old.is_empty() && of_new.is_empty()) {
        return Err(unknown_component(after, asked));
    }
    let mut components = Vec::new();
    for id in of_new.iter().filter(|id| of_old.contains(id)) {
        components.push(run::component(old, new, id, currency, options)?);
    }
    let only = |ids: &[String], others: &[String]| -> Vec<String> {
        let only = ids.iter().filter(|id| !others.contains(id));
        only.cloned().collect()
    };
    Ok(Diff {
        old: before.fingerprint.clone(),
        new: after.fingerprint.clone(),
        currency,
        seed: options.seed,
        removed: only(&of_old, &of_new),
        added: only(&of_new, &of_old),
        components,
    })
}

/// The currency that is compared.
fn currency(
    old: &PlanData,
    new: &PlanData,
    asked: Option<CurrencyCode>,
) -> Result<Currency, Diagnostics> {
    let has = |plan: &PlanData, code| plan.currencies.iter().any(|other| other.code == code);
    let mut both = new.currencies.iter().filter(|currency| {
        has(old, currency.code) && asked.is_none_or(|asked| asked == currency.code)
    });
    both.next().copied().ok_or_else(|| {
        let message = match asked {
            Some(code) => format!("not both catalogs have prices in `{code}`"),
            None => "the catalogs have no currency in common".to_owned(),
        };
        Diagnostic::new(Code::CurrencyNotInCatalog, Place::nowhere(), message).into()
    })
}

fn unknown_component(plan: &PlanData, id: &str) -> Diagnostics {
    let ids = plan.components.iter();
    let ids = ids.map(|component| plan.text(component.id));
    let message = format!("neither catalog has a component `{id}`");
    let fault = Diagnostic::new(Code::UnknownReference, Place::nowhere(), message);
    fault.with_optional_help(help_for(id, ids)).into()
}
