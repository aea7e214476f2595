//! How a value is found on an axis of a price list.

/// How a value between two breakpoints is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupMode {
    /// The next breakpoint up; a breakpoint includes itself. Below the first it is the first.
    Up,
    /// The next breakpoint down.
    Down,
    /// The nearest one, the upper of two.
    Nearest,
    /// Only on a breakpoint.
    Exact,
    /// Interpolated between the neighbors, rounded once at the end.
    Linear,
}

/// What happens above the last breakpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Above {
    /// There is no price.
    #[default]
    OutOfRange,
    /// There is a price on request.
    OnRequest,
}
