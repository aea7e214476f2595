//! Simplio3D's configurator price groups.
//!
//! Takes an answer of its API (`{"data": [...]}`, a bare array, one group) or the older form
//! (`{"priceGroups": [{groupId, name, description}]}`), and gives a catalog with one component for
//! each configurator. Its answers say neither when a group applies nor, by color or size, which
//! colors and sizes there are: both are reported, with placeholders where the catalog needs a name.

mod block;
mod formula;
mod group;
mod place;

use std::collections::BTreeMap;

use super::assemble::{self, Draft, Statement};
use super::findings::{At, ImportReport};
use super::foreign::{self, Files};
use super::ids::Ids;
use super::{Answer, Settings};
use crate::model::catalog::Amount;
use crate::model::read::Node;
use crate::money::{CurrencyCode, Decimal};
use block::Block;
use group::{Group, Price};

/// Imports price groups.
///
/// # Errors
/// What cannot be read: JSON, numbers, currencies; tiers with gaps or overlaps.
///
/// # Example
/// ```
/// use pricewright::migrate::{Settings, simplio3d};
///
/// let answer = br#"{ "data": [ { "id": 1, "title": "Premium Package", "type": "Fixed Price",
///     "prices": [ { "amount": 99.99, "currency": "USD" } ] } ] }"#;
/// let imported = simplio3d(&|_| Ok(answer.to_vec()), "groups.json", &Settings::default())?;
/// assert_eq!(imported.catalog.components[0].price_groups[0].id, "premium_package");
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn simplio3d(files: Files<'_>, main: &str, settings: &Settings) -> Answer {
    let mut report = ImportReport::default();
    let source = foreign::text(files, main)?;
    let mut faults = crate::diagnostic::Diagnostics::new();
    let document = foreign::document(&source, |root| {
        read(root, settings, &mut report, &mut faults)
    })?;
    faults.into_result(())?;
    let Document {
        groups,
        blocks,
        formula,
        variables,
    } = document;
    let bases = blocks.iter().filter_map(|block| match block {
        Block::Base(group) => Some(group.as_ref()),
        _ => None,
    });
    let prices = groups.iter().chain(bases).flat_map(Group::all_prices);
    let currencies = currencies(prices, settings, &mut report);
    let mut import = Import {
        settings,
        currencies,
        variables,
        named: BTreeMap::new(),
        tables: false,
        report,
    };
    let drafts = import.drafts(groups, blocks, formula);
    Ok(assemble::finish(drafts, import.currencies, import.report))
}

/// A document's parts.
struct Document {
    groups: Vec<Group>,
    blocks: Vec<Block>,
    /// The formula of the whole price.
    formula: Option<(String, At)>,
    /// Custom variables with a value.
    variables: BTreeMap<String, Decimal>,
}

fn read(
    root: &Node<'_>,
    settings: &Settings,
    report: &mut ImportReport,
    faults: &mut crate::diagnostic::Diagnostics,
) -> Option<Document> {
    let mut elements = foreign::elements(
        root,
        &[
            "data",
            "priceGroups",
            "price_groups",
            "configurator_price_groups",
            "blocks",
        ],
    )?;
    let mut formula = None;
    let mut variables = BTreeMap::new();
    let beside = std::mem::take(&mut elements.beside);
    for (key, node) in beside {
        match key.as_str() {
            "formula" | "price_formula" | "pricing_formula" => {
                formula = foreign::word(&node).map(|text| (text, At::from(&node)));
            }
            "variables" => {
                for variable in node.array("an array")? {
                    variables.extend(custom(&variable, report));
                }
            }
            // every answer of the newer API says so
            "success" if node.raw() == "true" => {}
            _ => elements.beside.push((key, node)),
        }
    }
    let list = std::mem::take(&mut elements.list);
    elements.leftovers("the answer", report);
    let (mut groups, mut blocks) = (Vec::new(), Vec::new());
    for node in &list {
        match block::kind(node) {
            Some(kind) => blocks.extend(block::read(node, &kind, report)),
            None => groups.extend(group::read(node, settings, report, faults)),
        }
    }
    Some(Document {
        groups,
        blocks,
        formula,
        variables,
    })
}

/// A custom variable with a value.
fn custom(node: &Node<'_>, report: &mut ImportReport) -> Option<(String, Decimal)> {
    let mut object = node.object("variable")?;
    let name = foreign::take_word(&mut object, &["name", "key"]);
    let value = foreign::take_number(&mut object, &["value", "price", "amount"]);
    foreign::leftovers(object, "a variable", report);
    match (name, value) {
        (Some(name), Some((value, _))) => {
            report.count("variables");
            Some((name.trim_start_matches('@').to_owned(), value))
        }
        _ => {
            report.not_mapped(node, "variable without a value", node.raw(), "left out", "");
            None
        }
    }
}

