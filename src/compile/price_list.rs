//! Price lists: axes and cells as tables, and where base and surcharge lists serve.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::feature::constant;
use super::phase;
use super::surcharge::{made, money_node};
use crate::check::{AxisSymbol, SymbolKind, TableSymbol, Text, Type};
use crate::diagnostic::{Code, Source, Span, help_for, path_index, path_key};
use crate::model::catalog::{
    AttributeValue, Component, LookupMode, PriceList, Role, ValueKind as Holds,
};
use crate::model::lookup::Above;
use crate::model::quote::LineKind;
use crate::money::Decimal;
use crate::parse::syntax::{Expression, ExpressionKind, Name, Path};
use crate::plan::{
    Axis, AxisKind, Cells, CurrencyIndex, Effect, ListUse, Node, NodeId, OptionIndex, PhaseKind,
    SourceSpan, Step, StepScope, Table, TableIndex, Validity,
};

/// Which axis of a price list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Row,
    Col,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Col => "col",
        }
    }
}

/// Makes the tables and the names by which expressions look them up.
pub(super) fn declare_tables(builder: &mut Builder<'_, '_>, written: &[PriceList]) {
    let lists_path = path_key(&builder.path, "price_lists");
    for (index, list) in written.iter().enumerate() {
        let path = path_index(&lists_path, index);
        // a table makes no line, so a rule that reads it may share its id
        if list.role != Role::Table {
            let place = builder.context.place(&path_key(&path, "id"));
            builder.claim(&list.id, "price list", place);
        }
        let currency = currency(builder, list, &path);
        let row = axis(builder, list, Side::Row, &path);
        let two_axes = list.col_feature.is_some() || !list.cells.cols.is_empty();
        let col = two_axes.then(|| axis(builder, list, Side::Col, &path));
        check_cells(builder, list, &path, currency);
        check_import(builder, list, &path, currency);
        let columns = col.as_ref().map_or(1, Axis::len);
        let symbol = TableSymbol {
            index: TableIndex(u32::try_from(index).unwrap_or(u32::MAX)),
            row: axis_symbol(&row, &list.cells.rows),
            col: col.as_ref().map(|axis| axis_symbol(axis, &list.cells.cols)),
            values: list.values,
            internal: list.internal,
        };
        builder.scope.declare_table(&list.id, symbol);
        let id = builder.context.texts.intern(&list.id);
        let cells = Cells::new(columns, list.cells.values.clone());
        builder.tables.push(Table { id, currency, row, col, cells });
    }
}

/// Base price and base lists, and the uses of surcharge lists.
pub(super) fn uses(builder: &mut Builder<'_, '_>, component: &Component) {
    let lists_path = path_key(&builder.path, "price_lists");
    if let Some(price) = &component.base_price {
        let path = path_key(&builder.path, "base_price");
        builder.base.price = Some(money_node(builder, price, &path, Precision::PerPiece));
    }
    for (index, list) in component.price_lists.iter().enumerate() {
        let path = path_index(&lists_path, index);
        match list.role {
            Role::Table => check_table_role(builder, list, &path),
            role => {
                if let Some(using) = list_use(builder, list, index, &path) {
                    if role == Role::Base {
                        builder.base.lists.push(using);
                    } else {
                        builder.surcharge_lists.push((using, list.discountable));
                    }
                }
            }
        }
    }
    let has_lists = component.price_lists.iter().any(|list| list.role == Role::Base);
    if component.base_price.is_some() && has_lists && !component.base_price_adds {
        let path = path_key(&builder.path, "base_price");
        let message = "the component has a base price and base price lists";
        let help = "leave one out, or set `\"base_price_adds\": true` to add both".to_owned();
        builder.context.report(Code::ContradictorySettings, &path, message, Some(help));
    }
}

/// The steps that make the lines of surcharge lists.
pub(super) fn surcharge_steps(builder: &mut Builder<'_, '_>) {
    let position = phase::position(builder, PhaseKind::Options);
    for (using, discountable) in std::mem::take(&mut builder.surcharge_lists) {
        let step = Step {
            id: using.id,
            label: using.label,
            kind: LineKind::SurchargeList,
            validity: Validity::default(),
            condition: using.condition,
            place: using.place,
            effect: Effect::List(using),
            scope: StepScope::Piece,
            discountable,
            stop: false,
            priority: 0,
        };
        builder.add_step(position, step);
    }
}

