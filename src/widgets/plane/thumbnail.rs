//! Small maps without axes, line or data.

use super::tones::{Palette, Split};
use super::{Field, cell};
use crate::widgets::Look;
use crate::widgets::panel::set;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws small maps of values from -1 to 1, whose hue is that of the sign.
pub(in crate::widgets) struct Thumbnail<'a> {
    palette: Palette<'a>,
    look: Look<'a>,
}

impl<'a> Thumbnail<'a> {
    pub(in crate::widgets) fn new(look: Look<'a>) -> Self {
        Self { palette: Palette::new(look), look }
    }

    /// Draws a map over a whole area, with two values in each cell, one above the other.
    pub(in crate::widgets) fn draw(&self, field: &Field, area: Rect, buf: &mut Buffer) {
        let split = Split { low: -1.0, threshold: 0.0, high: 1.0 };
        let columns = usize::from(area.width);
        let values = field.resampled(columns, usize::from(area.height) * 2);
        for (n, (x, y)) in area.positions().map(|at| (at.x, at.y)).enumerate() {
            let (column, row) = (n % columns, n / columns);
            let (upper, lower) = (values[2 * row * columns + column], values[(2 * row + 1) * columns + column]);
            let whole = split.tone_of_most([upper, lower].into_iter());
            let halves = (!self.look.ascii).then(|| (split.tone(upper), split.tone(lower)));
            let (glyph, style) = cell(whole, halves, &self.palette, self.look);
            set(buf, x, y, glyph, style);
        }
    }
}
