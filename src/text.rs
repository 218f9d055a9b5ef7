//! Safe output of text. Names, titles, paths and messages come from outside, and a terminal obeys control characters in
//! them. Every character that a terminal would obey is therefore written as an escape.
//!
//! Everything that the program writes to standard output and standard error goes through [`stdout`], [`stderr`] and
//! [`progress`]. Cells of a frame go through [`visible`] and [`cell`].

pub mod ascii;
pub mod document;
mod jamo;
mod list;
mod nearest;
pub mod number;
mod out;
mod path;

pub use jamo::latin_letter;
pub use list::{ListError, functions, list};
pub use nearest::{nearest, right_word};
pub use out::{Form, Safe, progress, set_ascii, stderr, stderr_in, stdout};
pub use path::{is_dropped, path_of, typed_path};

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal obeys a character instead of showing it: control characters, characters that change the writing
/// direction, and the line and paragraph separators.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text on one line, with escapes for such characters: `\n`, `\t`, `\x1b`, `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, is_hidden)
}

/// The same for several lines: line ends stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_hidden(c) && c != '\n')
}

/// Replaces a symbol that a cell can't hold.
pub const NO_SYMBOL: &str = "\u{fffd}";

/// The symbol, or its replacement if a cell of a frame can't hold it.
pub fn cell(symbol: &str) -> &str {
    if symbol.contains(is_hidden) { NO_SYMBOL } else { symbol }
}

/// Pasted text as one line: each run of control characters, with the spaces around it, becomes one space.
pub fn one_line(text: &str) -> String {
    let (mut line, mut gap, mut broken) = (String::new(), 0, false);
    for c in text.trim_matches(|c: char| c.is_control() || c.is_whitespace()).chars() {
        let breaks = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if breaks || c == ' ' {
            gap += 1;
            broken |= breaks;
            continue;
        }
        line.extend(std::iter::repeat_n(' ', if broken { 1 } else { gap }));
        (gap, broken) = (0, false);
        line.push(c);
    }
    line
}

fn escaped(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    // This is called for every text in every frame, and most texts need no escapes.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.contains(&hides) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hides(c) { push_escape(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn push_escape(out: &mut String, c: char) {
    let _ = match c {
        '\n' | '\r' | '\t' => write!(out, "{}", c.escape_default()),
        c if c.is_ascii() => write!(out, "\\x{:02x}", u32::from(c)),
        c => {
            push_code(out, c);
            Ok(())
        }
    };
}

/// Writes the code of a character: `\u{202e}`.
fn push_code(out: &mut String, c: char) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_is_written_as_an_escape() {
        assert_eq!(visible("a\x1b[31m\x07\x7f\u{9b}2J"), "a\\x1b[31m\\x07\\x7f\\u{9b}2J");
        assert_eq!(visible("\u{202e}abc\u{2069}\u{61c}\u{200f}"), "\\u{202e}abc\\u{2069}\\u{61c}\\u{200f}");
        assert_eq!(visible("one\ntwo\tthree\r\u{2028}"), "one\\ntwo\\tthree\\r\\u{2028}");
        assert_eq!(visible_lines("one\ntwo\tthree"), "one\ntwo\\tthree");
        assert!(matches!(visible("활성화 e⁻ˣ 🐕"), Cow::Borrowed(_)), "the rest stays as it is");
        assert_eq!([cell("a"), cell("\u{202e}"), cell("a\u{9b}")], ["a", "\u{fffd}", "\u{fffd}"]);
    }

    #[test]
    fn pasted_lines_become_one() {
        for (pasted, line) in [
            ("one\r\n\ttwo", "one two"),
            ("  x +\n    1  \n", "x + 1"),
            ("a  b", "a  b"),
            ("\u{9b}\x1ba\x07\x08b\x00", "a b"),
            ("a\u{2028}b", "a b"),
            ("\n\t", ""),
        ] {
            assert_eq!(one_line(pasted), line, "{pasted:?}");
        }
    }
}
