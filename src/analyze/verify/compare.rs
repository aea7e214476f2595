//! A claimed price beside ours: what is echoed of the order, then amounts and lines.

use std::collections::BTreeMap;

use super::{Difference, DifferentLine};
use crate::analyze::claim::{
    Claim, ClaimedItem, ClaimedLine, ClaimedPrice, ClaimedQuote, ITEM_AMOUNTS, LineName,
    QUOTE_AMOUNTS,
};
use crate::model::quote::{ItemQuote, Line, Quote};
use crate::money::{CurrencyCode, Decimal};

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Of what is echoed of the order.
    pub changed: Vec<Difference>,
    /// Of amounts and lines.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// A claim beside the quote of its order. What was asked of price lists tells of the order only
    /// if the catalog is the same.
    pub fn of(claim: &Claim, ours: &Quote, same_catalog: bool) -> Self {
        let mut found = Self::default();
        if let Some(claimed) = &claim.order_fingerprint {
            let real = claim.order.fingerprint();
            found.echo("", "order_fingerprint", claimed, &real);
        }
        match &claim.price {
            ClaimedPrice::Total { amount, currency } => {
                found.currency(*currency, ours);
                let claimed = [("amount", Some(*amount))];
                found.amounts("", &claimed, &[("amount", ours.amount)], ours);
            }
            ClaimedPrice::Quote(claimed) => found.quote(claimed, ours, same_catalog),
        }
        found
    }

    fn quote(&mut self, claimed: &ClaimedQuote, ours: &Quote, same_catalog: bool) {
        if let Some(currency) = claimed.currency {
            self.currency(currency, ours);
        }
        if let Some(day) = claimed.as_of {
            let text = |day: Option<crate::model::date::Date>| {
                day.map_or_else(|| "none".to_owned(), |day| day.to_string())
            };
            self.echo("", "as_of", &text(day), &text(ours.as_of));
        }
        self.status("", claimed.status.as_ref(), ours.status.as_str());
        self.amounts("", &claimed.amounts, &quote_amounts(ours), ours);
        if let Some(items) = &claimed.items {
            let (claimed, real) = (items.len().to_string(), ours.items.len().to_string());
            self.echo("", "items", &claimed, &real);
            for (index, (item, real)) in items.iter().zip(&ours.items).enumerate() {
                let place = format!("items[{index}]");
                self.item(&place, item, real, ours, same_catalog);
            }
        }
        if let Some(lines) = &claimed.lines {
            self.lines("lines", lines, &ours.lines, ours, same_catalog);
        }
    }

    fn item(
        &mut self,
        place: &str,
        claimed: &ClaimedItem,
        ours: &ItemQuote,
        quote: &Quote,
        same_catalog: bool,
    ) {
        if let Some(component) = &claimed.component {
            self.echo(place, "component", component, &ours.component);
        }
        if let Some(quantity) = claimed.quantity {
            let (claimed, real) = (quantity.to_string(), ours.quantity.to_string());
            self.echo(place, "quantity", &claimed, &real);
        }
        if let Some(rate) = claimed.tax_rate {
            let text = |rate: Option<Decimal>| {
                rate.map_or_else(|| "none".to_owned(), |rate| rate.to_string())
            };
            self.echo(place, "tax_rate", &text(rate), &text(ours.tax_rate));
        }
        self.status(place, claimed.status.as_ref(), ours.status.as_str());
        self.amounts(place, &claimed.amounts, &item_amounts(ours), quote);
        if let Some(lines) = &claimed.lines {
            let place = format!("{place}.lines");
            self.lines(&place, lines, &ours.lines, quote, same_catalog);
        }
    }

    /// Lines of the same name beside each other, in the order in which they stand.
    fn lines(
        &mut self,
        place: &str,
        claimed: &[ClaimedLine],
        ours: &[Line],
        quote: &Quote,
        same_catalog: bool,
    ) {
        let mut open: BTreeMap<LineName, Vec<&Line>> = BTreeMap::new();
        for line in ours.iter().rev() {
            open.entry(name(line)).or_default().push(line);
        }
        let digits = quote.currency.digits;
        for line in claimed {
            let real = open.get_mut(&line.name).and_then(Vec::pop);
            match real {
                Some(real) => self.line(place, line, real, digits, same_catalog),
                None => self.differences.push(Difference {
                    place: place.to_owned(),
                    line: Some(claimed_name(line)),
                    field: "amount",
                    claimed: Some(line.amount.to_fixed(digits)),
                    ours: None,
                }),
            }
        }
        for line in ours {
            let left = open.get_mut(&name(line));
            let is_left = left.is_some_and(|left| {
                let at = left.iter().position(|other| std::ptr::eq(*other, line));
                at.map(|at| left.remove(at)).is_some()
            });
            if is_left {
                self.differences.push(Difference {
                    place: place.to_owned(),
                    line: Some(our_name(line)),
                    field: "amount",
                    claimed: None,
                    ours: Some(line.amount.to_fixed(digits)),
                });
            }
        }
    }

    fn line(
        &mut self,
        place: &str,
        claimed: &ClaimedLine,
        ours: &Line,
        digits: u32,
        same_catalog: bool,
    ) {
        let money = |amount: Option<Decimal>| amount.map(|amount| amount.to_fixed(digits));
        let plain = |number: Option<Decimal>| number.map(|number| number.to_string());
        let base = ours.base.as_ref().map(|base| base.amount);
        let fields = [
            (
                "amount",
                money(Some(claimed.amount)),
                money(Some(ours.amount)),
            ),
            (
                "unit_amount",
                money(claimed.unit_amount.unwrap_or(ours.unit_amount)),
                money(ours.unit_amount),
            ),
            ("rate", plain(claimed.rate.or(ours.rate)), plain(ours.rate)),
            ("base", money(claimed.base.or(base)), money(base)),
        ];
        for (field, claimed, real) in fields {
            if claimed != real {
                self.differences.push(Difference {
                    place: place.to_owned(),
                    line: Some(our_name(ours)),
                    field,
                    claimed,
                    ours: real,
                });
            }
        }
        let asked = asked(ours);
        if same_catalog && !claimed.asked.is_empty() && claimed.asked != asked {
            self.changed.push(Difference {
                place: place.to_owned(),
                line: Some(our_name(ours)),
                field: "asked",
                claimed: Some(claimed.asked.join(" × ")),
                ours: Some(asked.join(" × ")),
            });
        }
    }

    fn currency(&mut self, claimed: CurrencyCode, ours: &Quote) {
        let real = ours.currency.code;
        self.echo("", "currency", claimed.as_str(), real.as_str());
    }

    /// Something that the quote says as the order does.
    fn echo(&mut self, place: &str, field: &'static str, claimed: &str, ours: &str) {
        if claimed != ours {
            self.changed.push(plain(place, field, claimed, ours));
        }
    }

    fn status(&mut self, place: &str, claimed: Option<&String>, ours: &str) {
        if let Some(claimed) = claimed.filter(|claimed| *claimed != ours) {
            self.differences.push(plain(place, "status", claimed, ours));
        }
    }

    fn amounts(
        &mut self,
        place: &str,
        claimed: &[(&'static str, Option<Decimal>)],
        ours: &[(&'static str, Option<Decimal>)],
        quote: &Quote,
    ) {
        let text =
            |amount: Option<Decimal>| amount.map(|amount| amount.to_fixed(quote.currency.digits));
        for (name, amount) in claimed {
            let real = ours.iter().find(|(other, _)| other == name);
            let real = real.and_then(|(_, amount)| *amount);
            if *amount != real {
                self.differences.push(Difference {
                    place: place.to_owned(),
                    line: None,
                    field: name,
                    claimed: text(*amount),
                    ours: text(real),
                });
            }
        }
    }
}

fn quote_amounts(quote: &Quote) -> [(&'static str, Option<Decimal>); 5] {
    let [amount, priced, net, tax, gross] = QUOTE_AMOUNTS;
    [
        (amount, quote.amount),
        (priced, Some(quote.priced_subtotal)),
        (net, quote.net),
        (tax, quote.tax),
        (gross, quote.gross),
    ]
}

fn item_amounts(item: &ItemQuote) -> [(&'static str, Option<Decimal>); 8] {
    let [list, unit, amount, effective, share, net, tax, gross] = ITEM_AMOUNTS;
    [
        (list, item.list_price),
        (unit, item.unit_price),
        (amount, item.amount),
        (effective, item.effective_unit_price),
        (share, item.order_share),
        (net, item.net),
        (tax, item.tax),
        (gross, item.gross),
    ]
}

fn name(line: &Line) -> LineName {
    LineName {
        phase: line.phase.clone(),
        kind: line.kind.as_str().to_owned(),
        id: line.id.clone(),
        key: line.key.clone(),
    }
}

fn our_name(line: &Line) -> DifferentLine {
    DifferentLine {
        phase: line.phase.clone(),
        kind: line.kind.as_str().to_owned(),
        id: line.id.clone(),
        label: line.label.clone(),
    }
}

fn claimed_name(line: &ClaimedLine) -> DifferentLine {
    let LineName {
        phase, kind, id, ..
    } = line.name.clone();
    DifferentLine {
        phase,
        kind,
        id,
        label: line.label.clone(),
    }
}

/// What a line asked of a price list, the row first.
fn asked(line: &Line) -> Vec<String> {
    let Some(cell) = &line.cell else {
        return Vec::new();
    };
    let axes = std::iter::once(&cell.row).chain(&cell.col);
    axes.map(|axis| axis.asked.clone()).collect()
}

fn plain(place: &str, field: &'static str, claimed: &str, ours: &str) -> Difference {
    Difference {
        place: place.to_owned(),
        line: None,
        field,
        claimed: Some(claimed.to_owned()),
        ours: Some(ours.to_owned()),
    }
}
