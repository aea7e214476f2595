//! Price blocks of the newer API (`{"blocks": [{type: "price-table", …}]}`): base price, variables
//! and price tables.
//!
//! A variable becomes a number feature. A price table over one choice becomes that choice with its
//! surcharges, one over two choices a surcharge list. The published documentation does not say what
//! a `price-group` block holds, and a `unique-price` counts placed modules: both are reported.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::assemble::{self, Draft};
use super::super::findings::{At, ImportReport};
use super::super::foreign::{self, flag, leftovers, take, take_number, take_word, word};
use super::super::ids::Ids;
use super::Import;
use super::group::{Group, Price};
use crate::model::catalog::{
    Above, Cells, DefaultValue, Feature, FeatureType, Label, PriceList, Role, ValueKind,
};
use crate::model::read::{Kind, Node, ObjectReader};
use crate::money::Decimal;

/// The types of blocks. Price groups have types in words: `Fixed Price`.
const TYPES: &[&str] = &[
    "base-price",
    "price-group",
    "price-table",
    "unique-price",
    "variable",
];

/// A block as it is read.
pub(super) enum Block {
    /// The base price, as a price group of the older API says it.
    Base(Box<Group>),
    Variable(Variable),
    Table(Table),
}

/// A number that the buyer gives.
pub(super) struct Variable {
    at: At,
    key: String,
    name: Option<String>,
    source_id: Option<String>,
    default: Option<Decimal>,
    min: Option<Decimal>,
    max: Option<Decimal>,
    step: Option<Decimal>,
    unit: Option<String>,
}

/// Prices by one or two choices.
pub(super) struct Table {
    at: At,
    name: String,
    source_id: Option<String>,
    /// What the columns that choose are called.
    axes: Vec<String>,
    /// The choices of each row, and its price.
    rows: Vec<(Vec<String>, Decimal)>,
}

/// The type of a block; none where the element is no block.
pub(super) fn kind(node: &Node<'_>) -> Option<String> {
    let entries = match node.kind() {
        Kind::Object => node.entries("an object")?,
        _ => return None,
    };
    let (_, kind) = entries.iter().find(|(key, _)| key == "type")?;
    word(kind).filter(|kind| TYPES.contains(&kind.as_str()))
}

/// Reads a block; what has no place is reported.
pub(super) fn read(node: &Node<'_>, kind: &str, report: &mut ImportReport) -> Option<Block> {
    let mut object = node.object("price block")?;
    object.take("type");
    if take(&mut object, &["enabled"]).is_some_and(|node| !flag(&node, report)) {
        report.not_mapped(node, "disabled price block", node.raw(), "left out", "");
        return None;
    }
    let source_id = take_word(&mut object, &["id"]);
    let name = take_word(&mut object, &["name"]);
    let block = match kind {
        "base-price" => base(&mut object, node),
        "variable" => variable(&mut object, node, name, source_id),
        "price-table" => table(&mut object, node, name, source_id, report),
        _ => {
            let what = format!("price block `{kind}`");
            let help = "a surcharge of an option, or a `surcharge` statement, in the catalog";
            report.not_mapped(node, what, node.raw(), "left out", help);
            return None;
        }
    };
    leftovers(object, "a price block", report);
    block
}

fn base(object: &mut ObjectReader<'_>, node: &Node<'_>) -> Option<Block> {
    let currency = match take(object, &["baseCurrency"]) {
        Some(code) => Some(code.currency()?),
        None => None,
    };
    let (amount, _) = take_number(object, &["basePrice"])?;
    let price: Price = (currency, amount);
    Some(Block::Base(Box::new(Group::base(node.into(), price))))
}

fn variable(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    name: Option<String>,
    source_id: Option<String>,
) -> Option<Block> {
    let key = take_word(object, &["variableKey"]).or_else(|| name.clone());
    let mut number = |key| take_number(object, &[key]).map(|(number, _)| number);
    let default = number("variableDefaultValue");
    let (min, max) = (number("variableMin"), number("variableMax"));
    let step = number("variableStep").filter(|step| step.is_positive());
    Some(Block::Variable(Variable {
        at: node.into(),
        key: key.unwrap_or_default(),
        name,
        source_id,
        default,
        min,
        max,
        step,
        unit: take_word(object, &["variableUnit"]),
    }))
}

