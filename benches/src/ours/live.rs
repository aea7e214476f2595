//! Sessions that are kept: an order is set on one, total and lines are read as numbers, and the
//! texts of lines are asked for once.

use anyhow::{Context, Result, ensure};
use pricewright::evaluate::{Field, SessionLine};
use pricewright::model::date::Date;
use pricewright::model::order::{Order, Value};
use pricewright::money::Decimal;
use pricewright::{Plan, Session};

use super::told;
use crate::check::{LineHash, Outcome};

/// An order whose names have been resolved: a value, or none, for everything that can be set.
#[derive(Clone, Debug)]
pub struct TypedOrder {
    day: Option<Date>,
    values: Vec<(Field, TypedValue)>,
}

/// A value of it.
#[derive(Clone, Debug)]
pub enum TypedValue {
    /// A number.
    Number(Decimal),
    /// The number of a select's option.
    Option(u32),
    /// A value of another kind.
    Other(Value),
    /// None.
    Nothing,
}

/// One configuration that changes, or one after the other in the same session.
#[derive(Debug)]
pub struct Live {
    session: Session,
    /// Everything that can be set.
    fields: Vec<(String, Field)>,
    /// Those of the last price.
    lines: Vec<SessionLine>,
    /// By the number of a line's name, as long as they are numbered so.
    names: Vec<Option<LineName>>,
    numbering: u32,
}

#[derive(Debug)]
struct LineName {
    id: String,
    /// A line in JSON up to the amount.
    json: String,
}

impl Live {
    /// A session that begins with an order of one item.
    ///
    /// # Errors
    /// An order without an item.
    pub(super) fn new(plan: &Plan, names: &[String], order: &Order) -> Result<Self> {
        let item = order.items.first().context("an order of one item")?;
        let session = Session::new(plan, order.clone(), item.clone());
        let fields = names.iter();
        let fields = fields.filter_map(|name| Some((name.clone(), session.field(name)?)));
        Ok(Self {
            fields: fields.collect(),
            session,
            lines: Vec::new(),
            names: Vec::new(),
            numbering: 0,
        })
    }

    /// Resolves the names of an order.
    ///
    /// # Errors
    /// A name that the catalog does not have.
    pub fn typed(&self, order: &Order) -> Result<TypedOrder> {
        let item = order.items.first().context("an order of one item")?;
        let given = || order.inputs.iter().chain(&item.values);
        for (name, _) in given() {
            ensure!(self.field(name).is_some(), "`{name}` is not known");
        }
        let values = self.fields.iter().map(|(name, field)| {
            let value = match given().find(|(other, _)| other == name) {
                Some((_, value)) => self.typed_value(*field, value),
                None if name == "quantity" => TypedValue::Number(item.quantity),
                None => TypedValue::Nothing,
            };
            (*field, value)
        });
        Ok(TypedOrder {
            day: order.as_of,
            values: values.collect(),
        })
    }

    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field> {
        let mut fields = self.fields.iter();
        fields
            .find(|(other, _)| other == name)
            .map(|(_, field)| *field)
    }

    /// A value in numbers where it is one.
    #[must_use]
    pub fn typed_value(&self, field: Field, value: &Value) -> TypedValue {
        match value {
            Value::Number(number) => TypedValue::Number(*number),
            Value::Text(id) => match self.session.option(field, id) {
                Some(option) => TypedValue::Option(option),
                None => TypedValue::Other(value.clone()),
            },
            other => TypedValue::Other(other.clone()),
        }
    }

    /// Prices an order whose names have been resolved, with all lines.
    ///
    /// # Errors
    /// A value that does not fit.
    pub fn price(&mut self, order: &TypedOrder) -> Result<Option<Decimal>> {
        self.session.set_day(order.day);
        for (field, value) in &order.values {
            self.set(*field, value)?;
        }
        self.answer()
    }

