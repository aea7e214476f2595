//! CSV with one configuration a row: what each column means, and a row to an order of one item.
//!
//! Columns have the ids of features and inputs, or one of [`WORDS`]. An empty cell is unset. What
//! a cell says is taken as JSON's texts are; whether the catalog allows it is for pricing to say.

use super::super::files::Fault;
use super::cell::{self, Cells, RowReader};
use super::lines::Lines;
use super::record::{fault, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, help_for, list_known};
use crate::model::fault::excerpt;
use crate::model::order::{Item, Order, Value};
use crate::money::Decimal;
use crate::plan::{ComponentPlan, FeatureKind, FeaturePlan, InputPlan, PlanData, ValueKind};

/// What a row may say besides features and inputs, which come first where a name is the same.
const WORDS: [(&str, Word); 6] = [
    ("id", Word::Id),
    ("component", Word::Component),
    ("quantity", Word::Quantity),
    ("tax_rate", Word::TaxRate),
    ("currency", Word::Currency),
    ("as_of", Word::AsOf),
];
/// Names that a message lists.
const MOST_LISTED: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Id,
    Component,
    Quantity,
    TaxRate,
    Currency,
    AsOf,
}

/// The columns of a file.
pub(super) struct Columns<'a> {
    plan: &'a PlanData,
    separator: u8,
    columns: Vec<Column<'a>>,
}

struct Column<'a> {
    name: String,
    meaning: Meaning<'a>,
}

enum Meaning<'a> {
    /// It has no name, and its cells are empty.
    Nothing,
    Word(Word),
    Input(&'a InputPlan),
    /// The feature with this id in each component, in the plan's order; none where it lacks it.
    Feature(Vec<Option<&'a FeaturePlan>>),
}

impl<'a> Columns<'a> {
    /// Reads the header, or tells every column that means nothing or stands twice.
    pub(super) fn read(plan: &'a PlanData, lines: &mut Lines) -> Result<Self, Fault> {
        let Some((header, separator)) = lines.header()? else {
            let help = "begin with a header of the ids of features";
            let found = fault(Code::CsvSyntax, "the file is empty").with_help(help);
            return Err(Fault::Faulty(found.into()));
        };
        let header = text(&header, Code::CsvSyntax)?;
        let names = RowReader::new(separator).cells(header)?;
        let mut found = Diagnostics::new();
        let mut columns: Vec<Column<'a>> = Vec::new();
        for name in names.iter().map(str::trim) {
            let meaning = meaning(plan, name);
            if meaning.is_none() {
                found.push(unknown_column(plan, name));
            }
            let named = !name.is_empty();
            if named && columns.iter().any(|column| column.name == name) {
                let message = format!("the column `{}` stands twice", excerpt(name));
                found.push(fault(Code::DuplicateKey, message));
            }
            columns.push(Column {
                name: name.to_owned(),
                meaning: meaning.unwrap_or(Meaning::Nothing),
            });
        }
        let columns = Self {
            plan,
            separator,
            columns,
        };
        if columns.place(Word::Component).is_none() && plan.components.len() > 1 {
            let message =
                "the catalog has several components, and no column `component` says which";
            found.push(columns.with_components(fault(Code::MissingKey, message)));
        }
        Ok(found.into_result(columns)?)
    }

    /// What stands between cells.
    pub(super) const fn separator(&self) -> u8 {
        self.separator
    }

    /// The order of a row, and the id that the row gives it.
    pub(super) fn order(
        &self,
        rows: &mut RowReader,
        row: &str,
    ) -> (Option<String>, Result<Order, Diagnostics>) {
        match rows.cells(row) {
            Ok(cells) if cells.len() == self.columns.len() => {
                let id = self.word(&cells, Word::Id).map(str::to_owned);
                (id.clone(), self.read_row(&cells, id))
            }
            Ok(cells) => {
                let (expected, found) = (self.columns.len(), cells.len());
                let message = format!("expected {expected} cells, found {found}");
                let help = "put a cell that holds the separator in quotes";
                let found = fault(Code::CsvSyntax, message).with_help(help);
                (None, Err(found.into()))
            }
            Err(found) => (None, Err(found)),
        }
    }

    fn read_row(&self, cells: &Cells, id: Option<String>) -> Result<Order, Diagnostics> {
        let component = self.component(cells)?;
        let mut order = Order::default();
        let mut item = Item {
            id,
            component: component.name.to_owned(),
            values: Vec::new(),
            quantity: Decimal::ONE,
            tax_rate: None,
        };
        let mut found = Diagnostics::new();
        for (column, cell) in self.columns.iter().zip(cells.iter()) {
            if cell.trim().is_empty() {
                continue;
            }
            let read = column.read(self.plan, &component, cell, &mut order, &mut item);
            if let Err(fault) = read {
                found.push(of_column(&column.name, *fault));
            }
        }
        order.items.push(item);
        found.into_result(order)
    }

    fn component<'r>(&'r self, cells: &'r Cells) -> Result<Component<'r>, Diagnostics> {
        let id = |component: &ComponentPlan| self.plan.text(component.id);
        let components = &self.plan.components;
        let name = match (self.word(cells, Word::Component), components.as_slice()) {
            (Some(name), _) => name,
            (None, [only]) => id(only),
            (None, _) => {
                let message = "the row does not say its component";
                return Err(self
                    .with_components(fault(Code::MissingKey, message))
                    .into());
            }
        };
        Ok(Component {
            name,
            position: components
                .iter()
                .position(|component| id(component) == name),
        })
    }

    fn with_components(&self, found: Diagnostic) -> Diagnostic {
        let components = self.plan.components.iter();
        let ids = components.map(|component| self.plan.text(component.id));
        found.with_help(list_known(ids, MOST_LISTED))
    }

    fn place(&self, word: Word) -> Option<usize> {
        let is_it = |column: &Column<'_>| matches!(column.meaning, Meaning::Word(it) if it == word);
        self.columns.iter().position(is_it)
    }

    fn word<'r>(&self, cells: &'r Cells, word: Word) -> Option<&'r str> {
        let cell = cells.cell(self.place(word)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }
}

