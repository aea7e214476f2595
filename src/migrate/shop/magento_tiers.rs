//! Magento's tier prices and group prices: what a product costs from a quantity on, for everybody
//! or for one customer group.
//!
//! There the lowest price that applies takes the place of the product's own, and an option's
//! percentage is of it. So they become base price lists over the quantity, one for each customer
//! group that has prices of its own and one for all the others; a percentage there is of the
//! product's price and becomes the price that it comes to, rounded to the currency.

use std::collections::{BTreeMap, BTreeSet};

use super::super::assemble::{Draft, Statement};
use super::super::findings::{At, ImportReport};
use super::super::foreign::{leftovers, take, take_number, take_word};
use super::super::ids::Ids;
use crate::model::catalog::{
    Above, Amount, Cells, DefaultValue, ExpressionText, Input, InputType, LookupMode, PriceList,
    Role, ValueKind,
};
use crate::model::read::Node;
use crate::money::{Decimal, Exactness, Rounding};

/// The input that says which customer group orders.
const INPUT: &str = "customer.group";
/// Customers of no group that has prices of its own.
const OTHER: &str = "other";
/// All groups, as the API numbers them.
const ALL_GROUPS: &str = "32000";

/// A price from a quantity on.
pub(super) struct TierPrice {
    pub at: At,
    /// None: everybody.
    pub group: Option<String>,
    pub from: Decimal,
    pub value: TierValue,
}

/// What a tier price gives.
#[derive(Clone, Copy)]
pub(super) enum TierValue {
    /// The price of a piece.
    Fixed(Decimal),
    /// So many percent off the product's price.
    Percent(Decimal),
}

/// The customer group that a text names; none for everybody.
pub(super) fn group(word: Option<String>) -> Option<String> {
    word.filter(|word| {
        let everybody = ["all groups", "all", ALL_GROUPS];
        !everybody.contains(&word.to_lowercase().as_str())
    })
}

/// A tier price as the API answers it; one that cannot be read is reported.
pub(super) fn tier_price(node: &Node<'_>, report: &mut ImportReport) -> Option<TierPrice> {
    let mut object = node.object("tier price")?;
    object.take("sku");
    let from = take_number(&mut object, &["qty", "quantity", "price_qty"]);
    let price = take_number(&mut object, &["value", "price"]);
    let kind = take_word(&mut object, &["price_type"]).unwrap_or_default();
    let keys = ["customer_group_id", "customer_group", "cust_group"];
    let group = group(take_word(&mut object, &keys));
    let mut rate = None;
    if let Some(node) = take(&mut object, &["extension_attributes"]) {
        let mut object = node.object("extension attributes")?;
        rate = take_number(&mut object, &["percentage_value"]);
        if let Some((site, at)) = take_number(&mut object, &["website_id"]) {
            one_website(at, &site.to_string(), report);
        }
        leftovers(object, "a tier price", report);
    }
    if let Some((site, at)) = take_number(&mut object, &["website_id"]) {
        one_website(at, &site.to_string(), report);
    }
    leftovers(object, "a tier price", report);
    let value = match (rate, price) {
        (Some((rate, _)), _) => TierValue::Percent(rate),
        (None, Some((rate, _))) if kind == "discount" => TierValue::Percent(rate),
        (None, Some((price, _))) => TierValue::Fixed(price),
        (None, None) => {
            let done = "left out: it has no price";
            report.not_mapped(node, "tier price", node.raw(), done, "");
            return None;
        }
    };
    Some(TierPrice {
        at: node.into(),
        group,
        from: from.map_or(Decimal::ONE, |(from, _)| from),
        value,
    })
}

/// Reports a price that holds for one website only.
pub(super) fn one_website(at: impl Into<At>, site: &str, report: &mut ImportReport) {
    let site = site.trim();
    let all = site.is_empty() || site == "0" || site.to_lowercase().starts_with("all");
    if !all {
        let done = "taken for all websites";
        let help = "`when` of the price list in the catalog";
        report.guessed(at, "tier price of one website", site, done, help);
    }
}

/// The customer groups of all products: an input, with an option for each.
pub(super) struct Groups {
    ids: Ids,
    by_name: BTreeMap<String, String>,
}

impl Default for Groups {
    fn default() -> Self {
        let mut ids = Ids::default();
        ids.name(OTHER, OTHER);
        Self {
            ids,
            by_name: BTreeMap::new(),
        }
    }
}

impl Groups {
    fn id(&mut self, name: &str, report: &mut ImportReport) -> String {
        if let Some(id) = self.by_name.get(name) {
            return id.clone();
        }
        let number = name.chars().all(|c| c.is_ascii_digit());
        let words = if number {
            format!("group {name}")
        } else {
            name.to_owned()
        };
        let id = self.ids.name(&words, "group");
        report.renamed("customer group", Some(name.to_owned()), &id);
        self.by_name.insert(name.to_owned(), id.clone());
        id
    }

