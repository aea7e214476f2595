//! One expression: names, types, and the nodes it becomes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::amounts::{AmountSet, amount_name};
use super::facts::{Facts, joined};
use super::scope::Scope;
use super::texts::Texts;
use super::types::{Dimension, Type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span, help_for};
use crate::money::{CurrencyCode, Decimal};
use crate::parse::syntax::{Expression, ExpressionKind};
use crate::plan::{
    AmountName, MoneyId, Node, NodeId, NodeRange, Program, SlotId, SourceId, SourceSpan,
};

/// How deep a whole expression may be, the values that it reads included. The evaluator recurses
/// as deep, on WebAssembly's small stack too.
pub(crate) const MAX_DEPTH: u32 = 600;

/// The text that an expression stands in.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// Its number in the plan.
    pub id: SourceId,
    /// The text.
    pub source: Arc<Source>,
    /// The JSON path of the value that holds it; empty for a rules file.
    pub path: String,
}

impl Text {
    /// A place in the text.
    pub fn place(&self, span: Span) -> Place {
        Place::in_source(&self.source, span).with_path(self.path.clone())
    }

    /// The same place as the plan keeps it.
    pub const fn span(&self, span: Span) -> SourceSpan {
        SourceSpan {
            source: Some(self.id),
            span,
        }
    }
}

/// An expression that has passed.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    /// Its node.
    pub node: NodeId,
    /// Its type.
    pub ty: Type,
    /// How deep it is.
    pub depth: u32,
}

/// What expressions have read since this was last taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads {
    /// Slots.
    pub slots: BTreeSet<SlotId>,
    /// Amounts.
    pub amounts: AmountSet,
    /// An internal part, by name, and where it is read.
    pub internal: Option<(String, Span)>,
}

/// Checks expressions of one text against one scope.
pub(crate) struct Expressions<'s> {
    /// What can be read.
    pub scope: &'s Scope,
    /// Where nodes go.
    pub program: &'s mut Program,
    /// Where texts go.
    pub texts: &'s mut Texts,
    /// Where faults go.
    pub diagnostics: &'s mut Diagnostics,
    /// The text the expressions stand in.
    pub text: Text,
    /// What is known where they are evaluated.
    pub facts: Facts,
    /// Amounts that may be read, and when: `in phase `discounts``.
    pub allowed: AmountSet,
    /// What was read.
    pub reads: Reads,
}

