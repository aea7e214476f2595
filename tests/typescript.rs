//! The TypeScript types against reality, by the compiler itself: what `pricewright types` writes of
//! every catalog of the corpus and the examples, the orders that they price, and all quotes,
//! explanations and diagnostics that come out, as literals that must satisfy the package's types.
//!
//! The compiler is that of `pkg` (`npm ci` there), or the one that `PRICEWRIGHT_TSC`
//! names. Without it the test says so and does nothing; where `CI` is set it fails.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pricewright::analyze::claim::{Claim, claim};
use pricewright::analyze::diff::{DiffOptions, diff};
use pricewright::diagnostic::Code;
use pricewright::model::quote::Status;
use pricewright::types::typescript;
use pricewright::{Catalog, Diagnostics, Order, check_catalog, compile};
use support::corpus::Case;

/// A folder of TypeScript, made anew.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(folder.join("catalogs")).unwrap();
        let types = root().join("pkg/types");
        let config = format!(
            r#"{{ "compilerOptions": {{ "strict": true, "noEmit": true, "target": "es2022", "module": "node16",
  "lib": ["es2022", "dom"], "types": [], "exactOptionalPropertyTypes": true,
  "paths": {{ "pricewright": ["{0}/index.d.mts"], "pricewright/runtime": ["{0}/runtime.d.mts"] }} }},
  "include": ["**/*.ts", "**/*.mts"] }}"#,
            types.display()
        );
        fs::write(folder.join("tsconfig.json"), config).unwrap();
        fs::write(folder.join("package.json"), r#"{ "type": "module" }"#).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    /// What the compiler says; none where there is no compiler.
    fn faults(&self) -> Option<String> {
        let output = Command::new(compiler()?)
            .args(["--project", "."])
            .current_dir(&self.0)
            .output()
            .unwrap();
        Some(String::from_utf8(output.stdout).unwrap())
    }

    fn must_compile(&self) {
        if let Some(faults) = self.faults() {
            let first: Vec<&str> = faults.lines().take(60).collect();
            assert!(faults.is_empty(), "{}", first.join("\n"));
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compiler() -> Option<PathBuf> {
    let named = std::env::var_os("PRICEWRIGHT_TSC").map(PathBuf::from);
    let found = named.unwrap_or_else(|| root().join("pkg/node_modules/.bin/tsc"));
    if found.exists() {
        return Some(found);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "there is no TypeScript compiler; run `npm ci` in pkg"
    );
    eprintln!("SKIPPED: there is no TypeScript compiler; run `npm ci` in pkg");
    None
}

/// Everything that can be priced: a name, the catalog, and the order's text.
fn samples() -> Vec<(String, Catalog, Option<String>)> {
    let mut samples = Vec::new();
    for case in Case::all("tests/cases") {
        if let Ok(catalog) = case.catalog() {
            let order = case.text("order").map(str::to_owned);
            samples.push((case.path.clone(), catalog, order));
        }
    }
    for folder in support::sorted(&root().join("examples")) {
        for order in support::sorted(&folder.join("orders")) {
            let name = order.strip_prefix(root()).unwrap().display().to_string();
            samples.push((
                name,
                support::example(&folder),
                Some(fs::read_to_string(&order).unwrap()),
            ));
        }
    }
    samples
}

#[test]
fn documents_fit_the_types() {
    let project = Project::new("typescript-documents");
    let mut explanations = String::new();
    let mut findings = String::new();
    let (mut quotes, mut faults) = (0, 0);
    let mut add_findings = |name: &str, found: &Diagnostics| {
        if !found.is_empty() {
            faults += 1;
            findings.push_str(&format!(
                "// {name}\n{} satisfies Diagnostic[],\n",
                found.to_json()
            ));
        }
    };
    for (name, catalog, order) in samples() {
        add_findings(&name, &check_catalog(&catalog));
        let (Ok(plan), Some(order)) = (compile(&catalog), order) else {
            continue;
        };
        match Order::from_json(&order).and_then(|order| plan.explain(&order)) {
            Ok(explanation) => {
                quotes += 1;
                let explanation = explanation.to_json();
                explanations.push_str(&format!(
                    "// {name}\n{explanation} satisfies Explanation,\n"
                ));
            }
            Err(found) => add_findings(&name, &found),
        }
    }
    for case in Case::all("tests/diagnostics") {
        match case.catalog() {
            Ok(catalog) => add_findings(&case.path, &check_catalog(&catalog)),
            Err(found) => add_findings(&case.path, &found),
        }
    }
    assert!(
        quotes > 300 && faults > 100,
        "{quotes} quotes, {faults} findings"
    );
    project.write(
        "quotes.ts",
        &format!("import type {{ Explanation }} from \"pricewright\";\nexport const all = [\n{explanations}];\n"),
    );
    project.write(
        "diagnostics.ts",
        &format!("import type {{ Diagnostic }} from \"pricewright\";\nexport const all = [\n{findings}];\n"),
    );
    project.must_compile();
}

#[test]
fn answers_about_prices_fit_the_types() {
    let project = Project::new("typescript-answers");
    let mut answers = String::new();
    for folder in support::sorted(&root().join("examples")) {
        let plan = compile(&support::example(&folder)).unwrap();
        let mut add = |json: &str, kind: &str| {
            answers.push_str(&format!(
                "// {}\n{json} satisfies {kind},\n",
                folder.display()
            ));
        };
        for path in support::sorted(&folder.join("orders")) {
            let order = Order::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
            let quote = plan.price(&order).unwrap();
            let claimed = claim(&order, &quote);
            add(&claimed, "QuoteClaim");
            for text in [
                &claimed,
                &claimed.replace("priced_subtotal\":\"", "priced_subtotal\":\"9"),
            ] {
                let verified = plan.verify(&Claim::from_json(text).unwrap()).unwrap();
                add(&verified.to_json(), "Verification");
            }
            let prices = plan.option_prices(&order, 0, None).unwrap();
            add(&prices.to_json(), "OptionPrices");
            add(&plan.hints(&order, 10).unwrap().to_json(), "Hints");
            if order.items.len() == 1 {
                add(
                    &plan.price_range(&order, 20).unwrap().to_json(),
                    "PriceRange",
                );
                let count = plan.count_configurations(&order, 20).unwrap();
                add(&count.to_json(), "Count");
            }
        }
        let options = DiffOptions {
            limit: 50,
            ..DiffOptions::default()
        };
        add(&diff(&plan, &plan, &options).unwrap().to_json(), "Diff");
    }
    let shelf = |name: &str| {
        let text = fs::read_to_string(root().join("docs/samples").join(name)).unwrap();
        compile(&Catalog::from_json(&text).unwrap()).unwrap()
    };
    let (old, new) = (shelf("shelf-old.json"), shelf("shelf-new.json"));
    let found = diff(&old, &new, &DiffOptions::default()).unwrap();
    answers.push_str(&format!("{} satisfies Diff,\n", found.to_json()));
    let types = "Count, Diff, Hints, OptionPrices, PriceRange, QuoteClaim, Verification";
    project.write(
        "answers.ts",
        &format!(
            "import type {{ {types} }} from \"pricewright\";\nexport const all = [\n{answers}];\n"
        ),
    );
    project.must_compile();
}

#[test]
fn orders_that_have_a_price_fit_the_types_of_their_catalog() {
    let project = Project::new("typescript-catalogs");
    let mut priced = 0;
    for (number, (name, catalog, order)) in samples().into_iter().enumerate() {
        let Ok(plan) = compile(&catalog) else {
            continue;
        };
        let types = typescript(&catalog, &plan);
        assert_eq!(types, typescript(&catalog, &plan));
        project.write(
            &format!("catalogs/{number}.d.ts"),
            &format!("// {name}\n{types}"),
        );
        let Some(text) = order else { continue };
        let order = Order::from_json(&text);
        if !order.is_ok_and(|order| plan.price(&order).is_ok_and(|q| q.status == Status::Priced)) {
            continue;
        }
        priced += 1;
        let uses = format!(
            "// {name}\nimport type {{ Order }} from \"./{number}.js\";\nexport const order = {} satisfies Order;\n",
            text.trim()
        );
        project.write(&format!("catalogs/{number}-order.ts"), &uses);
    }
    assert!(priced > 100, "{priced} orders");
    project.must_compile();
}

/// Worked out by hand from `catalog.json` beside it.
#[test]
fn an_awkward_catalog_has_these_types() {
    let catalog = fs::read_to_string(root().join("tests/typescript/catalog.json")).unwrap();
    let catalog = Catalog::from_json(&catalog).unwrap_or_else(|found| panic!("{found}"));
    let plan = compile(&catalog).unwrap_or_else(|found| panic!("{found}"));
    let expected = fs::read_to_string(root().join("tests/typescript/catalog.d.ts")).unwrap();
    let types = typescript(&catalog, &plan);
    for (number, (expected, found)) in expected.lines().zip(types.lines()).enumerate() {
        assert_eq!(expected, found, "line {}", number + 1);
    }
    assert_eq!(expected, types);
}

#[test]
fn uses_are_right_where_they_are_right() {
    let project = Project::new("typescript-uses");
    for path in support::sorted(&root().join("tests/typescript")) {
        let name = path.file_name().unwrap().to_string_lossy();
        project.write(&name, &fs::read_to_string(&path).unwrap());
    }
    project.must_compile();
}

/// `UPDATE_DOCS=1` writes the file anew.
#[test]
fn all_codes_are_declared() {
    let mut text = String::from(
        "/** Codes of diagnostics; `docs/diagnostics.md` says what each means. */\nexport type DiagnosticCode =",
    );
    for code in Code::ALL {
        text.push_str(&format!("\n  | \"{}\"", code.as_str()));
    }
    text.push_str(";\n");
    let path = root().join("pkg/types/codes.d.ts");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|found| found == text),
        "run with UPDATE_DOCS=1"
    );
}
