//! Bytes to text.
//!
//! Takes the bytes of a file and gives its text and how the bytes were letters. In this order: the
//! declared encoding, a byte order mark, NUL bytes at every second place (UTF-16), valid UTF-8,
//! else one of two Windows code pages. Only the last is a guess: the pages agree on digits, signs
//! and spaces, and differ in letters.

use super::code_page::CodePage;
use super::words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::catalog::Encoding;
use crate::model::fault::excerpt;

/// Bytes that are looked at for NULs.
const SAMPLE: usize = 64 * 1024;

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Without a byte order mark.
    pub text: String,
    /// How bytes were letters.
    pub encoding: Encoding,
    /// Whether another code page would give other letters.
    pub guessed: bool,
}

/// The text of a file.
///
/// # Errors
/// `csv-syntax` where bytes are no letters in the declared or detected encoding.
pub(super) fn decode(
    name: &str,
    bytes: &[u8],
    declared: Option<Encoding>,
) -> Result<Decoded, Diagnostics> {
    let certain = |encoding| Found {
        encoding,
        guessed: false,
    };
    let found = declared.map_or_else(|| detect(bytes), certain);
    let text = match found.encoding {
        Encoding::Utf8 => utf8(bytes),
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        Encoding::Windows1252 => CodePage::Western.decode(bytes),
        Encoding::Windows1250 => CodePage::Central.decode(bytes),
        Encoding::Latin1 => CodePage::Latin.decode(bytes),
    };
    let text = text.map_err(|before| undecodable(name, before, found.encoding))?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    match text.find('\0') {
        Some(at) => Err(nul(name, &text, at)),
        None => Ok(Decoded {
            text,
            encoding: found.encoding,
            guessed: found.guessed,
        }),
    }
}

struct Found {
    encoding: Encoding,
    guessed: bool,
}

fn detect(bytes: &[u8]) -> Found {
    let certain = |encoding| Found {
        encoding,
        guessed: false,
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return certain(Encoding::Utf16Le);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return certain(Encoding::Utf16Be);
    }
    if let Some(encoding) = wide(bytes) {
        return certain(encoding);
    }
    if std::str::from_utf8(bytes).is_ok() || bytes.contains(&0) {
        return certain(Encoding::Utf8);
    }
    code_page(bytes)
}

/// UTF-16 without a mark: digits and separators have a NUL in every second byte, and only there.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let mut nuls = [0_usize; 2];
    let mut odd = false;
    for byte in bytes.iter().take(SAMPLE) {
        if *byte == 0
            && let Some(count) = nuls.get_mut(usize::from(odd))
        {
            *count = count.saturating_add(1);
        }
        odd = !odd;
    }
    match nuls {
        [0, high] if high > 0 => Some(Encoding::Utf16Le),
        [high, 0] if high > 0 => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Which of two code pages: the one whose text has a known heading or fewer signs within words.
fn code_page(bytes: &[u8]) -> Found {
    let western = CodePage::Western.decode(bytes);
    let central = CodePage::Central.decode(bytes);
    let (western, central) = match (western, central) {
        (Ok(western), Ok(central)) => (western, central),
        (Err(_), Ok(_)) => {
            return Found {
                encoding: Encoding::Windows1250,
                guessed: true,
            };
        }
        _ => {
            return Found {
                encoding: Encoding::Windows1252,
                guessed: true,
            };
        }
    };
    if western == central {
        return Found {
            encoding: Encoding::Windows1252,
            guessed: false,
        };
    }
    let central_wins = (
        headings(&central),
        usize::MAX.saturating_sub(signs_in_words(&central)),
    ) > (
        headings(&western),
        usize::MAX.saturating_sub(signs_in_words(&western)),
    );
    let encoding = if central_wins {
        Encoding::Windows1250
    } else {
        Encoding::Windows1252
    };
    Found {
        encoding,
        guessed: true,
    }
}

/// Known headings with letters beyond ASCII.
fn headings(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .filter(|word| !word.is_ascii() && words::is_heading(word))
        .count()
}

/// Signs such as `³` and `¿` before a letter: no word has them.
fn signs_in_words(text: &str) -> usize {
    let sign = |c: char| !c.is_ascii() && (!c.is_alphabetic() || matches!(c, 'ª' | 'º'));
    let unusual = |c: char| sign(c) && !c.is_whitespace() && !"€–—’‘“”„‚…•°×÷".contains(c);
    let after = text.chars().skip(1);
    text.chars()
        .zip(after)
        .filter(|(sign, letter)| unusual(*sign) && letter.is_alphabetic())
        .count()
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            Err(String::from_utf8_lossy(valid).into_owned())
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(text),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(text) }
}