impl Expressions<'_> {
    /// An expression that must be true or false.
    pub fn condition(&mut self, expression: &Expression) -> Option<NodeId> {
        let typed = self.typed(expression);
        self.expect(&typed, expression, &Type::Boolean)
            .then_some(typed.node)
    }

    /// An expression that must be a plain number.
    pub fn plain_number(&mut self, expression: &Expression) -> Option<NodeId> {
        let typed = self.typed(expression);
        if !self.expect(&typed, expression, &Type::PLAIN) {
            return None;
        }
        if self.scope.has_several_currencies() && typed.ty == Type::MONEY {
            self.report(
                Code::TypeMismatch,
                expression.span,
                "expected a plain number, found an amount of money",
                None,
            );
            return None;
        }
        Some(typed.node)
    }

    /// An expression that must be an amount of money.
    pub fn amount(&mut self, expression: &Expression) -> Option<NodeId> {
        let typed = self.typed(expression);
        if !self.expect(&typed, expression, &Type::MONEY) {
            return None;
        }
        if self.scope.has_several_currencies() && typed.ty == Type::PLAIN {
            let help = self.currency_help();
            self.report(
                Code::CurrencyMissing,
                expression.span,
                "the amount does not say its currency, and the catalog has several",
                Some(help),
            );
            return None;
        }
        Some(typed.node)
    }

    /// Any expression.
    pub fn typed(&mut self, expression: &Expression) -> Typed {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Number(number) => {
                let dimension = if number.is_zero() {
                    Dimension::Zero
                } else {
                    Dimension::Plain
                };
                self.push(Node::Number(*number), span, Type::Number(dimension), 1)
            }
            ExpressionKind::Text(text) => {
                let id = self.texts.intern(text);
                self.push(Node::Text(id), span, Type::Text, 1)
            }
            ExpressionKind::Boolean(value) => {
                self.push(Node::Boolean(*value), span, Type::Boolean, 1)
            }
            ExpressionKind::Date(date) => self.push(Node::Date(*date), span, Type::Date, 1),
            ExpressionKind::Money(amounts) => self.money(amounts, span),
            ExpressionKind::Path(path) => self.path(path),
            ExpressionKind::IsSet(path) => self.is_set(path, span),
            ExpressionKind::Price(path) => self.price(path, span),
            ExpressionKind::Negate(inner) => self.negate(inner, span),
            ExpressionKind::Power(inner, exponent) => self.power(inner, *exponent, span),
            ExpressionKind::Not(inner) => {
                let typed = self.typed(inner);
                self.expect(&typed, inner, &Type::Boolean);
                self.push(
                    Node::Not(typed.node),
                    span,
                    Type::Boolean,
                    typed.depth.saturating_add(1),
                )
            }
            ExpressionKind::Binary(operator, left, right) => {
                self.binary(*operator, left, right, span)
            }
            ExpressionKind::If(condition, then, otherwise) => {
                self.choice(condition, then, otherwise, span)
            }
            ExpressionKind::In(value, tests) => self.member(value, tests, span),
            ExpressionKind::Between(value, low, high) => self.between(value, low, high, span),
            ExpressionKind::Call(function, name, arguments) => {
                self.call(*function, *name, arguments, span)
            }
            ExpressionKind::Lookup(table, keys) => self.lookup(table, keys, span),
            ExpressionKind::List(values) => self.list(values, span),
        }
    }

    /// The amount that a percentage is of.
    pub fn percent_base(&mut self, of: &Expression) -> Option<AmountName> {
        let amount = match &of.kind {
            ExpressionKind::Path(path) if !path.quoted => amount_name(&joined(path)),
            ExpressionKind::Price(path) => Some(AmountName::Feature(self.feature_of(path)?)),
            _ => None,
        };
        let Some(amount) = amount else {
            let help = format!(
                "a percentage is of one of: {}",
                self.allowed.words().join(", ")
            );
            self.report(
                Code::PercentWithoutBase,
                of.span,
                "a percentage must name an amount of the waterfall as its base",
                Some(help),
            );
            return None;
        };
        self.read_amount(amount, of.span).then_some(amount)
    }

    /// A fix for a name that is not there. A text with many faults gets them for the first ones
    /// only: looking for them takes longer than all else.
    pub fn help_among<'a>(
        &self,
        found: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        const MOST_HELPED: usize = 100;
        if self.diagnostics.len() > MOST_HELPED {
            None
        } else {
            help_for(found, known)
        }
    }

    /// Reports a fault in this text.
    pub fn report(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let place = self.text.place(span);
        self.diagnostics
            .push(Diagnostic::new(code, place, message).with_optional_help(help));
    }

    /// Adds a node.
    pub fn push(&mut self, node: Node, span: Span, ty: Type, depth: u32) -> Typed {
        if depth == MAX_DEPTH {
            self.report(
                Code::TooDeep,
                span,
                format!(
                    "the expression is more than {MAX_DEPTH} levels deep, with the values it reads"
                ),
                Some(
                    "name parts of it with `set` and `let`, and read fewer of them in a row".into(),
                ),
            );
        }
        let id = NodeId(u32::try_from(self.program.nodes.len()).unwrap_or(u32::MAX));
        self.program.nodes.push(node);
        self.program.places.push(self.text.span(span));
        Typed {
            node: id,
            ty,
            depth,
        }
    }

    /// What stands for an expression whose fault has been reported.
    pub fn unknown(&mut self, span: Span) -> Typed {
        self.push(Node::Boolean(false), span, Type::Unknown, 1)
    }

    /// Whether an expression has the wanted type; reports it where not.
    pub fn expect(&mut self, typed: &Typed, expression: &Expression, wanted: &Type) -> bool {
        let fits = typed.ty == *wanted || (typed.ty.is_number() && wanted.is_number());
        if fits || typed.ty.is_unknown() {
            return fits;
        }
        let message = format!("expected {wanted}, found {}", typed.ty);
        let help = match (&typed.ty, wanted) {
            (Type::Option(_) | Type::Text, Type::Boolean) => {
                Some("compare it with a value: `… = \"…\"`".to_owned())
            }
            (Type::Number(_), Type::Boolean) => {
                Some("compare it with a number: `… > 0`".to_owned())
            }
            _ => None,
        };
        self.report(Code::TypeMismatch, expression.span, message, help);
        false
    }

    /// A run of arguments.
    pub fn arguments(&mut self, nodes: &[NodeId]) -> NodeRange {
        let start = u32::try_from(self.program.arguments.len()).unwrap_or(u32::MAX);
        self.program.arguments.extend_from_slice(nodes);
        NodeRange {
            start,
            len: u32::try_from(nodes.len()).unwrap_or(u32::MAX),
        }
    }

    /// Amounts per currency, or the same in the only one.
    pub fn money_constant(&mut self, amounts: &[(CurrencyCode, Decimal)]) -> MoneyId {
        let amount = |code| {
            amounts
                .iter()
                .find(|(known, _)| *known == code)
                .map(|(_, a)| *a)
        };
        let row = self
            .scope
            .currencies
            .iter()
            .map(|currency| amount(currency.code))
            .collect();
        let id = MoneyId(u32::try_from(self.program.money.len()).unwrap_or(u32::MAX));
        self.program.money.push(row);
        id
    }

    fn money(&mut self, amounts: &[(CurrencyCode, Decimal)], span: Span) -> Typed {
        for (code, _) in amounts {
            if !self
                .scope
                .currencies
                .iter()
                .any(|currency| currency.code == *code)
            {
                let known = self
                    .scope
                    .currencies
                    .iter()
                    .map(|currency| currency.code.as_str());
                let help = help_for(code.as_str(), known);
                let message = format!("`{}` is not a currency of the catalog", code.as_str());
                self.report(Code::CurrencyUnneeded, span, message, help);
            }
        }
        let id = self.money_constant(amounts);
        self.push(Node::Money(id), span, Type::MONEY, 1)
    }

    /// An option becomes its id.
    pub fn as_text(&mut self, typed: Typed) -> Typed {
        let Type::Option(slot) = typed.ty else {
            return typed;
        };
        let span = self.span_of(typed.node);
        self.push(Node::OptionText(slot), span, Type::Text, typed.depth)
    }

    pub(super) fn as_text_if_mixed(&mut self, typed: Typed, other: &Type) -> Typed {
        if typed.ty != *other && typed.ty.is_textual() && other.is_textual() {
            self.as_text(typed)
        } else {
            typed
        }
    }

    /// Where a node stands.
    pub fn span_of(&self, node: NodeId) -> Span {
        self.program
            .places
            .get(node.index())
            .map(|place| place.span)
            .unwrap_or_default()
    }

    /// Checks something that is evaluated where more is known.
    pub fn knowing<T>(&mut self, facts: Facts, check: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.facts, facts);
        let result = check(self);
        self.facts = outer;
        result
    }

    /// How amounts are written where there are several currencies.
    pub fn currency_help(&self) -> String {
        let amounts: Vec<_> = self
            .scope
            .currencies
            .iter()
            .map(|currency| format!("{} …", currency.code.as_str()))
            .collect();
        format!("write it for each currency: `{{{}}}`", amounts.join(", "))
    }
}

/// One level above the deepest.
pub(crate) fn deeper(parts: &[&Typed]) -> u32 {
    parts
        .iter()
        .map(|part| part.depth)
        .max()
        .unwrap_or(0)
        .saturating_add(1)
}
