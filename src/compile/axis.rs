//! The axes and cells of price lists: what chooses a row or column, breakpoints or keys, digits.

use std::collections::BTreeSet;

use super::builder::Builder;
use super::context::Precision;
use crate::check::{AxisSymbol, Options, SymbolKind, Type};
use crate::diagnostic::{Code, help_for, path_index, path_key};
use crate::model::catalog::{LookupMode, PriceList, Role};
use crate::model::lookup::Above;
use crate::money::Decimal;
use crate::plan::{Axis, AxisKind, CurrencyIndex};

/// Faults of one axis, or of the cells of one list, that are told one by one.
const MOST_FAULTS: usize = 20;

/// Which axis of a price list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The first axis.
    Row,
    /// The second axis.
    Col,
}

impl Side {
    /// The key of a setting for this axis.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Col => "col",
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Col => "column",
        }
    }

    /// What chooses on it.
    pub fn feature(self, list: &PriceList) -> Option<&str> {
        match self {
            Self::Row => list.row_feature.as_deref(),
            Self::Col => list.col_feature.as_deref(),
        }
    }

    /// The path of what chooses on it.
    pub fn feature_path(self, list_path: &str) -> String {
        path_key(list_path, &format!("{}_feature", self.key()))
    }
}

/// What an axis goes over, as far as what chooses on it tells.
enum Over {
    /// Numbers, by breakpoints.
    Numbers,
    /// These keys, or any text.
    Keys(Option<Options>),
    /// Nobody says, so what stands on the axis decides.
    Open,
    /// Something that an axis cannot go over.
    Nothing(Type),
}

/// An axis of a price list.
pub(super) fn axis(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    side: Side,
    path: &str,
) -> Axis {
    let headers = match side {
        Side::Row => &list.cells.rows,
        Side::Col => &list.cells.cols,
    };
    let of_axis = AxisPaths::new(list, side, path);
    if headers.is_empty() {
        let message = format!("the price list has no {}s", side.word());
        builder
            .context
            .report(Code::AxisMismatch, &of_axis.all, message, None);
    }
    match over(builder, side.feature(list)) {
        Over::Numbers => breakpoints(builder, list, side, headers, path, &of_axis),
        Over::Keys(known) => keys(builder, list, side, headers, known.as_ref(), path, &of_axis),
        Over::Open if headers.iter().all(|header| Decimal::parse(header).is_ok()) => {
            breakpoints(builder, list, side, headers, path, &of_axis)
        }
        Over::Open => keys(builder, list, side, headers, None, path, &of_axis),
        Over::Nothing(ty) => {
            let name = side.feature(list).unwrap_or_default();
            let message =
                format!("an axis goes over numbers, options or texts, and `{name}` is {ty}");
            builder
                .context
                .report(Code::TypeMismatch, &side.feature_path(path), message, None);
            Axis {
                kind: AxisKind::Keys(Vec::new()),
                above: Above::OutOfRange,
            }
        }
    }
}

/// Whether an axis can go over what this names; where it cannot, [`axis`] has said so.
pub(super) fn can_choose(builder: &Builder<'_, '_>, name: &str) -> bool {
    !matches!(over(builder, Some(name)), Over::Nothing(_))
}

/// The axis as expressions see it.
pub(super) fn axis_symbol(axis: &Axis, headers: &[String]) -> AxisSymbol {
    match axis.kind {
        AxisKind::Breakpoints(..) => AxisSymbol::Numbers,
        AxisKind::Keys(_) => AxisSymbol::Keys(headers.iter().cloned().collect()),
    }
}

