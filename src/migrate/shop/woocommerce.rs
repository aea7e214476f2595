//! WooCommerce Product Add-Ons: products with `addons`, global groups with `fields`, or bare
//! add-ons, as its REST API answers them and as the product's data holds them.

use super::super::assemble::{self, Draft};
use super::super::findings::{At, ImportReport};
use super::super::foreign::{
    self, Files, has, leftovers, take, take_flag, take_label, take_number, take_word,
};
use super::super::ids::Ids;
use super::super::{Answer, Settings};
use super::product::{PriceType, Product, choice, length, surcharge, unknown_price_type};
use crate::model::catalog::{
    Amount, Feature, FeatureOption, FeatureType, Label, LineScope, Surcharge, SurchargeAmount,
};
use crate::model::read::{Node, ObjectReader};
use crate::money::Decimal;

/// Imports products with their add-ons, or groups of add-ons.
///
/// # Errors
/// What cannot be read: JSON, numbers.
///
/// # Example
/// ```
/// use pricewright::migrate::{Settings, woocommerce};
///
/// let product = br#"{ "id": 7, "name": "Ring", "price": "120", "addons": [
///     { "name": "Metal", "type": "multiple_choice", "required": 1, "options": [
///         { "label": "Silver", "price": "30", "price_type": "flat_fee" },
///         { "label": "Gold", "price": "45", "price_type": "quantity_based" } ] } ] }"#;
/// let imported = woocommerce(&|_| Ok(product.to_vec()), "ring.json", &Settings::default())?;
/// assert_eq!(imported.report.mapped()["options"], 2);
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn woocommerce(files: Files<'_>, main: &str, settings: &Settings) -> Answer {
    let mut report = ImportReport::default();
    let source = foreign::text(files, main)?;
    let currencies = assemble::currency(settings, &mut report);
    let drafts = foreign::document(&source, |root| {
        let mut elements = foreign::elements(root, &["products", "data", "groups"])?;
        let list = std::mem::take(&mut elements.list);
        elements.leftovers("the answer", &mut report);
        Some(drafts(&list, settings, &mut report))
    })?;
    Ok(assemble::finish(drafts, currencies, report))
}