/// When a list serves and where its values come from.
fn list_use(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    index: usize,
    path: &str,
) -> Option<ListUse> {
    let condition = condition(builder, list, path);
    let row = axis_value(builder, list, index, Side::Row, path)?;
    let two_axes = builder.tables.get(index).is_some_and(|table| table.col.is_some());
    let col = if two_axes { Some(axis_value(builder, list, index, Side::Col, path)?) } else { None };
    if list.values != Holds::Amount {
        let message = "a base or surcharge list holds amounts";
        let help = "set `\"role\": \"table\"` and read it with `lookup(…)`".to_owned();
        builder.context.report(Code::InvalidValue, &path_key(path, "values"), message, Some(help));
    }
    let texts = &mut builder.context.texts;
    Some(ListUse {
        table: TableIndex(u32::try_from(index).unwrap_or(u32::MAX)),
        condition,
        row,
        col,
        id: texts.intern(&list.id),
        label: texts.label(list.name.as_ref(), &list.id),
        place: SourceSpan::default(),
    })
}

/// The lookup of a table by its own axes, for price groups of type `table`.
pub(super) fn own_lookup(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    index: usize,
    path: &str,
) -> Option<NodeId> {
    let row = axis_value(builder, list, index, Side::Row, path)?;
    let table = builder.tables.get(index)?;
    let col = match table.col {
        Some(_) => Some(axis_value(builder, list, index, Side::Col, path)?),
        None => None,
    };
    Some(made(builder, Node::Lookup(TableIndex(u32::try_from(index).ok()?), row, col)))
}

/// `for` and `when` together.
fn condition(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str) -> Option<NodeId> {
    let for_path = path_key(path, "for");
    let mut all: Vec<NodeId> = Vec::new();
    for (name, value) in &list.for_values {
        all.extend(for_value(builder, name, value, &path_key(&for_path, name)));
    }
    if let Some(text) = &list.when {
        let around = Around { internal: list.internal, ..Around::nothing() };
        let found = builder.json_condition(&text.0, &path_key(path, "when"), &around);
        all.extend(found.map(|(node, _, _)| node));
    }
    let mut all = all.into_iter();
    let first = all.next()?;
    Some(all.fold(first, |left, right| made(builder, Node::And(left, right))))
}

/// One entry of `for`: a feature's option or value, or an attribute's value.
fn for_value(
    builder: &mut Builder<'_, '_>,
    name: &str,
    value: &AttributeValue,
    path: &str,
) -> Option<NodeId> {
    if let Some(symbol) = builder.scope.name(name).cloned() {
        let constant = match (&symbol.ty, value) {
            (Type::Option(_), AttributeValue::Text(id)) => {
                let Some(index) = symbol.options.iter().position(|option| option == id) else {
                    let help = help_for(id, symbol.options.iter().map(String::as_str));
                    let message = format!("unknown option `{id}` of `{name}`");
                    builder.context.report(Code::UnknownOption, path, message, help);
                    return None;
                };
                Node::Option(OptionIndex(u32::try_from(index).ok()?))
            }
            (Type::Boolean, AttributeValue::Boolean(value)) => Node::Boolean(*value),
            (Type::Number(_), AttributeValue::Number(number)) => Node::Number(*number),
            (Type::Text, AttributeValue::Text(text)) => Node::Text(builder.context.texts.intern(text)),
            (ty, _) => {
                let message = format!("`{name}` is {ty}, and this is not a value of it");
                builder.context.report(Code::TypeMismatch, path, message, None);
                return None;
            }
        };
        let constant = made(builder, constant);
        return Some(made(builder, Node::SlotIs(symbol.slot, constant)));
    }
    let attribute = name.rsplit_once('.').and_then(|(owner, attribute)| {
        let symbol = builder.scope.name(owner)?;
        Some((symbol.slot, symbol.attributes.get(attribute)?.clone(), matches!(symbol.ty, Type::Option(_))))
    });
    let Some((slot, attribute, true)) = attribute else {
        let help = builder.scope.help_for_name(name);
        let message = format!("`{name}` is not a feature, an input or an attribute of a select feature");
        builder.context.report(Code::UnknownReference, path, message, help);
        return None;
    };
    let texts = &mut builder.context.texts;
    let constant = match constant(texts, value) {
        crate::plan::Constant::Number(number) => Node::Number(number),
        crate::plan::Constant::Text(text) => Node::Text(text),
        crate::plan::Constant::Boolean(value) => Node::Boolean(value),
        _ => return None,
    };
    let known = builder.attributes.get(attribute.id.index()).map(|plan| plan.values.clone());
    let constant = made(builder, constant);
    let node = made(builder, Node::AttributeIs(slot, attribute.id, constant));
    if !known.unwrap_or_default().iter().flatten().any(|known| matches_node(builder, known, constant)) {
        let message = format!("no option has this value of `{name}`, so the list never serves");
        builder.context.report(Code::UnreachableValue, path, message, None);
    }
    Some(node)
}

