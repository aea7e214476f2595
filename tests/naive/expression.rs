//! The value of an expression, by walking its syntax tree.

use super::catalog_reading::{options, price_list};
use super::frame::{Frame, State, Stop, Value};
use super::number::{Q, exact, whole};
use super::{function, table};
use num_traits::{One, Zero};
use pricewright::model::catalog::AttributeValue;
use pricewright::parse::syntax::{
    BinaryOperator, Effect, Expression, ExpressionKind, InTest, Path, Statement,
};
use std::cmp::Ordering;

type Outcome<T> = Result<T, Stop>;

impl Frame<'_> {
    /// The value of an expression.
    pub fn evaluate(&self, expression: &Expression) -> Outcome<Value> {
        use ExpressionKind as Kind;
        Ok(match &expression.kind {
            Kind::Number(number) => Value::Number(exact(*number)),
            Kind::Text(text) => Value::Text(text.clone()),
            Kind::Boolean(value) => Value::Boolean(*value),
            Kind::Date(date) => Value::Date(*date),
            Kind::Money(amounts) => {
                let amount = amounts
                    .iter()
                    .find(|(code, _)| *code == self.world.currency);
                let (_, amount) = amount.ok_or_else(|| Stop::Problem("no amount".to_owned()))?;
                Value::Number(exact(*amount))
            }
            Kind::Path(path) => self.path(path)?,
            Kind::Negate(inner) => Value::Number(-self.number(inner)?),
            Kind::Not(inner) => Value::Boolean(!self.truth(inner)?),
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right)?,
            Kind::Power(base, exponent) => Value::Number(power(self.number(base)?, *exponent)?),
            Kind::In(value, tests) => self.is_in(value, tests)?,
            Kind::Between(value, low, high) => {
                let (value, low) = (self.evaluate(value)?, self.evaluate(low)?);
                let high = self.evaluate(high)?;
                Value::Boolean(order(&low, &value).is_le() && order(&value, &high).is_le())
            }
            Kind::If(condition, yes, no) => {
                self.evaluate(if self.truth(condition)? { yes } else { no })?
            }
            Kind::IsSet(path) => Value::Boolean(self.is_set(&joined(path))?),
            Kind::Call(function, _, arguments) => {
                let values = arguments.iter().map(|argument| self.evaluate(argument));
                function::call(*function, &values.collect::<Outcome<Vec<_>>>()?)?
            }
            Kind::Lookup(name, keys) => {
                let list = price_list(self.component.unwrap(), &name.text);
                if list
                    .currency
                    .is_some_and(|currency| currency != self.world.currency)
                {
                    return Err(Stop::Problem("no prices in this currency".to_owned()));
                }
                let keys = keys
                    .iter()
                    .map(|key| self.evaluate(key))
                    .collect::<Outcome<Vec<_>>>()?;
                Value::Number(table::look_up(list, &keys)?)
            }
            Kind::Price(path) => {
                let price = self.amounts.features.get(&joined(path)).cloned();
                Value::Number(price.unwrap_or_else(Q::zero))
            }
            Kind::List(members) => {
                let values = members.iter().map(|member| self.evaluate(member));
                Value::List(values.collect::<Outcome<_>>()?)
            }
        })
    }

    /// A number.
    pub fn number(&self, expression: &Expression) -> Outcome<Q> {
        self.evaluate(expression).map(|value| value.number())
    }

    /// `true` or `false`.
    pub fn truth(&self, expression: &Expression) -> Outcome<bool> {
        self.evaluate(expression).map(|value| value.boolean())
    }

    /// Whether a condition holds; none always does.
    pub fn holds(&self, condition: Option<&Expression>) -> Outcome<bool> {
        condition.map_or(Ok(true), |condition| self.truth(condition))
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
    ) -> Outcome<Value> {
        use BinaryOperator as Op;
        if matches!(operator, Op::And | Op::Or) {
            return self
                .logic(operator == Op::Or, left, right)
                .map(Value::Boolean);
        }
        let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
        Ok(match operator {
            Op::Add => Value::Number(left.number() + right.number()),
            Op::Subtract => Value::Number(left.number() - right.number()),
            Op::Multiply => Value::Number(left.number() * right.number()),
            Op::Divide if right.number().is_zero() => {
                return Err(Stop::Problem("division by zero".to_owned()));
            }
            Op::Divide => Value::Number(left.number() / right.number()),
            comparison => Value::Boolean(compare(comparison, &left, &right)),
        })
    }

    /// `and`, `or`: what one side decides is decided, even if the other waits.
    fn logic(&self, decisive: bool, left: &Expression, right: &Expression) -> Outcome<bool> {
        match self.truth(left) {
            Ok(value) if value == decisive => Ok(decisive),
            Ok(_) => self.truth(right),
            Err(Stop::Waits(name)) => match self.truth(right) {
                Ok(value) if value == decisive => Ok(decisive),
                Ok(_) => Err(Stop::Waits(name)),
                Err(stop) => Err(stop),
            },
            Err(stop) => Err(stop),
        }
    }

    fn is_in(&self, value: &Expression, tests: &[InTest]) -> Outcome<Value> {
        let value = self.evaluate(value)?;
        for test in tests {
            let hit = match test {
                InTest::Value(other) => match self.evaluate(other)? {
                    list @ (Value::List(_) | Value::Options(_)) => list.members().contains(&value),
                    other => other == value,
                },
                InTest::Comparison(operator, other, _) => {
                    compare(*operator, &value, &self.evaluate(other)?)
                }
                InTest::Range {
                    low,
                    low_included,
                    high,
                    high_included,
                    ..
                } => {
                    let low = order(&self.evaluate(low)?, &value);
                    let high = order(&value, &self.evaluate(high)?);
                    (low.is_lt() || (*low_included && low.is_eq()))
                        && (high.is_lt() || (*high_included && high.is_eq()))
                }
            };
            if hit {
                return Ok(Value::Boolean(true));
            }
        }
        Ok(Value::Boolean(false))
    }

    fn path(&self, path: &Path) -> Outcome<Value> {
        let name = joined(path);
        if !path.quoted
            && path.parts.len() == 1
            && let Some(value) = self.built_in(&name)
        {
            return value;
        }
        self.named(&name)
    }

    /// The value of a feature, input, `let`, `set` or attribute.
    pub fn named(&self, name: &str) -> Outcome<Value> {
        if let Some(state) = self.states.get(name) {
            return match state {
                State::Known(value) => Ok(value.clone()),
                _ => Err(Stop::Waits(name.to_owned())),
            };
        }
        if let Some(statement) = self.computed(name) {
            return match &statement.effect {
                Effect::Set(_) if !self.holds(statement.when.as_ref())? => {
                    Err(Stop::Waits(name.to_owned()))
                }
                Effect::Let(value) | Effect::Set(value) => self.evaluate(value),
                _ => unreachable!(),
            };
        }
        let (feature, attribute) = name.rsplit_once('.').unwrap_or_else(|| panic!("{name}"));
        self.attribute(feature, attribute)
    }

    fn attribute(&self, feature: &str, attribute: &str) -> Outcome<Value> {
        match self.named(feature)? {
            Value::Text(option) => Ok(self.option_attribute(feature, &option, attribute)),
            Value::Options(chosen) if attribute == "quantity" => Ok(Value::List(
                chosen
                    .into_iter()
                    .map(|(_, quantity)| Value::Number(quantity))
                    .collect(),
            )),
            Value::Options(chosen) => Ok(Value::List(
                chosen
                    .iter()
                    .map(|(option, _)| self.option_attribute(feature, option, attribute))
                    .collect(),
            )),
            other => panic!("{feature}.{attribute} of {other:?}"),
        }
    }

    fn option_attribute(&self, feature: &str, option: &str, attribute: &str) -> Value {
        let feature = self.feature(feature).unwrap();
        let option = options(feature)
            .iter()
            .find(|candidate| candidate.id == option)
            .unwrap();
        let default = feature
            .attributes
            .get(attribute)
            .and_then(|declared| declared.default.as_ref());
        match option.attributes.get(attribute).or(default) {
            Some(AttributeValue::Number(number)) => Value::Number(exact(*number)),
            Some(AttributeValue::Text(text)) => Value::Text(text.clone()),
            Some(AttributeValue::Boolean(value)) => Value::Boolean(*value),
            None => panic!("an option without the attribute `{attribute}`"),
        }
    }

    fn built_in(&self, name: &str) -> Option<Outcome<Value>> {
        let amounts = &self.amounts;
        let amount = match name {
            "quantity" => return Some(Ok(Value::Number(self.quantity.clone()))),
            "currency" => return Some(Ok(Value::Text(self.world.currency.to_string()))),
            "as_of" => return Some(Ok(Value::Date(self.world.order.as_of.unwrap()))),
            "base" => &amounts.base,
            "options" => &amounts.options,
            "list" => &amounts.list,
            "subtotal" => &amounts.subtotal,
            "extended" => &amounts.extended,
            "items" if self.component.is_none() => &amounts.items,
            _ => return None,
        };
        Some(amount.clone().map(Value::Number).ok_or(Stop::Unknown))
    }

    fn is_set(&self, name: &str) -> Outcome<bool> {
        match self.states.get(name) {
            Some(State::Undecided) => Err(Stop::Waits(name.to_owned())),
            Some(State::Known(Value::Options(chosen))) => Ok(!chosen.is_empty()),
            Some(state) => Ok(matches!(state, State::Known(_))),
            None => {
                let statement = self.computed(name).unwrap_or_else(|| panic!("{name}"));
                match self.holds(statement.when.as_ref())? {
                    true => self.named(name).map(|_| true),
                    false => Ok(false),
                }
            }
        }
    }

    fn computed(&self, name: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| {
            statement.id.text == name && matches!(statement.effect, Effect::Let(_) | Effect::Set(_))
        })
    }
}

/// A dotted name as one text.
pub fn joined(path: &Path) -> String {
    let parts: Vec<_> = path.parts.iter().map(|part| part.text.as_str()).collect();
    parts.join(".")
}

fn compare(operator: BinaryOperator, left: &Value, right: &Value) -> bool {
    match operator {
        BinaryOperator::Equal => left == right,
        BinaryOperator::NotEqual => left != right,
        BinaryOperator::Less => order(left, right).is_lt(),
        BinaryOperator::LessOrEqual => order(left, right).is_le(),
        BinaryOperator::Greater => order(left, right).is_gt(),
        BinaryOperator::GreaterOrEqual => order(left, right).is_ge(),
        other => panic!("{other:?} compares nothing"),
    }
}

fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        other => panic!("no order between {other:?}"),
    }
}

fn power(base: Q, exponent: i32) -> Outcome<Q> {
    if base.is_zero() && exponent < 0 {
        return Err(Stop::Problem("division by zero".to_owned()));
    }
    let product = (0..exponent.unsigned_abs()).fold(whole(1), |product, _| product * &base);
    Ok(if exponent < 0 {
        Q::one() / product
    } else {
        product
    })
}
