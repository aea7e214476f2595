//! Configento's components, features, options, price lists and formulas.
//!
//! Takes one JSON document with everything in it, or its API's answers saved as files beside
//! `components.json` (`features.json`, `options.json`, `pricelists.json`, `formulas.json`, CSV
//! files), and gives a catalog. Price lists become base lists that interpolate, as they do there;
//! simple formulas become statements of the rule language, JavaScript is reported with its text.

mod documents;
mod feature;
mod formulas;
mod price_list;

use super::assemble::{self, Draft};
use super::findings::ImportReport;
use super::foreign::{self, Files};
use super::ids::Ids;
use super::{Answer, Settings};
use crate::model::catalog::{Amount, Label};
use crate::model::read::Node;
use documents::{Documents, Parts, Read};
use feature::Known;

/// Imports components with their features, options, price lists and formulas.
///
/// `files` gives the bytes of a file by its name, `main` is the document's name.
///
/// # Errors
/// What cannot be read: JSON, CSV, numbers.
///
/// # Example
/// ```
/// use pricewright::migrate::{Settings, configento};
///
/// let document = br#"{ "id": 123, "name": "Blind", "base_price": 80, "features": [
///     { "id": 7, "name": "Colour", "type": "select", "required": true, "options": [
///         { "name": "White", "surcharge": 0 }, { "name": "Anthracite", "surcharge": 15.00 } ] } ] }"#;
/// let imported = configento(&|_| Ok(document.to_vec()), "blind.json", &Settings::default())?;
/// assert_eq!(imported.report.mapped()["options"], 2);
/// assert!(imported.report.is_complete());
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn configento(files: Files<'_>, main: &str, settings: &Settings) -> Answer {
    let documents = Documents::load(files, main)?;
    let mut import = Import {
        files,
        settings,
        report: ImportReport::default(),
        components: Ids::default(),
        file_names: Ids::default(),
    };
    let currencies = assemble::currency(settings, &mut import.report);
    let drafts = documents.read(|parts| import.drafts(parts));
    let (drafts, mut findings) = documents.finish(drafts);
    match drafts {
        Some((drafts, faults)) => {
            findings.append(faults);
            findings.into_result(())?;
            Ok(assemble::finish(drafts, currencies, import.report))
        }
        None => Err(findings),
    }
}

/// What an import carries along.
struct Import<'f> {
    files: Files<'f>,
    settings: &'f Settings,
    report: ImportReport,
    components: Ids,
    file_names: Ids,
}

impl Import<'_> {
    fn drafts(&mut self, mut parts: Parts<'_>) -> Option<Read> {
        let mut faults = crate::diagnostic::Diagnostics::new();
        let components = std::mem::take(&mut parts.components);
        let only = components.len() == 1;
        let beside = std::mem::take(&mut parts.beside);
        foreign::Elements {
            list: Vec::new(),
            beside,
        }
        .leftovers("the document", &mut self.report);
        let mut drafts = Vec::new();
        for node in &components {
            drafts.extend(self.component(node, only, &mut parts, &mut faults));
        }
        for (what, node) in parts.unclaimed() {
            let what = format!("{what} without its component or feature");
            self.report
                .not_mapped(&node, what, node.raw(), "left out", "");
        }
        Some((drafts, faults))
    }

    fn component<'a>(
        &mut self,
        node: &Node<'a>,
        only: bool,
        parts: &mut Parts<'a>,
        faults: &mut crate::diagnostic::Diagnostics,
    ) -> Option<Draft> {
        if documents::is_feature(node) {
            return self.lone_feature(node, parts);
        }
        let mut object = node.object("component")?;
        let source_id = foreign::take_word(&mut object, &["id"]);
        let name = foreign::take_word(&mut object, &["name", "title"]);
        let id = self
            .components
            .name(name.as_deref().unwrap_or_default(), "component");
        self.report.count("components");
        self.report.renamed("component", source_id.clone(), &id);
        let mut component = assemble::component(id);
        component.name = name.map(Label::Plain);
        component.sku = foreign::take_word(&mut object, &["sku"]);
        for key in ["description", "image"] {
            if let Some(label) = foreign::take_label(&mut object, &[key]) {
                component.display.insert(key.to_owned(), label);
            }
        }
        let base = foreign::take_number(&mut object, &["base_price", "price"]);
        component.base_price = base.map(|(number, _)| Amount::Bare(number));

        let mut known = Known::default();
        let inline = foreign::take(&mut object, &["features"]);
        for feature in parts.features(inline.as_ref(), source_id.as_deref(), only) {
            let feature = feature::feature(&feature, parts, &mut known, &mut self.report);
            component.features.extend(feature);
        }
        let inline = foreign::take(&mut object, &["pricelists", "price_lists"]);
        for list in parts.price_lists(inline.as_ref(), source_id.as_deref(), only) {
            match self.price_list(&list, &component, &mut known) {
                Ok(list) => component.price_lists.extend(list),
                Err(found) => faults.append(found),
            }
        }
        component.base_price_adds =
            component.base_price.is_some() && !component.price_lists.is_empty();
        let inline: Vec<Node<'_>> = ["formulas", "rules", "formula", "price_formula"]
            .into_iter()
            .filter_map(|key| object.take(key))
            .collect();
        let sides = parts.formulas(source_id.as_deref(), only);
        let whole = self.settings.formulas;
        let statements = formulas::statements(&inline, &sides, &mut known, whole, &mut self.report);
        self.start(&mut component, node, !statements.is_empty());
        foreign::leftovers(object, "a component", &mut self.report);
        Some(Draft::new(component, statements))
    }

    /// A component of formulas starts at 0, where nothing else is said.
    fn start(
        &mut self,
        component: &mut crate::model::catalog::Component,
        node: &Node<'_>,
        formulas: bool,
    ) {
        let unpriced = component.base_price.is_none() && component.price_lists.is_empty();
        if unpriced && formulas && self.settings.base_price.is_none() {
            component.base_price = Some(Amount::Bare(crate::money::Decimal::ZERO));
            let done = "`0`, because its formulas give the price";
            self.report
                .guessed(node, "base price of a component", "", done, "--base-price");
        }
        assemble::base_price(component, self.settings, &mut self.report);
    }

    /// A feature as the API is sent it, without a component.
    fn lone_feature<'a>(&mut self, node: &Node<'a>, parts: &mut Parts<'a>) -> Option<Draft> {
        let id = self.components.name("imported", "component");
        let done = format!("put into the component `{id}`");
        self.report
            .guessed(node, "feature without a component", "", done, "");
        let mut component = assemble::component(id);
        let mut known = Known::default();
        let feature = feature::feature(node, parts, &mut known, &mut self.report);
        component.features.extend(feature);
        let statements = formulas::statements(
            &[],
            &[],
            &mut known,
            self.settings.formulas,
            &mut self.report,
        );
        assemble::base_price(&mut component, self.settings, &mut self.report);
        Some(Draft::new(component, statements))
    }
}
