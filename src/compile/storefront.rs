//! A catalog without its internal parts, for a shop page.

use super::compiled_with_internal_uses;
use crate::diagnostic::{Diagnostics, Source};
use crate::model::Catalog;
use crate::model::catalog::RulesText;
use crate::parse;

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
