//! The JSON Schema (draft 2020-12) of the catalog and order documents, for editors.
//!
//! The documents are described by structs of their own, for the model's types have another shape
//! than the JSON; the words of each choice are the reader's own tables. Tests hold that the keys
//! of each object are those that the reader asks for. A schema cannot say everything: which keys
//! belong to which type of feature, and that ids are distinct, is for the reader to report.

mod catalog;
mod component;
mod order;
mod price;
#[cfg(test)]
mod tests;
mod value;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, transform_subschemas};
use schemars::{JsonSchema, Schema};

/// The schema of a catalog document, as indented JSON.
///
/// # Example
/// ```
/// let schema = pricewright::model::schema::catalog_schema();
/// assert!(schema.contains("urn:pricewright:catalog:1"));
/// ```
#[must_use]
pub fn catalog_schema() -> String {
    schema_of::<catalog::Catalog>("urn:pricewright:catalog:1")
}

/// The schema of an order document, as indented JSON.
///
/// # Example
/// ```
/// let schema = pricewright::model::schema::order_schema();
/// assert!(schema.contains("urn:pricewright:order:1"));
/// ```
#[must_use]
pub fn order_schema() -> String {
    schema_of::<order::Order>("urn:pricewright:order:1")
}

fn schema_of<T: JsonSchema>(id: &str) -> String {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(one_line_descriptions);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), id.into());
    let mut text = format!("{:#}", schema.as_value());
    text.push('\n');
    text
}

/// A key that may be missing is an `Option` here, but its value must not be `null`. Where `null`
/// means something, it is written as `const`.
fn without_null(schema: &mut Schema) {
    if let Some(types) = schema
        .get_mut("type")
        .and_then(|types| types.as_array_mut())
    {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(words) = schema
        .get_mut("enum")
        .and_then(|words| words.as_array_mut())
    {
        words.retain(|word| !word.is_null());
    }
    let Some(mut forms) = schema
        .get("anyOf")
        .and_then(|forms| forms.as_array())
        .cloned()
    else {
        return;
    };
    let before = forms.len();
    forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
    if forms.len() == before {
        return;
    }
    match forms.as_slice() {
        [only] => {
            schema.remove("anyOf");
            for (key, value) in only.as_object().into_iter().flatten() {
                schema.insert(key.clone(), value.clone());
            }
        }
        _ => {
            schema.insert("anyOf".to_owned(), forms.into());
        }
    }
}

/// Line breaks of the docs are none of the reader's.
fn one_line_descriptions(schema: &mut Schema) {
    if let Some(text) = schema.get("description").and_then(|text| text.as_str()) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        schema.insert("description".to_owned(), text.into());
    }
    transform_subschemas(&mut one_line_descriptions, schema);
}
