//! What a token may do, and the roles that people think in.

use std::fmt;

macro_rules! scopes {
    ($($name:ident = $text:literal $about:literal;)*) => {
        /// Something that a token may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scope {
            $(#[doc = $about] $name,)*
        }

        impl Scope {
            /// Every scope.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As it stands in tokens.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it allows.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)* }
            }
        }

        /// One type for each scope, by which a handler says what it needs.
        pub mod may {
            use super::Scope;

            /// A scope as a type.
            pub trait May: Send + Sync + 'static {
                /// The scope.
                const SCOPE: Scope;
            }

            $(
                #[doc = $about]
                #[derive(Debug)]
                pub struct $name;
                impl May for $name {
                    const SCOPE: Scope = Scope::$name;
                }
            )*
        }
    };
}

scopes! {
    ReadPlans = "plans:read" "load the plans of pages";
    Price = "prices:read" "price orders and ask about prices";
    WriteQuotes = "quotes:write" "store quotes and configurations";
    TrustOrders = "orders:trusted" "set adjustments, the day, inputs and tax of orders that bind";
    ReadQuotes = "quotes:read" "read stored quotes and configurations";
    ReadCatalogs = "catalogs:read" "read catalogs, drafts, history";
    WriteCatalogs = "catalogs:write" "write, publish, roll back and withdraw catalogs";
    ManageWebhooks = "webhooks:manage" "subscribe to events, see and repeat deliveries";
    ManageTokens = "tokens:manage" "make, see and revoke tokens and clients";
    ReadMetrics = "metrics:read" "read the server's metrics";
}

/// A set of scopes by the name of who needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A shop page: reads plans, prices, stores quotes.
    Storefront,
    /// A PIM or ERP: writes catalogs, reads quotes, is told.
    Integrator,
    /// Everything.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[Self::Storefront, Self::Integrator, Self::Admin];

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text)
    }

    /// As it stands in requests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Storefront => "storefront",
            Self::Integrator => "integrator",
            Self::Admin => "admin",
        }
    }

    /// What it may do.
    #[must_use]
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Storefront => &[Scope::ReadPlans, Scope::Price, Scope::WriteQuotes],
            Self::Integrator => &[
                Scope::ReadPlans,
                Scope::Price,
                Scope::WriteQuotes,
                Scope::TrustOrders,
                Scope::ReadQuotes,
                Scope::ReadCatalogs,
                Scope::WriteCatalogs,
                Scope::ManageWebhooks,
            ],
            Self::Admin => Scope::ALL,
        }
    }
}

impl Scope {
    /// Reads a scope.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
