//! Train: any experiment while it trains. It shows the losses of all contestants, the decision boundary or the fitted
//! curve, and the inside of the models.

mod commands;
mod confusion;
mod control;
mod draw;
mod facts;
mod figures;
mod framed;
mod hyperparameters;
mod inspect;
mod inspector;
mod layout;
mod map;
mod map_panel;
mod mouse;
mod net;
mod picker;
mod prepare;
mod speed;
mod unit;
mod view;
mod weight_curve;

use super::options::{changed, number, within};
use super::runs::selected_experiment::SelectedExperiment;
use super::runs::settings::{self, RunRoom, ViewSettings};
use super::runs::work::LongWork;
use super::stage::{self, Stage, Staged};
use super::view::Named;
use super::{AppContext, Command, Context, DrawContext, OptionError, Pointer, Room, Screen, Setting};
use crate::config::SettingError;
use crate::jobs::train::RunPosition;
use crate::jobs::{JobReport, JobUpdate};
use crate::words::Message;
use control::TrainControl;
use layout::{Pane, TrainPanel};
use map::MapChoice;
use net::ChosenUnit;
use picker::Picker;
use prepare::TrainDerived;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use speed::Speed;
use view::TrainView;

/// Everything that an exhibit line sets besides the run.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Settings {
    shown: ViewSettings<TrainView>,
    /// The epoch under the cursor.
    cursor: Option<u64>,
    /// The rotation about the upright axis, in degrees.
    turn: f64,
    /// The elevation above the plane, in degrees.
    tilt: f64,
    /// What the map shows.
    map: MapChoice,
    /// The pane that has the keys.
    focus: Pane,
    /// The chosen node of the net.
    chosen: ChosenUnit,
}

const START: Settings = Settings {
    shown: ViewSettings { view: TrainView::First, log: None, contestant: 0 },
    cursor: None,
    turn: -60.0,
    tilt: 30.0,
    map: MapChoice { x: None, y: None, at: None },
    focus: Pane::Time,
    chosen: ChosenUnit::FIRST,
};
/// Bounds of the tilt.
const TILTS: (f64, f64) = (0.0, 90.0);

#[derive(Debug)]
pub(super) struct TrainScreen {
    setup: SelectedExperiment,
    control: TrainControl,
    /// The position that the exhibit line asks for.
    wanted: Option<RunPosition>,
    /// The index of the knob that keys turn.
    hyperparameter: usize,
    now: Settings,
    stage: Stage<TrainPanel>,
    /// The list of experiments, while it is open.
    picker: Option<Picker>,
    /// Changes with every report of a job.
    version: u64,
    derived: TrainDerived,
}

impl RunRoom for TrainScreen {
    type View = TrainView;
    const START: ViewSettings<TrainView> = START.shown;

    fn setup(&self) -> &SelectedExperiment {
        &self.setup
    }

    fn setup_mut(&mut self) -> &mut SelectedExperiment {
        &mut self.setup
    }

    fn shown(&self) -> &ViewSettings<TrainView> {
        &self.now.shown
    }

    fn shown_mut(&mut self) -> &mut ViewSettings<TrainView> {
        &mut self.now.shown
    }

    /// The run restarts. With the same seed, it has the same initial weights.
    fn begin(&mut self) {
        self.now.map = self.now.map.on(&self.control.experiment, &self.setup.experiment());
        self.control.set(self.setup.experiment(), self.setup.seed());
        self.version += 1;
        self.now.cursor = None;
        self.now.shown.fit(&self.control.experiment);
    }
}

impl Staged for TrainScreen {
    type Panel = TrainPanel;

    fn stage(&self) -> &Stage<TrainPanel> {
        &self.stage
    }

    fn stage_mut(&mut self) -> &mut Stage<TrainPanel> {
        &mut self.stage
    }
}

