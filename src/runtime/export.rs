//! Exports a frame as plain text, as text with ANSI colours, or as SVG, and several frames as an animated SVG.

mod animation;
mod svg;

pub use animation::{Animation, AnimationError, FRAME_RATE};
pub use svg::svg;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The cells of a row, without the second half of each wide character.
fn row(buf: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut covered = buf.area.left();
    (buf.area.left()..buf.area.right()).filter_map(move |x| {
        let cell = buf.cell((x, y)).filter(|_| x >= covered)?;
        covered = x + (cell.symbol().width() as u16).max(1);
        Some((x, cell))
    })
}

/// The symbol of a cell, unless it contains a control character.
fn shown(cell: &Cell) -> &str {
    crate::text::cell(cell.symbol())
}

/// Rows of characters, without trailing spaces.
pub fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let line: String = row(buf, y).map(|(_, cell)| shown(cell)).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Rows of characters with SGR sequences. Each row ends with a reset.
pub fn ansi(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut last = String::new();
        for (_, cell) in row(buf, y) {
            let style = sgr(cell);
            if style != last {
                let _ = write!(out, "\x1b[0{style}m");
                last = style;
            }
            out.push_str(shown(cell));
        }
        if !last.is_empty() {
            out.push_str("\x1b[0m");
        }
        out.push('\n');
    }
    out
}

fn sgr(cell: &Cell) -> String {
    let mut style = String::new();
    let marks = [
        (Modifier::BOLD, ";1"),
        (Modifier::DIM, ";2"),
        (Modifier::ITALIC, ";3"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
    ];
    marks.iter().filter(|(mark, _)| cell.modifier.contains(*mark)).for_each(|(_, code)| style.push_str(code));
    push_color(&mut style, cell.fg, 30);
    push_color(&mut style, cell.bg, 40);
    style
}

fn push_color(style: &mut String, color: Color, base: u8) {
    let _ = match color {
        Color::Rgb(r, g, b) => write!(style, ";{};2;{r};{g};{b}", base + 8),
        Color::Indexed(n) => write!(style, ";{};5;{n}", base + 8),
        other => match ansi16(other) {
            Some(n) if n < 8 => write!(style, ";{}", base + n),
            Some(n) => write!(style, ";{}", base + 52 + n),
            None => Ok(()),
        },
    };
}

/// The number of one of the sixteen named colours.
fn ansi16(color: Color) -> Option<u8> {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMED.iter().position(|named| *named == color).map(|n| n as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn wide_characters_take_two_cells_once() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        buf.set_string(0, 0, "활성 x", Style::new());
        assert_eq!(text(&buf), "활성 x\n");
    }

    #[test]
    fn colours_are_written_once_a_run_and_end_with_the_row() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        buf.set_string(0, 0, "ab", Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(9)));
        buf.set_string(2, 0, "c", Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD));
        assert_eq!(ansi(&buf), "\x1b[0;38;2;1;2;3;48;5;9mab\x1b[0;1;94mc\x1b[0m \n");
    }
}
