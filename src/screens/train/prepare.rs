//! What Train derives from the run and its state: charts, the field over the plane, the fit. Each is recomputed only
//! when something it depends on has changed, and never while drawing.

use super::TrainScreen;
use super::confusion::{self, Confusion};
use super::derived_key::{TrainKey, dash, test_dash};
use super::fit::{self, Fit};
use super::inspect::{self, InspectedUnit};
use super::layout::{self, LayoutDetail, Pane, TrainPanel};
use super::map::{self, MapChoice, TrainMap};
use super::map_mode::{self, MapMode};
use super::net::{self, ChosenUnit, TrainNet};
use super::view::TrainView;
use crate::jobs::train::RunPosition;
use crate::nn::history::{History, HistoryBin, MinMaxLast};
use crate::nn::stop::Epochs;
use crate::screens::AppContext;
use crate::screens::runs::charts::{ChartLine, Dash, chart, extent, inside, loss_axis};
use crate::screens::runs::panels::PanelMap;
use crate::tile::ColorDepth;
use crate::widgets::axis::{LabelStyle, aligned};
use crate::widgets::plot::{Axis, Plot};
use ratatui::layout::{Rect, Size};

/// The ratio of losses above which their axis is logarithmic by itself.
const DECADES: f64 = 100.0;
#[derive(Debug, Default)]
pub(super) struct TrainDerived {
    pub(super) panels: PanelMap<TrainPanel>,
    pub(super) body: Rect,
    key: Option<TrainKey>,
    pub(super) loss: Plot,
    pub(super) loss_axis: Axis,
    /// Whether the axis of losses is logarithmic.
    pub(super) is_log: bool,
    pub(super) accuracy: Plot,
    epochs: u64,
    mapped: Option<(u64, usize, MapChoice)>,
    shaded: Option<(u64, usize, MapChoice, MapMode, Option<ChosenUnit>)>,
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
    let mode = map_mode::mode(room);
    if let Some((other, own)) = mode.panels().filter(|(_, own)| room.derived.panels.of(*own).is_none()) {
        room.derived.panels.replace(other, own);
    }
    let (ascii, dashed) = (shared.ascii, shared.theme.depth == ColorDepth::None);
    let key = &TrainKey { version: room.version, panels: room.derived.panels.clone(), now: room.now, ascii, dashed };
    if room.derived.key.as_ref() == Some(key) {
        return;
    }
    room.derived.key = Some(key.clone());
    curves(room, key);
    // Predictions depend on the run alone and cost most.
    let shows = |panels: &[TrainPanel]| panels.iter().any(|panel| key.panels.of(*panel).is_some());
    let (contestant, choice) = (room.now.shown.contestant, room.now.map);
    let mapped = Some((room.version, contestant, choice));
    if shows(&[TrainPanel::Field, TrainPanel::Surface]) {
        let unit = (mode == MapMode::Unit).then(|| net::chosen(room));
        let shaded = Some((room.version, contestant, choice, mode, unit));
        let is_new = room.derived.mapped != mapped;
        if is_new {
            room.derived.mapped = mapped;
            map::map(room);
        }
        if is_new || room.derived.shaded != shaded {
            room.derived.shaded = shaded;
            map_mode::shade(room);
        }
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
    let (fit, pieces) = (key.panels.of(TrainPanel::Fit), key.panels.of(TrainPanel::Pieces));
    room.derived.fit = match (fit, mode) {
        (Some(area), MapMode::Unit) => fit::of_unit(room, area, key),
        (Some(area), _) => fit::fitted(room, area, key),
        (None, _) => Fit::default(),
    };
    room.derived.pieces = pieces.map(|area| fit::pieced(room, area, key)).unwrap_or_default();
}

/// The histories of all contestants, over the training data and over the test data.
#[derive(Clone, Copy, Default)]
struct Histories<'a> {
    training: &'a [History],
    test: &'a [History],
}

fn curves(room: &mut TrainScreen, key: &TrainKey) {
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

fn accuracies(histories: Histories, x: [f64; 2], area: Rect, key: &TrainKey) -> Plot {
    let y = shares(inside(area).1, Plot::dot_rows(key.ascii));
    chart(&lines(histories, |bin| bin.accuracy, key), x, y, LabelStyle::Percent, area, key.ascii)
}

/// The axis of accuracy, with evenly spaced labels if that costs little height.
fn shares(rows: usize, dots: usize) -> [f64; 2] {
    let even = aligned(0.0, 1.0, rows, dots);
    if even[1] - even[0] <= 1.4 { even } else { [-0.05, 1.05] }
}

/// The lines of the training data, then those of the test data.
fn lines(histories: Histories, number: impl Fn(&HistoryBin) -> MinMaxLast, key: &TrainKey) -> Vec<ChartLine> {
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

fn losses(histories: Histories, x: [f64; 2], area: Rect, is_log: bool, key: &TrainKey) -> (Plot, Axis) {
    let mut all = lines(histories, |bin| bin.loss, key);
    let rows = inside(area).1;
    let values = || all.iter().flat_map(|(line, _)| line).map(|(_, y)| *y);
    let axis = if is_log { Axis::logarithmic(values(), rows, key.ascii) } else { None };
    let axis = axis.unwrap_or_else(|| loss_axis(0.0, extent(values()).1, rows, key.ascii));
    all.iter_mut().flat_map(|(line, _)| line).for_each(|(_, y)| *y = axis.place(*y));
    (chart(&all, x, axis.y, axis.labels, area, key.ascii), axis)
}

/// The progress of a run from 0 to 1, for gauges. A run without end stays at 0.
pub(super) fn share(at: RunPosition, per_epoch: u64, epochs: Epochs) -> f64 {
    let Epochs::Count(epochs) = epochs else { return 0.0 };
    let all = RunPosition::epoch(epochs).steps(per_epoch).max(1);
    (at.steps(per_epoch) as f64 / all as f64).clamp(0.0, 1.0)
}
