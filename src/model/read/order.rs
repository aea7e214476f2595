//! Orders.

use super::catalog::is_dotted_id;
use super::node::{Kind, Node};
use super::object::ObjectReader;
use super::value::{base, is_language};
use crate::diagnostic::Code;
use crate::model::fault::excerpt;
use crate::model::order::{ChosenOption, Item, ManualAdjustment, ManualAmount, Order, Value};
use crate::money::{CurrencyCode, Decimal};

/// Items of one order.
pub const MOST_ITEMS: usize = 10_000;
/// Feature values of one item, and inputs of one order.
pub const MOST_VALUES: usize = 1_000;

pub(crate) fn order(node: &Node<'_>) -> Option<Order> {
    let mut object = node.object("order")?;
    let items = object.required("items", items);
    let mut inputs = Inputs::default();
    for key in ["customer", "context"] {
        if let Some(node) = object.take(key) {
            inputs.nested(key.to_owned(), &node);
        }
    }
    if let Some(node) = object.take("inputs") {
        inputs.by_id(&node);
    }
    let currency = object.optional("currency", currency);
    let as_of = object.optional("as_of", Node::date);
    let tax_rate = object.optional("tax", tax);
    let adjustments = object.unique(
        "adjustments",
        "adjustment",
        adjustment,
        |a: &ManualAdjustment| &a.id,
    );
    let language = object.optional("language", language);
    object.finish_with(|node| {
        let help = "give other inputs by their dotted ids under `inputs`".to_owned();
        (node.kind() == Kind::Object).then_some(help)
    });
    Some(Order {
        items: items?,
        inputs: inputs.values,
        currency,
        as_of,
        tax_rate,
        adjustments,
        language,
    })
}

fn items(node: &Node<'_>) -> Option<Vec<Item>> {
    let nodes = node.array("an array of items")?;
    if nodes.is_empty() {
        return node.invalid("at least one item", None);
    }
    if nodes.len() > MOST_ITEMS {
        return node.too_large(nodes.len(), MOST_ITEMS, "items");
    }
    Some(nodes.iter().filter_map(item).collect())
}

fn item(node: &Node<'_>) -> Option<Item> {
    let mut object = node.object("item")?;
    let id = object.optional("id", Node::id);
    let component = object.required("component", Node::id);
    let values = object.optional("values", values).unwrap_or_default();
    let quantity = object.optional("quantity", Node::number);
    let tax_rate = object.optional("tax_rate", Node::percent);
    object.finish();
    Some(Item {
        id,
        component: component?,
        values,
        quantity: quantity.unwrap_or_else(|| Decimal::from_integer(1)),
        tax_rate,
    })
}

