//! The table of lints.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintSeverity {
    /// Nothing can be sold.
    Error,
    /// Hardly as meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl LintSeverity {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! lints {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// A stable kebab-case code of a lint.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum LintCode { $(#[doc = concat!("`", $name, "`: ", $meaning)] $variant,)* }

        impl LintCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad a proved finding is.
            #[must_use]
            pub const fn severity(self) -> LintSeverity {
                match self { $(Self::$variant => LintSeverity::$severity,)* }
            }

            /// What it means, for the docs.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

lints! {
    NoValidConfiguration "no-valid-configuration" Error "nothing can be chosen that is allowed; `rules` is a smallest set that contradicts itself";
    OptionNeverAvailable "option-never-available" Warning "no configuration with this option is allowed and has a price";
    RuleNeverFires "rule-never-fires" Warning "the rule, constraint, warning or price list has no say in any configuration";
    RuleAlwaysFires "rule-always-fires" Note "the condition of the rule or warning holds in every configuration";
    RuleShadowed "rule-shadowed" Warning "another rule of its phase always wins or ends the phase before it";
    ConfigurationWithoutPrice "configuration-without-price" Warning "a configuration that is allowed and complete has no price";
    LargerIsCheaper "larger-is-cheaper" Warning "a larger size costs less than the next smaller one of its price list";
    MorePiecesCheaper "more-pieces-cheaper" Note "some quantity costs more in all than a larger one";
    PriceBelowZero "price-below-zero" Warning "discounts take more than there is, and the price is lifted to 0";
    FeatureWithoutEffect "feature-without-effect" Note "nothing reads the feature, and it adds nothing to the price";
}
