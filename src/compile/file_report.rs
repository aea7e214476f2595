//! What a price list's file says of itself against what the catalog says of the list.

use super::builder::Builder;
use crate::diagnostic::{Code, path_key};
use crate::model::catalog::{PriceList, ValueKind as Holds};
use crate::plan::CurrencyIndex;

/// Whether the file's currency is the list's, and its percentages are wanted.
pub(super) fn check_import(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    path: &str,
    currency: Option<CurrencyIndex>,
) {
    let Some(report) = &list.file_report else {
        return;
    };
    let path = path_key(path, "file");
    let of_list = currency
        .and_then(|index| builder.context.currencies.get(index.index()))
        .map(|known| known.code);
    if let Some(written) = &report.currency {
        let fits = of_list.is_some_and(|code| {
            report
                .currency_codes
                .iter()
                .any(|other| other == code.as_str())
        });
        let (message, help) = match of_list {
            Some(_) if fits => return check_percent(builder, list, &path, report.percent),
            Some(code) => (
                format!(
                    "the file's prices are in `{written}`, but the list's are in `{}`",
                    code.as_str()
                ),
                "correct the file, or write the list's `currency`",
            ),
            None => (
                format!("the file's cells are prices in `{written}`, but the list holds none"),
                "leave `values` out, or correct the file",
            ),
        };
        builder.context.report(
            Code::CurrencyUnneeded,
            &path,
            message,
            Some(help.to_owned()),
        );
    }
    check_percent(builder, list, &path, report.percent);
}

fn check_percent(builder: &mut Builder<'_, '_>, list: &PriceList, path: &str, percent: bool) {
    if percent && list.values != Holds::Percent {
        let message = "the file's cells are percentages, but the list's values are not";
        let help =
            "write `\"role\": \"table\", \"values\": \"percent\"`, or correct the file".to_owned();
        builder
            .context
            .report(Code::ContradictorySettings, path, message, Some(help));
    }
}
