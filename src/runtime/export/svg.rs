//! A frame as SVG. Block characters, braille and borders are drawn as shapes, so that they look the same with any font.
//! Only letters are text.

use super::{row, shown};
use crate::tile::shape_of;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The size of a cell in user units.
pub(super) const WIDE: f64 = 8.0;
pub(super) const HIGH: f64 = 16.0;

/// The colours of cells that have none of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    pub(super) ink: &'static str,
    pub(super) paper: &'static str,
}

impl Ground {
    /// `light` is for terminals with a light background.
    pub(super) fn new(light: bool) -> Self {
        const DARK: &str = "#11151c";
        if light { Self { ink: DARK, paper: "#ffffff" } } else { Self { ink: "#d8dee9", paper: DARK } }
    }
}

/// The frame as one SVG document. `light` is for terminals with a light background.
pub fn svg(buf: &Buffer, light: bool) -> String {
    let (w, h) = (f64::from(buf.area.width) * WIDE, f64::from(buf.area.height) * HIGH);
    let ground = Ground::new(light);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"'DejaVu Sans Mono','Menlo','Consolas',monospace\" font-size=\"13\" shape-rendering=\"crispEdges\">\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n",
        ground.paper
    );
    for y in buf.area.top()..buf.area.bottom() {
        write_row(&mut out, &RowDrawing::new(row(buf, y), y, ground));
    }
    out.push_str("</svg>\n");
    out
}

fn write_row(out: &mut String, row: &RowDrawing) {
    let y = f64::from(row.y) * HIGH;
    for (start, end, color) in &row.papers {
        let (x, w) = (f64::from(*start) * WIDE, f64::from(end - start) * WIDE);
        let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{HIGH}\" fill=\"{color}\"/>");
    }
    for word in &row.words {
        let (x, y, long) = (word.x(), y + BASELINE, word.long());
        let weight = if word.bold { " font-weight=\"bold\"" } else { "" };
        let (color, escaped) = (&word.color, word.escaped());
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \
             fill=\"{color}\"{weight}>{escaped}</text>"
        );
    }
    for (color, path) in &row.shapes {
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"{color}\"/>");
    }
}

/// How far the baseline of text is below the top of its cell.
pub(super) const BASELINE: f64 = 12.0;

/// Characters in a row that are text of one style, without spaces around them.
#[derive(Debug)]
pub(super) struct Word {
    start: u16,
    end: u16,
    pub(super) text: String,
    pub(super) color: String,
    pub(super) bold: bool,
}

impl Word {
    pub(super) fn x(&self) -> f64 {
        f64::from(self.start) * WIDE
    }

    pub(super) fn long(&self) -> f64 {
        self.text.width() as f64 * WIDE
    }

    pub(super) fn escaped(&self) -> String {
        self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    /// Removes the spaces around it. `None` if nothing else is there.
    fn trimmed(mut self) -> Option<Self> {
        self.start += self.text.chars().take_while(|c| *c == ' ').count() as u16;
        let text = self.text.trim().to_owned();
        (!text.is_empty()).then_some(Self { text, ..self })
    }
}

/// What is drawn for cells of one row.
#[derive(Debug)]
pub(super) struct RowDrawing {
    y: u16,
    /// Backgrounds: first column, column after the last, colour.
    pub(super) papers: Vec<(u16, u16, String)>,
    pub(super) words: Vec<Word>,
    /// Colours and outlines of glyphs that are drawn as shapes.
    pub(super) shapes: Vec<(String, String)>,
}

impl RowDrawing {
    /// The drawing of cells in row `y`, with their columns from left to right.
    pub(super) fn new<'a>(cells: impl Iterator<Item = (u16, &'a Cell)>, y: u16, ground: Ground) -> Self {
        let mut drawing = Self { y, papers: Vec::new(), words: Vec::new(), shapes: Vec::new() };
        for (x, cell) in cells {
            let (fg, bg) = colors(cell, ground);
            drawing.add_paper(x, x + width(cell.symbol()), bg);
            drawing.add_ink(x, cell, fg);
        }
        drawing.papers.retain(|(_, _, color)| color != ground.paper);
        drawing.words = drawing.words.into_iter().filter_map(Word::trimmed).collect();
        drawing.shapes.retain(|(_, path)| !path.is_empty());
        drawing
    }

    fn add_paper(&mut self, x: u16, end: u16, bg: String) {
        match self.papers.last_mut().filter(|(_, last, color)| *last == x && *color == bg) {
            Some((_, last, _)) => *last = end,
            None => self.papers.push((x, end, bg)),
        }
    }

    /// Glyphs become shapes, and characters side by side become words.
    fn add_ink(&mut self, x: u16, cell: &Cell, fg: String) {
        let symbol = shown(cell);
        let bold = cell.modifier.contains(Modifier::BOLD);
        let glyph = symbol.chars().next().unwrap_or(' ');
        if let Some(path) = path(glyph, f64::from(x) * WIDE, f64::from(self.y) * HIGH) {
            match self.shapes.last_mut().filter(|(color, _)| *color == fg) {
                Some((_, all)) => all.push_str(&path),
                None => self.shapes.push((fg, path)),
            }
            return;
        }
        let end = x + width(symbol);
        match self.words.last_mut().filter(|word| word.end == x && word.color == fg && word.bold == bold) {
            Some(word) => {
                word.end = end;
                word.text.push_str(symbol);
            }
            None => self.words.push(Word { start: x, end, text: symbol.to_owned(), color: fg, bold }),
        }
    }
}

/// The number of cells that a symbol covers.
fn width(symbol: &str) -> u16 {
    (symbol.width() as u16).max(1)
}

/// The visible colours of a cell, after reversal.
fn colors(cell: &Cell, ground: Ground) -> (String, String) {
    let fg = hex(cell.fg).unwrap_or_else(|| ground.ink.to_owned());
    let bg = hex(cell.bg).unwrap_or_else(|| ground.paper.to_owned());
    if cell.modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
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

pub(super) fn rect(x: f64, y: f64, w: f64, h: f64) -> String {
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
