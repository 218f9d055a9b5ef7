//! The box around a surface, and the numbers and names along it.

use super::Surface;
use super::canvas::{Canvas, Ink};
use super::mesh::height;
use super::view::{Place, TALL, View};
use crate::theme::Role;
use crate::widgets::axis::ticks;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How far outside the box numbers and names stand, in its measure.
const NUMBERS: f64 = 0.16;
const NAMES: f64 = 0.42;

const CORNERS: [(f64, f64); 4] = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];

/// Draws the floor, the two walls at the back, and the upright at the left.
pub(super) fn draw_box(canvas: &mut Canvas, view: &View) {
    let near = view.nearest_corner();
    let mut edge = |a: Place, b: Place| canvas.line(view.see(a), view.see(b), |_| Ink::Frame);
    for (n, (x, y)) in CORNERS.into_iter().enumerate() {
        let (to_x, to_y) = CORNERS[(n + 1) % 4];
        edge([x, y, -TALL], [to_x, to_y, -TALL]);
        if (x, y) != near {
            edge([x, y, -TALL], [x, y, TALL]);
        }
        if (x, y) != near && (to_x, to_y) != near {
            edge([x, y, TALL], [to_x, to_y, TALL]);
        }
    }
}

/// Numbers and names around the box, each only where nothing is drawn yet.
pub(super) struct Labels<'a, 'b> {
    pub(super) surface: &'a Surface<'a>,
    pub(super) view: &'a View,
    pub(super) area: Rect,
    /// Dots of a cell, across and down.
    pub(super) grid: (usize, usize),
    pub(super) buf: &'b mut Buffer,
    pub(super) look: Look<'a>,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy)]
enum Hang {
    Middle,
    End,
}

impl Labels<'_, '_> {
    pub(super) fn draw(&mut self) {
        let (x_side, y_side) = self.view.nearest_corner();
        let field = self.surface.field;
        let [x_name, y_name, z_name] = self.surface.names;
        for tick in ticks(field.x.0, field.x.1, 3) {
            let along = field.share(tick.at, 0.0).0 * 2.0 - 1.0;
            self.put([along, y_side * (1.0 + NUMBERS), -TALL], &tick.label, Role::Muted, Hang::Middle);
        }
        for tick in ticks(field.y.0, field.y.1, 3) {
            let along = field.share(0.0, tick.at).1 * 2.0 - 1.0;
            self.put([x_side * (1.0 + NUMBERS), along, -TALL], &tick.label, Role::Muted, Hang::Middle);
        }
        self.put([0.0, y_side * (1.0 + NAMES), -TALL], x_name, Role::Text, Hang::Middle);
        self.put([x_side * (1.0 + NAMES), 0.0, -TALL], y_name, Role::Text, Hang::Middle);
        self.draw_upright(z_name);
    }

    /// The numbers of the values, left of the leftmost upright.
    fn draw_upright(&mut self, name: &str) {
        let seen = |(x, y): (f64, f64)| self.view.see([x, y, 0.0]).x;
        let left = CORNERS.into_iter().fold(CORNERS[0], |a, b| if seen(b) < seen(a) { b } else { a });
        let Surface { low, threshold, high, .. } = *self.surface;
        for value in [threshold, low, high] {
            let label = short(value);
            self.put([left.0, left.1, height(self.surface, value)], &label, Role::Muted, Hang::End);
        }
        self.put([left.0, left.1, TALL * 1.25], name, Role::Text, Hang::Middle);
    }

    fn put(&mut self, place: Place, words: &str, role: Role, hang: Hang) {
        let seen = self.view.see(place);
        let (x, y) = (seen.x.max(0.0) as usize / self.grid.0, seen.y.max(0.0) as usize / self.grid.1);
        let words = self.look.spell(words);
        let cells = text::width(&words);
        let from = match hang {
            Hang::Middle => x.saturating_sub(cells / 2),
            Hang::End => x.saturating_sub(cells + 1),
        };
        let room = usize::from(self.area.width);
        let from = from.min(room.saturating_sub(cells));
        let y = y.min(usize::from(self.area.height).saturating_sub(1));
        let (left, top) = (self.area.x + from as u16, self.area.y + y as u16);
        let free = (left..left + cells as u16).all(|x| self.buf.cell((x, top)).is_some_and(|c| c.symbol() == " "));
        if cells > 0 && cells <= room && free {
            text::put(self.buf, left, top, cells, &words, self.look.style(role));
        }
    }
}

/// A number in few digits.
fn short(value: f64) -> String {
    let digits = format!("{value:.2}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if digits.len() <= 6 { digits.to_owned() } else { format!("{value:.0e}") }
}
