//! One line of a source with carets under the part that is meant.
//!
//! Takes a line and a range of its characters, gives the line as it shows and the carets, and
//! promises that the carets stand under what they mean, whatever the line holds.

use std::ops::Range;

use super::visible::push_excerpt_char;

/// Of a longer line only a part with this many characters is shown.
const MOST_CHARACTERS: usize = 160;
/// Stands for what is left out of a line.
const LEFT_OUT: char = '…';

/// A line and what is written below it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) line: String,
    pub(super) carets: String,
}

/// Draws `line` with carets under the characters `meant`. An empty range gets one caret.
pub(super) fn excerpt(line: &str, meant: &Range<usize>) -> Excerpt {
    let length = line.chars().count();
    let start = meant.start.min(length);
    let end = meant.end.clamp(start, length);
    let window = window(length, &(start..end));

    let mut drawn = Excerpt {
        line: String::new(),
        carets: String::new(),
    };
    if window.start > 0 {
        drawn.line.push(LEFT_OUT);
        drawn.carets.push(' ');
    }
    for (index, character) in line.chars().enumerate().take(window.end).skip(window.start) {
        let columns = push_excerpt_char(&mut drawn.line, character);
        if index < start {
            drawn.carets.extend(std::iter::repeat_n(' ', columns));
        } else if index < end {
            drawn.carets.extend(std::iter::repeat_n('^', columns));
        }
    }
    if window.end < length {
        drawn.line.push(LEFT_OUT);
    }
    if !drawn.carets.ends_with('^') {
        drawn.carets.push('^');
    }
    drawn
}

/// The part of a line of `length` characters that is shown: `meant` in its middle, or its start
/// near the left when it is wide.
fn window(length: usize, meant: &Range<usize>) -> Range<usize> {
    if length <= MOST_CHARACTERS {
        return 0..length;
    }
    let before = (MOST_CHARACTERS.saturating_sub(meant.len()) / 2).max(MOST_CHARACTERS / 8);
    let last_start = length.saturating_sub(MOST_CHARACTERS);
    let start = meant.start.saturating_sub(before).min(last_start);
    start..start.saturating_add(MOST_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(line: &str, meant: Range<usize>) -> (String, String) {
        let Excerpt { line, carets } = excerpt(line, &meant);
        (line, carets)
    }

    fn pair(line: &str, carets: &str) -> (String, String) {
        (line.to_owned(), carets.to_owned())
    }

    #[test]
    fn carets_stand_under_what_is_meant() {
        assert_eq!(drawn("when a", 5..6), pair("when a", "     ^"));
        assert_eq!(drawn("when", 0..4), pair("when", "^^^^"));
    }

    #[test]
    fn no_characters_get_one_caret() {
        assert_eq!(drawn("when", 2..2), pair("when", "  ^"));
        assert_eq!(drawn("when", 4..4), pair("when", "    ^"));
        assert_eq!(drawn("when", 90..99), pair("when", "    ^"));
        assert_eq!(drawn("", 0..0), pair("", "^"));
        assert_eq!(drawn("e\u{301}", 1..2), pair("e\u{301}", " ^")); // a mark on the `e`
    }

    #[test]
    fn tabs_and_wide_letters_keep_carets_in_place() {
        assert_eq!(drawn("\t\tab", 2..4), pair("  ab", "  ^^"));
        assert_eq!(drawn("木 = 材", 4..5), pair("木 = 材", "     ^^"));
        assert_eq!(drawn("a\u{202e}b", 1..2), pair("a\\u{202e}b", " ^^^^^^^^"));
    }

    #[test]
    fn long_lines_are_cut_around_what_is_meant() {
        // 200 letters, then 4 meant, then 200: (160 - 4) / 2 = 78 before, 160 - 78 - 4 = 78 after
        let line = format!("{}meant{}", "a".repeat(200), "b".repeat(199));
        let (text, carets) = drawn(&line, 200..204);
        assert_eq!(text, format!("…{}meant{}…", "a".repeat(78), "b".repeat(77)));
        assert_eq!(carets, format!("{}^^^^", " ".repeat(79)));
    }

    #[test]
    fn the_ends_of_long_lines_are_shown_in_full() {
        let line = "a".repeat(161);
        assert_eq!(
            drawn(&line, 0..1),
            pair(&format!("{}…", "a".repeat(160)), "^")
        );
        let at_end = format!("{}^", " ".repeat(161)); // the mark, then 160 letters
        assert_eq!(
            drawn(&line, 161..161),
            pair(&format!("…{}", "a".repeat(160)), &at_end)
        );
        let whole = "a".repeat(160);
        assert_eq!(drawn(&whole, 0..1), pair(&whole, "^"));
    }

    #[test]
    fn wide_ranges_are_cut_too() {
        // 160 / 8 = 20 letters before, 140 of those meant
        let (text, carets) = drawn(&"a".repeat(1000), 100..900);
        assert_eq!(text, format!("…{}…", "a".repeat(160)));
        assert_eq!(carets, format!("{}{}", " ".repeat(21), "^".repeat(140)));
    }
}
