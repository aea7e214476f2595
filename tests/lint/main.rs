//! The lint: a faulty catalog for each of its codes, whose orders are priced here and show the
//! fault, and a catalog beside it that has none.
#![cfg(feature = "analyze")]

mod faults;
#[path = "../support/mod.rs"]
mod support;

use pricewright::analyze::lint::{Finding, Findings, LintCode, LintLimits};
use pricewright::model::quote::{LineKind, Quote};
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Value as Json, json};

/// The plan of one component `it` with these features and rules, and more keys of it.
fn plan(features: Json, rules: &[&str], more: Json) -> Plan {
    let mut component = json!({ "id": "it", "features": features, "rules": rules });
    for (key, value) in more.as_object().unwrap() {
        component[key] = value.clone();
    }
    let document = json!({ "format": 1, "currency": "EUR", "components": [component] });
    compile(&Catalog::from_json(&document.to_string()).unwrap()).unwrap()
}

fn lint(plan: &Plan) -> Findings {
    plan.lint(LintLimits::default())
}

/// The only finding of a code about an id, with its quotes; orders go through JSON as a user
/// would paste them.
fn only<'f>(
    plan: &Plan,
    found: &'f Findings,
    code: LintCode,
) -> (&'f Finding, Quote, Option<Quote>) {
    let mut findings = found.findings.iter().filter(|finding| finding.code == code);
    let finding = findings
        .next()
        .unwrap_or_else(|| panic!("no {code:?} in {found:#?}"));
    assert!(findings.next().is_none(), "{found:#?}");
    let price = |order: &Order| {
        plan.price(&Order::from_json(&order.to_json()).unwrap())
            .unwrap()
    };
    (
        finding,
        price(&finding.order),
        finding.compared.as_ref().map(price),
    )
}

#[track_caller]
fn silent(plan: &Plan, code: LintCode) {
    let found = lint(plan);
    let mut codes = found.findings.iter().map(|finding| finding.code);
    assert!(codes.all(|it| it != code), "{found:#?}");
    assert!(found.undecided.is_empty(), "{found:#?}");
}

fn amount(quote: &Quote) -> String {
    quote.amount.unwrap().to_fixed(2)
}

fn has_clamp(quote: &Quote) -> bool {
    let mut lines = quote.items.iter().flat_map(|item| &item.lines);
    lines.any(|line| line.kind == LineKind::Clamp)
}

/// What a finding says is seen where its order is priced.
fn shows(plan: &Plan, finding: &Finding) {
    use pricewright::model::quote::Status;

    let price = |order: &Order| {
        plan.price(&Order::from_json(&order.to_json()).unwrap())
            .unwrap()
    };
    let quote = price(&finding.order);
    let compared = finding.compared.as_ref().map(price);
    match finding.code {
        LintCode::NoValidConfiguration => assert_ne!(quote.status, Status::Priced),
        LintCode::OptionNeverAvailable => assert_ne!(quote.status, Status::Priced),
        LintCode::ConfigurationWithoutPrice => assert_eq!(quote.status, Status::Unpriced),
        LintCode::LargerIsCheaper | LintCode::MorePiecesCheaper => {
            assert!(compared.unwrap().amount > quote.amount);
        }
        LintCode::PriceBelowZero => assert!(has_clamp(&quote)),
        _ => assert_eq!(quote.status, Status::Priced),
    }
}

#[test]
fn examples_have_no_fault_that_is_not_accepted() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut seen = 0;
    for folder in support::sorted(&examples) {
        let catalog = support::example(&folder);
        let plan = compile(&catalog).unwrap();
        let limits = LintLimits {
            steps: 60,
            ..LintLimits::default()
        };
        let found = plan.lint(limits).accept(&catalog.accepted);
        assert!(!found.fails(), "{}: {found:#?}", folder.display());
        assert!(
            found.unneeded.is_empty(),
            "{}: {found:#?}",
            folder.display()
        );
        found
            .findings
            .iter()
            .for_each(|finding| shows(&plan, finding));
        seen += found.findings.len();
    }
    assert!(seen > 3);
}

#[test]
fn a_finding_is_accepted_with_a_reason() {
    let entry = |id: &str| json!({ "code": "rule-never-fires", "id": id, "reason": "from May on" });
    let document = |accepted: Json| {
        json!({ "format": 1, "currency": "EUR", "accepted": accepted, "components": [{
            "id": "it", "base_price": "10", "features": [], "rules": "discount odd when 2 > 3 : 1" }] })
    };
    let catalog = Catalog::from_json(&document(json!([entry("odd"), entry("even")])).to_string());
    let catalog = catalog.unwrap();
    let found = compile(&catalog).unwrap().lint(LintLimits::default());
    assert!(found.fails());
    let found = found.accept(&catalog.accepted);
    assert!(!found.fails());
    assert_eq!(found.findings[0].accepted.as_deref(), Some("from May on"));
    assert_eq!(found.unneeded[0].1, "even");
    for word in [
        "accepted[rule-never-fires]",
        "because: from May on",
        "warning[accepted]: ",
    ] {
        assert!(found.render(true).contains(word), "{}", found.render(true));
    }
    let again = Catalog::from_json(&catalog.to_json()).unwrap();
    assert_eq!(again.accepted, catalog.accepted);
    // a reason is needed
    let bare = json!([{ "code": "rule-never-fires", "id": "odd" }]);
    assert!(Catalog::from_json(&document(bare).to_string()).is_err());
}

#[test]
fn every_lint_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/analyses.md");
    let docs = std::fs::read_to_string(path).unwrap();
    for code in LintCode::ALL {
        let (name, severity) = (code.as_str(), code.severity().as_str());
        let row = format!("| `{name}` | {severity} | {} |", code.meaning());
        assert!(docs.contains(&row), "{row}");
    }
}

#[test]
fn the_command_prints_orders() {
    use support::command::run;

    let example = "examples/imported-configento";
    let said = run(&["check", example, "--orders"]).exits(0).output;
    assert!(
        said.contains("accepted[configuration-without-price]"),
        "{said}"
    );
    assert!(said.contains("\n  order: {"), "{said}");
    let found = run(&["check", example, "--json"]).exits(0).json();
    assert_eq!(found["lint"]["findings"][0]["certainty"], "proved");
    let none = run(&["check", example, "--steps", "0", "--json"])
        .exits(0)
        .json();
    assert_eq!(none["lint"]["findings"], json!([]));
}