fn table(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    name: Option<String>,
    source_id: Option<String>,
    report: &mut ImportReport,
) -> Option<Block> {
    let (mut axes, mut prices) = (Vec::new(), Vec::new());
    for column in take(object, &["tableColumns"])?.array("an array")? {
        let mut column_object = column.object("column")?;
        let id = take_word(&mut column_object, &["id"]).unwrap_or_default();
        let label = take_word(&mut column_object, &["label"]).unwrap_or_else(|| id.clone());
        match take_word(&mut column_object, &["type"]).as_deref() {
            Some("option-ref") => axes.push((id, label)),
            Some("number") => prices.push(id),
            _ => report.not_mapped(
                &column,
                "column of a price table",
                column.raw(),
                "left out",
                "",
            ),
        }
        leftovers(column_object, "a column of a price table", report);
    }
    let ids: Vec<&str> = axes.iter().map(|(id, _)| id.as_str()).collect();
    let mut rows = Vec::new();
    for row in take(object, &["tableRows"])?.array("an array")? {
        rows.extend(self::row(&row, &ids, &prices, report)?);
    }
    if axes.is_empty() || axes.len() > 2 || rows.is_empty() {
        let done = "left out: it has no rows, or not one or two columns of choices";
        report.not_mapped(node, "price table", node.raw(), done, "");
        return None;
    }
    Some(Block::Table(Table {
        at: node.into(),
        name: name.unwrap_or_else(|| "Price table".to_owned()),
        source_id,
        axes: axes.into_iter().map(|(_, label)| label).collect(),
        rows,
    }))
}

type TableRow = (Vec<String>, Decimal);

/// A row's choices and its price; the outer none is a fault that was reported.
fn row(
    node: &Node<'_>,
    axes: &[&str],
    prices: &[String],
    report: &mut ImportReport,
) -> Option<Option<TableRow>> {
    let mut object = node.object("row")?;
    object.take("id");
    let cells: BTreeMap<String, Node<'_>> = match object.take("cells") {
        Some(cells) => cells.entries("an object")?.into_iter().collect(),
        None => BTreeMap::new(),
    };
    let adjustment = take_number(&mut object, &["priceAdjustment"]).map(|(number, _)| number);
    leftovers(object, "a row of a price table", report);
    let mut cell = None;
    for (key, node) in &cells {
        if prices.contains(key) && cell.is_none() {
            cell = Some(node.number()?);
        } else if !axes.contains(&key.as_str()) {
            let what = "cell of a price table";
            report.not_mapped(node, what, node.raw(), "left out", "");
        }
    }
    if let (Some(price), Some(cell)) = (adjustment, cell)
        && price != cell
    {
        let done = format!("left out: `priceAdjustment` is {price}");
        let what = "cell of a price table";
        report.not_mapped(node, what, &cell.to_string(), done, "");
    }
    let choices: Vec<String> = axes
        .iter()
        .filter_map(|axis| cells.get(*axis).and_then(foreign::word))
        .collect();
    match adjustment.or(cell) {
        Some(price) if choices.len() == axes.len() => Some(Some((choices, price))),
        _ => {
            let done = "left out: it has no price, or not a choice in each column";
            report.not_mapped(node, "row of a price table", node.raw(), done, "");
            Some(None)
        }
    }
}

