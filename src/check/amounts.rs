//! Which amounts of the waterfall an expression reads, and which it may.

use std::collections::BTreeSet;

use crate::plan::AmountName;
use crate::sorting::gathered;

/// The names of amounts in the rule language.
const NAMES: [(&str, AmountName); 6] = [
    ("base", AmountName::Base),
    ("options", AmountName::Options),
    ("list", AmountName::List),
    ("subtotal", AmountName::Subtotal),
    ("extended", AmountName::Extended),
    ("items", AmountName::Items),
];

/// The amount of this name.
pub(crate) fn amount_name(name: &str) -> Option<AmountName> {
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, amount)| *amount)
}

/// The name of an amount in the rule language.
pub(crate) fn amount_word(amount: AmountName) -> &'static str {
    let known = NAMES.iter().find(|(_, known)| *known == amount);
    known.map_or("price(…)", |(name, _)| name)
}

/// A set of amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AmountSet {
    members: BTreeSet<AmountName>,
    every_feature: bool,
}

impl AmountSet {
    /// No amount.
    pub fn none() -> Self {
        Self::default()
    }

    /// These amounts.
    pub fn of(amounts: &[AmountName]) -> Self {
        Self {
            members: gathered(amounts.iter().copied()),
            every_feature: false,
        }
    }

    /// The same with the price of every feature.
    pub fn with_features(mut self) -> Self {
        self.every_feature = true;
        self
    }

    /// The same with one more.
    pub fn with(mut self, amount: AmountName) -> Self {
        self.members.insert(amount);
        self
    }

    /// The same without one.
    pub fn without(mut self, amount: AmountName) -> Self {
        self.members.remove(&amount);
        self
    }

    /// Adds an amount.
    pub fn insert(&mut self, amount: AmountName) {
        self.members.insert(amount);
    }

    /// Whether it is in the set.
    pub fn contains(&self, amount: AmountName) -> bool {
        self.members.contains(&amount)
            || (self.every_feature && matches!(amount, AmountName::Feature(_)))
    }

    /// The amounts one by one.
    pub fn iter(&self) -> impl Iterator<Item = AmountName> + '_ {
        self.members.iter().copied()
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: &Self) {
        self.members.extend(&other.members);
        self.every_feature |= other.every_feature;
    }

    /// The names in the rule language that percentages can be taken of.
    pub fn words(&self) -> Vec<&'static str> {
        let named = NAMES.iter().filter(|(_, amount)| self.contains(*amount));
        let mut words: Vec<_> = named.map(|(name, _)| *name).collect();
        if self.every_feature {
            words.push("price(…)");
        }
        words
    }
}
