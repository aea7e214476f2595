//! The documents of the engine in the OpenAPI document: their schemas are the engine's own, for editors.

use std::borrow::Cow;

use pricewright::model::schema::{catalog_schema, order_schema};
use serde_json::{Map, Value};
use utoipa::openapi::schema::Object;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! documents {
    ($($name:ident = $text:literal $about:literal;)*) => {
        $(
            #[doc = $about]
            #[derive(Debug)]
            pub struct $name;

            impl PartialSchema for $name {
                /// Holds the place until [`fill_in`].
                fn schema() -> RefOr<Schema> {
                    Object::new().into()
                }
            }

            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    Cow::Borrowed($text)
                }
            }
        )*
    };
}

documents! {
    CatalogDocument = "Catalog" "A catalog document.";
    OrderDocument = "Order" "An order.";
}

/// Puts the engine's schemas among the components of an OpenAPI document.
pub fn fill_in(components: &mut Map<String, Value>) {
    for (name, text) in [("Catalog", catalog_schema()), ("Order", order_schema())] {
        let Ok(Value::Object(mut schema)) = serde_json::from_str(&text) else {
            continue;
        };
        schema.remove("$schema");
        schema.remove("$id");
        let parts = schema.remove("$defs");
        let mut whole = Value::Object(schema);
        point(&mut whole, name);
        components.insert(name.to_owned(), whole);
        let parts = parts.and_then(|it| match it {
            Value::Object(parts) => Some(parts),
            _ => None,
        });
        for (part, mut schema) in parts.into_iter().flatten() {
            point(&mut schema, name);
            components.insert(format!("{name}.{part}"), schema);
        }
    }
}

/// Lets references lead to where the parts stand now.
fn point(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(part) = text.strip_prefix("#/$defs/") {
                            *text = format!("#/components/schemas/{name}.{part}");
                        }
                    }
                    _ => point(value, name),
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                point(value, name);
            }
        }
        _ => {}
    }
}
