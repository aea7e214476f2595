//! The OpenAPI document: what the routes do not say themselves.

use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::problem::ProblemDetails;
use crate::web::schema::fill_in;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pricewright",
        description = "Catalogs are pushed in, orders priced, quotes kept.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ProblemDetails))
)]
struct Start;

/// The document before the routes.
pub fn start() -> utoipa::openapi::OpenApi {
    let mut document = Start::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    if let Some(components) = document.components.as_mut() {
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
    document
}

/// The document after the routes: every operation may refuse, always in one form.
pub fn finished(document: utoipa::openapi::OpenApi) -> Value {
    let mut json = serde_json::to_value(document).unwrap_or_default();
    let refusal = json!({
        "description": "refused",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDetails" } } }
    });
    let components = json.pointer_mut("/components/schemas");
    if let Some(components) = components.and_then(Value::as_object_mut) {
        fill_in(components);
    }
    let paths = json.get_mut("paths").and_then(Value::as_object_mut);
    for operations in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        let operations = operations.as_object_mut();
        for operation in operations.into_iter().flat_map(|it| it.values_mut()) {
            if let Some(responses) = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut)
            {
                responses.insert("4XX".to_owned(), refusal.clone());
                responses.insert("5XX".to_owned(), refusal.clone());
            }
        }
    }
    json
}
