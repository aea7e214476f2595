//! What is known to be true where an expression is evaluated: which optional values are set.

use std::collections::BTreeSet;

use super::scope::{Presence, Scope, Symbol, SymbolKind};
use crate::parse::print;
use crate::parse::syntax::{BinaryOperator, Expression, ExpressionKind, InTest, Path};
use crate::plan::SlotId;
use crate::sorting::gathered;

/// Known facts: slots that are set, and conditions that hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    set: BTreeSet<SlotId>,
    truths: BTreeSet<String>,
}

impl Facts {
    /// That a slot is set.
    pub fn of(slot: SlotId) -> Self {
        Self {
            set: gathered([slot]),
            truths: BTreeSet::new(),
        }
    }

    /// The facts where `condition` is also true.
    pub fn when_true(&self, condition: &Expression, scope: &Scope) -> Self {
        self.and(&facts(condition, scope, true))
    }

    /// The facts where `condition` is also false.
    pub fn when_false(&self, condition: &Expression, scope: &Scope) -> Self {
        self.and(&facts(condition, scope, false))
    }

    /// Whether reading the value cannot find it unset.
    pub fn allow(&self, symbol: &Symbol) -> bool {
        match symbol.presence {
            Presence::Always => true,
            Presence::WhenAvailable => {
                self.set.contains(&symbol.slot)
                    || (!symbol.available_when.is_empty()
                        && symbol
                            .available_when
                            .iter()
                            .all(|truth| self.truths.contains(truth)))
            }
            Presence::Maybe => self.set.contains(&symbol.slot),
        }
    }

    /// What both say.
    pub fn and(&self, other: &Self) -> Self {
        Self {
            set: gathered(self.set.union(&other.set).copied()),
            truths: gathered(self.truths.union(&other.truths).cloned()),
        }
    }

    fn or(&self, other: &Self) -> Self {
        Self {
            set: gathered(self.set.intersection(&other.set).copied()),
            truths: gathered(self.truths.intersection(&other.truths).cloned()),
        }
    }
}

/// What follows from a condition being true, or false.
fn facts(condition: &Expression, scope: &Scope, holds: bool) -> Facts {
    use BinaryOperator::{And, Or};
    match &condition.kind {
        ExpressionKind::Binary(operator @ (And | Or), left, right) => {
            let (left, right) = (facts(left, scope, holds), facts(right, scope, holds));
            if (*operator == And) == holds {
                left.and(&right)
            } else {
                left.or(&right)
            }
        }
        ExpressionKind::Not(inner) => facts(inner, scope, !holds),
        ExpressionKind::IsSet(path) if holds => {
            let slot = symbol_of(path, scope).map(|symbol| symbol.slot);
            Facts {
                set: gathered(slot),
                truths: BTreeSet::new(),
            }
        }
        // a text for each condition, where one may be asked for
        _ if holds && scope.is_conditional() => Facts {
            set: BTreeSet::new(),
            truths: gathered([print::expression(condition)]),
        },
        _ => Facts::default(),
    }
}

/// The symbol of a whole path.
pub(crate) fn symbol_of<'s>(path: &Path, scope: &'s Scope) -> Option<&'s Symbol> {
    scope.name(&joined(path)).filter(|symbol| {
        // in backticks a name is never one of the language's own
        !path.quoted || symbol.kind != SymbolKind::BuiltIn
    })
}

/// The path as it is written, without backticks.
pub(crate) fn joined(path: &Path) -> String {
    path.parts
        .iter()
        .map(|part| part.text.as_str())
        .collect::<Vec<_>>()
        .join(".")
}

/// The parts of a conjunction in canonical text.
pub(crate) fn conjuncts(condition: &Expression) -> Vec<String> {
    match &condition.kind {
        ExpressionKind::Binary(BinaryOperator::And, left, right) => {
            let mut all = conjuncts(left);
            all.extend(conjuncts(right));
            all
        }
        _ => vec![print::expression(condition)],
    }
}

/// Every path that an expression reads, in written order.
pub(crate) fn paths<'e>(expression: &'e Expression, found: &mut Vec<&'e Path>) {
    match &expression.kind {
        ExpressionKind::Number(_)
        | ExpressionKind::Text(_)
        | ExpressionKind::Boolean(_)
        | ExpressionKind::Date(_)
        | ExpressionKind::Money(_) => {}
        ExpressionKind::Path(path) | ExpressionKind::IsSet(path) | ExpressionKind::Price(path) => {
            found.push(path);
        }
        ExpressionKind::Negate(inner)
        | ExpressionKind::Not(inner)
        | ExpressionKind::Power(inner, _) => paths(inner, found),
        ExpressionKind::Binary(_, left, right) => {
            paths(left, found);
            paths(right, found);
        }
        ExpressionKind::Between(a, b, c) | ExpressionKind::If(a, b, c) => {
            for part in [a, b, c] {
                paths(part, found);
            }
        }
        ExpressionKind::In(value, tests) => {
            paths(value, found);
            for test in tests {
                match test {
                    InTest::Value(value) | InTest::Comparison(_, value, _) => paths(value, found),
                    InTest::Range { low, high, .. } => {
                        paths(low, found);
                        paths(high, found);
                    }
                }
            }
        }
        ExpressionKind::Call(_, _, arguments)
        | ExpressionKind::Lookup(_, arguments)
        | ExpressionKind::List(arguments) => {
            for argument in arguments {
                paths(argument, found);
            }
        }
    }
}
