//! A chart of activation functions: their values or their slopes.

use super::dots::Curve;
use super::frame::{Plot, Spec};
use crate::functions::curve_sampling::CurveTrace;
use crate::functions::function::Function;
use crate::functions::properties::BreakKind;
use crate::tile::ColorDepth;
use crate::widgets::Look;
use crate::widgets::axis::{LabelStyle, aligned};

/// The content of a chart of functions.
#[derive(Clone, Copy, Debug)]
pub struct PlotSubject<'a> {
    /// The functions, in the order of their colours.
    pub functions: &'a [Function],
    /// Whether to show slopes in place of values.
    pub slope: bool,
    /// Both ends of the x axis.
    pub x: [f64; 2],
    /// Both ends of the y axis. If absent, they are chosen to fit the curves.
    pub y: Option<[f64; 2]>,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// Whether dashes distinguish the curves, without colour.
    pub dashed: bool,
}

/// Dashes: dots on, dots off. The first curve has no gaps.
const DASHES: [Option<(usize, usize)>; 4] = [None, Some((6, 3)), Some((3, 3)), Some((1, 3))];

/// A sample of the nth line for a legend. Empty if colour distinguishes the lines.
pub fn line_of(n: usize, look: Look) -> String {
    const LINES: [(&str, &str); 4] = [("━ ", "-- "), ("╍ ", "-. "), ("┅ ", "- - "), ("┉ ", ".. ")];
    let (unicode, ascii) = LINES[n % LINES.len()];
    if look.theme.depth == ColorDepth::None { look.glyph(unicode, ascii).to_owned() } else { String::new() }
}

impl Plot {
    /// Computes a chart of `columns` × `rows` cells, including the labels of the y axis.
    pub fn of(subject: &PlotSubject, columns: usize, rows: usize) -> Self {
        // The labels of the y axis determine how many columns are left, and the range of the curves determines the
        // labels.
        let y = subject.y.unwrap_or_else(|| {
            let (low, high) = extent(&traces(subject, columns));
            aligned(low, high, rows, Self::dot_rows(subject.ascii))
        });
        let traces = traces(subject, Self::dot_columns(y, LabelStyle::Numbers, columns, rows, subject.ascii));
        let dash = |n: usize| if subject.dashed { DASHES[n % DASHES.len()] } else { None };
        let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
        let mut plot = Self::new(
            &Spec { x: subject.x, y, curves: &curves, labels: [LabelStyle::Numbers; 2], ascii: subject.ascii },
            columns,
            rows,
        );
        plot.blank = traces.iter().all(|trace| trace.places > 0 && trace.missing == trace.places);
        plot.missing = traces.first().map_or((0, 0), |trace| (trace.missing, trace.places));
        plot
    }
}

fn traces(subject: &PlotSubject, dots: usize) -> Vec<CurveTrace> {
    let one = |f: &Function| {
        let breaks = f.facts().breaks;
        let cuts = breaks.iter().filter(|b| subject.slope || b.kind == BreakKind::Jump).map(|b| b.x);
        let fill = |xs: &[f64], ys: &mut [f64]| if subject.slope { f.slopes(xs, ys) } else { f.values(xs, ys) };
        CurveTrace::of(fill, &cuts.collect::<Vec<f64>>(), subject.x[0], subject.x[1], dots)
    };
    subject.functions.iter().map(one).collect()
}

fn extent(traces: &[CurveTrace]) -> (f64, f64) {
    let extents = traces.iter().filter_map(CurveTrace::extent);
    let widest = |(low, high): (f64, f64), (a, b): (f64, f64)| (low.min(a), high.max(b));
    extents.fold((f64::INFINITY, f64::NEG_INFINITY), widest)
}
