//! Catalogs put together: shells of their parts, rules out of translated formulas, the last check.
//!
//! What `finish` gives compiles, or its report says what must be completed. A translated formula
//! that does not pass the check is taken out again whole and reported with its text.

use std::collections::BTreeMap;

use super::findings::{At, ImportReport};
use super::{Imported, Settings};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};
use crate::model::catalog::{
    Amount, Catalog, Component, Feature, FeatureOption, FeatureType, Input, LineRounding,
    LineScope, Prices, RoundingScope, RulesText, Surcharge, SurchargeAmount, TaxRounding,
};
use crate::money::{CurrencyCode, Decimal, Rounding};

/// How often statements that do not pass the check are taken out before the rest is reported.
const MOST_ROUNDS: usize = 5;

/// A statement of the rule language that was made from a part of the source.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// The whole statement.
    pub text: String,
    /// The source's own text, shown above it as a comment.
    pub origin: String,
    /// Where that stands.
    pub at: At,
}

/// A component with the statements of its rules.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub component: Component,
    pub statements: Vec<Statement>,
    /// Where the formulas of price groups stand in the source, by the groups' ids.
    pub groups: BTreeMap<String, (At, String)>,
    /// What its rules and conditions read besides features; one of the same id is one input.
    pub inputs: Vec<Input>,
}

impl Draft {
    /// A component with the statements of its rules.
    pub(super) fn new(component: Component, statements: Vec<Statement>) -> Self {
        Self {
            component,
            statements,
            groups: BTreeMap::new(),
            inputs: Vec::new(),
        }
    }
}

/// The catalog of the drafts, checked.
pub(super) fn finish(
    mut drafts: Vec<Draft>,
    currencies: Vec<CurrencyCode>,
    mut report: ImportReport,
) -> Imported {
    let mut catalog = put_together(&mut drafts, currencies);
    for _ in 0..MOST_ROUNDS {
        let found = crate::compile::check(&catalog);
        let statements = take_out(&mut drafts, &found, &mut report);
        let groups = take_out_groups(&mut drafts, &mut catalog, &found, &mut report);
        if !statements && !groups {
            complete(&found, &mut report);
            break;
        }
        write_rules(&mut catalog, &drafts);
    }
    for statement in drafts.iter().flat_map(|draft| &draft.statements) {
        if !statement.origin.is_empty() {
            report.count("formulas");
        }
    }
    Imported { catalog, report }
}

fn put_together(drafts: &mut [Draft], currencies: Vec<CurrencyCode>) -> Catalog {
    let components = drafts.iter().map(|draft| draft.component.clone()).collect();
    let mut inputs: Vec<Input> = Vec::new();
    for input in drafts.iter().flat_map(|draft| &draft.inputs) {
        if inputs.iter().all(|known| known.id != input.id) {
            inputs.push(input.clone());
        }
    }
    let mut catalog = Catalog {
        source: None,
        id: None,
        version: None,
        currencies,
        prices: Prices::default(),
        rounding: LineRounding {
            mode: Rounding::HalfUp,
            scope: RoundingScope::Unit,
            increment: None,
            unit_price_digits: None,
        },
        tax_rounding: TaxRounding::default(),
        inputs,
        components,
        rules: None,
        accepted: Vec::new(),
    };
    catalog.rounding.unit_price_digits = fine_digits(&catalog);
    write_rules(&mut catalog, drafts);
    catalog
}