    /// Declares the input in the products that read it, once all groups are known.
    pub(super) fn declare(&self, drafts: &mut [Draft], report: &mut ImportReport) {
        if self.by_name.is_empty() {
            return;
        }
        let ids = self.by_name.values().cloned();
        let input = Input {
            id: INPUT.to_owned(),
            kind: InputType::Select(std::iter::once(OTHER.to_owned()).chain(ids).collect()),
            required: false,
            default: Some(DefaultValue::Text(OTHER.to_owned())),
        };
        if let Some(first) = drafts.first_mut() {
            first.inputs.push(input);
        }
        let names: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
        let done = format!("the input `{INPUT}`, where an order says it; `{OTHER}` otherwise");
        let help = "`inputs` of the catalog";
        report.guessed(
            At::default(),
            "customer groups",
            &names.join(", "),
            done,
            help,
        );
    }
}

/// Puts the tier prices of a product into its component; `quantity` is the free id of a value.
pub(super) fn apply(
    tiers: Vec<TierPrice>,
    quantity: &str,
    digits: u32,
    draft: &mut Draft,
    groups: &mut Groups,
    report: &mut ImportReport,
) {
    let own = match &draft.component.base_price {
        Some(Amount::Bare(price)) => Some(*price),
        _ => None,
    };
    let mut prices: Vec<(Option<String>, Decimal, Decimal)> = Vec::new();
    for tier in tiers {
        let price = match tier.value {
            TierValue::Fixed(price) => price,
            TierValue::Percent(rate) => match own.and_then(|own| less(own, rate, digits)) {
                Some(price) => price,
                None => {
                    let done = "left out: the product has no price to take it off";
                    let text = format!("{rate}%");
                    report.not_mapped(tier.at, "tier price in percent", &text, done, "");
                    continue;
                }
            },
        };
        let group = tier.group.map(|name| groups.id(&name, report));
        prices.push((group, tier.from.max(Decimal::ONE), price));
        report.count("tier prices");
    }
    let Some(highest) = prices.iter().map(|(_, from, _)| *from).max() else {
        return;
    };
    let first = own.map(|_| Decimal::ONE);
    let steps: BTreeSet<Decimal> = prices
        .iter()
        .map(|(_, from, _)| *from)
        .chain(first)
        .collect();
    let named: BTreeSet<&String> = prices
        .iter()
        .filter_map(|(group, ..)| group.as_ref())
        .collect();
    draft.component.base_price = None;
    for group in std::iter::once(None).chain(named.iter().map(|group| Some(*group))) {
        let cells = steps.iter().map(|step| {
            let serves = |of: &Option<String>| of.is_none() || of.as_ref() == group;
            let reached = prices
                .iter()
                .filter(|(of, from, _)| serves(of) && from <= step)
                .map(|(_, _, price)| *price);
            reached.chain(own).min()
        });
        let cells = Cells {
            rows: steps.iter().map(ToString::to_string).collect(),
            cols: Vec::new(),
            values: cells.collect(),
        };
        let list = list(group, &named, quantity, cells, draft);
        report.count("price lists");
        draft.component.price_lists.push(list);
    }
    draft.statements.push(Statement {
        text: format!("let {quantity} = min(quantity, {highest})"),
        origin: String::new(),
        at: At::default(),
    });
}

/// A price less so many percent, as the currency has it.
fn less(price: Decimal, rate: Decimal, digits: u32) -> Option<Decimal> {
    let exact = &mut { Exactness::EXACT };
    let hundred = Decimal::from_integer(100);
    let part = hundred.minus(rate, exact).ok()?;
    let price = price.times(part, exact).ok()?;
    let price = price.divided_by(hundred, exact).ok()?;
    price
        .round_to(i32::try_from(digits).ok()?, Rounding::HalfUp)
        .ok()
}

/// The base price list of a customer group; without one, of all that have none of their own.
fn list(
    group: Option<&String>,
    named: &BTreeSet<&String>,
    quantity: &str,
    cells: Cells,
    draft: &Draft,
) -> PriceList {
    let when = match group {
        Some(group) => Some(format!("{INPUT} = \"{group}\"")),
        None if named.is_empty() => None,
        None => {
            let names: Vec<String> = named.iter().map(|name| format!("\"{name}\"")).collect();
            Some(format!("not({INPUT} in ({}))", names.join(", ")))
        }
    };
    let id = match group {
        Some(group) => format!("tier_prices_{group}"),
        None => "tier_prices".to_owned(),
    };
    PriceList {
        id,
        // its line is the product's, as that of a base price is
        name: draft.component.name.clone(),
        role: Role::Base,
        currency: None,
        values: ValueKind::Amount,
        row_lookup: Some(LookupMode::Down),
        col_lookup: None,
        row_feature: Some(quantity.to_owned()),
        col_feature: None,
        row_above: Above::default(),
        col_above: Above::default(),
        for_values: Vec::new(),
        when: when.map(ExpressionText),
        discountable: true,
        internal: false,
        cells,
        file: None,
        file_report: None,
    }
}
