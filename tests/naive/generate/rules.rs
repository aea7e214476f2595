//! Rules of components and of the order.

use super::component::Shape;
use super::condition::{condition, validity, when};
use super::{Money, Tape};

/// What rules can lean on.
#[derive(Clone, Copy)]
pub struct Context {
    /// Whether there are the phases `season` and `campaign`.
    pub phases: bool,
    /// Whether tiers must set the price.
    pub by_tiers: bool,
    /// Whether there are the tables `fees` and `rates`.
    pub tables: bool,
}

/// A rules text for a component.
pub fn component_rules(tape: &mut Tape, money: &Money, shape: &Shape, context: Context) -> String {
    let height = if shape.has("drop") {
        "drop * 10"
    } else {
        "1400"
    };
    let mut lines = vec![
        format!("let area = max(1, width * {height} / 1_000_000)"),
        "set brackets \"Brackets\" : ceiling(width / 800)".to_owned(),
    ];
    for _ in 0..tape.below(4) {
        let line = surcharge(tape, money, shape, context);
        lines.push(line);
    }
    for _ in 0..tape.below(4) {
        let line = discount(tape, money, shape, context);
        lines.push(line);
    }
    if context.by_tiers || tape.chance(45) {
        lines.push(tiers(tape, money, shape, context.by_tiers));
    }
    if tape.chance(20) {
        lines.push(volume_percent(tape, shape));
    }
    lines.extend(limits(tape, money, shape));
    lines.extend(constraints(tape, shape));
    for phase in ["discounts", "groups", "options"] {
        if tape.chance(20) {
            let choice = match phase {
                "options" => "all",
                _ => tape.pick(&["all", "best", "first"]),
            };
            let kind = tape.pick(&["additive", "compound"]);
            lines.push(format!("phase {phase} : {choice}, {kind}"));
        }
    }
    lines.join("\n")
}

fn surcharge(tape: &mut Tape, money: &Money, shape: &Shape, context: Context) -> String {
    let id = tape.id("more");
    let head = format!(
        "surcharge {id} \"More\"{}{}",
        validity(tape),
        when(tape, shape, 55)
    );
    let kind = tape.below(12);
    let money = if matches!(kind, 7..=9) {
        money.coarse()
    } else {
        money.clone()
    };
    let amount = money.rule(tape, 3_000);
    let amount = match tape.below(4) {
        1 => format!("{amount} * area"),
        2 => format!("{amount} * brackets"),
        3 => format!(
            "if {} then {amount} else {}",
            condition(tape, shape),
            money.rule(tape, 2_000)
        ),
        _ => amount,
    };
    let rate = tape.pick(&["10%", "7.5%", "-4%", "33%"]);
    let (effect, place) = match kind {
        0..=3 => (amount, ""),
        4 | 5 => (format!("{rate} of base"), ""),
        6 => (format!("{rate} of subtotal"), " during discounts"),
        7 => (amount, " per item"),
        8 => (
            format!(
                "{rate} of {}",
                tape.pick(&["extended", "subtotal", "base", "list"])
            ),
            " per item",
        ),
        9 => (
            amount,
            tape.pick(&[" once per order", " once per order by fabric"]),
        ),
        10 if context.tables => ("lookup(\"fees\", width)".to_owned(), ""),
        11 if context.phases => (format!("{rate} of list"), " during season"),
        _ => ("base / 10".to_owned(), ""),
    };
    let discountable = if tape.chance(15) && !place.contains("once") {
        " not discountable"
    } else {
        ""
    };
    let priority = if place.contains("during") {
        format!(" priority {}", tape.unlike())
    } else {
        String::new()
    };
    format!("{head} : {effect}{place}{priority}{discountable}")
}

