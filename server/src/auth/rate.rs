//! How often a caller may ask: so many requests in each minute of the clock, then `429` until the next.
//!
//! One process counts in memory. Several on one PostgreSQL take requests from a common count a few at a
//! time, and one by one towards its end: never more than the limit in all, and at most what an
//! instance took and did not use less.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderValue;

use super::principal::Principal;
use crate::problem::Answer;
use crate::store::{Kind, Store, windows};
use crate::time::Instant;

/// Callers in memory, at most, before those of earlier minutes are forgotten.
const MOST_CALLERS: usize = 10_000;
/// Into how many parts an instance takes a limit.
const PARTS: i64 = 50;

/// The counts.
#[derive(Debug, Default)]
pub struct Rates {
    windows: Mutex<BTreeMap<String, Window>>,
    turn: tokio::sync::Mutex<()>,
}

/// The minute of a caller.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    minute: i64,
    /// Requests that were let through.
    used: i64,
    /// Requests that may be let through, by what was taken.
    granted: i64,
    /// Whether the common count has no more: asked once in a minute, not for each request that is refused.
    is_used_up: bool,
}

/// Where a caller stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Requests in a minute.
    pub limit: i64,
    /// The same as answers say it.
    pub policy: Option<HeaderValue>,
    /// Those that are left, as far as this instance knows.
    pub remaining: i64,
    /// Seconds until the next minute.
    pub seconds: i64,
    /// Whether this one may go on.
    pub is_allowed: bool,
}

impl Standing {
    /// What is left, by the IETF's draft on headers of rate limits.
    #[must_use]
    pub fn left(&self) -> Option<HeaderValue> {
        let Self {
            remaining, seconds, ..
        } = self;
        HeaderValue::try_from(format!("\"minute\";r={remaining};t={seconds}")).ok()
    }
}

impl Rates {
    /// Counts a request.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, store: &Store, of: &Principal) -> Answer<Standing> {
        let now = Instant::now();
        let limit = of.row.requests_per_minute;
        let caller = of.row.client.as_deref().unwrap_or(&of.row.id);
        let (mut is_allowed, mut window) = self.counted(store, caller, now.minute(), limit);
        if !is_allowed && store.kind == Kind::Postgres && !window.is_used_up {
            let _turn = self.turn.lock().await;
            // whoever waited may find that the count is used up, or a new minute
            let minute = Instant::now().minute();
            (is_allowed, window) = self.counted(store, caller, minute, limit);
            if !is_allowed && !window.is_used_up {
                (is_allowed, window) = self.taken(store, caller, minute, limit).await?;
            }
        }
        Ok(Standing {
            limit,
            policy: of.policy.clone(),
            remaining: limit.saturating_sub(window.used).max(0),
            seconds: now.seconds_left_of_minute(),
            is_allowed,
        })
    }

    /// Lets a request through by what is granted already; with the caller's minute.
    fn counted(&self, store: &Store, caller: &str, minute: i64, limit: i64) -> (bool, Window) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_CALLERS && !windows.contains_key(caller) {
            windows.retain(|_, window| window.minute == minute);
        }
        if !windows.contains_key(caller) {
            windows.insert(caller.to_owned(), Window::default());
        }
        let Some(window) = windows.get_mut(caller) else {
            return (false, Window::default());
        };
        // a clock may be set back; a request that comes late from the minute before counts in this one
        let is_over = window.minute < minute || window.minute > minute.saturating_add(1);
        if is_over {
            let granted = match store.kind {
                Kind::Sqlite => limit,
                Kind::Postgres => 0,
            };
            *window = Window {
                minute,
                used: 0,
                granted,
                is_used_up: false,
            };
        }
        let is_allowed = window.used < window.granted;
        if is_allowed {
            window.used = window.used.saturating_add(1);
        }
        (is_allowed, *window)
    }

    /// Takes more from the common count: a part of the limit, else a single request.
    async fn taken(
        &self,
        store: &Store,
        caller: &str,
        minute: i64,
        limit: i64,
    ) -> Answer<(bool, Window)> {
        let mut on = store.read().await?;
        let part = limit.div_euclid(PARTS).max(1);
        for count in [part, 1] {
            if windows::take(&mut on, caller, minute, count, limit).await? {
                let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(window) = windows.get_mut(caller) {
                    window.granted = window.granted.saturating_add(count);
                }
                drop(windows);
                return Ok(self.counted(store, caller, minute, limit));
            }
        }
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get_mut(caller);
        let window = window.map_or_else(Window::default, |window| {
            window.is_used_up |= window.minute == minute;
            *window
        });
        Ok((false, window))
    }
}
