//! Remembers what was last sent to the terminal, so that only changes are sent, and nothing if nothing changed.

mod pictures;

use super::frame_encoder;
use pictures::{LeftCell, Pictures};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Begin and end of a synchronised update (mode 2026). Terminals that do not know it ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// How much of a frame is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameLimit {
    Whole,
    /// If it is more than this many bytes, it comes as two frames: one without new pictures, then the whole.
    LettersFirst(usize),
    /// About this many bytes: everything but pictures and lines, and as many of these as fit. The others follow with the
    /// next frames.
    Part(usize),
}

/// The content of the terminal's screen.
#[derive(Debug, Default)]
pub struct TerminalCanvas {
    shown: Buffer,
    next: Buffer,
    stale: bool,
    /// Whether changed pictures were left out of the last frame.
    is_behind: bool,
    /// The cell from which on pictures are sent next if not all fit.
    turn: LeftCell,
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

    /// Whether the last frame left out pictures that have changed. The next frames send them.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// The bytes that change the screen to what the widget draws; empty if there is no difference.
    pub fn frame(&mut self, widget: impl Widget, size: Size) -> Vec<u8> {
        self.frame_within(widget, size, FrameLimit::Whole)
    }

    /// The same, or a part of it within the limit.
    pub fn frame_within(&mut self, widget: impl Widget, size: Size, limit: FrameLimit) -> Vec<u8> {
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
        self.is_behind = false;
        match limit {
            FrameLimit::LettersFirst(most) if bytes.len() > most => {
                let full = self.next.clone();
                self.leave_pictures(&Pictures::of(&full, self.paper));
                bytes = self.written(whole);
                std::mem::swap(&mut self.shown, &mut self.next);
                self.next = full;
                bytes.extend(self.written(false));
            }
            FrameLimit::Part(most) if bytes.len() > most => {
                let full = self.next.clone();
                let pictures = Pictures::with_lines(&self.shown, &full, self.paper);
                self.leave_pictures(&pictures);
                let letters = self.written(whole).len();
                let left = pictures.left_out(&full, &self.next);
                // Where letters leave little room, pictures get half of it all the same, so that they do not stand still.
                let room = most.saturating_sub(letters).max(most / 2);
                let cells = left.len() * room / (bytes.len() - letters).max(1);
                self.add_pictures(&full, &left, cells);
                bytes = self.written(whole);
            }
            _ => {}
        }
        self.stale = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        bytes
    }

    /// Adds those pictures of `full` whose turn it is: about so many of the cells that are left out.
    fn add_pictures(&mut self, full: &Buffer, left: &[LeftCell], cells: usize) {
        let (chosen, turn) = pictures::choose(left, self.turn, cells, full.area.width.into());
        (self.turn, self.is_behind) = (turn, chosen.len() < left.len());
        for at in chosen {
            self.next.content[at] = full.content[at].clone();
        }
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

    /// Leaves out the changes of these pictures. What was drawn there stays, so that a picture that moves does not flicker;
    /// letters do not.
    fn leave_pictures(&mut self, pictures: &Pictures) {
        let before = Pictures::of(&self.shown, self.paper);
        for (at, (cell, shown)) in self.next.content.iter_mut().zip(&self.shown.content).enumerate() {
            if cell == shown || !pictures.contain(at) {
                continue;
            }
            if before.contain(at) || pictures::is_line(shown, self.paper) {
                *cell = shown.clone();
            } else {
                cell.reset();
                cell.bg = self.paper;
            }
        }
    }
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
        let both = String::from_utf8(canvas.frame_within(line(), size, FrameLimit::LettersFirst(60))).unwrap();
        let frames: Vec<&str> = both.split_inclusive("\x1b[?2026l").collect();
        let [first, second] = frames[..] else { panic!("two frames: {both:?}") };
        assert!(first.contains("letters") && !first.contains('▄'), "{first:?}");
        assert!(!second.contains("letters") && second.matches('▄').count() == 30, "{second:?}");
        assert!(canvas.frame(line(), size).is_empty());
        canvas.forget();
        let one = canvas.frame_within(line(), size, FrameLimit::LettersFirst(1000));
        assert_eq!(String::from_utf8(one).unwrap().matches("\x1b[?2026l").count(), 1, "it is not too much");
    }

