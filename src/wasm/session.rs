//! A session: changes come as words, answers stay in memory for JavaScript to read.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Plan, thrown};
use crate::diagnostic::Diagnostics;
use crate::evaluate::Session as Inside;
use crate::exchange::{
    Totals as Kept, answer_to_words, line_texts_json, session_from_words, set_from_words,
    unset_from_words, violations_json,
};

/// One configuration, priced again and again.
#[wasm_bindgen]
pub struct Session {
    session: Inside,
    here: Here,
}

/// Sessions that give totals of one order after the other.
#[wasm_bindgen]
pub struct Totals {
    kept: Kept,
    here: Here,
}

/// Words in memory that both sides read and write, and what is to be thrown.
///
/// What is called with every key press takes and gives words here: nothing is allocated, and no
/// pair of a value and an error is made at the border.
#[derive(Default)]
struct Here {
    given: Vec<u32>,
    answer: Vec<u32>,
    fault: Option<JsValue>,
}

impl Here {
    fn room(&mut self, words: usize) -> *mut u32 {
        self.given.resize(words, 0);
        self.given.as_mut_ptr()
    }

    /// What was given, of so many words.
    fn given(&self, words: usize) -> &[u32] {
        self.given.get(..words).unwrap_or(&[])
    }

    /// Where the answer stands; null if there is something to be thrown.
    fn answered(&mut self, result: Result<(), Diagnostics>) -> *const u32 {
        match result {
            Ok(()) => self.answer.as_ptr(),
            Err(faults) => {
                self.fault = Some(thrown(faults));
                std::ptr::null()
            }
        }
    }
}

#[wasm_bindgen]
impl Plan {
    /// A session for an order of one item in words.
    pub fn session(&self, words: &[u32], texts: &[u8]) -> Result<Session, JsValue> {
        let session = session_from_words(&self.plan, words, texts).map_err(thrown)?;
        let here = Here::default();
        Ok(Session { session, here })
    }

    /// Sessions that give totals.
    pub fn totals(&self) -> Totals {
        let kept = Kept::new(&self.plan);
        let here = Here::default();
        Totals { kept, here }
    }
}

#[wasm_bindgen]
impl Session {
    /// Room for so many words, for `setHere`, until the next call of this.
    pub fn room(&mut self, words: usize) -> *mut u32 {
        self.here.room(words)
    }

    /// Sets what the words in the room name to the value in them, which needs no text; false if
    /// there is a fault.
    #[wasm_bindgen(js_name = setHere)]
    pub fn set_here(&mut self, words: usize) -> bool {
        let set = set_from_words(&mut self.session, self.here.given(words), &[]);
        !self.here.answered(set).is_null()
    }

    /// Throws the fault of `setHere` or `answer`.
    pub fn fault(&mut self) -> Result<(), JsValue> {
        self.here.fault.take().map_or(Ok(()), Err)
    }

    /// Sets what the words name to the value in them.
    pub fn set(&mut self, words: &[u32], texts: &[u8]) -> Result<(), JsValue> {
        set_from_words(&mut self.session, words, texts).map_err(thrown)
    }

    /// Unsets what the words name.
    pub fn unset(&mut self, words: &[u32], texts: &[u8]) -> Result<(), JsValue> {
        unset_from_words(&mut self.session, words, texts).map_err(thrown)
    }

    /// Where in memory the answer stands until the next call; how long it is, it says itself. Null
    /// if there is a fault.
    pub fn answer(&mut self, with_lines: bool) -> *const u32 {
        let answer = &mut self.here.answer;
        let answered = answer_to_words(&mut self.session, with_lines, answer);
        self.here.answered(answered)
    }

    /// The texts of lines with a number, as JSON.
    #[wasm_bindgen(js_name = lineName)]
    pub fn line_name(&self, number: u32) -> Option<String> {
        line_texts_json(&self.session, number)
    }

    /// The quote as JSON.
    pub fn quote(&mut self) -> Result<String, JsValue> {
        Ok(self.session.written().map_err(thrown)?.to_json())
    }

    /// The violations of the item and the order as JSON.
    pub fn violations(&mut self) -> Result<String, JsValue> {
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

#[wasm_bindgen]
impl Totals {
    /// Room for so many words, for `answerHere`, until the next call of this.
    pub fn room(&mut self, words: usize) -> *mut u32 {
        self.here.room(words)
    }

    /// Where in memory the answer to the order of one item in the room stands until the next call,
    /// which has no texts; null if there is a fault.
    #[wasm_bindgen(js_name = answerHere)]
    pub fn answer_here(&mut self, component: u32, words: usize) -> *const u32 {
        let Here { given, answer, .. } = &mut self.here;
        let given = given.get(..words).unwrap_or(&[]);
        let answered = self.kept.answer_to_words(component, given, &[], answer);
        self.here.answered(answered)
    }

    /// The same of an order in words with texts.
    pub fn answer(&mut self, component: u32, words: &[u32], texts: &[u8]) -> *const u32 {
        let answer = &mut self.here.answer;
        let answered = self.kept.answer_to_words(component, words, texts, answer);
        self.here.answered(answered)
    }

    /// Throws the fault of the last answer.
    pub fn fault(&mut self) -> Result<(), JsValue> {
        self.here.fault.take().map_or(Ok(()), Err)
    }

    /// The texts of lines with a number, as JSON.
    #[wasm_bindgen(js_name = lineName)]
    pub fn line_name(&self, number: u32) -> Option<String> {
        self.kept.line_texts_json(number)
    }
}