fn discount(tape: &mut Tape, money: &Money, shape: &Shape, context: Context) -> String {
    let id = tape.id("less");
    let head = format!(
        "discount {id} \"Less\"{}{}",
        validity(tape),
        when(tape, shape, 60)
    );
    let rate = tape.pick(&["10%", "2.5%", "15%", "7%"]);
    let base = tape.pick(&["subtotal", "list", "base", "options", "price(fabric)"]);
    let (effect, place) = match tape.below(8) {
        4 => (money.rule(tape, 1_500), ""),
        5 if context.phases => (format!("{rate} of subtotal"), " during season"),
        6 if context.phases => (format!("{rate} of extended"), " during campaign"),
        7 if context.tables => (
            format!("percent(lookup(\"rates\", customer.group)) of {base}"),
            "",
        ),
        3 => (expression(tape, money), ""),
        _ => (format!("{rate} of {base}"), ""),
    };
    let stop = if tape.chance(15) { " stop" } else { "" };
    format!("{head} : {effect}{place} priority {}{stop}", tape.unlike())
}

/// An amount that reads the waterfall; the first two may come out negative.
fn expression(tape: &mut Tape, money: &Money) -> String {
    let same = |amount: u32| match money.currencies.as_slice() {
        [_] => amount.to_string(),
        _ => format!("{{EUR {amount}, CHF {amount}}}"),
    };
    match tape.below(6) {
        4 => "options / 8".to_owned(),
        5 => "round half up((list - base) / 5, 1)".to_owned(),
        1 => format!("max({}, price(fabric)) / 4", same(0)),
        2 => format!("min(0.05 * list, base * 0.04, {})", same(20)),
        3 => "decimal(abs(subtotal) * 0.03, 1)".to_owned(),
        _ => {
            let (more, less) = (money.rule(tape, 900), money.rule(tape, 300));
            format!("if list > {} then {more} else {less}", same(100))
        }
    }
}

fn tiers(tape: &mut Tape, money: &Money, shape: &Shape, by_tiers: bool) -> String {
    let id = tape.id("tiers");
    let condition = if by_tiers {
        String::new()
    } else {
        when(tape, shape, 30)
    };
    let kind = if by_tiers {
        tape.below(3)
    } else {
        tape.below(7)
    };
    let on = tape.pick(&[
        "quantity",
        "quantity",
        "quantity of order",
        "quantity of order by fabric",
    ]);
    let money = money.coarse();
    let mut amount = |most| money.rule(tape, most);
    match kind {
        0 => {
            let (one, two) = (amount(12_000), amount(9_000));
            let first = if by_tiers { 1 } else { 3 };
            format!("tiers {id} on {on} volume{condition} : {first} -> {one}, 10 -> {two}")
        }
        1 => {
            let (one, two, three) = (amount(9_000), amount(8_000), amount(7_000));
            format!(
                "tiers {id} on {on} graduated{condition} : 1 -> {one}, 6 -> {two}, 11 -> {three}"
            )
        }
        2 => {
            let (one, two, three) = (amount(60_000), amount(90_000), amount(2_000));
            let last = if tape.chance(50) {
                "none".to_owned()
            } else {
                format!("overage {three}")
            };
            format!(
                "tiers {id} on quantity block{condition} : 1 -> {one}, 8 -> {two}, 20 -> {last}"
            )
        }
        3 => {
            let (one, two) = (amount(500), amount(900));
            format!(
                "tiers {id} on {on} graduated{condition} : 2 -> discount {one}, 8 -> surcharge {two}"
            )
        }
        4 => {
            let one = amount(2_000);
            let free = if tape.chance(50) {
                ", first 4 free"
            } else {
                ""
            };
            format!("tiers {id} on quantity package{condition} : {one} per started 5{free}")
        }
        5 => {
            let base = tape.pick(&["extended", "base", "list", "subtotal"]);
            format!(
                "tiers {id} on {on} graduated{condition} : 3 -> discount 4% of {base}, 9 -> discount 8% of {base}"
            )
        }
        _ => {
            let (one, base) = (amount(400), tape.pick(&["extended", "base"]));
            format!(
                "tiers {id} on {on}{condition} : 4 -> discount 3% of {base}, 10 -> discount {one}"
            )
        }
    }
}

fn volume_percent(tape: &mut Tape, shape: &Shape) -> String {
    let id = tape.id("early");
    let place = tape.pick(&["", " during discounts"]);
    let base = tape.pick(&["base", "list", "subtotal"]);
    let priority = tape.unlike();
    format!(
        "tiers {id} on quantity volume{} : 2 -> discount 2% of {base}, 10 -> discount 6% of {base}{place} priority {priority}",
        when(tape, shape, 30)
    )
}