    #[test]
    fn a_picture_that_moves_stays_until_the_letters_are_there() {
        use ratatui::text::{Line, Span};
        let picture = |colour| Span::styled("▄".repeat(30), ratatui::style::Style::new().fg(colour).bg(Color::Blue));
        let line = |letters: &'static str, colour| Line::from(vec![Span::raw(letters), picture(colour)]);
        let (mut canvas, size) = (TerminalCanvas::default(), Size::new(40, 1));
        canvas.frame(line("before ", Color::Red), size);
        let both =
            String::from_utf8(canvas.frame_within(line("behind ", Color::Green), size, FrameLimit::LettersFirst(60)))
                .unwrap();
        let frames: Vec<&str> = both.split_inclusive("\x1b[?2026l").collect();
        let [first, second] = frames[..] else { panic!("two frames: {both:?}") };
        assert!(first.contains("hind") && first.len() < 50 && !first.contains('▄'), "{first:?}");
        assert!(second.matches('▄').count() == 30, "{second:?}");
        assert!(canvas.frame(line("behind ", Color::Green), size).is_empty());
    }

    /// Two letters and three pictures of two rows each.
    fn three_pictures(letters: &str, background: Color) -> Buffer {
        let row = format!("{letters} {} {} {}", "▄".repeat(12), "▄".repeat(12), "▄".repeat(12));
        let mut buffer = Buffer::with_lines([row.as_str(), row.as_str()]);
        for (at, cell) in buffer.content.iter_mut().enumerate().filter(|(_, cell)| !cell.symbol().is_ascii()) {
            (cell.fg, cell.bg) = (Color::Indexed(at as u8), background);
        }
        buffer
    }

    struct Drawn(Buffer);

    impl Widget for Drawn {
        fn render(self, _: Rect, buffer: &mut Buffer) {
            *buffer = self.0;
        }
    }

    #[test]
    fn pictures_that_do_not_fit_follow_with_the_next_frames() {
        let size = Size::new(41, 2);
        let (mut canvas, mut whole) = (TerminalCanvas::default(), TerminalCanvas::default());
        let before = three_pictures("ab", Color::Blue);
        canvas.frame(Drawn(before.clone()), size);
        whole.frame(Drawn(before), size);
        let after = three_pictures("cd", Color::Red);
        let all = whole.frame(Drawn(after.clone()), size).len();
        let most = all / 2;
        let first = canvas.frame_within(Drawn(after.clone()), size, FrameLimit::Part(most));
        assert!(canvas.is_behind() && first.len() < most * 3 / 2, "{} of {all} bytes", first.len());
        assert!(String::from_utf8_lossy(&first).contains("cd"), "letters come at once");
        let mut frames = 1;
        while canvas.is_behind() {
            let more = canvas.frame_within(Drawn(after.clone()), size, FrameLimit::Part(most));
            assert!(!more.is_empty() && more.len() < most * 3 / 2);
            frames += 1;
        }
        assert!((2..=3).contains(&frames), "{frames}");
        assert!(canvas.frame(Drawn(after), size).is_empty(), "in the end all is there");
    }

    #[test]
    fn pictures_that_move_take_turns() {
        let size = Size::new(41, 2);
        let mut canvas = TerminalCanvas::default();
        canvas.frame(Drawn(three_pictures("ab", Color::Indexed(0))), size);
        let mut last_sent = [0; 3];
        for frame in 1..30 {
            canvas.frame_within(Drawn(three_pictures("ab", Color::Indexed(frame))), size, FrameLimit::Part(600));
            for (picture, last) in last_sent.iter_mut().enumerate() {
                let Color::Indexed(background) = canvas.shown.content[3 + 13 * picture].bg else { panic!("indexed") };
                *last = background;
                assert!(frame - background <= 3, "picture {picture} stands still at {background} in frame {frame}");
            }
            assert!(last_sent.contains(&frame), "something moves in each frame");
        }
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
