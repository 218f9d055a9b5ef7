//! Dots with a depth buffer: lines hidden by the surface are left out dot by dot.

use super::view::Seen;

/// What a dot belongs to. If there are several, the greatest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ink {
    #[default]
    None,
    /// The box, and the plane at the threshold.
    Frame,
    Below,
    Above,
    /// Where the surface crosses the threshold, and the pins of the data.
    Line,
}

/// How much farther than the surface, in units of the box, a dot may be and still be visible. Lines lie on the surface,
/// and are up to half a dot off.
const SLACK: f64 = 0.02;
/// How much the depth of the surface may change within half a dot, where it is seen edge-on.
const STEEP: f32 = 0.25;

pub(super) struct SurfaceCanvas {
    pub(super) columns: usize,
    pub(super) rows: usize,
    nearest: Vec<f32>,
    ink: Vec<Ink>,
    /// Whether lines below the threshold have gaps, because there is no colour to distinguish them.
    pub(super) dashed: bool,
}

impl SurfaceCanvas {
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let dots = columns * rows;
        Self { columns, rows, nearest: vec![f32::NEG_INFINITY; dots], ink: vec![Ink::None; dots], dashed: false }
    }

    /// Enters a triangle of the surface into the depth buffer.
    pub(super) fn cover(&mut self, corners: [Seen; 3]) {
        let [a, b, c] = corners;
        let area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
        if area.abs() < 1e-9 || !area.is_finite() {
            return;
        }
        let along = ((b.near - a.near) * (c.y - a.y) - (c.near - a.near) * (b.y - a.y)) / area;
        let down = ((c.near - a.near) * (b.x - a.x) - (b.near - a.near) * (c.x - a.x)) / area;
        let (top, bottom) = (a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y));
        let last = bottom.floor().min(self.rows as f64 - 1.0);
        let mut y = top.ceil().max(0.0);
        while y <= last {
            let (left, right) = span(corners, y);
            let first = left.ceil().max(0.0);
            let end = (right.floor() + 1.0).min(self.columns as f64);
            if first < end {
                let row = y as usize * self.columns;
                let mut near = a.near + along * (first - a.x) + down * (y - a.y);
                for nearest in &mut self.nearest[row + first as usize..row + end as usize] {
                    *nearest = nearest.max(near as f32);
                    near += along;
                }
            }
            y += 1.0;
        }
    }

    fn dot(&self, at: Seen) -> Option<(usize, usize)> {
        let (x, y) = (at.x.round(), at.y.round());
        let inside = x >= 0.0 && y >= 0.0 && x < self.columns as f64 && y < self.rows as f64;
        inside.then_some((x as usize, y as usize))
    }

    /// Whether a point is visible: at its dot or at a neighbouring dot, nothing is in front of it.
    pub(super) fn sees(&self, at: Seen) -> bool {
        self.sees_within(at, SLACK)
    }

    /// The same for a point that may be this much farther than the surface.
    pub(super) fn sees_within(&self, at: Seen, slack: f64) -> bool {
        let Some((x, y)) = self.dot(at) else { return false };
        let here = y * self.columns + x;
        let far = (at.near + slack) as f32;
        // Most points are visible at their own dot, or at no dot near it.
        self.nearest[here] <= far
            || self.nearest[here] <= far + STEEP
                && (x > 0 && self.nearest[here - 1] <= far
                    || x + 1 < self.columns && self.nearest[here + 1] <= far
                    || y > 0 && self.nearest[here - self.columns] <= far
                    || y + 1 < self.rows && self.nearest[here + self.columns] <= far)
    }

    /// Lights the dot of a point unless it is hidden.
    pub(super) fn light(&mut self, at: Seen, ink: Ink) {
        if let Some((x, y)) = self.dot(at).filter(|_| self.sees(at)) {
            let dot = &mut self.ink[y * self.columns + x];
            *dot = ink.max(*dot);
        }
    }

    /// Lights a straight line. The ink at a point depends on its fraction of the way along the line.
    pub(super) fn line(&mut self, from: Seen, to: Seen, ink: impl Fn(f64) -> Ink) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let flat = dx.abs() > dy.abs();
        let steps = dx.abs().max(dy.abs()).ceil().max(1.0);
        if !steps.is_finite() {
            return;
        }
        for step in 0..=steps as usize {
            let share = step as f64 / steps;
            let at = Seen {
                x: from.x + dx * share,
                y: from.y + dy * share,
                near: from.near + (to.near - from.near) * share,
            };
            let ink = ink(share);
            let place = if flat { at.x } else { at.y }.round();
            if !(self.dashed && ink == Ink::Below && place % 3.0 != 0.0) {
                self.light(at, ink);
            }
        }
    }

    /// The lit dots of a cell of `across` × `down` dots, bit row × across + column, and what they belong to. A line has
    /// a cell to itself. The two sides share a cell, in the colour of the more frequent one.
    pub(super) fn cell(&self, column: usize, row: usize, across: usize, down: usize) -> (u8, Ink) {
        let mut bits = [0_u8; 5];
        for y in 0..down {
            let start = (row * down + y) * self.columns + column * across;
            for (x, ink) in self.ink[start..start + across].iter().enumerate() {
                bits[*ink as usize] |= 1 << (y * across + x);
            }
        }
        let [_, frame, below, above, line] = bits;
        match (line, below | above) {
            (0, 0) => (frame, Ink::Frame),
            (0, _) if below.count_ones() > above.count_ones() => (below | above | frame, Ink::Below),
            (0, _) => (below | above | frame, Ink::Above),
            _ => (line, Ink::Line),
        }
    }
}

