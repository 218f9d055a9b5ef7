//! The progress of work in one row: what is done, a bar, the rate, and whether it is running.

use crate::theme::Role;
use crate::widgets::panel::set;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Whether work is running, with the key of its word in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GaugeState {
    Over,
    Moving(&'static str),
    Still(&'static str),
}

impl GaugeState {
    fn shown(self, words: &Words, look: Look) -> (String, Role) {
        let (sign, key, role) = match self {
            Self::Over => (look.glyph("■", "#"), "train.done", Role::Title),
            Self::Moving(key) => (look.glyph("▸", ">"), key, Role::Focus),
            Self::Still(key) => (look.glyph("·", "."), key, Role::Muted),
        };
        (format!("{sign} {}", words.get(key)), role)
    }
}

/// A row with a bar between two texts.
#[derive(Clone, Debug)]
pub(crate) struct Gauge<'a> {
    pub(crate) left: &'a str,
    /// Alternatives for the text at the right, the longest first. The first that fits is taken, else the last.
    pub(crate) right: &'a [String],
    pub(crate) state: GaugeState,
}

impl Gauge<'_> {
    /// Draws the row. `lit` maps the width of a bar to its number of filled cells.
    pub(crate) fn draw(&self, lit: impl Fn(u16) -> u16, area: Rect, buf: &mut Buffer, look: Look, words: &Words) {
        let (state, role) = self.state.shown(words, look);
        let cells = usize::from(area.width).saturating_sub(2);
        let fits = |right: &&String| text::width(self.left) + 1 + text::width(right) + text::width(&state) <= cells;
        let right = self.right.iter().find(fits).or(self.right.last()).map_or("", String::as_str);
        let (mut x, y) = (area.x + 1, area.y);
        x += text::put(buf, x, y, cells, self.left, look.style(Role::Text)) + 1;
        let ends = (text::width(right) + text::width(&state) + 1) as u16;
        let bar = area.right().saturating_sub(x + ends);
        draw_bar(lit(bar), Rect { x, width: bar, ..area }, buf, look);
        x = area.right().saturating_sub(ends);
        x += text::put(buf, x, y, text::width(right), right, look.style(Role::Text));
        text::put(buf, x, y, text::width(&state), &state, look.style(role));
    }
}

/// Draws a bar with this many filled cells.
pub(crate) fn draw_bar(lit: u16, area: Rect, buf: &mut Buffer, look: Look) {
    for n in 0..area.width {
        let (glyph, role) =
            if n < lit { (look.glyph("━", "="), Role::Value) } else { (look.glyph("╌", "-"), Role::Border) };
        set(buf, area.x + n, area.y, glyph, look.style(role));
    }
}
