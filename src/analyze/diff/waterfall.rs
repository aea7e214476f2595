//! Two waterfalls side by side.

use crate::model::quote::{Line, Quote};
use crate::money::Decimal;

/// A line of either quote; of both where they have the same phase, kind, id and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedLine {
    /// The phase.
    pub phase: String,
    /// What made it.
    pub id: String,
    /// What people read, as the new catalog says it.
    pub label: String,
    /// What the old catalog's line is.
    pub old: Option<Decimal>,
    /// What the new catalog's line is.
    pub new: Option<Decimal>,
}

/// The lines of two quotes of one item: in the new one's order, with what only the old one has
/// behind the line that stood before it.
pub(super) fn side_by_side(old: Option<&Quote>, new: Option<&Quote>) -> Vec<ComparedLine> {
    let (old, new) = (lines(old), lines(new));
    let mut compared: Vec<ComparedLine> = Vec::with_capacity(new.len());
    let mut taken = vec![false; old.len()];
    let mut places: Vec<usize> = Vec::with_capacity(new.len());
    for line in &new {
        let mut open = old.iter().zip(&taken).enumerate();
        let found = open.find(|(_, (other, taken))| !**taken && are_same(other, line));
        let found = found.map(|(at, (other, _))| (at, other.amount));
        if let Some(place) = found.and_then(|(at, _)| taken.get_mut(at)) {
            *place = true;
        }
        let at = found.map(|(at, _)| at);
        places.push(at.unwrap_or_else(|| places.last().copied().unwrap_or(0)));
        compared.push(beside(
            line,
            found.map(|(_, amount)| amount),
            Some(line.amount),
        ));
    }
    for (at, (line, taken)) in old.iter().zip(taken).enumerate() {
        if !taken {
            let place = places.iter().rposition(|other| *other < at);
            let place = place.map_or(0, |place| place.saturating_add(1));
            compared.insert(place, beside(line, Some(line.amount), None));
            places.insert(place, at);
        }
    }
    compared
}

fn lines(quote: Option<&Quote>) -> Vec<&Line> {
    let Some(quote) = quote else {
        return Vec::new();
    };
    let of_items = quote.items.iter().flat_map(|item| &item.lines);
    of_items.chain(&quote.lines).collect()
}

fn are_same(a: &Line, b: &Line) -> bool {
    (&a.phase, a.kind, &a.id, &a.key) == (&b.phase, b.kind, &b.id, &b.key)
}

fn beside(line: &Line, old: Option<Decimal>, new: Option<Decimal>) -> ComparedLine {
    ComparedLine {
        phase: line.phase.clone(),
        id: line.id.clone(),
        label: line.label.clone(),
        old,
        new,
    }
}
