//! A session: changes come as words, answers stay in memory for JavaScript to read.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Plan, thrown};
use crate::evaluate::Session as Inside;
use crate::exchange::{
    answer_to_words, line_texts_json, session_from_words, set_from_words, unset_from_words,
    violations_json,
};

/// One configuration, priced again and again.
#[wasm_bindgen]
pub struct Session {
    session: Inside,
    answer: Vec<u32>,
}

#[wasm_bindgen]
impl Plan {
    /// A session for an order of one item in words.
    pub fn session(&self, words: &[u32], texts: &[u8]) -> Result<Session, String> {
        let session = session_from_words(&self.plan, words, texts).map_err(thrown)?;
        let answer = Vec::new();
        Ok(Session { session, answer })
    }
}

#[wasm_bindgen]
impl Session {
    /// Sets what the words name to the value in them.
    pub fn set(&mut self, words: &[u32], texts: &[u8]) -> Result<(), String> {
        set_from_words(&mut self.session, words, texts).map_err(thrown)
    }

    /// Unsets what the words name.
    pub fn unset(&mut self, words: &[u32], texts: &[u8]) -> Result<(), String> {
        unset_from_words(&mut self.session, words, texts).map_err(thrown)
    }

    /// Where in memory the answer stands until the next call; how long it is, it says itself.
    pub fn answer(&mut self, with_lines: bool) -> Result<*const u32, String> {
        answer_to_words(&mut self.session, with_lines, &mut self.answer).map_err(thrown)?;
        Ok(self.answer.as_ptr())
    }

    /// The texts of lines with a number, as JSON.
    #[wasm_bindgen(js_name = lineName)]
    pub fn line_name(&self, number: u32) -> Option<String> {
        line_texts_json(&self.session, number)
    }

    /// The quote as JSON.
    pub fn quote(&mut self) -> Result<String, String> {
        Ok(self.session.written().map_err(thrown)?.to_json())
    }

    /// The violations of the item and the order as JSON.
    pub fn violations(&mut self) -> Result<String, String> {
        violations_json(&mut self.session).map_err(thrown)
    }

    /// How much was worked out since the session began, as JSON.
    pub fn work(&self) -> String {
        let work = self.session.work();
        format!(
            r#"{{"expressions":{},"lookups":{}}}"#,
            work.expressions, work.lookups
        )
    }
}
