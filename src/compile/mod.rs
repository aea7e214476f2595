//! A catalog to a plan: every name, option, type, phase and matrix checked, then laid flat.
//!
//! Takes a [`Catalog`]; gives a [`Plan`] or every fault at once. Promises that a plan prices every
//! order without a name, a type or an axis left to go wrong.

mod attribute;
mod axis;
mod builder;
mod component;
mod computed;
mod context;
mod feature;
mod feature_shape;
mod file_report;
mod finish;
mod group;
mod input;
mod limit;
mod list_condition;
mod material;
mod modifiers;
mod order;
mod order_step;
mod phase;
mod phase_spec;
mod price_list;
mod remark;
mod rules_text;
mod sort;
mod statement;
mod step;
mod storefront;
mod surcharge;
mod tier;

use crate::diagnostic::Diagnostics;
use crate::model::Catalog;
use crate::model::catalog::{Prices, RoundingScope, TaxRounding};
use crate::plan::{LineRounding, Plan, PlanData};

use component::component;
use context::Context;

pub use storefront::{storefront, storefront_plan};

/// Named limits of a catalog, beyond which it does not compile.
pub mod limits {
    /// Components of a catalog.
    pub const COMPONENTS: usize = 10_000;
    /// Features of a component.
    pub const FEATURES: usize = 2_000;
    /// Options of a feature.
    pub const OPTIONS: usize = 20_000;
    /// Inputs of a catalog.
    pub const INPUTS: usize = 1_000;
}

/// Compiles a catalog.
///
/// # Errors
/// Every fault of the catalog, with its place.
///
/// # Example
/// ```
/// use pricewright::{Catalog, compile};
/// let catalog = Catalog::from_json(
///     r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "9.90"}]}"#,
/// )?;
/// let plan = compile(&catalog)?;
/// assert_eq!(plan.data().components.len(), 1);
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
pub fn compile(catalog: &Catalog) -> Result<Plan, Diagnostics> {
    let (plan, diagnostics) = compiled(catalog);
    diagnostics.into_result(plan)
}

/// Every finding about a catalog: its errors, and what is hardly meant.
#[must_use]
pub fn check(catalog: &Catalog) -> Diagnostics {
    compiled(catalog).1
}

fn compiled(catalog: &Catalog) -> (Plan, Diagnostics) {
    let (plan, diagnostics, _) = everything(catalog);
    (plan, diagnostics)
}

/// The catalog's faults, and its public parts that depend on internal ones.
fn compiled_with_internal_uses(catalog: &Catalog) -> (Diagnostics, Diagnostics) {
    let (_, diagnostics, internal_uses) = everything(catalog);
    (diagnostics, internal_uses)
}

fn everything(catalog: &Catalog) -> (Plan, Diagnostics, Diagnostics) {
    let mut context = Context::new(catalog);
    let inputs = input::inputs(&mut context);
    let components = catalog
        .components
        .iter()
        .enumerate()
        .map(|(index, written)| component(&mut context, &inputs, index, written))
        .collect();
    let order = order::order(&mut context, &inputs);
    let catalog_id = catalog.id.as_deref().map(|id| context.texts.intern(id));
    let catalog_version = catalog
        .version
        .as_deref()
        .map(|text| context.texts.intern(text));
    let Context {
        texts,
        diagnostics,
        sources,
        currencies,
        needs_as_of,
        increments,
        internal_uses,
        ..
    } = context;
    let (texts, labels) = texts.finish();
    let plan = Plan::new(PlanData {
        fingerprint: catalog.fingerprint(),
        catalog_id,
        catalog_version,
        texts,
        labels,
        currencies,
        gross_prices: catalog.prices == Prices::Gross,
        rounding: LineRounding {
            mode: Some(catalog.rounding.mode),
            per_item: catalog.rounding.scope == RoundingScope::Item,
            unit_increments: increments.unit,
            increments: increments.line,
        },
        tax_per_rate: catalog.tax_rounding == TaxRounding::Rate,
        needs_as_of,
        inputs: inputs.plans,
        components,
        order,
        sources,
    });
    (plan, diagnostics, internal_uses)
}
