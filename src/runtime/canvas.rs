//! What was sent to the terminal last, so that only what changed is sent, and nothing when nothing changed.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use std::io;
use unicode_width::UnicodeWidthStr;

/// Begin and end of a frame that the terminal shows as a whole (mode 2026); terminals that don't know it ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// Plain colours, whole screen cleared.
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
/// Nothing draws this.
const UNKNOWN: &str = "\u{fffd}";

/// What is to be sent.
#[derive(Debug)]
pub struct Part {
    /// To the terminal.
    pub bytes: Vec<u8>,
    /// Whether something is left for the next time.
    pub is_cut: bool,
}

/// The screen as the terminal has it.
#[derive(Debug, Default)]
pub struct Canvas {
    shown: Buffer,
    next: Buffer,
    stale: bool,
    /// Frames are not marked as such.
    plain: bool,
}

impl Canvas {
    /// Nothing is known of the screen: the next frame is sent whole.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// Whether the terminal knows frames that are shown as a whole. Until it says no, they are marked: it is safe.
    pub fn mark(&mut self, known: bool) {
        self.plain = !known;
    }

    /// The bytes that turn what the terminal shows into what the widget draws; empty if there is no difference.
    ///
    /// # Errors
    /// None in practice: the bytes are gathered in memory.
    pub fn frame(&mut self, widget: impl Widget, size: Size) -> io::Result<Vec<u8>> {
        self.part(widget, size, None).map(|part| part.bytes)
    }

    /// The same, but little more than so many bytes: what is not in them is still a difference the next time. Letters and
    /// curves go before pictures.
    ///
    /// # Errors
    /// None in practice, likewise.
    pub fn part(&mut self, widget: impl Widget, size: Size, most: Option<usize>) -> io::Result<Part> {
        let area = Rect::from((Position::ORIGIN, size));
        let whole = self.stale || self.shown.area != area;
        if whole {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
        }
        self.next.reset();
        widget.render(area, &mut self.next);
        uncover(&mut self.shown, &self.next);
        let updates = self.shown.diff(&self.next);
        let (mut bytes, mut left) = (Vec::new(), Vec::new());
        if !updates.is_empty() || whole {
            bytes.extend(if self.plain { &[] } else { BEGIN });
            if whole {
                bytes.extend(CLEAR);
            }
            let start = bytes.len();
            draw(&updates, &mut bytes)?;
            if let Some(most) = most.filter(|most| bytes.len() > *most) {
                bytes.truncate(start);
                left = draw_part(updates, most, &mut bytes)?;
            }
            bytes.extend(if self.plain { &[] } else { END });
        }
        self.stale = false;
        for at in &left {
            // What stands there now is taken for unknown: a neighbour that was drawn may have covered it.
            self.next[*at].set_symbol(UNKNOWN);
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(Part { bytes, is_cut: !left.is_empty() })
    }
}

fn draw(updates: &[(u16, u16, &Cell)], bytes: &mut Vec<u8>) -> io::Result<()> {
    CrosstermBackend::new(bytes).draw(updates.iter().copied())
}

/// Draws row by row as long as there are few bytes, at least one row; returns the places that are left.
fn draw_part(updates: Vec<(u16, u16, &Cell)>, most: usize, bytes: &mut Vec<u8>) -> io::Result<Vec<(u16, u16)>> {
    let (pictures, letters): (Vec<_>, Vec<_>) = updates.into_iter().partition(|(_, _, cell)| is_picture(cell));
    let mut left = Vec::new();
    for cells in [&letters, &pictures] {
        for row in cells.chunk_by(|a, b| a.1 == b.1) {
            if bytes.len() < most {
                draw(row, bytes)?;
            } else {
                left.extend(row.iter().map(|(x, y, _)| (*x, *y)));
            }
        }
    }
    Ok(left)
}

/// Blocks in two colours.
fn is_picture(cell: &Cell) -> bool {
    cell.bg != Color::Reset && !cell.symbol().is_ascii()
}

/// Where a wide character goes, both its cells are sent: a terminal may keep half of it otherwise.
fn uncover(shown: &mut Buffer, next: &Buffer) {
    for at in 1..shown.content.len() {
        let before = &shown.content[at - 1];
        if !before.symbol().is_ascii() && before.symbol().width() == 2 && *before != next.content[at - 1] {
            shown.content[at].set_symbol(UNKNOWN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::text::Text;

    #[test]
    fn nothing_is_sent_when_nothing_changed() {
        let (mut canvas, size) = (Canvas::default(), Size::new(20, 3));
        let first = canvas.frame("hello", size).unwrap();
        assert!(first.starts_with(BEGIN) && first.ends_with(END));
        assert!(String::from_utf8_lossy(&first).contains("hello"));
        assert!(canvas.frame("hello", size).unwrap().is_empty());
        let second = String::from_utf8(canvas.frame("hullo", size).unwrap()).unwrap();
        assert!(second.contains('u'), "{second:?}");
        assert!(!second.contains("hullo"), "only what changed is sent: {second:?}");
    }

    #[test]
    fn both_halves_of_a_wide_character_go() {
        let (mut canvas, size) = (Canvas::default(), Size::new(6, 1));
        canvas.frame("한국", size).unwrap();
        let bytes = String::from_utf8(canvas.frame("", size).unwrap()).unwrap();
        assert_eq!(bytes.matches(' ').count(), 4, "{bytes:?}");
        canvas.frame("한국", size).unwrap();
        assert!(canvas.frame("한국", size).unwrap().is_empty());
    }

    #[test]
    fn a_new_size_or_a_forgotten_screen_is_sent_whole() {
        let mut canvas = Canvas::default();
        canvas.frame("hello", Size::new(20, 3)).unwrap();
        let bytes = canvas.frame("hello", Size::new(30, 3)).unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("hello"));
        canvas.forget();
        let bytes = canvas.frame("hello", Size::new(30, 3)).unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("hello"));
    }

    #[test]
    fn parts_come_to_the_whole_and_what_changes_meanwhile_goes_with_them() {
        let size = Size::new(40, 10);
        let text = |letter: &str| Text::from(format!("{}\n", letter.repeat(40)).repeat(10));
        let (mut whole, mut parts) = (Canvas::default(), Canvas::default());
        whole.frame(text("a"), size).unwrap();
        let mut sent = Vec::new();
        for letter in ["b", "c", "a"] {
            let part = parts.part(text(letter), size, Some(100)).unwrap();
            assert!(part.is_cut && part.bytes.len() < 250, "{} bytes", part.bytes.len());
            sent.extend(part.bytes);
        }
        loop {
            let part = parts.part(text("a"), size, Some(100)).unwrap();
            sent.extend(part.bytes);
            if !part.is_cut {
                break;
            }
        }
        assert_eq!(parts.shown, whole.shown);
        assert!(parts.frame(text("a"), size).unwrap().is_empty(), "nothing is left");
        let cells = String::from_utf8(sent).unwrap().matches('a').count();
        assert_eq!(cells, 400, "each cell went once");
    }
}
