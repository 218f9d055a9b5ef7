//! What Slope derives from its state: the comparison point by point, the errors of every step, and their charts. Each is
//! worked out again only when something it depends on has changed, never while drawing.

use super::Slope;
use super::layout::{self, Panels};
use crate::lab::calculus::{Comparison, Errors, Method, compare};
use crate::lab::function::Function;
use crate::lab::trace::Trace;
use crate::screens::Shared;
use crate::tile::Depth;
use crate::widgets::axis::{Labels, aligned};
use crate::widgets::plot::{Curve, Plot, Spec};
use ratatui::layout::{Rect, Size};

/// The ends of the axes: of x, and of the logarithm of h.
const ENDS: [f64; 2] = [-5.0, 5.0];
const POWERS: [f64; 2] = [-17.0, -1.0];

/// What a comparison depends on.
type Setup = (Function, Method, f64);

/// What the charts depend on beside what they show.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ChartKey {
    panels: Panels,
    ascii: bool,
    dashed: bool,
}

/// Everything derived.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub(super) panels: Panels,
    compared: Option<(Setup, Comparison)>,
    surveyed: Option<((Function, Method), Errors)>,
    charts: Option<ChartKey>,
    pub(super) curves: Plot,
    pub(super) difference: Plot,
    pub(super) errors: Plot,
}

impl Derived {
    /// How many pages there are at the present size.
    pub(super) fn pages(&self) -> usize {
        self.panels.pages.max(1)
    }

    /// The present step, point by point.
    pub(super) fn comparison(&self) -> Option<&Comparison> {
        self.compared.as_ref().map(|(_, comparison)| comparison)
    }

    /// The best step and its error.
    pub(super) fn best(&self) -> Option<(f64, f64)> {
        self.surveyed.as_ref().and_then(|(_, errors)| errors.best)
    }
}

/// Brings everything up to date.
pub(super) fn prepare(room: &mut Slope, size: Size, shared: &Shared) {
    room.derived.panels = layout::arrange(Rect::new(0, 0, size.width, size.height), room.now.page);
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
    let (ascii, dashed) = (shared.ascii, shared.theme.depth == Depth::None);
    let key = ChartKey { panels: room.derived.panels, ascii, dashed };
    if room.derived.charts != Some(key) {
        charts(&mut room.derived, key);
        room.derived.charts = Some(key);
    }
}

fn charts(derived: &mut Derived, key: ChartKey) {
    let (Some((_, c)), Some((_, errors))) = (&derived.compared, &derived.surveyed) else { return };
    let points = |ys: &[f64]| c.xs.iter().copied().zip(ys.iter().copied()).collect::<Vec<_>>();
    let (exact, numeric, difference) = (points(&c.exact), points(&c.numeric), points(&c.difference));
    derived.curves = chart(&[&exact, &numeric, &difference], ENDS, false, key.panels.curves, key);
    derived.difference = chart(&[&difference], ENDS, false, key.panels.difference, key);
    let logs = |(h, e): &(f64, f64)| (libm::log10(*h), if *e > 0.0 { libm::log10(*e) } else { f64::NAN });
    let curve: Vec<(f64, f64)> = errors.points.iter().rev().map(logs).collect();
    derived.errors = chart(&[&curve], POWERS, true, key.panels.errors, key);
}

/// Dashes where there is no colour: the exact slope whole, the difference finest.
const DASHES: [Option<(usize, usize)>; 3] = [None, Some((6, 2)), Some((1, 2))];

fn chart(lines: &[&[(f64, f64)]], x: [f64; 2], log: bool, area: Option<Rect>, key: ChartKey) -> Plot {
    let Some(area) = area else { return Plot::default() };
    let (columns, rows) = (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)));
    let finite = lines.iter().flat_map(|line| line.iter().map(|(_, y)| *y)).filter(|y| y.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), y| (l.min(y), h.max(y)));
    // Less than two powers of ten are no scale.
    let (low, high) =
        if log && high - low < 2.0 { (low.midpoint(high) - 1.0, low.midpoint(high) + 1.0) } else { (low, high) };
    let y = aligned(low, high, rows, Plot::dot_rows(key.ascii));
    let dots = Plot::dot_columns(y, Labels::log(log), columns, rows, key.ascii);
    let traces: Vec<Trace> = lines.iter().map(|line| Trace::through(line, x[0], x[1], dots)).collect();
    let dash = |n: usize| if key.dashed { DASHES[n % DASHES.len()] } else { None };
    let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
    Plot::new(&Spec { x, y, curves: &curves, labels: [Labels::log(log); 2], ascii: key.ascii }, columns, rows)
}
