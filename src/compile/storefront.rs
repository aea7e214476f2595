//! A catalog without its internal parts, for a shop page: as a catalog, and as a plan.

use super::{compile, compiled_with_internal_uses};
use crate::diagnostic::{Diagnostics, Source};
use crate::model::Catalog;
use crate::model::catalog::RulesText;
use crate::parse;
use crate::plan::Plan;

/// The catalog without internal tables, statements and costs.
///
/// # Errors
/// The catalog's own faults, and every public price that depends on an internal part: a
/// storefront without that part would show another price than the server.
pub fn storefront(catalog: &Catalog) -> Result<Catalog, Diagnostics> {
    let (diagnostics, internal_uses) = compiled_with_internal_uses(catalog);
    diagnostics.into_result(())?;
    internal_uses.into_result(())?;
    let mut public = catalog.without_internal();
    public.rules = public.rules.map(without_internal_statements);
    for component in &mut public.components {
        component.rules = component.rules.take().map(without_internal_statements);
    }
    Ok(public)
}

/// The plan of a shop page: the catalog without internal parts, compiled, without the texts of
/// rules. Its quotes carry the fingerprint of the whole catalog, so that a server can tell whether
/// a page priced from the catalog that it has itself.
///
/// # Errors
/// As [`storefront`].
///
/// # Example
/// ```
/// use pricewright::{Catalog, Order, Plan, compile, storefront_plan};
/// let catalog = Catalog::from_json(
///     r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "9.90"}]}"#,
/// )?;
/// let bytes = storefront_plan(&catalog)?.to_bytes();
///
/// let order = Order::from_json(r#"{"items": [{"component": "mug", "quantity": 2}]}"#)?;
/// let shown = Plan::from_bytes(&bytes)?.price(&order)?;
/// assert_eq!(shown.fingerprint, catalog.fingerprint());
/// assert_eq!(shown.amount, compile(&catalog)?.price(&order)?.amount);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn storefront_plan(catalog: &Catalog) -> Result<Plan, Diagnostics> {
    let plan = compile(&storefront(catalog)?)?;
    Ok(plan
        .without_sources()
        .with_fingerprint(catalog.fingerprint()))
}

/// The text without the statements that are marked `internal`.
fn without_internal_statements(rules: RulesText) -> RulesText {
    let (parsed, _) = parse::rules(&rules.source);
    let mut text = String::new();
    let mut from = 0;
    for statement in parsed.statements {
        if statement.modifiers.internal.is_some() {
            text.push_str(
                rules
                    .source
                    .text
                    .get(from..statement.span.start as usize)
                    .unwrap_or(""),
            );
            from = statement.span.end as usize;
        }
    }
    text.push_str(rules.source.text.get(from..).unwrap_or(""));
    RulesText {
        source: Source::new(rules.source.name.as_str(), text),
        ..rules
    }
}
