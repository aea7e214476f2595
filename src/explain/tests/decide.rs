//! The smallest deciding sets, worked out by hand.

use crate::evaluate::limits;
use crate::evaluate::testing::Build;
use crate::evaluate::value::{SlotState, Value};
use crate::explain::compared::Compared;
use crate::explain::decide::why;
use crate::plan::{
    AttributeConstant, AttributeId, AttributePlan, Comparison, Constant, Function, InTest, Node,
    NodeId, OptionIndex, SlotId, ValueKind,
};

fn decided(build: &Build, node: NodeId) -> Vec<Compared> {
    why(&mut build.frame(), node, &mut limits::STEPS.clone())
}

/// The texts of the comparisons.
fn texts(build: &Build, node: NodeId) -> Vec<String> {
    decided(build, node)
        .into_iter()
        .map(|compared| compared.text)
        .collect()
}

/// `text = value` of each operand.
fn values(compared: &Compared) -> Vec<String> {
    let shown = compared
        .operands
        .iter()
        .map(|side| format!("{} = {}", side.text, side.value));
    shown.collect()
}

/// `a` to `f`: comparisons of a width of 1200; those of upper-case letters hold.
fn comparison(build: &mut Build, name: &str) -> NodeId {
    let width = SlotId(0);
    let holds = name.chars().all(char::is_uppercase);
    let (read, limit) = (build.read(width), build.number("1000"));
    let operator = if holds {
        Comparison::Greater
    } else {
        Comparison::Less
    };
    build.at(Node::Compare(operator, read, limit), name)
}

/// A tree from prefix notation: `& | ! ?` and one letter a comparison.
fn tree(text: &str) -> (Build, NodeId) {
    let mut build = Build::new();
    build.known("width", "1200");
    let mut letters = text.chars();
    let node = parse(&mut build, &mut letters);
    assert_eq!(letters.next(), None);
    (build, node)
}

fn parse(build: &mut Build, letters: &mut std::str::Chars<'_>) -> NodeId {
    let letter = letters.next().unwrap();
    let mut part = |build: &mut Build| parse(build, letters);
    let node = match letter {
        '&' => Node::And(part(build), part(build)),
        '|' => Node::Or(part(build), part(build)),
        '!' => Node::Not(part(build)),
        '?' => Node::If(part(build), part(build), part(build)),
        name => return comparison(build, &name.to_string()),
    };
    build.node(node)
}

#[test]
fn the_smallest_set_decides() {
    for (expression, expected) in [
        ("a", "a"),
        ("A", "A"),
        // A true conjunction needs all, a false one the first false side.
        ("&AB", "AB"),
        ("&Ab", "b"),
        ("&ab", "a"),
        ("&&ABc", "c"),
        // Dual for disjunctions.
        ("|ab", "ab"),
        ("|aB", "B"),
        ("|AB", "A"),
        ("||abc", "abc"),
        // (a or b) and c: both sides are false, {c} is smaller than {a, b}.
        ("&|abc", "c"),
        // (A and B) or C: {C} is smaller than {A, B}.
        ("|&ABC", "C"),
        // (a or b) and (c or d): equal, the left one.
        ("&|ab|cd", "ab"),
        // not flips: not(A and B) is false because both hold; not(a or B) because B does.
        ("!&AB", "AB"),
        ("!|aB", "B"),
        ("!&Ab", "b"),
        ("!!a", "a"),
        // not(a or b) and C: true, all three.
        ("&!|abC", "abC"),
        // Written twice, counted once: (a or a) has one, (b or c) two.
        ("&|bc|aa", "a"),
        ("|a|ba", "ab"),
        // if A then b else C: the condition and the branch taken.
        ("?AbC", "Ab"),
        ("?abC", "aC"),
        ("?&AbCd", "bd"),
    ] {
        let (build, node) = tree(expression);
        assert_eq!(texts(&build, node).concat(), expected, "{expression}");
    }
}

