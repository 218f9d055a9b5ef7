//! The line along which a field crosses a number, in dots: without holes, and one dot thin.

/// Dots in rows from the top.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::widgets) struct Contour {
    columns: usize,
    rows: usize,
    lit: Vec<bool>,
}

impl Contour {
    /// Finds where values at the centres of dots, the top row first, cross `threshold`. A value equal to it counts as
    /// above.
    ///
    /// Of two neighbouring dots on different sides, the one nearer to the crossing is lit, so that no dot is more than
    /// half a dot off along its row or column. A line that leaves the square between four dots through an edge enters
    /// the next square through the same edge, so the dots are connected by edges or corners.
    pub(in crate::widgets) fn of(values: &[f64], columns: usize, rows: usize, threshold: f64) -> Self {
        if values.len() != columns * rows {
            return Self { columns, rows, lit: vec![false; columns * rows] };
        }
        Self::between(columns, rows, |a, b| {
            let (before, after) = (values[a] - threshold, values[b] - threshold);
            let crosses = (before > 0.0) != (after > 0.0) && before.is_finite() && after.is_finite();
            crosses.then(|| before.abs() > after.abs())
        })
    }

    /// The line between neighbouring dots of which `nearer` says that they are on different sides, and whether the second
    /// one is nearer to the line.
    pub(in crate::widgets) fn between(
        columns: usize,
        rows: usize,
        nearer: impl Fn(usize, usize) -> Option<bool>,
    ) -> Self {
        let mut found = Self { columns, rows, lit: vec![false; columns * rows] };
        for row in 0..rows {
            for column in 0..columns {
                let at = row * columns + column;
                let right = (column + 1 < columns).then_some(at + 1);
                let below = (row + 1 < rows).then_some(at + columns);
                for to in right.into_iter().chain(below) {
                    if let Some(is_second) = nearer(at, to) {
                        found.lit[if is_second { to } else { at }] = true;
                    }
                }
            }
        }
        found.thin();
        found
    }

    /// Removes the corner of every stair: two dots that touch at their corners need no dot beside them.
    fn thin(&mut self) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                if self.is_lit(column as isize, row as isize) && self.is_corner(column as isize, row as isize) {
                    self.lit[row * self.columns + column] = false;
                }
            }
        }
    }

    fn is_corner(&self, x: isize, y: isize) -> bool {
        [(1, 1), (1, -1), (-1, 1), (-1, -1)].iter().any(|(dx, dy)| {
            let lit = |by_x: isize, by_y: isize| self.is_lit(x + by_x, y + by_y);
            // A dot with other neighbours is kept, because they would lose the connection.
            lit(*dx, 0) && lit(0, *dy) && !lit(-dx, 0) && !lit(0, -dy) && !lit(-dx, -dy)
        })
    }

    fn is_lit(&self, x: isize, y: isize) -> bool {
        let inside = x >= 0 && y >= 0 && x < self.columns as isize && y < self.rows as isize;
        inside && self.lit[y as usize * self.columns + x as usize]
    }

    /// The lit dots of one cell of `across` × `down` dots, bit row × across + column.
    pub(in crate::widgets) fn cell(&self, column: usize, row: usize, across: usize, down: usize) -> u8 {
        let mut bits = 0;
        for y in 0..down {
            let start = (row * down + y) * self.columns + column * across;
            for (x, lit) in self.lit[start..start + across].iter().enumerate() {
                bits |= u8::from(*lit) << (y * across + x);
            }
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;
    use proptest::prelude::*;

    fn contour(f: impl Fn(f64, f64) -> f64, columns: usize, rows: usize) -> Contour {
        let field = Field::of(f, 127, 127, (0.0, 1.0), (0.0, 1.0));
        Contour::of(&field.resampled(columns, rows), columns, rows, 0.5)
    }

    fn lit(contour: &Contour) -> Vec<(isize, isize)> {
        let all = (0..contour.rows as isize).flat_map(|y| (0..contour.columns as isize).map(move |x| (x, y)));
        all.filter(|(x, y)| contour.is_lit(*x, *y)).collect()
    }

    /// The number of connected pieces of the lit dots.
    fn pieces(contour: &Contour) -> usize {
        let mut left = lit(contour);
        let mut pieces = 0;
        while let Some(first) = left.pop() {
            pieces += 1;
            let mut edge = vec![first];
            while let Some((x, y)) = edge.pop() {
                let (near, far) = left.iter().partition(|(a, b)| (a - x).abs() <= 1 && (b - y).abs() <= 1);
                left = far;
                edge.extend::<Vec<(isize, isize)>>(near);
            }
        }
        pieces
    }

    proptest! {
        #[test]
        fn a_straight_line_is_where_it_should_be(
            w in (-3.0..3.0f64, -3.0..3.0f64), through in (0.2..0.8f64, 0.2..0.8f64),
            columns in 8..120usize, rows in 8..120usize,
        ) {
            prop_assume!(w.0.abs().max(w.1.abs()) > 0.1);
            let (w1, w2) = w;
            let b = 0.5 - w1 * through.0 - w2 * through.1;
            let found = contour(|x, y| w1 * x + w2 * y + b, columns, rows);
            let dots = lit(&found);
            prop_assert!(!dots.is_empty());
            prop_assert_eq!(pieces(&found), 1);
            let (across, up) = (w1 / columns as f64, w2 / rows as f64);
            for (x, y) in dots {
                let at = (x as f64 + 0.5, rows as f64 - 0.5 - y as f64);
                let off = across * at.0 + up * at.1 + b - 0.5;
                // The distance in dots, perpendicular to the line.
                prop_assert!(off.abs() / (across * across + up * up).sqrt() <= 0.5 + 1e-9, "{} at {:?}", off, at);
            }
        }
    }

    #[test]
    fn a_slanted_line_is_one_dot_thin() {
        for (w1, w2) in [(1.0, 0.0), (1.0, 0.4), (1.0, 1.0), (0.3, -1.0)] {
            let found = contour(|x, y| w1 * (x - 0.5) + w2 * (y - 0.5) + 0.5, 80, 80);
            assert!((78..=82).contains(&lit(&found).len()), "{w1} {w2}: {}", lit(&found).len());
        }
    }

    #[test]
    fn a_ring_has_no_hole() {
        let ring = contour(|x, y| 0.5 + 0.3 * 0.3 - (x - 0.5) * (x - 0.5) - (y - 0.5) * (y - 0.5), 60, 60);
        assert_eq!(pieces(&ring), 1);
        for (x, y) in lit(&ring) {
            let near = lit(&ring).iter().filter(|(a, b)| (a - x).abs() <= 1 && (b - y).abs() <= 1).count();
            assert!(near >= 3, "an end at {x}, {y}");
        }
    }

    #[test]
    fn a_jump_is_a_line_and_a_level_is_none() {
        assert_eq!(lit(&contour(|x, _| f64::from(x > 0.5), 40, 20)).len(), 20);
        for level in [0.2, 0.5, 0.7, f64::NAN, f64::INFINITY] {
            assert_eq!(lit(&contour(|_, _| level, 40, 20)), []);
        }
    }
}
