//! Hostile texts end at a limit, at once and without deep recursion.

use super::{expression_faults, limits, printed, rule_faults};

/// Runs with a stack of the size that WebAssembly gives.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(1_048_576)
        .spawn(test)
        .unwrap()
        .join()
        .unwrap();
}

fn code(text: &str) -> String {
    let faults = expression_faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].0.clone()
}

#[test]
fn deep_nesting() {
    on_a_small_stack(|| {
        let many = 100_000;
        for text in [
            "(".repeat(many),
            "[".repeat(many),
            "-".repeat(many),
            "- ".repeat(many) + "1",
            "not(".repeat(many),
            "if a then ".repeat(many / 2),
            "else if ".repeat(many),
            "if a then 1 ".to_owned() + &"else if b then 2 ".repeat(many / 2) + "else 3",
            "x in (".repeat(many),
            "a + (".repeat(many),
            "{".repeat(many),
        ] {
            assert_eq!(code(&text), "too-deep");
        }
    });
}

#[test]
fn the_deepest_texts_that_are_read() {
    on_a_small_stack(|| {
        let deep = limits::NESTING;
        for (open, inner, close) in [
            ("(", "1", ")"),
            ("[", "1", "]"),
            ("not(", "a", ")"),
            ("max(1, ", "2", ")"),
            ("x in (", "1", ")"),
            ("1 + 2 * (", "1", ")"),
            ("if a then b else ", "c", ""),
        ] {
            let text = open.repeat(deep) + inner + &close.repeat(deep);
            assert_eq!(printed(&printed(&text)), printed(&text));
            let deeper = open.repeat(deep + 1) + inner + &close.repeat(deep + 1);
            assert_eq!(code(&deeper), "too-deep");
        }
        assert_eq!(
            printed(&("-".repeat(limits::SIGNS) + "1")).len(),
            limits::SIGNS + 1
        );
    });
}

#[test]
fn failures_deep_inside_stay_linear() {
    on_a_small_stack(|| {
        let deep = limits::NESTING / 2;
        for open in [
            "x in (",
            "max(",
            "(a in ([",
            "if a then (",
            "-(-(",
            "lookup(\"t\", ",
            "not(x in [",
        ] {
            assert!(!expression_faults(&open.repeat(deep)).is_empty());
            assert!(!expression_faults(&(open.repeat(deep) + "1 $")).is_empty());
        }
    });
}

#[test]
fn long_chains() {
    on_a_small_stack(|| {
        let chain = |count: usize, operator: &str| vec!["1"; count].join(operator);
        assert_eq!(
            printed(&chain(limits::TREE_DEPTH, " + ")),
            chain(limits::TREE_DEPTH, " + ")
        );
        for operator in ["+", "*", " or ", " and ", "-"] {
            assert_eq!(code(&chain(limits::TREE_DEPTH + 1, operator)), "too-deep");
            assert_eq!(code(&chain(90_000, operator)), "too-deep");
        }
        assert_eq!(code(&chain(10_000, " ** ")), "feel-syntax");
        assert_eq!(code(&chain(10_000, " < ")), "feel-syntax");
    });
}

#[test]
fn depth_of_chains_inside_each_other_adds_up() {
    let layer = "(".repeat(40) + "1" + &" + 1 + 1 + 1 + 1 + 1 + 1 + 1)".repeat(40);
    assert_eq!(code(&layer), "too-deep");
}

#[test]
fn sizes() {
    let list = |count: usize| format!("[{}]", vec!["1"; count].join(","));
    assert_eq!(
        printed(&list(limits::NODES - 1)).len(),
        3 * (limits::NODES - 1)
    );
    assert_eq!(code(&list(limits::NODES)), "too-large");
    assert_eq!(code(&"1 ".repeat(limits::TOKENS + 1)), "too-large");
    assert_eq!(code(&"x".repeat(10_000_000)), "too-large");
    assert_eq!(rule_faults(&"x".repeat(10_000_000))[0].0, "too-large");
    let statement = "let a=1\n";
    assert!(rule_faults(&statement.repeat(limits::STATEMENTS)).is_empty());
    assert_eq!(
        rule_faults(&statement.repeat(limits::STATEMENTS + 1))[0].0,
        "too-large"
    );
    let tokens = "let a = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n";
    assert_eq!(
        rule_faults(&tokens.repeat(5_000)).last().unwrap().0,
        "too-large"
    );
}

#[test]
fn faults_are_cut_off_with_a_word_about_it() {
    let faults = rule_faults(&"bad line\n".repeat(5_000));
    assert_eq!(faults.len(), limits::FAULTS + 1);
    assert_eq!(faults.last().unwrap().0, "too-large");
    assert_eq!(
        expression_faults(&"&& ".repeat(5_000)).len(),
        limits::FAULTS + 1
    );
}

#[test]
fn one_long_line_costs_no_more_than_its_length() {
    let units = [
        "é ( \" ",
        "„",
        "‚ ",
        "'",
        "! ",
        "!",
        "`a` ",
        "\"a\" ",
        "\"\\\" ",
        "1.",
        ".5",
        "..",
        "a.",
        "%",
        "?",
        "/* ",
        "]",
        "a(",
        "x in ]1..",
        "1,5 ",
    ];
    for unit in units {
        let text = unit.repeat(50_000 / unit.len());
        assert!(!expression_faults(&text).is_empty(), "{unit}");
        assert!(
            !rule_faults(&format!("let a = {text}")).is_empty(),
            "{unit}"
        );
    }
}
