//! Conditions that compile: guarded where a value may be unset.

use super::Tape;
use super::component::Shape;

/// A condition over features and inputs.
pub fn condition(tape: &mut Tape, shape: &Shape) -> String {
    match tape.below(12) {
        8 => format!("not({})", simple(tape, shape)),
        9 => format!("{} and {}", simple(tape, shape), simple(tape, shape)),
        10 => format!("({}) or {}", simple(tape, shape), simple(tape, shape)),
        11 => format!(
            "if {} then {} else {}",
            simple(tape, shape),
            simple(tape, shape),
            simple(tape, shape)
        ),
        _ => simple(tape, shape),
    }
}

/// ` when …`, or nothing.
pub fn when(tape: &mut Tape, shape: &Shape, chance: usize) -> String {
    if tape.chance(chance) {
        format!(" when {}", condition(tape, shape))
    } else {
        String::new()
    }
}

/// A condition over what is never unset nor missing: for availability.
pub fn always_known(tape: &mut Tape, shape: &Shape) -> String {
    let mut pool = vec![
        "motor = \"solar\"",
        "motor != \"none\"",
        "customer.group = \"dealer\"",
    ];
    if shape.has("lined") {
        pool.push("lined or motor = \"wired\"");
    }
    tape.pick(&pool).to_owned()
}

/// ` from … until …`, or nothing.
pub fn validity(tape: &mut Tape) -> String {
    match tape.below(10) {
        7 => " from 2026-10-01".to_owned(),
        8 => " until 2026-10-15".to_owned(),
        9 => " from 2026-09-01 until 2026-12-01".to_owned(),
        _ => String::new(),
    }
}

fn simple(tape: &mut Tape, shape: &Shape) -> String {
    let mut pool = vec![
        "width > 1500",
        "fabric = \"linen\"",
        "fabric != \"silk\"",
        "fabric in (\"linen\", \"cotton\")",
        "fabric.weight > 190",
        "fabric.band = \"A\"",
        "width in (1000..2000]",
        "width in (< 700, [1500..2500))",
        "width between 500 and 900",
        "customer.group = \"dealer\"",
        "customer.group in (\"dealer\", \"installer\")",
        "context.express",
        "context.distance * 2 > 30",
        "quantity >= 10",
        "as_of < date(\"2026-10-10\")",
        "currency = \"EUR\"",
        "area > 1.5",
        "modulo(width, 100) = 50",
        "abs(width - 1200) <= 400",
    ];
    if shape.has("drop") {
        pool.extend([
            "drop > 100",
            "width * drop > 150_000",
            "max(width / 10, drop) > 160",
        ]);
    }
    if shape.has("lined") {
        pool.extend(["lined", "not(lined)", "lined = false"]);
    }
    if shape.has("extras") {
        pool.extend([
            "extras is set",
            "extras is set and \"led\" in extras",
            "extras is set and count(extras) > 1",
            "extras is set and sum(extras.quantity) > 2",
        ]);
    }
    if shape.has("engraving") {
        pool.extend([
            "engraving is set",
            "engraving is set and string length(engraving) > 3",
            "engraving is set and starts with(upper case(engraving), \"A\")",
        ]);
    }
    if shape.has("motor") {
        pool.extend(["motor = \"solar\"", "motor in (\"solar\", \"wired\")"]);
    }
    if shape.has("panel") {
        pool.extend(["panel is set", "panel is set and panel = \"large\""]);
    }
    tape.pick(&pool).to_owned()
}