#[test]
fn a_comparison_shows_both_values_and_its_place() {
    let mut build = Build::new();
    let width = build.known("width", "1200");
    let least = build.known("least", "2000");
    let left = build.at(Node::Slot(width), "width");
    let right = build.at(Node::Slot(least), "least");
    let node = build.at(
        Node::Compare(Comparison::Greater, left, right),
        "width\n    > least",
    );
    let compared = decided(&build, node);
    assert_eq!(compared.len(), 1);
    assert_eq!(compared[0].text, "width > least");
    assert_eq!(compared[0].operator, ">");
    assert_eq!(compared[0].holds, Some(false));
    assert_eq!(values(&compared[0]), ["width = 1200", "least = 2000"]);
}

#[test]
fn values_that_are_none_say_so() {
    let mut build = Build::new();
    for (state, expected) in [
        (SlotState::Unset, "unset"),
        (SlotState::NotAvailable, "not available"),
        (SlotState::Missing, "missing (required)"),
        (SlotState::Known(Value::Boolean(true)), "true"),
    ] {
        let slot = build.slot("motorized", ValueKind::Boolean, state);
        let asked = build.at(Node::IsSet(slot), "motorized is set");
        let read = build.at(Node::Slot(slot), "motorized");
        let is_set = decided(&build, asked);
        assert_eq!(is_set[0].operator, "is set");
        assert_eq!(is_set[0].holds, Some(expected == "true"));
        assert_eq!(values(&is_set[0]), [format!("motorized = {expected}")]);
        let bare = decided(&build, read);
        assert_eq!(bare[0].operator, "is true");
        assert_eq!(values(&bare[0]), [format!("motorized = {expected}")]);
    }
}

#[test]
fn what_waits_names_only_what_waits() {
    let mut build = Build::new();
    let (width, drop) = (build.known("width", "1200"), build.missing("drop"));
    let limit = build.number("1000");
    let wide = build.at(Node::Slot(width), "width");
    let tall = build.at(Node::Slot(drop), "drop");
    let wide = build.at(
        Node::Compare(Comparison::Greater, wide, limit),
        "width > 1000",
    );
    let tall = build.at(
        Node::Compare(Comparison::Greater, tall, limit),
        "drop > 1000",
    );
    let both = build.node(Node::And(wide, tall));
    let compared = decided(&build, both);
    assert_eq!(texts(&build, both), ["drop > 1000"]);
    assert_eq!(compared[0].holds, None);
    assert_eq!(
        values(&compared[0]),
        ["drop = missing (required)", "1000 = 1000"]
    );
}

#[test]
fn ranges_alternatives_and_functions_are_one_comparison() {
    let mut build = Build::new();
    let width = build.known("width", "1200");
    let width = build.at(Node::Slot(width), "width");
    let [low, high] = ["2000", "3000"].map(|number| build.number(number));
    let between = build.at(
        Node::Between(width, low, high),
        "width between 2000 and 3000",
    );
    let compared = decided(&build, between);
    assert_eq!(compared[0].operator, "between");
    assert_eq!(
        values(&compared[0]),
        ["width = 1200", "2000 = 2000", "3000 = 3000"]
    );
    let range = InTest::Range {
        low,
        low_included: false,
        high,
        high_included: true,
    };
    let tests = build.tests(&[InTest::Compare(Comparison::Less, low), range]);
    let within = build.at(Node::In(width, tests), "width in (< 2000, (2000..3000])");
    let compared = decided(&build, within);
    assert_eq!(
        (compared[0].operator, compared[0].holds),
        ("in", Some(true))
    );
    assert_eq!(
        values(&compared[0]),
        [
            "width = 1200",
            "< 2000 = < 2000",
            "(2000..3000] = (2000..3000]"
        ]
    );
    let (name, part) = (build.string("lamella"), build.string("lam"));
    let arguments = build.arguments(&[name, part]);
    let contains = Node::Call(Function::Contains, arguments);
    let contains = build.at(contains, "contains(\"lamella\", \"lam\")");
    let compared = decided(&build, contains);
    assert_eq!(
        (compared[0].operator, compared[0].holds),
        ("contains", Some(true))
    );
    assert_eq!(values(&compared[0]), ["lamella = lamella", "lam = lam"]);
}