    /// Prices an order by names, with all lines.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn price_named(&mut self, order: &Order) -> Result<Option<Decimal>> {
        let mut order = order.clone();
        let item = order.items.pop().context("an order of one item")?;
        self.session.replace(order, item);
        self.answer()
    }

    /// JSON text to JSON text: the total, and code and amount of each line.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn price_json(&mut self, order: &str) -> Result<String> {
        let replaced = self.session.replace_json(order);
        replaced.map_err(|faults| told(&faults))?;
        let total = self.answer()?.context("a price")?;
        let mut text = String::with_capacity(64 * (self.lines.len() + 1));
        text.push_str("{\"total\":\"");
        total.write_fixed(2, &mut text);
        text.push_str("\",\"lines\":[");
        for at in 0..self.lines.len() {
            let line = self.lines[at];
            let amount = line.unit_amount.unwrap_or(line.amount);
            if at > 0 {
                text.push(',');
            }
            text.push_str(&self.name(line.name)?.json);
            amount.write_fixed(2, &mut text);
            text.push_str("\"}");
        }
        text.push_str("]}");
        Ok(text)
    }

    /// Changes a value.
    ///
    /// # Errors
    /// A value that does not fit.
    pub fn set(&mut self, field: Field, value: &TypedValue) -> Result<()> {
        let session = &mut self.session;
        let set = match value {
            TypedValue::Number(number) => session.set_number(field, *number),
            TypedValue::Option(option) => session.set_option(field, *option),
            TypedValue::Other(value) => session.set_value(field, value),
            TypedValue::Nothing => {
                session.unset_value(field);
                Ok(())
            }
        };
        set.map_err(|faults| told(&faults))
    }

    /// The total.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn total(&mut self) -> Result<Option<Decimal>> {
        self.session.total().map_err(|faults| told(&faults))
    }

    /// The total, with the lines in [`Self::lines`].
    ///
    /// # Errors
    /// The faults of the order.
    pub fn answer(&mut self) -> Result<Option<Decimal>> {
        let total = self.total()?;
        let read = self.session.read_lines(&mut self.lines);
        read.map_err(|faults| told(&faults))?;
        Ok(total)
    }

    /// The lines of the last price.
    #[must_use]
    pub fn lines(&self) -> &[SessionLine] {
        &self.lines
    }

    /// The last price in the terms of the reference workload, with the ids of lines: the amount for
    /// a piece where there is one.
    ///
    /// # Errors
    /// A line without a name.
    pub fn outcome(&mut self) -> Result<Outcome> {
        self.hashed(|line| line.unit_amount.unwrap_or(line.amount))
    }

    /// The last price with all lines for all pieces.
    ///
    /// # Errors
    /// A line without a name.
    pub fn whole_outcome(&mut self) -> Result<Outcome> {
        self.hashed(|line| line.amount)
    }

    /// How many prices came from scaled integers since the session began.
    #[must_use]
    pub fn scaled(&self) -> u64 {
        self.session.work().scaled
    }

    fn hashed(&mut self, amount: impl Fn(&SessionLine) -> Decimal) -> Result<Outcome> {
        let mut hash = LineHash::default();
        for at in 0..self.lines.len() {
            let line = self.lines[at];
            hash.line(&self.name(line.name)?.id, amount(&line).to_fixed(2));
        }
        let total = self.total()?.map(|total| total.to_fixed(2));
        Ok(hash.outcome(total.unwrap_or_default()))
    }

    /// The texts of a name, asked for once.
    fn name(&mut self, number: usize) -> Result<&LineName> {
        if self.session.line_numbering() != self.numbering {
            self.names.clear();
            self.numbering = self.session.line_numbering();
        }
        if self.names.len() <= number {
            self.names.resize_with(number + 1, || None);
        }
        let place = &mut self.names[number];
        if place.is_none() {
            let texts = self.session.line_texts(number).context("a name")?;
            let json = format!(
                "{{\"code\":{},\"amount\":\"",
                serde_json::to_string(&texts.id)?
            );
            *place = Some(LineName { id: texts.id, json });
        }
        place.as_ref().context("a name")
    }
}

/// Which share of the lines of orders comes from scaled integers, in percent.
///
/// # Errors
/// An order that has no price.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a share is reported, not a price"
)]
pub fn scaled_share(live: &mut Live, orders: &[TypedOrder]) -> Result<f64> {
    let (mut scaled, mut all) = (0, 0);
    for order in orders {
        let before = live.scaled();
        live.price(order)?.context("a price")?;
        let lines = live.lines().len();
        all += lines;
        if live.scaled() > before {
            scaled += lines;
        }
    }
    Ok(100.0 * scaled as f64 / all as f64)
}
