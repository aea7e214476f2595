//! What a session says without making a quote, and the same of its quote.

use pricewright::Session;
use pricewright::evaluate::LineTexts;
use pricewright::model::quote::{LineKind, Scope, Status};
use pricewright::money::Decimal;

/// Status, amount, and lines with everything that a session says of them.
pub type Said = (Status, Option<Decimal>, Vec<String>);

/// What a session says; nothing for an order with faults.
pub fn in_numbers(session: &mut Session) -> Option<Said> {
    let lines: Vec<_> = session.lines().ok()?.collect();
    let said = lines.iter().map(|line| {
        let LineTexts {
            phase,
            kind,
            id,
            label,
            scope,
        } = session.line_texts(line.name).unwrap();
        let amounts = (line.unit_amount, line.amount);
        shown((&phase, kind), (&id, &label), scope, amounts)
    });
    let said = said.collect();
    Some((session.status().ok()?, session.total().ok()?, said))
}

/// What its quote says.
pub fn in_quote(session: &mut Session) -> Option<Said> {
    let quote = session.quote().ok()?;
    let of_items = quote.items.iter().flat_map(|item| &item.lines);
    let lines = of_items.chain(&quote.lines).map(|line| {
        let (phase, names) = ((&*line.phase, line.kind), (&*line.id, &*line.label));
        shown(phase, names, line.scope, (line.unit_amount, line.amount))
    });
    Some((quote.status, quote.amount, lines.collect()))
}

fn shown(
    (phase, kind): (&str, LineKind),
    (id, label): (&str, &str),
    scope: Scope,
    (unit_amount, amount): (Option<Decimal>, Decimal),
) -> String {
    format!("{phase} {kind:?} {id} {label} {scope:?} {unit_amount:?} {amount}")
}
