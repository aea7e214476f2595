//! Catalogs out of other systems' data: the exports of other configurators and of shops.
//!
//! Each importer takes the bytes of the source's files and gives a catalog with a report of all
//! that was guessed, left out, or must be completed before it compiles. Nothing is dropped in
//! silence; a document that cannot be read, or a price that cannot be read, is a diagnostic and
//! gives no catalog.

mod assemble;
mod configento;
pub mod findings;
mod foreign;
mod formula;
mod ids;
mod records;
mod shop;
mod simplio;
mod tiers;

use crate::diagnostic::Diagnostics;
use crate::model::Catalog;
use crate::money::{CurrencyCode, Decimal};

pub use configento::configento;
pub use findings::{Finding, FindingKind, ImportReport};
pub use ids::{id_of_name, id_of_variable};
pub use shop::{magento, woocommerce};
pub use simplio::simplio3d;
pub use tiers::tiers;

/// A catalog out of another system's data, and what its import says about itself.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The catalog. It compiles unless the report says what must be completed.
    pub catalog: Catalog,
    /// What was mapped, guessed, left out, or must be completed.
    pub report: ImportReport,
}

/// What an import is told besides the source: answers to what its report would otherwise guess.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The currency of amounts that do not say theirs; `EUR` is guessed without it.
    pub currency: Option<CurrencyCode>,
    /// The base price of components for which the source has none.
    pub base_price: Option<Decimal>,
    /// What a component's formulas give.
    pub formulas: FormulaRole,
    /// What holds between two rows of a from–to table.
    pub gaps: Gaps,
    /// Which row wins where two rows of a from–to table overlap.
    pub overlaps: Overlaps,
}

/// What a formula of a component gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormulaRole {
    /// The whole price where it reads the base price or an option's price, else a part of it.
    #[default]
    Guess,
    /// A part of the price, added to the rest.
    Added,
    /// The whole price of a piece.
    Whole,
}

/// What holds for quantities between two rows of a from–to table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    /// Nothing is known: a gap is an error.
    #[default]
    Fault,
    /// The lower row goes on up to the next.
    Lower,
    /// No tier: the price is what it is without tiers.
    None,
}

/// Which row of a from–to table serves quantities that two rows serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlaps {
    /// Nothing is known: an overlap is an error.
    #[default]
    Fault,
    /// The higher row, from its first quantity on.
    Higher,
    /// The lower row, up to its last quantity.
    Lower,
}

/// Gives the bytes of a source's file by its name, or says why not.
pub type SourceFiles<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

type Answer = Result<Imported, Diagnostics>;
