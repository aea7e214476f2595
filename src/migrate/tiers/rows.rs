//! The rows of a from–to table, out of JSON or CSV.

use std::sync::Arc;

use super::super::findings::{At, ImportReport};
use super::super::foreign::{self, take_number};
use super::super::records;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::fault::excerpt;
use crate::model::read::{Kind, Node, ObjectReader};
use crate::money::Decimal;

/// One row.
#[derive(Clone, Debug)]
pub(in super::super) struct Row {
    pub from: Decimal,
    /// None: and above.
    pub to: Option<Decimal>,
    pub effect: Effect,
    pub at: At,
    pub place: Place,
}

/// What a row gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Effect {
    /// A price for a piece.
    Price(Decimal),
    /// A discount in percent; negative is a surcharge.
    Percent(Decimal),
}

const FROM: &[&str] = &["from", "min", "min_quantity", "quantity_from"];
const TO: &[&str] = &["to", "max", "max_quantity", "quantity_to"];
const PRICE: &[&str] = &["price", "unit_price", "amount"];
const PERCENT: &[&str] = &["percent", "discount", "discount_percent", "percentage"];

/// The rows of a JSON array; what cannot be read is reported at its node.
pub(in super::super) fn json_rows(nodes: &[Node<'_>], report: &mut ImportReport) -> Vec<Row> {
    nodes
        .iter()
        .filter_map(|node| json_row(node, report))
        .collect()
}

fn json_row(node: &Node<'_>, report: &mut ImportReport) -> Option<Row> {
    let mut object = node.object("row")?;
    let Some((from, _)) = take_number(&mut object, FROM) else {
        object.missing("from");
        return None;
    };
    let to = take_number(&mut object, TO).map(|(to, _)| to);
    let price = take_number(&mut object, PRICE).map(|(price, _)| Effect::Price(price));
    let effect = price.or_else(|| percent(&mut object).map(Effect::Percent));
    foreign::leftovers(object, "a tier", report);
    let Some(effect) = effect else {
        let message = "this row has neither `price` nor `percent`";
        node.report(Code::MissingKey, message, None);
        return None;
    };
    Some(Row {
        from,
        to,
        effect,
        at: node.into(),
        place: node.place(),
    })
}

/// `5`, `"5"` or `"5%"`.
fn percent(object: &mut ObjectReader<'_>) -> Option<Decimal> {
    let node = foreign::take(object, PERCENT)?;
    if node.kind() == Kind::Text
        && let Some(text) = node.any_text()
        && let Some(rate) = text.trim().strip_suffix('%')
        && let Ok(rate) = Decimal::parse(rate.trim())
    {
        return Some(rate);
    }
    node.number()
}

/// The rows of a CSV file with the columns `from`, `to` and `price` or `percent`.
pub(super) fn csv_rows(
    source: &Arc<Source>,
    report: &mut ImportReport,
) -> Result<Vec<Row>, Diagnostics> {
    let separator = records::separator(&source.text);
    let records = records::rows(source, separator)?;
    let mut records = records.into_iter();
    let header = records.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns = Columns::of(&header, source)?;
    let records: Vec<_> = records.collect();
    let decimal = decimal_sign(&records, separator);
    let done = format!(
        "separator `{}`, decimal sign `{decimal}`",
        separator.escape_debug()
    );
    let name = excerpt(&source.name).into_owned();
    report.guessed(
        At::default(),
        "settings of a CSV file",
        &name,
        done,
        "save it with others",
    );
    columns.rest(&header, source, report);
    let mut faults = Diagnostics::new();
    let rows = records
        .iter()
        .filter_map(|(line, cells)| columns.row(cells, *line, decimal, source, &mut faults))
        .collect();
    faults.into_result(rows)
}

/// The comma where some cell has one and none has a point.
fn decimal_sign(records: &[(u64, Vec<String>)], separator: char) -> char {
    let cells = || records.iter().flat_map(|(_, cells)| cells);
    let comma = separator != ',' && cells().any(|cell| cell.contains(','));
    if comma && !cells().any(|cell| cell.contains('.')) {
        ','
    } else {
        '.'
    }
}

struct Columns {
    from: usize,
    to: Option<usize>,
    price: Option<usize>,
    percent: Option<usize>,
}

impl Columns {
    fn of(header: &[String], source: &Arc<Source>) -> Result<Self, Diagnostics> {
        let column = |names| records::column(header, names);
        let (from, price, percent) = (column(FROM), column(PRICE), column(PERCENT));
        match from {
            Some(from) if price.or(percent).is_some() => Ok(Self {
                from,
                to: column(TO),
                price,
                percent,
            }),
            _ => {
                let message =
                    "expected a heading with the columns `from`, `to` and `price` or `percent`";
                let place = Place::in_source(source, Span::default());
                Err(Diagnostic::new(Code::CsvSyntax, place, message).into())
            }
        }
    }

    /// Reports the columns that are not read.
    fn rest(&self, header: &[String], source: &Source, report: &mut ImportReport) {
        let read = [Some(self.from), self.to, self.price, self.percent];
        for (index, name) in header.iter().enumerate() {
            if !read.contains(&Some(index)) && !name.is_empty() {
                let at = At {
                    file: source.name.clone(),
                    path: format!("column {}", excerpt(name)),
                };
                report.not_mapped(
                    at,
                    format!("column `{}`", excerpt(name)),
                    "",
                    "left out",
                    "",
                );
            }
        }
    }

    fn row(
        &self,
        cells: &[String],
        line: u64,
        decimal: char,
        source: &Arc<Source>,
        faults: &mut Diagnostics,
    ) -> Option<Row> {
        let place = place(source, line);
        let mut number = |column: Option<usize>, percent: bool| {
            let cell = cells.get(column?)?;
            // a percent sign means something in a rate only
            let text = cell.strip_suffix('%').filter(|_| percent).unwrap_or(cell);
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            let plain = if decimal == ',' {
                text.replace(',', ".")
            } else {
                text.to_owned()
            };
            Decimal::parse(&plain)
                .map_err(|error| {
                    let message = format!("`{}` of row {line}: {error}", excerpt(text));
                    faults.push(Diagnostic::new(Code::NumberSyntax, place.clone(), message));
                })
                .ok()
        };
        let from = number(Some(self.from), false);
        let to = number(self.to, false);
        let price = number(self.price, false).map(Effect::Price);
        let percent = number(self.percent, true).map(Effect::Percent);
        if price.is_some() && percent.is_some() {
            let message = format!("row {line} has a price and a percentage");
            let fault = Diagnostic::new(Code::CsvSyntax, place.clone(), message);
            faults.push(fault.with_help("leave one of them out"));
        }
        let effect = price.or(percent);
        let at = At {
            file: source.name.clone(),
            path: format!("row {line}"),
        };
        if let (Some(from), Some(effect)) = (from, effect) {
            return Some(Row {
                from,
                to,
                effect,
                at,
                place,
            });
        }
        if faults.is_empty() {
            let message = format!("row {line} has no quantity, or neither price nor percentage");
            faults.push(Diagnostic::new(Code::CsvSyntax, place, message));
        }
        None
    }
}

/// The span of a line.
fn place(source: &Arc<Source>, line: u64) -> Place {
    let before = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let start = source
        .text
        .split_inclusive('\n')
        .take(before)
        .map(str::len)
        .fold(0_usize, usize::saturating_add);
    let rest = source.text.get(start..).unwrap_or_default();
    let length = rest.lines().next().map_or(0, str::len);
    Place::in_source(source, Span::new(start, start.saturating_add(length)))
}
