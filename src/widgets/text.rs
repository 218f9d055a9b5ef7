//! Text in cells: its width, cutting and drawing. Control characters take the cells of their escapes.

use crate::text::visible;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of a text in cells.
pub fn width(text: &str) -> usize {
    visible(text).width()
}

/// The text, or as much of its beginning as fits, followed by `…`.
pub fn cut(text: &str, cells: usize) -> String {
    let text = visible(text);
    if text.width() <= cells {
        return text.into_owned();
    }
    let mut used = 0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < cells
        })
        .collect();
    if cells > 0 {
        kept.push('…');
    }
    kept
}

/// The text with spaces before it, `cells` wide, for aligned columns of numbers.
pub fn right(text: &str, cells: usize) -> String {
    format!("{}{}", " ".repeat(cells.saturating_sub(width(text))), visible(text))
}

/// The text with spaces after it, `cells` wide.
pub fn left(text: &str, cells: usize) -> String {
    format!("{}{}", visible(text), " ".repeat(cells.saturating_sub(width(text))))
}

/// Draws a text in at most `cells` cells from (x, y). Returns how many it took. Outside the buffer, nothing is drawn.
pub fn put(buf: &mut Buffer, x: u16, y: u16, cells: usize, text: &str, style: Style) -> u16 {
    let area = buf.area;
    if x >= area.right() || y >= area.bottom() || x < area.left() || y < area.top() {
        return 0;
    }
    let room = cells.min(usize::from(area.right() - x));
    // The style is applied to a reset cell, so that nothing of the previous content remains.
    let (end, _) = buf.set_stringn(x, y, cut(text, room), room, Style::reset().patch(style));
    end - x
}

/// Lines of at most `cells` cells, wrapped between words. A word longer than a line is broken anywhere.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |line| width(line));
        if used > 0 && used + 1 + width(word) > cells {
            lines.push(String::new());
        } else if used > 0 {
            push(&mut lines, ' ');
        }
        for c in visible(word).chars() {
            if lines.last().map_or(0, |line| width(line)) + c.width().unwrap_or(0) > cells.max(1) {
                lines.push(String::new());
            }
            push(&mut lines, c);
        }
    }
    lines
}

fn push(lines: &mut [String], c: char) {
    if let Some(line) = lines.last_mut() {
        line.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_in_cells() {
        assert_eq!((width("abc"), width("활성화"), width("e⁻ˣ")), (3, 6, 3));
    }

    #[test]
    fn cutting_never_splits_a_wide_character() {
        assert_eq!(cut("활성화 함수", 7), "활성화…");
        assert_eq!(cut("활성화 함수", 6), "활성…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("abcd", 0), "");
    }

    #[test]
    fn wrapping_keeps_words_and_widths() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("활성화 함수는", 8), ["활성화", "함수는"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    }
}
