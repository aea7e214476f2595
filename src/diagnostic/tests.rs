//! Findings as people and programs get them. The expected text is written by hand.

use std::sync::Arc;

use super::{Code, Diagnostic, Diagnostics, Place, Source, Span};

const RULES: &str = "surcharge oak_frame \"Oak\" : 40.00
  # frames of oak cost more
  when frame = \"oakk\"
\tper piece
";

/// The span of `needle` in the source.
fn at(source: &Arc<Source>, needle: &str) -> Place {
    let start = source.text.find(needle).unwrap();
    Place::in_source(source, Span::new(start, start + needle.len()))
}

fn rendered(diagnostic: Diagnostic) -> String {
    Diagnostics::from(diagnostic).render()
}

fn unknown_option(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownOption,
        place,
        "unknown option `oakk` of feature `frame`",
    )
}

#[test]
fn a_finding_quotes_its_source() {
    let source = Source::new("rules.price", RULES);
    let found = unknown_option(at(&source, "\"oakk\"")).with_help("did you mean `oak`?");
    let expected = "\
error[unknown-option]: unknown option `oakk` of feature `frame`
  --> rules.price:3:16
   |
 3 |   when frame = \"oakk\"
   |                ^^^^^^
   = help: did you mean `oak`?";
    assert_eq!(rendered(found.clone()), expected);
    assert_eq!(Diagnostics::from(found).to_string(), expected);
}

#[test]
fn a_blank_line_parts_findings() {
    let source = Source::new("rules.price", RULES);
    let mut all = Diagnostics::from(unknown_option(at(&source, "\"oakk\"")));
    all.push(Diagnostic::new(
        Code::UnreachableValue,
        at(&source, "per"),
        "can never be true",
    ));
    all.push(Diagnostic::new(
        Code::Usage,
        Place::nowhere(),
        "no catalog given",
    ));
    let expected = "\
error[unknown-option]: unknown option `oakk` of feature `frame`
  --> rules.price:3:16
   |
 3 |   when frame = \"oakk\"
   |                ^^^^^^

warning[unreachable-value]: can never be true
  --> rules.price:4:2
   |
 4 |  per piece
   |  ^^^

error[usage]: no catalog given";
    assert_eq!(all.render(), expected);
    assert_eq!(Diagnostics::new().render(), "");
}

