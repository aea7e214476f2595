//! Price lists as tables, and where base and surcharge lists serve.

use super::axis::{Side, axis, axis_symbol, can_choose, check_cells};
use super::builder::{Around, Builder};
use super::context::Precision;
use super::file_report::check_import;
use super::list_condition::{condition, named};
use super::phase;
use super::surcharge::{made, money_node};
use crate::check::{Facts, TableSymbol, Text, Type, joined, paths};
use crate::diagnostic::{Code, Source, path_index, path_key};
use crate::model::catalog::{Component, PriceList, Role, ValueKind as Holds};
use crate::model::quote::LineKind;
use crate::plan::{
    Axis, AxisKind, Cells, CurrencyIndex, Effect, ListUse, Node, NodeId, PhaseKind, SourceSpan,
    Step, StepScope, Table, TableIndex, Validity,
};

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
        builder.tables.push(Table {
            id,
            currency,
            row,
            col,
            cells,
        });
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
    every_currency(builder, &component.price_lists, &lists_path);
    let has_lists = component
        .price_lists
        .iter()
        .any(|list| list.role == Role::Base);
    if component.base_price.is_some() && has_lists && !component.base_price_adds {
        let path = path_key(&builder.path, "base_price");
        let message = "the component has a base price and base price lists";
        let help = "leave one out, or set `\"base_price_adds\": true` to add both".to_owned();
        builder
            .context
            .report(Code::ContradictorySettings, &path, message, Some(help));
    }
}

/// A surcharge list must have a twin in every other currency: without one it would cost nothing
/// there, silently. A condition that asks for the currency says that this is meant.
fn every_currency(builder: &mut Builder<'_, '_>, lists: &[PriceList], path: &str) {
    let surcharges = || lists.iter().filter(|list| list.role == Role::Surcharge);
    let chosen_by = |list: &PriceList| (list.for_values.clone(), list.when.clone());
    for (index, list) in lists
        .iter()
        .enumerate()
        .filter(|(_, list)| list.role == Role::Surcharge)
    {
        let Some(own) = list.currency else { continue };
        let asks = list
            .when
            .as_ref()
            .is_some_and(|when| reads_currency(&when.0));
        let twins: Vec<_> = surcharges()
            .filter(|other| chosen_by(other) == chosen_by(list))
            .filter_map(|other| other.currency)
            .collect();
        let mut lacking = builder
            .context
            .catalog
            .currencies
            .iter()
            .filter(|code| !twins.contains(code));
        if let (Some(code), false) = (lacking.next(), asks) {
            let (own, code) = (own.as_str(), code.as_str());
            let message = format!(
                "surcharge list `{}` has prices in {own}, and no list has them in {code}",
                list.id
            );
            let help = format!(
                "add a list in {code} with the same `for` and `when`, or say that it is for {own} only: \
                 `\"when\": \"currency = \\\"{own}\\\"\"`"
            );
            let path = path_index(path, index);
            builder
                .context
                .report(Code::CurrencyMissing, &path, message, Some(help));
        }
    }
}

