//! What an order that is to bind may say, by the token that sends it.
//!
//! A page sends its visitors' orders, and visitors can change them: so a token without `orders:trusted` gives no
//! adjustments, does not choose the day, and says of inputs, tax and currency only what its own terms leave
//! open. Takes an order as it came and gives the one that is priced, with what the token fixes; or refuses it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pricewright::Order;
use pricewright::model::date::Date;
use serde_json::value::RawValue;

use super::scope::Scope;
use crate::problem::{Answer, Code, Problem};
use crate::time::Instant;

/// Parts of an order that a token may fix.
const FIXED: [&str; 5] = ["customer", "context", "inputs", "currency", "tax"];
/// Hours by which the earliest day on Earth is behind UTC.
const BEHIND: i64 = 12;
/// Hours by which the latest day on Earth is ahead of UTC.
const AHEAD: i64 = 14;

/// What a token may say in orders that bind.
#[derive(Clone, Debug)]
pub enum Terms {
    /// Everything: it is a system's, not a page's.
    Trusted,
    /// What its own terms leave open.
    Bound {
        /// What stands in every order: an order without items of its own.
        fixed: Option<Box<Order>>,
        /// Inputs that buyers choose.
        buyer_inputs: Vec<String>,
    },
    /// What is stored cannot be read: nothing may be said.
    Unreadable,
}

impl Terms {
    /// The terms of a token, by what is stored of it.
    #[must_use]
    pub fn of(scopes: &[Scope], fixed_order: &str, buyer_inputs: Vec<String>) -> Self {
        if scopes.contains(&Scope::TrustOrders) {
            return Self::Trusted;
        }
        let fixed = (!fixed_order.is_empty()).then(|| fixed(fixed_order));
        match fixed.transpose() {
            Ok(fixed) => Self::Bound {
                fixed: fixed.map(Box::new),
                buyer_inputs,
            },
            Err(_) => Self::Unreadable,
        }
    }

    /// The order as it is kept: as it came, or with what the token fixes.
    ///
    /// # Errors
    /// `scope-missing` for what the token may not say, and faults of the order.
    pub fn document<'a>(&self, text: &'a str) -> Answer<Cow<'a, str>> {
        let order = Order::from_json(text).map_err(|found| Problem::order(&found))?;
        let kept = self.applied(order.clone(), Instant::now())?;
        if kept == order {
            return Ok(Cow::Borrowed(text));
        }
        Ok(Cow::Owned(kept.to_json()))
    }

    /// The order that is priced for good, with what the token fixes and the day of today.
    ///
    /// # Errors
    /// Those of [`document`](Self::document).
    pub fn binding(&self, order: Order) -> Answer<Order> {
        let now = Instant::now();
        let order = self.applied(order, now)?;
        Ok(self.dated(order, now))
    }

    fn dated(&self, order: Order, now: Instant) -> Order {
        match self {
            Self::Trusted => order,
            _ => Order {
                as_of: order.as_of.or_else(|| day(now, 0)),
                ..order
            },
        }
    }

    fn applied(&self, mut order: Order, now: Instant) -> Answer<Order> {
        let (fixed, buyer_inputs) = match self {
            Self::Trusted => return Ok(order),
            Self::Unreadable => return Err(Problem::new(Code::Internal)),
            Self::Bound {
                fixed,
                buyer_inputs,
            } => (fixed.as_deref(), buyer_inputs),
        };
        if !order.adjustments.is_empty() {
            return Err(untrusted("adjustments", "none"));
        }
        let days = day(now, -BEHIND).zip(day(now, AHEAD));
        if let (Some(as_of), Some((first, last))) = (order.as_of, days)
            && !(first..=last).contains(&as_of)
        {
            return Err(untrusted("as_of", "today, or nothing"));
        }
        let given = fixed.map_or(&[][..], |fixed| &fixed.inputs);
        for (id, value) in &order.inputs {
            let is_fixed = given
                .iter()
                .any(|(known, fixed)| known == id && fixed == value);
            let is_open = buyer_inputs.contains(id) && !given.iter().any(|(known, _)| known == id);
            if !is_fixed && !is_open {
                return Err(untrusted(
                    &format!("inputs.{id}"),
                    "what the token fixes, or nothing",
                ));
            }
        }
        let rate = fixed.and_then(|fixed| fixed.tax_rate);
        let rates = order.items.iter().map(|item| item.tax_rate);
        let mut rates = rates.chain([order.tax_rate]).flatten();
        if rates.any(|it| Some(it) != rate) {
            return Err(untrusted("tax", "what the token fixes, or nothing"));
        }
        let currency = fixed.and_then(|fixed| fixed.currency);
        if currency.is_some() && order.currency.is_some() && order.currency != currency {
            return Err(untrusted("currency", "what the token fixes, or nothing"));
        }
        for (id, value) in given {
            if !order.inputs.iter().any(|(known, _)| known == id) {
                order.inputs.push((id.clone(), value.clone()));
            }
        }
        order.tax_rate = rate;
        order.currency = order.currency.or(currency);
        Ok(order)
    }
}

