//! What Train derives from the run and its state: charts, the field over the plane, the fit. Each is recomputed only
//! when something it depends on has changed, and never while drawing.

use super::confusion::{self, Confusion};
use super::inspect::{self, InspectedUnit};
use super::layout::{self, LayoutDetail, Pane, TrainPanel};
use super::map::{self, MapChoice, TrainMap};
use super::net::{self, TrainNet};
use super::view::TrainView;
use super::{Settings, TrainScreen};
use crate::functions::curve_sampling::{CurvePiece, CurveTrace};
use crate::jobs::train::{RunPosition, RunStatus};
use crate::nn::history::{History, HistoryBin, MinMaxLast};
use crate::nn::stop::Epochs;
use crate::nn::training_run::Predictor;
use crate::screens::AppContext;
use crate::screens::runs::charts::{ChartLine, Dash, chart, extent, inside, loss_axis};
use crate::screens::runs::panels::PanelMap;
use crate::tile::ColorDepth;
use crate::widgets::axis::{LabelStyle, aligned, padded};
use crate::widgets::plot::{Axis, Curve, Plot, Spec};
use ndarray::{ArrayView1, ArrayView2};
use ratatui::layout::{Rect, Size};

/// The ratio of losses above which their axis is logarithmic by itself.
const DECADES: f64 = 100.0;
/// The number of points at which predictions over one input are computed.
const PLACES: usize = 401;

/// What everything here depends on besides the run.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    version: u64,
    panels: PanelMap<TrainPanel>,
    now: Settings,
    ascii: bool,
    dashed: bool,
}

/// Data and predictions over one input.
#[derive(Debug, Default)]
pub(super) struct Fit {
    pub(super) data: Plot,
    pub(super) lines: Plot,
    /// The number of lines. In the view of pieces, there is one per unit and one for their sum.
    pub(super) count: usize,
}

#[derive(Debug, Default)]
pub(super) struct TrainDerived {
    pub(super) panels: PanelMap<TrainPanel>,
    pub(super) body: Rect,
    key: Option<Key>,
    pub(super) loss: Plot,
    pub(super) loss_axis: Axis,
    /// Whether the axis of losses is logarithmic.
    pub(super) is_log: bool,
    pub(super) accuracy: Plot,
    epochs: u64,
    mapped: Option<(u64, usize, MapChoice)>,
    pictured: Option<(u64, usize, MapChoice)>,
    pub(super) net: TrainNet,
    pub(super) inspected: Option<InspectedUnit>,
    pub(super) map: TrainMap,
    confused: Option<u64>,
    /// The confusion matrices of each contestant.
    pub(super) confusions: Vec<Vec<Confusion>>,
    pub(super) fit: Fit,
    pub(super) pieces: Fit,
}

impl TrainDerived {
    /// How many epochs a column of the loss chart covers.
    pub(super) fn epochs_per_column(&self) -> u64 {
        (self.loss.cell_step().round() as u64).max(1)
    }
}

impl TrainScreen {
    /// The views that a key cycles through at this size.
    pub(super) fn views(&self) -> Vec<TrainView> {
        LayoutDetail::of(self.derived.body).views(TrainView::of(&self.control.experiment))
    }

    /// The pane that has the keys. On a stage there are no panes.
    pub(super) fn focus(&self) -> Option<Pane> {
        self.stage.is_empty().then_some(self.now.focus)
    }

    /// The view that was asked for, if the experiment has it.
    pub(super) fn view(&self) -> TrainView {
        let view = self.now.shown.view;
        if TrainView::of(&self.control.experiment).contains(&view) { view } else { TrainView::First }
    }

    pub(super) fn front(&self) -> TrainView {
        self.now.shown.view.on(&self.control.experiment)
    }
}

