//! A function of two numbers, sampled on a grid, and what is read off it.

use crate::widgets::axis::{LabelStyle, Tick, share, ticks};
use ndarray::Array2;

/// A function of two inputs at the crossings of a grid, which reaches to both ends of both ranges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The values, `[row, column]`, the row of the least y first.
    pub values: Array2<f64>,
    /// x of the first column and of the last.
    pub x: (f64, f64),
    /// y of the first row and of the last.
    pub y: (f64, f64),
}

/// One sample of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The first input.
    pub x: f64,
    /// The second input.
    pub y: f64,
    /// What should come out.
    pub target: f64,
    /// What comes out.
    pub answer: f64,
    /// Whether that is wrong.
    pub is_wrong: bool,
}

/// Where a number lies between two neighbouring samples: the first of them, the second, and the share of the second.
type Between = (usize, usize, f64);

/// The place of a share, 0 to 1, of a range with so many samples.
fn between(share: f64, samples: usize) -> Between {
    let last = samples.saturating_sub(1);
    let at = (share * last as f64).clamp(0.0, last as f64);
    // A number that is none goes to the first sample.
    let first = at as usize;
    (first.min(last), (first + 1).min(last), at - first as f64)
}

/// The value between two; a share of nothing takes nothing, not even from what is no number.
fn mix(a: f64, b: f64, share: f64) -> f64 {
    if share == 0.0 { a } else { a + (b - a) * share }
}

impl Field {
    /// A field of the values of a function.
    pub fn of(f: impl Fn(f64, f64) -> f64, columns: usize, rows: usize, x: (f64, f64), y: (f64, f64)) -> Self {
        let at = |(low, high): (f64, f64), n: usize, of: usize| low + (high - low) * n as f64 / (of.max(2) - 1) as f64;
        let value = |(row, column)| f(at(x, column, columns), at(y, row, rows));
        Self { values: Array2::from_shape_fn((rows, columns), value), x, y }
    }

    /// The share of the way along x and along y at which a place lies; outside 0 to 1 it is out of sight.
    pub fn share(&self, x: f64, y: f64) -> (f64, f64) {
        (share(x, self.x.into()), share(y, self.y.into()))
    }

    /// The value at a share of the way along x and along y, between the four samples around it.
    pub fn at(&self, along_x: f64, along_y: f64) -> f64 {
        let (left, right, across) = between(along_x, self.values.ncols());
        let (below, above, up) = between(along_y, self.values.nrows());
        let of = |row| mix(self.value(left, row), self.value(right, row), across);
        mix(of(below), of(above), up)
    }

    /// A few ticks of one of its ranges, at least two; none for one that is empty.
    pub(in crate::widgets) fn ticks((low, high): (f64, f64)) -> Vec<Tick> {
        let few = ticks(low, high, 3);
        if few.len() > 1 {
            return few;
        }
        let mut finer = LabelStyle::Numbers.finer(low, high).find(|finer| finer.len() > 1).unwrap_or(few);
        // Where there would be many, the outer two.
        if finer.len() > 3 {
            finer.drain(1..finer.len() - 1);
        }
        finer
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values.get([row, column]).copied().unwrap_or(f64::NAN)
    }

    /// The values at the middles of `columns` × `rows` dots that cover the field, the topmost row of dots first.
    pub fn resampled(&self, columns: usize, rows: usize) -> Vec<f64> {
        let middle = |n: usize, of: usize| (n as f64 + 0.5) / of as f64;
        let across: Vec<Between> = (0..columns).map(|n| between(middle(n, columns), self.values.ncols())).collect();
        let mut line = vec![0.0; self.values.ncols().max(1)];
        let mut found = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            let (below, above, up) = between(1.0 - middle(row, rows), self.values.nrows());
            for (column, value) in line.iter_mut().enumerate() {
                *value = mix(self.value(column, below), self.value(column, above), up);
            }
            found.extend(across.iter().map(|(left, right, share)| mix(line[*left], line[*right], *share)));
        }
        found
    }
}
