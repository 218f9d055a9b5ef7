//! What Sweep derives from its results: histograms on one axis, and quantiles of losses by epoch. They are never
//! computed while drawing.

use super::commands::has_grid;
use super::layout::{self, SweepView};
use super::{Settings, SweepScreen};
use crate::nn::sweep::{ContestantSummary, Quantiles, SweepSummary};
use crate::screens::AppContext;
use crate::screens::runs::charts::{ChartLine, Dash, chart, extent, inside, loss_axis};
use crate::screens::runs::panels::PanelMap;
use crate::widgets::histogram;
use crate::widgets::plot::{Axis, Plot};
use ratatui::layout::{Rect, Size};

/// What everything here depends on.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    version: u64,
    panels: PanelMap<SweepView>,
    now: Settings,
    ascii: bool,
}

/// The final losses of one contestant, in bins that all contestants share.
#[derive(Clone, Debug, Default)]
pub(super) struct LossHistogram {
    pub(super) counts: Vec<u64>,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The number of losses beyond the right end.
    pub(super) past: u64,
}

#[derive(Debug, Default)]
pub(super) struct SweepDerived {
    pub(super) panels: PanelMap<SweepView>,
    pub(super) body: Rect,
    key: Option<Key>,
    pub(super) histograms: Vec<LossHistogram>,
    pub(super) fan: Plot,
    /// Whether the chart of quantiles has a loss to draw.
    pub(super) fan_has_lines: bool,
}

impl SweepScreen {
    /// The summary of the current variant.
    pub(super) fn cell_figures(&self) -> Option<&SweepSummary> {
        self.control.status.as_ref().and_then(|status| status.summaries.get(self.now.cell))
    }

    /// Whether this variant has results and all of its runs diverged.
    pub(super) fn has_only_diverged(&self) -> bool {
        let diverged = |standing: &ContestantSummary| standing.best.is_some_and(|best| best.loss.is_infinite());
        self.cell_figures().is_some_and(|figures| figures.done > 0 && figures.contestants.iter().all(diverged))
    }
}

/// Brings everything up to date.
pub(super) fn prepare(room: &mut SweepScreen, size: Size, shared: &AppContext) {
    let body = Rect::new(0, 0, size.width, size.height);
    let contestants = room.setup.experiment().contestants.len();
    room.derived.body = body;
    let front =
        if has_grid(room) || room.now.shown.view != SweepView::Grid { room.now.shown.view } else { SweepView::Losses };
    room.derived.panels = if room.stage.is_empty() {
        layout::arrange(body, front, has_grid(room), contestants)
    } else if room.is_turned {
        PanelMap::of_pane(room.stage[0], body)
    } else {
        PanelMap::of_stage(&room.stage, body)
    };
    let key = &Key { version: room.version, panels: room.derived.panels.clone(), now: room.now, ascii: shared.ascii };
    if room.derived.key.as_ref() == Some(key) {
        return;
    }
    room.derived.key = Some(key.clone());
    room.derived.histograms = key.panels.of(SweepView::Losses).map(|area| histograms(room, area)).unwrap_or_default();
    let fan = key.panels.of(SweepView::Fan).and_then(|area| fan(room, area, key));
    room.derived.fan_has_lines = fan.is_some();
    room.derived.fan = fan.unwrap_or_default();
}

/// Histograms from the lowest loss, or zero, to a value that nearly all losses are below. The bins are the same for
/// every contestant.
fn histograms(room: &SweepScreen, area: Rect) -> Vec<LossHistogram> {
    let Some(losses) = room.control.status.as_ref().and_then(|status| status.ranked.get(room.now.cell)) else {
        return Vec::new();
    };
    let finite =
        |all: &Vec<(f64, u64)>| all.iter().map(|(loss, _)| *loss).filter(|l| l.is_finite()).collect::<Vec<_>>();
    let sorted: Vec<Vec<f64>> = losses.iter().map(finite).collect();
    let most = losses.iter().map(Vec::len).max().unwrap_or(0);
    let ends = sorted.iter().filter_map(|all| Some((*all.first()?, *all.get(all.len() * 99 / 100)?)));
    let (least, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (a, b)| (l.min(a), h.max(b)));
    if least > high {
        return Vec::new();
    }
    // Losses start at zero, unless that would leave most of the axis empty.
    let low = if least >= 0.0 && least < 0.7 * high { 0.0 } else { least };
    let high = if high > low { high } else { low + low.abs().max(1.0) };
    let bins = histogram::bins(inside(area).0, most);
    let width = (high - low) / bins as f64;
    let count = |all: &Vec<(f64, u64)>| {
        let mut one = LossHistogram { counts: vec![0; bins], low, high, past: 0 };
        for (loss, _) in all {
            match ((loss - low) / width).floor() {
                bin if bin < bins as f64 => one.counts[bin.max(0.0) as usize] += 1,
                bin if bin <= bins as f64 && *loss <= high => one.counts[bins - 1] += 1,
                _ => one.past += 1,
            }
        }
        one
    };
    losses.iter().map(count).collect()
}

/// Dashes of the quantiles. The median is solid.
const DASHES: [Dash; 5] = [Some((1, 3)), Some((3, 2)), None, Some((3, 2)), Some((1, 3))];

/// The five quantiles of the current contestant, then the medians of the others.
fn fan(room: &SweepScreen, area: Rect, key: &Key) -> Option<Plot> {
    let figures = room.cell_figures()?;
    let line = |fan: &[(u64, Quantiles)], n: usize| {
        fan.iter().map(|(epoch, all)| (*epoch as f64, all[n])).collect::<Vec<(f64, f64)>>()
    };
    let mut lines: Vec<ChartLine> = Vec::new();
    if let Some(standing) = figures.contestants.get(room.now.shown.contestant) {
        lines.extend((0..5).map(|n| (line(&standing.fan, n), DASHES[n])));
    }
    let others = figures.contestants.iter().enumerate().filter(|(n, _)| *n != room.now.shown.contestant);
    lines.extend(others.map(|(_, standing)| (line(&standing.fan, 2), None)));
    let rows = inside(area).1;
    let values = || lines.iter().flat_map(|(line, _)| line).map(|(_, y)| *y);
    let axis = if key.now.shown.is_log(false) {
        Axis::logarithmic(values(), rows, key.ascii)?
    } else {
        let (low, high) = extent(values());
        if low > high {
            return None;
        }
        loss_axis(low, high, rows, key.ascii)
    };
    lines.iter_mut().flat_map(|(line, _)| line).for_each(|(_, y)| *y = axis.place(*y));
    let x = [0.0, figures.epochs.max(1) as f64];
    Some(chart(&lines, x, axis.y, axis.labels, inside(area), key.ascii))
}