/// Brings everything up to date.
pub(super) fn prepare(room: &mut TrainScreen, size: Size, shared: &AppContext) {
    let body = Rect::new(0, 0, size.width, size.height);
    room.derived.body = body;
    room.derived.panels = if room.stage.is_empty() {
        layout::arrange(body, room.view(), TrainView::of(&room.control.experiment), room.now.focus)
    } else {
        PanelMap::of_stage(&room.stage, body)
    };
    let (ascii, dashed) = (shared.ascii, shared.theme.depth == ColorDepth::None);
    let key = &Key { version: room.version, panels: room.derived.panels.clone(), now: room.now, ascii, dashed };
    if room.derived.key.as_ref() == Some(key) {
        return;
    }
    room.derived.key = Some(key.clone());
    curves(room, key);
    // Predictions depend on the run alone and cost most.
    let shows = |panels: &[TrainPanel]| panels.iter().any(|panel| key.panels.of(*panel).is_some());
    let mapped = Some((room.version, room.now.shown.contestant, room.now.map));
    if room.derived.mapped != mapped && shows(&[TrainPanel::Field, TrainPanel::Surface]) {
        room.derived.mapped = mapped;
        map::map(room);
    }
    if shows(&[TrainPanel::Net, TrainPanel::Inspector]) {
        if room.derived.pictured != mapped {
            room.derived.pictured = mapped;
            net::picture(room);
        }
        room.derived.inspected = inspect::inspected(room);
        if let Some(area) = key.panels.of(TrainPanel::Net) {
            let chosen = net::chosen(room);
            room.derived.net.arrange(area, chosen);
        }
    }
    let confused = Some(room.version);
    if room.derived.confused != confused && shows(&[TrainPanel::Inside, TrainPanel::Confusion]) {
        room.derived.confused = confused;
        room.derived.confusions = confusion::all(room);
    }
    if let Some(status) = room.control.shown() {
        let (fit, pieces) = (key.panels.of(TrainPanel::Fit), key.panels.of(TrainPanel::Pieces));
        room.derived.fit = fit.map(|area| fitted(status, area, key)).unwrap_or_default();
        room.derived.pieces =
            pieces.map(|area| pieced(status, room.now.shown.contestant, area, key)).unwrap_or_default();
    } else {
        (room.derived.fit, room.derived.pieces) = (Fit::default(), Fit::default());
    }
}

/// Dashes of lines over the test data. With colour, the first is that of every contestant.
const TEST_DASHES: [Dash; 4] = [Some((2, 2)), Some((2, 4)), Some((4, 4)), Some((1, 4))];

/// Dashes for screens without colour.
const DASHES: [Dash; 4] = [None, Some((6, 2)), Some((3, 2)), Some((1, 2))];

fn dash(n: usize, key: &Key) -> Dash {
    if key.dashed { DASHES[n % DASHES.len()] } else { None }
}

fn test_dash(n: usize, key: &Key) -> Dash {
    TEST_DASHES[if key.dashed { n % TEST_DASHES.len() } else { 0 }]
}

/// The histories of all contestants, over the training data and over the test data.
#[derive(Clone, Copy, Default)]
struct Histories<'a> {
    training: &'a [History],
    test: &'a [History],
}

fn curves(room: &mut TrainScreen, key: &Key) {
    let epochs = match room.control.experiment.epochs {
        Epochs::Count(epochs) => epochs.max(1),
        Epochs::Endless => so_far(room.control.at().epoch),
    };
    room.derived.epochs = epochs;
    let status = room.control.status.as_ref();
    let histories =
        status.map(|status| Histories { training: &status.histories, test: &status.tests }).unwrap_or_default();
    let is_log = key.now.shown.is_log(spans_decades(histories));
    let x = [0.0, epochs as f64];
    room.derived.is_log = is_log;
    let (loss, accuracy) = (key.panels.of(TrainPanel::Loss), key.panels.of(TrainPanel::Accuracy));
    (room.derived.loss, room.derived.loss_axis) =
        loss.map(|area| losses(histories, x, area, is_log, key)).unwrap_or_default();
    room.derived.accuracy = accuracy.map(|area| accuracies(histories, x, area, key)).unwrap_or_default();
}

