//! One expression: names, types, and the nodes it becomes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::amounts::{AmountSet, amount_name, amount_word};
use super::facts::{Facts, joined, symbol_of};
use super::scope::{Scope, Symbol, SymbolKind};
use super::texts::Texts;
use super::types::{Dimension, Type};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, Place, Source, Span, did_you_mean, help_for,
};
use crate::money::{CurrencyCode, Decimal};
use crate::parse::syntax::{BinaryOperator, Expression, ExpressionKind, Path};
use crate::plan::{
    AmountName, ArithmeticOperator, FeatureIndex, MoneyId, Node, NodeId, NodeRange, Program,
    SlotId, SourceId, SourceSpan,
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
    /// An internal part, by name.
    pub internal: Option<String>,
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

    fn path(&mut self, path: &Path) -> Typed {
        let name = joined(path);
        // a feature may have the name of an amount; it is then read in backticks
        if let Some(amount) = amount_name(&name).filter(|_| !path.quoted) {
            return if self.read_amount(amount, path.span) {
                self.push(Node::Amount(amount), path.span, Type::MONEY, 1)
            } else {
                self.unknown(path.span)
            };
        }
        if let Some(symbol) = symbol_of(path, self.scope) {
            let symbol = symbol.clone();
            return self.slot(path, &symbol);
        }
        match path.parts.split_last() {
            Some((attribute, [owner])) => match self.scope.name(&owner.text).cloned() {
                Some(symbol) => self.attribute(path, &symbol, &attribute.text),
                None => self.unknown_name(path, &name),
            },
            _ => self.unknown_name(path, &name),
        }
    }

    fn slot(&mut self, path: &Path, symbol: &Symbol) -> Typed {
        if !self.may_read(path, symbol) {
            return self.unknown(path.span);
        }
        self.reads.slots.insert(symbol.slot);
        if symbol.internal {
            self.reads.internal.get_or_insert_with(|| joined(path));
        }
        if symbol.kind == SymbolKind::Computed {
            for amount in symbol.amounts.iter().collect::<Vec<_>>() {
                if !self.read_amount(amount, path.span) {
                    return self.unknown(path.span);
                }
            }
        }
        let depth = symbol.depth.saturating_add(1);
        self.push(Node::Slot(symbol.slot), path.span, symbol.ty.clone(), depth)
    }

    fn may_read(&mut self, path: &Path, symbol: &Symbol) -> bool {
        if self.facts.allow(symbol) {
            return true;
        }
        let name = joined(path);
        self.report(
            Code::MaybeUnset,
            path.span,
            format!("`{name}` may be unset here"),
            Some(format!(
                "ask `{name} is set and …` first, make it required, or give it a default"
            )),
        );
        false
    }

    fn attribute(&mut self, path: &Path, symbol: &Symbol, attribute: &str) -> Typed {
        let owner = path
            .parts
            .first()
            .map_or("", |part| part.text.as_str())
            .to_owned();
        if attribute == "quantity" && matches!(symbol.ty, Type::Options(_)) {
            if !self.may_read_owner(path, symbol, &owner) {
                return self.unknown(path.span);
            }
            let ty = Type::List(Box::new(Type::PLAIN));
            return self.push(Node::OptionQuantities(symbol.slot), path.span, ty, 1);
        }
        let Some(known) = symbol.attributes.get(attribute) else {
            let help = help_for(attribute, symbol.attributes.keys().map(String::as_str));
            let message = match symbol.kind {
                SymbolKind::Feature(_) => {
                    format!("unknown attribute `{attribute}` of feature `{owner}`")
                }
                _ => format!("`{owner}` has no attributes"),
            };
            self.report(Code::UnknownAttribute, path.span, message, help);
            return self.unknown(path.span);
        };
        if let Some(option) = &known.lacking {
            let message = format!("option `{option}` of feature `{owner}` has no `{attribute}`");
            let help = format!(
                "give it one, or a default for all: `\"attributes\": {{\"{attribute}\": {{\"default\": …}}}}`"
            );
            self.report(Code::MaybeUnset, path.span, message, Some(help));
            return self.unknown(path.span);
        }
        if !self.may_read_owner(path, symbol, &owner) {
            return self.unknown(path.span);
        }
        if known.internal {
            self.reads.internal.get_or_insert_with(|| joined(path));
        }
        let ty = match symbol.ty {
            Type::Options(_) => Type::List(Box::new(known.ty.clone())),
            _ => known.ty.clone(),
        };
        self.push(Node::Attribute(symbol.slot, known.id), path.span, ty, 1)
    }

    fn may_read_owner(&mut self, path: &Path, symbol: &Symbol, owner: &str) -> bool {
        self.reads.slots.insert(symbol.slot);
        if self.facts.allow(symbol) {
            return true;
        }
        self.report(
            Code::MaybeUnset,
            path.span,
            format!("`{owner}` may be unset here"),
            Some(format!(
                "ask `{owner} is set and …` first, make it required, or give it a default"
            )),
        );
        false
    }

    fn unknown_name(&mut self, path: &Path, name: &str) -> Typed {
        let help = self.scope.help_for_name(name).or_else(|| {
            did_you_mean(
                name,
                [
                    "base", "options", "list", "subtotal", "extended", "quantity",
                ],
            )
        });
        self.report(
            Code::UnknownName,
            path.span,
            format!("unknown name `{name}`"),
            help,
        );
        self.unknown(path.span)
    }

    fn is_set(&mut self, path: &Path, span: Span) -> Typed {
        let Some(symbol) = symbol_of(path, self.scope) else {
            let name = joined(path);
            return self.unknown_name(path, &name);
        };
        let slot = symbol.slot;
        self.reads.slots.insert(slot);
        self.push(Node::IsSet(slot), span, Type::Boolean, 1)
    }

    fn feature_of(&mut self, path: &Path) -> Option<FeatureIndex> {
        match symbol_of(path, self.scope).map(|symbol| symbol.kind) {
            Some(SymbolKind::Feature(feature)) => Some(feature),
            _ => {
                let name = joined(path);
                let help = self.scope.help_for_name(&name);
                let message = format!("unknown feature `{name}`");
                self.report(Code::UnknownFeature, path.span, message, help);
                None
            }
        }
    }

    fn price(&mut self, path: &Path, span: Span) -> Typed {
        match self.feature_of(path) {
            Some(feature) if self.read_amount(AmountName::Feature(feature), span) => self.push(
                Node::Amount(AmountName::Feature(feature)),
                span,
                Type::MONEY,
                1,
            ),
            _ => self.unknown(span),
        }
    }

    /// Notes that an amount is read; reports where it is not known yet.
    fn read_amount(&mut self, amount: AmountName, span: Span) -> bool {
        self.reads.amounts.insert(amount);
        if self.allowed.contains(amount) {
            return true;
        }
        let words = self.allowed.words();
        let name = amount_word(amount);
        let help = if self.scope.name(name).is_some() {
            format!(
                "`{name}` is an amount of the waterfall; what is called so is read in backticks"
            )
        } else if words.is_empty() {
            "no amount of the waterfall is known here".to_owned()
        } else {
            format!("known here: {}", words.join(", "))
        };
        let message = format!("`{name}` is not known here");
        self.report(Code::BaseNotYetKnown, span, message, Some(help));
        false
    }

    fn negate(&mut self, inner: &Expression, span: Span) -> Typed {
        let typed = self.typed(inner);
        if !self.expect(&typed, inner, &Type::PLAIN) {
            return self.unknown(span);
        }
        self.push(
            Node::Negate(typed.node),
            span,
            typed.ty,
            typed.depth.saturating_add(1),
        )
    }

    fn power(&mut self, inner: &Expression, exponent: i32, span: Span) -> Typed {
        let typed = self.typed(inner);
        if !self.expect(&typed, inner, &Type::PLAIN) {
            return self.unknown(span);
        }
        self.push(
            Node::Power(typed.node, exponent),
            span,
            Type::PLAIN,
            typed.depth.saturating_add(1),
        )
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Typed {
        use BinaryOperator as B;
        match operator {
            B::And | B::Or => self.logic(operator, left, right, span),
            B::Add => self.arithmetic(ArithmeticOperator::Add, left, right, span),
            B::Subtract => self.arithmetic(ArithmeticOperator::Subtract, left, right, span),
            B::Multiply => self.arithmetic(ArithmeticOperator::Multiply, left, right, span),
            B::Divide => self.arithmetic(ArithmeticOperator::Divide, left, right, span),
            _ => self.comparison(operator, left, right, span),
        }
    }

    fn logic(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Typed {
        let first = self.typed(left);
        let is_and = operator == BinaryOperator::And;
        let inner = if is_and {
            self.facts.when_true(left, self.scope)
        } else {
            self.facts.when_false(left, self.scope)
        };
        let second = self.knowing(inner, |checker| checker.typed(right));
        let fits = self.expect(&first, left, &Type::Boolean);
        if !self.expect(&second, right, &Type::Boolean) || !fits {
            return self.unknown(span);
        }
        let node = if is_and {
            Node::And(first.node, second.node)
        } else {
            Node::Or(first.node, second.node)
        };
        self.push(node, span, Type::Boolean, deeper(&[&first, &second]))
    }

    fn arithmetic(
        &mut self,
        operator: ArithmeticOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Typed {
        let (first, second) = (self.typed(left), self.typed(right));
        let fits = self.expect(&first, left, &Type::PLAIN);
        if !self.expect(&second, right, &Type::PLAIN) || !fits {
            return self.unknown(span);
        }
        let (Type::Number(a), Type::Number(b)) = (&first.ty, &second.ty) else {
            return self.unknown(span);
        };
        let dimension = match combined(operator, *a, *b) {
            Some(dimension) => dimension,
            None if !self.scope.has_several_currencies() => Dimension::Money,
            None => {
                let help = self.currency_help();
                self.report(
                    Code::CurrencyMissing,
                    span,
                    "an amount of money and a plain number do not go together here",
                    Some(help),
                );
                return self.unknown(span);
            }
        };
        let node = Node::Arithmetic(operator, first.node, second.node);
        self.push(
            node,
            span,
            Type::Number(dimension),
            deeper(&[&first, &second]),
        )
    }

    fn choice(
        &mut self,
        condition: &Expression,
        then: &Expression,
        otherwise: &Expression,
        span: Span,
    ) -> Typed {
        let test = self.typed(condition);
        let fits = self.expect(&test, condition, &Type::Boolean);
        let (yes, no) = (
            self.facts.when_true(condition, self.scope),
            self.facts.when_false(condition, self.scope),
        );
        let first = self.knowing(yes, |checker| checker.typed(then));
        let second = self.knowing(no, |checker| checker.typed(otherwise));
        if first.ty.is_unknown() || second.ty.is_unknown() || !fits {
            return self.unknown(span);
        }
        let (a, b) = (self.as_text_if_mixed(first, &second.ty), second);
        let b = self.as_text_if_mixed(b, &a.ty);
        let Some(ty) = self.common(&a.ty, &b.ty) else {
            let message = format!("`then` gives {}, `else` gives {}", a.ty, b.ty);
            self.report(Code::TypeMismatch, span, message, None);
            return self.unknown(span);
        };
        let depth = deeper(&[&test, &a, &b]);
        self.push(Node::If(test.node, a.node, b.node), span, ty, depth)
    }

    fn list(&mut self, values: &[Expression], span: Span) -> Typed {
        let mut items: Vec<Typed> = values.iter().map(|value| self.typed(value)).collect();
        let mixed = items.iter().any(|item| item.ty != Type::Text) && items.len() > 1;
        if mixed && items.iter().all(|item| item.ty.is_textual()) {
            items = items.into_iter().map(|item| self.as_text(item)).collect();
        }
        let mut ty = items.first().map_or(Type::PLAIN, |item| item.ty.clone());
        for (item, value) in items.iter().zip(values) {
            match self.common(&ty, &item.ty) {
                Some(common) => ty = common,
                None if item.ty.is_unknown() || ty.is_unknown() => return self.unknown(span),
                None => {
                    let message = format!("a list holds values of one type: {ty}, not {}", item.ty);
                    self.report(Code::TypeMismatch, value.span, message, None);
                    return self.unknown(span);
                }
            }
        }
        let depth = deeper(&items.iter().collect::<Vec<_>>());
        let nodes: Vec<_> = items.iter().map(|item| item.node).collect();
        let range = self.arguments(&nodes);
        self.push(Node::List(range), span, Type::List(Box::new(ty)), depth)
    }

    /// The type that both have, where there is one.
    pub fn common(&self, a: &Type, b: &Type) -> Option<Type> {
        match (a, b) {
            (Type::Number(a), Type::Number(b)) => match combined(ArithmeticOperator::Add, *a, *b) {
                Some(dimension) => Some(Type::Number(dimension)),
                None if !self.scope.has_several_currencies() => Some(Type::MONEY),
                None => None,
            },
            (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(self.common(a, b)?))),
            _ => (a == b && !a.is_unknown()).then(|| a.clone()),
        }
    }

    /// An option becomes its id.
    pub fn as_text(&mut self, typed: Typed) -> Typed {
        let Type::Option(slot) = typed.ty else {
            return typed;
        };
        let span = self.span_of(typed.node);
        self.push(Node::OptionText(slot), span, Type::Text, typed.depth)
    }

    fn as_text_if_mixed(&mut self, typed: Typed, other: &Type) -> Typed {
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

/// What a calculation with money gives; none where it makes no sense.
const fn combined(operator: ArithmeticOperator, a: Dimension, b: Dimension) -> Option<Dimension> {
    use ArithmeticOperator::{Add, Divide, Multiply, Subtract};
    use Dimension::{Money, Plain, Zero};
    match (operator, a, b) {
        (Add | Subtract, Zero, Zero) => Some(Plain),
        (Add | Subtract, Money, Money | Zero) | (Add | Subtract, Zero, Money) => Some(Money),
        (Add | Subtract, Plain, Plain | Zero) | (Add | Subtract, Zero, Plain) => Some(Plain),
        (Add | Subtract, _, _) => None,
        (Multiply, Money, Money) => None,
        (Multiply, Money, _) | (Multiply, _, Money) => Some(Money),
        (Multiply, _, _) => Some(Plain),
        (Divide, Money, Money) => Some(Plain),
        (Divide, Money, _) => Some(Money),
        (Divide, Zero, Money) => Some(Plain),
        (Divide, Plain, Money) => None,
        (Divide, _, _) => Some(Plain),
    }
}