/// The currencies of all prices, in their order.
fn currencies<'g>(
    prices: impl Iterator<Item = &'g Price>,
    settings: &Settings,
    report: &mut ImportReport,
) -> Vec<CurrencyCode> {
    let mut found: Vec<CurrencyCode> = Vec::new();
    for (code, _) in prices {
        match code {
            Some(code) if !found.contains(code) => found.push(*code),
            _ => {}
        }
    }
    if found.is_empty() {
        return assemble::currency(settings, report);
    }
    found
}

/// What an import carries along.
struct Import<'s> {
    settings: &'s Settings,
    currencies: Vec<CurrencyCode>,
    variables: BTreeMap<String, Decimal>,
    /// Ids of the features that formulas name.
    named: BTreeMap<String, String>,
    /// Whether there are price tables.
    tables: bool,
    report: ImportReport,
}

impl Import<'_> {
    fn drafts(
        &mut self,
        groups: Vec<Group>,
        blocks: Vec<Block>,
        formula: Option<(String, At)>,
    ) -> Vec<Draft> {
        let mut by_configurator: Vec<(Option<String>, Vec<Group>)> = Vec::new();
        let mut blocks = Some(blocks).filter(|blocks| !blocks.is_empty());
        if blocks.is_some() {
            // blocks do not say their configurator
            by_configurator.push((None, Vec::new()));
        }
        for group in groups {
            let place = by_configurator
                .iter_mut()
                .find(|(id, _)| *id == group.configurator);
            match place {
                Some((_, groups)) => groups.push(group),
                None => by_configurator.push((group.configurator.clone(), vec![group])),
            }
        }
        let mut components = Ids::default();
        let mut drafts = Vec::new();
        for (configurator, groups) in by_configurator {
            let own = blocks.take_if(|_| configurator.is_none());
            let words = configurator.clone().unwrap_or_default();
            let id = components.name(&format!("configurator {words}"), "configurator");
            self.report.count("components");
            self.report.renamed("component", configurator, &id);
            let mut draft = Draft::new(assemble::component(id), Vec::new());
            let mut ids = Ids::default();
            self.blocks(own.unwrap_or_default(), &mut draft, &mut ids);
            for group in groups {
                self.group(group, &mut draft, &mut ids);
            }
            self.whole_formula(formula.as_ref(), &mut draft, &mut ids);
            assemble::base_price(&mut draft.component, self.settings, &mut self.report);
            drafts.push(draft);
        }
        drafts
    }

    /// The formula of the whole price: its line is what is left to the price so far.
    fn whole_formula(&mut self, formula: Option<&(String, At)>, draft: &mut Draft, ids: &mut Ids) {
        let Some((text, at)) = formula else { return };
        if matches!(text.trim(), "@total_pricing" | "@total_price") {
            self.report.count("formulas");
            return;
        }
        let Some(expression) = self.translate(text, at, None, "subtotal") else {
            return;
        };
        let done = "the whole price of a piece; its line is what is left to the price before it";
        self.report.guessed(
            at.clone(),
            "what a formula gives",
            text,
            done,
            "a statement of its own",
        );
        let id = ids.variable("pricing formula", "formula");
        let text_of = format!(
            "surcharge {id} \"Pricing formula\" : ({expression}) - subtotal during discounts"
        );
        draft.statements.push(Statement {
            text: text_of,
            origin: text.clone(),
            at: at.clone(),
        });
    }

    /// An amount in the catalog's currencies; none where there is no price.
    fn amount(&mut self, prices: &[(Option<CurrencyCode>, Decimal)], at: &At) -> Option<Amount> {
        let (_, first) = prices.first()?;
        if self.currencies.len() == 1 {
            for (_, further) in prices.iter().skip(1) {
                self.report.not_mapped(
                    at.clone(),
                    "further price in one currency",
                    &further.to_string(),
                    "left out",
                    "",
                );
            }
            return Some(Amount::Bare(*first));
        }
        let mut amounts = Vec::new();
        for (code, amount) in prices {
            match code.or_else(|| self.settings.currency) {
                Some(code) if amounts.iter().all(|(other, _)| *other != code) => {
                    amounts.push((code, *amount));
                }
                Some(code) => self.report.not_mapped(
                    at.clone(),
                    "further price in one currency",
                    &format!("{amount} {}", code.as_str()),
                    "left out",
                    "",
                ),
                None => self.report.not_mapped(
                    at.clone(),
                    "price without a currency",
                    &amount.to_string(),
                    "left out",
                    "--currency",
                ),
            }
        }
        for missing in self
            .currencies
            .iter()
            .filter(|c| amounts.iter().all(|(o, _)| o != *c))
        {
            let done = "orders in this currency have no price where it is needed";
            self.report.guessed(
                at.clone(),
                "price missing in a currency",
                missing.as_str(),
                done,
                "add it to the catalog",
            );
        }
        (!amounts.is_empty()).then_some(Amount::PerCurrency(amounts))
    }
}