fn drafts(nodes: &[Node<'_>], settings: &Settings, report: &mut ImportReport) -> Vec<Draft> {
    let mut components = Ids::default();
    let (addons, products): (Vec<&Node<'_>>, Vec<&Node<'_>>) =
        nodes.iter().partition(|node| is_addon(node));
    let mut drafts: Vec<Draft> = products
        .into_iter()
        .filter_map(|node| product(node, settings, &mut components, report))
        .collect();
    if let Some(first) = addons.first() {
        let name = Some("imported".to_owned());
        let mut product = Product::new(name, None, &mut components, report);
        report.guessed(
            *first,
            "add-ons without a product",
            "",
            "put into a component of their own",
            "",
        );
        for addon in addons {
            read_addon(addon, &mut product, report);
        }
        drafts.push(product.finish(settings, report));
    }
    drafts
}

/// Types of add-ons; products have a `type`, too.
const TYPES: &[&str] = &[
    "multiple_choice",
    "checkbox",
    "custom_text",
    "custom_textarea",
    "custom_price",
    "input_multiplier",
    "file_upload",
    "datepicker",
    "heading",
];

fn is_addon(node: &Node<'_>) -> bool {
    has(node, "type")
        && node.entries("an object").is_some_and(|entries| {
            entries.iter().any(|(key, node)| {
                key == "type"
                    && foreign::word(node).is_some_and(|word| TYPES.contains(&word.as_str()))
            })
        })
}

fn product(
    node: &Node<'_>,
    settings: &Settings,
    components: &mut Ids,
    report: &mut ImportReport,
) -> Option<Draft> {
    let mut object = node.object("product")?;
    let name = take_word(&mut object, &["name", "title"]);
    let sku = take_word(&mut object, &["sku"]);
    let mut product = Product::new(name, sku, components, report);
    let source_id = take_word(&mut object, &["id"]);
    report.renamed("component", source_id, &product.component().id.clone());
    let price = take_number(&mut object, &["regular_price", "price"]);
    product.base_price(price.map(|(price, _)| price));
    for key in ["addons", "product_addons", "fields"] {
        if let Some(addons) = object.take(key) {
            for addon in addons.array("an array")? {
                read_addon(&addon, &mut product, report);
            }
        }
    }
    if let Some(meta) = object.take("meta_data") {
        for entry in meta.array("an array")? {
            read_meta(&entry, &mut product, report);
        }
    }
    leftovers(object, "a product", report);
    Some(product.finish(settings, report))
}

/// `{"key": "_product_addons", "value": [...]}`
fn read_meta(node: &Node<'_>, product: &mut Product, report: &mut ImportReport) -> Option<()> {
    let mut object = node.object("meta data")?;
    object.take("id");
    let key = take_word(&mut object, &["key"]).unwrap_or_default();
    if key != "_product_addons" {
        report.not_mapped(node, "meta data of a product", &key, "left out", "");
        return None;
    }
    for addon in object.take("value")?.array("an array")? {
        read_addon(&addon, product, report);
    }
    Some(())
}

fn read_addon(node: &Node<'_>, product: &mut Product, report: &mut ImportReport) -> Option<()> {
    let mut object = node.object("add-on")?;
    let source_id = take_word(&mut object, &["id"]);
    let name = take_word(&mut object, &["name", "title"]).unwrap_or_default();
    let kind = take_word(&mut object, &["type"]).unwrap_or_default();
    let id = product.feature_id(&name);
    let feature = match kind.as_str() {
        "multiple_choice" | "checkbox" => {
            let options = options(&mut object, &id, report);
            Some(assemble::feature(id, choice(kind == "checkbox", options)))
        }
        "custom_text" | "custom_textarea" | "datepicker" => {
            Some(text(&mut object, node, id, &kind, report))
        }
        "custom_price" => Some(custom_price(&mut object, id, report)),
        "input_multiplier" => Some(multiplier(&mut object, node, id, report)),
        _ => None,
    };
    let Some(mut feature) = feature else {
        let done = if kind == "heading" {
            "left out: it is only shown"
        } else {
            "the add-on is left out, its price too"
        };
        let shown = format!("{kind} {name}");
        report.not_mapped(node, "type of an add-on", shown.trim(), done, "");
        return None;
    };
    report.renamed("feature", source_id, &feature.id);
    feature.name = Some(Label::Plain(name));
    feature.required = take_flag(&mut object, &["required"], report) == Some(true);
    feature.sort_order = take_number(&mut object, &["position"]).map(|(number, _)| number);
    if let Some(description) = take_label(&mut object, &["description"]) {
        feature
            .display
            .insert("description".to_owned(), description);
    }
    leftovers(object, "an add-on", report);
    product.push(feature, report);
    Some(())
}

fn options(
    object: &mut ObjectReader<'_>,
    feature: &str,
    report: &mut ImportReport,
) -> Vec<FeatureOption> {
    // the add-on's own price is that of types without options
    let own = take_number(object, &["price"]).filter(|(price, _)| !price.is_zero());
    object.take("price_type");
    object.take("adjust_price");
    if let Some((price, at)) = own {
        let done = "left out: its options have prices";
        report.not_mapped(
            at,
            "price of an add-on with options",
            &price.to_string(),
            done,
            "",
        );
    }
    let nodes = take(object, &["options"]).and_then(|node| node.array("an array"));
    let mut ids = Ids::default();
    nodes
        .unwrap_or_default()
        .iter()
        .filter_map(|node| option(node, feature, &mut ids, report))
        .collect()
}

fn option(
    node: &Node<'_>,
    feature: &str,
    ids: &mut Ids,
    report: &mut ImportReport,
) -> Option<FeatureOption> {
    let mut object = node.object("option")?;
    let source_id = take_word(&mut object, &["id"]);
    let label = take_word(&mut object, &["label", "name"]).unwrap_or_default();
    if take_flag(&mut object, &["visibility"], report) == Some(false) {
        report.not_mapped(node, "hidden option", &label, "left out", "");
        return None;
    }
    let mut option = assemble::option(ids.name(&label, "option"));
    report.count("options");
    report.renamed("option", source_id, &format!("{feature}.{}", option.id));
    option.surcharge = price(&mut object, node, report);
    option.sku = take_word(&mut object, &["sku"]);
    if let Some(image) = take_label(&mut object, &["image"]) {
        option.display.insert("image".to_owned(), image);
    }
    option.name = Some(Label::Plain(label));
    leftovers(object, "an option", report);
    Some(option)
}

/// What a `price_type` means; none is the system's own default.
fn price_type(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    report: &mut ImportReport,
) -> Result<PriceType, String> {
    match take_word(object, &["price_type"]).as_deref() {
        Some("flat_fee") => Ok(PriceType::PerItem),
        Some("quantity_based") => Ok(PriceType::PerPiece),
        Some("percentage_based") => Ok(PriceType::Percent),
        Some(other) => Err(other.to_owned()),
        None => {
            let done = "`quantity_based`: for each piece";
            report.guessed(
                node,
                "price type",
                "",
                done,
                "`scope` of the surcharge in the catalog",
            );
            Ok(PriceType::PerPiece)
        }
    }
}

fn price(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    report: &mut ImportReport,
) -> Option<Surcharge> {
    let Some((price, _)) = take_number(object, &["price"]) else {
        object.take("price_type");
        return None;
    };
    match price_type(object, node, report) {
        Ok(kind) => Some(surcharge(price, kind, report)),
        Err(word) => {
            unknown_price_type(node.into(), &word, price, report);
            None
        }
    }
}

/// The add-on's own price, where `adjust_price` does not say that it has none.
fn own_price(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    report: &mut ImportReport,
) -> Option<Surcharge> {
    if take_flag(object, &["adjust_price"], report) == Some(false) {
        object.take("price_type");
        let ignored = take_number(object, &["price"]).filter(|(price, _)| !price.is_zero());
        if let Some((price, at)) = ignored {
            let done = "left out: `adjust_price` is off";
            report.not_mapped(at, "price of an add-on", &price.to_string(), done, "");
        }
        return None;
    }
    price(object, node, report)
}

/// `restrictions` off: `min` and `max` hold nothing.
fn is_restricted(object: &mut ObjectReader<'_>, report: &mut ImportReport) -> bool {
    take_flag(object, &["restrictions"], report) != Some(false)
}

fn text(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    id: String,
    kind: &str,
    report: &mut ImportReport,
) -> Feature {
    if kind == "datepicker" {
        let done = "`text`; nothing checks that it is a date";
        report.guessed(node, "type of an add-on", kind, done, "");
    }
    let restricted = is_restricted(object, report);
    let mut limit = |key| length(take_number(object, &[key])).filter(|_| restricted);
    let (min_length, max_length) = (limit("min"), limit("max"));
    if let Some(word) = take_word(object, &["restrictions_type"]).filter(|word| word != "any_text")
    {
        let done = "left out: any text is taken";
        report.not_mapped(
            node,
            "restriction of a text",
            &word,
            done,
            "a `require` statement",
        );
    }
    let mut feature = assemble::feature(
        id,
        FeatureType::Text {
            min_length,
            max_length,
        },
    );
    feature.surcharge = own_price(object, node, report);
    feature
}

fn range(
    object: &mut ObjectReader<'_>,
    step: Option<Decimal>,
    report: &mut ImportReport,
) -> FeatureType {
    let restricted = is_restricted(object, report);
    let mut limit = |key| {
        take_number(object, &[key])
            .map(|(number, _)| number)
            .filter(|_| restricted)
    };
    let (min, max) = (limit("min"), limit("max").filter(|max| !max.is_zero()));
    FeatureType::Number { min, max, step }
}

/// The buyer names the price: a number that is its own amount.
fn custom_price(object: &mut ObjectReader<'_>, id: String, report: &mut ImportReport) -> Feature {
    let kind = range(object, None, report);
    object.take("price");
    object.take("price_type");
    object.take("adjust_price");
    report.count("surcharges");
    let mut feature = assemble::feature(id.clone(), kind);
    feature.surcharge = Some(per_unit(Decimal::ONE, id, LineScope::PerPiece));
    feature
}

fn per_unit(amount: Decimal, per: String, scope: LineScope) -> Surcharge {
    let amount = SurchargeAmount::PerUnit {
        amount: Amount::Bare(amount),
        per,
        unit: None,
    };
    assemble::surcharge(amount, scope)
}

/// A number that multiplies the price.
fn multiplier(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    id: String,
    report: &mut ImportReport,
) -> Feature {
    let kind = range(object, Some(Decimal::ONE), report);
    let own = own_price(object, node, report);
    let mut feature = assemble::feature(id.clone(), kind);
    feature.surcharge = own.and_then(|own| match own.amount {
        SurchargeAmount::Fixed(Amount::Bare(amount)) => Some(per_unit(amount, id, own.scope)),
        _ => {
            let at = At::from(node);
            let done = "left out: a percentage cannot be multiplied by a number";
            let help = "a `surcharge` statement in the rules";
            report.not_mapped(at, "price of a multiplier", "percentage_based", done, help);
            None
        }
    });
    feature
}
