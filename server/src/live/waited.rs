//! Work for somebody who may stop waiting.

use pricewright::plan::Stop;

use super::Work;
use crate::problem::Answer;

/// Does long work, and tells it to stop when nobody waits for it any more: the request has timed out, or its client has gone.
/// Its room is free as soon as it has asked.
///
/// # Errors
/// `overloaded` where too much waits already, and those of the work.
pub async fn while_waited<T: Send + 'static>(
    room: &Work,
    work: impl FnOnce(&Stop) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let waiting = Waiting(Stop::default());
    let stop = waiting.0.clone();
    room.run(move || work(&stop)).await
}

/// Dropped with the request.
struct Waiting(Stop);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.tell();
    }
}
