//! Questions about prices: why, what each option costs, between which ends, what fits a wish.
//!
//! As with prices the body is the order; the answer is what the command line prints with `--json`.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use pricewright::analyze::range::BUDGET;
use pricewright::analyze::solve::Wish;
use pricewright::model::catalog::FeatureType;
use pricewright::model::order::Item;
use pricewright::money::Decimal;
use pricewright::plan::Stop;
use pricewright::{Order, Plan};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::live::{Compiled, while_waited};
use crate::problem::{Answer, Code, Problem};
use crate::web::answer::JsonText;
use crate::web::body::{Document, visible};
use crate::web::query::Query;
use crate::web::schema::OrderDocument;

/// Sets of configurations that a question may look at, at most.
const MOST_BUDGET: u64 = 200_000;
/// Items times options that a question may try, at most: about a second of work.
const MOST_TRIALS: usize = 50_000;
/// Hints of an answer, at most.
const MOST_HINTS: usize = 100;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(explain))
        .routes(routes!(options))
        .routes(routes!(hints))
        .routes(routes!(range))
        .routes(routes!(count))
        .routes(routes!(solve))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExplainQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OptionsQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// Which item of the order, counted from 0
    #[serde(default)]
    item: usize,
    /// The options of this feature alone
    feature: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HintsQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// How many hints, 10 without it
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RangeQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// Sets of configurations that are looked at, at most; 20000 without it
    #[param(minimum = 1, maximum = 200_000)]
    budget: Option<u64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SolveQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// Sets of configurations that are looked at, at most; 20000 without it
    #[param(minimum = 1, maximum = 200_000)]
    budget: Option<u64>,
    /// Look for the largest value of this number feature, with `at_most`
    largest: Option<String>,
    /// Look for the smallest value of this number feature, with `at_most`
    smallest: Option<String>,
    /// What the order may come to
    at_most: Option<String>,
    /// Look for the smallest quantity at which a piece comes to at most so much
    unit_price: Option<String>,
}

