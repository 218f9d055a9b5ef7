//! The legend of a map: its tones, its marks and its line.

use super::axes::Layout;
use super::mark;
use super::tones::{Palette, PlaneTone};
use crate::theme::Role;
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

/// The texts of the legend. An empty text is left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Legend<'a> {
    /// The names of the classes 0 and 1.
    pub classes: [&'a str; 2],
    /// The name of the line.
    pub line: &'a str,
    /// The meaning of a cross in place of a point.
    pub wrong: &'a str,
}

/// The cells of a sample and the space after it.
const SAMPLE: u16 = 4;
/// The spaces between entries in a row.
const GAP: u16 = 2;

impl Legend<'_> {
    fn words(&self) -> [&str; 4] {
        [self.classes[0], self.classes[1], self.line, self.wrong]
    }

    /// The width of the entries below one another.
    pub(super) fn width_of_column(&self) -> u16 {
        let widest = self.words().iter().map(|words| text::width(words)).max().unwrap_or(0) as u16;
        if widest == 0 { 0 } else { widest + SAMPLE }
    }

    /// Whether both classes fit into a row.
    pub(super) fn fits(&self, columns: u16) -> bool {
        let [first, second] = self.classes.map(|words| text::width(words) as u16);
        first + second > 0 && first + second + 2 * SAMPLE + GAP <= columns
    }
}

/// Draws the legend in the area of the layout: entries below one another, or as many in a row as fit.
pub(super) fn draw(legend: &Legend, layout: &Layout, buf: &mut Buffer, look: Look, palette: &Palette) {
    let area = layout.legend;
    let column = area.height > 1;
    let (mut x, mut y) = (area.x, area.y);
    let words: Vec<(usize, String)> =
        legend.words().iter().enumerate().filter(|(_, w)| !w.is_empty()).map(|(n, w)| (n, look.spell(w))).collect();
    if !column {
        let fitting = words.iter().scan(0, |used, (_, words)| {
            *used += text::width(words) as u16 + SAMPLE + GAP;
            Some(*used - GAP)
        });
        let used = fitting.take_while(|used| *used <= area.width).last().unwrap_or(0);
        x += (area.width - used) / 2;
    }
    for (n, words) in &words {
        let cells = text::width(words) as u16;
        if y >= area.bottom() || x + SAMPLE + cells > area.right() {
            return;
        }
        draw_sample(*n, x, y, buf, look, palette);
        text::put(buf, x + SAMPLE, y, usize::from(cells), words, look.style(Role::Muted));
        if column {
            y += 1;
        } else {
            x += SAMPLE + cells + GAP;
        }
    }
}

fn draw_sample(n: usize, x: u16, y: u16, buf: &mut Buffer, look: Look, palette: &Palette) {
    match n {
        0 | 1 => {
            let tone = PlaneTone::deepest(n == 1);
            let (glyph, style) = palette.filling(tone);
            for x in x..x + SAMPLE - 1 {
                set(buf, x, y, glyph, style);
            }
            set(buf, x + 1, y, mark(n == 1, look), palette.on(tone, Role::Text).add_modifier(Modifier::BOLD));
        }
        2 => {
            for x in x..x + SAMPLE - 1 {
                set(buf, x, y, look.glyph("⠒", "-"), look.style(Role::Title));
            }
        }
        _ => set(buf, x + 1, y, look.glyph("×", "x"), look.style(Role::Warning).add_modifier(Modifier::BOLD)),
    }
}