const SETTINGS: &[Setting<TrainScreen>] = &[
    // Before the others, because the network may be that of the data.
    settings::target(),
    settings::inputs(),
    settings::data(),
    settings::test(),
    Setting {
        name: "seed",
        takes: "N",
        help: "Of weights, data and order, instead of the experiment's own",
        set: |room, value| {
            room.setup.set_seed(value.parse().map_err(|_| OptionError::Whole { example: 7879 })?);
            room.begin();
            Ok(())
        },
        get: |room| changed(&room.setup.seed(), &room.setup.base().seed, ToString::to_string),
    },
    settings::epochs(),
    settings::stop(),
    settings::learning_rate(),
    settings::hidden_activation(),
    settings::batch_size(),
    settings::units(),
    settings::init(),
    settings::noise(),
    Setting {
        name: "epoch",
        takes: "N[.S]",
        help: "How far the run is when it opens: an epoch, or S steps more",
        set: |room, value| {
            room.wanted = Some(position(value)?);
            Ok(())
        },
        get: |room| {
            let at = room.wanted.unwrap_or(room.control.at());
            changed(&at, &RunPosition::default(), |at| written(*at))
        },
    },
    Setting {
        name: "speed",
        takes: "SPEED",
        help: "run (the whole in six seconds), full, or epochs a second from 1 to 10000",
        set: |room, value| {
            room.control.speed = Speed::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.control.speed, &Speed::Whole, |speed| speed.text()),
    },
    settings::view("In front where there is no room for all: first, curves, field, surface, fit, pieces or inside"),
    stage::setting(
        "Shown alone: loss, accuracy, field, surface, fit, pieces, inside, weights, unit, confusion, net or inspector",
    ),
    settings::contestant(),
    settings::log(),
    Setting {
        name: "cursor",
        takes: "EPOCH",
        help: "The epoch that is read out",
        set: |room, value| {
            room.now.cursor = Some(value.parse().map_err(|_| OptionError::Epoch)?);
            Ok(())
        },
        get: |room| room.now.cursor.map(|epoch| epoch.to_string()).into_iter().collect(),
    },
    Setting {
        name: "turn",
        takes: "DEGREES",
        help: "The surface about its upright axis",
        set: |room, value| {
            room.now.turn = within(number(value)?, (-360.0, 360.0))?;
            Ok(())
        },
        get: |room| changed(&room.now.turn, &START.turn, ToString::to_string),
    },
    Setting {
        name: "tilt",
        takes: "DEGREES",
        help: "The surface above its plane, from 0 to 90",
        set: |room, value| {
            room.now.tilt = within(number(value)?, TILTS)?;
            Ok(())
        },
        get: |room| changed(&room.now.tilt, &START.tilt, ToString::to_string),
    },
    Setting {
        name: "focus",
        takes: "PANE",
        help: "The pane that has the keys: net, map, time or inspector",
        set: |room, value| {
            room.now.focus = Pane::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.now.focus, &START.focus, |pane| pane.id().to_owned()),
    },
    Setting {
        name: "chosen",
        takes: "LAYER.UNIT",
        help: "The chosen unit of the net, as in 1.3; layer 0 has the inputs",
        set: |room, value| {
            let edge = room.now.chosen.edge;
            room.now.chosen = ChosenUnit { edge, ..ChosenUnit::parse(value).ok_or(OptionError::Unit)? };
            Ok(())
        },
        get: |room| changed(&ChosenUnit { edge: None, ..room.now.chosen }, &START.chosen, |chosen| chosen.text()),
    },
    Setting {
        name: "edge",
        takes: "N",
        help: "The chosen edge of that unit, by the unit that it comes from",
        set: |room, value| {
            let edge = value.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            room.now.chosen.edge = Some(edge.ok_or(OptionError::Whole { example: 1 })?);
            Ok(())
        },
        get: |room| room.now.chosen.edge.map(|edge| (edge + 1).to_string()).into_iter().collect(),
    },
    Setting {
        name: "map-x",
        takes: "COLUMN",
        help: "The column along the horizontal axis of the map",
        set: |room, value| {
            let column = column(room, value, room.now.map.y)?;
            room.now.map.x = Some(column);
            Ok(())
        },
        get: |room| title(room, room.now.map.x),
    },
    Setting {
        name: "map-y",
        takes: "COLUMN",
        help: "The column along the vertical axis of the map",
        set: |room, value| {
            let column = column(room, value, room.now.map.x)?;
            room.now.map.y = Some(column);
            Ok(())
        },
        get: |room| title(room, room.now.map.y),
    },
    Setting {
        name: "at",
        takes: "median|N",
        help: "What the other columns are on the map: their medians, or those of training sample N",
        set: |room, value| {
            let most = room.control.experiment.data.samples();
            let sample = value.parse::<usize>().ok().filter(|n| (1..=most).contains(n)).map(|n| n - 1);
            if sample.is_none() && value != "median" {
                return Err(OptionError::Sample { most }.into());
            }
            room.now.map.at = sample;
            Ok(())
        },
        get: |room| room.now.map.at.map(|at| (at + 1).to_string()).into_iter().collect(),
    },
];

/// The index of a column of the data by its name or number, which must not be that of the other axis.
fn column(room: &TrainScreen, text: &str, other: Option<usize>) -> Result<usize, OptionError> {
    let (titles, names) = (room.control.experiment.data.titles(), room.control.experiment.data.columns());
    let by_name = titles.iter().position(|title| title == text).or_else(|| names.iter().position(|name| name == text));
    let by_number = || text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < titles.len());
    let found = by_name.or_else(by_number).ok_or_else(|| OptionError::OneOf { names: titles.clone() })?;
    if Some(found) == other { Err(OptionError::SameColumn) } else { Ok(found) }
}

