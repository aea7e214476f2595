//! The edge to JavaScript: what `pkg/src` builds the public API on.
//!
//! Thin, without logic: texts, bytes and words go in, texts and bytes come out. What goes wrong is
//! thrown as an array of diagnostics with places in UTF-16 code units, from which the package makes
//! its errors: of plain objects in the full build, as JSON text in the runtime. No amount and no
//! value crosses as a float.

#[cfg(feature = "analyze")]
mod analyze;
#[cfg(feature = "compiler")]
mod compiler;
#[cfg(feature = "compiler")]
mod findings;
mod session;

#[cfg(feature = "analyze")]
pub use analyze::Differences;
#[cfg(feature = "compiler")]
pub use compiler::CatalogText;
#[cfg(feature = "compiler")]
use findings::thrown;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Two-level segregated fit: every call takes the same small time, and pieces side by side become
/// one again.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf<Coalescing> = rlsf::GlobalTlsf::new();

/// Memory that grows by parts is one piece: its parts stand side by side.
#[cfg(target_arch = "wasm32")]
struct Coalescing;

#[cfg(target_arch = "wasm32")]
impl rlsf::GlobalTlsfOptions for Coalescing {
    const ENABLE_REALLOCATION: bool = false;
}

use crate::exchange::order_from_words;
use crate::model::Order;

/// Diagnostics as what JavaScript catches: the text of their JSON, as there is no serde.
#[cfg(not(feature = "compiler"))]
fn thrown(diagnostics: crate::diagnostic::Diagnostics) -> JsValue {
    diagnostics.to_json_utf16().into()
}

/// The engine's version, which quotes name.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A compiled catalog.
#[wasm_bindgen]
pub struct Plan {
    plan: crate::Plan,
}

#[wasm_bindgen]
impl Plan {
    /// The plan in bytes, verified; throws one line of text that says why they are none.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> Result<Plan, JsValue> {
        match crate::Plan::from_bytes(bytes) {
            Ok(plan) => Ok(Self { plan }),
            Err(error) => Err(error.to_string().into()),
        }
    }

    /// What a widget shows, as JSON.
    pub fn display(&self) -> String {
        self.plan.to_display_json()
    }

    /// The quote as JSON of an order in words.
    pub fn price(&self, words: &[u32], texts: &[u8]) -> Result<String, JsValue> {
        self.quote(&self.order(words, texts)?)
    }
}

impl Plan {
    fn order(&self, words: &[u32], texts: &[u8]) -> Result<Order, JsValue> {
        order_from_words(self.plan.data(), words, texts).map_err(thrown)
    }

    fn quote(&self, order: &Order) -> Result<String, JsValue> {
        Ok(self.plan.price(order).map_err(thrown)?.to_json())
    }
}
