//! Shops' products with options that the buyer fills in: Magento's custom options, WooCommerce's
//! product add-ons.
//!
//! Each product becomes a component, each option a feature. Percentages are of the product's own
//! price, which is the base price here; a flat fee is charged once for the item, everything else
//! for each piece. What a shop has and a price does not depend on is reported and left out.

mod magento;
mod magento_csv;
mod magento_option;
mod magento_rows;
mod magento_tiers;
mod product;
mod woocommerce;

pub use magento::magento;
pub use woocommerce::woocommerce;
