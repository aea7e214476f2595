//! Function calls and table lookups.

use super::expression::{Expressions, Typed, deeper};
use super::scope::{AxisSymbol, Options, TableSymbol};
use super::types::{Dimension, Type};
use crate::diagnostic::{Code, Span};
use crate::model::catalog::ValueKind;
use crate::parse::syntax::{Expression, ExpressionKind, Name};
use crate::plan::{Function, Node, NodeId};

impl Expressions<'_> {
    /// `max(1, x)`
    pub(super) fn call(
        &mut self,
        function: Function,
        name: Span,
        arguments: &[Expression],
        span: Span,
    ) -> Typed {
        let (least, most) = function.arguments();
        if !(least..=most).contains(&arguments.len()) {
            let wanted = if least == most {
                least.to_string()
            } else {
                format!("{least} to {most}")
            };
            let message = format!(
                "`{}` takes {wanted} arguments, found {}",
                function.name(),
                arguments.len()
            );
            self.report(Code::ArgumentCount, name, message, None);
            return self.unknown(span);
        }
        let typed: Vec<Typed> = arguments
            .iter()
            .map(|argument| self.typed(argument))
            .collect();
        if typed.iter().any(|argument| argument.ty.is_unknown()) {
            return self.unknown(span);
        }
        let Some((typed, ty)) = self.signature(function, typed, arguments) else {
            return self.unknown(span);
        };
        let depth = deeper(&typed.iter().collect::<Vec<_>>());
        let nodes: Vec<NodeId> = typed.iter().map(|argument| argument.node).collect();
        let range = self.arguments(&nodes);
        self.push(Node::Call(function, range), span, ty, depth)
    }

    /// Checks the arguments' types; gives them in the form the function takes, and its result.
    fn signature(
        &mut self,
        function: Function,
        typed: Vec<Typed>,
        written: &[Expression],
    ) -> Option<(Vec<Typed>, Type)> {
        use Function as F;
        match function {
            F::Abs
            | F::Floor
            | F::Ceiling
            | F::Decimal
            | F::RoundUp
            | F::RoundDown
            | F::RoundHalfUp
            | F::RoundHalfDown => {
                let ty = typed.first()?.ty.clone();
                self.all(&typed, written, &Type::PLAIN)?;
                Some((typed, ty))
            }
            F::Modulo => {
                self.all(&typed, written, &Type::PLAIN)?;
                let ty = self.common(&typed.first()?.ty, &typed.get(1)?.ty);
                Some((typed, ty.unwrap_or(Type::PLAIN)))
            }
            F::Min | F::Max | F::Sum => self.aggregate(function, typed, written),
            F::Count => match typed.first()?.ty {
                Type::List(_) | Type::Options(_) => Some((typed, Type::PLAIN)),
                _ => self.wrong(typed.first()?, written.first()?, "a list"),
            },
            F::StringLength
            | F::UpperCase
            | F::LowerCase
            | F::Contains
            | F::StartsWith
            | F::EndsWith => {
                let typed: Vec<_> = typed
                    .into_iter()
                    .map(|argument| self.as_text(argument))
                    .collect();
                self.all(&typed, written, &Type::Text)?;
                let ty = match function {
                    F::StringLength => Type::PLAIN,
                    F::UpperCase | F::LowerCase => Type::Text,
                    _ => Type::Boolean,
                };
                Some((typed, ty))
            }
        }
    }

    /// `min`, `max` and `sum` of several values or of one list.
    fn aggregate(
        &mut self,
        function: Function,
        typed: Vec<Typed>,
        written: &[Expression],
    ) -> Option<(Vec<Typed>, Type)> {
        if let [only] = typed.as_slice() {
            return match &only.ty {
                Type::List(inner) if inner.is_number() || self.is_ordered(function, inner) => {
                    let ty = (**inner).clone();
                    Some((typed, ty))
                }
                Type::Number(_) => {
                    let ty = only.ty.clone();
                    Some((typed, ty))
                }
                _ => self.wrong(only, written.first()?, "a list of numbers"),
            };
        }
        let mut ty = typed.first()?.ty.clone();
        for (argument, expression) in typed.iter().zip(written) {
            if !argument.ty.is_number() && !self.is_ordered(function, &argument.ty) {
                return self.wrong(argument, expression, "a number");
            }
            match self.common(&ty, &argument.ty) {
                Some(common) => ty = common,
                None if ty.is_number() && argument.ty.is_number() => {
                    let help = self.currency_help();
                    let message = "an amount of money and a plain number do not go together here";
                    self.report(Code::CurrencyMissing, expression.span, message, Some(help));
                    return None;
                }
                None => {
                    let message = format!("expected {ty}, found {}", argument.ty);
                    self.report(Code::TypeMismatch, expression.span, message, None);
                    return None;
                }
            }
        }
        Some((typed, ty))
    }

    /// `min` and `max` also take dates.
    fn is_ordered(&self, function: Function, ty: &Type) -> bool {
        *ty == Type::Date && matches!(function, Function::Min | Function::Max)
    }

    fn all(&mut self, typed: &[Typed], written: &[Expression], wanted: &Type) -> Option<()> {
        let mut fits = true;
        for (argument, expression) in typed.iter().zip(written) {
            fits &= self.expect(argument, expression, wanted);
        }
        fits.then_some(())
    }

    fn wrong<T>(&mut self, typed: &Typed, written: &Expression, wanted: &str) -> Option<T> {
        let message = format!("expected {wanted}, found {}", typed.ty);
        self.report(Code::TypeMismatch, written.span, message, None);
        None
    }

    /// `lookup("table", x, y)`
    pub(super) fn lookup(&mut self, name: &Name, keys: &[Expression], span: Span) -> Typed {
        let typed: Vec<Typed> = keys.iter().map(|key| self.typed(key)).collect();
        let Some(table) = self.scope.table(&name.text).cloned() else {
            let help = self.scope.help_for_table(&name.text);
            let message = format!("unknown price list `{}`", name.text);
            self.report(Code::UnknownTable, name.span, message, help);
            return self.unknown(span);
        };
        if typed.iter().any(|key| key.ty.is_unknown()) {
            return self.unknown(span);
        }
        let axes = if table.col.is_some() { 2 } else { 1 };
        if keys.len() != axes {
            let message = format!(
                "price list `{}` has {axes} {}, found {} {}",
                name.text,
                if axes == 1 { "axis" } else { "axes" },
                keys.len(),
                if keys.len() == 1 { "value" } else { "values" },
            );
            self.report(Code::ArgumentCount, span, message, None);
            return self.unknown(span);
        }
        if table.internal {
            self.reads
                .internal
                .get_or_insert_with(|| (name.text.clone(), name.span));
        }
        match self.keys(&table, typed, keys) {
            Some(typed) => self.lookup_node(&table, &typed, span),
            None => self.unknown(span),
        }
    }

    /// The values looked up, each in the form its axis takes.
    fn keys(
        &mut self,
        table: &TableSymbol,
        typed: Vec<Typed>,
        written: &[Expression],
    ) -> Option<Vec<Typed>> {
        let axes = [Some(&table.row), table.col.as_ref()];
        let mut fits = true;
        let mut keys = Vec::new();
        for ((key, expression), axis) in typed
            .into_iter()
            .zip(written)
            .zip(axes.into_iter().flatten())
        {
            match axis {
                AxisSymbol::Numbers => {
                    fits &= self.expect(&key, expression, &Type::PLAIN);
                    keys.push(key);
                }
                AxisSymbol::Keys(known) => {
                    let key = self.as_text(key);
                    fits &= self.expect(&key, expression, &Type::Text);
                    fits &= self.known_key(known, expression);
                    keys.push(key);
                }
            }
        }
        fits.then_some(keys)
    }

    fn known_key(&mut self, known: &Options, written: &Expression) -> bool {
        let ExpressionKind::Text(text) = &written.kind else {
            return true;
        };
        if known.index(text).is_some() {
            return true;
        }
        let help = self.help_among(text, known.ids());
        let message = format!("the price list has no `{text}`");
        self.report(Code::UnknownOption, written.span, message, help);
        false
    }

    fn lookup_node(&mut self, table: &TableSymbol, keys: &[Typed], span: Span) -> Typed {
        let Some(row) = keys.first() else {
            return self.unknown(span);
        };
        let col = keys.get(1).map(|key| key.node);
        let ty = match table.values {
            ValueKind::Amount => Type::MONEY,
            ValueKind::Percent | ValueKind::Number => Type::Number(Dimension::Plain),
        };
        let depth = deeper(&keys.iter().collect::<Vec<_>>());
        self.push(Node::Lookup(table.index, row.node, col), span, ty, depth)
    }
}