/// The component of a row.
struct Component<'r> {
    name: &'r str,
    /// In the plan, where it is known.
    position: Option<usize>,
}

impl Column<'_> {
    fn read(
        &self,
        plan: &PlanData,
        component: &Component<'_>,
        cell: &str,
        order: &mut Order,
        item: &mut Item,
    ) -> Result<(), Box<Diagnostic>> {
        cell::check_length(cell)?;
        let trimmed = cell.trim();
        match &self.meaning {
            Meaning::Nothing => {
                let message = format!(
                    "a column without a name has the value `{}`",
                    excerpt(trimmed)
                );
                return Err(fault(Code::CsvSyntax, message).into());
            }
            Meaning::Word(Word::Id | Word::Component) => cell::check_id(trimmed)?,
            Meaning::Word(Word::Quantity) => item.quantity = cell::number(trimmed)?,
            Meaning::Word(Word::TaxRate) => item.tax_rate = Some(cell::number(trimmed)?),
            Meaning::Word(Word::Currency) => order.currency = Some(cell::currency(trimmed)?),
            Meaning::Word(Word::AsOf) => order.as_of = Some(cell::day(trimmed)?),
            Meaning::Input(input) => {
                let value = match &input.kind {
                    ValueKind::Text => Value::Text(cell.to_owned()),
                    ValueKind::Boolean => cell::boolean(trimmed),
                    ValueKind::Options(ids) => {
                        cell::choices(trimmed, |id| ids.iter().any(|it| plan.text(*it) == id))?
                    }
                    _ => Value::Text(trimmed.to_owned()),
                };
                order.inputs.push((self.name.clone(), value));
            }
            Meaning::Feature(features) => {
                let feature = component.position.and_then(|at| *features.get(at)?);
                let value = match feature.map(|feature| (feature, &feature.kind)) {
                    Some((_, FeatureKind::Text { .. })) => Value::Text(cell.to_owned()),
                    Some((_, FeatureKind::Boolean)) => cell::boolean(trimmed),
                    Some((feature, FeatureKind::Multiselect { .. })) => {
                        let options = &feature.options;
                        let is_known = |id: &str| options.iter().any(|it| plan.text(it.id) == id);
                        cell::choices(trimmed, is_known)?
                    }
                    _ => Value::Text(trimmed.to_owned()),
                };
                item.values.push((self.name.clone(), value));
            }
        }
        Ok(())
    }
}

/// What a column of this name means; none for a name that is not known.
fn meaning<'a>(plan: &'a PlanData, name: &str) -> Option<Meaning<'a>> {
    if name.is_empty() {
        return Some(Meaning::Nothing);
    }
    if let Some(input) = plan.inputs.iter().find(|it| plan.text(it.id) == name) {
        return Some(Meaning::Input(input));
    }
    let feature = |component: &'a ComponentPlan| {
        let mut features = component.features.iter();
        features.find(|feature| plan.text(feature.id) == name)
    };
    let features: Vec<_> = plan.components.iter().map(feature).collect();
    if features.iter().any(Option::is_some) {
        return Some(Meaning::Feature(features));
    }
    let word = WORDS.iter().find(|(word, _)| *word == name);
    word.map(|(_, word)| Meaning::Word(*word))
}

fn unknown_column(plan: &PlanData, name: &str) -> Diagnostic {
    let features = plan.components.iter().flat_map(|it| &it.features);
    let features = features.map(|feature| plan.text(feature.id));
    let inputs = plan.inputs.iter().map(|input| plan.text(input.id));
    let words = WORDS.iter().map(|(word, _)| *word);
    let message = format!("unknown column `{}`", excerpt(name));
    fault(Code::UnknownKey, message)
        .with_optional_help(help_for(name, features.chain(inputs).chain(words)))
}

/// The same with the column's name before it, if it has one.
fn of_column(name: &str, mut found: Diagnostic) -> Diagnostic {
    if name.is_empty() {
        return found;
    }
    found.message = format!("column `{}`: {}", excerpt(name), found.message);
    found
}
