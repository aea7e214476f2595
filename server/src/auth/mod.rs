//! Who may do what: tokens, their scopes, and the catalogs that they are for.
//!
//! [`guard`] stands before every path below `/v1` and refuses whoever has no valid token; a handler says
//! by the type of its [`Caller`] which scope it needs, so none can forget it.

pub mod address;
pub mod caller;
pub mod change;
pub mod cors;
pub mod first;
pub mod principal;
pub mod rate;
pub mod rights;
pub mod scope;
pub mod secret;
pub mod terms;

pub use caller::{Caller, guard};
pub use change::of_tokens;
pub use cors::CrossOrigin;
pub use principal::{Principal, Principals};
pub use rate::Rates;
pub use scope::{Role, Scope, may};
pub use terms::Terms;
