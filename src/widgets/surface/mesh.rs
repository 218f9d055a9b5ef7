//! The surface as a mesh: what it hides, its lines, and the line along which it crosses the threshold.

use super::Surface;
use super::canvas::{Ink, SurfaceCanvas};
use super::view::{Camera, Place, Seen, TALL};

/// The most fields between lines of the mesh, along each side.
const MOST_FIELDS: usize = 16;
/// The approximate height of a field in dots, seen level with the floor.
const FIELD_DOTS: f64 = 6.5;
/// The most segments of a side. They are finer than the lines, because the surface bends between lines.
const MOST_STRETCHES: usize = 64;

/// A point of the finer grid.
#[derive(Clone, Copy, Debug, Default)]
struct Knot {
    seen: Seen,
    /// The same point on the plane at the threshold.
    plane: Seen,
    value: f64,
}

pub(super) struct Mesh {
    /// The number of segments along each side.
    stretches: usize,
    /// The number of segments between two lines.
    per_field: usize,
    knots: Vec<Knot>,
}

/// The height in the box of a value, limited to the box.
pub(super) fn height(surface: &Surface, value: f64) -> f64 {
    let share = (value - surface.low) / (surface.high - surface.low);
    if share.is_finite() { (share.clamp(0.0, 1.0) * 2.0 - 1.0) * TALL } else { 0.0 }
}

/// The point at fractions along x and y, at a height.
pub(super) fn place(along: f64, up: f64, z: f64) -> Place {
    [along * 2.0 - 1.0, up * 2.0 - 1.0, z]
}

impl Mesh {
    pub(super) fn new(surface: &Surface, view: &Camera) -> Self {
        let fields = ((view.up * 2.0 / FIELD_DOTS / 2.0).round() * 2.0).clamp(4.0, MOST_FIELDS as f64) as usize;
        let per_field = ((view.up / fields as f64) as usize).clamp(1, MOST_STRETCHES / fields);
        let stretches = fields * per_field;
        let level = height(surface, surface.threshold);
        let share = |n: usize| n as f64 / stretches as f64;
        let crossings = (0..=stretches).flat_map(|j| (0..=stretches).map(move |i| (share(i), share(j))));
        let knots = crossings.map(|(along, up)| {
            let value = surface.field.at(along, up);
            let seen = view.see(place(along, up, height(surface, value)));
            Knot { seen, plane: view.see(place(along, up, level)), value }
        });
        Self { stretches, per_field, knots: knots.collect() }
    }

    fn knot(&self, i: usize, j: usize) -> Knot {
        self.knots[j * (self.stretches + 1) + i]
    }

    /// The four corners of every square of the grid whose values are all finite.
    fn stretches(&self) -> impl Iterator<Item = [Knot; 4]> {
        let all = (0..self.stretches).flat_map(|j| (0..self.stretches).map(move |i| (i, j)));
        let corners = all.map(|(i, j)| [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)].map(|(i, j)| self.knot(i, j)));
        corners.filter(|corners| corners.iter().all(|knot| knot.value.is_finite()))
    }

    /// Enters the surface into the depth buffer.
    pub(super) fn cover(&self, canvas: &mut SurfaceCanvas) {
        for [a, b, c, d] in self.stretches() {
            canvas.cover([a.seen, b.seen, c.seen]);
            canvas.cover([a.seen, c.seen, d.seen]);
        }
    }

    /// Draws the lines of the mesh, with an ink for each side of the threshold.
    pub(super) fn draw(&self, canvas: &mut SurfaceCanvas, threshold: f64) {
        let lines = (0..=self.stretches).step_by(self.per_field);
        for (line, n) in lines.flat_map(|line| (0..self.stretches).map(move |n| (line, n))) {
            for (a, b) in [(self.knot(line, n), self.knot(line, n + 1)), (self.knot(n, line), self.knot(n + 1, line))] {
                if !(a.value.is_finite() && b.value.is_finite()) {
                    continue;
                }
                canvas.line(a.seen, b.seen, |share| {
                    let value = a.value + (b.value - a.value) * share;
                    if value > threshold { Ink::Above } else { Ink::Below }
                });
            }
        }
    }

    /// Draws the line along which the surface crosses the threshold.
    pub(super) fn draw_contour(&self, canvas: &mut SurfaceCanvas, threshold: f64) {
        for corners in self.stretches() {
            let mut ends = [Seen::default(); 4];
            let mut count = 0;
            for (n, a) in corners.iter().enumerate() {
                let b = corners[(n + 1) % 4];
                if (a.value >= threshold) != (b.value >= threshold) {
                    let share = (threshold - a.value) / (b.value - a.value);
                    let mid = |from: f64, to: f64| from + (to - from) * share;
                    ends[count] = Seen {
                        x: mid(a.seen.x, b.seen.x),
                        y: mid(a.seen.y, b.seen.y),
                        near: mid(a.seen.near, b.seen.near),
                    };
                    count += 1;
                }
            }
            for pair in ends[..count].chunks_exact(2) {
                canvas.line(pair[0], pair[1], |_| Ink::Line);
            }
        }
    }

    /// Draws every other line of the plane at the threshold as scattered dots.
    pub(super) fn draw_plane(&self, canvas: &mut SurfaceCanvas, view: &Camera) {
        let apart = ((3.0 * self.stretches as f64 / (view.up * 2.0)).ceil() as usize).max(1);
        let lines = (0..=self.stretches).step_by(self.per_field * 2);
        for (line, n) in lines.flat_map(|line| (0..=self.stretches).step_by(apart).map(move |n| (line, n))) {
            for knot in [self.knot(line, n), self.knot(n, line)] {
                canvas.light(knot.plane, Ink::Frame);
            }
        }
    }
}