fn title(room: &TrainScreen, column: Option<usize>) -> Vec<String> {
    column.and_then(|n| room.control.experiment.data.titles().get(n).cloned()).into_iter().collect()
}

/// Parses an epoch, or an epoch and, after a point, steps of the next one.
fn position(text: &str) -> Result<RunPosition, OptionError> {
    let (epoch, step) = text.split_once('.').unwrap_or((text, "0"));
    let read = |text: &str| text.parse().map_err(|_| OptionError::Position);
    Ok(RunPosition { epoch: read(epoch)?, step: read(step)? })
}

fn written(at: RunPosition) -> String {
    if at.step == 0 { at.epoch.to_string() } else { format!("{}.{}", at.epoch, at.step) }
}

impl Screen for TrainScreen {
    const ID: &'static str = "train";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const TYPING: &'static [Command<Self>] = picker::TYPING;
    const SUBJECT: Option<(&'static str, &'static str)> =
        Some(("EXPERIMENT", "The id of a built-in experiment, or the path of a .toml file"));
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let setup = SelectedExperiment::new(shared).map_err(SettingError::of("train.experiment"))?;
        let control = TrainControl::new(setup.experiment(), setup.seed());
        Ok(Self {
            setup,
            control,
            wanted: None,
            hyperparameter: 0,
            now: START,
            stage: Stage::new(),
            picker: None,
            version: 0,
            derived: TrainDerived::default(),
        })
    }
}

impl Room for TrainScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        self.setup.open(subject)?;
        self.begin();
        Ok(())
    }

    fn subject(&self) -> String {
        self.setup.subject().to_owned()
    }

    fn is_typing(&self) -> bool {
        self.picker.is_some()
    }

    fn letter(&mut self, letter: char, _cx: &mut Context) {
        picker::letter(self, letter);
    }

    fn draw_line(&self, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
        let Some(picker) = &self.picker else { return false };
        picker::draw_line(picker, view, area, buf);
        true
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, cx: &mut Context) {
        mouse::point(self, at, pointer, cx);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        match self.wanted.take() {
            Some(wanted) if wanted > RunPosition::default() => self.control.go(wanted, cx),
            _ => self.control.ask(cx),
        }
        prepare::prepare(self, size, cx.shared);
    }

    fn report(&mut self, report: &JobReport, cx: &mut Context) {
        if let JobUpdate::Trained { run, status } = &report.update
            && self.control.take(*run, status, cx)
        {
            self.version += 1;
        }
    }

    fn tick(&mut self, cx: &mut Context) {
        self.control.tick(cx);
    }

    fn is_moving(&self) -> bool {
        self.control.is_moving()
    }

    fn has_ended(&self) -> bool {
        self.control.is_over()
    }

    fn pane(&self) -> Option<&'static str> {
        self.focus().map(Pane::keys)
    }

    fn has_end(&self) -> bool {
        !self.control.experiment.is_endless()
    }

    fn long_work(&self) -> LongWork {
        self.control.work.long_work()
    }

    fn set_pace(&mut self, ticks: Option<u32>) {
        self.control.set_pace(ticks);
    }

    fn caption(&self, sight: DrawContext) -> String {
        draw::caption(self, sight)
    }

    fn heading(&self, sight: DrawContext) -> String {
        self.setup.heading(sight.shared.words.language())
    }

    fn brief(&self, sight: DrawContext) -> String {
        self.setup.brief(sight.shared.words.language())
    }

    fn facts(&self, sight: DrawContext) -> Vec<String> {
        facts::facts(self, sight)
    }

    fn advice(&self, sight: DrawContext) -> Vec<String> {
        facts::advice(self, sight)
    }

    fn read(&self, sight: DrawContext) -> Vec<String> {
        let words = &sight.shared.words;
        let parts = [self.facts(sight), confusion::lines(self, words), net::lines(self, words), self.advice(sight)];
        parts.concat()
    }

    fn copy(&self, sight: DrawContext) -> String {
        let mut lines = self.read(sight);
        lines.extend(facts::weights(self));
        lines.join("\n")
    }

    fn figures(&self) -> Vec<(String, f64)> {
        figures::figures(self)
    }

    fn draw(&self, sight: DrawContext, area: Rect, buf: &mut Buffer) {
        match &self.picker {
            Some(picker) => picker::draw(self, picker, sight, area, buf),
            None => draw::draw(self, sight, area, buf),
        }
    }
}
