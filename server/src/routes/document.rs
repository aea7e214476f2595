//! The OpenAPI document: what the routes do not say themselves.

use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::problem::{MEDIA_TYPE, ProblemDetails};
use crate::web::path::Id;
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
    let components = json.pointer_mut("/components/schemas");
    if let Some(components) = components.and_then(Value::as_object_mut) {
        fill_in(components);
    }
    let paths = json.get_mut("paths").and_then(Value::as_object_mut);
    for (path, operations) in paths.into_iter().flatten() {
        let operations = operations.as_object_mut();
        for operation in operations.into_iter().flat_map(|it| it.values_mut()) {
            complete(path, operation);
        }
    }
    json
}

/// What holds for every operation: refusals have one form, ids another.
fn complete(path: &str, operation: &mut Value) {
    let refusal = if path == "/oauth/token" {
        oauth_refusal()
    } else {
        refusal()
    };
    if let Some(responses) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    {
        responses.insert("4XX".to_owned(), refusal.clone());
        responses.insert("5XX".to_owned(), refusal);
    }
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let is_id = matches!(
            parameter.get("name").and_then(Value::as_str),
            Some("id" | "tag")
        );
        // the ids of other systems are whole numbers
        let is_number =
            parameter.pointer("/schema/type").and_then(Value::as_str) == Some("integer");
        if is_id && !is_number && parameter.get("in").and_then(Value::as_str) == Some("path") {
            let schema = json!({ "type": "string", "pattern": Id::PATTERN });
            if let Some(parameter) = parameter.as_object_mut() {
                parameter.insert("schema".to_owned(), schema);
            }
        }
    }
}

fn refusal() -> Value {
    json!({
        "description": "refused",
        "content": { MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/ProblemDetails" } } }
    })
}

/// OAuth 2.0 has a form of its own (RFC 6749, 5.2) for what it refuses.
fn oauth_refusal() -> Value {
    let texts = json!({ "type": "string" });
    let mut refusal = refusal();
    let own = json!({ "schema": {
        "type": "object", "required": ["error"],
        "properties": { "error": texts, "error_description": texts }
    } });
    if let Some(content) = refusal
        .pointer_mut("/content")
        .and_then(Value::as_object_mut)
    {
        content.insert("application/json".to_owned(), own);
    }
    refusal
}
