//! The statements of a rules text.

use super::builder::Builder;
use crate::check::Text;
use crate::model::catalog::RulesText;
use crate::parse::syntax::Statement;

/// The statements that could be read, with the text they stand in.
pub(super) fn parsed(
    builder: &mut Builder<'_, '_>,
    rules: Option<&RulesText>,
) -> (Vec<Statement>, Option<Text>) {
    match rules {
        None => (Vec::new(), None),
        Some(rules) => {
            let (rules, text) = builder.context.rules(rules);
            (rules.statements, Some(text))
        }
    }
}
