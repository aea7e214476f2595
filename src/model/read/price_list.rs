//! Price lists: what they are for, how they are looked up, and where their cells are.

use super::cells::{file_cells, inline_cells};
use super::csv_settings::csv_settings;
use super::node::{Kind, Node};
use super::object::ObjectReader;
use super::scan::MOST_BYTES;
use crate::diagnostic::Code;
use crate::import::{Wanted, WantedAxis};
use crate::model::catalog::{
    AttributeValue, Cells, CsvSettings, Feature, FeatureType, FileReport, Label, PriceList, Role,
};
use crate::model::fault::excerpt;
use crate::model::words::{ABOVE, LOOKUP_MODES, ROLES, VALUE_KINDS, Words};

/// A price list of a component with these features.
pub(super) fn price_list(node: &Node<'_>, features: &[Feature]) -> Option<PriceList> {
    let mut object = node.object("price list")?;
    let id = object.id();
    let name = object.optional("name", Node::label);
    let role = object
        .optional("role", |node| node.word("a role", ROLES))
        .unwrap_or_default();
    let currency = object.optional("currency", Node::currency);
    let values = object.optional("values", |node| node.word("a kind of values", VALUE_KINDS));
    let row_feature = object.optional("row_feature", Node::id);
    let col_feature = object.optional("col_feature", Node::id);
    let lookup = object
        .take("lookup")
        .map(|node| by_axis(&node, "lookup", LOOKUP_MODES));
    let above = object
        .take("above")
        .map(|node| by_axis(&node, "above", ABOVE));
    if role != Role::Surcharge {
        object.refuse("discountable", "it belongs to lists of role `surcharge`");
    }
    let for_values = object.optional("for", for_values).unwrap_or_default();
    let when = object.optional("when", Node::expression);
    let discountable = object.flag("discountable", true);
    let internal = object.flag("internal", false);
    let names_columns = col_feature.is_some()
        || lookup
            .as_ref()
            .is_some_and(|lookup| lookup.by_axis && lookup.col.is_some());
    let open = role == Role::Table && row_feature.is_none() && !names_columns;
    let axes = if open {
        None
    } else {
        Some(if names_columns { 2 } else { 1 })
    };
    let wanted = Wanted {
        axes,
        row: wanted_axis(features, row_feature.as_deref()),
        col: wanted_axis(features, col_feature.as_deref()),
    };
    let cells = cells(&mut object, &wanted);
    object.finish();
    let (cells, file, file_report) = cells?;
    let has_columns = col_feature.is_some() || !cells.cols.is_empty();
    let of_columns = [
        lookup.as_ref().and_then(|lookup| lookup.col_node.as_ref()),
        above.as_ref().and_then(|above| above.col_node.as_ref()),
    ];
    for node in of_columns.into_iter().flatten().filter(|_| !has_columns) {
        let message = "the price list has no columns";
        let help = "leave `col` out, or add `col_feature` and `cols`".to_owned();
        node.report(Code::ContradictorySettings, message, Some(help));
    }
    Some(PriceList {
        id: id?,
        name,
        role,
        currency,
        values: values.unwrap_or_default(),
        row_feature,
        col_feature,
        row_lookup: lookup.as_ref().and_then(|lookup| lookup.row),
        col_lookup: lookup
            .as_ref()
            .and_then(|lookup| lookup.for_columns(has_columns)),
        row_above: above
            .as_ref()
            .and_then(|above| above.row)
            .unwrap_or_default(),
        col_above: above
            .as_ref()
            .and_then(|above| above.for_columns(has_columns))
            .unwrap_or_default(),
        for_values,
        when,
        discountable,
        internal,
        cells,
        file,
        file_report: file_report.map(Box::new),
    })
}

/// What the feature that chooses says about an axis.
fn wanted_axis(features: &[Feature], name: Option<&str>) -> WantedAxis {
    let mut wanted = WantedAxis {
        names: name.map(str::to_owned).into_iter().collect(),
        ..WantedAxis::default()
    };
    let Some(feature) = features
        .iter()
        .find(|feature| Some(feature.id.as_str()) == name)
    else {
        return wanted;
    };
    match &feature.name {
        Some(Label::Plain(label)) => wanted.names.push(label.clone()),
        Some(Label::Translated(labels)) => wanted
            .names
            .extend(labels.iter().map(|(_, label)| label.clone())),
        None => {}
    }
    wanted.numbers = match feature.kind {
        FeatureType::Number { .. } => Some(true),
        FeatureType::Select { .. } | FeatureType::Text { .. } => Some(false),
        _ => None,
    };
    wanted.unit.clone_from(&feature.unit);
    wanted
}

/// A setting of each axis.
struct ByAxis<'a, T> {
    row: Option<T>,
    col: Option<T>,
    /// Where the columns' own setting stands.
    col_node: Option<Node<'a>>,
    /// Whether the axes are named; one bare word holds for all axes that there are.
    by_axis: bool,
}