/// Whether a condition reads the order's currency; one that is faulty is reported elsewhere.
fn reads_currency(condition: &str) -> bool {
    let mut read = Vec::new();
    match crate::parse::expression(&Source::new("", condition)) {
        Ok(expression) => {
            paths(&expression, &mut read);
            read.into_iter()
                .any(|path| !path.quoted && joined(path) == "currency")
        }
        Err(_) => true,
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
    let (condition, around) = condition(builder, list, path);
    let (row, col) = axis_values(builder, list, index, path, &around)?;
    if list.values != Holds::Amount {
        let message = "a base or surcharge list holds amounts";
        let help = "set `\"role\": \"table\"` and read it with `lookup(…)`".to_owned();
        builder.context.report(
            Code::InvalidValue,
            &path_key(path, "values"),
            message,
            Some(help),
        );
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
    facts: &Facts,
) -> Option<NodeId> {
    let around = Around {
        internal: list.internal,
        facts: facts.clone(),
        ..Around::nothing()
    };
    let (row, col) = axis_values(builder, list, index, path, &around)?;
    Some(made(
        builder,
        Node::Lookup(TableIndex(u32::try_from(index).ok()?), row, col),
    ))
}

/// The values that are looked up: for the row, and for the column where there are columns.
fn axis_values(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    index: usize,
    path: &str,
    around: &Around,
) -> Option<(NodeId, Option<NodeId>)> {
    let two_axes = builder
        .tables
        .get(index)
        .is_some_and(|table| table.col.is_some());
    let row = axis_value(builder, list, index, Side::Row, path, around);
    if !two_axes {
        return Some((row?, None));
    }
    let col = axis_value(builder, list, index, Side::Col, path, around);
    Some((row?, Some(col?)))
}

/// Whether what chooses on an axis exists; reports it where not.
fn chooser_exists(builder: &mut Builder<'_, '_>, name: &str, path: &str) -> bool {
    if builder.scope.name(name).is_some() || name.contains('.') {
        return true;
    }
    let help = builder.scope.help_for_name(name);
    let message = format!("unknown feature `{name}`");
    builder
        .context
        .report(Code::UnknownFeature, path, message, help);
    false
}

/// The value that is looked up on an axis.
fn axis_value(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    index: usize,
    side: Side,
    path: &str,
    around: &Around,
) -> Option<NodeId> {
    let path = side.feature_path(path);
    let Some(name) = side.feature(list) else {
        let message = format!(
            "the price list does not say which value chooses the {}",
            side.word()
        );
        let help = format!("add `\"{}_feature\"`", side.key());
        builder
            .context
            .report(Code::MissingKey, &path, message, Some(help));
        return None;
    };
    if !chooser_exists(builder, name, &path) || !can_choose(builder, name) {
        return None;
    }
    let table = builder.tables.get(index)?;
    let axis = match side {
        Side::Row => Some(&table.row),
        Side::Col => table.col.as_ref(),
    };
    let of_numbers = matches!(axis?.kind, AxisKind::Breakpoints(..));
    let source = Source::new(path.as_str(), name);
    let text = Text {
        id: builder.context.source(&source),
        source,
        path,
    };
    let written = named(name, builder.scope.name(name).is_some());
    let (node, _) = builder.check(&text, around, |checker| {
        if of_numbers {
            return checker.plain_number(&written);
        }
        let typed = checker.typed(&written);
        let typed = checker.as_text(typed);
        checker
            .expect(&typed, &written, &Type::Text)
            .then_some(typed.node)
    });
    node
}

fn currency(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str) -> Option<CurrencyIndex> {
    let find = |code| {
        builder
            .context
            .currencies
            .iter()
            .position(|known| known.code == code)
    };
    match (list.values, list.currency) {
        (Holds::Amount, Some(code)) => match find(code) {
            Some(index) => Some(CurrencyIndex(u32::try_from(index).ok()?)),
            None => {
                let message = format!("`{}` is not a currency of the catalog", code.as_str());
                builder.context.report(
                    Code::CurrencyUnneeded,
                    &path_key(path, "currency"),
                    message,
                    None,
                );
                None
            }
        },
        (Holds::Amount, None) if builder.context.currencies.len() > 1 => {
            let message = "the price list does not say its currency, and the catalog has several";
            let help = "add `\"currency\"`; each currency has its own list".to_owned();
            builder
                .context
                .report(Code::CurrencyMissing, path, message, Some(help));
            None
        }
        (Holds::Amount, None) => Some(CurrencyIndex(0)),
        (_, Some(_)) => {
            let message = "a list of percentages or numbers has no currency";
            builder.context.report(
                Code::ContradictorySettings,
                &path_key(path, "currency"),
                message,
                None,
            );
            None
        }
        (_, None) => None,
    }
}

fn check_table_role(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str) {
    if !list.for_values.is_empty() || list.when.is_some() {
        let message = "a list of role `table` is read by rules; `for` and `when` choose base and surcharge lists";
        let help = "put the condition into the rule that looks it up".to_owned();
        builder
            .context
            .report(Code::ContradictorySettings, path, message, Some(help));
    }
    for side in [Side::Row, Side::Col] {
        if let Some(name) = side.feature(list) {
            chooser_exists(builder, name, &side.feature_path(path));
        }
    }
}