fn limits(tape: &mut Tape, money: &Money, shape: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    let before = tape.chance(15);
    if before {
        lines.push(format!(
            "minimum floor_before{} : {} before discounts",
            when(tape, shape, 40),
            money.rule(tape, 9_000)
        ));
    }
    if tape.chance(25) {
        lines.push(format!(
            "minimum floor{} : {}",
            when(tape, shape, 40),
            money.rule(tape, 8_000)
        ));
    }
    if tape.chance(15) {
        lines.push(format!(
            "maximum ceiling_{}{} : {}",
            "piece",
            when(tape, shape, 40),
            money.rule(tape, 40_000)
        ));
    }
    if tape.chance(15) {
        lines.push(format!(
            "minimum floor_item{} : {} per item",
            when(tape, shape, 40),
            money.coarse().rule(tape, 30_000)
        ));
    }
    let single = money.currencies == ["EUR"];
    if single {
        let mode = tape.pick(&["half_up", "up", "down", "half_even", "half_down"]);
        if tape.chance(20) {
            lines.push(format!(
                "round grid{} : to {} {mode}",
                when(tape, shape, 30),
                tape.pick(&["0.05", "0.50", "5"])
            ));
        }
        if tape.chance(20) {
            lines.push(format!(
                "end nice{} : in {} {mode}",
                when(tape, shape, 30),
                tape.pick(&["0.95", "9.90", "95"])
            ));
        }
    }
    if single && tape.chance(15) {
        lines.push(format!(
            "round grid_item{} : to 0.50 up per item",
            when(tape, shape, 30)
        ));
    }
    lines
}

fn constraints(tape: &mut Tape, shape: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    if tape.chance(12) {
        lines.push(format!(
            "forbid never \"Not made\" when {} : width > 2000",
            condition(tape, shape)
        ));
    }
    if tape.chance(12) {
        lines.push(
            "require whole \"Whole numbers\" when fabric = \"silk\" : width < 2500".to_owned(),
        );
    }
    if tape.chance(12) {
        lines.push(format!("warn late \"Later\" : {}", condition(tape, shape)));
    }
    if tape.chance(10) {
        lines.push("on_request wide \"Ask us\" : width > 2400".to_owned());
    }
    lines
}

/// A rules text for the order.
pub fn order_rules(tape: &mut Tape, money: &Money) -> String {
    let money = &money.coarse();
    let mut lines = Vec::new();
    let conditions = [
        "",
        " when customer.group = \"dealer\"",
        " when context.express",
        " when quantity > 12",
    ];
    for _ in 0..tape.below(3) {
        let id = tape.id("order_less");
        let effect = match tape.below(4) {
            3 => money.rule(tape, 2_000),
            _ => format!(
                "{} of {}",
                tape.pick(&["5%", "2.5%", "8%"]),
                tape.pick(&["items", "subtotal"])
            ),
        };
        lines.push(format!(
            "discount {id}{} : {effect} priority {}",
            tape.pick(&conditions),
            tape.unlike()
        ));
    }
    if tape.chance(40) {
        let id = tape.id("order_more");
        lines.push(format!(
            "surcharge {id}{} : {} priority {}",
            tape.pick(&conditions),
            money.rule(tape, 4_000),
            tape.unlike()
        ));
    }
    if tape.chance(20) {
        lines.push(format!(
            "minimum order_floor : {}",
            money.rule(tape, 60_000)
        ));
    }
    if tape.chance(10) {
        lines.push(format!(
            "maximum order_ceiling : {}",
            money.rule(tape, 900_000)
        ));
    }
    if money.currencies == ["EUR"] && tape.chance(20) {
        lines.push("round order_grid : to 0.50 half_up".to_owned());
    }
    if tape.chance(10) {
        lines.push("forbid too_many \"Too many\" : quantity > 60".to_owned());
    }
    if tape.chance(15) {
        lines.push(format!(
            "phase order : {}, {}",
            tape.pick(&["all", "best", "first"]),
            tape.pick(&["additive", "compound"])
        ));
    }
    lines.join("\n")
}
