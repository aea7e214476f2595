//! Texts against trees, faults and limits. Trees are compared by their canonical text; that the
//! text stands for the tree is shown in `properties`.

mod bounds;
mod expressions;
mod faults;
mod fixes;
mod generate;

mod properties;
mod spans;
mod statements;
mod table;

use std::sync::Arc;

use super::*;

/// The expression in its canonical form.
fn printed(text: &str) -> String {
    match expression(&Source::new("test", text)) {
        Ok(tree) => print::expression(&tree),
        Err(faults) => panic!("{text}: {faults}"),
    }
}

/// The rules in their canonical form; they must have no fault.
fn printed_rules(text: &str) -> String {
    let (rules, faults) = rules(&Source::new("test", text));
    assert!(faults.is_empty(), "{text}: {faults}");
    print::rules(&rules)
}

/// A fault as its code, the text it points at and its help.
fn shown(source: &Arc<Source>, faults: &Diagnostics) -> Vec<(String, String, String)> {
    faults
        .iter()
        .map(|fault| {
            let span = fault.place.span.unwrap();
            let excerpt = &source.text[span.start as usize..span.end as usize];
            (
                fault.code.as_str().into(),
                excerpt.into(),
                fault.help.clone().unwrap_or_default(),
            )
        })
        .collect()
}

/// The faults of an expression that cannot be read.
fn expression_faults(text: &str) -> Vec<(String, String, String)> {
    let source = Source::new("test", text);
    let faults = expression(&source).expect_err(text);
    shown(&source, &faults)
}

/// The faults of a rules text.
fn rule_faults(text: &str) -> Vec<(String, String, String)> {
    let source = Source::new("test", text);
    let (_, faults) = rules(&source);
    shown(&source, &faults)
}

/// Asserts the one fault: its code, the text it points at, and a part of its help.
#[track_caller]
fn one_fault(faults: &[(String, String, String)], code: &str, excerpt: &str, help: &str) {
    let [(found_code, found_excerpt, found_help)] = faults else {
        panic!("expected one fault: {faults:?}")
    };
    assert_eq!(
        (found_code.as_str(), found_excerpt.as_str()),
        (code, excerpt)
    );
    assert!(
        found_help.contains(help),
        "`{help}` is not in `{found_help}`"
    );
}
