//! What is the same for every resource: bodies, queries, paths, ETags, pages of lists, answers.

pub mod answer;
pub mod body;
pub mod etag;
pub mod format;
pub mod idempotency;
pub mod page;
pub mod path;
pub mod query;
pub mod schema;
pub mod shell;
pub mod to_the_end;
pub mod told;
