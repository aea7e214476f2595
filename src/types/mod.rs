//! TypeScript types of a catalog's configurations.
//!
//! Takes a catalog and its plan, gives the text of a `.d.ts`: what an order may say and what each
//! feature takes, so that a misspelt option is a red underline in the editor. The general types are
//! those of the npm package; only what belongs to the catalog stands in the text. Promises the same
//! bytes for the same catalog.

mod component;
mod doc;
mod settings;
mod text;

use std::collections::BTreeSet;

use crate::model::Catalog;
use crate::model::catalog::Component;
use crate::plan::Plan;

use doc::{Doc, label};
use text::{pascal_case, property, quoted};

/// The types of a catalog's configurations as a TypeScript declaration file. `plan` is the
/// catalog's own: it knows whether an order must say its day.
///
/// # Example
/// ```
/// use pricewright::{Catalog, compile, types::typescript};
///
/// let catalog = Catalog::from_json(r#"{ "format": 1, "currency": "EUR", "components": [{
///     "id": "blind", "base_price": "10.00", "features": [{ "id": "fabric", "type": "select", "required": true,
///         "options": [{ "id": "linen" }, { "id": "silk" }] }] }] }"#)?;
/// let types = typescript(&catalog, &compile(&catalog)?);
/// assert!(types.contains("  fabric:\n    | \"linen\"\n    | \"silk\";\n"));
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
#[must_use]
pub fn typescript(catalog: &Catalog, plan: &Plan) -> String {
    let mut body = String::new();
    let names = interface_names(&catalog.components);
    push_catalog(&mut body, catalog, &names);
    settings::push(&mut body, catalog, plan.data().needs_as_of);
    for (component, name) in catalog.components.iter().zip(&names) {
        component::push(&mut body, component, name);
    }
    let mut out = String::new();
    push_head(&mut out, catalog);
    push_imports(&mut out, &body);
    out.push_str(&body);
    out
}

/// The file's first words: of which catalog, and by what.
fn push_head(out: &mut String, catalog: &Catalog) {
    let mut doc = Doc::default();
    let mut title = "Types of the catalog's configurations".to_owned();
    if let Some(id) = &catalog.id {
        title = format!("Types of the configurations of `{id}`");
    }
    if let Some(version) = &catalog.version {
        title.push_str(", version ");
        title.push_str(version);
    }
    doc.line(format!("{title}."));
    doc.line("Written by `pricewright types`; write it anew when the catalog changes.");
    doc.push(out, "");
}

/// What the npm package declares and the body may name.
const IMPORTED: &[&str] = &[
    "Choices",
    "CountedChoices",
    "Day",
    "DecimalLike",
    "ItemOf",
    "OrderOf",
    "Unset",
];

fn push_imports(out: &mut String, body: &str) {
    let words: BTreeSet<&str> = body.split(|c: char| !c.is_alphanumeric()).collect();
    let used = IMPORTED.iter().filter(|name| words.contains(**name));
    let names: Vec<&str> = used.copied().collect();
    out.push_str("import type { ");
    out.push_str(&names.join(", "));
    out.push_str(" } from \"pricewright\";\n");
}

fn push_catalog(out: &mut String, catalog: &Catalog, names: &[String]) {
    out.push_str("\n/** The catalog, for `Plan<Catalog>`. */\nexport interface Catalog {\n");
    out.push_str("  /** What an order says besides its items. */\n  settings: OrderSettings;\n");
    out.push_str("  /** The values of each component. */\n  components: {\n");
    for (component, name) in catalog.components.iter().zip(names) {
        let mut doc = Doc::default();
        doc.line(label(component.name.as_ref()).unwrap_or_default());
        doc.push(out, "    ");
        out.extend(["    ", &property(&component.id), ": ", name, ";\n"]);
    }
    out.push_str("  };\n}\n");
    out.push_str("\n/** An order of this catalog. */\nexport type Order = OrderOf<Catalog>;\n");
    out.push_str("\n/** An item of an order, by its `component`. */\n");
    out.push_str("export type Item = ItemOf<Catalog>;\n");
}

/// A name for each component's interface. All end in `Values`, which no other name here does.
fn interface_names(components: &[Component]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let free = |component: &Component| {
        let stem = pascal_case(&component.id);
        let numbered = (2_u32..).map(|number| format!("{stem}{number}Values"));
        let mut candidates = std::iter::once(format!("{stem}Values")).chain(numbered);
        let name = candidates.find(|name| !taken.contains(name));
        let name = name.unwrap_or_default();
        taken.insert(name.clone());
        name
    };
    components.iter().map(free).collect()
}

/// A union of literals, one a line; `never` where there is none. It ends without a line break.
fn push_union<'a>(out: &mut String, indent: &str, ids: impl Iterator<Item = &'a str>) {
    let before = out.len();
    for id in ids {
        out.extend(["\n", indent, "| ", &quoted(id)]);
    }
    if out.len() == before {
        out.push_str(" never");
    }
}
