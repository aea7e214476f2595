//! Words to an order.
//!
//! Takes a plan, words and a text region, gives the order in them. What the plan has is named by
//! position, anything else by its text, so that pricing says of an unknown name what it says of
//! one in a document. Promises that no words make it panic, loop or take more memory than a small
//! multiple of their length.

use super::words::Words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Item, ManualAdjustment, ManualAmount, Order, Value};
use crate::money::{CurrencyCode, Decimal};
use crate::plan::{ComponentPlan, FeaturePlan, InputPlan, PlanData, TextId, ValueKind};

/// The form's version, the first word.
const VERSION: u32 = 1;
/// In place of a position: a text follows.
const BY_TEXT: u32 = u32::MAX;

/// The order in words and their texts, as `docs/javascript.md` lays them out.
///
/// # Errors
/// A currency or a day that is none, or words of another form.
///
/// # Example
/// ```
/// use pricewright::exchange::order_from_words;
/// use pricewright::plan::PlanData;
///
/// // version, no settings, 1 item: no extras, component `mug`, quantity 2, no values; then
/// // neither inputs nor adjustments
/// let words = [1, 0, 1, 0, u32::MAX, 3, 2, 0, 0, 0, 0, 0, 0];
/// let order = order_from_words(&PlanData::default(), &words, b"mug")?;
/// assert_eq!(order.items[0].component, "mug");
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
pub fn order_from_words(
    plan: &PlanData,
    words: &[u32],
    texts: &[u8],
) -> Result<Order, Diagnostics> {
    let mut from = Words::new(words, texts);
    let mut faults = Diagnostics::new();
    let order = read(plan, &mut from, &mut faults);
    if from.are_done() {
        faults.into_result(order)
    } else {
        Err(malformed("an order"))
    }
}

/// Words that are not what they should be.
pub(super) fn malformed(expected: &str) -> Diagnostics {
    let message = format!("the words are not {expected} as this engine reads it");
    fault(Code::InvalidValue, "", message).into()
}

fn read(plan: &PlanData, from: &mut Words<'_>, faults: &mut Diagnostics) -> Order {
    if from.word() != VERSION {
        from.fail();
    }
    let flags = from.word();
    let currency = from.optional(flags, 1, Words::text);
    let as_of = from.optional(flags, 2, Words::text);
    let tax_rate = from.optional(flags, 4, Words::number);
    let language = from.optional(flags, 8, Words::text);
    Order {
        currency: currency.and_then(|text| currency_code(text, faults)),
        as_of: as_of.and_then(|text| day(text, faults)),
        tax_rate,
        language: language.map(str::to_owned),
        items: from.list(|from| item(plan, from)),
        inputs: from.list(|from| input_value(plan, from)),
        adjustments: from.list(adjustment),
    }
}

fn item(plan: &PlanData, from: &mut Words<'_>) -> Item {
    let flags = from.word();
    let id = from.optional(flags, 1, Words::text);
    let components = &plan.components;
    let (component, at) = named(from, &|at| Some(plan.text(components.get(at)?.id)));
    let plan_of = at.and_then(|at| components.get(at));
    Item {
        id: id.map(str::to_owned),
        component: component.to_owned(),
        quantity: from.number(),
        tax_rate: from.optional(flags, 2, Words::number),
        values: from.list(|from| feature_value(plan, plan_of, from)),
    }
}

/// A feature's name, and where it stands in the component.
pub(super) fn feature<'a, 'w: 'a>(
    plan: &'a PlanData,
    component: Option<&'a ComponentPlan>,
    from: &mut Words<'w>,
) -> (&'a str, Option<&'a FeaturePlan>) {
    let feature = |at: usize| component?.features.get(at);
    let (id, at) = named(from, &|at| Some(plan.text(feature(at)?.id)));
    (id, at.and_then(feature))
}

/// A feature's name and its value.
pub(super) fn feature_value(
    plan: &PlanData,
    component: Option<&ComponentPlan>,
    from: &mut Words<'_>,
) -> (String, Value) {
    let (id, feature) = feature(plan, component, from);
    let option = |at: usize| Some(plan.text(feature?.options.get(at)?.id));
    (id.to_owned(), value(from, &option))
}

