//! Magento: products with `custom_options` as its API answers them, or its CSV export.

use super::super::assemble::{self, Draft};
use super::super::findings::ImportReport;
use super::super::foreign::{self, Files, leftovers, take, take_flag, take_number, take_word};
use super::super::ids::Ids;
use super::super::{Answer, Settings};
use super::magento_csv;
use super::magento_option::{CustomOption, Value, typed};
use super::magento_tiers::{self, Groups, TierPrice, tier_price};
use super::product::{Product, choice, length};
use crate::diagnostic::Diagnostics;
use crate::model::catalog::{Amount, FeatureOption, FeatureType, Label, Surcharge};
use crate::model::read::{Node, ObjectReader};
use crate::money::Currency;

/// Imports products with their custom options: JSON (`custom_options`, or `options` as the API
/// names them) and `tier_prices`, or a CSV export: with the column `custom_options`, or the older
/// one with `_custom_option_…` columns. `advanced_pricing.csv` beside a file whose name begins with
/// `catalog_product` holds tier prices.
///
/// # Errors
/// What cannot be read: JSON, CSV, numbers.
///
/// # Example
/// ```
/// use pricewright::migrate::{Settings, magento};
///
/// let product = br#"{ "sku": "MUG", "name": "Mug", "price": 9.90, "custom_options": [
///     { "title": "Color", "type": "drop_down", "is_require": true, "values": [
///         { "title": "Red", "price": 1.50, "price_type": "fixed" },
///         { "title": "Gold", "price": 20, "price_type": "percent" } ] } ] }"#;
/// let imported = magento(&|_| Ok(product.to_vec()), "mug.json", &Settings::default())?;
/// assert_eq!(imported.report.mapped()["surcharges"], 2);
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn magento(files: Files<'_>, main: &str, settings: &Settings) -> Answer {
    let mut report = ImportReport::default();
    let source = foreign::text(files, main)?;
    let currencies = assemble::currency(settings, &mut report);
    let digits = currencies
        .first()
        .and_then(|code| Currency::from_iso(*code));
    let mut shop = Shop {
        settings,
        digits: digits.map_or(2, |currency| currency.digits),
        components: Ids::default(),
        groups: Groups::default(),
        advanced: advanced(files, main, &mut report)?,
        report,
    };
    let is_json = source
        .text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['[', '{']);
    let mut drafts: Vec<Draft> = if is_json {
        foreign::document(&source, |root| {
            let mut elements = foreign::elements(root, &["items", "products", "data"])?;
            let products = std::mem::take(&mut elements.list);
            elements.leftovers("the answer", &mut shop.report);
            Some(
                products
                    .iter()
                    .filter_map(|node| shop.product(node))
                    .collect(),
            )
        })?
    } else {
        let rows = magento_csv::products(&source, &mut shop.report)?;
        rows.into_iter().map(|row| shop.row(row)).collect()
    };
    let Shop {
        groups,
        advanced,
        mut report,
        ..
    } = shop;
    for row in advanced {
        let sku = row.sku.unwrap_or_default();
        let done = "left out: no product has this sku";
        report.not_mapped(row.at, "tier prices of a product", &sku, done, "");
    }
    groups.declare(&mut drafts, &mut report);
    Ok(assemble::finish(drafts, currencies, report))
}

/// The export of advanced prices, and how the export that it lies beside begins.
const ADVANCED: &str = "advanced_pricing.csv";
const PRODUCTS: &str = "catalog_product";

/// The products of `advanced_pricing.csv`, where it lies beside an export of products.
fn advanced(
    files: Files<'_>,
    main: &str,
    report: &mut ImportReport,
) -> Result<Vec<magento_csv::Row>, Diagnostics> {
    let (directory, file) = main.rsplit_once('/').unwrap_or(("", main));
    let name = match directory {
        "" => ADVANCED.to_owned(),
        _ => format!("{directory}/{ADVANCED}"),
    };
    if !file.starts_with(PRODUCTS) || files(&name).is_err() {
        return Ok(Vec::new());
    }
    magento_csv::products(&foreign::text(files, &name)?, report)
}

/// What an import carries along.
struct Shop<'s> {
    settings: &'s Settings,
    /// Digits of the currency.
    digits: u32,
    components: Ids,
    groups: Groups,
    /// Tier prices from a file of their own that no product has taken yet.
    advanced: Vec<magento_csv::Row>,
    report: ImportReport,
}

impl Shop<'_> {
    fn product(&mut self, node: &Node<'_>) -> Option<Draft> {
        let report = &mut self.report;
        let mut object = node.object("product")?;
        let name = take_word(&mut object, &["name"]);
        let sku = take_word(&mut object, &["sku"]);
        let mut product = Product::new(name, sku.clone(), &mut self.components, report);
        let source_id = take_word(&mut object, &["id", "entity_id"]);
        report.renamed("component", source_id, &product.component().id.clone());
        product.base_price(take_number(&mut object, &["price"]).map(|(price, _)| price));
        if let Some(options) = take(&mut object, &["custom_options", "options"]) {
            for option in options.array("an array")? {
                read_option(&option, &mut product, report);
            }
        }
        let mut tiers = Vec::new();
        if let Some(prices) = take(&mut object, &["tier_prices", "tier_price"]) {
            for price in prices.array("an array")? {
                tiers.extend(tier_price(&price, report));
            }
        }
        leftovers(object, "a product", report);
        Some(self.finish(product, sku.as_deref(), tiers))
    }

    fn row(&mut self, row: magento_csv::Row) -> Draft {
        let report = &mut self.report;
        let mut product = Product::new(row.name, row.sku.clone(), &mut self.components, report);
        product.base_price(row.price);
        for option in row.options {
            add(option, None, &mut product, report);
        }
        self.finish(product, row.sku.as_deref(), row.tiers)
    }

    /// The product with its tier prices, and those of the other file.
    fn finish(
        &mut self,
        mut product: Product,
        sku: Option<&str>,
        mut tiers: Vec<TierPrice>,
    ) -> Draft {
        for row in &mut self.advanced {
            if row.sku.is_some() && row.sku.as_deref() == sku {
                tiers.append(&mut row.tiers);
            }
        }
        self.advanced
            .retain(|row| row.sku.is_none() || row.sku.as_deref() != sku);
        let quantity = product.feature_id("tier quantity");
        let component = product.component();
        if component.base_price.is_none() && !tiers.is_empty() {
            component.base_price = self.settings.base_price.map(Amount::Bare);
        }
        let mut draft = Draft::new(component.clone(), Vec::new());
        magento_tiers::apply(
            tiers,
            &quantity,
            self.digits,
            &mut draft,
            &mut self.groups,
            &mut self.report,
        );
        assemble::base_price(&mut draft.component, self.settings, &mut self.report);
        draft
    }
}

