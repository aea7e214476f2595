//! Calculations, choices and lists, and the type that two values have in common.

use super::expression::{Expressions, Typed, deeper};
use super::types::{Dimension, Type};
use crate::diagnostic::{Code, Span};
use crate::parse::syntax::{BinaryOperator, Expression};
use crate::plan::{ArithmeticOperator, Node};

impl Expressions<'_> {
    pub(super) fn negate(&mut self, inner: &Expression, span: Span) -> Typed {
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

    pub(super) fn power(&mut self, inner: &Expression, exponent: i32, span: Span) -> Typed {
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

    pub(super) fn binary(
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

    pub(super) fn choice(
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

    pub(super) fn list(&mut self, values: &[Expression], span: Span) -> Typed {
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
