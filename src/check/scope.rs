//! What can be read: names with their slots and types, tables, amounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::amounts::AmountSet;
use super::types::Type;
use crate::diagnostic::help_for;
use crate::model::catalog::ValueKind;
use crate::money::Currency;
use crate::plan::{AttributeId, FeatureIndex, OptionIndex, SlotId, TableIndex};

/// The names of a component, of the order's rules, or of a single expression.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    names: BTreeMap<String, Symbol>,
    slots: BTreeMap<SlotId, String>,
    tables: BTreeMap<String, TableSymbol>,
    /// The catalog's currencies.
    pub currencies: Vec<Currency>,
    /// Whether these are the order's own rules.
    pub of_order: bool,
    /// Whether something is available under a condition.
    conditional: bool,
}

/// Something with a name and a value.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    /// Its slot.
    pub slot: SlotId,
    /// Its type.
    pub ty: Type,
    /// Whether it can be unset.
    pub presence: Presence,
    /// What it is.
    pub kind: SymbolKind,
    /// Ids of its options.
    pub options: Options,
    /// Attributes of its options.
    pub attributes: BTreeMap<String, AttributeSymbol>,
    /// Amounts that reading it reads.
    pub amounts: AmountSet,
    /// Its `available_when` as conjuncts in canonical text; empty where it has none.
    pub available_when: Vec<String>,
    /// Whether it comes from an internal part of the catalog.
    pub internal: bool,
    /// How deep its own expression is, for computed values.
    pub depth: u32,
}

/// Ids of options, found by id: features may have thousands, and rules one for each of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options(Arc<OptionIds>);

#[derive(Debug, Default)]
struct OptionIds {
    ids: Vec<String>,
    numbers: BTreeMap<String, OptionIndex>,
}

impl Options {
    /// The option of this id.
    pub fn index(&self, id: &str) -> Option<OptionIndex> {
        self.0.numbers.get(id).copied()
    }

    /// The ids in written order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.ids.iter().map(String::as_str)
    }
}

impl<I: Into<String>> FromIterator<I> for Options {
    fn from_iter<T: IntoIterator<Item = I>>(ids: T) -> Self {
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        let mut numbers = BTreeMap::new();
        for (id, number) in ids.iter().zip(0..) {
            numbers.entry(id.clone()).or_insert(OptionIndex(number));
        }
        Self(Arc::new(OptionIds { ids, numbers }))
    }
}

/// Whether a value can be unset where it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It has a value, or the configuration is incomplete and the reader waits.
    Always,
    /// It is there only where it is available, and then always.
    WhenAvailable,
    /// The buyer may leave it out.
    Maybe,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SymbolKind {
    /// `quantity`, `currency`, `as_of`.
    BuiltIn,
    /// A declared input.
    Input,
    /// A feature.
    Feature(FeatureIndex),
    /// A `let` or `set`.
    Computed,
}

/// An attribute of a feature's options.
#[derive(Clone, Debug)]
pub(crate) struct AttributeSymbol {
    /// Its number.
    pub id: AttributeId,
    /// Its type.
    pub ty: Type,
    /// An option that lacks it, where one does.
    pub lacking: Option<String>,
    /// Whether it is internal (`cost`).
    pub internal: bool,
}

/// A price list that expressions can look up.
#[derive(Clone, Debug)]
pub(crate) struct TableSymbol {
    /// Its number.
    pub index: TableIndex,
    /// Its row axis.
    pub row: AxisSymbol,
    /// Its column axis.
    pub col: Option<AxisSymbol>,
    /// What its cells are.
    pub values: ValueKind,
    /// Whether it is internal.
    pub internal: bool,
}

/// An axis as an expression sees it.
#[derive(Clone, Debug)]
pub(crate) enum AxisSymbol {
    /// Takes a number.
    Numbers,
    /// Takes an option or text; these are its keys.
    Keys(Options),
}

impl Scope {
    /// An empty one.
    pub fn new(currencies: Vec<Currency>, of_order: bool) -> Self {
        Self {
            currencies,
            of_order,
            ..Self::default()
        }
    }

    /// Adds a name; the first of two stays, and the caller has reported the second.
    pub fn declare(&mut self, name: &str, symbol: Symbol) {
        if !self.names.contains_key(name) {
            self.slots
                .entry(symbol.slot)
                .or_insert_with(|| name.to_owned());
            self.names.insert(name.to_owned(), symbol);
        }
    }

    /// Says when a feature is available, as conjuncts in canonical text.
    pub fn set_available_when(&mut self, name: &str, conjuncts: Vec<String>) {
        if let Some(symbol) = self.names.get_mut(name) {
            self.conditional |= !conjuncts.is_empty();
            symbol.available_when = conjuncts;
        }
    }

    /// Whether something is available under a condition, which can be held against what is known.
    pub fn is_conditional(&self) -> bool {
        self.conditional
    }

    /// Completes a computed value that was declared before its expression was checked.
    pub fn complete(&mut self, name: &str, complete: impl FnOnce(&mut Symbol)) {
        if let Some(symbol) = self.names.get_mut(name) {
            complete(symbol);
        }
    }

    /// Adds a table.
    pub fn declare_table(&mut self, id: &str, table: TableSymbol) {
        self.tables.entry(id.to_owned()).or_insert(table);
    }

    /// What a name stands for.
    pub fn name(&self, name: &str) -> Option<&Symbol> {
        self.names.get(name)
    }

    /// What a slot holds.
    pub fn slot(&self, slot: SlotId) -> Option<(&str, &Symbol)> {
        let name = self.slots.get(&slot)?;
        Some((name, self.names.get(name)?))
    }

    /// The table of an id.
    pub fn table(&self, id: &str) -> Option<&TableSymbol> {
        self.tables.get(id)
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// A fix for a name that is not there.
    pub fn help_for_name(&self, name: &str) -> Option<String> {
        help_for(name, self.names.keys().map(String::as_str))
    }

    /// A fix for a table that is not there.
    pub fn help_for_table(&self, id: &str) -> Option<String> {
        help_for(id, self.tables.keys().map(String::as_str))
    }

    /// Whether amounts must name their currency.
    pub fn has_several_currencies(&self) -> bool {
        self.currencies.len() > 1
    }
}
