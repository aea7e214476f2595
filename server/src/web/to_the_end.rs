//! Changes that are done though nobody waits for them any more.

use crate::problem::{Answer, Code, Problem};

/// Runs a change to its end, also if the client has gone or the request has timed out meanwhile: a change
/// that is stored is always known in memory.
///
/// # Errors
/// Those of the change.
pub async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Answer<T>> + Send + 'static,
) -> Answer<T> {
    tokio::spawn(work)
        .await
        .map_err(|_| Problem::new(Code::Internal))?
}