fn matches_node(builder: &Builder<'_, '_>, value: &crate::plan::AttributeConstant, node: NodeId) -> bool {
    use crate::plan::{AttributeConstant, Constant};
    match (value, builder.program.nodes.get(node.index())) {
        (AttributeConstant::Plain(Constant::Number(a)), Some(Node::Number(b))) => a == b,
        (AttributeConstant::Plain(Constant::Text(a)), Some(Node::Text(b))) => a == b,
        (AttributeConstant::Plain(Constant::Boolean(a)), Some(Node::Boolean(b))) => a == b,
        _ => false,
    }
}

/// The value that is looked up on an axis.
fn axis_value(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    index: usize,
    side: Side,
    path: &str,
) -> Option<NodeId> {
    let key = format!("{}_feature", side.name());
    let path = path_key(path, &key);
    let name = match side {
        Side::Row => list.row_feature.as_ref(),
        Side::Col => list.col_feature.as_ref(),
    };
    let Some(name) = name else {
        let message = format!("the price list does not say which value chooses the {}", side.name());
        builder.context.report(Code::MissingKey, &path, message, Some(format!("add `\"{key}\"`")));
        return None;
    };
    if builder.scope.name(name).is_none() && !name.contains('.') {
        let help = builder.scope.help_for_name(name);
        let message = format!("unknown feature `{name}`");
        builder.context.report(Code::UnknownFeature, &path, message, help);
        return None;
    }
    let table = builder.tables.get(index)?;
    let axis = match side {
        Side::Row => Some(&table.row),
        Side::Col => table.col.as_ref(),
    };
    let of_numbers = matches!(axis?.kind, AxisKind::Breakpoints(..));
    let source = Source::new(path.as_str(), name.as_str());
    let text = Text { id: builder.context.source(&source), source, path };
    let written = named(name, builder.scope.name(name).is_some());
    let around = Around { internal: list.internal, ..Around::nothing() };
    let (node, _) = builder.check(&text, &around, |checker| {
        if of_numbers {
            return checker.plain_number(&written);
        }
        let typed = checker.typed(&written);
        let typed = checker.as_text(typed);
        checker.expect(&typed, &written, &Type::Text).then_some(typed.node)
    });
    node
}

/// A name as an expression: whole, or feature and attribute.
fn named(name: &str, whole: bool) -> Expression {
    let span = Span::new(0, name.len());
    let part = |text: &str| Name { text: text.to_owned(), span };
    let parts = match name.rsplit_once('.') {
        Some((owner, attribute)) if !whole => vec![part(owner), part(attribute)],
        _ => vec![part(name)],
    };
    Expression { kind: ExpressionKind::Path(Path { parts, quoted: false, span }), span }
}

fn currency(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str) -> Option<CurrencyIndex> {
    let find = |code| builder.context.currencies.iter().position(|known| known.code == code);
    match (list.values, list.currency) {
        (Holds::Amount, Some(code)) => match find(code) {
            Some(index) => Some(CurrencyIndex(u32::try_from(index).ok()?)),
            None => {
                let message = format!("`{}` is not a currency of the catalog", code.as_str());
                builder.context.report(Code::CurrencyUnneeded, &path_key(path, "currency"), message, None);
                None
            }
        },
        (Holds::Amount, None) if builder.context.currencies.len() > 1 => {
            let message = "the price list does not say its currency, and the catalog has several";
            let help = "add `\"currency\"`; each currency has its own list".to_owned();
            builder.context.report(Code::CurrencyMissing, path, message, Some(help));
            None
        }
        (Holds::Amount, None) => Some(CurrencyIndex(0)),
        (_, Some(_)) => {
            let message = "a list of percentages or numbers has no currency";
            builder.context.report(Code::ContradictorySettings, &path_key(path, "currency"), message, None);
            None
        }
        (_, None) => None,
    }
}