impl Import<'_> {
    /// Puts blocks other than the base price into their component.
    pub(super) fn blocks(&mut self, blocks: Vec<Block>, draft: &mut Draft, ids: &mut Ids) {
        for block in blocks {
            match block {
                Block::Base(group) => self.group(*group, draft, ids),
                Block::Variable(variable) => self.variable(variable, draft, ids),
                Block::Table(table) => self.table(table, draft, ids),
            }
        }
    }

    fn variable(&mut self, variable: Variable, draft: &mut Draft, ids: &mut Ids) {
        let id = ids.variable(&variable.key, "variable");
        let kind = FeatureType::Number {
            min: variable.min,
            max: variable.max,
            step: variable.step,
        };
        let mut feature = assemble::feature(id.clone(), kind);
        feature.name = variable.name.map(Label::Plain);
        feature.required = variable.default.is_none();
        feature.default = variable.default.map(DefaultValue::Number);
        feature.unit = variable.unit;
        self.report.count("features");
        self.report.renamed("variable", variable.source_id, &id);
        let known = self.named.insert(variable.key.clone(), id);
        if known.is_some() {
            let done = "formulas read the later one";
            let what = "variables of one key";
            self.report
                .guessed(variable.at, what, &variable.key, done, "");
        }
        draft.component.features.push(feature);
    }

    /// A price table: the surcharges of its choice, or a list over choices that are there already
    /// or are two.
    fn table(&mut self, table: Table, draft: &mut Draft, ids: &mut Ids) {
        self.tables = true;
        let mut axes = Vec::new();
        let mut fresh = true;
        for (at, label) in table.axes.iter().enumerate() {
            let index = choice(label, draft, ids);
            fresh = fresh && index.1;
            let words = table.rows.iter().filter_map(|(choices, _)| choices.get(at));
            let options = self.options(index.0, words, draft);
            axes.push((index.0, options));
        }
        let done = "required; the answer does not say it";
        let help = "`required` of the feature";
        self.report.guessed(
            table.at.clone(),
            "choices of a price table",
            &table.axes.join(", "),
            done,
            help,
        );
        let mut cells: BTreeMap<Vec<String>, Decimal> = BTreeMap::new();
        for (choices, price) in &table.rows {
            let key: Vec<String> = choices
                .iter()
                .zip(&axes)
                .filter_map(|(word, (_, options))| options.get(word).cloned())
                .collect();
            let Entry::Vacant(place) = cells.entry(key) else {
                let text = format!("{}: {price}", choices.join(", "));
                let done = "left out: an earlier row has the same choices";
                let what = "row of a price table";
                self.report
                    .not_mapped(table.at.clone(), what, &text, done, "");
                continue;
            };
            place.insert(*price);
        }
        if let ([(index, _)], true) = (axes.as_slice(), fresh) {
            self.surcharges(*index, &cells, draft);
            self.report
                .renamed("price table", table.source_id, &table.name);
            return;
        }
        let axes: Vec<usize> = axes.into_iter().map(|(index, _)| index).collect();
        self.list(table, &axes, &cells, draft, ids);
    }

    /// The options of a choice by their words there; new ones are added.
    fn options<'w>(
        &mut self,
        index: usize,
        words: impl Iterator<Item = &'w String>,
        draft: &mut Draft,
    ) -> BTreeMap<String, String> {
        let mut by_word = BTreeMap::new();
        let Some(feature) = draft.component.features.get_mut(index) else {
            return by_word;
        };
        let FeatureType::Select(options) = &mut feature.kind else {
            return by_word;
        };
        let mut names = Ids::default();
        for option in options.iter() {
            names.name(&option.id, "option");
            if let Some(Label::Plain(word)) = &option.name {
                by_word.insert(word.clone(), option.id.clone());
            }
        }
        for word in words {
            if by_word.contains_key(word) {
                continue;
            }
            let mut option = assemble::option(names.name(word, "option"));
            option.name = Some(Label::Plain(word.clone()));
            by_word.insert(word.clone(), option.id.clone());
            options.push(option);
            self.report.count("options");
        }
        by_word
    }

    fn surcharges(
        &mut self,
        index: usize,
        cells: &BTreeMap<Vec<String>, Decimal>,
        draft: &mut Draft,
    ) {
        let feature = draft.component.features.get_mut(index);
        if let Some(Feature {
            kind: FeatureType::Select(options),
            ..
        }) = feature
        {
            for option in options {
                let price = cells.get(std::slice::from_ref(&option.id));
                option.surcharge = price.map(|price| assemble::fixed(*price));
                self.report.count("surcharges");
            }
        }
    }

    fn list(
        &mut self,
        table: Table,
        axes: &[usize],
        cells: &BTreeMap<Vec<String>, Decimal>,
        draft: &mut Draft,
        ids: &mut Ids,
    ) {
        let headers: Vec<(String, Vec<String>)> = axes
            .iter()
            .filter_map(|index| draft.component.features.get(*index))
            .map(|feature| {
                let options = match &feature.kind {
                    FeatureType::Select(options) => options.iter().map(|o| o.id.clone()).collect(),
                    _ => Vec::new(),
                };
                (feature.id.clone(), options)
            })
            .collect();
        let mut headers = headers.into_iter();
        let (row, rows) = headers.next().unwrap_or_default();
        let (col, cols) = headers.next().unzip();
        let cols: Vec<String> = cols.unwrap_or_default();
        let values: Vec<Option<Decimal>> = rows
            .iter()
            .flat_map(|row| {
                let alone = cols.is_empty().then(|| vec![row.clone()]);
                let pairs = cols.iter().map(|col| vec![row.clone(), col.clone()]);
                alone.into_iter().chain(pairs).collect::<Vec<_>>()
            })
            .map(|key| cells.get(&key).copied())
            .collect();
        if values.iter().any(Option::is_none) {
            let done = "not available";
            let help = "an explicit 0 in the catalog";
            let what = "choices that a price table has no row for";
            self.report
                .guessed(table.at.clone(), what, &table.name, done, help);
        }
        let id = ids.name(&table.name, "price_table");
        self.report.count("price lists");
        self.report.renamed("price table", table.source_id, &id);
        draft.component.price_lists.push(PriceList {
            id,
            name: Some(Label::Plain(table.name)),
            role: Role::Surcharge,
            currency: None,
            values: ValueKind::Amount,
            row_lookup: None,
            col_lookup: None,
            row_feature: Some(row),
            col_feature: col,
            row_above: Above::default(),
            col_above: Above::default(),
            for_values: Vec::new(),
            when: None,
            discountable: true,
            internal: false,
            cells: Cells { rows, cols, values },
            file: None,
            file_report: None,
        });
    }
}

/// The select feature with a label, and whether it is new.
fn choice(label: &str, draft: &mut Draft, ids: &mut Ids) -> (usize, bool) {
    let features = &mut draft.component.features;
    let named = |feature: &Feature| {
        matches!(feature.kind, FeatureType::Select(_))
            && feature.name == Some(Label::Plain(label.to_owned()))
    };
    if let Some(index) = features.iter().position(named) {
        return (index, false);
    }
    let id = ids.variable(label, "choice");
    let mut feature = assemble::feature(id, FeatureType::Select(Vec::new()));
    feature.name = Some(Label::Plain(label.to_owned()));
    feature.required = true;
    features.push(feature);
    (features.len().saturating_sub(1), true)
}
