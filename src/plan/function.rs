//! The functions of the rule language: FEEL's, under FEEL's names.

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal $most:literal $doc:literal;)*) => {
        /// A built-in function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Function { $(#[doc = $doc] $variant,)* }

        impl Function {
            /// Every function.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name as written, with the spaces that FEEL has in it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The least and the most arguments.
            #[must_use]
            pub const fn arguments(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, $most),)* }
            }

            /// The function of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|function| function.name() == name)
            }
        }
    };
}

functions! {
    Abs "abs" 1 1 "`abs(n)`: the magnitude.";
    Floor "floor" 1 2 "`floor(n)`, `floor(n, digits)`: towards negative infinity.";
    Ceiling "ceiling" 1 2 "`ceiling(n)`, `ceiling(n, digits)`: towards positive infinity.";
    Decimal "decimal" 2 2 "`decimal(n, digits)`: rounded half even.";
    RoundUp "round up" 2 2 "`round up(n, digits)`: away from zero.";
    RoundDown "round down" 2 2 "`round down(n, digits)`: towards zero.";
    RoundHalfUp "round half up" 2 2 "`round half up(n, digits)`: half away from zero.";
    RoundHalfDown "round half down" 2 2 "`round half down(n, digits)`: half towards zero.";
    Modulo "modulo" 2 2 "`modulo(dividend, divisor)`: with the divisor's sign.";
    Min "min" 1 255 "`min(a, b, …)` or `min(list)`.";
    Max "max" 1 255 "`max(a, b, …)` or `max(list)`.";
    Sum "sum" 1 255 "`sum(a, b, …)` or `sum(list)`.";
    Count "count" 1 1 "`count(list)`: how many values.";
    StringLength "string length" 1 1 "`string length(text)`: in characters (Unicode code points).";
    Contains "contains" 2 2 "`contains(text, part)`.";
    StartsWith "starts with" 2 2 "`starts with(text, part)`.";
    EndsWith "ends with" 2 2 "`ends with(text, part)`.";
    UpperCase "upper case" 1 1 "`upper case(text)`.";
    LowerCase "lower case" 1 1 "`lower case(text)`.";
}