/// An axis: breakpoints where the value that chooses is a number, keys where it is a choice.
fn axis(builder: &mut Builder<'_, '_>, list: &PriceList, side: Side, path: &str) -> Axis {
    let (name, headers, mode, above) = match side {
        Side::Row => (&list.row_feature, &list.cells.rows, list.row_lookup, list.row_above),
        Side::Col => (&list.col_feature, &list.cells.cols, list.col_lookup, list.col_above),
    };
    let key = if side == Side::Row { "rows" } else { "cols" };
    let path_of_axis = if list.file.is_some() { path_key(path, "file") } else { path_key(path, key) };
    if headers.is_empty() {
        let message = format!("the price list has no {key}");
        builder.context.report(Code::AxisMismatch, &path_of_axis, message, None);
    }
    match known_keys(builder, name.as_deref()) {
        Some(known) => keys(builder, headers, known.as_deref(), mode.is_some(), above, &path_of_axis),
        None => breakpoints(builder, headers, mode, above, side, path, &path_of_axis),
    }
}

/// The keys that an axis may have: `Some(None)` for any text, `None` for an axis of numbers.
fn known_keys(builder: &Builder<'_, '_>, name: Option<&str>) -> Option<Option<Vec<String>>> {
    let name = name?;
    if let Some(symbol) = builder.scope.name(name) {
        return match &symbol.ty {
            Type::Option(_) => Some(Some(symbol.options.clone())),
            Type::Text => Some(None),
            // a computed value is not checked yet: it chooses by number
            _ => None,
        };
    }
    let (owner, attribute) = name.rsplit_once('.')?;
    let symbol = builder.scope.name(owner)?;
    let is_feature = matches!(symbol.kind, SymbolKind::Feature(_));
    match &symbol.attributes.get(attribute)?.ty {
        Type::Text if is_feature => Some(None),
        _ => None,
    }
}

fn keys(
    builder: &mut Builder<'_, '_>,
    headers: &[String],
    known: Option<&[String]>,
    has_mode: bool,
    above: Above,
    path: &str,
) -> Axis {
    if has_mode || above == Above::OnRequest {
        let message = "an axis of options is looked up exactly; `lookup` and `above` are for numbers";
        builder.context.report(Code::ContradictorySettings, path, message, None);
    }
    for (index, header) in headers.iter().enumerate() {
        if let Some(known) = known.filter(|known| !known.contains(header)) {
            let help = help_for(header, known.iter().map(String::as_str));
            let message = format!("unknown option `{header}` on the axis");
            builder.context.report(Code::UnknownOption, path, message, help);
        }
        if headers.iter().take(index).any(|earlier| earlier == header) {
            let message = format!("`{header}` stands twice on the axis");
            builder.context.report(Code::AxisDuplicate, path, message, None);
        }
    }
    let keys = headers.iter().map(|header| builder.context.texts.intern(header)).collect();
    Axis { kind: AxisKind::Keys(keys), above: Above::OutOfRange }
}

fn breakpoints(
    builder: &mut Builder<'_, '_>,
    headers: &[String],
    mode: Option<LookupMode>,
    above: Above,
    side: Side,
    list_path: &str,
    path: &str,
) -> Axis {
    let mut values: Vec<Decimal> = Vec::with_capacity(headers.len());
    for header in headers {
        let Ok(value) = Decimal::parse(header) else {
            let message = format!("expected a number on the axis, found `{header}`");
            builder.context.report(Code::AxisMismatch, path, message, None);
            continue;
        };
        match values.last() {
            Some(last) if value == *last => {
                let message = format!("breakpoint `{value}` stands twice on the axis");
                builder.context.report(Code::AxisDuplicate, path, message, None);
            }
            Some(last) if value < *last => {
                let message = format!("breakpoint `{value}` comes after `{last}`; breakpoints rise");
                builder.context.report(Code::AxisUnsorted, path, message, None);
            }
            _ => {}
        }
        values.push(value);
    }
    let mode = mode.unwrap_or_else(|| {
        let message = format!("the price list does not say how a {} is looked up", side.name());
        let help = format!(
            "add `\"lookup\": {{\"{}\": \"up\"}}`, or `down`, `nearest`, `exact`, `linear`",
            side.name()
        );
        builder.context.report(Code::LookupModeMissing, list_path, message, Some(help));
        LookupMode::Exact
    });
    Axis { kind: AxisKind::Breakpoints(values, mode), above }
}

