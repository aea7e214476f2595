//! What is translated, what is told instead, and that hostile formulas end.

use super::*;

struct Blind;

impl Names for Blind {
    fn number(&mut self, reference: &Reference) -> Result<String, String> {
        match (reference.name.as_str(), reference.price) {
            ("width" | "height" | "quantity", false) => Ok(reference.name.clone()),
            ("fabric", true) => Ok("price(fabric)".to_owned()),
            ("_base_price", false) => Ok("base".to_owned()),
            (name, _) => Err(format!("unknown name `{name}`")),
        }
    }

    fn option(&mut self, reference: &Reference, option: &str) -> Result<(String, String), String> {
        Ok((reference.name.clone(), option.to_lowercase()))
    }
}

#[test]
fn formulas_are_translated() {
    for (formula, expected) in [
        ("[width] * [height] * 0.025", "width * height * 0.025"),
        ("=[width]", "width"),
        (
            "MAX([width] * [height] * 0.025, 49.00)",
            "max(width * height * 0.025, 49)",
        ),
        ("CEIL([width] / 100) * 12.50", "ceiling(width / 100) * 12.5"),
        ("ROUND([width] / 3, 2)", "round half up(width / 3, 2)"),
        ("round([width])", "round half up(width, 0)"),
        ("FLOOR(-[width])", "floor(-width)"),
        ("ABS([width]-[height])", "abs(width - height)"),
        ("[_base_price] + [fabric.price]", "base + price(fabric)"),
        (
            "IF([quantity] >= 100, [quantity] * 8.90, IF([quantity] >= 50, [quantity] * 9.50, 1))",
            "if quantity >= 100 then quantity * 8.9 else if quantity >= 50 then quantity * 9.5 else 1",
        ),
        (
            "IF([width] > 1 AND [height] <> 2 OR [width] <= 3, 1, 0)",
            "if width > 1 and height != 2 or width <= 3 then 1 else 0",
        ),
        (
            "IF(AND([width] > 1, NOT([height] = 2)), 1, 0)",
            "if width > 1 and not(height = 2) then 1 else 0",
        ),
        (
            "IF([color] = \"White\", 1, .5)",
            "if color = \"white\" then 1 else 0.5",
        ),
        (
            "IF('RAL' <> [color], 1, 2)",
            "if color != \"ral\" then 1 else 2",
        ),
        ("10 - (4 - 3)", "10 - (4 - 3)"),
        ("(10 - 4) - 3", "10 - 4 - 3"),
        ("8 / (4 / 2)", "8 / (4 / 2)"),
        ("[width] ^ 2", "width ** 2"),
        ("(-[width]) ^ 2", "(-width) ** 2"),
        ("-([width] ^ 2)", "-(width ** 2)"),
        ("@width*1.2", "width * 1.2"),
    ] {
        assert_eq!(
            translate(formula, &mut Blind).as_deref(),
            Ok(expected),
            "{formula}"
        );
    }
}

#[test]
fn scripts_and_faults_are_told() {
    for (formula, reason) in [
        ("var a = width * height; a", "`var` is JavaScript"),
        ("Math.max(width, 3)", "`Math.` is JavaScript"),
        ("[width] > 3 ? 1 : 2", "`?` is JavaScript"),
        ("x => x * 2", "`=>` is JavaScript"),
        ("function f() { return 1 }", "`function` is JavaScript"),
        ("IF([width] == 3, 1, 2)", "`==` is JavaScript"),
        ("[depth] * 2", "unknown name `depth`"),
        ("SQRT([width])", "`SQRT` is not a known function"),
        ("ROUND(1, 2, 3)", "`ROUND` is called with 3 values"),
        ("IF([width] > 1, 2)", "`IF` is called with 2 values"),
        ("width * 2", "`WIDTH` is not a known function"),
        ("[width", "a `[` is not closed"),
        ("[width] * 10%", "`10%` does not say of what"),
        ("-[width] ^ 2", "`-a ^ b` has two readings"),
        ("2 ^ 3 ^ 2", "`a ^ b ^ c` has two readings"),
        ("2 ^ [width]", "an exponent is not a number"),
        ("1 < 2 < 3", "comparisons in a row mean nothing"),
        ("1 +", "it ends in the middle"),
        ("", "it ends in the middle"),
        ("1 2", "`2` means nothing there"),
        ("\"a\"", "the text `a` is compared with no choice"),
        ("[color] < \"a\"", "the text `a` is more than compared"),
        ("1 \u{202e}", "`\\u{202e}` means nothing there"),
        ("(1", "expected `)`, found the end"),
    ] {
        assert_eq!(
            translate(formula, &mut Blind),
            Err(reason.to_owned()),
            "{formula}"
        );
    }
}

#[test]
fn hostile_formulas_end() {
    let deep = format!("{}1{}", "(".repeat(4000), ")".repeat(4000));
    assert_eq!(
        translate(&deep, &mut Blind),
        Err("it is nested deeper than 40".to_owned())
    );
    assert!(translate(&"-".repeat(9000), &mut Blind).is_err());
    assert!(translate(&"1+".repeat(4000), &mut Blind).is_err());
    assert!(translate(&"IF(".repeat(3000), &mut Blind).is_err());
    assert!(translate(&"1".repeat(10_001), &mut Blind).is_err());
    assert!(translate(&"9".repeat(40), &mut Blind).is_err());
    assert!(translate("1e999", &mut Blind).is_err());
}
