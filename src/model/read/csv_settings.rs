//! How a price list's file is written: the key `csv`.

use super::node::Node;
use crate::diagnostic::{Code, did_you_mean};
use crate::model::catalog::{CsvSettings, Thousands};
use crate::model::fault::excerpt;
use crate::model::units;
use crate::model::words::{DECIMAL_SIGNS, ENCODINGS, SEPARATORS, TABLE_FORMS, THOUSANDS};

/// `{"separator": ";", "decimal": ","}`; none where settings contradict each other.
pub(super) fn csv_settings(node: &Node<'_>) -> Option<CsvSettings> {
    let mut object = node.object("csv")?;
    let settings = CsvSettings {
        encoding: object.optional("encoding", |node| node.word("an encoding", ENCODINGS)),
        separator: object.optional("separator", |node| node.word("a separator", SEPARATORS)),
        decimal: object.optional("decimal", |node| node.word("a decimal sign", DECIMAL_SIGNS)),
        thousands: object.optional("thousands", |node| {
            node.word("a mark between thousands", THOUSANDS)
        }),
        unit: object.optional("unit", unit),
        transpose: object.optional("transpose", Node::boolean),
        form: object.optional("form", |node| node.word("`wide` or `long`", TABLE_FORMS)),
        unavailable: object.list("unavailable", "an array of texts", Node::text),
        sheet: object.optional("sheet", Node::text),
        range: object.optional("range", Node::text),
    };
    object.finish();
    let twice = matches!(
        (settings.decimal, settings.thousands),
        (Some('.'), Some(Thousands::Point)) | (Some(','), Some(Thousands::Comma))
    );
    if twice {
        let message = "the decimal sign and the mark between thousands are the same";
        node.report(Code::ContradictorySettings, message, None);
        return None;
    }
    Some(settings)
}

fn unit(node: &Node<'_>) -> Option<String> {
    let unit = node.text()?;
    if units::known().any(|known| known == unit) {
        return Some(unit);
    }
    let message = format!("unknown unit `{}`", excerpt(&unit));
    node.report(
        Code::UnknownUnit,
        message,
        did_you_mean(&unit, units::known()),
    );
    None
}