/// Digits of the cells; how many there are has been counted when they were read.
pub(super) fn check_cells(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    path: &str,
    currency: Option<CurrencyIndex>,
) {
    let cells = &list.cells;
    let columns = cells.cols.len().max(1);
    if cells.rows.len().checked_mul(columns) != Some(cells.values.len()) {
        let (rows, found) = (cells.rows.len(), cells.values.len());
        let message = format!("{rows} rows and {columns} columns do not make {found} cells");
        builder
            .context
            .report(Code::AxisMismatch, path, message, None);
    }
    let linear = [list.row_lookup, list.col_lookup].contains(&Some(LookupMode::Linear));
    let (Some(currency), false, true) = (currency, linear, list.role != Role::Table) else {
        return;
    };
    let mut faults = Faults::default();
    for (index, value) in cells.values.iter().enumerate() {
        let Some(value) = value else { continue };
        let found = builder
            .context
            .too_precise(*value, currency.index(), Precision::PerPiece);
        let Some((message, help)) = found else {
            continue;
        };
        if faults.is_one_more() {
            let (at, path) = cell_place(list, index, columns, path);
            let message = format!("{at}: {message}");
            builder
                .context
                .report(Code::PriceTooPrecise, &path, message, Some(help));
        }
    }
    faults.tell_rest(
        builder,
        Code::PriceTooPrecise,
        path,
        "cells have too many digits",
    );
}

/// A cell in words, and its path.
fn cell_place(list: &PriceList, index: usize, columns: usize, path: &str) -> (String, String) {
    let row = index.checked_div(columns).unwrap_or_default();
    let col = index.checked_rem(columns).unwrap_or_default();
    let header = |headers: &[String], at: usize| headers.get(at).cloned().unwrap_or_default();
    let mut at = format!("row `{}`", header(&list.cells.rows, row));
    let mut place = path_index(&path_key(path, "cells"), row);
    if !list.cells.cols.is_empty() {
        at = format!("{at}, column `{}`", header(&list.cells.cols, col));
        place = path_index(&place, col);
    }
    (
        at,
        if list.file.is_some() {
            path_key(path, "file")
        } else {
            place
        },
    )
}

/// What an axis goes over by the name that chooses on it.
fn over(builder: &Builder<'_, '_>, name: Option<&str>) -> Over {
    let Some(name) = name else { return Over::Open };
    if let Some(symbol) = builder.scope.name(name) {
        return match &symbol.ty {
            // a computed value is not checked yet
            Type::Unknown => Over::Open,
            Type::Option(_) if symbol.kind == SymbolKind::Computed => Over::Keys(None),
            Type::Option(_) => Over::Keys(Some(symbol.options.clone())),
            ty => of_type(ty),
        };
    }
    let attribute = name.rsplit_once('.').and_then(|(owner, attribute)| {
        let symbol = builder.scope.name(owner)?;
        Some((symbol, symbol.attributes.get(attribute)?))
    });
    match attribute {
        Some((owner, _)) if !matches!(owner.ty, Type::Option(_)) => Over::Nothing(owner.ty.clone()),
        Some((_, attribute)) => of_type(&attribute.ty),
        None => Over::Open,
    }
}

fn of_type(ty: &Type) -> Over {
    match ty {
        Type::Number(_) => Over::Numbers,
        Type::Text | Type::Option(_) => Over::Keys(None),
        Type::Unknown => Over::Open,
        Type::Boolean | Type::Date | Type::Options(_) | Type::List(_) => Over::Nothing(ty.clone()),
    }
}

fn keys(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    side: Side,
    headers: &[String],
    known: Option<&Options>,
    path: &str,
    of_axis: &AxisPaths,
) -> Axis {
    let (mode, above) = settings(list, side);
    let needless = [
        (mode.is_some(), "lookup"),
        (above == Above::OnRequest, "above"),
    ];
    for (_, key) in needless.into_iter().filter(|(given, _)| *given) {
        let message = format!(
            "the {}s are no numbers, so they are looked up exactly",
            side.word()
        );
        let help =
            format!("leave `{key}` out, or name the axis of numbers in it, as in `{{\"row\": …}}`");
        let path = path_key(path, key);
        builder
            .context
            .report(Code::ContradictorySettings, &path, message, Some(help));
    }
    let (mut faults, mut seen) = (Faults::default(), BTreeSet::new());
    for (index, header) in headers.iter().enumerate() {
        let unknown = known.filter(|options| options.index(header).is_none());
        if let Some(options) = unknown.filter(|_| faults.is_one_more()) {
            let help = help_for(header, options.ids());
            let message = format!("unknown option `{header}` on the axis");
            builder
                .context
                .report(Code::UnknownOption, &of_axis.one(index), message, help);
        }
        if !seen.insert(header) && faults.is_one_more() {
            let message = format!("`{header}` stands twice on the axis");
            builder
                .context
                .report(Code::AxisDuplicate, &of_axis.one(index), message, None);
        }
    }
    faults.tell_rest(
        builder,
        Code::AxisMismatch,
        &of_axis.all,
        "faults on this axis",
    );
    let keys = headers
        .iter()
        .map(|header| builder.context.texts.intern(header))
        .collect();
    Axis {
        kind: AxisKind::Keys(keys),
        above: Above::OutOfRange,
    }
}

