//! The other side of the load test: a handler of axum around the same calculation written by hand, with nothing else.
//!
//! ```text
//! bare CATALOG DIRECTORY
//! ```
//!
//! Takes the name of a catalog of the reference workload; writes what the test needs into the directory (the catalog, and for
//! each side a script of `wrk` with its requests), checks that both sides agree to the cent, and answers
//! `POST /v1/price` until it is killed.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use pricewright_benches::prepared::Prepared;

/// Different requests of each side.
const REQUESTS: usize = 500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(catalog), Some(directory)) = (arguments.next(), arguments.next()) else {
        return Err("expected a catalog of the workload and a directory".into());
    };
    // checks every configuration: engine and calculation by hand agree in total and lines
    let prepared = Prepared::workload(&catalog)?;
    let directory = Path::new(&directory);
    std::fs::write(directory.join("catalog.json"), &prepared.json)?;
    let (ours, bare) = (&prepared.order_texts, &prepared.texts);
    let scripts = [
        ("bare.lua", script("/v1/price", bare)),
        ("totals.lua", script("/v1/price?totals=true", ours)),
        ("quote.lua", script("/v1/price", ours)),
    ];
    for (name, text) in scripts {
        std::fs::write(directory.join(name), text)?;
    }
    let router = Router::new()
        .route("/v1/price", post(price))
        .with_state(Arc::new(prepared));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("bare handler listens on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn price(State(prepared): State<Arc<Prepared>>, body: String) -> Response {
    match prepared.decimal.json(&prepared.names, &body) {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
    }
}

/// A script that sends one body after the other, and prints one line in the end.
fn script(path: &str, bodies: &[String]) -> String {
    let quoted = bodies
        .iter()
        .take(REQUESTS)
        .map(|body| format!("[==[{body}]==],\n"));
    let bodies: String = quoted.collect();
    format!(
        r#"local bodies = {{
{bodies}}}
local requests, at = {{}}, 0
function init()
  local headers = {{ ["content-type"] = "application/json" }}
  local token = os.getenv("TOKEN")
  if token then headers["authorization"] = "Bearer " .. token end
  for i, body in ipairs(bodies) do
    requests[i] = wrk.format("POST", "{path}", headers, body)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency)
  local e = summary.errors
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  print(string.format("RESULT %.0f %.3f %d", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1e3, errors))
end
"#
    )
}