impl<T: Copy> ByAxis<'_, T> {
    fn for_columns(&self, has_columns: bool) -> Option<T> {
        self.col.filter(|_| self.by_axis || has_columns)
    }
}

/// `"up"` or `{"row": "up", "col": "linear"}`
fn by_axis<'a, T: Copy>(node: &Node<'a>, shape: &'static str, words: Words<T>) -> ByAxis<'a, T> {
    let what = if shape == "lookup" {
        "a lookup mode"
    } else {
        "`out_of_range` or `on_request`"
    };
    if node.kind() == Kind::Text {
        let both = node.word(what, words);
        return ByAxis {
            row: both,
            col: both,
            col_node: None,
            by_axis: false,
        };
    }
    let Some(mut object) = node.object(shape) else {
        return ByAxis {
            row: None,
            col: None,
            col_node: None,
            by_axis: false,
        };
    };
    let row = object.optional("row", |node| node.word(what, words));
    let col_node = object.take("col");
    let col = col_node.as_ref().and_then(|node| node.word(what, words));
    object.finish();
    ByAxis {
        row,
        col,
        col_node,
        by_axis: true,
    }
}

/// `{"fabric.band": "B", "fabric": "linen"}`
fn for_values(node: &Node<'_>) -> Option<Vec<(String, AttributeValue)>> {
    let entries = node.entries("an object of features or attributes and their values")?;
    let read = |(id, node): (String, Node<'_>)| {
        let known = node.check_id(&id);
        Some((id, node.scalar()?)).filter(|_| known)
    };
    Some(entries.into_iter().filter_map(read).collect())
}

/// The cells, inline or out of a file, the file's name and what was found in it.
fn cells(
    object: &mut ObjectReader<'_>,
    wanted: &Wanted,
) -> Option<(Cells, Option<String>, Option<FileReport>)> {
    let (rows, cols, cells) = (
        object.take("rows"),
        object.take("cols"),
        object.take("cells"),
    );
    let settings = object.take("csv").map(|node| (csv_settings(&node), node));
    let Some(file) = object.take("file") else {
        if let Some((_, node)) = settings {
            let message = "`csv` says how a file is written, but there is no `file`";
            node.report(Code::ContradictorySettings, message, None);
        }
        let cells = inline_cells(object, rows.as_ref(), cols.as_ref(), cells.as_ref());
        return Some((cells.unwrap_or_default(), None, None));
    };
    for inline in [rows, cols, cells].into_iter().flatten() {
        let message = "the cells are given both inline and as a file";
        let help = "keep `file`, or `rows`, `cols` and `cells`".to_owned();
        inline.report(Code::FileTwice, message, Some(help));
    }
    let settings = match settings {
        // Settings that cannot be read were reported; a guess would report every cell, too.
        Some((settings, _)) => settings?,
        None => CsvSettings::default(),
    };
    let (name, bytes) = file_bytes(&file)?;
    let (cells, report) = file_cells(&file, &name, &bytes, &settings, wanted).unzip();
    Some((cells.unwrap_or_default(), Some(name), report))
}

/// The bytes of the file that a value names, with its name.
pub(super) fn file_bytes(node: &Node<'_>) -> Option<(String, Vec<u8>)> {
    let name = node.id()?;
    if !stays_inside(&name) {
        let message = format!(
            "the file `{}` is outside the catalog's directory",
            excerpt(&name)
        );
        let help = "name a file relative to the catalog, without `..`".to_owned();
        node.report(Code::FileUnreadable, message, Some(help));
        return None;
    }
    let Some(files) = node.reader().files() else {
        let message = format!(
            "the file `{}` cannot be read from a single document",
            excerpt(&name)
        );
        let help = "load the catalog's directory, or pack it into one document".to_owned();
        node.report(Code::FileUnreadable, message, Some(help));
        return None;
    };
    match files(&name) {
        Ok(bytes) if bytes.len() > MOST_BYTES => {
            node.too_large(bytes.len(), MOST_BYTES, "bytes in the file")
        }
        Ok(bytes) => Some((name, bytes)),
        Err(reason) => {
            let message = format!("the file `{}` cannot be read: {reason}", excerpt(&name));
            node.report(Code::FileUnreadable, message, None);
            None
        }
    }
}

/// Whether a name is a plain path below the catalog's directory, on every system.
fn stays_inside(name: &str) -> bool {
    !name.contains(['\\', ':'])
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::stays_inside;

    #[test]
    fn names_stay_below_the_directory() {
        for name in ["a.csv", "lists/a.csv", "..a", "a..csv"] {
            assert!(stays_inside(name), "{name}");
        }
        for name in [
            "", "/a", "../a", "a/../b", "a//b", "./a", "C:a", "a\\b", "a/",
        ] {
            assert!(!stays_inside(name), "{name}");
        }
    }
}