/// Explain a price
///
/// The quote with the rules that did not apply, and why.
#[utoipa::path(
    post, path = "/v1/explain", tag = "prices", params(ExplainQuery),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses((status = 200, description = "`quote` and `explanation`", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn explain(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<ExplainQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    ask(&app, &caller, query.catalog, text, |it, order| {
        let found = it.plan.explain(order);
        Ok(found.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

/// Price every option
#[utoipa::path(
    post, path = "/v1/options", tag = "prices", params(OptionsQuery),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses((status = 200, description = "what the order would cost with each option", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn options(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<OptionsQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    ask(&app, &caller, query.catalog, text, move |it, order| {
        let asked = order.items.get(query.item);
        check_trials(
            &it.compiled,
            order,
            asked.into_iter(),
            query.feature.as_deref(),
        )?;
        let prices = it
            .plan
            .option_prices(order, query.item, query.feature.as_deref());
        Ok(prices.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

/// Look for hints
///
/// What a small change saves, or buys for the same amount.
#[utoipa::path(
    post, path = "/v1/hints", tag = "prices", params(HintsQuery),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses((status = 200, description = "the hints", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn hints(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<HintsQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    let limit = query.limit.unwrap_or(10);
    if !(1..=MOST_HINTS).contains(&limit) {
        return Err(unfit("limit", &limit.to_string(), "a number from 1 to 100"));
    }
    ask(&app, &caller, query.catalog, text, move |it, order| {
        check_trials(&it.compiled, order, order.items.iter(), None)?;
        let hints = it.plan.hints(order, limit);
        Ok(hints.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

/// Find the lowest and the highest price
///
/// Of every valid completion of an order with one item, each with its configuration, proved or not.
#[utoipa::path(
    post, path = "/v1/range", tag = "prices", params(RangeQuery),
    request_body(content = OrderDocument, description = "an order of one item", content_type = "application/json"),
    responses((status = 200, description = "both ends", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn range(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<RangeQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    let budget = budget(query.budget)?;
    ask(&app, &caller, query.catalog, text, move |it, order| {
        let found = it.plan.price_range(order, budget);
        Ok(found.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

/// Count configurations
#[utoipa::path(
    post, path = "/v1/count", tag = "prices", params(RangeQuery),
    request_body(content = OrderDocument, description = "an order of one item", content_type = "application/json"),
    responses((status = 200, description = "how many completions have a price", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn count(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<RangeQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    let budget = budget(query.budget)?;
    ask(&app, &caller, query.catalog, text, move |it, order| {
        let found = it.plan.count_configurations(order, budget);
        Ok(found.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

/// Find what fits a wish
#[utoipa::path(
    post, path = "/v1/solve", tag = "prices", params(SolveQuery),
    request_body(content = OrderDocument, description = "an order of one item", content_type = "application/json"),
    responses((status = 200, description = "the value that fits, with its configuration", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn solve(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<SolveQuery>,
    Document(text): Document,
) -> Answer<JsonText> {
    let budget = budget(query.budget)?;
    let wish = query.wish()?;
    ask(&app, &caller, query.catalog, text, move |it, order| {
        let found = it.plan.solve(order, &wish, budget);
        Ok(found.map_err(|found| Problem::order(&found))?.to_json())
    })
    .await
}

impl SolveQuery {
    fn wish(&self) -> Answer<Wish> {
        let amount = |name: &str, text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            Decimal::parse(text).map_err(|_| unfit(name, text, "an amount such as `250.00`"))
        };
        match (&self.largest, &self.smallest, &self.unit_price) {
            (Some(feature), None, None) => Ok(Wish::Largest {
                feature: feature.clone(),
                budget: amount("at_most", &self.at_most)?,
            }),
            (None, Some(feature), None) => Ok(Wish::Smallest {
                feature: feature.clone(),
                budget: amount("at_most", &self.at_most)?,
            }),
            (None, None, unit_price @ Some(_)) if self.at_most.is_none() => Ok(Wish::Quantity {
                unit_price: amount("unit_price", unit_price)?,
            }),
            _ => Err(Problem::of(
                Code::InvalidQuery,
                "expected `largest` or `smallest` with `at_most`, or `unit_price`",
            )),
        }
    }
}

/// Asks the live revision of a catalog about an order.
async fn ask(
    app: &App,
    caller: &Caller<may::Price>,
    catalog: Option<String>,
    text: String,
    question: impl FnOnce(&Asked, &Order) -> Answer<String> + Send + 'static,
) -> Answer<JsonText> {
    let live = caller.catalog(catalog.as_deref())?;
    let compiled = Arc::clone(live.compiled(&app.store).await?);
    let work = move |stop: &Stop| {
        let order = Order::from_json(&text).map_err(|found| Problem::order(&found))?;
        let asked = Asked {
            plan: compiled.plan.stopped_by(stop),
            compiled,
        };
        question(&asked, &order).map(JsonText)
    };
    while_waited(&app.live.work, work).await
}

/// What is asked.
struct Asked {
    compiled: Arc<Compiled>,
    /// Its plan, which stops when nobody waits any more.
    plan: Plan,
}

/// Refuses an order that would have to be priced too often: each option of an item is tried in the whole order.
fn check_trials<'a>(
    compiled: &Compiled,
    order: &Order,
    asked: impl Iterator<Item = &'a Item>,
    feature: Option<&str>,
) -> Answer<()> {
    let components = &compiled.catalog.components;
    let options = |item: &Item| {
        let component = components.iter().find(|it| it.id == item.component);
        let features = component.into_iter().flat_map(|it| &it.features);
        let features = features.filter(|it| feature.is_none_or(|id| it.id == id));
        features.map(|it| options_of(&it.kind)).sum::<usize>()
    };
    // items of one component have the same options
    let mut seen = BTreeSet::new();
    let asked = asked.filter(|item| seen.insert(item.component.as_str()));
    let most = asked.map(options).max().unwrap_or_default();
    let items = order.items.len();
    if items.saturating_mul(most) <= MOST_TRIALS {
        return Ok(());
    }
    let detail = format!(
        "expected up to {MOST_TRIALS} as the number of items times that of options, found {items} × {most}"
    );
    Err(Problem::of(Code::OrderTooLarge, detail).with_help("ask about an order of fewer items"))
}

fn options_of(kind: &FeatureType) -> usize {
    match kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options.len(),
        FeatureType::Boolean => 2,
        FeatureType::Number { .. } | FeatureType::Text { .. } => 0,
    }
}

fn budget(asked: Option<u64>) -> Answer<u64> {
    let budget = asked.unwrap_or(BUDGET);
    if (1..=MOST_BUDGET).contains(&budget) {
        return Ok(budget);
    }
    Err(unfit(
        "budget",
        &budget.to_string(),
        "a number from 1 to 200000",
    ))
}

fn unfit(name: &str, text: &str, expected: &str) -> Problem {
    let detail = format!("`{name}`: expected {expected}, found `{}`", visible(text));
    Problem::of(Code::InvalidQuery, detail)
}
