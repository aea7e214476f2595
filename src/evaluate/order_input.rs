//! What holds for the whole order: currency, day, inputs, language, tax rates, rounding.
//!
//! Takes plan and order, gives a [`Setting`] or every fault of the order at once. Faults of a
//! single item are not among them: those are in the quote.

use std::sync::Arc;

use super::limits;
use super::nearest::nearest;
use super::value::{SlotState, Value};
use super::written::Writing;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, did_you_mean};
use crate::model::date::Date;
use crate::model::order::{Order, Value as Given};
use crate::model::quote::QuoteRounding;
use crate::money::{Currency, Decimal, Rounding};
use crate::plan::{
    ComponentIndex, Constant, CurrencyIndex, InputPlan, OptionIndex, PlanData, SlotPlan, TextId,
    Validity, ValueKind,
};

/// What holds for the whole order.
pub(crate) struct Setting<'a> {
    /// The plan.
    pub plan: &'a PlanData,
    /// The order.
    pub order: &'a Order,
    /// The order's currency.
    pub currency_index: CurrencyIndex,
    /// The order's currency.
    pub currency: Currency,
    /// The slots of the inputs.
    pub inputs: Vec<SlotState>,
    /// Required inputs that are not given.
    pub missing_inputs: Vec<TextId>,
    /// How lines are rounded.
    pub rounding: QuoteRounding,
}

/// Reads what holds for the whole order.
pub(crate) fn read<'a>(plan: &'a PlanData, order: &'a Order) -> Result<Setting<'a>, Diagnostics> {
    let mut faults = Diagnostics::new();
    check_items(order, &mut faults);
    check_tax(order, &mut faults);
    if plan.needs_as_of && order.as_of.is_none() {
        let message = "the order does not say `as_of`, but parts of the catalog have a validity";
        faults.push(fault(Code::AsOfMissing, "$.as_of", message));
    }
    check_names(plan, order, &mut faults);
    let (inputs, missing_inputs) = read_inputs(plan, order, &mut faults);
    let chosen = read_currency(plan, order, &mut faults);
    let Some((currency_index, currency)) = chosen.filter(|_| !faults.has_errors()) else {
        return Err(faults);
    };
    Ok(Setting {
        plan,
        order,
        currency_index,
        currency,
        inputs,
        missing_inputs,
        rounding: rounding(plan, currency_index, currency),
    })
}

impl<'a> Setting<'a> {
    /// Whether the order's day lies within a validity.
    pub fn is_valid(&self, validity: Validity) -> bool {
        self.order.as_of.is_none_or(|day| {
            validity.from.is_none_or(|from| from <= day)
                && validity.until.is_none_or(|until| day < until)
        })
    }

    /// A label in the order's language.
    pub fn label(&self, label: crate::plan::LabelId) -> &'a str {
        self.plan.label(label, self.order.language.as_deref())
    }

    /// What turns records into lines: those of an item's component, or those of the order.
    pub(super) fn writing(&self, component: Option<ComponentIndex>) -> Writing<'a> {
        Writing {
            plan: self.plan,
            order: self.order,
            component,
        }
    }

    /// The slots that every frame begins with.
    pub fn first_slots(&self, quantity: Decimal) -> Vec<SlotState> {
        let code = Arc::from(self.currency.code.as_str());
        let day = self.order.as_of;
        let mut slots = vec![
            SlotState::Known(Value::Number(quantity)),
            SlotState::Known(Value::Text(code)),
            day.map_or(SlotState::Unset, |day| SlotState::Known(Value::Date(day))),
        ];
        slots.extend(self.inputs.iter().cloned());
        slots
    }
}

/// The slots of a frame: the first ones, then unset ones, then computed values.
pub(crate) fn slots<'a>(
    setting: &Setting<'a>,
    plans: &[SlotPlan],
    computed: &[crate::plan::ComputedPlan],
    quantity: Decimal,
) -> Vec<SlotState> {
    let mut slots = setting.first_slots(quantity);
    slots.resize(plans.len().max(slots.len()), SlotState::Unset);
    forget_computed(&mut slots, computed);
    slots
}

