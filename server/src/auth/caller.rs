//! The guard before every path below `/v1`, and what it hands to handlers.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderName;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::address::client_address;
use super::cors;
use super::principal::Principal;
use super::rate::Standing;
use super::scope::{Scope, may::May};
use crate::app::App;
use crate::live::{LiveCatalog, Snapshot};
use crate::problem::{Answer, Code, Problem};
use crate::web::body::visible;
use crate::web::path::Id;

/// Who asks, with the scope `S`, and the live catalogs of the moment at which the request arrived.
#[derive(Debug)]
pub struct Caller<S> {
    /// The token.
    pub principal: Arc<Principal>,
    /// What was live when the request arrived.
    pub snapshot: Arc<Snapshot>,
    scope: PhantomData<S>,
}

/// What the guard found out.
#[derive(Clone)]
struct Known {
    principal: Arc<Principal>,
    snapshot: Arc<Snapshot>,
}

/// Lets requests through that have a valid token, from its networks, for its pages, and not too often.
///
/// # Errors
/// `token-missing`, `token-invalid`.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Answer<Response> {
    let epochs = app.live.fence.epochs(&app.store).await?;
    let headers = request.headers();
    let token = token(headers.get(AUTHORIZATION).map(|it| it.as_bytes()))?;
    let principal = app.principals.of(&app.store, token, epochs).await?;
    let principal = principal.ok_or_else(|| {
        Problem::new(Code::TokenInvalid)
            .with_header(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
    })?;
    let origin = cors::origin(headers).map(str::to_owned);
    let address = client_address(&request, &app.settings.trusted_proxies);
    if !principal.is_from(address) {
        return Err(Problem::new(Code::NetworkForbidden));
    }
    let foreign = |origin: &String| !cors::has(&principal.origins, origin);
    if origin.as_ref().is_some_and(foreign) && !principal.origins.is_empty() {
        return Err(Problem::new(Code::OriginForbidden));
    }
    let standing = app.rates.count(&app.store, &principal).await?;
    let readable = origin.filter(|origin| cors::has(&principal.origins, origin));
    let mut response = if standing.is_allowed {
        let snapshot = app.live.at(&app.store, epochs).await?;
        request.extensions_mut().insert(Known {
            principal,
            snapshot,
        });
        let mut response = next.run(request).await;
        tell(&mut response, standing);
        response
    } else {
        too_many(standing)
    };
    if let Some(origin) = readable {
        cors::allow(&mut response, &origin);
    }
    Ok(response)
}

/// The refusal of one request too many, with where the caller stands.
pub fn too_many(standing: Standing) -> Response {
    let (limit, seconds) = (standing.limit, standing.seconds);
    let problem = Problem::of(
        Code::TooManyRequests,
        format!("expected up to {limit} requests in a minute"),
    )
    .with_help(format!("wait {seconds} s"))
    .with_header(RETRY_AFTER, seconds.to_string());
    let mut response = problem.into_response();
    tell(&mut response, standing);
    response
}

/// Tells where the caller stands.
fn tell(response: &mut Response, standing: Standing) {
    let left = standing.left();
    let told = [("ratelimit-policy", standing.policy), ("ratelimit", left)];
    for (name, value) in told {
        if let Some(value) = value {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
}

/// The token of a header `Authorization: Bearer …`.
fn token(header: Option<&[u8]>) -> Answer<&str> {
    let missing = || {
        Problem::of(
            Code::TokenMissing,
            "expected a header `Authorization: Bearer …`",
        )
        .with_header(WWW_AUTHENTICATE, "Bearer")
    };
    let header = header.ok_or_else(missing)?;
    let text = std::str::from_utf8(header).map_err(|_| missing())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    Ok(token.trim())
}

impl<S: May> FromRequestParts<App> for Caller<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Answer<Self> {
        let known = parts.extensions.get::<Known>();
        let known = known.ok_or_else(|| Problem::new(Code::TokenMissing))?;
        if !known.principal.may(S::SCOPE) {
            return Err(scope_missing(S::SCOPE));
        }
        Ok(Self {
            principal: Arc::clone(&known.principal),
            snapshot: Arc::clone(&known.snapshot),
            scope: PhantomData,
        })
    }
}

impl<S> Caller<S> {
    /// The live catalog of this id; the only one there is where none is named.
    ///
    /// # Errors
    /// `unknown-catalog`, `catalog-forbidden`, `invalid-query` where one must be named.
    pub fn catalog(&self, id: Option<&str>) -> Answer<&Arc<LiveCatalog>> {
        match id {
            Some(id) => {
                self.check(id)?;
                self.snapshot.catalog(id).ok_or_else(|| unknown_catalog(id))
            }
            None => self.only_catalog(),
        }
    }

    /// The id of a catalog, live or not; the only live one where none is named.
    ///
    /// # Errors
    /// Those of [`catalog`](Self::catalog).
    pub fn catalog_id(&self, id: Option<&str>) -> Answer<String> {
        match id {
            Some(id) => {
                let id = Id::parse(id).ok_or_else(|| unknown_catalog(&visible(id)))?;
                self.check(&id.0)?;
                Ok(id.0)
            }
            None => Ok(self.only_catalog()?.id.clone()),
        }
    }

    /// Refuses a catalog that the token is not for.
    ///
    /// # Errors
    /// `catalog-forbidden`.
    pub fn check(&self, catalog: &str) -> Answer<()> {
        if self.principal.is_for(catalog) {
            return Ok(());
        }
        let detail = format!("the token is not for catalog `{}`", visible(catalog));
        Err(Problem::of(Code::CatalogForbidden, detail))
    }

    /// Refuses a token that is for some catalogs only.
    ///
    /// # Errors
    /// `catalog-forbidden`.
    pub fn check_all(&self) -> Answer<()> {
        if self.principal.is_for_all() {
            return Ok(());
        }
        let detail = "expected a token for all catalogs, found one for some";
        Err(Problem::of(Code::CatalogForbidden, detail))
    }

    /// The token's id.
    #[must_use]
    pub fn token(&self) -> &str {
        self.principal.id()
    }

    fn only_catalog(&self) -> Answer<&Arc<LiveCatalog>> {
        let mut open = self
            .snapshot
            .catalogs()
            .filter(|it| self.principal.is_for(&it.id));
        match (open.next(), open.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Problem::of(Code::UnknownCatalog, "no catalog is live")
                .with_help("write one by `PUT /v1/catalogs/{id}`")),
            _ => Err(Problem::of(Code::InvalidQuery, "several catalogs are live")
                .with_help("name one by `?catalog=…`")),
        }
    }
}

/// The refusal of a catalog that is not there.
#[must_use]
pub fn unknown_catalog(id: &str) -> Problem {
    let detail = format!("there is no live catalog `{}`", visible(id));
    Problem::of(Code::UnknownCatalog, detail)
}

fn scope_missing(scope: Scope) -> Problem {
    let detail = format!("expected a token with scope `{scope}`");
    let header = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
    Problem::of(Code::ScopeMissing, detail).with_header(WWW_AUTHENTICATE, header)
}
