//! A function of two numbers, sampled on a grid, and values interpolated from it.

use crate::widgets::axis::{LabelStyle, Tick, share, ticks};
use ndarray::Array2;

/// A function of two inputs at the points of a grid, which includes both ends of both ranges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The values, `[row, column]`, with the row of the smallest y first.
    pub values: Array2<f64>,
    /// The x of the first and of the last column.
    pub x: (f64, f64),
    /// The y of the first and of the last row.
    pub y: (f64, f64),
}

/// One sample of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    /// The expected output. In a map of classes, the number of the class.
    pub target: f64,
    /// The model's output.
    pub answer: f64,
    /// How far the output is from the target, for a map of errors.
    pub error: f64,
    /// Whether the output is wrong.
    pub is_wrong: bool,
    /// Whether it is kept for the test.
    pub is_test: bool,
    /// Whether it is the chosen sample.
    pub is_chosen: bool,
}

/// A position between two neighbouring samples: the index of each, and the weight of the second.
type Between = (usize, usize, f64);

/// The position of a fraction, 0 to 1, of a range with this many samples.
fn between(share: f64, samples: usize) -> Between {
    let last = samples.saturating_sub(1);
    let at = (share * last as f64).clamp(0.0, last as f64);
    // A NaN goes to the first sample.
    let first = at as usize;
    (first.min(last), (first + 1).min(last), at - first as f64)
}

/// The interpolated value. With weight zero, the second value does not matter, even if it is NaN.
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

    /// The position of a point along x and along y as fractions. Outside 0 to 1, it is not visible.
    pub fn share(&self, x: f64, y: f64) -> (f64, f64) {
        (share(x, self.x.into()), share(y, self.y.into()))
    }

    /// The value at fractions along x and y, interpolated from the four samples around it.
    pub fn at(&self, along_x: f64, along_y: f64) -> f64 {
        let (left, right, across) = between(along_x, self.values.ncols());
        let (below, above, up) = between(along_y, self.values.nrows());
        let of = |row| mix(self.value(left, row), self.value(right, row), across);
        mix(of(below), of(above), up)
    }

    /// A few ticks of one of its ranges, at least two. None for an empty range.
    pub(in crate::widgets) fn ticks((low, high): (f64, f64)) -> Vec<Tick> {
        let few = ticks(low, high, 3);
        if few.len() > 1 {
            return few;
        }
        let mut finer = LabelStyle::Numbers.finer(low, high).find(|finer| finer.len() > 1).unwrap_or(few);
        // Of many ticks, only the outer two.
        if finer.len() > 3 {
            finer.drain(1..finer.len() - 1);
        }
        finer
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values.get([row, column]).copied().unwrap_or(f64::NAN)
    }

    /// The values at the centres of `columns` × `rows` dots that cover the field, the top row of dots first.
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
