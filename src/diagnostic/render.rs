//! Diagnostics as text.

use super::Diagnostics;

/// All findings as plain text.
pub(super) fn text(diagnostics: &Diagnostics) -> String {
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", d.code.as_str(), d.message))
        .collect::<Vec<_>>()
        .join("\n")
}
