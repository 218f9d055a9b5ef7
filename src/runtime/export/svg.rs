//! A frame as SVG. Block characters, braille and borders are drawn as shapes, so that they look the same with any font.
//! Only letters are text.

use super::{row, shown};
use crate::tile::shape_of;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The size of a cell in user units.
const WIDE: f64 = 8.0;
const HIGH: f64 = 16.0;
const PAPER: &str = "#11151c";
const INK: &str = "#d8dee9";

/// The frame as one SVG document. `light` is for terminals with a light background.
pub fn svg(buf: &Buffer, light: bool) -> String {
    let (w, h) = (f64::from(buf.area.width) * WIDE, f64::from(buf.area.height) * HIGH);
    let (ink, paper) = if light { (PAPER, "#ffffff") } else { (INK, PAPER) };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"'DejaVu Sans Mono','Menlo','Consolas',monospace\" font-size=\"13\" shape-rendering=\"crispEdges\">\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{paper}\"/>\n"
    );
    for y in buf.area.top()..buf.area.bottom() {
        papers(&mut out, buf, y, ink, paper);
        inks(&mut out, buf, y, ink, paper);
    }
    out.push_str("</svg>\n");
    out
}

/// The visible colours of a cell, after reversal.
fn colors(cell: &Cell, ink: &str, paper: &str) -> (String, String) {
    let fg = hex(cell.fg).unwrap_or_else(|| ink.to_owned());
    let bg = hex(cell.bg).unwrap_or_else(|| paper.to_owned());
    if cell.modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
}

/// Backgrounds, one rectangle per run of equal cells.
fn papers(out: &mut String, buf: &Buffer, y: u16, ink: &str, paper: &str) {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for (x, cell) in row(buf, y) {
        let (_, bg) = colors(cell, ink, paper);
        let end = x + (cell.symbol().width() as u16).max(1);
        match runs.last_mut().filter(|(_, last, color)| *last == x && *color == bg) {
            Some((_, last, _)) => *last = end,
            None => runs.push((x, end, bg)),
        }
    }
    for (start, end, color) in runs.into_iter().filter(|(_, _, color)| color != paper) {
        let (x, w) = (f64::from(start) * WIDE, f64::from(end - start) * WIDE);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"{w}\" height=\"{HIGH}\" fill=\"{color}\"/>",
            f64::from(y) * HIGH
        );
    }
}

/// Foregrounds: glyphs as shapes, words as text of a fixed width.
fn inks(out: &mut String, buf: &Buffer, y: u16, ink: &str, paper: &str) {
    let mut words: Option<(u16, u16, String, String, bool)> = None;
    let mut shapes: Vec<(String, String)> = Vec::new();
    for (x, cell) in row(buf, y) {
        let (fg, _) = colors(cell, ink, paper);
        let symbol = shown(cell);
        let bold = cell.modifier.contains(Modifier::BOLD);
        let glyph = symbol.chars().next().unwrap_or(' ');
        if let Some(path) = path(glyph, f64::from(x) * WIDE, f64::from(y) * HIGH) {
            flush(out, words.take(), y);
            match shapes.last_mut().filter(|(color, _)| *color == fg) {
                Some((_, all)) => all.push_str(&path),
                None => shapes.push((fg, path)),
            }
            continue;
        }
        let end = x + (symbol.width() as u16).max(1);
        match words.as_mut().filter(|(_, last, _, color, b)| *last == x && *color == fg && *b == bold) {
            Some((_, last, text, _, _)) => {
                *last = end;
                text.push_str(symbol);
            }
            None => {
                flush(out, words.take(), y);
                words = Some((x, end, symbol.to_owned(), fg, bold));
            }
        }
    }
    flush(out, words, y);
    for (color, path) in shapes.into_iter().filter(|(_, path)| !path.is_empty()) {
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"{color}\"/>");
    }
}

