//! Why the server, or a command of it, cannot do what it is started for.

use std::fmt;

/// Why the server cannot start, for people.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault in one line.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}
