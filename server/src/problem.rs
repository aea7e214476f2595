//! Every refusal, as problem details (RFC 9457): a stable code, a status, what was expected and found,
//! and the engine's diagnostics where it was the engine that refused.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pricewright::Diagnostics;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The media type of every refusal.
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! codes {
    ($($name:ident = $text:literal $status:ident $title:literal;)*) => {
        /// Why a request was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As it stands in answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The status of the answer.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    JsonSyntax = "json-syntax" BAD_REQUEST "the body is not valid JSON";
    NotUtf8 = "not-utf-8" BAD_REQUEST "the body is not UTF-8";
    BodyUnreadable = "body-unreadable" BAD_REQUEST "the body cannot be read";
    InvalidQuery = "invalid-query" BAD_REQUEST "the query is not as expected";
    InvalidPath = "invalid-path" BAD_REQUEST "the path is not as expected";
    InvalidHeader = "invalid-header" BAD_REQUEST "a header is not as expected";
    TokenMissing = "token-missing" UNAUTHORIZED "a token is needed";
    TokenInvalid = "token-invalid" UNAUTHORIZED "the token is not known or has expired";
    ScopeMissing = "scope-missing" FORBIDDEN "the token lacks the scope";
    RightsExceeded = "rights-exceeded" FORBIDDEN "the token would give more than it has";
    CatalogForbidden = "catalog-forbidden" FORBIDDEN "the token is for other catalogs";
    NetworkForbidden = "network-forbidden" FORBIDDEN "the token is not for this network";
    OriginForbidden = "origin-forbidden" FORBIDDEN "the token is not for pages of this origin";
    NotFound = "not-found" NOT_FOUND "there is nothing at this path";
    UnknownCatalog = "unknown-catalog" NOT_FOUND "there is no such catalog";
    UnknownRevision = "unknown-revision" NOT_FOUND "there is no such revision";
    UnknownDraft = "unknown-draft" NOT_FOUND "the catalog has no draft";
    UnknownQuote = "unknown-quote" NOT_FOUND "there is no such quote";
    UnknownConfiguration = "unknown-configuration" NOT_FOUND "there is no such configuration";
    UnknownToken = "unknown-token" NOT_FOUND "there is no such token";
    UnknownWebhook = "unknown-webhook" NOT_FOUND "there is no such webhook";
    UnknownDelivery = "unknown-delivery" NOT_FOUND "there is no such delivery";
    UnknownClient = "unknown-client" NOT_FOUND "there is no such client";
    UnknownComponent = "unknown-component" NOT_FOUND "there is no such component";
    UnknownFeature = "unknown-feature" NOT_FOUND "there is no such feature";
    UnknownOption = "unknown-option" NOT_FOUND "there is no such option";
    UnknownPriceList = "unknown-price-list" NOT_FOUND "there is no such price list";
    UnknownPriceGroup = "unknown-price-group" NOT_FOUND "there is no such price group";
    MethodNotAllowed = "method-not-allowed" METHOD_NOT_ALLOWED "the path does not take this method";
    NotAcceptable = "not-acceptable" NOT_ACCEPTABLE "there is no answer of this media type";
    RequestTimeout = "request-timeout" REQUEST_TIMEOUT "the request took too long";
    Conflict = "conflict" CONFLICT "it contradicts what is there";
    AlreadyCompleted = "already-completed" CONFLICT "the configuration is completed";
    AlreadyThere = "already-there" CONFLICT "there is one of this name already";
    InUse = "in-use" CONFLICT "something else depends on it";
    SecretShown = "secret-shown" CONFLICT "what was made has a secret, which was shown once";
    PreconditionFailed = "precondition-failed" PRECONDITION_FAILED "it has changed meanwhile";
    BodyTooLarge = "body-too-large" PAYLOAD_TOO_LARGE "the body is too large";
    UnsupportedMediaType = "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE "the body is of another media type";
    InvalidBody = "invalid-body" UNPROCESSABLE_ENTITY "the body is not as expected";
    InvalidCatalog = "invalid-catalog" UNPROCESSABLE_ENTITY "the catalog has faults";
    InvalidOrder = "invalid-order" UNPROCESSABLE_ENTITY "the order has faults";
    OrderTooLarge = "order-too-large" UNPROCESSABLE_ENTITY "the order is too large for this question";
    InvalidClaim = "invalid-claim" UNPROCESSABLE_ENTITY "the claim has faults";
    InvalidTarget = "invalid-target" UNPROCESSABLE_ENTITY "the address may not be told";
    NotPriced = "not-priced" UNPROCESSABLE_ENTITY "the order has no binding price";
    IdempotencyKeyReused = "idempotency-key-reused" UNPROCESSABLE_ENTITY "the idempotency key was sent with another request";
    TooManyRequests = "too-many-requests" TOO_MANY_REQUESTS "the token has no requests left in this minute";
    Internal = "internal" INTERNAL_SERVER_ERROR "the server failed";
    DatabaseUnavailable = "database-unavailable" SERVICE_UNAVAILABLE "the database cannot be reached";
    NotReady = "not-ready" SERVICE_UNAVAILABLE "the server cannot answer now";
    AnswerTimeout = "answer-timeout" GATEWAY_TIMEOUT "the answer took too long";
    Overloaded = "overloaded" SERVICE_UNAVAILABLE "the server has too much to do";
}

/// A refusal on its way to the client.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: Code,
    detail: Option<String>,
    help: Option<String>,
    raw: Vec<(&'static str, Box<RawValue>)>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// What handlers give back.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A refusal that its title explains.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Parts {
            code,
            detail: None,
            help: None,
            raw: Vec::new(),
            members: Map::new(),
            headers: Vec::new(),
        }))
    }

    /// A refusal with what was expected and found.
    #[must_use]
    pub fn of(code: Code, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(code);
        problem.0.detail = Some(detail.into());
        problem
    }

    /// The same with the fix.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same with what the engine found.
    #[must_use]
    pub fn with_diagnostics(self, found: &Diagnostics) -> Self {
        self.with_found(found.to_json())
    }

    /// The same with what the engine found, as JSON.
    #[must_use]
    pub fn with_found(mut self, json: String) -> Self {
        if let Ok(json) = RawValue::from_string(json) {
            self.0.raw.push(("diagnostics", json));
        }
        self
    }

    /// The same with another member, as JSON.
    #[must_use]
    pub fn with_raw(mut self, key: &'static str, json: Box<RawValue>) -> Self {
        self.0.raw.push((key, json));
        self
    }

    /// The same with another member.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(key.to_owned(), value.into());
        self
    }

    /// The same with a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// Faults of a catalog.
    #[must_use]
    pub fn catalog(found: &Diagnostics) -> Self {
        Self::of(Code::InvalidCatalog, count(found)).with_diagnostics(found)
    }

    /// Faults of an order.
    #[must_use]
    pub fn order(found: &Diagnostics) -> Self {
        Self::of(Code::InvalidOrder, count(found)).with_diagnostics(found)
    }

    /// Why it was refused.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Its document.
    #[must_use]
    pub fn to_json(&self) -> String {
        let parts = &self.0;
        let mut json = Map::new();
        let code = parts.code;
        json.insert("type".into(), format!("/problems#{}", code.as_str()).into());
        json.insert("title".into(), code.title().into());
        json.insert("status".into(), code.status().as_u16().into());
        json.insert("code".into(), code.as_str().into());
        for (key, value) in [("detail", &parts.detail), ("help", &parts.help)] {
            if let Some(text) = value {
                json.insert(key.into(), text.as_str().into());
            }
        }
        json.extend(parts.members.clone());
        let mut text = Value::Object(json).to_string();
        for (key, value) in &parts.raw {
            text.pop();
            text.push_str(",\"");
            text.push_str(key);
            text.push_str("\":");
            text.push_str(value.get());
            text.push('}');
        }
        text
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        let mut response = (self.0.code.status(), [kind], self.to_json()).into_response();
        response.extensions_mut().insert(self.0.code);
        for (name, value) in self.0.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

impl From<sqlx::Error> for Problem {
    /// A fault of the database is logged, never told.
    fn from(error: sqlx::Error) -> Self {
        let unreachable = matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        );
        tracing::error!(error = %error, "database");
        Self::new(if unreachable {
            Code::DatabaseUnavailable
        } else {
            Code::Internal
        })
    }
}

/// The document of a refusal.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Problem` writes")]
pub struct ProblemDetails {
    /// Where the code is explained.
    #[schema(rename = "type")]
    kind: String,
    /// What is the same for every occurrence of the code.
    title: String,
    /// The status of the answer.
    status: u16,
    /// The stable code.
    code: String,
    /// What was expected and found.
    detail: Option<String>,
    /// The fix.
    help: Option<String>,
    /// What the engine found: `code`, `severity`, `message`, `path`, `span`, `help`.
    #[schema(value_type = Option<Vec<Object>>)]
    diagnostics: Option<Vec<Value>>,
}

fn count(found: &Diagnostics) -> String {
    match found.len() {
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    }
}