fn flush(out: &mut String, words: Option<(u16, u16, String, String, bool)>, y: u16) {
    let Some((start, _, text, color, bold)) = words else { return };
    let lead = text.chars().take_while(|c| *c == ' ').count() as u16;
    let shown = text.trim();
    if shown.is_empty() {
        return;
    }
    let escaped = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (x, y) = (f64::from(start + lead) * WIDE, f64::from(y) * HIGH + 12.0);
    let long = shown.width() as f64 * WIDE;
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \
         fill=\"{color}\"{weight}>{escaped}</text>"
    );
}

/// The outline of a glyph that is drawn as a shape; empty for a blank.
fn path(glyph: char, x: f64, y: f64) -> Option<String> {
    match glyph {
        '\u{2800}'..='\u{28ff}' => Some(braille(glyph, x, y)),
        '│' | '─' | '╭' | '╮' | '╰' | '╯' | '┤' | '┴' | '┬' | '└' => Some(line(glyph, x, y)),
        _ => shape_of(glyph).map(|boxes| {
            boxes.iter().map(|b| rect(x + b[0] * WIDE, y + b[1] * HIGH, b[2] * WIDE, b[3] * HIGH)).collect()
        }),
    }
}

fn rect(x: f64, y: f64, w: f64, h: f64) -> String {
    format!("M{x} {y}h{w}v{h}h-{w}z")
}

fn braille(glyph: char, x: f64, y: f64) -> String {
    const PLACES: [(f64, f64); 8] =
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 3.0), (1.0, 3.0)];
    let bits = glyph as u32 - 0x2800;
    let dots = PLACES.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
    dots.map(|(_, (column, row))| rect(x + 1.0 + column * 4.0, y + 1.0 + row * 4.0, 2.0, 2.0)).collect()
}

/// A border glyph: one stroke to each side that it reaches (left, right, up, down).
fn line(glyph: char, x: f64, y: f64) -> String {
    let [left, right, up, down] = match glyph {
        '│' => [false, false, true, true],
        '─' => [true, true, false, false],
        '╭' => [false, true, false, true],
        '╮' => [true, false, false, true],
        '╰' | '└' => [false, true, true, false],
        '╯' => [true, false, true, false],
        '┤' => [true, false, true, true],
        '┴' => [true, true, true, false],
        _ => [true, true, false, true],
    };
    let (cx, cy) = (x + WIDE / 2.0 - 0.5, y + HIGH / 2.0 - 0.5);
    let strokes = [
        (left, rect(x, cy, WIDE / 2.0 + 0.5, 1.0)),
        (right, rect(cx, cy, WIDE / 2.0 + 0.5, 1.0)),
        (up, rect(cx, y, 1.0, HIGH / 2.0 + 0.5)),
        (down, rect(cx, cy, 1.0, HIGH / 2.0 + 0.5)),
    ];
    strokes.into_iter().filter(|(drawn, _)| *drawn).map(|(_, path)| path).collect()
}

fn hex(color: Color) -> Option<String> {
    let (r, g, b) = match color {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(n) => indexed(n),
        other => indexed(super::ansi16(other)?),
    };
    Some(format!("#{r:02x}{g:02x}{b:02x}"))
}

/// The palette of xterm.
fn indexed(n: u8) -> (u8, u8, u8) {
    let termprofile::anstyle::RgbColor(r, g, b) = termprofile::ansi256_to_rgb(n.into());
    (r, g, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn words_are_text_and_blocks_are_shapes() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        buf.set_string(0, 0, "a<b▄⣿", Style::new().fg(Color::Rgb(255, 0, 0)));
        let drawing = svg(&buf, false);
        assert!(drawing.contains(">a&lt;b</text>"), "{drawing}");
        assert!(drawing.contains("M24 8h8v8h-8z"), "the lower half of the fourth cell: {drawing}");
        assert_eq!(drawing.matches("h2v2h-2z").count(), 8, "eight dots of braille");
        assert!(!drawing.contains('▄') && !drawing.contains('⣿'));
    }

    #[test]
    fn wide_characters_are_as_wide_as_two() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        buf.set_string(0, 0, "활성", Style::new());
        assert!(svg(&buf, false).contains("textLength=\"32\""));
    }
}
