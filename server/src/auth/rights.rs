//! What a new token or client may do, as it is asked for: checked, and never more than whoever asks may do.

use axum::http::Uri;
use ipnet::IpNet;

use super::principal::Principal;
use super::scope::{Role, Scope};
use crate::problem::{Answer, Code, Problem};
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
            /// Requests in a minute; the server's setting without it.
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
                    requests_per_minute: self.requests_per_minute,
                }
            }
        }
    };
}
pub(crate) use asking;

/// The same checked, with lists as they are stored.
#[derive(Clone, Debug)]
pub struct Rights {
    /// What people call it.
    pub label: String,
    /// What it may do.
    pub scopes: String,
    /// For which catalogs.
    pub catalogs: String,
    /// From which networks.
    pub networks: String,
    /// For pages of which origins.
    pub origins: String,
    /// How often in a minute.
    pub requests_per_minute: i64,
}

impl Asked {
    /// Checks what is asked for by `asker`.
    ///
    /// # Errors
    /// `invalid-body`, and `scope-missing` for more than the asker may do.
    pub fn checked(self, asker: &Principal, requests_per_minute: u32) -> Answer<Rights> {
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
        let requests = self.requests_per_minute.unwrap_or(requests_per_minute);
        if requests == 0 {
            return Err(unfit("requests_per_minute", "at least 1", "0"));
        }
        Ok(Rights {
            label: self.label,
            scopes: scopes.join(" "),
            catalogs: list("catalogs", &self.catalogs, catalog)?,
            networks: list("networks", &self.networks, network)?,
            origins: list("origins", &self.origins, origin)?,
            requests_per_minute: requests.into(),
        })
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
