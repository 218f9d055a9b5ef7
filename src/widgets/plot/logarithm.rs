//! Numbers from zero upwards on a logarithmic axis. Zero has no logarithm, so if it occurs it gets a separate row below
//! the scale, marked 0.

use super::Plot;
use crate::widgets::axis::{LabelStyle, aligned};

/// The y axis of a chart that may be logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Both ends, including the row of zero.
    pub y: [f64; 2],
    pub labels: LabelStyle,
    /// The position of zero, if it has a separate row.
    zero: Option<f64>,
}

impl Default for Axis {
    fn default() -> Self {
        Self { y: [0.0, 1.0], labels: LabelStyle::Numbers, zero: None }
    }
}

impl Axis {
    /// A linear axis. The position of a number is the number itself.
    pub fn linear(y: [f64; 2]) -> Self {
        Self { y, labels: LabelStyle::Numbers, zero: None }
    }

    /// A logarithmic axis of `rows` rows that includes every number of `numbers` that is finite and not negative.
    /// `None` if there is none.
    pub fn logarithmic(numbers: impl Iterator<Item = f64>, rows: usize, ascii: bool) -> Option<Self> {
        let (mut low, mut high, mut has_zero) = (f64::INFINITY, f64::NEG_INFINITY, false);
        for number in numbers.filter(|number| number.is_finite()) {
            if number > 0.0 {
                (low, high) = (low.min(number), high.max(number));
            } else {
                has_zero |= number == 0.0;
            }
        }
        let (low, high) = match () {
            () if low <= high => (libm::log10(low), libm::log10(high)),
            () if has_zero => (0.0, 0.0),
            () => return None,
        };
        // Less than two powers of ten show no scale.
        let (low, high) =
            if high - low < 2.0 { (low.midpoint(high) - 1.0, low.midpoint(high) + 1.0) } else { (low, high) };
        let dots = Plot::dot_rows(ascii);
        // With a single row there is no room for a separate row.
        if !has_zero || rows < 2 {
            return Some(Self { y: aligned(low, high, rows, dots), labels: LabelStyle::Powers, zero: None });
        }
        let [bottom, top] = aligned(low, high, rows - 1, dots);
        let dot = (top - bottom) / ((rows - 1) * dots - 1).max(1) as f64;
        let bottom = bottom - dots as f64 * dot;
        let zero = bottom + dot * (dots / 2 - 1) as f64;
        Some(Self { y: [bottom, top], labels: LabelStyle::PowersAndZero, zero: Some(zero) })
    }

    /// The position of a number on the axis. NaN if it has none.
    pub fn place(&self, number: f64) -> f64 {
        match self.labels {
            LabelStyle::Powers | LabelStyle::PowersAndZero if number > 0.0 => libm::log10(number),
            LabelStyle::Powers | LabelStyle::PowersAndZero if number == 0.0 => self.zero.unwrap_or(f64::NAN),
            LabelStyle::Powers | LabelStyle::PowersAndZero => f64::NAN,
            LabelStyle::Numbers | LabelStyle::Percent => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::curve_sampling::CurveTrace;
    use crate::widgets::plot::{Curve, Spec};

    fn plot(numbers: &[f64], rows: usize, ascii: bool) -> (Axis, Plot) {
        let axis = Axis::logarithmic(numbers.iter().copied(), rows, ascii).unwrap();
        let points: Vec<(f64, f64)> = numbers.iter().enumerate().map(|(n, y)| (n as f64, axis.place(*y))).collect();
        let x = [0.0, numbers.len() as f64];
        let dots = Plot::dot_columns(axis.y, axis.labels, 60, rows, ascii);
        let trace = CurveTrace::through(&points, x[0], x[1], dots);
        let curves = [Curve { trace: &trace, dash: None }];
        let spec = Spec { x, y: axis.y, curves: &curves, labels: [LabelStyle::Numbers, axis.labels], ascii };
        (axis, Plot::new(&spec, 60, rows))
    }

    #[test]
    fn zero_has_the_last_row_and_nothing_else_has() {
        for rows in 2..40 {
            for ascii in [false, true] {
                let numbers = [1e4, 3.0, 0.5, 0.0, 0.0, 1e-3];
                let (axis, plot) = plot(&numbers, rows, ascii);
                assert_eq!(plot.row(axis.place(0.0)), Some(rows - 1), "{rows} {ascii}");
                for number in numbers.into_iter().filter(|number| *number > 0.0) {
                    assert!(
                        plot.row(axis.place(number)).is_some_and(|row| row < rows - 1),
                        "{number} in {rows} {ascii}"
                    );
                }
                let labels: Vec<&str> = plot.y_labels().filter(|(row, _)| *row == rows - 1).map(|(_, l)| l).collect();
                assert_eq!(labels, ["0"], "{rows} {ascii}");
            }
        }
    }

    #[test]
    fn a_scale_without_zero_has_no_such_row() {
        let (axis, plot) = plot(&[1.0, 1e-3], 10, false);
        assert_eq!((axis.labels, axis.place(0.0).is_nan()), (LabelStyle::Powers, true));
        assert!(plot.y_labels().all(|(_, label)| label != "0"));
    }

    #[test]
    fn zeros_alone_have_an_axis_and_nothing_has_none() {
        let (axis, plot) = plot(&[0.0, 0.0], 8, false);
        assert_eq!(plot.row(axis.place(0.0)), Some(7));
        assert_eq!(Axis::logarithmic([f64::NAN, f64::INFINITY, -1.0].into_iter(), 8, false), None);
    }
}
