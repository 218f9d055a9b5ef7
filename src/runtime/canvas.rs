//! Remembers what was last sent to the terminal, so that only changes are sent, and nothing if nothing changed.

use super::frame_encoder;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Begin and end of a synchronised update (mode 2026). Terminals that do not know it ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The content of the terminal's screen.
#[derive(Debug, Default)]
pub struct TerminalCanvas {
    shown: Buffer,
    next: Buffer,
    stale: bool,
    /// The background colour of the theme.
    paper: Color,
    /// Whether to leave out the marks of synchronised updates.
    plain: bool,
}

impl TerminalCanvas {
    /// Forgets the content of the screen, so that the next frame is sent whole.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// Sets the background colour. If it changes, the next frame is sent whole.
    pub fn lay(&mut self, paper: Color) {
        self.stale |= self.paper != paper;
        self.paper = paper;
    }

    /// Sets whether the terminal supports synchronised updates. Frames are marked until it says no, which is safe.
    pub fn mark(&mut self, known: bool) {
        self.plain = !known;
    }

    /// The bytes that change the screen to what the widget draws; empty if there is no difference.
    pub fn frame(&mut self, widget: impl Widget, size: Size) -> Vec<u8> {
        self.frame_within(widget, size, None)
    }

    /// The same. If that is more than `most` bytes, it comes as two frames: one without new pictures, then the whole.
    pub fn frame_within(&mut self, widget: impl Widget, size: Size, most: Option<usize>) -> Vec<u8> {
        let area = Rect::from((Position::ORIGIN, size));
        let whole = self.stale || self.shown.area != area;
        if whole {
            self.shown = Buffer::empty(area);
            self.shown.content.iter_mut().for_each(|cell| cell.bg = self.paper);
            self.next = Buffer::empty(area);
        }
        self.next.reset();
        widget.render(area, &mut self.next);
        uncover(&mut self.shown, &self.next);
        let mut bytes = self.written(whole);
        if most.is_some_and(|most| bytes.len() > most) {
            let full = self.next.clone();
            self.leave_pictures();
            bytes = self.written(whole);
            std::mem::swap(&mut self.shown, &mut self.next);
            self.next = full;
            bytes.extend(self.written(false));
        }
        self.stale = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        bytes
    }

    /// The difference between the screen and the next frame.
    fn written(&self, whole: bool) -> Vec<u8> {
        let updates = self.shown.diff(&self.next);
        let mut bytes = Vec::new();
        if !updates.is_empty() || whole {
            bytes.extend(if self.plain { &[] } else { BEGIN });
            if whole {
                bytes.extend(frame_encoder::clear(self.paper).as_bytes());
            }
            frame_encoder::draw(&updates, &self.next, self.paper, &mut bytes);
            bytes.extend(if self.plain { &[] } else { END });
        }
        bytes
    }

    /// Leaves out the cells of pictures that would be new on the screen. Where there is a picture already, it stays, so that a
    /// picture that moves does not flicker.
    fn leave_pictures(&mut self) {
        for (cell, shown) in self.next.content.iter_mut().zip(&self.shown.content) {
            if cell == shown || !is_picture(cell, self.paper) {
                continue;
            }
            if is_picture(shown, self.paper) {
                *cell = shown.clone();
            } else {
                cell.reset();
                cell.bg = self.paper;
            }
        }
    }
}

/// Whether a cell looks like a part of a picture: a glyph of blocks on a colour of its own.
fn is_picture(cell: &Cell, paper: Color) -> bool {
    cell.bg != paper && !cell.symbol().is_ascii()
}

