//! What Slope derives from its state: the comparison point by point, the errors of every step, and their charts. Each
//! is recomputed only when something it depends on has changed, and never while drawing.

use super::SlopeScreen;
use super::layout::{self, SlopePanels};
use crate::functions::curve_sampling::CurveTrace;
use crate::functions::function::Function;
use crate::functions::numeric_slope::{Comparison, Errors, Method, compare};
use crate::screens::AppContext;
use crate::tile::ColorDepth;
use crate::widgets::axis::{LabelStyle, aligned};
use crate::widgets::plot::{Axis, Curve, Plot, Spec};
use ratatui::layout::{Rect, Size};

/// The ends of the axes: of x, and of the logarithm of h.
const ENDS: [f64; 2] = [-5.0, 5.0];
const POWERS: [f64; 2] = [-17.0, -1.0];

/// What a comparison depends on.
type Setup = (Function, Method, f64);

/// What the charts depend on besides their data.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ChartKey {
    panels: SlopePanels,
    ascii: bool,
    dashed: bool,
}

#[derive(Debug, Default)]
pub(super) struct SlopeDerived {
    pub(super) panels: SlopePanels,
    compared: Option<(Setup, Comparison)>,
    surveyed: Option<((Function, Method), Errors)>,
    charts: Option<ChartKey>,
    pub(super) curves: Plot,
    pub(super) difference: Plot,
    pub(super) errors: Plot,
    pub(super) errors_axis: Axis,
}

impl SlopeDerived {
    /// The number of pages at the current size.
    pub(super) fn pages(&self) -> usize {
        self.panels.pages.max(1)
    }

    /// The comparison at the current step, point by point.
    pub(super) fn comparison(&self) -> Option<&Comparison> {
        self.compared.as_ref().map(|(_, comparison)| comparison)
    }

    /// The best step and its error.
    pub(super) fn best(&self) -> Option<(f64, f64)> {
        self.surveyed.as_ref().and_then(|(_, errors)| errors.best)
    }
}

/// Brings everything up to date.
pub(super) fn prepare(room: &mut SlopeScreen, size: Size, shared: &AppContext) {
    let body = Rect::new(0, 0, size.width, size.height);
    room.derived.panels =
        if room.stage.is_empty() { layout::arrange(body, room.now.page) } else { layout::on_stage(body, &room.stage) };
    let (f, method, h) = (room.function().clone(), room.now.method, room.now.h);
    let family = (f.clone(), method);
    if room.derived.surveyed.as_ref().is_none_or(|(of, _)| *of != family) {
        let errors = Errors::of(&f, method);
        (room.derived.surveyed, room.derived.charts) = (Some((family, errors)), None);
    }
    let setup = (f, method, h);
    if room.derived.compared.as_ref().is_none_or(|(of, _)| *of != setup) {
        let comparison = compare(&setup.0, h, method);
        (room.derived.compared, room.derived.charts) = (Some((setup, comparison)), None);
    }
    let (ascii, dashed) = (shared.ascii, shared.theme.depth == ColorDepth::None);
    let key = ChartKey { panels: room.derived.panels, ascii, dashed };
    if room.derived.charts != Some(key) {
        charts(&mut room.derived, key);
        room.derived.charts = Some(key);
    }
}

fn charts(derived: &mut SlopeDerived, key: ChartKey) {
    let (Some((_, c)), Some((_, errors))) = (&derived.compared, &derived.surveyed) else { return };
    let points = |ys: &[f64]| c.xs.iter().copied().zip(ys.iter().copied()).collect::<Vec<_>>();
    let (exact, numeric, difference) = (points(&c.exact), points(&c.numeric), points(&c.difference));
    let linear = |lines: &[&[(f64, f64)]], area: Option<Rect>| {
        area.map(|area| linear_chart(lines, area, key)).unwrap_or_default()
    };
    derived.curves = linear(&[&exact, &numeric, &difference], key.panels.curves);
    derived.difference = linear(&[&difference], key.panels.difference);
    (derived.errors, derived.errors_axis) =
        key.panels.errors.map(|area| error_chart(errors, area, key)).unwrap_or_default();
}

/// The largest error against the step, on logarithmic axes. An error of 0 has a row for itself.
fn error_chart(errors: &Errors, area: Rect, key: ChartKey) -> (Plot, Axis) {
    let sizes = errors.points.iter().map(|(_, error)| *error);
    let Some(axis) = Axis::logarithmic(sizes, inside(area).1, key.ascii) else { return Default::default() };
    let place = |(h, error): &(f64, f64)| (libm::log10(*h), axis.place(*error));
    let curve: Vec<(f64, f64)> = errors.points.iter().rev().map(place).collect();
    (chart(&[&curve], POWERS, &axis, LabelStyle::Powers, area, key), axis)
}

/// Columns and rows inside the frame of a panel.
fn inside(area: Rect) -> (usize, usize) {
    (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)))
}

/// Dashes for screens without colour: the exact slope is solid, the difference has the finest dashes.
const DASHES: [Option<(usize, usize)>; 3] = [None, Some((6, 2)), Some((1, 2))];

fn linear_chart(lines: &[&[(f64, f64)]], area: Rect, key: ChartKey) -> Plot {
    let finite = lines.iter().flat_map(|line| line.iter().map(|(_, y)| *y)).filter(|y| y.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), y| (l.min(y), h.max(y)));
    let axis = Axis::linear(aligned(low, high, inside(area).1, Plot::dot_rows(key.ascii)));
    chart(lines, ENDS, &axis, LabelStyle::Numbers, area, key)
}

fn chart(lines: &[&[(f64, f64)]], x: [f64; 2], axis: &Axis, x_labels: LabelStyle, area: Rect, key: ChartKey) -> Plot {
    let (columns, rows) = inside(area);
    let Axis { y, labels, .. } = *axis;
    let dots = Plot::dot_columns(y, labels, columns, rows, key.ascii);
    let traces: Vec<CurveTrace> = lines.iter().map(|line| CurveTrace::through(line, x[0], x[1], dots)).collect();
    let dash = |n: usize| if key.dashed { DASHES[n % DASHES.len()] } else { None };
    let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
    Plot::new(&Spec { x, y, curves: &curves, labels: [x_labels, labels], ascii: key.ascii }, columns, rows)
}