/// Feature values by id; a `null` is unset.
fn values(node: &Node<'_>) -> Option<Vec<(String, Value)>> {
    let entries = node.entries("an object of values by feature")?;
    if entries.len() > MOST_VALUES {
        return node.too_large(entries.len(), MOST_VALUES, "values");
    }
    let read = |(id, node): (String, Node<'_>)| Some((id, node.value()?));
    Some(
        entries
            .into_iter()
            .filter(|(_, node)| node.kind() != Kind::Null)
            .filter_map(read)
            .collect(),
    )
}

impl<'a> Node<'a> {
    /// A value that a buyer gives; not for `null`.
    pub(crate) fn value(&self) -> Option<Value> {
        match self.kind() {
            Kind::Number => self.json_number().map(Value::Number),
            Kind::Text => self.text().map(Value::Text),
            Kind::Boolean => self.boolean().map(Value::Boolean),
            Kind::Array => {
                let nodes = self.array("options")?;
                if nodes.len() > MOST_VALUES {
                    return self.too_large(nodes.len(), MOST_VALUES, "options");
                }
                Some(Value::Choices(nodes.iter().filter_map(choice).collect()))
            }
            Kind::Object => {
                let entries = self.entries("options and their quantities")?;
                if entries.len() > MOST_VALUES {
                    return self.too_large(entries.len(), MOST_VALUES, "options");
                }
                let read = |(option, node): (String, Node<'_>)| {
                    Some(ChosenOption {
                        option,
                        quantity: node.number()?,
                    })
                };
                Some(Value::Choices(
                    entries.into_iter().filter_map(read).collect(),
                ))
            }
            Kind::Null => self.wrong_type("a value"),
        }
    }
}

/// `"led"` or `{"option": "led", "quantity": 2}`
fn choice(node: &Node<'_>) -> Option<ChosenOption> {
    let one = Decimal::from_integer(1);
    if node.kind() == Kind::Text {
        return Some(ChosenOption {
            option: node.text()?,
            quantity: one,
        });
    }
    let mut object = node.object("choice")?;
    let option = object.required("option", Node::text);
    let quantity = object.optional("quantity", Node::number);
    object.finish();
    Some(ChosenOption {
        option: option?,
        quantity: quantity.unwrap_or(one),
    })
}

/// What an order says besides its items, by dotted id.
#[derive(Default)]
struct Inputs {
    values: Vec<(String, Value)>,
    seen: std::collections::BTreeSet<String>,
}

impl Inputs {
    /// `{"group": "dealer", "address": {"country": "DE"}}` under `customer`. The depth of the
    /// document bounds that of the calls.
    fn nested(&mut self, prefix: String, node: &Node<'_>) {
        if node.kind() != Kind::Object {
            return self.add(prefix, node);
        }
        for (key, node) in node.entries("an object").unwrap_or_default() {
            self.nested(format!("{prefix}.{key}"), &node);
        }
    }

    /// `{"customer.group": "dealer"}` under `inputs`.
    fn by_id(&mut self, node: &Node<'_>) {
        for (id, node) in node
            .entries("an object of inputs by id")
            .unwrap_or_default()
        {
            self.add(id, &node);
        }
    }

    fn add(&mut self, id: String, node: &Node<'_>) {
        if node.kind() == Kind::Null {
            return;
        }
        if !is_dotted_id(&id) {
            let message = format!("`{}` is not an input's id", excerpt(&id));
            let help = "write letters, digits and `_`, joined by points, as in `customer.group`";
            return node.report(Code::InvalidId, message, Some(help.to_owned()));
        }
        if self.values.len() == MOST_VALUES {
            let message = format!("found more than {MOST_VALUES} inputs");
            return node.report(Code::TooLarge, message, None);
        }
        if !self.seen.insert(id.clone()) {
            let message = format!("the input `{}` is given twice", excerpt(&id));
            return node.report(Code::DuplicateKey, message, None);
        }
        let value = match node.kind() {
            Kind::Array | Kind::Object => node.wrong_type("a number, a text, `true` or `false`"),
            _ => node.value(),
        };
        self.values.extend(value.map(|value| (id, value)));
    }
}

/// The form of a currency's code; whether the catalog has it is for pricing to say.
fn currency(node: &Node<'_>) -> Option<CurrencyCode> {
    let code = node.any_text()?;
    CurrencyCode::parse(&code).or_else(|| {
        let message = format!("`{}` is not a currency's code", excerpt(&code));
        let help = "write three capital letters, such as `EUR`".to_owned();
        node.report(Code::UnknownCurrency, message, Some(help));
        None
    })
}

/// `{"rate": "19"}`
fn tax(node: &Node<'_>) -> Option<Decimal> {
    let mut object = node.object("tax")?;
    let rate = object.required("rate", Node::percent);
    object.finish();
    rate
}

fn adjustment(node: &Node<'_>) -> Option<ManualAdjustment> {
    let mut object = node.object("adjustment")?;
    let id = object.id();
    let label = object.optional("label", Node::text);
    let amount = if object.has("percent") {
        object.refuse(
            "amount",
            "an adjustment is either a percentage or an amount",
        );
        manual_percent(&mut object)
    } else {
        object.refuse(
            "of",
            "only a percentage has a base; write `percent` instead of `amount`",
        );
        object
            .required("amount", Node::number)
            .map(ManualAmount::Amount)
    };
    object.finish();
    Some(ManualAdjustment {
        id: id?,
        label,
        amount: amount?,
    })
}

fn manual_percent(object: &mut ObjectReader<'_>) -> Option<ManualAmount> {
    let rate = object.optional("percent", Node::percent);
    let of_subtotal = if object.has("of") {
        let bases = &[("items", false), ("subtotal", true)];
        object.optional("of", |node| node.word("`items` or `subtotal`", bases))
    } else {
        base(object, "`items` or `subtotal`").map(|_| false)
    };
    Some(ManualAmount::Percent {
        rate: rate?,
        of_subtotal: of_subtotal?,
    })
}

fn language(node: &Node<'_>) -> Option<String> {
    let tag = node.text()?;
    if !is_language(&tag) {
        return node.invalid(
            "a language tag",
            Some("write a tag such as `de`".to_owned()),
        );
    }
    Some(tag)
}