fn axis_symbol(axis: &Axis, headers: &[String]) -> AxisSymbol {
    match axis.kind {
        AxisKind::Breakpoints(..) => AxisSymbol::Numbers,
        AxisKind::Keys(_) => AxisSymbol::Keys(headers.to_vec()),
    }
}

/// Whether the file's currency is the list's, and its percentages are wanted.
fn check_import(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    path: &str,
    currency: Option<CurrencyIndex>,
) {
    let Some(report) = &list.import else { return };
    let path = path_key(path, "file");
    let of_list = currency.and_then(|index| builder.context.currencies.get(index.index())).map(|known| known.code);
    if let Some(written) = &report.currency {
        let fits = of_list.is_some_and(|code| report.currency_codes.iter().any(|other| other == code.as_str()));
        let (message, help) = match of_list {
            Some(_) if fits => return check_percent(builder, list, &path, report.percent),
            Some(code) => (
                format!("the file's prices are in `{written}`, but the list's are in `{}`", code.as_str()),
                "correct the file, or write the list's `currency`",
            ),
            None => (
                format!("the file's cells are prices in `{written}`, but the list holds none"),
                "leave `values` out, or correct the file",
            ),
        };
        builder.context.report(Code::CurrencyUnneeded, &path, message, Some(help.to_owned()));
    }
    check_percent(builder, list, &path, report.percent);
}

fn check_percent(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str, percent: bool) {
    if percent && list.values != Holds::Percent {
        let message = "the file's cells are percentages, but the list's values are not";
        let help = "write `\"role\": \"table\", \"values\": \"percent\"`, or correct the file".to_owned();
        builder.context.report(Code::ContradictorySettings, path, message, Some(help));
    }
}

/// Counts and digits of the cells.
fn check_cells(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    path: &str,
    currency: Option<CurrencyIndex>,
) {
    let cells = &list.cells;
    let columns = cells.cols.len().max(1);
    if cells.rows.len().checked_mul(columns) != Some(cells.values.len()) {
        let message = format!(
            "{} rows and {columns} columns do not make {} cells",
            cells.rows.len(),
            cells.values.len()
        );
        builder.context.report(Code::AxisMismatch, path, message, None);
    }
    let linear = [list.row_lookup, list.col_lookup].contains(&Some(LookupMode::Linear));
    let (Some(currency), false, true) = (currency, linear, list.role != Role::Table) else {
        return;
    };
    for (index, value) in cells.values.iter().enumerate() {
        let Some(value) = value else { continue };
        let found = builder.context.too_precise(*value, currency.index(), Precision::PerPiece);
        if let Some((message, help)) = found {
            let row = index.checked_div(columns).and_then(|row| cells.rows.get(row));
            let col = index.checked_rem(columns).and_then(|col| cells.cols.get(col));
            let at = match (row, col) {
                (Some(row), Some(col)) => format!(" in row `{row}`, column `{col}`"),
                (Some(row), None) => format!(" in row `{row}`"),
                _ => String::new(),
            };
            let path = list.file.as_ref().map_or_else(|| path_key(path, "cells"), |_| path_key(path, "file"));
            builder.context.report(Code::PriceTooPrecise, &path, format!("{message}{at}"), Some(help));
        }
    }
}

fn check_table_role(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str) {
    if !list.for_values.is_empty() || list.when.is_some() {
        let message = "a list of role `table` is read by rules; `for` and `when` choose base and surcharge lists";
        let help = "put the condition into the rule that looks it up".to_owned();
        builder.context.report(Code::ContradictorySettings, path, message, Some(help));
    }
}
