//! The one table of codes. `docs/diagnostics.md` is made from it, and a test keeps it so.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The stage cannot go on.
    Error,
    /// Works, but hardly as meant.
    Warning,
}

impl Severity {
    /// The word for it in JSON, in docs and on the terminal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Code {
    /// All codes as a Markdown table, from which `docs/diagnostics.md` is made.
    ///
    /// ```
    /// use pricewright::diagnostic::Code;
    /// assert!(Code::docs_table().starts_with("| Code | Severity | Meaning |\n"));
    /// ```
    #[must_use]
    pub fn docs_table() -> String {
        let mut table = String::from("| Code | Severity | Meaning |\n| --- | --- | --- |\n");
        for code in Self::ALL {
            let (name, severity) = (code.as_str(), code.severity().as_str());
            let meaning = code.explanation().replace('|', "\\|");
            table.extend(["| `", name, "` | ", severity, " | ", &meaning, " |\n"]);
        }
        table
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident $fix:literal;)*) => {
        /// A stable kebab-case code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = concat!("`", $name, "`: ", $fix)] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is written in JSON, in docs and on the terminal.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means and how to mend it, in one sentence for the docs.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $fix,)* }
            }
        }
    };
}

codes! {
    // numbers
    NumberSyntax "number-syntax" Error "the text is not a decimal number; write digits, a point and digits, such as `1250.50`";
    NumberTooLarge "number-too-large" Error "the number needs more than 28 digits";
    NumberTooPrecise "number-too-precise" Error "the number has more digits after the point than can be kept exactly";
    Overflow "overflow" Error "the result of a calculation needs more than 28 digits before the point";
    DivisionByZero "division-by-zero" Error "a divisor is zero; guard it with `if … then … else …`";

    // documents
    JsonSyntax "json-syntax" Error "the document is not valid JSON";
    TooDeep "too-deep" Error "something is nested deeper than the limit";
    TooLarge "too-large" Error "a document, a source, a table or a list is larger than its limit";
    UnknownKey "unknown-key" Error "an object has a key that means nothing there";
    DuplicateKey "duplicate-key" Error "an object has the same key twice";
    MissingKey "missing-key" Error "an object lacks a key that it must have";
    WrongType "wrong-type" Error "a value is of another JSON type than expected";
    InvalidValue "invalid-value" Error "a value is of the right type but not one that is allowed there";
    UnsupportedFormat "unsupported-format" Error "`format` names a version that this engine does not read";
    FileUnreadable "file-unreadable" Error "a file cannot be read, or its path leaves the catalog's directory";
    FileTwice "file-twice" Error "the same thing is given inline and as a file";
    CsvSyntax "csv-syntax" Error "a CSV price list or a spreadsheet cannot be read";
    CsvAmbiguous "csv-ambiguous" Error "a cell or the layout of a price list can be read in several ways; the help names the setting that decides";
    CsvMixed "csv-mixed" Error "parts of a price list contradict each other: two ways of writing numbers, two currencies, two units";

    // catalog
    InvalidId "invalid-id" Error "an id is empty, too long or holds a control or formatting character";
    DuplicateId "duplicate-id" Error "two things of one kind share an id";
    UnknownCurrency "unknown-currency" Error "the code is not a currency of ISO 4217 with a minor unit, or not one of the catalog's";
    CurrencyMissing "currency-missing" Error "an amount does not say its currency although the catalog has several";
    CurrencyUnneeded "currency-unneeded" Error "an amount names a currency that the catalog does not have";
    PriceTooPrecise "price-too-precise" Error "a price has more digits than a line keeps; raise `unit_price_digits`, or use rounding scope `item`";
    UnknownFeature "unknown-feature" Error "no feature of this component has this id";
    UnknownOption "unknown-option" Error "the feature has no option with this id";
    UnknownAttribute "unknown-attribute" Error "no option of the feature has this attribute";
    UnknownTable "unknown-table" Error "no price list with this id can be read here";
    UnknownUnit "unknown-unit" Error "the unit is not known, or measures something else than the feature";
    EmptyFeature "empty-feature" Error "a select feature or input has no options";
    InvalidRange "invalid-range" Error "a minimum is above its maximum, or a step does not lead from one to the other";
    InvalidDefault "invalid-default" Error "a default is not a value that the feature takes";
    CircularDefinition "circular-definition" Error "a name depends on itself";
    ContradictorySettings "contradictory-settings" Error "two settings exclude each other";
    UnknownPhase "unknown-phase" Error "no phase has this id";
    PhaseOrder "phase-order" Error "the declared order of phases breaks the waterfall's own order";
    NoBasePrice "no-base-price" Error "the component has no base price, no base price list and no tier that sets a price";
    UnknownReference "unknown-reference" Error "something names a thing that does not exist";

    // price lists
    LookupModeMissing "lookup-mode-missing" Error "an axis of numbers does not say how a value between two breakpoints is looked up";
    AxisUnsorted "axis-unsorted" Error "the breakpoints of an axis do not rise";
    AxisDuplicate "axis-duplicate" Error "a breakpoint or key stands twice on an axis";
    AxisMismatch "axis-mismatch" Error "rows and columns do not fit the axes, or an axis does not fit its feature";
    AmbiguousPriceList "ambiguous-price-list" Error "two base price lists, or two tables of tier prices, serve the same configuration";

    // rule language
    Syntax "syntax" Error "the text is not a statement or an expression of the rule language";
    FeelSyntax "feel-syntax" Error "the form is known from other languages and is written another way here";
    UnknownStatement "unknown-statement" Error "a line starts with a word that begins no statement";
    UnknownName "unknown-name" Error "nothing with this name can be read here";
    UnknownFunction "unknown-function" Error "there is no such function";
    ArgumentCount "argument-count" Error "a function is called with too few or too many arguments";
    TypeMismatch "type-mismatch" Error "the parts of an expression have types that do not go together";
    MaybeUnset "maybe-unset" Error "a value is read that may be unset; ask `is set` first, or give it a default";
    BaseNotYetKnown "base-not-yet-known" Error "an amount is read in or before the phase that makes it";
    PercentWithoutBase "percent-without-base" Error "a percentage does not say of what";
    NegativeDiscount "negative-discount" Error "a discount is given as a negative number; a discount already subtracts";
    KeywordAsName "keyword-as-name" Error "a word of the language is used as a name; put it in backticks";
    DuplicateTier "duplicate-tier" Error "two tiers start at the same quantity, or tiers do not rise";
    InvalidTier "invalid-tier" Error "a tier does not fit the kind of its table";
    InvalidStatement "invalid-statement" Error "a part of a statement does not fit the statement";
    EqualPriority "equal-priority" Error "two that can both apply have the same priority where only one may win";
    NotWhole "not-whole" Error "a number must be whole here";
    InternalInPublic "internal-in-public" Error "a public price depends on an internal part";
    PriceMissing "price-missing" Warning "an amount has no price in a currency of the catalog, so orders in it are unpriced where the amount is needed";
    UnreachableValue "unreachable-value" Warning "a comparison can never be true, or never false";

    // imports
    TierGap "tier-gap" Error "between two rows of a from–to table there are quantities without a tier; say what holds there";
    TierOverlap "tier-overlap" Error "two rows of a from–to table serve the same quantities; say which one wins";

    // orders
    CurrencyNotInCatalog "currency-not-in-catalog" Error "the order's currency is missing or not one of the catalog's";
    AsOfMissing "as-of-missing" Error "the catalog has parts with a validity, so the order must say `as_of`";
    UnknownInput "unknown-input" Error "the order gives an input that the catalog does not declare";
    InvalidInput "invalid-input" Error "an input is not a value that its declaration allows";
    InvalidTax "invalid-tax" Error "a tax rate is negative or above 100 percent";

    // pricing
    EmptyList "empty-list" Error "`min`, `max` or `sum` of no values; ask `is set` first";
    TableMiss "table-miss" Error "a table has no cell for the values that a rule looks up";
    Unpriced "unpriced" Error "an amount that is needed has no price";
    TierMiss "tier-miss" Error "a quantity lies outside the tiers";
    MinimumAboveMaximum "minimum-above-maximum" Error "a minimum that applies is above a maximum that applies";
    StepLimit "step-limit" Error "a calculation takes more steps than its limit";

    // catalog tests and commands
    TestFailed "test-failed" Error "a catalog test expects something else than the engine gives";
    Usage "usage" Error "the command line cannot be read";
}
