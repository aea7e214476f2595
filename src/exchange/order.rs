//! Words to an order.
//!
//! Takes a plan, words and a text region, gives the order in them. What the plan has is named by
//! position, anything else by its text, so that pricing says of an unknown name what it says of
//! one in a document. Promises that no words make it panic, loop or take more memory than a small
//! multiple of their length.

use super::words::{Malformed, Words};
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
    match order {
        Ok(order) if from.is_empty() => faults.into_result(order),
        _ => Err(malformed("an order")),
    }
}

/// Words that are not what they should be.
pub(super) fn malformed(expected: &str) -> Diagnostics {
    let message = format!("the words are not {expected} as this engine reads it");
    fault(Code::InvalidValue, "", message).into()
}

fn read(
    plan: &PlanData,
    from: &mut Words<'_>,
    faults: &mut Diagnostics,
) -> Result<Order, Malformed> {
    if from.word()? != VERSION {
        return Err(Malformed);
    }
    let flags = from.word()?;
    let currency = from.optional(flags, 1, Words::text)?;
    let as_of = from.optional(flags, 2, Words::text)?;
    let tax_rate = from.optional(flags, 4, Words::number)?;
    let language = from.optional(flags, 8, Words::text)?;
    Ok(Order {
        currency: currency.and_then(|text| currency_code(text, faults)),
        as_of: as_of.and_then(|text| day(text, faults)),
        tax_rate,
        language: language.map(str::to_owned),
        items: from.list(|from| item(plan, from))?,
        inputs: from.list(|from| input_value(plan, from))?,
        adjustments: from.list(adjustment)?,
    })
}

fn item(plan: &PlanData, from: &mut Words<'_>) -> Result<Item, Malformed> {
    let flags = from.word()?;
    let id = from.optional(flags, 1, Words::text)?;
    let (component, plan_of) = named(from, &plan.components, |it| plan.text(it.id))?;
    let quantity = from.number()?;
    let tax_rate = from.optional(flags, 2, Words::number)?;
    let values = from.list(|from| feature_value(plan, plan_of, from))?;
    Ok(Item {
        id: id.map(str::to_owned),
        component: component.to_owned(),
        values,
        quantity,
        tax_rate,
    })
}

/// A feature's name.
pub(super) fn feature<'a, 'w: 'a>(
    plan: &'a PlanData,
    component: Option<&'a ComponentPlan>,
    from: &mut Words<'w>,
) -> Result<(&'a str, Option<&'a FeaturePlan>), Malformed> {
    let features = component.map_or(&[][..], |component| &component.features);
    named(from, features, |it| plan.text(it.id))
}

/// A feature's name and its value.
pub(super) fn feature_value(
    plan: &PlanData,
    component: Option<&ComponentPlan>,
    from: &mut Words<'_>,
) -> Result<(String, Value), Malformed> {
    let (id, feature) = feature(plan, component, from)?;
    let option = |at: usize| Some(plan.text(feature?.options.get(at)?.id));
    Ok((id.to_owned(), value(from, option)?))
}

/// An input's name.
pub(super) fn input<'a, 'w: 'a>(
    plan: &'a PlanData,
    from: &mut Words<'w>,
) -> Result<(&'a str, Option<&'a InputPlan>), Malformed> {
    named(from, &plan.inputs, |it| plan.text(it.id))
}

/// An input's name and its value.
pub(super) fn input_value(
    plan: &PlanData,
    from: &mut Words<'_>,
) -> Result<(String, Value), Malformed> {
    let (id, input) = input(plan, from)?;
    let options: &[TextId] = match input.map(|input| &input.kind) {
        Some(ValueKind::Option(ids) | ValueKind::Options(ids)) => ids,
        _ => &[],
    };
    let option = |at: usize| options.get(at).map(|id| plan.text(*id));
    Ok((id.to_owned(), value(from, option)?))
}

/// A value; `option` gives the ids of options by their positions.
pub(super) fn value<'a, 'w: 'a>(
    from: &mut Words<'w>,
    option: impl Fn(usize) -> Option<&'a str>,
) -> Result<Value, Malformed> {
    Ok(match from.word()? {
        0 => Value::Number(from.number()?),
        1 => Value::Text(from.text()?.to_owned()),
        2 => Value::Text(option(position(from.word()?)?).ok_or(Malformed)?.to_owned()),
        3 => Value::Boolean(false),
        4 => Value::Boolean(true),
        5 => Value::Choices(from.list(|from| {
            let at = from.word()?;
            let option = match at {
                BY_TEXT => from.text()?,
                _ => option(position(at)?).ok_or(Malformed)?,
            };
            Ok(ChosenOption {
                option: option.to_owned(),
                quantity: from.number()?,
            })
        })?),
        _ => return Err(Malformed),
    })
}

fn adjustment(from: &mut Words<'_>) -> Result<ManualAdjustment, Malformed> {
    let flags = from.word()?;
    let id = from.text()?.to_owned();
    let label = from.optional(flags, 1, Words::text)?;
    let number = from.number()?;
    Ok(ManualAdjustment {
        id,
        label: label.map(str::to_owned),
        amount: manual_amount(flags, number),
    })
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

/// Something by its position in the plan or by its text; what the plan has of it.
fn named<'a, 'w: 'a, T>(
    from: &mut Words<'w>,
    known: &'a [T],
    text: impl Fn(&'a T) -> &'a str,
) -> Result<(&'a str, Option<&'a T>), Malformed> {
    let at = from.word()?;
    if at == BY_TEXT {
        let id = from.text()?;
        return Ok((id, known.iter().find(|it| text(it) == id)));
    }
    let found = known.get(position(at)?).ok_or(Malformed)?;
    Ok((text(found), Some(found)))
}

fn position(word: u32) -> Result<usize, Malformed> {
    usize::try_from(word).map_err(|_| Malformed)
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