fn breakpoints(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    side: Side,
    headers: &[String],
    path: &str,
    of_axis: &AxisPaths,
) -> Axis {
    let (mode, above) = settings(list, side);
    let mut faults = Faults::default();
    let mut values: Vec<Decimal> = Vec::with_capacity(headers.len());
    for (index, header) in headers.iter().enumerate() {
        let fault = match (Decimal::parse(header), values.last()) {
            (Err(_), _) => Some((
                Code::AxisMismatch,
                format!("expected a number on the axis, found `{header}`"),
            )),
            (Ok(value), Some(last)) if value == *last => Some((
                Code::AxisDuplicate,
                format!("breakpoint `{value}` stands twice on the axis"),
            )),
            (Ok(value), Some(last)) if value < *last => Some((
                Code::AxisUnsorted,
                format!("breakpoint `{value}` comes after `{last}`; breakpoints rise"),
            )),
            _ => None,
        };
        values.extend(Decimal::parse(header));
        if let Some((code, message)) = fault.filter(|_| faults.is_one_more()) {
            builder
                .context
                .report(code, &of_axis.one(index), message, None);
        }
    }
    faults.tell_rest(
        builder,
        Code::AxisMismatch,
        &of_axis.all,
        "faults on this axis",
    );
    let mode = mode.unwrap_or_else(|| {
        let message = format!(
            "the price list does not say how a {} is looked up",
            side.word()
        );
        let key = side.key();
        let help = format!(
            "add `\"lookup\": {{\"{key}\": \"up\"}}`, or `down`, `nearest`, `exact`, `linear`"
        );
        builder
            .context
            .report(Code::LookupModeMissing, path, message, Some(help));
        LookupMode::Exact
    });
    Axis {
        kind: AxisKind::Breakpoints(values, mode),
        above,
    }
}

const fn settings(list: &PriceList, side: Side) -> (Option<LookupMode>, Above) {
    match side {
        Side::Row => (list.row_lookup, list.row_above),
        Side::Col => (list.col_lookup, list.col_above),
    }
}

/// Where an axis stands in the catalog.
struct AxisPaths {
    all: String,
    in_file: bool,
}

impl AxisPaths {
    fn new(list: &PriceList, side: Side, path: &str) -> Self {
        let in_file = list.file.is_some();
        let key = match side {
            _ if in_file => "file",
            Side::Row => "rows",
            Side::Col => "cols",
        };
        Self {
            all: path_key(path, key),
            in_file,
        }
    }

    /// The path of one breakpoint or key.
    fn one(&self, index: usize) -> String {
        if self.in_file {
            self.all.clone()
        } else {
            path_index(&self.all, index)
        }
    }
}

/// How many faults of one kind of place there are: a matrix may hold millions.
#[derive(Default)]
struct Faults(usize);

impl Faults {
    /// Counts one; whether it is told by itself.
    fn is_one_more(&mut self) -> bool {
        self.0 = self.0.saturating_add(1);
        self.0 <= MOST_FAULTS
    }

    /// Tells of those that were only counted.
    fn tell_rest(&self, builder: &mut Builder<'_, '_>, code: Code, path: &str, what: &str) {
        let rest = self.0.saturating_sub(MOST_FAULTS);
        if rest != 0 {
            builder
                .context
                .report(code, path, format!("{rest} more {what}"), None);
        }
    }
}