/// The x at which a row of dots enters and leaves a triangle.
fn span(corners: [Seen; 3], y: f64) -> (f64, f64) {
    let mut ends = (f64::INFINITY, f64::NEG_INFINITY);
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let (a, b) = (corners[from], corners[to]);
        // The ends of a horizontal side are also ends of the other sides.
        if a.y == b.y || y < a.y.min(b.y) || y > a.y.max(b.y) {
            continue;
        }
        let x = a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y));
        ends = (ends.0.min(x), ends.1.max(x));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(x: f64, y: f64, near: f64) -> Seen {
        Seen { x, y, near }
    }

    #[test]
    fn what_lies_behind_is_left_out() {
        let mut canvas = SurfaceCanvas::new(40, 20);
        canvas.cover([seen(10.0, 0.0, 0.0), seen(30.0, 0.0, 0.0), seen(10.0, 19.0, 0.0)]);
        canvas.cover([seen(30.0, 0.0, 0.0), seen(30.0, 19.0, 0.0), seen(10.0, 19.0, 0.0)]);
        canvas.line(seen(0.0, 5.0, -0.5), seen(39.0, 5.0, -0.5), |_| Ink::Frame);
        canvas.line(seen(0.0, 9.0, 0.5), seen(39.0, 9.0, 0.5), |_| Ink::Line);
        let lit = |y: usize| (0..40).filter(|x| canvas.ink[y * 40 + x] != Ink::None).collect::<Vec<usize>>();
        assert_eq!(lit(5), (0..10).chain(31..40).collect::<Vec<usize>>());
        assert_eq!(lit(9), (0..40).collect::<Vec<usize>>());
    }

    #[test]
    fn a_triangle_covers_every_dot_in_it() {
        let mut canvas = SurfaceCanvas::new(30, 30);
        let corners = [seen(3.23, 2.7, 0.0), seen(25.4, 11.1, 1.0), seen(8.8, 27.3, 2.0)];
        canvas.cover(corners);
        for (x, y) in (0..30).flat_map(|y| (0..30).map(move |x| (f64::from(x), f64::from(y)))) {
            let side = |a: Seen, b: Seen| (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
            let [a, b, c] = corners;
            let inside = side(a, b) >= 0.0 && side(b, c) >= 0.0 && side(c, a) >= 0.0;
            let near = canvas.nearest[y as usize * 30 + x as usize];
            assert_eq!(near.is_finite(), inside, "{x} {y}");
            assert!(!inside || (0.0..=2.0).contains(&near), "{x} {y} {near}");
        }
    }
}