/// Reads what a token fixes: an order without items.
///
/// # Errors
/// What is expected.
pub fn fixed(text: &str) -> Result<Order, String> {
    let expected = || {
        format!(
            "an object of {}",
            FIXED.map(|it| format!("`{it}`")).join(", ")
        )
    };
    let mut parts: BTreeMap<&str, &RawValue> =
        serde_json::from_str(text).map_err(|_| expected())?;
    if parts.keys().any(|key| !FIXED.contains(key)) {
        return Err(expected());
    }
    // the engine reads whole orders only
    let items: Box<RawValue> =
        serde_json::from_str(r#"[{"component": "none"}]"#).map_err(|_| expected())?;
    parts.insert("items", &items);
    let whole = serde_json::to_string(&parts).map_err(|_| expected())?;
    let order = Order::from_json(&whole).map_err(|found| {
        let first = found.iter().next();
        first.map_or_else(expected, |first| first.message.clone())
    })?;
    Ok(order)
}

/// The day in UTC, so many hours from now.
fn day(now: Instant, hours: i64) -> Option<Date> {
    let text = now.plus_seconds(hours.saturating_mul(3_600)).text();
    Date::parse(text.get(..10)?)
}

fn untrusted(part: &str, expected: &str) -> Problem {
    let scope = Scope::TrustOrders;
    let detail = format!("`{part}`: expected {expected}, from a token without scope `{scope}`");
    Problem::of(Code::ScopeMissing, detail)
        .with("path", format!("$.{part}"))
        .with_help(
            "leave it out, let the token fix it, or send the order from a server with that scope",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(parts: &str) -> Order {
        let text = format!(r#"{{"items": [{{"component": "mug"}}]{parts}}}"#);
        Order::from_json(&text).unwrap()
    }

    /// The terms of a page for the trade, whose buyers say where to.
    fn page() -> Terms {
        let fixed = r#"{"customer": {"group": "trade"}, "tax": {"rate": "19"}, "currency": "EUR"}"#;
        Terms::of(
            &[Scope::WriteQuotes],
            fixed,
            vec!["delivery.zone".to_owned()],
        )
    }

    fn refused(terms: &Terms, parts: &str) -> bool {
        terms.binding(order(parts)).is_err()
    }

    #[test]
    fn a_page_says_what_its_token_leaves_open() {
        let bound = page()
            .binding(order(r#", "inputs": {"delivery.zone": "north"}"#))
            .unwrap();
        let text = bound.to_json();
        for part in [
            "\"customer.group\":\"trade\"",
            "\"delivery.zone\":\"north\"",
            "\"EUR\"",
            "\"as_of\"",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!refused(
            &page(),
            r#", "customer": {"group": "trade"}, "tax": {"rate": 19.0}"#
        ));
        for parts in [
            r#", "adjustments": [{"id": "x", "label": "x", "amount": "-35.99"}]"#,
            r#", "as_of": "2001-01-01""#,
            r#", "as_of": "2999-01-01""#,
            r#", "customer": {"group": "staff"}"#,
            r#", "inputs": {"other": 1}"#,
            r#", "tax": {"rate": 0}"#,
            r#", "currency": "USD""#,
        ] {
            assert!(refused(&page(), parts), "{parts}");
            let trusted = Terms::of(&[Scope::TrustOrders], "", Vec::new());
            assert_eq!(trusted.binding(order(parts)).unwrap(), order(parts));
        }
    }

    #[test]
    fn what_a_token_fixes_is_read_strictly() {
        for text in [
            "{",
            "[]",
            r#"{"items": []}"#,
            r#"{"adjustments": []}"#,
            r#"{"tax": {"rate": "much"}}"#,
        ] {
            assert!(fixed(text).is_err(), "{text}");
        }
        let unreadable = Terms::of(&[], r#"{"tax": 1}"#, Vec::new());
        assert!(refused(&unreadable, ""));
    }
}