/// Makes every computed value be worked out anew when it is read next.
pub(super) fn forget_computed(slots: &mut [SlotState], computed: &[crate::plan::ComputedPlan]) {
    for (number, plan) in computed.iter().enumerate() {
        if let Some(slot) = slots.get_mut(plan.slot.index()) {
            *slot = SlotState::Lazy(number);
        }
    }
}

/// A value that the catalog writes down.
pub(crate) fn constant(plan: &PlanData, constant: &Constant) -> Value {
    match constant {
        Constant::Number(number) => Value::Number(*number),
        Constant::Text(text) => Value::Text(plan.shared_text(*text)),
        Constant::Boolean(boolean) => Value::Boolean(*boolean),
        Constant::Option(option) => Value::Option(*option),
        Constant::Options(options) => Value::Options(
            options
                .iter()
                .map(|option| (*option, Decimal::ONE))
                .collect(),
        ),
    }
}

fn fault(code: Code, path: impl Into<String>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Place::in_document(None, path), message)
}

fn check_items(order: &Order, faults: &mut Diagnostics) {
    let count = order.items.len();
    if count == 0 {
        faults.push(fault(
            Code::InvalidValue,
            "$.items",
            "the order has no items",
        ));
    }
    if count > limits::ITEMS {
        let message = format!("the order has {count} items, more than {}", limits::ITEMS);
        faults.push(fault(Code::TooLarge, "$.items", message));
    }
}

fn check_tax(order: &Order, faults: &mut Diagnostics) {
    let items = order.items.iter().enumerate();
    let of_items = items.map(|(index, item)| (format!("$.items[{index}].tax_rate"), item.tax_rate));
    let of_order = std::iter::once(("$.tax.rate".to_owned(), order.tax_rate));
    for (path, rate) in of_order.chain(of_items) {
        let Some(rate) = rate else { continue };
        if rate.is_negative() || rate > Decimal::HUNDRED {
            let message = format!("expected a tax rate from 0 to 100 percent, found `{rate}`");
            faults.push(fault(Code::InvalidTax, path, message));
        }
    }
}

fn read_currency(
    plan: &PlanData,
    order: &Order,
    faults: &mut Diagnostics,
) -> Option<(CurrencyIndex, Currency)> {
    let known = (0..)
        .map(CurrencyIndex)
        .zip(plan.currencies.iter().copied());
    let found = match (order.currency, plan.currencies.as_slice()) {
        (None, [only]) => Some((CurrencyIndex(0), *only)),
        (None, _) => None,
        (Some(code), _) => known.clone().find(|(_, currency)| currency.code == code),
    };
    if found.is_none() {
        let message = match order.currency {
            Some(code) => format!("the catalog has no prices in `{code}`"),
            None => "the order does not say its currency, but the catalog has several".to_owned(),
        };
        let codes: Vec<_> = known
            .map(|(_, currency)| format!("`{}`", currency.code))
            .collect();
        let help = format!("the catalog's currencies are {}", codes.join(", "));
        faults.push(fault(Code::CurrencyNotInCatalog, "$.currency", message).with_help(help));
    }
    found
}

/// How lines are rounded in a currency.
pub(super) fn rounding(plan: &PlanData, index: CurrencyIndex, currency: Currency) -> QuoteRounding {
    let of = |increments: &[Decimal]| {
        let increment = increments.get(index.index()).copied();
        increment
            .filter(|increment| increment.is_positive())
            .unwrap_or(currency.minor_unit())
    };
    QuoteRounding {
        mode: plan.rounding.mode.unwrap_or(Rounding::HalfUp),
        per_item: plan.rounding.per_item,
        unit_increment: of(&plan.rounding.unit_increments),
        increment: of(&plan.rounding.increments),
    }
}

fn check_names(plan: &PlanData, order: &Order, faults: &mut Diagnostics) {
    let known = || plan.inputs.iter().map(|input| plan.text(input.id));
    for (id, _) in &order.inputs {
        if !known().any(|name| name == id) {
            let help = nearest(id, known()).map(|name| format!("did you mean `{name}`?"));
            let message = format!("the catalog declares no input `{id}`");
            let found = fault(Code::UnknownInput, format!("$.{id}"), message);
            faults.push(found.with_optional_help(help));
        }
    }
}

