//! What a new token or client may do, as it is asked for: checked, and never more than whoever asks may do.

use axum::http::Uri;
use ipnet::IpNet;

use serde_json::{Map, Value};

use super::principal::{Principal, Reach};
use super::scope::{Role, Scope};
use super::terms::fixed;
use crate::problem::{Answer, Code, Problem};
pub use crate::store::rights::Rights;
use crate::web::body::visible;
use crate::web::path::Id;

/// Entries of a list, at most.
const MOST_ENTRIES: usize = 100;
/// Characters of a label, at most.
const MOST_LABEL: usize = 200;

/// What is asked for.
#[derive(Debug)]
pub struct Asked {
    /// What people call it.
    pub label: String,
    /// A role instead of scopes.
    pub role: Option<String>,
    /// Scopes instead of a role.
    pub scopes: Option<Vec<String>>,
    /// For which catalogs.
    pub catalogs: Vec<String>,
    /// From which networks.
    pub networks: Vec<String>,
    /// For pages of which origins.
    pub origins: Vec<String>,
    /// What stands in every binding order.
    pub order: Option<Map<String, Value>>,
    /// Inputs that buyers choose.
    pub buyer_inputs: Vec<String>,
    /// How often in a minute.
    pub requests_per_minute: Option<u32>,
}

/// A body that asks for rights and for something of its own. One struct for each, because serde reads
/// strictly only what stands in one struct.
macro_rules! asking {
    ($(#[$about:meta])* $name:ident { $($(#[$own_about:meta])* $own:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What people call it.
            #[schema(min_length = 1, max_length = 200)]
            label: String,
            /// `storefront`, `integrator` or `admin`; or `scopes`.
            role: Option<String>,
            /// What it may do; or `role`.
            scopes: Option<Vec<String>>,
            /// For which catalogs; all without it.
            #[serde(default)]
            catalogs: Vec<String>,
            /// From which networks, such as `203.0.113.0/24`; any without it.
            #[serde(default)]
            networks: Vec<String>,
            /// For pages of which origins, such as `https://shop.example`, or `*`; none without it.
            #[serde(default)]
            origins: Vec<String>,
            /// What stands in every binding order, without `orders:trusted`: `customer`, `context`, `inputs`,
            /// `currency`, `tax`, as in an order.
            #[schema(value_type = Option<Object>)]
            order: Option<serde_json::Map<String, serde_json::Value>>,
            /// Inputs that buyers choose, by their dotted ids, without `orders:trusted`; none without it.
            #[serde(default)]
            buyer_inputs: Vec<String>,
            /// Requests in a minute; the server's setting without it, and at most what the asker has.
            #[schema(minimum = 1)]
            requests_per_minute: Option<u32>,
            $($(#[$own_about])* pub $own: $kind,)*
        }

        impl $name {
            /// The rights that it asks for.
            fn asked(self) -> $crate::auth::rights::Asked {
                $crate::auth::rights::Asked {
                    label: self.label,
                    role: self.role,
                    scopes: self.scopes,
                    catalogs: self.catalogs,
                    networks: self.networks,
                    origins: self.origins,
                    order: self.order,
                    buyer_inputs: self.buyer_inputs,
                    requests_per_minute: self.requests_per_minute,
                }
            }
        }
    };
}
pub(crate) use asking;

impl Asked {
    /// Checks what is asked for by `asker`, until `expires_at`.
    ///
    /// # Errors
    /// `invalid-body`, and `scope-missing` or `rights-exceeded` for more than the asker has.
    pub fn checked(
        self,
        asker: &Principal,
        requests_per_minute: u32,
        expires_at: Option<i64>,
    ) -> Answer<Rights> {
        let scopes = self.scopes()?;
        if let Some(missing) = scopes.iter().find(|it| !asker.may(**it)) {
            let detail = format!("the token lacks scope `{missing}` itself and cannot give it");
            return Err(Problem::of(Code::ScopeMissing, detail));
        }
        let length = self.label.chars().count();
        if !(1..=MOST_LABEL).contains(&length) || self.label.chars().any(char::is_control) {
            let expected = format!("1 to {MOST_LABEL} characters, none of them control characters");
            return Err(unfit("label", &expected, &self.label));
        }
        let scopes: Vec<String> = scopes.iter().map(Scope::to_string).collect();
        let own = asker.row.requests_per_minute;
        let default = i64::from(requests_per_minute).min(own);
        let requests = self.requests_per_minute.map_or(default, i64::from);
        if requests == 0 {
            return Err(unfit("requests_per_minute", "at least 1", "0"));
        }
        let (fixed_order, buyer_inputs) = self.terms(asker)?;
        let rights = Rights {
            label: self.label,
            fixed_order,
            buyer_inputs,
            scopes: scopes.join(" "),
            catalogs: list("catalogs", &self.catalogs, catalog)?,
            networks: list("networks", &self.networks, network)?,
            origins: list("origins", &self.origins, origin)?,
            requests_per_minute: requests,
        };
        check_reach(asker, rights.reach(expires_at))?;
        Ok(rights)
    }

    /// What is fixed in orders, and what buyers choose; those of an asker who is bound by terms, where none are named.
    fn terms(&self, asker: &Principal) -> Answer<(String, String)> {
        let is_bound = !asker.may(Scope::TrustOrders);
        if is_bound && self.order.is_none() && self.buyer_inputs.is_empty() {
            let own = &asker.row;
            return Ok((own.fixed_order.clone(), own.buyer_inputs.clone()));
        }
        let mut order = String::new();
        if let Some(parts) = &self.order {
            order = Value::Object(parts.clone()).to_string();
            fixed(&order).map_err(|expected| unfit("order", &expected, &order))?;
        }
        let inputs = list("buyer_inputs", &self.buyer_inputs, input)?;
        Ok((order, inputs))
    }

    fn scopes(&self) -> Answer<Vec<Scope>> {
        match (&self.role, &self.scopes) {
            (Some(role), None) => match Role::parse(role) {
                Some(role) => Ok(role.scopes().to_vec()),
                None => Err(unfit("role", "`storefront`, `integrator` or `admin`", role)),
            },
            (None, Some(scopes)) if !scopes.is_empty() => {
                let read = scopes.iter().map(|text| {
                    let known = Scope::ALL.iter().map(|it| format!("`{it}`"));
                    let known = known.collect::<Vec<_>>().join(", ");
                    Scope::parse(text).ok_or_else(|| unfit("scopes", &known, text))
                });
                read.collect()
            }
            _ => {
                let detail = "expected `role`, or `scopes` with at least one";
                Err(Problem::of(Code::InvalidBody, detail))
            }
        }
    }
}

impl Rights {
    /// How far they reach, until `expires_at`.
    #[must_use]
    pub fn reach(&self, expires_at: Option<i64>) -> Reach<'_> {
        Reach {
            scopes: &self.scopes,
            networks: &self.networks,
            fixed_order: &self.fixed_order,
            buyer_inputs: &self.buyer_inputs,
            requests_per_minute: self.requests_per_minute,
            expires_at,
        }
    }
}

/// Refuses rights that reach further than those of the asker.
///
/// # Errors
/// `scope-missing` for scopes, `rights-exceeded` for everything else.
pub fn check_reach(asker: &Principal, reach: Reach<'_>) -> Answer<()> {
    let Some(part) = asker.exceeded_by(reach) else {
        return Ok(());
    };
    let code = match part {
        "scopes" => Code::ScopeMissing,
        _ => Code::RightsExceeded,
    };
    let detail = format!("`{part}`: expected no more than the token has that gives it");
    let help = "name less, or ask with a token that has it";
    Err(Problem::of(code, detail)
        .with_help(help)
        .with("path", format!("$.{part}")))
}

/// A list as it is stored: words with spaces between.
fn list(
    key: &str,
    entries: &[String],
    read: fn(&str) -> Result<String, &'static str>,
) -> Answer<String> {
    if entries.len() > MOST_ENTRIES {
        let expected = format!("up to {MOST_ENTRIES} entries");
        return Err(unfit(key, &expected, &entries.len().to_string()));
    }
    let words = entries
        .iter()
        .map(|text| read(text).map_err(|expected| unfit(key, expected, text)));
    Ok(words.collect::<Answer<Vec<_>>>()?.join(" "))
}

fn catalog(text: &str) -> Result<String, &'static str> {
    Id::parse(text).map(|id| id.0).ok_or("ids of catalogs")
}

