//! Differences as CSV for a spreadsheet: a row for each change that is listed.

use super::text::shown;
use super::{Change, Diff};
use crate::model::order::Item;
use crate::money::Decimal;

/// The columns before those of features and inputs.
const FIRST: [&str; 8] = [
    "component",
    "old_status",
    "new_status",
    "old",
    "new",
    "difference",
    "percent",
    "quantity",
];

impl Diff {
    /// The changes of `worst` and `examples`: amounts, then a column for each input and feature.
    /// Cells that a spreadsheet would take for a formula begin with an apostrophe.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let all = self.components.iter();
        let changes: Vec<_> = all
            .flat_map(|found| {
                let changes = found.worst.iter().chain(&found.examples);
                changes.map(move |change| (found.component.as_str(), change))
            })
            .collect();
        let mut names: Vec<&str> = vec!["as_of"];
        for (_, change) in &changes {
            let order = &change.order;
            let of_items = order.items.iter().flat_map(|item| &item.values);
            for (name, _) in order.inputs.iter().chain(of_items) {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        let head = FIRST.iter().chain(&names).map(|name| cell(name));
        let mut is_written = writer.write_record(head).is_ok();
        for (component, change) in changes {
            is_written &= writer
                .write_record(self.row(component, change, &names))
                .is_ok();
        }
        let bytes = writer.into_inner().unwrap_or_default();
        debug_assert!(is_written, "writing to memory does not fail");
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn row(&self, component: &str, change: &Change, names: &[&str]) -> Vec<String> {
        let money = |amount: Option<Decimal>| {
            amount.map_or_else(String::new, |it| it.to_fixed(self.currency.digits))
        };
        let item = change.order.items.first();
        let quantity = item.map_or_else(String::new, |item| item.quantity.to_string());
        let percent = change.percent.map_or_else(String::new, |it| it.to_string());
        let mut row = vec![
            cell(component),
            change.old.0.as_str().to_owned(),
            change.new.0.as_str().to_owned(),
            money(change.old.1),
            money(change.new.1),
            money(change.difference),
            percent,
            quantity,
        ];
        row.extend(names.iter().map(|name| value(change, item, name)));
        row
    }
}

fn value(change: &Change, item: Option<&Item>, name: &str) -> String {
    let values = item.into_iter().flat_map(|item| &item.values);
    let mut all = values.chain(&change.order.inputs);
    match (all.find(|(id, _)| id == name), name) {
        (Some((_, value)), _) => cell(&shown(value)),
        (None, "as_of") => change
            .order
            .as_of
            .map_or_else(String::new, |it| it.to_string()),
        (None, _) => String::new(),
    }
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn cell(text: &str) -> String {
    let is_number = Decimal::parse(text).is_ok();
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !is_number => format!("'{text}"),
        _ => text.to_owned(),
    }
}