fn undecodable(name: &str, before: String, encoding: Encoding) -> Diagnostics {
    let before = before.trim_start_matches('\u{feff}').to_owned();
    let end = before.len();
    let source = Source::new(name, before);
    let place = Place::in_source(&source, Span::new(end, end));
    let word = words::encoding(encoding);
    let message = format!("`{}` is not {word} text after this place", excerpt(name));
    let help = "save the file as UTF-8, or write how it is encoded: `\"csv\": {\"encoding\": \"windows-1252\"}`";
    Diagnostic::new(Code::CsvSyntax, place, message)
        .with_help(help)
        .into()
}

fn nul(name: &str, text: &str, at: usize) -> Diagnostics {
    let source = Source::new(name, text);
    let place = Place::in_source(&source, Span::new(at, at.saturating_add(1)));
    let message = format!(
        "`{}` holds a NUL character, so it is no text",
        excerpt(name)
    );
    let help = "export the sheet as CSV, or write the encoding if it is UTF-16";
    Diagnostic::new(Code::CsvSyntax, place, message)
        .with_help(help)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> (Encoding, bool, String) {
        let decoded = decode("a.csv", bytes, None).unwrap();
        (decoded.encoding, decoded.guessed, decoded.text)
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn marks_and_patterns_are_certain() {
        let text = "Höhe;1\n".to_owned();
        assert_eq!(
            found("\u{feff}Höhe;1\n".as_bytes()),
            (Encoding::Utf8, false, text.clone())
        );
        assert_eq!(
            found(&utf16le("\u{feff}Höhe;1\n")),
            (Encoding::Utf16Le, false, text.clone())
        );
        assert_eq!(
            found(&utf16le("Höhe;1\n")),
            (Encoding::Utf16Le, false, text.clone())
        );
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(found(&big), (Encoding::Utf16Be, false, text));
    }

    #[test]
    fn code_pages_are_told_by_their_words() {
        assert_eq!(
            found(b"H\xf6he;5 \x80"),
            (Encoding::Windows1252, false, "Höhe;5 €".to_owned())
        );
        let czech = b"\x8a\xed\xf8ka;V\xfd\x9aka";
        assert_eq!(
            found(czech),
            (Encoding::Windows1250, true, "Šířka;Výška".to_owned())
        );
        let polish = b"Materia\xb3;z\xb3oty";
        assert_eq!(
            found(polish),
            (Encoding::Windows1250, true, "Materiał;złoty".to_owned())
        );
        let danish = b"Bredde;H\xf8jde";
        assert_eq!(
            found(danish),
            (Encoding::Windows1252, true, "Bredde;Højde".to_owned())
        );
    }

    #[test]
    fn what_is_no_text_says_where() {
        let mut lone = utf16le("\u{feff}ab");
        lone.extend([0x00, 0xd8, 0x61, 0x00]);
        for (bytes, at) in [
            (lone, 2),
            (b"a\x81b\xff".to_vec(), 1),
            (b"abc\0\0de".to_vec(), 3),
        ] {
            let findings = decode("a.csv", &bytes, None).unwrap_err();
            let finding = findings.iter().next().unwrap();
            assert_eq!(finding.code, Code::CsvSyntax);
            assert_eq!(finding.place.span.unwrap().start, at, "{findings}");
        }
    }
}