/// Digits of a unit price, where a price of the source has more than its currency.
fn fine_digits(catalog: &Catalog) -> Option<u32> {
    let smallest = catalog
        .currencies
        .iter()
        .filter_map(|code| crate::money::Currency::from_iso(*code))
        .map(|currency| currency.digits)
        .min()?;
    let options = |feature: &Feature| match &feature.kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options.clone(),
        _ => Vec::new(),
    };
    let fixed = |surcharge: &Surcharge| match &surcharge.amount {
        SurchargeAmount::Fixed(amount) => digits(amount),
        _ => 0,
    };
    let found = catalog
        .components
        .iter()
        .flat_map(|component| {
            let base = component.base_price.as_ref().map_or(0, digits);
            let features = component.features.iter().flat_map(|feature| {
                let own = feature.surcharge.as_ref().map_or(0, fixed);
                options(feature)
                    .into_iter()
                    .map(|option| option.surcharge.as_ref().map_or(0, fixed))
                    .chain([own])
                    .collect::<Vec<_>>()
            });
            let cells = component
                .price_lists
                .iter()
                .flat_map(|list| list.cells.values.iter().flatten())
                .map(|cell| cell.fraction_digits());
            features.chain(cells).chain([base]).collect::<Vec<_>>()
        })
        .max()
        .unwrap_or(0);
    (found > smallest).then_some(found)
}

fn digits(amount: &Amount) -> u32 {
    match amount {
        Amount::Bare(number) => number.fraction_digits(),
        Amount::PerCurrency(amounts) => amounts
            .iter()
            .map(|(_, number)| number.fraction_digits())
            .max()
            .unwrap_or(0),
    }
}

fn write_rules(catalog: &mut Catalog, drafts: &[Draft]) {
    let many = drafts.len() > 1;
    for (component, draft) in catalog.components.iter_mut().zip(drafts) {
        let name = if many {
            format!("{}.price", component.id)
        } else {
            "rules.price".to_owned()
        };
        let text: String = draft.statements.iter().map(written).collect();
        component.rules = (!text.is_empty()).then(|| RulesText {
            file: Some(name.clone()),
            source: Source::new(name, text),
        });
    }
}

fn written(statement: &Statement) -> String {
    let comment = comment(&statement.origin);
    let space = if comment.is_empty() { "" } else { "\n" };
    format!("{comment}{}\n{space}", statement.text)
}

/// The source's text as a comment of one line; none where there is nothing to show.
fn comment(origin: &str) -> String {
    let words: Vec<&str> = origin.split_whitespace().collect();
    let text: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    if text.is_empty() {
        String::new()
    } else {
        format!("// imported: {text}\n")
    }
}

/// Takes out the statements that an error points to; whether there were any.
fn take_out(drafts: &mut [Draft], found: &Diagnostics, report: &mut ImportReport) -> bool {
    let many = drafts.len() > 1;
    let mut taken = false;
    for draft in drafts {
        let name = if many {
            format!("{}.price", draft.component.id)
        } else {
            "rules.price".to_owned()
        };
        let faults: Vec<(usize, &str)> = found
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .filter(|fault| fault.place.source.as_ref().is_some_and(|s| s.name == name))
            .filter_map(|fault| {
                let start = fault.place.resolved_span()?.start;
                Some((usize::try_from(start).ok()?, fault.message.as_str()))
            })
            .collect();
        if faults.is_empty() {
            continue;
        }
        let mut end = 0_usize;
        draft.statements.retain(|statement| {
            let start = end;
            end = end.saturating_add(written(statement).len());
            let fault = faults
                .iter()
                .find(|(at, _)| (start..end).contains(at) && !statement.origin.is_empty());
            if let Some((_, why)) = fault {
                taken = true;
                not_translated(statement.at.clone(), &statement.origin, why, report);
            }
            fault.is_none()
        });
    }
    taken
}

/// Takes out the price groups with a formula that an error points to; whether there were any.
fn take_out_groups(
    drafts: &mut [Draft],
    catalog: &mut Catalog,
    found: &Diagnostics,
    report: &mut ImportReport,
) -> bool {
    let mut taken = false;
    for (index, (draft, component)) in drafts.iter_mut().zip(&mut catalog.components).enumerate() {
        let mut at = 0_usize;
        component.price_groups.retain(|group| {
            let path = format!("$.components[{index}].price_groups[{at}]");
            at = at.saturating_add(1);
            let points = |fault: &&Diagnostic| {
                fault.severity == Severity::Error && fault.place.path.starts_with(&path)
            };
            let fault = found.iter().find(points);
            let origin = draft.groups.get(&group.id).filter(|_| fault.is_some());
            if let (Some((at, formula)), Some(fault)) = (origin, fault) {
                taken = true;
                not_translated(at.clone(), formula, &fault.message, report);
                return false;
            }
            true
        });
    }
    taken
}