/// An input's name.
pub(super) fn input<'a, 'w: 'a>(
    plan: &'a PlanData,
    from: &mut Words<'w>,
) -> (&'a str, Option<&'a InputPlan>) {
    let (id, at) = named(from, &|at| Some(plan.text(plan.inputs.get(at)?.id)));
    (id, at.and_then(|at| plan.inputs.get(at)))
}

/// An input's name and its value.
pub(super) fn input_value(plan: &PlanData, from: &mut Words<'_>) -> (String, Value) {
    let (id, input) = input(plan, from);
    let options: &[TextId] = match input.map(|input| &input.kind) {
        Some(ValueKind::Option(ids) | ValueKind::Options(ids)) => ids,
        _ => &[],
    };
    let option = |at: usize| options.get(at).map(|id| plan.text(*id));
    (id.to_owned(), value(from, &option))
}

/// The names of parts of the plan by their positions. Not a type of its own for each kind of part:
/// what reads them would be there as often.
type Names<'n, 'a> = &'n dyn Fn(usize) -> Option<&'a str>;

/// A value; options have names.
pub(super) fn value<'a, 'w: 'a>(from: &mut Words<'w>, options: Names<'_, 'a>) -> Value {
    match from.word() {
        0 => Value::Number(from.number()),
        1 => Value::Text(from.text().to_owned()),
        2 => {
            let at = from.word();
            Value::Text(at_position(from, at, options).to_owned())
        }
        3 => Value::Boolean(false),
        4 => Value::Boolean(true),
        5 => Value::Choices(from.list(|from| ChosenOption {
            option: text_or_position(from, options).0.to_owned(),
            quantity: from.number(),
        })),
        _ => {
            from.fail();
            Value::Boolean(false)
        }
    }
}

fn adjustment(from: &mut Words<'_>) -> ManualAdjustment {
    let flags = from.word();
    let id = from.text().to_owned();
    let label = from.optional(flags, 1, Words::text);
    ManualAdjustment {
        id,
        label: label.map(str::to_owned),
        amount: manual_amount(flags, from.number()),
    }
}

const fn manual_amount(flags: u32, number: Decimal) -> ManualAmount {
    if flags & 2 == 0 {
        return ManualAmount::Amount(number);
    }
    ManualAmount::Percent {
        rate: number,
        of_subtotal: flags & 4 != 0,
    }
}

/// Something by its position in the plan or by its text, and where it stands in the plan.
fn named<'a, 'w: 'a>(from: &mut Words<'w>, names: Names<'_, 'a>) -> (&'a str, Option<usize>) {
    let (id, at) = text_or_position(from, names);
    let find = || (0..).map_while(names).position(|name| name == id);
    (id, at.or_else(find))
}

/// A text by its position, with that, or as it is.
fn text_or_position<'a, 'w: 'a>(
    from: &mut Words<'w>,
    names: Names<'_, 'a>,
) -> (&'a str, Option<usize>) {
    match from.word() {
        BY_TEXT => (from.text(), None),
        at => (at_position(from, at, names), Some(at as usize)),
    }
}

fn at_position<'a>(from: &mut Words<'_>, at: u32, names: Names<'_, 'a>) -> &'a str {
    let name = names(at as usize);
    if name.is_none() {
        from.fail();
    }
    name.unwrap_or_default()
}

fn currency_code(text: &str, faults: &mut Diagnostics) -> Option<CurrencyCode> {
    let code = CurrencyCode::parse(text);
    if code.is_none() {
        let message = format!("`{text}` is not a currency's code");
        let help = "write three capital letters, such as `EUR`";
        faults.push(fault(Code::UnknownCurrency, "$.currency", message).with_help(help));
    }
    code
}

fn day(text: &str, faults: &mut Diagnostics) -> Option<Date> {
    let day = Date::parse(text);
    if day.is_none() {
        let message = format!("expected a date, found the text `{text}`");
        let help = "write year, month and day as `2026-10-01`";
        faults.push(fault(Code::InvalidValue, "$.as_of", message).with_help(help));
    }
    day
}

fn fault(code: Code, path: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, Place::in_document(None, path), message)
}

#[cfg(test)]
mod tests;
