//! Price lists with their cells.

use super::Parts;
use super::value::{optional_label, scalar};
use crate::diagnostic::JsonWriter;
use crate::model::catalog::{Above, Cells, PriceList, Role, ValueKind};
use crate::model::words::{ABOVE, LOOKUP_MODES, ROLES, VALUE_KINDS, word_of};
use crate::money::Decimal;

pub(super) fn price_list(json: &mut JsonWriter, list: &PriceList, parts: Parts) {
    json.begin_object();
    json.key("id").string(&list.id);
    optional_label(json, "name", list.name.as_ref());
    if list.role != Role::default() {
        json.key("role").string(word_of(ROLES, &list.role));
    }
    json.optional_text("currency", list.currency.as_ref().map(|code| code.as_str()));
    if list.values != ValueKind::default() {
        json.key("values")
            .string(word_of(VALUE_KINDS, &list.values));
    }
    json.optional_text("row_feature", list.row_feature.as_deref());
    json.optional_text("col_feature", list.col_feature.as_deref());
    let lookup = |mode| word_of(LOOKUP_MODES, mode);
    by_axis(
        json,
        "lookup",
        [&list.row_lookup, &list.col_lookup].map(|m| m.as_ref().map(lookup)),
    );
    let above = |above: &Above| (*above != Above::default()).then(|| word_of(ABOVE, above));
    by_axis(json, "above", [&list.row_above, &list.col_above].map(above));
    if !list.for_values.is_empty() {
        json.key("for").begin_object();
        for (id, value) in &list.for_values {
            json.key(id);
            scalar(json, value);
        }
        json.end_object();
    }
    json.optional_text("when", list.when.as_ref().map(|when| when.0.as_str()));
    json.flag("discountable", list.discountable, true);
    json.flag("internal", list.internal, false);
    match (parts, &list.file) {
        (Parts::Files, Some(file)) => {
            json.key("file").string(file);
        }
        _ => cells(json, &list.cells),
    }
    json.end_object();
}

/// `{"row": …, "col": …}`, as far as there is something to say.
fn by_axis(json: &mut JsonWriter, key: &str, [row, col]: [Option<&str>; 2]) {
    if row.is_some() || col.is_some() {
        json.key(key).begin_object();
        json.optional_text("row", row);
        json.optional_text("col", col);
        json.end_object();
    }
}

fn cells(json: &mut JsonWriter, cells: &Cells) {
    json.texts("rows", &cells.rows);
    if !cells.cols.is_empty() {
        json.texts("cols", &cells.cols);
    }
    json.key("cells").begin_array();
    if cells.cols.is_empty() {
        cells.values.iter().for_each(|value| cell(json, *value));
    } else {
        for row in cells.values.chunks(cells.cols.len()) {
            json.begin_array();
            row.iter().for_each(|value| cell(json, *value));
            json.end_array();
        }
    }
    json.end_array();
}

fn cell(json: &mut JsonWriter, value: Option<Decimal>) {
    match value {
        Some(value) => json.decimal(value),
        None => json.null(),
    };
}
