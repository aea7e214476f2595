//! The upper halves of two code pages.
//!
//! Two tables of 128 characters; a library for all encodings of the web adds 175 KB to a
//! WebAssembly module for them. A test compares them with that library, byte by byte.

/// Stands for bytes that mean nothing.
const NOTHING: char = '\u{fffd}';

/// Windows-1252 from 0x80 to 0x9f; above it is ISO 8859-1.
const WESTERN: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

/// Windows-1250 from 0x80 on.
const CENTRAL: &str = "€\u{fffd}‚\u{fffd}„…†‡\u{fffd}‰Š‹ŚŤŽŹ\u{fffd}‘’“”•–—\u{fffd}™š›śťžź\
    \u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

/// A code page as a table of its upper half.
pub(super) struct CodePage([char; 128]);

impl CodePage {
    /// Windows-1252, of Western Europe.
    pub(super) fn western() -> Self {
        Self::of(WESTERN)
    }

    /// Windows-1250, of Central Europe.
    pub(super) fn central() -> Self {
        Self::of(CENTRAL)
    }

    /// ISO 8859-1: each byte is the character of its number.
    pub(super) fn latin() -> Self {
        Self::of("")
    }

    /// The characters of a table, then those of ISO 8859-1.
    fn of(table: &str) -> Self {
        let latin = ('\u{80}'..='\u{ff}').skip(table.chars().count());
        let mut page = [NOTHING; 128];
        for (entry, character) in page.iter_mut().zip(table.chars().chain(latin)) {
            *entry = character;
        }
        Self(page)
    }

    /// The character of a byte; none where the byte means nothing.
    pub(super) fn character(&self, byte: u8) -> Option<char> {
        let upper = usize::from(byte).checked_sub(128);
        let character = upper.map_or(Some(char::from(byte)), |at| self.0.get(at).copied());
        character.filter(|character| *character != NOTHING)
    }

    /// The text of bytes, or the text before the first that means nothing.
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, String> {
        let mut text = String::with_capacity(bytes.len());
        for byte in bytes {
            match self.character(*byte) {
                Some(character) => text.push(character),
                None => return Err(text),
            }
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_encoding_standard() {
        for (page, standard) in [
            (CodePage::western(), encoding_rs::WINDOWS_1252),
            (CodePage::central(), encoding_rs::WINDOWS_1250),
        ] {
            for byte in 0..=255_u8 {
                let bytes = [byte];
                let (text, _) = standard.decode_without_bom_handling(&bytes);
                // the standard takes bytes that mean nothing for control characters
                let expected = text
                    .chars()
                    .next()
                    .filter(|c| byte < 0x80 || !('\u{80}'..='\u{9f}').contains(c));
                assert_eq!(
                    page.character(byte),
                    expected,
                    "{} {byte:#x}",
                    standard.name()
                );
            }
        }
    }

    #[test]
    fn latin_1_is_the_first_block() {
        assert_eq!(
            CodePage::latin().decode(b"pr\xfcfung \x80"),
            Ok("prüfung \u{80}".to_owned())
        );
    }
}
