//! Text made safe to show: what a terminal could be fooled by is written out.
//!
//! Takes text from documents and messages, gives text in which every control character, mark of
//! writing direction and invisible character stands as `\u{202e}`, and promises that nothing else
//! is changed. Also knows how many terminal columns a character takes.

/// Appends `text`, with everything that does not show written as `\u{…}`.
pub(crate) fn push_visible(out: &mut String, text: &str) {
    for character in text.chars() {
        push_visible_char(out, character);
    }
}

/// Appends one character of a source excerpt and gives the columns that it takes there. A tab is
/// one space, so that an excerpt looks the same whatever the terminal's tab stops.
#[cfg(feature = "compiler")]
pub(super) fn push_excerpt_char(out: &mut String, character: char) -> usize {
    if character == '\t' {
        out.push(' ');
        1
    } else {
        push_visible_char(out, character)
    }
}

fn push_visible_char(out: &mut String, character: char) -> usize {
    if is_hidden(character) {
        let escaped = character.escape_unicode();
        let columns = escaped.len();
        out.extend(escaped);
        columns
    } else {
        out.push(character);
        columns(character)
    }
}

/// Whether a character shows as nothing, as a space that is none, or moves what stands around it.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // spaces that are not the space
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'
            // marks and overrides of direction, joiners, separators of lines
            | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            // fillers and invisible letters
            | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{ffa0}'
            // byte order mark, annotations, tags, no characters at all
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The terminal columns of a character that shows: none for a mark on the letter before, two for
/// the wide letters of East Asia (Unicode Annex 11, classes W and F, by blocks) and pictures.
pub(crate) fn columns(character: char) -> usize {
    match character {
        ' '..='\u{2ff}' => 1,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97c}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{1fa70}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use super::*;

    fn visible(text: &str) -> String {
        let mut out = String::new();
        push_visible(&mut out, text);
        out
    }

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("a\nb\tc\rd\0"), "a\\u{a}b\\u{9}c\\u{d}d\\u{0}");
        assert_eq!(visible("\u{7f}\u{85}\u{9b}"), "\\u{7f}\\u{85}\\u{9b}");
        for mark in [
            '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200e}', '\u{200f}',
        ] {
            assert_eq!(
                visible(&mark.to_string()),
                format!("\\u{{{:x}}}", u32::from(mark))
            );
        }
    }

    #[test]
    fn spaces_that_are_none_are_written_out() {
        assert_eq!(visible("1\u{a0}250\u{202f}000"), "1\\u{a0}250\\u{202f}000");
        assert_eq!(visible("\u{feff}x\u{200b}"), "\\u{feff}x\\u{200b}");
    }

    #[test]
    fn ordinary_text_of_any_language_stays() {
        for text in [
            "Stück für 12 €",
            "木製ブラインド",
            "שלום",
            "жалюзи",
            "e\u{301}",
            "🪟",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn columns_follow_the_terminal() {
        let measure = |c| push_excerpt_char(&mut String::new(), c);
        assert_eq!(measure('a'), 1);
        assert_eq!(measure('\t'), 1);
        assert_eq!(measure('木'), 2);
        assert_eq!(measure('\u{301}'), 0);
        assert_eq!(measure('\u{202e}'), 8); // \u{202e}
    }
}