#[test]
fn a_json_path_is_found_in_its_document() {
    let text = "{\n  \"components\": [\n    { \"id\": \"blind\", \"features\": [{ \"id\": \"\" }] }\n  ]\n}";
    let source = Source::new("catalog.json", text);
    let place = Place::in_document(Some(source), "$.components[0].features[0].id");
    let expected = "\
error[invalid-id]: expected an id, found no text
  --> catalog.json:3:43 ($.components[0].features[0].id)
   |
 3 |     { \"id\": \"blind\", \"features\": [{ \"id\": \"\" }] }
   |                                           ^^";
    let found = Diagnostic::new(Code::InvalidId, place, "expected an id, found no text");
    assert_eq!(rendered(found), expected);
}

#[test]
fn as_much_of_a_place_is_shown_as_is_known() {
    let source = Source::new("catalog.json", "{}");
    let first_line = "error[missing-key]: no `id`";
    let cases = [
        (Place::nowhere(), ""),
        (
            Place::in_document(None, "$.components[0]"),
            "\n  --> $.components[0]",
        ),
        (
            Place::in_document(Some(Arc::clone(&source)), "$.a"),
            "\n  --> catalog.json ($.a)",
        ),
        (Place::in_document(Some(source), ""), "\n  --> catalog.json"),
        (
            Place {
                source: None,
                path: String::new(),
                span: Some(Span::new(1, 2)),
            },
            "",
        ),
    ];
    for (place, rest) in cases {
        let found = Diagnostic::new(Code::MissingKey, place, "no `id`").with_help("add `id`");
        assert_eq!(
            rendered(found),
            format!("{first_line}{rest}\n   = help: add `id`")
        );
    }
}

#[test]
fn related_places_follow() {
    let source = Source::new("rules.price", "tier a : 1\ntier a : 2\n");
    let second = Place::in_source(&source, Span::new(16, 17));
    let found = Diagnostic::new(Code::DuplicateId, second, "second `a`")
        .with_help("rename one of them")
        .with_related(Place::in_source(&source, Span::new(5, 6)), "first here")
        .with_related(Place::in_document(None, "$.tiers"), "and `a` there")
        .with_related(Place::nowhere(), "ids differ in case, too");
    let expected = "\
error[duplicate-id]: second `a`
  --> rules.price:2:6
   |
 2 | tier a : 2
   |      ^
   = help: rename one of them
  --> rules.price:1:6: first here
  --> $.tiers: and `a` there
   = note: ids differ in case, too";
    assert_eq!(rendered(found), expected);
}

#[test]
fn spans_of_many_lines_show_the_first() {
    let source = Source::new("a.price", "one\r\nif two\r\nthree\r\n");
    let expected = "\
error[syntax]: no `then`
  --> a.price:2:1
   |
 2 | if two
   | ^^^^^^";
    let place = Place::in_source(&source, Span::new(5, 18));
    assert_eq!(
        rendered(Diagnostic::new(Code::Syntax, place, "no `then`")),
        expected
    );
}

#[test]
fn the_end_of_a_text_gets_a_caret() {
    let source = Source::new("a.price", "1 +\n");
    let show = |start, end| {
        let place = Place::in_source(&source, Span::new(start, end));
        rendered(Diagnostic::new(Code::Syntax, place, "no operand"))
    };
    let head = "error[syntax]: no operand\n  --> a.price";
    assert_eq!(show(3, 3), format!("{head}:1:4\n   |\n 1 | 1 +\n   |    ^"));
    assert_eq!(show(3, 4), format!("{head}:1:4\n   |\n 1 | 1 +\n   |    ^"));
    assert_eq!(show(4, 4), format!("{head}:2:1\n   |\n 2 |\n   | ^"));
    assert_eq!(show(70, 9), format!("{head}:2:1\n   |\n 2 |\n   | ^"));
}

#[test]
fn wide_line_numbers_move_everything() {
    let source = Source::new("a.price", format!("{}1 x\n", "\n".repeat(1233)));
    let found = Diagnostic::new(Code::Syntax, at(&source, "x"), "no `x`").with_help("drop it");
    let expected = "\
error[syntax]: no `x`
    --> a.price:1234:3
     |
1234 | 1 x
     |   ^
     = help: drop it";
    assert_eq!(rendered(found), expected);
    let source = Source::new("a.price", format!("{}1 x\n", "\n".repeat(11)));
    let expected = "\
error[syntax]: no `x`
  --> a.price:12:3
   |
12 | 1 x
   |   ^";
    assert_eq!(
        rendered(Diagnostic::new(Code::Syntax, at(&source, "x"), "no `x`")),
        expected
    );
}

#[test]
fn documents_cannot_fool_a_terminal() {
    let source = Source::new("a\u{1b}[2J.price", "木 = \u{202e}x\u{1b}[31m");
    let place = at(&source, "x").with_path("$[\"\u{200f}\"]");
    let found = Diagnostic::new(Code::UnknownName, place, "unknown `x\n\u{202e}`")
        .with_help("\u{7}x")
        .with_related(Place::in_document(None, "$.a\r"), "\u{2066}y");
    let expected = r#"error[unknown-name]: unknown `x\u{a}\u{202e}`
  --> a\u{1b}[2J.price:1:6 ($["\u{200f}"])
   |
 1 | 木 = \u{202e}x\u{1b}[31m
   |              ^
   = help: \u{7}x
  --> $.a\u{d}: \u{2066}y"#;
    assert_eq!(rendered(found), expected);
}

#[test]
fn no_span_does_harm() {
    let source = Source::new("ü.price", "ü\u{301}木\r\n\t🪟\n");
    let length = u32::try_from(source.text.len()).unwrap();
    for start in (0..length + 3).chain([u32::MAX]) {
        for end in (0..length + 3).chain([u32::MAX]) {
            let place = Place::in_source(&source, Span { start, end });
            assert!(place.line_column().is_some());
            let all = Diagnostics::from(Diagnostic::new(Code::Syntax, place, "no"));
            assert!(all.render().ends_with('^'), "{start}..{end}");
            assert!(all.to_json().contains("\"line\""), "{start}..{end}");
        }
    }
}

#[test]
fn after_100_findings_only_their_number_follows() {
    let findings = |count: usize| {
        let mut all = Diagnostics::new();
        for number in 1..=count {
            all.push(Diagnostic::new(
                Code::Usage,
                Place::nowhere(),
                format!("no {number}"),
            ));
        }
        all.render()
    };
    assert!(findings(100).ends_with("\n\nerror[usage]: no 100"));
    assert!(findings(101).ends_with("\n\nerror[usage]: no 100\n\n… and 1 more finding"));
    let many = findings(10_000);
    assert!(many.ends_with("\n\nerror[usage]: no 100\n\n… and 9900 more findings"));
    assert_eq!(many.matches("error[").count(), 100);
}

#[test]
fn programs_get_json() {
    let text = "{\"id\": \"ü\",\n \"b\": [1,\n2]}";
    let source = Source::new("catalog.json", text);
    let document = |path| Place::in_document(Some(Arc::clone(&source)), path);
    let mut all = Diagnostics::from(
        Diagnostic::new(Code::InvalidId, document("$.id"), "an \"id\"")
            .with_help("drop it")
            .with_related(document("$.b"), "see")
            .with_related(Place::nowhere(), "so"),
    );
    all.push(Diagnostic::new(
        Code::UnreachableValue,
        document("$.no"),
        "never",
    ));
    let expected = [
        r#"[{"code":"invalid-id","severity":"error","message":"an \"id\"","#,
        r#""file":"catalog.json","path":"$.id","#,
        // `ü` has two bytes, so the value has four bytes and three characters
        r#""span":{"start":7,"end":11,"line":1,"column":8,"end_line":1,"end_column":11},"#,
        r#""help":"drop it","related":[{"message":"see","file":"catalog.json","path":"$.b","#,
        r#""span":{"start":19,"end":25,"line":2,"column":7,"end_line":3,"end_column":3}},"#,
        r#"{"message":"so"}]},"#,
        r#"{"code":"unreachable-value","severity":"warning","message":"never","#,
        r#""file":"catalog.json","path":"$.no"}]"#,
    ];
    assert_eq!(all.to_json(), expected.concat());
    assert_eq!(Diagnostics::new().to_json(), "[]");
}

#[test]
fn places_know_their_line_and_column() {
    let source = Source::new("catalog.json", "{\n  \"ü\": 1, \"b\": 2}");
    let value = Place::in_document(Some(Arc::clone(&source)), "$.b");
    assert_eq!(value.resolved_span(), Some(Span::new(18, 19)));
    assert_eq!(value.line_column(), Some((2, 16)));
    let absent = Place::in_document(Some(source), "$.c");
    assert_eq!((absent.resolved_span(), absent.line_column()), (None, None));
    assert_eq!(Place::in_document(None, "$.b").line_column(), None);
    assert_eq!(Place::nowhere().resolved_span(), None);
}

#[test]
fn many_findings_in_a_large_document_take_linear_time() {
    let items: Vec<String> = (0..20_000).map(|i| format!("{{\"id\": {i}}}")).collect();
    let source = Source::new("catalog.json", format!("[{}]", items.join(",\n")));
    let mut all = Diagnostics::new();
    for index in 0..20_000 {
        let place = Place::in_document(Some(Arc::clone(&source)), format!("$[{index}].id"));
        all.push(Diagnostic::new(
            Code::WrongType,
            place,
            "expected a string, found a number",
        ));
    }
    assert_eq!(all.to_json().matches("\"column\":").count(), 20_000);
}

#[test]
fn codes_are_unique_and_fit_a_table() {
    let names: std::collections::BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for name in names {
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{name}"
        );
    }
    let table = Code::docs_table();
    assert_eq!(table.lines().count(), Code::ALL.len() + 2);
    let row = "| `duplicate-key` | error | an object has the same key twice |\n";
    assert!(table.contains(row));
}
