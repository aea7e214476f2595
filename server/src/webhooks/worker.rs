//! Works off what is due: claims deliveries, tries them side by side, says how each went.

use std::time::Duration;

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::backoff;
use super::send::{Answered, Message};
use super::settings::WebhookSettings;
use super::signature::sign;
use crate::app::App;
use crate::store::claims::{self, Claimed, Next, Outcome};
use crate::store::epochs::{self, Kept};
use crate::store::{deliveries, idempotency, outbox, subscriptions};
use crate::time::Instant;
use crate::web::idempotency::since;

/// Attempts at once, at most.
const MOST_AT_ONCE: usize = 32;

/// How often to look for what other instances have written, and for what is due again.
const LOOK: Duration = Duration::from_millis(500);

/// How often what is old is forgotten.
const FORGET: Duration = Duration::from_secs(60 * 60);

/// Delivers events.
#[derive(Clone)]
pub struct Worker(pub App);

/// What a target is sent.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: &'a RawValue,
}

impl Worker {
    /// Works until it is told to stop, then finishes what is under way.
    pub async fn run(self) {
        let mut under_way = JoinSet::new();
        let mut forget = tokio::time::interval(FORGET);
        while !self.0.stop.is_told() {
            let free = MOST_AT_ONCE.saturating_sub(under_way.len());
            for claimed in self.claim(free).await {
                let worker = self.clone();
                under_way.spawn(async move { worker.deliver(claimed).await });
            }
            tokio::select! {
                () = self.0.stop.told() => {}
                Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
                () = self.0.store.committed() => {}
                _ = forget.tick() => self.forget().await,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        under_way.join_all().await;
    }

    fn settings(&self) -> &WebhookSettings {
        &self.0.settings.webhooks
    }

    /// Claims what is due. A fault of the database is logged; the next look tries again.
    async fn claim(&self, free: usize) -> Vec<Claimed> {
        if free == 0 {
            return Vec::new();
        }
        self.try_claim(free).await.unwrap_or_else(|error| {
            tracing::error!(%error, "deliveries cannot be claimed");
            Vec::new()
        })
    }

    async fn try_claim(&self, free: usize) -> sqlx::Result<Vec<Claimed>> {
        let now = Instant::now();
        // asked first, because a change would keep other changes waiting for nothing
        if !claims::any_due(&mut *self.0.store.read().await?, now).await? {
            return Ok(Vec::new());
        }
        // twice as long as an attempt takes, so that there is time to say how it went
        let until = now.plus_seconds(
            i64::from(self.settings().seconds)
                .saturating_mul(2)
                .saturating_add(1),
        );
        let claim = Uuid::now_v7().simple().to_string();
        let limit = i64::try_from(free).unwrap_or(i64::MAX);
        let mut change = self.0.store.change().await?;
        epochs::begin(change.on(), Kept::Deliveries).await?;
        let claimed = claims::take(change.on(), &claim, now, until, limit).await?;
        change.commit().await?;
        Ok(claimed)
    }

    async fn deliver(&self, claimed: Claimed) {
        let now = Instant::now();
        let answered = match message(&claimed, now) {
            Ok(message) => self.0.webhooks.send(&claimed.target, message).await,
            Err(fault) => Err(fault),
        };
        let outcome = self.outcome(&claimed, answered);
        self.0.metrics.attempted(&outcome);
        tracing::info!(
            event = claimed.event,
            kind = claimed.kind,
            delivery = claimed.id,
            attempt = claimed.attempt,
            status = outcome.status,
            next = ?outcome.next,
            "delivery attempted"
        );
        // not settled, the claim ends and it is tried again
        if let Err(error) = self.settle(&claimed, &outcome).await {
            tracing::error!(%error, delivery = claimed.id, "an attempt cannot be recorded");
        }
    }

    fn outcome(&self, claimed: &Claimed, answered: Result<Answered, String>) -> Outcome {
        let (status, answer) = match answered {
            Ok(answered) => (Some(answered.status), answered.begin),
            Err(fault) => (None, fault),
        };
        let next = match status {
            Some(200..=299) => Next::Delivered,
            Some(410) => Next::Dead,
            _ if claimed.attempt >= i64::from(self.settings().attempts) => Next::Dead,
            _ => {
                let first = self.settings().retry_milliseconds;
                let wait = backoff::wait(first, claimed.attempt, &claimed.id);
                Next::Again(Instant(Instant::now().0.saturating_add(wait)))
            }
        };
        Outcome {
            status,
            answer,
            next,
        }
    }

    async fn settle(&self, claimed: &Claimed, outcome: &Outcome) -> sqlx::Result<()> {
        let now = Instant::now();
        let mut change = self.0.store.change().await?;
        claims::settle(change.on(), claimed, outcome, now).await?;
        // 410 Gone: the target asks never to be told again
        if outcome.status == Some(410) {
            subscriptions::gone(change.on(), &claimed.subscription, now.0).await?;
        }
        change.commit().await
    }

    async fn forget(&self) {
        let seconds = i64::from(self.settings().days).saturating_mul(24 * 60 * 60);
        let before = Instant::now().plus_seconds(seconds.saturating_neg());
        let forgotten = async {
            let mut change = self.0.store.change().await?;
            deliveries::forget(change.on(), before).await?;
            outbox::forget(change.on(), before).await?;
            idempotency::forget(change.on(), since(Instant::now())).await?;
            change.commit().await
        };
        if let Err(error) = forgotten.await {
            tracing::error!(%error, "what is old cannot be forgotten");
        }
    }
}

/// The request of an attempt: always the event's id, the attempt's time.
fn message(claimed: &Claimed, now: Instant) -> Result<Message, String> {
    let fault = |error: serde_json::Error| format!("the event cannot be read: {error}");
    let body = serde_json::to_string(&Payload {
        kind: &claimed.kind,
        timestamp: Instant(claimed.happened_at).text(),
        data: serde_json::from_str(&claimed.body).map_err(fault)?,
    })
    .map_err(fault)?;
    let previous = claimed.previous_secret.as_deref();
    let previous = previous.filter(|_| claimed.previous_until.is_some_and(|end| now.0 < end));
    let secrets = std::iter::once(claimed.secret.as_str()).chain(previous);
    let seconds = now.0.div_euclid(1_000);
    let signature = sign(secrets, &claimed.event, seconds, &body)
        .map_err(|error| format!("the event cannot be signed: {error}"))?;
    Ok(Message {
        id: claimed.event.clone(),
        seconds,
        signature,
        body,
    })
}
