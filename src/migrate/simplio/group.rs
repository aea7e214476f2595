//! One price group of an answer, as it stands there.

use super::super::Settings;
use super::super::findings::{At, ImportReport};
use super::super::foreign::{self, leftovers, take, take_number, take_word};
use super::super::tiers::{Tier, json_rows, resolve};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::fault::excerpt;
use crate::model::read::{Kind, Node, ObjectReader};
use crate::money::{CurrencyCode, Decimal};

/// A price with the currency that it says.
pub(super) type Price = (Option<CurrencyCode>, Decimal);

/// A price group as it is read.
pub(super) struct Group {
    pub at: At,
    pub source_id: Option<String>,
    pub configurator: Option<String>,
    pub title: String,
    pub description: String,
    /// `type` in lower case, letters only: `fixedprice`.
    pub kind: String,
    /// `variable_type` likewise.
    pub variable: String,
    pub discount: Option<Discount>,
    pub tiers: Vec<Tier>,
    pub prices: Vec<Price>,
    pub formula: Option<(String, At)>,
    /// Prices by color.
    pub variants: Vec<Variant>,
}

/// A color with what it costs.
pub(super) struct Variant {
    pub name: String,
    pub prices: Vec<Price>,
    /// Its own rate, in groups of percentages.
    pub discount: Option<Discount>,
}

/// `settings.discount`.
#[derive(Clone)]
pub(super) struct Discount {
    pub number: Decimal,
    /// Whether it was written with a percent sign.
    pub percent: bool,
    pub at: At,
    pub text: String,
}

impl Group {
    /// A base price.
    pub(super) fn base(at: At, price: Price) -> Self {
        Self {
            at,
            source_id: None,
            configurator: None,
            title: String::new(),
            description: String::new(),
            kind: "baseprice".to_owned(),
            variable: String::new(),
            discount: None,
            tiers: Vec::new(),
            prices: vec![price],
            formula: None,
            variants: Vec::new(),
        }
    }

    /// The prices of the group and of its variants.
    pub(super) fn all_prices(&self) -> impl Iterator<Item = &Price> {
        self.prices
            .iter()
            .chain(self.variants.iter().flat_map(|variant| &variant.prices))
    }
}

/// Reads a group; a fault of it is reported at its node.
pub(super) fn read(
    node: &Node<'_>,
    settings: &Settings,
    report: &mut ImportReport,
    faults: &mut Diagnostics,
) -> Option<Group> {
    let mut object = node.object("price group")?;
    let title = take_word(&mut object, &["title", "name"]).unwrap_or_default();
    let description = match object.take("description") {
        Some(node) => {
            let text = foreign::word(&node).unwrap_or_default();
            let what = "key `description` of a price group";
            report.not_mapped(&node, what, &text, "only read to tell color from size", "");
            text
        }
        None => String::new(),
    };
    let mut group = Group {
        at: node.into(),
        source_id: take_word(&mut object, &["id", "groupId"]),
        configurator: take_word(&mut object, &["configurator_id", "configuratorId"]),
        kind: letters(take_word(&mut object, &["type"])),
        variable: letters(take_word(&mut object, &["variable_type", "variableType"])),
        formula: formula(&mut object),
        prices: prices(&mut object, report)?,
        variants: Vec::new(),
        discount: None,
        tiers: Vec::new(),
        title,
        description,
    };
    if let Some(variants) = take(&mut object, &["variants", "options"]) {
        for variant in variants.array("an array")? {
            group.variants.extend(self::variant(&variant, report));
        }
    }
    if let Some(node) = take(&mut object, &["settings"]) {
        let mut object = node.object("settings")?;
        group.discount = discount(&mut object);
        group.tiers = tiers(&mut object, settings, report, faults)?;
        group.formula = group.formula.or_else(|| formula(&mut object));
        leftovers(object, "the settings of a price group", report);
    }
    leftovers(object, "a price group", report);
    Some(group)
}

fn letters(word: Option<String>) -> String {
    word.unwrap_or_default()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn formula(object: &mut ObjectReader<'_>) -> Option<(String, At)> {
    let node = take(object, &["formula", "price_formula"])?;
    Some((foreign::word(&node)?, At::from(&node)))
}

/// `prices: [{amount, currency}]`, or one `price`; none where one cannot be read.
fn prices(object: &mut ObjectReader<'_>, report: &mut ImportReport) -> Option<Vec<Price>> {
    let mut prices: Vec<Price> = Vec::new();
    if let Some(node) = take(object, &["prices"]) {
        for price in node.array("an array")? {
            let mut entry = price.object("price")?;
            let amount = entry.required("amount", Node::number)?;
            let currency = match take(&mut entry, &["currency"]) {
                Some(code) => Some(code.currency()?),
                None => None,
            };
            leftovers(entry, "a price", report);
            prices.push((currency, amount));
        }
    }
    if let Some((amount, _)) = take_number(object, &["price", "amount"]) {
        prices.push((None, amount));
    }
    Some(prices)
}

fn variant(node: &Node<'_>, report: &mut ImportReport) -> Option<Variant> {
    let mut object = node.object("variant")?;
    let Some(name) = take_word(&mut object, &["name", "title", "label", "color"]) else {
        let done = "left out: it has no name";
        report.not_mapped(node, "variant without a name", node.raw(), done, "");
        return None;
    };
    let prices = prices(&mut object, report)?;
    let discount = discount(&mut object);
    leftovers(object, "a variant", report);
    Some(Variant {
        name,
        prices,
        discount,
    })
}

/// `"10%"`, `"10"` or `10`.
fn discount(object: &mut ObjectReader<'_>) -> Option<Discount> {
    let node = take(object, &["discount"])?;
    let text = foreign::word(&node)?;
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim(), true),
        None => (text.as_str(), false),
    };
    let number = if node.kind() == Kind::Number {
        node.number()?
    } else {
        match Decimal::parse(digits) {
            Ok(number) => number,
            Err(error) => {
                let message = format!("`{}`: {error}", excerpt(&text));
                node.report(Code::NumberSyntax, message, None);
                return None;
            }
        }
    };
    Some(Discount {
        number,
        percent,
        at: At::from(&node),
        text,
    })
}

/// `tiered_pricing`: a flag, which says nothing, or rows.
fn tiers(
    object: &mut ObjectReader<'_>,
    settings: &Settings,
    report: &mut ImportReport,
    faults: &mut Diagnostics,
) -> Option<Vec<Tier>> {
    let rows = take(object, &["tiers"]);
    let Some(node) = rows.or_else(|| take(object, &["tiered_pricing"])) else {
        return Some(Vec::new());
    };
    if node.kind() != Kind::Array {
        if node.raw() != "false" {
            let done = "left out: the tiers themselves are not in the answer";
            let help = "`tiers` of the price group in the catalog";
            report.not_mapped(
                &node,
                "key `tiered_pricing` of a price group",
                node.raw(),
                done,
                help,
            );
        }
        return Some(Vec::new());
    }
    let rows = json_rows(&node.array("an array")?, report);
    match resolve(rows, settings, report).into_result() {
        Ok(tiers) => Some(tiers),
        Err(found) => {
            faults.append(found);
            Some(Vec::new())
        }
    }
}
