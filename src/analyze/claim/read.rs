//! A claim out of JSON.

use super::{
    Claim, ClaimedItem, ClaimedLine, ClaimedPrice, ClaimedQuote, Field, ITEM_AMOUNTS, LineName,
    QUOTE_AMOUNTS,
};
use crate::diagnostic::Diagnostics;
use crate::model::read::{Kind, Node, ObjectReader, order_in, read};
use crate::money::{CurrencyCode, Decimal};

impl Claim {
    /// Reads `{"order": …, "quote": …}` or `{"order": …, "total": "123.40", "currency": …}`;
    /// `fingerprint`, `engine_version` and `order_fingerprint` may stand beside them.
    ///
    /// # Errors
    /// Every fault of the order, and of what the claim says of its price.
    ///
    /// # Example
    /// ```
    /// use pricewright::analyze::claim::Claim;
    ///
    /// let claim = r#"{"order": {"items": [{"component": "shelf"}]}, "total": "20", "currency": "EUR"}"#;
    /// assert_eq!(Claim::from_json(claim)?.fingerprint, None);
    /// assert!(Claim::from_json("{}").is_err());
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        read("claim.json", text, None, claim)
    }
}

fn claim(node: &Node<'_>) -> Option<Claim> {
    let mut object = node.object("claim")?;
    let order = object.required("order", order_in);
    let mut fingerprint = optional_text(&mut object, "fingerprint");
    let mut engine_version = optional_text(&mut object, "engine_version");
    let order_fingerprint = optional_text(&mut object, "order_fingerprint");
    let price = if object.has("quote") {
        let help = "a claim names a quote or a total";
        object.refuse("total", help);
        object.refuse("currency", help);
        let quote = object.required("quote", |node| {
            quote(node, &mut fingerprint, &mut engine_version)
        });
        ClaimedPrice::Quote(Box::new(quote?))
    } else {
        let amount = object.required("total", Node::number);
        let currency = object.required("currency", currency);
        ClaimedPrice::Total {
            amount: amount?,
            currency: currency?,
        }
    };
    Some(Claim {
        order: order?,
        price,
        fingerprint,
        engine_version,
        order_fingerprint,
    })
}

fn quote(
    node: &Node<'_>,
    fingerprint: &mut Option<String>,
    engine_version: &mut Option<String>,
) -> Option<ClaimedQuote> {
    let mut object = node.object("quote")?;
    if let Some(catalog) = object.take("catalog") {
        let mut catalog = catalog.object("catalog")?;
        let stated = optional_text(&mut catalog, "fingerprint");
        *fingerprint = fingerprint.take().or(stated);
    }
    let stated = optional_text(&mut object, "engine_version");
    *engine_version = engine_version.take().or(stated);
    if !object.has("amount") {
        object.missing("amount");
    }
    Some(ClaimedQuote {
        status: optional_text(&mut object, "status"),
        currency: object.optional("currency", currency),
        as_of: field(&mut object, "as_of", Node::date),
        items: object.optional("items", |node| Some(node.list("an array of items", item))),
        lines: object.optional("lines", |node| Some(node.list("an array of lines", line))),
        amounts: amounts(&mut object, &QUOTE_AMOUNTS),
    })
}

fn item(node: &Node<'_>) -> Option<ClaimedItem> {
    let mut object = node.object("item")?;
    Some(ClaimedItem {
        component: optional_text(&mut object, "component"),
        quantity: object.optional("quantity", Node::number),
        tax_rate: field(&mut object, "tax_rate", Node::percent),
        status: optional_text(&mut object, "status"),
        lines: object.optional("lines", |node| Some(node.list("an array of lines", line))),
        amounts: amounts(&mut object, &ITEM_AMOUNTS),
    })
}

fn line(node: &Node<'_>) -> Option<ClaimedLine> {
    let mut object = node.object("line")?;
    let phase = object.required("phase", Node::text);
    let kind = object.required("kind", Node::text);
    let id = object.required("id", Node::text);
    let key = optional_text(&mut object, "key");
    let label = optional_text(&mut object, "label").unwrap_or_default();
    let amount = object.required("amount", Node::number);
    let unit_amount = field(&mut object, "unit_amount", Node::number);
    let rate = object.optional("rate", Node::number);
    let base = object.optional("base", |node| {
        let mut base = node.object("base")?;
        base.optional("amount", Node::number)
    });
    let asked = object.optional("cell", asked).unwrap_or_default();
    Some(ClaimedLine {
        name: LineName {
            phase: phase?,
            kind: kind?,
            id: id?,
            key,
        },
        label,
        amount: amount?,
        unit_amount,
        rate,
        base,
        asked,
    })
}

/// What a cell's line asked of its axes.
fn asked(node: &Node<'_>) -> Option<Vec<String>> {
    let mut cell = node.object("cell")?;
    let mut asked = Vec::new();
    for axis in ["row", "col"] {
        let text = cell.optional(axis, |node| {
            let mut axis = node.object("axis")?;
            axis.optional("asked", Node::text)
        });
        asked.extend(text);
    }
    Some(asked)
}

fn amounts(
    object: &mut ObjectReader<'_>,
    names: &[&'static str],
) -> Vec<(&'static str, Option<Decimal>)> {
    let claimed = names.iter().filter_map(|name| {
        let amount = field(object, name, Node::number)?;
        Some((*name, amount))
    });
    claimed.collect()
}

/// A field that may be `null`.
fn field<'a, T>(
    object: &mut ObjectReader<'a>,
    key: &'static str,
    read: impl Fn(&Node<'a>) -> Option<T>,
) -> Field<T> {
    let node = object.take(key)?;
    match node.kind() {
        Kind::Null => Some(None),
        _ => read(&node).map(Some),
    }
}

/// A text; `null` is none.
fn optional_text(object: &mut ObjectReader<'_>, key: &'static str) -> Option<String> {
    field(object, key, Node::text).flatten()
}

fn currency(node: &Node<'_>) -> Option<CurrencyCode> {
    node.currency()
}
