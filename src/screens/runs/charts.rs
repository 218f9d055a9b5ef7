//! Charts over epochs: axes and lines.

use crate::functions::curve_sampling::CurveTrace;
use crate::widgets::axis::{LabelStyle, aligned};
use crate::widgets::plot::{Axis, Curve, Plot, Spec};
use ratatui::layout::Rect;

/// Dots on and dots off in turn; `None` for a solid line.
pub(crate) type Dash = Option<(usize, usize)>;
/// The points of a line, and its dashes.
pub(crate) type ChartLine = (Vec<(f64, f64)>, Dash);

/// Columns and rows inside the frame of a panel.
pub(crate) fn inside(area: Rect) -> (usize, usize) {
    (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)))
}

/// The minimum and maximum of the finite numbers. If there are none, the minimum is above the maximum.
pub(crate) fn extent(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = numbers.filter(|y| y.is_finite());
    finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)))
}

/// A linear axis for losses, which start at zero.
pub(crate) fn loss_axis(low: f64, high: f64, rows: usize, ascii: bool) -> Axis {
    let high = if high > 0.0 { high } else { 1.0 };
    Axis::linear(aligned(low.min(0.0), high, rows, Plot::dot_rows(ascii)))
}

/// A chart of lines of numbers that are never negative, in this many columns and rows of cells.
pub(crate) fn chart(
    lines: &[ChartLine],
    x: [f64; 2],
    y: [f64; 2],
    labels: LabelStyle,
    (columns, rows): (usize, usize),
    ascii: bool,
) -> Plot {
    let dots = Plot::dot_columns(y, labels, columns, rows, ascii);
    let traces: Vec<CurveTrace> = lines.iter().map(|(line, _)| CurveTrace::through(line, x[0], x[1], dots)).collect();
    let curves: Vec<Curve> = traces.iter().zip(lines).map(|(trace, (_, dash))| Curve { trace, dash: *dash }).collect();
    Plot::new(&Spec { x, y, curves: &curves, labels: [LabelStyle::Numbers, labels], ascii }, columns, rows)
        .without_zero_lines()
}
