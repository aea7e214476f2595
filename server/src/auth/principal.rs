//! Who is asking: a token as it is kept in memory while it does not change.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::HeaderValue;
use ipnet::IpNet;

use super::scope::Scope;
use super::secret::{Digest, digest, hex};
use super::terms::Terms;
use crate::problem::Answer;
use crate::store::Store;
use crate::store::epochs::Epochs;
use crate::store::tokens::{self, TokenRow};
use crate::time::Instant;

/// Tokens that are kept in memory, at most; then all are forgotten and read again.
const MOST_KEPT: usize = 10_000;

/// A token that is known and valid.
#[derive(Debug)]
pub struct Principal {
    /// Its row.
    pub row: TokenRow,
    scopes: Vec<Scope>,
    catalogs: Vec<String>,
    networks: Vec<IpNet>,
    /// For pages of which origins.
    pub origins: Vec<String>,
    /// What it may say in orders that bind.
    pub terms: Terms,
    /// How often it may ask, as answers say it.
    pub policy: Option<HeaderValue>,
}

/// How far the rights of a token or a client reach.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    /// What it may do.
    pub scopes: &'a str,
    /// From which networks; empty is any.
    pub networks: &'a str,
    /// What stands in every binding order.
    pub fixed_order: &'a str,
    /// Inputs that buyers choose.
    pub buyer_inputs: &'a str,
    /// How often in a minute.
    pub requests_per_minute: i64,
    /// When it ends; none is never.
    pub expires_at: Option<i64>,
}

/// Tokens in memory.
#[derive(Debug, Default)]
pub struct Principals(RwLock<Kept>);

#[derive(Debug, Default)]
struct Kept {
    epoch: i64,
    by_digest: BTreeMap<Digest, Arc<Principal>>,
    /// Of all tokens; none where they were not asked for yet.
    origins: Option<Arc<Vec<String>>>,
}

impl Principal {
    /// What a row says.
    #[must_use]
    pub fn of(row: TokenRow) -> Self {
        let scopes = row.scopes.split_whitespace().filter_map(Scope::parse);
        let scopes: Vec<Scope> = scopes.collect();
        Self {
            terms: Terms::of(&scopes, &row.fixed_order, words(&row.buyer_inputs)),
            scopes,
            catalogs: words(&row.catalogs),
            networks: words(&row.networks)
                .iter()
                .filter_map(|it| it.parse().ok())
                .collect(),
            origins: words(&row.origins),
            policy: policy(row.requests_per_minute),
            row,
        }
    }

    /// Its id, which may be shown.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.row.id
    }

    /// Whether it may do this.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether it is for this catalog.
    #[must_use]
    pub fn is_for(&self, catalog: &str) -> bool {
        self.catalogs.is_empty() || self.catalogs.iter().any(|it| it == catalog)
    }

    /// For which catalogs; empty is all.
    #[must_use]
    pub fn catalogs(&self) -> &[String] {
        &self.catalogs
    }

    /// Whether it is for all catalogs.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        self.catalogs.is_empty()
    }

    /// Whether it may be used from this address; an address that is not known is nowhere.
    #[must_use]
    pub fn is_from(&self, address: Option<IpAddr>) -> bool {
        let within = |address| {
            self.networks
                .iter()
                .any(|network| network.contains(&address))
        };
        self.row.networks.is_empty() || address.is_some_and(within)
    }

    /// The first part in which other rights reach further than its own, if any does.
    #[must_use]
    pub fn exceeded_by(&self, other: Reach<'_>) -> Option<&'static str> {
        let mut scopes = other.scopes.split_whitespace().filter_map(Scope::parse);
        let own_terms = (
            self.row.fixed_order.as_str(),
            self.row.buyer_inputs.as_str(),
        );
        let has_same_terms = own_terms == (other.fixed_order, other.buyer_inputs);
        if !scopes.all(|scope| self.may(scope)) {
            Some("scopes")
        } else if !self.has_networks(&words(other.networks)) {
            Some("networks")
        } else if !has_same_terms && !self.may(Scope::TrustOrders) {
            Some("order")
        } else if other.requests_per_minute > self.row.requests_per_minute {
            Some("requests_per_minute")
        } else if !self.lasts_until(other.expires_at) {
            Some("expires_at")
        } else {
            None
        }
    }

    /// Whether all of these networks are within its own.
    fn has_networks(&self, others: &[String]) -> bool {
        let within = |text: &String| {
            let other = text.parse::<IpNet>();
            other.is_ok_and(|other| self.networks.iter().any(|own| own.contains(&other)))
        };
        self.row.networks.is_empty() || !others.is_empty() && others.iter().all(within)
    }

    /// Whether it ends at this time or later. The end of a client's token is none: the client gets the next one.
    fn lasts_until(&self, end: Option<i64>) -> bool {
        let own = self.row.expires_at.filter(|_| self.row.client.is_none());
        own.is_none_or(|own| end.is_some_and(|end| end <= own))
    }

    fn is_valid(&self, now: Instant) -> bool {
        self.row.expires_at.is_none_or(|end| now.0 < end)
    }
}

impl Principals {
    /// Who has this token, if it is known and has not expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        &self,
        store: &Store,
        token: &str,
        epochs: Epochs,
    ) -> Answer<Option<Arc<Principal>>> {
        let digest = digest(token);
        let now = Instant::now();
        if let Some(found) = self.known(&digest, epochs.tokens) {
            return Ok(found.is_valid(now).then_some(found));
        }
        let row = tokens::by_hash(&mut *store.read().await?, &hex(&digest)).await?;
        let Some(row) = row else { return Ok(None) };
        let found = Arc::new(Principal::of(row));
        self.keep(digest, &found, epochs.tokens);
        Ok(found.is_valid(now).then_some(found))
    }

    /// The origins of all tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn origins(&self, store: &Store, epochs: Epochs) -> Answer<Arc<Vec<String>>> {
        {
            let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(found) = kept
                .origins
                .as_ref()
                .filter(|_| kept.epoch >= epochs.tokens)
            {
                return Ok(Arc::clone(found));
            }
        }
        let lists = tokens::origins(&mut *store.read().await?).await?;
        let found: Arc<Vec<String>> = Arc::new(lists.iter().flat_map(|it| words(it)).collect());
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.enter(epochs.tokens);
        if kept.epoch == epochs.tokens {
            kept.origins = Some(Arc::clone(&found));
        }
        Ok(found)
    }

    fn known(&self, digest: &Digest, epoch: i64) -> Option<Arc<Principal>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        // what was read at a later epoch is right, too
        (kept.epoch >= epoch).then(|| kept.by_digest.get(digest).cloned())?
    }

    /// `epoch` was read before the row, so the row is at least as new.
    fn keep(&self, digest: Digest, found: &Arc<Principal>, epoch: i64) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.enter(epoch);
        if kept.by_digest.len() >= MOST_KEPT {
            kept.by_digest.clear();
        }
        if kept.epoch == epoch {
            kept.by_digest.insert(digest, Arc::clone(found));
        }
    }
}

impl Kept {
    /// Forgets what was read in an earlier epoch.
    fn enter(&mut self, epoch: i64) {
        if self.epoch < epoch {
            *self = Self {
                epoch,
                ..Self::default()
            };
        }
    }
}

/// The words of a list as it is stored.
#[must_use]
pub fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// So many requests in a minute, by the IETF's draft on headers of rate limits.
fn policy(limit: i64) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("\"minute\";q={limit};w=60")).ok()
}
