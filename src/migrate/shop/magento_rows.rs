//! Columns of Magento's CSV files that hold a value in each row: the older export, in which a
//! product has rows without a sku below its own (`_custom_option_…`, `_tier_price_…`,
//! `_group_price_…`), and the export of advanced prices (`tier_price_…`).

use std::sync::Arc;

use super::super::findings::{At, ImportReport};
use super::super::foreign::truth;
use super::super::records::column;
use super::magento_option::{CustomOption, Value, number, typed};
use super::magento_tiers::{TierPrice, TierValue, group, one_website};
use crate::diagnostic::{Diagnostics, Source};
use crate::model::catalog::Surcharge;
use crate::money::Decimal;

/// The columns that are read, in the order of [`Cell`].
const NAMES: [&[&str]; CELLS] = [
    &["_custom_option_store"],
    &["_custom_option_type"],
    &["_custom_option_title"],
    &["_custom_option_is_required"],
    &["_custom_option_price"],
    &["_custom_option_sku"],
    &["_custom_option_max_characters"],
    &["_custom_option_sort_order"],
    &["_custom_option_row_title"],
    &["_custom_option_row_price"],
    &["_custom_option_row_sku"],
    &["_custom_option_row_sort"],
    &["_tier_price_website", "tier_price_website"],
    &["_tier_price_customer_group", "tier_price_customer_group"],
    &["_tier_price_qty", "tier_price_qty"],
    &["_tier_price_price", "tier_price"],
    &["tier_price_value_type"],
    &["_group_price_website"],
    &["_group_price_customer_group"],
    &["_group_price_price"],
];
const CELLS: usize = 20;

#[derive(Clone, Copy)]
enum Cell {
    Store,
    Type,
    Title,
    Required,
    Price,
    Sku,
    MostCharacters,
    SortOrder,
    RowTitle,
    RowPrice,
    RowSku,
    RowSort,
    TierWebsite,
    TierGroup,
    TierFrom,
    TierPrice,
    TierType,
    GroupWebsite,
    GroupGroup,
    GroupPrice,
}

/// Where the columns stand.
pub(super) struct Columns([Option<usize>; CELLS]);

impl Columns {
    pub(super) fn of(header: &[String]) -> Self {
        Self(NAMES.map(|names| column(header, names)))
    }

    /// Whether a column is one of these.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.0.contains(&Some(index))
    }

    /// Whether there are options or prices in them.
    pub(super) fn any(&self) -> bool {
        [Cell::Type, Cell::TierPrice, Cell::GroupPrice]
            .into_iter()
            .any(|cell| self.at(cell).is_some())
    }

    fn at(&self, cell: Cell) -> Option<usize> {
        self.0.get(cell as usize).copied().flatten()
    }
}

/// One row, with where its faults go.
pub(super) struct Row<'r> {
    pub columns: &'r Columns,
    pub cells: &'r [String],
    pub at: At,
    pub source: &'r Arc<Source>,
    pub faults: &'r mut Diagnostics,
    pub report: &'r mut ImportReport,
}

impl Row<'_> {
    fn text(&self, cell: Cell) -> Option<String> {
        let text = self.cells.get(self.columns.at(cell)?)?;
        (!text.is_empty()).then(|| text.clone())
    }

    fn number(&mut self, cell: Cell) -> Option<Decimal> {
        let text = self.text(cell)?;
        number(&text, &self.at, self.faults, self.source)
    }

    /// `5.00`, or `10%` of the product's price.
    fn surcharge(&mut self, cell: Cell) -> Option<Surcharge> {
        let text = self.text(cell)?;
        let (digits, kind) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim(), "percent"),
            None => (text.as_str(), "fixed"),
        };
        let price = number(digits, &self.at, self.faults, self.source)?;
        typed(price, kind, self.at.clone(), self.report)
    }

    /// Reads what the row says of custom options: one begins, or one has a value more.
    pub(super) fn options(&mut self, options: &mut Vec<CustomOption>) {
        if let Some(store) = self.text(Cell::Store) {
            let titles = [self.text(Cell::Title), self.text(Cell::RowTitle)];
            let titles: Vec<String> = titles.into_iter().flatten().collect();
            let text = format!("{store}: {}", titles.join(", "));
            let done = "left out: the default store's titles and prices are taken";
            let help = "names by language in the catalog";
            let what = "custom option of a store view";
            self.report
                .not_mapped(self.at.clone(), what, &text, done, help);
            return;
        }
        if let Some(kind) = self.text(Cell::Type) {
            let option = self.option(kind);
            options.push(option);
        }
        let Some(title) = self.text(Cell::RowTitle) else {
            return;
        };
        let value = Value {
            title,
            sku: self.text(Cell::RowSku),
            sort_order: self.number(Cell::RowSort),
            surcharge: self.surcharge(Cell::RowPrice),
            source_id: None,
        };
        match options.last_mut() {
            Some(option) => option.values.push(value),
            None => {
                let done = "left out: no custom option comes before it";
                let what = "value of a custom option";
                self.report
                    .not_mapped(self.at.clone(), what, &value.title, done, "");
            }
        }
    }

    fn option(&mut self, kind: String) -> CustomOption {
        if let Some(sku) = self.text(Cell::Sku) {
            let done = "left out: only options of a choice have one";
            let what = "sku of a custom option";
            self.report
                .not_mapped(self.at.clone(), what, &sku, done, "");
        }
        let required = self.text(Cell::Required).unwrap_or_default();
        let most = self.number(Cell::MostCharacters).and_then(Decimal::to_u64);
        CustomOption {
            at: self.at.clone(),
            title: self.text(Cell::Title).unwrap_or_default(),
            kind,
            required: truth(&required, self.at.clone(), self.report),
            sort_order: self.number(Cell::SortOrder),
            max_characters: most
                .and_then(|most| u32::try_from(most).ok())
                .filter(|most| *most > 0),
            surcharge: self.surcharge(Cell::Price),
            values: Vec::new(),
        }
    }

    /// Reads the row's tier price and group price.
    pub(super) fn tiers(&mut self, tiers: &mut Vec<TierPrice>) {
        if let Some(price) = self.number(Cell::TierPrice) {
            let site = self.text(Cell::TierWebsite).unwrap_or_default();
            one_website(self.at.clone(), &site, self.report);
            let kind = self.text(Cell::TierType).unwrap_or_default();
            let value = match kind.to_lowercase().as_str() {
                "" | "fixed" => Some(TierValue::Fixed(price)),
                "discount" => Some(TierValue::Percent(price)),
                _ => None,
            };
            let from = self.number(Cell::TierFrom).unwrap_or(Decimal::ONE);
            let group = group(self.text(Cell::TierGroup));
            match value {
                Some(value) => tiers.push(TierPrice {
                    at: self.at.clone(),
                    group,
                    from,
                    value,
                }),
                None => {
                    let done = format!("the price {price} is left out");
                    let what = "type of a tier price";
                    self.report
                        .not_mapped(self.at.clone(), what, &kind, done, "");
                }
            }
        }
        if let Some(price) = self.number(Cell::GroupPrice) {
            let site = self.text(Cell::GroupWebsite).unwrap_or_default();
            one_website(self.at.clone(), &site, self.report);
            tiers.push(TierPrice {
                at: self.at.clone(),
                group: group(self.text(Cell::GroupGroup)),
                from: Decimal::ONE,
                value: TierValue::Fixed(price),
            });
        }
    }
}