#[test]
fn options_are_shown_by_their_ids() {
    let mut build = Build::new();
    let state = SlotState::Known(Value::Option(OptionIndex(1)));
    let motor = build.select("motor", &["none", "solar"], state);
    let read = build.at(Node::Slot(motor), "motor");
    let none = build.at(Node::Option(OptionIndex(0)), "\"none\"");
    let node = build.at(
        Node::Compare(Comparison::Equal, read, none),
        "motor = \"none\"",
    );
    assert_eq!(
        values(&decided(&build, node)[0]),
        ["motor = solar", "\"none\" = none"]
    );
}

#[test]
fn a_list_that_does_not_match_names_what_it_is_for() {
    let mut build = Build::new();
    let state = SlotState::Known(Value::Option(OptionIndex(0)));
    let fabric = build.select("fabric", &["linen", "silk"], state);
    let [a, b] = ["A", "B"].map(|band| build.text(band));
    let band = |text| Some(AttributeConstant::Plain(Constant::Text(text)));
    let id = build.text("band");
    let values_of_band = vec![band(a), None];
    build.attributes.push(AttributePlan {
        id,
        slot: fabric,
        values: values_of_band,
    });
    let constant = build.node(Node::Text(b));
    let node = build.node(Node::AttributeIs(fabric, AttributeId(0), constant));
    let compared = decided(&build, node);
    assert_eq!(compared[0].text, "fabric.band = B");
    assert_eq!(values(&compared[0]), ["fabric.band = A", "B = B"]);
    build.states[fabric.index()] = SlotState::Known(Value::Option(OptionIndex(1)));
    assert_eq!(
        values(&decided(&build, node)[0]),
        ["fabric.band = not given", "B = B"]
    );
    build.states[fabric.index()] = SlotState::NotAvailable;
    assert_eq!(
        values(&decided(&build, node)[0]),
        ["fabric.band = not available", "B = B"]
    );
    let silk = build.node(Node::Option(OptionIndex(1)));
    let node = build.node(Node::SlotIs(fabric, silk));
    build.states[fabric.index()] = SlotState::Known(Value::Option(OptionIndex(0)));
    assert_eq!(decided(&build, node)[0].text, "fabric = silk");
    assert_eq!(
        values(&decided(&build, node)[0]),
        ["fabric = linen", "silk = silk"]
    );
}

#[test]
fn the_frame_is_left_as_it_was() {
    let mut build = Build::new();
    let (one, three) = (build.number("1"), build.number("3"));
    let divided = crate::plan::ArithmeticOperator::Divide;
    let third = build.node(Node::Arithmetic(divided, one, three));
    let third = build.let_("third", third, None);
    let read = build.read(third);
    let node = build.at(Node::Compare(Comparison::Less, read, one), "third < 1");
    let mut frame = build.frame();
    frame.steps_left = 0;
    let mut steps = 100;
    let compared = why(&mut frame, node, &mut steps);
    assert_eq!(compared[0].holds, Some(true));
    assert!(frame.exact.is_exact() && frame.steps_left == 0 && steps < 100);
    assert!(matches!(frame.slots[third.index()], SlotState::Lazy(0)));
}

#[test]
fn long_texts_and_lists_are_cut() {
    let mut build = Build::new();
    let one = build.number("1");
    let tests = build.tests(&vec![InTest::Compare(Comparison::Equal, one); 50]);
    let text = "x ".repeat(300);
    let node = build.at(Node::In(one, tests), text.trim());
    let compared = decided(&build, node);
    assert_eq!(compared[0].text.chars().count(), 200);
    assert!(compared[0].text.ends_with('…'));
    // The value, 20 alternatives, and how many more there are.
    assert_eq!(compared[0].operands.len(), 22);
    assert_eq!(compared[0].operands[21].value, "and 30 more");
}
