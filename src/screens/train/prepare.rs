//! What Train derives from the run and its state: charts, the field over the plane, the fit. Each is recomputed only
//! when something it depends on has changed, and never while drawing.

use super::TrainScreen;
use super::confusion::{self, Confusion};
use super::derived_key::TrainKey;
use super::fit::{self, Fit};
use super::layout::{self, LayoutDetail, Pane, TrainPanel};
use super::map::{self, MapChoice, TrainMap};
use super::map_mode::{self, MapMode};
use super::net::{self, ChosenUnit, TrainNet};
use super::point_cursor::{self, PointAxes};
use super::points;
use super::selection;
use super::time_charts::{self, TimeCharts};
use super::unit_curve::{self, InspectedUnit};
use super::view::TrainView;
use crate::jobs::train::RunPosition;
use crate::nn::experiment::PointTable;
use crate::nn::stop::Epochs;
use crate::screens::AppContext;
use crate::screens::runs::panels::PanelMap;
use crate::tile::ColorDepth;
use ratatui::layout::{Rect, Size};

#[derive(Debug, Default)]
pub(super) struct TrainDerived {
    pub(super) panels: PanelMap<TrainPanel>,
    pub(super) body: Rect,
    key: Option<TrainKey>,
    pub(super) time: TimeCharts,
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
    /// The axes that the cursor of points by hand moves along. They stay while a run is set up.
    pub(super) axes: Option<PointAxes>,
    /// The samples, while points are put by hand.
    pub(super) samples: Option<PointTable>,
    pub(super) pieces: Fit,
}

impl TrainScreen {
    /// The views that a key cycles through at this size.
    pub(super) fn views(&self) -> Vec<TrainView> {
        LayoutDetail::of(self.derived.body).views(TrainView::of(&self.control.experiment))
    }

    /// The pane that has the keys: the chosen one if it is visible, else the first that is. On a stage there are no panes.
    pub(super) fn focus(&self) -> Option<Pane> {
        if !self.stage.is_empty() {
            return None;
        }
        let panes = selection::panes(self);
        let first = panes.first().copied().filter(|_| !panes.contains(&self.now.focus));
        Some(first.unwrap_or(self.now.focus))
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
    let key = &TrainKey {
        version: room.version,
        panels: room.derived.panels.clone(),
        now: room.now,
        language: shared.words.language(),
        ascii,
        dashed,
    };
    if room.derived.key.as_ref() == Some(key) {
        return;
    }
    room.derived.key = Some(key.clone());
    room.derived.time = time_charts::charts(room, key, &shared.words);
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
        room.derived.inspected = unit_curve::inspected(room);
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
    room.derived.samples = point_cursor::is_on(room).then(|| room.setup.point_table().ok()).flatten();
    room.derived.axes = points::axes_of(room, &shared.words).or(room.derived.axes);
}

/// The progress of a run from 0 to 1, for gauges. A run without end stays at 0.
pub(super) fn share(at: RunPosition, per_epoch: u64, epochs: Epochs) -> f64 {
    let Epochs::Count(epochs) = epochs else { return 0.0 };
    let all = RunPosition::epoch(epochs).steps(per_epoch).max(1);
    (at.steps(per_epoch) as f64 / all as f64).clamp(0.0, 1.0)
}
