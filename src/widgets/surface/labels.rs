//! The box around a surface, with its numbers and names.

use super::Surface;
use super::canvas::{Ink, SurfaceCanvas};
use super::mesh::height;
use super::view::{Camera, Place, TALL};
use crate::text::number;
use crate::theme::Role;
use crate::widgets::plane::Field;
use crate::widgets::{Look, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The distances from the box, in its units, at which numbers and names may be. The first with room is used.
const NUMBERS: [f64; 5] = [0.14, 0.2, 0.26, 0.34, 0.45];
const NAMES: [f64; 4] = [0.4, 0.48, 0.56, 0.64];

/// The fewest rows with numbers along the floor.
const NUMBERED: u16 = 17;

const CORNERS: [(f64, f64); 4] = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];

/// Draws the floor, the two walls at the back, and the left vertical edge.
pub(super) fn draw_box(canvas: &mut SurfaceCanvas, view: &Camera) {
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
pub(super) struct SurfaceLabels<'a, 'b> {
    pub(super) surface: &'a Surface<'a>,
    pub(super) view: &'a Camera,
    pub(super) area: Rect,
    /// The dots of a cell, across and down.
    pub(super) grid: (usize, usize),
    pub(super) buf: &'b mut Buffer,
    pub(super) look: Look<'a>,
}

/// Which end of a text is at its position.
#[derive(Clone, Copy)]
enum Hang {
    Middle,
    End,
}

impl SurfaceLabels<'_, '_> {
    pub(super) fn draw(&mut self) {
        let (x_side, y_side) = self.view.nearest_corner();
        let field = self.surface.field;
        let [x_name, y_name, z_name] = self.surface.names;
        let beside_x = |along: f64, out: f64| [along, y_side * (1.0 + out), -TALL];
        let beside_y = |along: f64, out: f64| [x_side * (1.0 + out), along, -TALL];
        // In a small box there is room for names or for numbers, but not for both.
        let (numbers, names) =
            if self.area.height >= NUMBERED { (&NUMBERS[..], &NAMES[..]) } else { (&[][..], &NUMBERS[..]) };
        for tick in Field::ticks(field.x) {
            let along = field.share(tick.at, 0.0).0 * 2.0 - 1.0;
            self.put_outside(numbers, |out| beside_x(along, out), &tick.label, Role::Muted);
        }
        for tick in Field::ticks(field.y) {
            let along = field.share(0.0, tick.at).1 * 2.0 - 1.0;
            self.put_outside(numbers, |out| beside_y(along, out), &tick.label, Role::Muted);
        }
        self.put_outside(names, |out| beside_x(0.0, out), x_name, Role::Text);
        self.put_outside(names, |out| beside_y(0.0, out), y_name, Role::Text);
        self.draw_upright(z_name);
    }

    /// Draws the numbers of the values, left of the leftmost vertical edge.
    fn draw_upright(&mut self, name: &str) {
        let seen = |(x, y): (f64, f64)| self.view.see([x, y, 0.0]).x;
        let left = CORNERS.into_iter().fold(CORNERS[0], |a, b| if seen(b) < seen(a) { b } else { a });
        let Surface { low, threshold, high, .. } = *self.surface;
        let values = [threshold, low, high];
        for (value, label) in values.into_iter().zip(apart(values)) {
            self.put([left.0, left.1, height(self.surface, value)], &label, Role::Muted, Hang::End);
        }
        if !self.put([left.0, left.1, TALL * 1.3], name, Role::Text, Hang::End) {
            self.put_corner(name);
        }
    }

    /// Draws a name in the upper left corner, if that is free.
    fn put_corner(&mut self, name: &str) {
        let words = self.look.spell(name);
        let cells = text::width(&words);
        let row = self.area.x..self.area.right().min(self.area.x + cells as u16 + 1);
        let free = row.into_iter().all(|x| self.buf.cell((x, self.area.y)).is_some_and(|c| c.symbol() == " "));
        if free && cells <= usize::from(self.area.width) {
            text::put(self.buf, self.area.x, self.area.y, cells, &words, self.look.style(Role::Text));
        }
    }

    fn put_outside(&mut self, distances: &[f64], place: impl Fn(f64) -> Place, words: &str, role: Role) {
        let mut distances = distances.iter();
        while distances.next().is_some_and(|out| !self.put(place(*out), words, role, Hang::Middle)) {}
    }

    /// Draws text at a position if all its cells and one on each side are free. Returns whether it did.
    fn put(&mut self, place: Place, words: &str, role: Role, hang: Hang) -> bool {
        let seen = self.view.see(place);
        let words = self.look.spell(words);
        let cells = text::width(&words);
        let (x, y) = ((seen.x.round() / self.grid.0 as f64).floor(), (seen.y.round() / self.grid.1 as f64).floor());
        let from = match hang {
            Hang::Middle => x - (cells / 2) as f64,
            Hang::End => x - (cells + 1) as f64,
        };
        let (room, rows) = (f64::from(self.area.width) - cells as f64, f64::from(self.area.height));
        // A position slightly outside is moved in. One far outside would be at another position.
        let near = from >= -2.0 && from <= room + 2.0 && (0.0..rows).contains(&y);
        if cells == 0 || room < 0.0 || !near {
            return false;
        }
        let (left, top) = (self.area.x + from.clamp(0.0, room) as u16, self.area.y + y as u16);
        let around = left.saturating_sub(1).max(self.area.x)..(left + cells as u16 + 1).min(self.area.right());
        let free = around.into_iter().all(|x| self.buf.cell((x, top)).is_some_and(|c| c.symbol() == " "));
        if free {
            text::put(self.buf, left, top, cells, &words, self.look.style(role));
        }
        free
    }
}

/// Three numbers, each with as few digits as distinguish it from the others.
fn apart(values: [f64; 3]) -> [String; 3] {
    let written = |digits| values.map(|value| number::rounded(value + 0.0, digits));
    let differ = |words: &[String; 3], a: usize, b: usize| values[a] == values[b] || words[a] != words[b];
    let all = |words: &[String; 3]| differ(words, 0, 1) && differ(words, 0, 2) && differ(words, 1, 2);
    (3..17).map(written).find(all).unwrap_or_else(|| written(17))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_upright_are_told_apart() {
        assert_eq!(apart([0.5, 0.0, 1.0]), ["0.5", "0", "1"]);
        assert_eq!(apart([0.001, 0.0, 0.004]), ["0.001", "0", "0.004"]);
        assert_eq!(apart([0.999_95, 0.9999, 1.0]), ["0.99995", "0.9999", "1"]);
        assert_eq!(apart([1e300, -1e300, 1.000_000_5]), ["1e300", "-1e300", "1"]);
    }
}
