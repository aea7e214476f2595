//! A blind as an order.

use anyhow::{Context, Result};
use pricewright::model::date::Date;
use pricewright::model::order::{ChosenOption, Item, Order, Value};
use pricewright::money::Decimal;

use super::{Blind, Cassette, Group, Motor, Mounting};

/// The rate of the tax in percent.
pub(super) const TAX: i64 = 19;

/// The order of a blind.
///
/// # Errors
/// A day that is none.
pub fn order(blind: &Blind) -> Result<Order> {
    let (year, month, day) = blind.day;
    let day = Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
    let group = match blind.group {
        Group::Retail => "retail",
        Group::Dealer => "dealer",
        Group::Installer => "installer",
    };
    let delivery = if blind.express { "express" } else { "parcel" };
    Ok(Order {
        inputs: vec![
            ("customer.group".to_owned(), text(group)),
            ("context.delivery".to_owned(), text(delivery)),
        ],
        as_of: Some(day.context("a day")?),
        tax_rate: Some(Decimal::from_integer(TAX)),
        items: vec![Item {
            id: None,
            component: "roller-blind".to_owned(),
            values: values(blind),
            quantity: number(blind.quantity),
            tax_rate: None,
        }],
        ..Order::default()
    })
}

fn values(blind: &Blind) -> Vec<(String, Value)> {
    let mounting = match blind.mounting {
        Mounting::Wall => "wall",
        Mounting::Ceiling => "ceiling",
        Mounting::Recess => "recess",
    };
    let cassette = match blind.cassette {
        Cassette::None => "none",
        Cassette::White => "white",
        Cassette::Anthracite => "anthracite",
        Cassette::Ral => "ral",
    };
    let motor = match blind.motor {
        Motor::Chain => "chain",
        Motor::Battery => "battery",
        Motor::Wired => "wired",
        Motor::Solar => "solar",
    };
    let mut values = vec![
        ("fabric", text(blind.fabric.facts().id)),
        ("width", Value::Number(number(blind.width))),
        ("drop", Value::Number(number(blind.drop))),
        ("mounting", text(mounting)),
        ("cassette", text(cassette)),
        ("motor", text(motor)),
    ];
    if blind.cassette == Cassette::Ral {
        values.push(("ral_code", text("7016")));
    }
    if blind.motor == Motor::Solar {
        let panel = if blind.panel_on_frame {
            "frame"
        } else {
            "window"
        };
        values.push(("panel", text(panel)));
    }
    if let Some(length) = blind.chain_length {
        values.push(("chain_length", Value::Number(number(length))));
    }
    if blind.motor == Motor::Chain {
        values.push(("child_safety", Value::Boolean(blind.child_safety)));
    }
    let accessories = ["remote", "charger", "magnets", "hub"]
        .iter()
        .zip(blind.accessories);
    let chosen = accessories.filter(|(_, many)| *many > 0);
    let chosen: Vec<ChosenOption> = chosen
        .map(|(option, many)| ChosenOption {
            option: (*option).to_owned(),
            quantity: number(many),
        })
        .collect();
    if !chosen.is_empty() {
        values.push(("accessories", Value::Choices(chosen)));
    }
    values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(number: u32) -> Decimal {
    Decimal::from_integer(i64::from(number))
}
