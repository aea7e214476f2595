//! Every function.

use crate::diagnostic::Code;
use crate::evaluate::function::call;
use crate::evaluate::testing::{Build, number, text};
use crate::evaluate::value::{Stop, Value};
use crate::money::Exactness;
use crate::plan::{Function, Node};

fn of(function: Function, arguments: &[Value]) -> Result<Value, Stop> {
    call(
        function,
        arguments.to_vec(),
        &mut Exactness::default(),
        None,
    )
}

fn numbers(function: Function, arguments: &[&str]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|text| number(text)).collect();
    match of(function, &arguments).unwrap() {
        Value::Number(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

fn problem(result: Result<Value, Stop>) -> Code {
    match result {
        Err(Stop::Problem(problem)) => problem.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn magnitudes_and_whole_numbers() {
    assert_eq!(numbers(Function::Abs, &["-1.5"]), "1.5");
    for (value, floor, ceiling) in [
        ("1.5", "1", "2"),
        ("-1.5", "-2", "-1"),
        ("2", "2", "2"),
        ("-0.2", "-1", "0"),
    ] {
        assert_eq!(numbers(Function::Floor, &[value]), floor);
        assert_eq!(numbers(Function::Ceiling, &[value]), ceiling);
    }
    assert_eq!(numbers(Function::Floor, &["-1.56", "1"]), "-1.6");
    assert_eq!(numbers(Function::Ceiling, &["-1.56", "1"]), "-1.5");
    assert_eq!(numbers(Function::Floor, &["1256", "-2"]), "1200");
}

#[test]
fn rounding_modes() {
    // Value, then decimal (half even), up, down, half up, half down; all to one digit.
    for (value, expected) in [
        ("1.25", ["1.2", "1.3", "1.2", "1.3", "1.2"]),
        ("-1.25", ["-1.2", "-1.3", "-1.2", "-1.3", "-1.2"]),
        ("1.35", ["1.4", "1.4", "1.3", "1.4", "1.3"]),
        ("1.21", ["1.2", "1.3", "1.2", "1.2", "1.2"]),
    ] {
        let functions = [
            Function::Decimal,
            Function::RoundUp,
            Function::RoundDown,
            Function::RoundHalfUp,
            Function::RoundHalfDown,
        ];
        let found = functions.map(|function| numbers(function, &[value, "1"]));
        assert_eq!(found, expected, "{value}");
    }
    assert_eq!(numbers(Function::RoundUp, &["1201", "-2"]), "1300");
    for digits in ["0.5", "29", "-29"] {
        let result = of(Function::Decimal, &[number("1"), number(digits)]);
        assert_eq!(problem(result), Code::NotWhole, "{digits}");
    }
}

#[test]
fn modulo_has_the_sign_of_the_divisor() {
    // FEEL: dividend - divisor * floor(dividend / divisor)
    for (dividend, divisor, expected) in [
        ("12", "5", "2"),
        ("-12", "5", "3"),
        ("12", "-5", "-3"),
        ("-12", "-5", "-2"),
        ("10.1", "4.5", "1.1"),
    ] {
        assert_eq!(numbers(Function::Modulo, &[dividend, divisor]), expected);
    }
    let result = of(Function::Modulo, &[number("1"), number("0")]);
    assert_eq!(problem(result), Code::DivisionByZero);
}

#[test]
fn lists_and_arguments_are_the_same() {
    let arguments = [number("3"), number("-1"), number("2.5")];
    let list = [Value::List(arguments.to_vec().into())];
    for values in [&arguments[..], &list[..]] {
        assert_eq!(of(Function::Min, values), Ok(number("-1")));
        assert_eq!(of(Function::Max, values), Ok(number("3")));
        assert_eq!(of(Function::Sum, values), Ok(number("4.5")));
        assert_eq!(of(Function::Count, values), Ok(number("3")));
    }
    let empty = [Value::List(vec![].into())];
    for function in [Function::Min, Function::Max, Function::Sum] {
        assert_eq!(problem(of(function, &empty)), Code::EmptyList);
    }
    assert_eq!(of(Function::Count, &empty), Ok(number("0")));
}

#[test]
fn texts_are_code_points() {
    assert_eq!(
        of(Function::StringLength, &[text("Größe")]),
        Ok(number("5"))
    );
    assert_eq!(
        of(Function::StringLength, &[text("e\u{301}")]),
        Ok(number("2"))
    );
    assert_eq!(
        of(Function::Contains, &[text("foobar"), text("oba")]),
        Ok(Value::Boolean(true))
    );
    assert_eq!(
        of(Function::StartsWith, &[text("foobar"), text("oo")]),
        Ok(Value::Boolean(false))
    );
    assert_eq!(
        of(Function::EndsWith, &[text("foobar"), text("bar")]),
        Ok(Value::Boolean(true))
    );
    assert_eq!(
        of(Function::UpperCase, &[text("straße")]),
        Ok(text("STRASSE"))
    );
    // Never the dotless i of a Turkish locale.
    assert_eq!(of(Function::LowerCase, &[text("IÄ")]), Ok(text("iä")));
}

#[test]
fn arguments_of_another_type_or_count_are_problems() {
    assert_eq!(problem(of(Function::Abs, &[text("1")])), Code::TypeMismatch);
    assert_eq!(problem(of(Function::Abs, &[])), Code::ArgumentCount);
    assert_eq!(
        problem(of(Function::StringLength, &[number("1")])),
        Code::TypeMismatch
    );
    assert_eq!(
        problem(of(Function::Max, &[number("1"), text("1")])),
        Code::TypeMismatch
    );
}

#[test]
fn calls_wait_for_all_their_arguments() {
    let mut build = Build::new();
    let (width, drop) = (build.missing("width"), build.missing("drop"));
    let nodes = [build.read(width), build.number("1"), build.read(drop)];
    let arguments = build.arguments(&nodes);
    let largest = build.node(Node::Call(Function::Max, arguments));
    let both = Stop::waits_for(width).join(Stop::waits_for(drop));
    assert_eq!(build.frame().evaluate(largest), Err(both));
}
