//! Rows as CSV for spreadsheets.

use crate::problem::{Answer, Code, Problem};

/// The rows as CSV, in UTF-8 with a comma.
///
/// # Errors
/// None that can happen: what is written to is memory.
pub fn csv<'a, R>(rows: impl IntoIterator<Item = R>) -> Answer<String>
where
    R: IntoIterator<Item = &'a str>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |_| Problem::new(Code::Internal);
    for row in rows {
        let row = row.into_iter().map(harmless).collect::<Vec<_>>();
        writer.write_record(&row).map_err(failed)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|_| Problem::new(Code::Internal))?;
    String::from_utf8(bytes).map_err(|_| Problem::new(Code::Internal))
}

/// A text that a spreadsheet would take for a formula gets an apostrophe: buyers write texts, too.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = text.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit() || it == b'.')
    });
    if is_formula && !is_number {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let rows = [["=1+1", "-3.50", "a,b"], ["-x", "@y", "plain"]];
        assert_eq!(csv(rows).unwrap(), "'=1+1,-3.50,\"a,b\"\n'-x,'@y,plain\n");
    }
}
