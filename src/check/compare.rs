//! Comparisons: options against texts, numbers in ranges, values in lists.

use super::expression::{Expressions, Typed, deeper};
use super::scope::Options;
use super::types::Type;
use crate::diagnostic::{Code, Span};
use crate::parse::syntax::{BinaryOperator, Expression, ExpressionKind, InTest as WrittenTest};
use crate::plan::{Comparison, InTest, Node, OptionIndex, SlotId, TestRange};

impl Expressions<'_> {
    /// `a = b`, `a < b` and the others.
    pub(super) fn comparison(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Typed {
        let first = self.typed(left);
        let second = self.typed(right);
        match self.comparable(operator, first, second, (left, right), span) {
            Some((first, second)) => {
                let node = Node::Compare(comparison_of(operator), first.node, second.node);
                self.push(node, span, Type::Boolean, deeper(&[&first, &second]))
            }
            None => self.unknown(span),
        }
    }

    /// Both sides in a form that can be compared, or a report.
    fn comparable(
        &mut self,
        operator: BinaryOperator,
        first: Typed,
        second: Typed,
        (left, right): (&Expression, &Expression),
        span: Span,
    ) -> Option<(Typed, Typed)> {
        if first.ty.is_unknown() || second.ty.is_unknown() {
            return None;
        }
        let ordered = !matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual);
        if ordered && !self.has_order(&first, left, &second, right) {
            return None;
        }
        let (first, second) = match (first.ty.clone(), second.ty.clone()) {
            (Type::Option(slot), Type::Text) => {
                let second = self.option_literal(slot, right, second)?;
                (self.matching(first, &second), second)
            }
            (Type::Text, Type::Option(slot)) => {
                let first = self.option_literal(slot, left, first)?;
                let second = self.matching(second, &first);
                (first, second)
            }
            (Type::Option(a), Type::Option(b)) if a != b => {
                (self.as_text(first), self.as_text(second))
            }
            _ => (first, second),
        };
        if self.common(&first.ty, &second.ty).is_some() {
            return Some((first, second));
        }
        let message = match (&first.ty, &second.ty) {
            (Type::Number(_), Type::Number(_)) => {
                "an amount of money cannot be compared with a plain number".to_owned()
            }
            (first, second) => format!("{first} cannot be compared with {second}"),
        };
        let help = match (&first.ty, &second.ty) {
            (Type::Options(_), _) | (_, Type::Options(_)) => {
                Some("ask whether an option is among them: `\"…\" in …`".to_owned())
            }
            (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
                Some("write the day as `date(\"2026-10-01\")`".to_owned())
            }
            (Type::Number(_), Type::Text) | (Type::Text, Type::Number(_)) => {
                Some("write a number without quotes".to_owned())
            }
            (Type::Boolean, _) | (_, Type::Boolean) => {
                Some("compare with `true` or `false`".to_owned())
            }
            (Type::Number(_), Type::Number(_)) => Some(self.currency_help()),
            _ => None,
        };
        self.report(Code::TypeMismatch, span, message, help);
        None
    }

    fn has_order(
        &mut self,
        first: &Typed,
        left: &Expression,
        second: &Typed,
        right: &Expression,
    ) -> bool {
        for (side, expression) in [(first, left), (second, right)] {
            if !matches!(side.ty, Type::Number(_) | Type::Date | Type::Text) {
                let message = format!("{} has no order", side.ty);
                let help = "compare it with `=`, `!=` or `in (…)`".to_owned();
                self.report(Code::TypeMismatch, expression.span, message, Some(help));
                return false;
            }
        }
        true
    }

    /// A text beside an option must be the id of one, where it is written out.
    fn option_literal(
        &mut self,
        slot: SlotId,
        written: &Expression,
        typed: Typed,
    ) -> Option<Typed> {
        let ExpressionKind::Text(text) = &written.kind else {
            return Some(typed);
        };
        let option = self.option_index(slot, text, written.span)?;
        Some(self.push(Node::Option(option), written.span, Type::Option(slot), 1))
    }

    /// The option of this id, or a report.
    fn option_index(&mut self, slot: SlotId, id: &str, span: Span) -> Option<OptionIndex> {
        let (name, options) = match self.scope.slot(slot) {
            Some((name, symbol)) => (name.to_owned(), symbol.options.clone()),
            None => (String::new(), Options::default()),
        };
        if let Some(index) = options.index(id) {
            return Some(index);
        }
        let help = self.help_among(id, options.ids());
        let message = format!("unknown option `{id}` of `{name}`");
        self.report(Code::UnknownOption, span, message, help);
        None
    }

    /// The other side of a comparison: an option stays one beside an option, else it is its id.
    fn matching(&mut self, typed: Typed, other: &Typed) -> Typed {
        if other.ty == Type::Text {
            self.as_text(typed)
        } else {
            typed
        }
    }

    /// `x between a and b`.
    pub(super) fn between(
        &mut self,
        value: &Expression,
        low: &Expression,
        high: &Expression,
        span: Span,
    ) -> Typed {
        let subject = self.typed(value);
        let mut ends = Vec::new();
        for end in [low, high] {
            let typed = self.typed(end);
            match self.comparable(
                BinaryOperator::LessOrEqual,
                subject.clone(),
                typed,
                (value, end),
                span,
            ) {
                Some((_, typed)) => ends.push(typed),
                None => return self.unknown(span),
            }
        }
        let [from, to] = ends.as_slice() else {
            return self.unknown(span);
        };
        let depth = deeper(&[&subject, from, to]);
        self.push(
            Node::Between(subject.node, from.node, to.node),
            span,
            Type::Boolean,
            depth,
        )
    }

    /// `x in (…)`.
    pub(super) fn member(
        &mut self,
        value: &Expression,
        tests: &[WrittenTest],
        span: Span,
    ) -> Typed {
        let subject = self.typed(value);
        if subject.ty.is_unknown() {
            return subject;
        }
        let as_option = self.compares_options(&subject, tests);
        let subject = if as_option {
            subject
        } else {
            self.as_text(subject)
        };
        let mut depth = subject.depth;
        let mut checked = Vec::new();
        for test in tests {
            match self.test(value, &subject, test, &mut depth) {
                Some(test) => checked.push(test),
                None => return self.unknown(span),
            }
        }
        let start = u32::try_from(self.program.tests.len()).unwrap_or(u32::MAX);
        let len = u32::try_from(checked.len()).unwrap_or(u32::MAX);
        self.program.tests.extend(checked);
        let node = Node::In(subject.node, TestRange { start, len });
        self.push(node, span, Type::Boolean, depth.saturating_add(1))
    }

    /// Whether the alternatives are all options of the subject's own feature.
    fn compares_options(&mut self, subject: &Typed, tests: &[WrittenTest]) -> bool {
        matches!(subject.ty, Type::Option(_))
            && tests.iter().all(|test| match test {
                WrittenTest::Value(value) | WrittenTest::Comparison(_, value, _) => {
                    matches!(value.kind, ExpressionKind::Text(_))
                }
                WrittenTest::Range { .. } => false,
            })
    }

    fn test(
        &mut self,
        value: &Expression,
        subject: &Typed,
        test: &WrittenTest,
        depth: &mut u32,
    ) -> Option<InTest> {
        match test {
            WrittenTest::Value(alternative) => {
                let typed = self.typed(alternative);
                *depth = (*depth).max(typed.depth);
                match &typed.ty {
                    Type::List(_) | Type::Options(_) => {
                        self.in_list(subject, value, &typed, alternative)
                    }
                    _ => {
                        let equal = BinaryOperator::Equal;
                        let (_, typed) = self.comparable(
                            equal,
                            subject.clone(),
                            typed,
                            (value, alternative),
                            alternative.span,
                        )?;
                        Some(InTest::Compare(Comparison::Equal, typed.node))
                    }
                }
            }
            WrittenTest::Comparison(operator, bound, span) => {
                let typed = self.typed(bound);
                *depth = (*depth).max(typed.depth);
                let (_, typed) =
                    self.comparable(*operator, subject.clone(), typed, (value, bound), *span)?;
                Some(InTest::Compare(comparison_of(*operator), typed.node))
            }
            WrittenTest::Range {
                low,
                low_included,
                high,
                high_included,
                span,
            } => {
                let mut ends = Vec::new();
                for end in [low, high] {
                    let typed = self.typed(end);
                    *depth = (*depth).max(typed.depth);
                    let less = BinaryOperator::LessOrEqual;
                    let (_, typed) =
                        self.comparable(less, subject.clone(), typed, (value, end), *span)?;
                    ends.push(typed.node);
                }
                let [from, to] = ends.as_slice() else {
                    return None;
                };
                Some(InTest::Range {
                    low: *from,
                    low_included: *low_included,
                    high: *to,
                    high_included: *high_included,
                })
            }
        }
    }

    /// Membership of a list: options of a multiselect are compared by their ids.
    fn in_list(
        &mut self,
        subject: &Typed,
        value: &Expression,
        list: &Typed,
        written: &Expression,
    ) -> Option<InTest> {
        let (node, ty) = match &list.ty {
            Type::Options(slot) => {
                if let ExpressionKind::Text(text) = &value.kind {
                    self.option_index(*slot, text, value.span)?;
                }
                let texts = self.push(Node::OptionTexts(*slot), written.span, Type::Text, 1);
                (texts.node, Type::Text)
            }
            Type::List(inner) => (list.node, (**inner).clone()),
            _ => return None,
        };
        if self.common(&subject.ty, &ty).is_some() {
            return Some(InTest::InList(node));
        }
        let message = format!("{} cannot be in a list of {ty}", subject.ty);
        self.report(Code::TypeMismatch, written.span, message, None);
        None
    }
}

const fn comparison_of(operator: BinaryOperator) -> Comparison {
    match operator {
        BinaryOperator::NotEqual => Comparison::NotEqual,
        BinaryOperator::Less => Comparison::Less,
        BinaryOperator::LessOrEqual => Comparison::LessOrEqual,
        BinaryOperator::Greater => Comparison::Greater,
        BinaryOperator::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => Comparison::Equal,
    }
}