/// The end of the axis of a run without end that has come this far: the next of 100, 200, 500, 1000 and so on.
fn so_far(epoch: u64) -> u64 {
    let ends = (2..20).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    ends.into_iter().find(|end| epoch <= *end).unwrap_or(epoch)
}

fn accuracies(histories: Histories, x: [f64; 2], area: Rect, key: &Key) -> Plot {
    let y = shares(inside(area).1, Plot::dot_rows(key.ascii));
    chart(&lines(histories, |bin| bin.accuracy, key), x, y, LabelStyle::Percent, area, key.ascii)
}

/// The axis of accuracy, with evenly spaced labels if that costs little height.
fn shares(rows: usize, dots: usize) -> [f64; 2] {
    let even = aligned(0.0, 1.0, rows, dots);
    if even[1] - even[0] <= 1.4 { even } else { [-0.05, 1.05] }
}

/// The lines of the training data, then those of the test data.
fn lines(histories: Histories, number: impl Fn(&HistoryBin) -> MinMaxLast, key: &Key) -> Vec<ChartLine> {
    let line = |history: &History, dash: Dash| (history.line(&number), dash);
    let training = histories.training.iter().enumerate().map(|(n, history)| line(history, dash(n, key)));
    training.chain(histories.test.iter().enumerate().map(|(n, history)| line(history, test_dash(n, key)))).collect()
}

/// Whether positive losses span more than two decades.
fn spans_decades(histories: Histories) -> bool {
    let bins = histories.training.iter().chain(histories.test).flat_map(History::bins);
    let losses = bins.flat_map(|bin| [bin.loss.low, bin.loss.high]).filter(|loss| *loss > 0.0 && loss.is_finite());
    let (low, high) = extent(losses);
    high / low > DECADES
}

fn losses(histories: Histories, x: [f64; 2], area: Rect, is_log: bool, key: &Key) -> (Plot, Axis) {
    let mut all = lines(histories, |bin| bin.loss, key);
    let rows = inside(area).1;
    let values = || all.iter().flat_map(|(line, _)| line).map(|(_, y)| *y);
    let axis = if is_log { Axis::logarithmic(values(), rows, key.ascii) } else { None };
    let axis = axis.unwrap_or_else(|| loss_axis(0.0, extent(values()).1, rows, key.ascii));
    all.iter_mut().flat_map(|(line, _)| line).for_each(|(_, y)| *y = axis.place(*y));
    (chart(&all, x, axis.y, axis.labels, area, key.ascii), axis)
}

/// The first row of a table; empty if there is none.
#[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
fn first(table: ArrayView2<f64>) -> Vec<f64> {
    table.rows().into_iter().next().map(|row| row.to_vec()).unwrap_or_default()
}

/// Numbers as a table of one row.
fn one_row(numbers: &[f64]) -> ArrayView2<'_, f64> {
    ArrayView1::from(numbers).insert_axis(ndarray::Axis(0))
}

/// The data as dots, one piece per sample.
fn scatter(xs: &[f64], ys: &[f64], x: [f64; 2], columns: usize) -> CurveTrace {
    let step = (x[1] - x[0]) / (columns.max(2) - 1) as f64;
    let mut pieces: Vec<(usize, CurvePiece)> = xs
        .iter()
        .zip(ys)
        .map(|(at, y)| (((at - x[0]) / step).round().max(0.0) as usize, CurvePiece { low: *y, high: *y, middle: *y }))
        .collect();
    pieces.sort_by_key(|(column, _)| *column);
    CurveTrace::of_pieces(pieces)
}

