//! The text of a record, and its faults.

use super::lines::{MOST_BYTES, Record};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

/// The text of a record; `syntax` is the code of one that is no text.
pub(super) fn text(record: &Record, syntax: Code) -> Result<&str, Diagnostics> {
    let Some(bytes) = &record.bytes else {
        let message = format!("the line has more than {MOST_BYTES} bytes");
        let help = match syntax {
            Code::CsvSyntax => "close the quote that opens in it, or write shorter cells",
            _ => "write each order on a line of its own",
        };
        return Err(fault(Code::TooLarge, message).with_help(help).into());
    };
    if record.unclosed {
        let message = "a quote opens in this row, and none closes it";
        return Err(fault(Code::CsvSyntax, message).into());
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("the line is not UTF-8 after {} bytes", error.valid_up_to());
        fault(syntax, message)
            .with_help("save the file as UTF-8")
            .into()
    })
}

/// A fault of a line; which one is told by its result.
pub(super) fn fault(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Place::nowhere(), message)
}