/// If a wide character disappears, both its cells are sent, because a terminal may otherwise keep half of it.
fn uncover(shown: &mut Buffer, next: &Buffer) {
    for at in 1..shown.content.len() {
        let before = &shown.content[at - 1];
        if !before.symbol().is_ascii() && before.symbol().width() == 2 && *before != next.content[at - 1] {
            shown.content[at].set_symbol("\u{fffd}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_when_nothing_changed() {
        let (mut canvas, size) = (TerminalCanvas::default(), Size::new(20, 3));
        let first = canvas.frame("hello", size);
        assert!(first.starts_with(BEGIN) && first.ends_with(END));
        assert!(String::from_utf8_lossy(&first).contains("hello"));
        assert!(canvas.frame("hello", size).is_empty());
        let second = String::from_utf8(canvas.frame("hullo", size)).unwrap();
        assert!(second.contains('u'), "{second:?}");
        assert!(!second.contains("hullo"), "only what changed is sent: {second:?}");
    }

    #[test]
    fn both_halves_of_a_wide_character_go() {
        let (mut canvas, size) = (TerminalCanvas::default(), Size::new(6, 1));
        canvas.frame("한국", size);
        let bytes = String::from_utf8(canvas.frame("", size)).unwrap();
        assert_eq!(bytes.matches(' ').count(), 4, "{bytes:?}");
        canvas.frame("한국", size);
        assert!(canvas.frame("한국", size).is_empty());
    }

    #[test]
    fn pictures_come_after_letters_where_both_are_too_much() {
        use ratatui::text::{Line, Span};
        let picture = Span::styled("▄".repeat(30), ratatui::style::Style::new().fg(Color::Red).bg(Color::Blue));
        let line = || Line::from(vec![Span::raw("letters "), picture.clone()]);
        let (mut canvas, size) = (TerminalCanvas::default(), Size::new(40, 1));
        let both = String::from_utf8(canvas.frame_within(line(), size, Some(60))).unwrap();
        let frames: Vec<&str> = both.split_inclusive("\x1b[?2026l").collect();
        let [first, second] = frames[..] else { panic!("two frames: {both:?}") };
        assert!(first.contains("letters") && !first.contains('▄'), "{first:?}");
        assert!(!second.contains("letters") && second.matches('▄').count() == 30, "{second:?}");
        assert!(canvas.frame(line(), size).is_empty());
        canvas.forget();
        let one = canvas.frame_within(line(), size, Some(1000));
        assert_eq!(String::from_utf8(one).unwrap().matches("\x1b[?2026l").count(), 1, "it is not too much");
    }

    #[test]
    fn a_picture_that_moves_stays_until_the_letters_are_there() {
        use ratatui::text::{Line, Span};
        let picture = |colour| Span::styled("▄".repeat(30), ratatui::style::Style::new().fg(colour).bg(Color::Blue));
        let line = |letters: &'static str, colour| Line::from(vec![Span::raw(letters), picture(colour)]);
        let (mut canvas, size) = (TerminalCanvas::default(), Size::new(40, 1));
        canvas.frame(line("before ", Color::Red), size);
        let both = String::from_utf8(canvas.frame_within(line("behind ", Color::Green), size, Some(60))).unwrap();
        let frames: Vec<&str> = both.split_inclusive("\x1b[?2026l").collect();
        let [first, second] = frames[..] else { panic!("two frames: {both:?}") };
        assert!(first.contains("hind") && first.len() < 50 && !first.contains('▄'), "{first:?}");
        assert!(second.matches('▄').count() == 30, "{second:?}");
        assert!(canvas.frame(line("behind ", Color::Green), size).is_empty());
    }

    #[test]
    fn a_new_size_or_a_forgotten_screen_is_sent_whole() {
        let mut canvas = TerminalCanvas::default();
        canvas.frame("hello", Size::new(20, 3));
        let bytes = canvas.frame("hello", Size::new(30, 3));
        assert!(String::from_utf8_lossy(&bytes).contains("hello"));
        canvas.forget();
        let bytes = canvas.frame("hello", Size::new(30, 3));
        assert!(String::from_utf8_lossy(&bytes).contains("hello"));
    }
}