fn input(text: &str) -> Result<String, &'static str> {
    let is_dotted = !text.is_empty()
        && text.split('.').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'_')
        });
    is_dotted
        .then(|| text.to_owned())
        .ok_or("ids of inputs such as `delivery.zone`")
}

fn network(text: &str) -> Result<String, &'static str> {
    let address = text.parse::<std::net::IpAddr>().map(IpNet::from);
    let network = text.parse::<IpNet>().or(address);
    network
        .map(|it| it.trunc().to_string())
        .map_err(|_| "networks such as `203.0.113.0/24`")
}

fn origin(text: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "origins such as `https://shop.example`, or `*`";
    if text == "*" {
        return Ok(text.to_owned());
    }
    let uri: Uri = text.parse().map_err(|_| EXPECTED)?;
    let is_plain = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.authority().is_some_and(|it| !it.as_str().contains('@'))
        && uri.path_and_query().is_none_or(|it| it == "/")
        && !text.ends_with('/');
    is_plain.then(|| text.to_ascii_lowercase()).ok_or(EXPECTED)
}

fn unfit(key: &str, expected: &str, found: &str) -> Problem {
    let detail = format!("`{key}`: expected {expected}, found `{}`", visible(found));
    Problem::of(Code::InvalidBody, detail).with("path", format!("$.{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_origins_are_read_strictly() {
        assert_eq!(network("203.0.113.9/24").unwrap(), "203.0.113.0/24");
        assert_eq!(network("2001:db8::1").unwrap(), "2001:db8::1/128");
        assert!(network("203.0.113").is_err());
        assert_eq!(
            origin("https://Shop.example:8443").unwrap(),
            "https://shop.example:8443"
        );
        for wrong in [
            "shop.example",
            "https://shop.example/",
            "https://shop.example/a",
            "ftp://a",
            "null",
            "https://a@b",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
