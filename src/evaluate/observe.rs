//! Who wants to know more than the lines: what fired, and what did not and why.
//!
//! The waterfall tells an [`Observer`] of every step, list, group or tier that it looked at, with
//! the frame as it was then. `()` observes nothing and costs nothing. An observer cannot change a
//! price: what it evaluates on the frame is taken off neither the step limit nor the exactness.

use super::frame::Frame;
use crate::model::quote::LineKind;
use crate::plan::{LabelId, NodeId, SourceSpan, TextId, Validity};

/// Something that can make a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    /// The item's index; none for a rule of the order.
    pub item: Option<usize>,
    /// The phase's id.
    pub phase: &'a str,
    /// The rule, list or group.
    pub id: TextId,
    /// What people read.
    pub label: LabelId,
    /// What its line would be.
    pub kind: LineKind,
    /// When it applies.
    pub condition: Option<NodeId>,
    /// Where it stands.
    pub place: SourceSpan,
}

/// Why there is no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skipped {
    /// The condition is false.
    Condition(NodeId),
    /// The order's day lies outside its validity.
    Validity(Validity),
    /// A price list's condition is false.
    NoMatch(NodeId),
    /// A price list is in another currency.
    Currency,
    /// Another one was chosen.
    Choice {
        /// Which.
        winner: TextId,
    },
    /// The phase had ended.
    Stopped {
        /// Who ended it.
        by: TextId,
    },
    /// Something that it reads is not known yet.
    Waits,
    /// The quantity is below the first tier.
    NoTier,
    /// The amount was fine already, or nothing with a surcharge was chosen.
    NotNeeded,
    /// It has no price; the item's problems say why.
    Problem,
}

/// Who is told.
pub(crate) trait Observer {
    /// A line was made.
    fn fired(&mut self, subject: &Subject<'_>, frame: &mut Frame<'_>) {
        let _ = (subject, frame);
    }

    /// No line was made.
    fn skipped(&mut self, subject: &Subject<'_>, reason: Skipped, frame: &mut Frame<'_>) {
        let _ = (subject, reason, frame);
    }
}

impl Observer for () {}
