//! Encodings of one byte a letter, decoded by the library for code pages.
//!
//! The library's tables take bytes that mean nothing for control characters, as browsers do; here
//! they are no letters, so that a wrong encoding shows.

use yore::code_pages::{CP1250, CP1252};

/// An encoding of one byte a letter.
#[derive(Clone, Copy, Debug)]
pub(super) enum CodePage {
    /// Windows-1252, of Western Europe.
    Western,
    /// Windows-1250, of Central Europe.
    Central,
    /// ISO 8859-1: each byte is the character of its number.
    Latin,
}

impl CodePage {
    /// The character of a byte; none where the byte means nothing.
    pub(super) fn character(self, byte: u8) -> Option<char> {
        let character = match self {
            Self::Western => CP1252.decode_byte(byte),
            Self::Central => CP1250.decode_byte(byte),
            Self::Latin => return Some(char::from(byte)),
        };
        Some(character).filter(|character| byte.is_ascii() || !character.is_control())
    }

    /// The text of bytes, or the text before the first that means nothing.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, String> {
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
            (CodePage::Western, encoding_rs::WINDOWS_1252),
            (CodePage::Central, encoding_rs::WINDOWS_1250),
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
            CodePage::Latin.decode(b"pr\xfcfung \x80"),
            Ok("prüfung \u{80}".to_owned())
        );
    }
}
