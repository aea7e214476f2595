//! A change of what tokens may do.

use sqlx::AnyConnection;

use crate::app::App;
use crate::problem::Answer;
use crate::store::epochs::{self, Kept};

/// Makes a change of tokens or clients, which every instance knows from the next request on: what they may do, and which
/// pages are theirs. Changes of this kind wait for each other. What is refused has changed nothing.
///
/// # Errors
/// Those of the work, or when the database does not answer.
pub async fn of_tokens<T>(
    app: &App,
    work: impl AsyncFnOnce(&mut AnyConnection) -> Answer<T>,
) -> Answer<T> {
    let mut change = app.store.change().await?;
    epochs::begin(change.on(), Kept::Tokens).await?;
    let done = work(change.on()).await?;
    let committed = change.commit().await;
    // also after a fault: what became of it is not known then
    app.live.fence.changed();
    committed?;
    Ok(done)
}