fn read_option(node: &Node<'_>, product: &mut Product, report: &mut ImportReport) -> Option<()> {
    let mut object = node.object("custom option")?;
    object.take("product_sku");
    let source_id = take_word(&mut object, &["option_id", "id"]);
    let option = CustomOption {
        at: node.into(),
        title: take_word(&mut object, &["title", "name"]).unwrap_or_default(),
        kind: take_word(&mut object, &["type"]).unwrap_or_default(),
        required: take_flag(
            &mut object,
            &["is_require", "is_required", "required"],
            report,
        ) == Some(true),
        sort_order: take_number(&mut object, &["sort_order"]).map(|(number, _)| number),
        max_characters: length(take_number(&mut object, &["max_characters"])),
        surcharge: price(&mut object, node, report),
        values: match take(&mut object, &["values"]) {
            Some(values) => values
                .list("an array", |value| Some(value.clone()))
                .iter()
                .filter_map(|value| read_value(value, report))
                .collect(),
            None => Vec::new(),
        },
    };
    leftovers(object, "a custom option", report);
    add(option, source_id, product, report);
    Some(())
}

fn read_value(node: &Node<'_>, report: &mut ImportReport) -> Option<Value> {
    let mut object = node.object("value")?;
    let value = Value {
        source_id: take_word(&mut object, &["option_type_id", "id"]),
        title: take_word(&mut object, &["title"]).unwrap_or_default(),
        sku: take_word(&mut object, &["sku"]),
        sort_order: take_number(&mut object, &["sort_order"]).map(|(number, _)| number),
        surcharge: price(&mut object, node, report),
    };
    leftovers(object, "a value of a custom option", report);
    Some(value)
}

fn price(
    object: &mut ObjectReader<'_>,
    node: &Node<'_>,
    report: &mut ImportReport,
) -> Option<Surcharge> {
    let price = take_number(object, &["price"]);
    let word = take_word(object, &["price_type"]).unwrap_or_else(|| "fixed".to_owned());
    typed(price?.0, &word, node.into(), report)
}

/// Adds the feature for a custom option; what is none is reported.
pub(super) fn add(
    option: CustomOption,
    source_id: Option<String>,
    product: &mut Product,
    report: &mut ImportReport,
) {
    let CustomOption {
        at,
        title,
        kind,
        required,
        sort_order,
        max_characters,
        surcharge,
        values,
    } = option;
    let id = product.feature_id(&title);
    let mut feature = match kind.as_str() {
        "drop_down" | "radio" | "checkbox" | "multiple" => {
            let several = matches!(kind.as_str(), "checkbox" | "multiple");
            let options = options(values, &id, report);
            if surcharge.is_some_and(|own| !is_zero(&own)) {
                let what = "price of a custom option with values";
                report.not_mapped(at, what, &title, "left out: its values have prices", "");
            }
            assemble::feature(id, choice(several, options))
        }
        "field" | "area" | "date" | "date_time" | "time" => {
            if !matches!(kind.as_str(), "field" | "area") {
                let done = "`text`; nothing checks that it is a date or a time";
                report.guessed(at, "type of a custom option", &kind, done, "");
            }
            let text = FeatureType::Text {
                min_length: None,
                max_length: max_characters,
            };
            let mut feature = assemble::feature(id, text);
            feature.surcharge = surcharge.filter(|own| !is_zero(own));
            feature
        }
        _ => {
            let done = "the option is left out, its price too";
            let text = format!("{kind} {title}");
            report.not_mapped(at, "type of a custom option", text.trim(), done, "");
            return;
        }
    };
    report.renamed("feature", source_id, &feature.id);
    feature.name = Some(Label::Plain(title));
    feature.required = required;
    feature.sort_order = sort_order;
    product.push(feature, report);
}

fn is_zero(surcharge: &Surcharge) -> bool {
    use crate::model::catalog::{Amount, SurchargeAmount};
    match &surcharge.amount {
        SurchargeAmount::Fixed(Amount::Bare(amount)) => amount.is_zero(),
        SurchargeAmount::Percent { rate, .. } => rate.is_zero(),
        _ => false,
    }
}

fn options(values: Vec<Value>, feature: &str, report: &mut ImportReport) -> Vec<FeatureOption> {
    let mut ids = Ids::default();
    values
        .into_iter()
        .map(|value| {
            let mut option = assemble::option(ids.name(&value.title, "option"));
            report.count("options");
            report.renamed(
                "option",
                value.source_id,
                &format!("{feature}.{}", option.id),
            );
            option.name = Some(Label::Plain(value.title));
            option.sku = value.sku;
            option.sort_order = value.sort_order;
            option.surcharge = value.surcharge;
            option
        })
        .collect()
}