fn places(xs: &[f64]) -> ([f64; 2], Vec<f64>) {
    let (low, high) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    let [low, high] = if low < high { [low, high] } else { padded(low, high) };
    let at = |n: usize| low + (high - low) * n as f64 / (PLACES - 1) as f64;
    ([low, high], (0..PLACES).map(at).collect())
}

/// Data and lines over one input, on axes that cover `rows`.
fn over(status: &RunStatus, lines: &[Vec<f64>], rows: &[f64], area: Rect, key: &Key) -> Fit {
    let (xs, ys) = (first(status.data.columns()), first(status.data.targets.view()));
    if xs.is_empty() || ys.is_empty() {
        return Fit::default();
    }
    let (x, at) = places(&xs);
    let (low, high) = extent(rows.iter().copied());
    let [low, high] = if low < high { [low, high] } else { padded(low, high) };
    let (columns, cells) = inside(area);
    let y = aligned(low, high, cells, Plot::dot_rows(key.ascii));
    let dots = Plot::dot_columns(y, LabelStyle::Numbers, columns, cells, key.ascii);
    let data = [scatter(&xs, &ys, x, dots)];
    let line = |values: &Vec<f64>| {
        let points: Vec<(f64, f64)> = at.iter().copied().zip(values.iter().copied()).collect();
        CurveTrace::through(&points, x[0], x[1], dots)
    };
    let traces: Vec<CurveTrace> = lines.iter().map(line).collect();
    let plot = |traces: &[CurveTrace], dashed: bool| {
        let dash = |n| if dashed { dash(n, key) } else { None };
        let curves: Vec<Curve> = traces.iter().enumerate().map(|(n, trace)| Curve { trace, dash: dash(n) }).collect();
        Plot::new(&Spec { x, y, curves: &curves, labels: [LabelStyle::Numbers; 2], ascii: key.ascii }, columns, cells)
    };
    Fit { data: plot(&data, false), lines: plot(&traces, true), count: lines.len() }
}

fn fitted(status: &RunStatus, area: Rect, key: &Key) -> Fit {
    let (_, at) = places(&first(status.data.columns()));
    let inputs = status.data.inputs_of(one_row(&at));
    let lines: Vec<Vec<f64>> =
        status.seen.iter().map(|seen| first(seen.learner.predict(inputs.view()).view())).collect();
    over(status, &lines, &first(status.data.targets.view()), area, key)
}

/// What each unit of the last hidden layer adds to the output, and their sum with the bias.
fn pieced(status: &RunStatus, contestant: usize, area: Rect, key: &Key) -> Fit {
    let Some(Predictor::Network(network)) = status.seen.get(contestant).map(|seen| &seen.learner) else {
        return Fit::default();
    };
    let (_, at) = places(&first(status.data.columns()));
    let shown = status.data.inputs_of(one_row(&at));
    let trace = network.trace(shown.view());
    let last = network.depth().saturating_sub(1);
    // The inputs of the output layer, each times its weight.
    let inputs = if last == 0 { shown.view() } else { trace.values[last - 1].view() };
    let mut lines: Vec<Vec<f64>> = vec![trace.values.last().map(|values| first(values.view())).unwrap_or_default()];
    let weigh = |(values, weight): (ArrayView1<f64>, &f64)| values.iter().map(|v| v * weight).collect::<Vec<f64>>();
    lines.extend(inputs.rows().into_iter().zip(network.weights(last)).map(weigh));
    let mut rows: Vec<f64> = lines.iter().flatten().copied().collect();
    rows.extend(first(status.data.targets.view()));
    over(status, &lines, &rows, area, key)
}

/// The progress of a run from 0 to 1, for gauges. A run without end stays at 0.
pub(super) fn share(at: RunPosition, per_epoch: u64, epochs: Epochs) -> f64 {
    let Epochs::Count(epochs) = epochs else { return 0.0 };
    let all = RunPosition::epoch(epochs).steps(per_epoch).max(1);
    (at.steps(per_epoch) as f64 / all as f64).clamp(0.0, 1.0)
}
