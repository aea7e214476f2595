//! JSON to model: catalogs and orders.
//!
//! Takes the text of a document and gives the catalog or the order in it, or every fault of its
//! structure at once, each with its JSON path: types, keys, formats, words, ids that stand twice.
//! What needs expressions or the other parts of the catalog is for `check`. Promises that numbers
//! are taken by their text, that work and memory are bounded by the size of the text, and that no
//! text makes it panic.

#[cfg(not(target_arch = "wasm32"))]
mod borrowed;
pub(super) mod catalog;
mod cells;
mod component;
mod csv_settings;
mod display;
mod feature;
#[cfg(not(target_arch = "wasm32"))]
mod frame;
mod node;
mod object;
pub(super) mod order;
mod price_group;
mod price_list;
#[cfg(not(target_arch = "wasm32"))]
mod quick;
mod raw;
mod rules;
mod scalar;
mod scan;
#[cfg(test)]
mod tests;
mod value;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use borrowed::borrowed_order;
pub(crate) use node::{Files, Kind, Node, Reader};
#[cfg(any(feature = "migrate", feature = "analyze"))]
pub(crate) use object::ObjectReader;
#[cfg(feature = "analyze")]
pub(crate) use order::order as order_in;

use super::{Catalog, Order};
use crate::diagnostic::{Diagnostics, Source};

pub use super::fault::{MOST_CELLS, MOST_ID};
pub use order::{MOST_ITEMS, MOST_VALUES};
pub use scalar::MOST_TEXT;
pub use scan::{MOST_BYTES, MOST_DEPTH};

impl Catalog {
    /// Reads a packed catalog: one text with everything inline.
    ///
    /// # Errors
    /// Every fault of its structure. A catalog that names files is
    /// [`file-unreadable`](crate::diagnostic::Code::FileUnreadable): load its directory instead.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Catalog;
    ///
    /// let text = r#"{ "format": 1, "currency": "EUR", "components": [] }"#;
    /// assert_eq!(Catalog::from_json(text)?.currencies.len(), 1);
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        read_catalog("catalog.json", text, None)
    }

    /// Reads a catalog named `name` whose price lists and rules may stand in files. `files` gives
    /// the bytes of a file by its name relative to the catalog, or says why it cannot; it is
    /// never asked for a name that leaves the catalog's directory.
    ///
    /// # Errors
    /// Every fault of the structure of the catalog and of its CSV price lists.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Catalog;
    ///
    /// let text = r#"{ "format": 1, "currency": "EUR", "rules_file": "order.price", "components": [] }"#;
    /// let files = |name: &str| match name {
    ///     "order.price" => Ok(b"minimum smallest : 49.00 per order".to_vec()),
    ///     _ => Err("there is no such file".to_owned()),
    /// };
    /// let catalog = Catalog::from_json_with("catalog.json", text, &files)?;
    /// assert_eq!(catalog.rules.and_then(|rules| rules.file).as_deref(), Some("order.price"));
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    pub fn from_json_with(
        name: &str,
        text: &str,
        files: &dyn Fn(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        read_catalog(name, text, Some(files))
    }
}

impl Order {
    /// Reads an order.
    ///
    /// # Errors
    /// Every fault of its structure.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Order;
    ///
    /// let text = r#"{ "items": [{ "component": "blind", "values": { "width": 1200 } }] }"#;
    /// assert_eq!(Order::from_json(text)?.items.len(), 1);
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(order) = quick::order(text) {
            return Ok(order);
        }
        careful_order(text)
    }
}

/// An order, or every finding.
fn careful_order(text: &str) -> Result<Order, Diagnostics> {
    read("order.json", text, None, order::order)
}

fn read_catalog(name: &str, text: &str, files: Option<Files<'_>>) -> Result<Catalog, Diagnostics> {
    read(name, text, files, catalog::catalog)
}

/// What `read` makes of a document, or every finding.
pub(crate) fn read<T>(
    name: &str,
    text: &str,
    files: Option<Files<'_>>,
    read: impl Fn(&Node<'_>) -> Option<T>,
) -> Result<T, Diagnostics> {
    let reader = Reader::new(Source::new(name, text), files);
    let value = reader.root().and_then(|root| read(&root));
    let findings = reader.into_findings();
    match value {
        Some(value) => findings.into_result(value),
        // INVARIANT: whoever gives none has reported why.
        None => Err(findings),
    }
}

/// The keys that each kind of object of a document is asked for.
#[cfg(test)]
pub(super) fn asked_keys<T>(
    text: &str,
    files: Option<Files<'_>>,
    read: impl Fn(&Node<'_>) -> Option<T>,
) -> std::collections::BTreeMap<String, std::collections::BTreeSet<String>> {
    let reader = Reader::new(Source::new("document.json", text), files);
    let value = reader.root().and_then(|root| read(&root));
    assert!(value.is_some(), "{}", reader.into_findings());
    let asked = reader.asked.borrow().clone();
    assert!(reader.into_findings().is_empty());
    asked
}
