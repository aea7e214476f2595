//! A subscription as clients ask for it and as they see it.

use pricewright::money::{CurrencyCode, Decimal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::principal::words;
use crate::problem::{Answer, Code, Problem};
use crate::store::outbox::EventKind;
use crate::store::subscriptions::{State, SubscriptionRow};
use crate::time::Instant;
use crate::web::path::Id;
use crate::webhooks::Target;
use crate::webhooks::target::Policy;

/// Characters of a label, at most.
const MOST_LABEL: usize = 200;

/// Catalogs of a subscription, at most.
const MOST_CATALOGS: usize = 100;

/// A webhook that is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where events are sent: an address of HTTPS that is public, unless the server allows others.
    #[schema(max_length = 2000)]
    url: String,
    /// What people call it.
    #[serde(default)]
    #[schema(max_length = 200)]
    label: String,
    /// What it wants to know.
    #[schema(min_items = 1)]
    events: Vec<EventKind>,
    /// About which catalogs; all without it.
    #[serde(default)]
    #[schema(max_items = 100)]
    catalogs: Vec<String>,
    /// From which amount on `price.threshold_reached` is told; needed with that event, and only with it.
    threshold: Option<Threshold>,
    /// Whether it is told.
    #[serde(default = "yes")]
    active: bool,
}

/// An amount of an order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// An exact decimal.
    amount: String,
    /// A currency of ISO 4217; amounts in others never reach it.
    currency: String,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    /// Its id.
    id: String,
    /// Where events are sent.
    url: String,
    /// What people call it.
    label: String,
    /// What it wants to know.
    events: Vec<EventKind>,
    /// About which catalogs; empty is all.
    catalogs: Vec<String>,
    /// From which amount on `price.threshold_reached` is told.
    threshold: Option<Threshold>,
    /// Whether it is told.
    active: bool,
    /// `active`, `paused`, or `gone` when its address has answered with 410 that it is gone for good.
    state: &'static str,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// By which signatures are checked: shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl Webhook {
    /// What may be seen of a row.
    #[must_use]
    pub fn of(row: &SubscriptionRow) -> Self {
        let threshold = row
            .threshold_amount
            .clone()
            .zip(row.threshold_currency.clone());
        let events = row.kinds.split_whitespace().filter_map(EventKind::parse);
        Self {
            id: row.id.clone(),
            url: row.target.clone(),
            label: row.label.clone(),
            events: events.collect(),
            catalogs: words(&row.catalogs),
            threshold: threshold.map(|(amount, currency)| Threshold { amount, currency }),
            active: row.state == State::Active,
            state: row.state.as_str(),
            created_at: Instant(row.created_at).text(),
            updated_at: Instant(row.updated_at).text(),
            secret: None,
        }
    }

    /// The same with its secret.
    #[must_use]
    pub fn with_secret(mut self, secret: String) -> Self {
        self.secret = Some(secret);
        self
    }
}

impl NewWebhook {
    /// Puts what is asked for into a row.
    ///
    /// # Errors
    /// `invalid-body`, `invalid-target`.
    pub async fn apply(mut self, row: &mut SubscriptionRow, policy: &Policy) -> Answer<()> {
        self.check()?;
        let target = Target::parse(&self.url).map_err(invalid_target)?;
        target.check_name(policy).await.map_err(invalid_target)?;
        self.events.sort_unstable();
        self.events.dedup();
        let kinds: Vec<&str> = self.events.iter().map(|kind| kind.as_str()).collect();
        let (amount, currency) = self.threshold.map(|it| (it.amount, it.currency)).unzip();
        row.target = target.as_str().to_owned();
        row.label = self.label;
        row.kinds = kinds.join(" ");
        row.catalogs = self.catalogs.join(" ");
        row.threshold_amount = amount;
        row.threshold_currency = currency;
        row.state = if self.active {
            State::Active
        } else {
            State::Paused
        };
        Ok(())
    }

    fn check(&self) -> Answer<()> {
        if self.label.chars().count() > MOST_LABEL || self.label.chars().any(char::is_control) {
            let expected = format!("expected up to {MOST_LABEL} characters in one line");
            return Err(invalid("label", &expected));
        }
        if self.events.is_empty() {
            return Err(invalid("events", "expected at least one event"));
        }
        if self.catalogs.len() > MOST_CATALOGS {
            let expected = format!("expected up to {MOST_CATALOGS} catalogs");
            return Err(invalid("catalogs", &expected));
        }
        for (index, id) in self.catalogs.iter().enumerate() {
            if Id::parse(id).is_none() {
                return Err(invalid(
                    &format!("catalogs[{index}]"),
                    "expected the id of a catalog",
                ));
            }
        }
        self.check_threshold()
    }

    fn check_threshold(&self) -> Answer<()> {
        let is_wanted = self.events.contains(&EventKind::PriceThresholdReached);
        match &self.threshold {
            None if is_wanted => Err(invalid("threshold", "expected an amount and a currency")
                .with_help("`price.threshold_reached` needs to know from which amount on")),
            Some(_) if !is_wanted => Err(invalid("threshold", "expected none")
                .with_help("add `price.threshold_reached` to `events`")),
            Some(Threshold { amount, .. }) if Decimal::parse(amount).is_err() => Err(invalid(
                "threshold.amount",
                "expected a decimal such as `1000.00`",
            )),
            Some(Threshold { currency, .. }) if CurrencyCode::parse(currency).is_none() => Err(
                invalid("threshold.currency", "expected a currency such as `EUR`"),
            ),
            _ => Ok(()),
        }
    }
}

fn invalid(place: &str, expected: &str) -> Problem {
    Problem::of(Code::InvalidBody, expected).with("path", format!("$.{place}"))
}

fn invalid_target(fault: String) -> Problem {
    Problem::of(Code::InvalidTarget, fault).with("path", "$.url")
}

const fn yes() -> bool {
    true
}