fn read_inputs<'a>(
    plan: &'a PlanData,
    order: &'a Order,
    faults: &mut Diagnostics,
) -> (Vec<SlotState>, Vec<TextId>) {
    let mut missing = Vec::new();
    let mut slots = Vec::with_capacity(plan.inputs.len());
    for input in &plan.inputs {
        let id = plan.text(input.id);
        let given = order.inputs.iter().find(|(name, _)| name == id);
        let state = match (given, &input.default) {
            (Some((_, given)), _) => {
                let value = read_input(plan, &input.kind, given);
                if value.is_none() {
                    let message = unfit(plan, input, given);
                    let help = option_help(plan, &input.kind, given);
                    let found = fault(Code::InvalidInput, format!("$.{id}"), message);
                    faults.push(found.with_optional_help(help));
                }
                value.map_or(SlotState::Missing, SlotState::Known)
            }
            (None, Some(default)) => SlotState::Known(constant(plan, default)),
            (None, None) if input.required => {
                missing.push(input.id);
                SlotState::Missing
            }
            (None, None) => SlotState::Unset,
        };
        slots.push(state);
    }
    (slots, missing)
}

fn read_input<'a>(plan: &'a PlanData, kind: &ValueKind, given: &'a Given) -> Option<Value> {
    match (kind, given) {
        (ValueKind::Number, Given::Number(number)) => Some(Value::Number(*number)),
        (ValueKind::Number, Given::Text(text)) => Decimal::parse(text).ok().map(Value::Number),
        (ValueKind::Text, Given::Text(text)) => Some(Value::Text(text.as_str().into())),
        (ValueKind::Boolean, Given::Boolean(boolean)) => Some(Value::Boolean(*boolean)),
        (ValueKind::Date, Given::Text(text)) => Date::parse(text).map(Value::Date),
        (ValueKind::Option(ids), Given::Text(text)) => {
            option_of(plan, ids, text).map(Value::Option)
        }
        (ValueKind::Options(ids), Given::Choices(choices)) => {
            let option = |id: &str| option_of(plan, ids, id);
            let chosen = choices
                .iter()
                .map(|c| Some((option(&c.option)?, c.quantity)));
            chosen.collect::<Option<_>>().map(Value::Options)
        }
        _ => None,
    }
}

fn option_of(plan: &PlanData, ids: &[TextId], wanted: &str) -> Option<OptionIndex> {
    (0..)
        .map(OptionIndex)
        .zip(ids)
        .find(|(_, id)| plan.text(**id) == wanted)
        .map(|(index, _)| index)
}

/// The option that was probably meant.
fn option_help(plan: &PlanData, kind: &ValueKind, given: &Given) -> Option<String> {
    match (kind, given) {
        (ValueKind::Option(ids), Given::Text(text)) => {
            did_you_mean(text, ids.iter().map(|id| plan.text(*id)))
        }
        _ => None,
    }
}

fn unfit(plan: &PlanData, input: &InputPlan, given: &Given) -> String {
    let expected = match &input.kind {
        ValueKind::Number => "a number".to_owned(),
        ValueKind::Text => "a text".to_owned(),
        ValueKind::Boolean => "`true` or `false`".to_owned(),
        ValueKind::Date => "a day such as `2026-10-01`".to_owned(),
        ValueKind::List => "several values".to_owned(),
        ValueKind::Option(ids) | ValueKind::Options(ids) => {
            let ids: Vec<_> = ids
                .iter()
                .map(|id| format!("`{}`", plan.text(*id)))
                .collect();
            format!("one of {}", ids.join(", "))
        }
    };
    format!(
        "input `{}`: expected {expected}, found {}",
        plan.text(input.id),
        shown(given)
    )
}

/// A given value for messages.
pub(super) fn shown(given: &Given) -> String {
    match given {
        Given::Number(number) => format!("the number `{number}`"),
        Given::Text(text) => format!("the text `{}`", one_line(text)),
        Given::Boolean(boolean) => format!("`{boolean}`"),
        Given::Choices(choices) => {
            let ids: Vec<_> = choices
                .iter()
                .map(|choice| one_line(&choice.option))
                .collect();
            format!("the list `{}`", ids.join(", "))
        }
    }
}

/// A buyer's text in a message: one line, and not longer than a message is read.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 60;
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut line: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