/// Reports a formula that is not in the catalog.
pub(super) fn not_translated(at: At, formula: &str, why: &str, report: &mut ImportReport) {
    let done = format!("left out, not translated: {why}");
    let help = "write it as a statement of the rule language";
    report.not_mapped(at, "formula", formula, done, help);
}

/// What the check still says, as what must be completed.
fn complete(found: &Diagnostics, report: &mut ImportReport) {
    for finding in found {
        let at = At {
            file: "catalog.json".to_owned(),
            path: finding.place.path.clone(),
        };
        let what = format!("{}[{}]", finding.severity.as_str(), finding.code.as_str());
        let help = finding.help.as_deref().unwrap_or("");
        report.open(at, what, "", finding.message.clone(), help);
    }
}

/// The currency that the settings name, or the guess.
pub(super) fn currency(settings: &Settings, report: &mut ImportReport) -> Vec<CurrencyCode> {
    if let Some(code) = settings.currency {
        return vec![code];
    }
    let code = CurrencyCode::parse("EUR").into_iter().collect();
    report.guessed(
        At::default(),
        "currency",
        "",
        "`EUR`; the source does not say it",
        "--currency",
    );
    code
}

/// A component without anything.
pub(super) fn component(id: String) -> Component {
    Component {
        id,
        name: None,
        sku: None,
        features: Vec::new(),
        base_price: None,
        base_price_adds: false,
        quantity_step: None,
        price_lists: Vec::new(),
        price_groups: Vec::new(),
        rules: None,
        phases: None,
        bill_of_materials: Vec::new(),
        display: std::collections::BTreeMap::new(),
    }
}

/// A feature without anything but its type.
pub(super) fn feature(id: String, kind: FeatureType) -> Feature {
    Feature {
        id,
        name: None,
        kind,
        required: false,
        default: None,
        available_when: None,
        surcharge: None,
        sku: None,
        attributes: std::collections::BTreeMap::new(),
        unit: None,
        sort_order: None,
        display: std::collections::BTreeMap::new(),
    }
}

/// An option without anything.
pub(super) fn option(id: String) -> FeatureOption {
    FeatureOption {
        id,
        name: None,
        surcharge: None,
        attributes: std::collections::BTreeMap::new(),
        available_when: None,
        sku: None,
        sku_quantity: None,
        cost: None,
        max_quantity: None,
        sort_order: None,
        display: std::collections::BTreeMap::new(),
    }
}

/// A surcharge of a scope.
pub(super) fn surcharge(amount: SurchargeAmount, scope: LineScope) -> Surcharge {
    Surcharge {
        amount,
        scope,
        discountable: true,
    }
}

/// A fixed surcharge for each piece.
pub(super) fn fixed(amount: Decimal) -> Surcharge {
    surcharge(
        SurchargeAmount::Fixed(Amount::Bare(amount)),
        LineScope::PerPiece,
    )
}

/// A label of the rule language.
pub(super) fn quoted(label: &str) -> String {
    let plain: String = label
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Gives a component the base price of the settings where it has none.
pub(super) fn base_price(
    component: &mut Component,
    settings: &Settings,
    report: &mut ImportReport,
) {
    if component.base_price.is_some() || component.price_lists.iter().any(is_base) {
        return;
    }
    component.base_price = settings.base_price.map(Amount::Bare);
    if component.base_price.is_none() {
        let what = format!("base price of component `{}`", component.id);
        let help = "--base-price, or `base_price` in the catalog";
        report.open(At::default(), what, "", "the source has none", help);
    }
}

fn is_base(list: &crate::model::catalog::PriceList) -> bool {
    list.role == crate::model::catalog::Role::Base
}
