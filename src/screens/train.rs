//! Train: any experiment while it trains. It shows the losses of all contestants, the decision boundary or the fitted
//! curve, and the inside of the models.

mod actions;
mod build;
mod change;
mod chooser;
mod class_names;
mod commands;
mod confusion;
mod control;
mod criterion;
mod curve_names;
mod derived_key;
mod draw;
mod facts;
mod figures;
mod fit;
mod framed;
mod help;
mod hyperparameters;
mod inside;
mod inspector;
mod layout;
mod line_ends;
mod map;
mod map_mode;
mod map_panel;
mod mouse;
mod net;
mod picker;
mod point_cursor;
mod points;
mod prepare;
mod preview;
mod prompt;
mod restarts;
mod run_end;
mod run_room;
mod save;
mod selection;
mod settings;
mod speed;
mod time;
mod time_charts;
mod typing;
mod unit;
mod unit_curve;
mod view;
mod weight_curve;
mod weight_table;

use super::runs::loading::{Loader, Loading};
use super::runs::reading_view;
use super::runs::selected_experiment::SelectedExperiment;
use super::runs::settings::{RunRoom, ViewSettings, take_subject};
use super::runs::waiting;
use super::runs::work::LongWork;
use super::stage::{Stage, Staged};
use super::{
    AppContext, Command, Context, DrawContext, Exhibit, HelpGroup, Pointer, Room, Screen, Setting, SubjectKind,
};
use crate::config::SettingError;
use crate::input::Verb;
use crate::jobs::train::RunPosition;
use crate::jobs::{JobReport, JobUpdate};
use crate::widgets::Look;
use crate::words::Message;
use build::Builder;
use control::TrainControl;
use layout::{Pane, TrainPanel};
use map::MapChoice;
use map_mode::MapMode;
use net::ChosenUnit;
use prepare::TrainDerived;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use save::Saving;
use typing::Typing;
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
    mode: MapMode,
    /// What the map is over.
    map: MapChoice,
    /// The pane that has the keys.
    focus: Pane,
    /// The chosen node of the net.
    chosen: ChosenUnit,
    /// The cursor of points by hand, along the horizontal and the vertical axis.
    point: Option<[f64; 2]>,
}

const START: Settings = Settings {
    shown: ViewSettings { view: TrainView::First, log: None, contestant: 0 },
    cursor: None,
    turn: -60.0,
    tilt: 30.0,
    mode: MapMode::Output,
    map: MapChoice { x: None, y: None, at: None },
    focus: Pane::Time,
    chosen: ChosenUnit::FIRST,
    point: None,
};
/// Bounds of the tilt.
const TILTS: (f64, f64) = (0.0, 90.0);

#[derive(Debug)]
pub(super) struct TrainScreen {
    setup: SelectedExperiment,
    control: TrainControl,
    /// The position that the exhibit line asks for.
    wanted: Option<RunPosition>,
    /// The position since which the map shows the change, as the exhibit line says: the run pauses there on its way.
    since: Option<RunPosition>,
    /// Where the run goes on to from there.
    then: Option<RunPosition>,
    /// The state in which a key was about to leave the run for another experiment.
    leaving: Option<(Settings, bool)>,
    /// The index of the knob that keys turn.
    hyperparameter: usize,
    now: Settings,
    stage: Stage<TrainPanel>,
    /// The list or the line that is open.
    typing: Option<Typing>,
    /// What was built, and can be undone.
    builder: Builder,
    /// The experiment that is being saved.
    saving: Option<Saving>,
    /// The file that is being read in place of the data.
    opening: Option<String>,
    /// What the room waits for.
    loader: Loader,
    /// Changes with every report of a job.
    version: u64,
    derived: TrainDerived,
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

impl Screen for TrainScreen {
    const ID: &'static str = "train";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const TYPING: &'static [Command<Self>] = typing::TYPING;
    const HELP: &'static [HelpGroup] = help::GROUPS;
    const SUBJECT: Option<SubjectKind> = Some(SubjectKind::Experiment);
    const LEADING: &'static [Verb] = &[Verb::Sweep];
    const SETTINGS: &'static [Setting<Self>] = settings::SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let subject = &shared.config.train.experiment;
        let loading = Loading::of_settings(Self::ID, subject, shared);
        let setup = SelectedExperiment::new(subject, loading.is_some(), shared);
        let setup = setup.map_err(SettingError::of("train.experiment"))?;
        let control = TrainControl::new(setup.experiment(), setup.seed());
        Ok(Self {
            setup,
            control,
            wanted: None,
            since: None,
            then: None,
            leaving: None,
            hyperparameter: 0,
            now: START,
            stage: Stage::new(),
            typing: None,
            builder: Builder::default(),
            saving: None,
            opening: None,
            loader: Loader::of(loading),
            version: 0,
            derived: TrainDerived::default(),
        })
    }
}

impl Room for TrainScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        self.take_subject(Some(subject), &[])
    }

    fn take_subject(&mut self, subject: Option<&str>, options: &[(String, String)]) -> Result<(), Message> {
        if take_subject(self, subject, options)? {
            self.begin();
        }
        Ok(())
    }

    fn subject(&self) -> String {
        self.setup.subject().to_owned()
    }

    fn is_typing(&self) -> bool {
        self.typing.is_some() && !self.loader.is_waiting()
    }

    fn letter(&mut self, letter: char, _cx: &mut Context) {
        typing::letter(self, letter);
    }

    fn draw_line(&self, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
        typing::draw_line(self, view, area, buf)
    }

    fn mouse(&mut self, at: Position, pointer: Pointer, cx: &mut Context) {
        if self.loader.is_waiting() {
            return;
        }
        mouse::point(self, at, pointer, cx);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        self.setup.refresh(cx.shared);
        if self.loader.is_waiting() {
            return self.loader.ask(cx);
        }
        match (self.since.take(), self.wanted.take()) {
            (Some(since), Some(wanted)) if RunPosition::default() < since && since <= wanted => {
                self.then = Some(wanted);
                self.control.go(since, cx);
            }
            (_, Some(wanted)) if wanted > RunPosition::default() => self.control.go(wanted, cx),
            _ => self.control.ask(cx),
        }
        self.control.sync();
        prepare::prepare(self, size, cx.shared);
    }

    fn report(&mut self, report: &JobReport, cx: &mut Context) {
        match &report.update {
            JobUpdate::Trained { run, status } if self.control.take(*run, status, cx) => {
                self.version += 1;
                build::make_pending(self, cx);
                if self.then.is_some() && !self.control.is_moving() {
                    // The run stands at the position since which the map shows the change.
                    match self.then.take() {
                        Some(then) if then > self.control.at() => self.control.go(then, cx),
                        _ => self.control.leave(),
                    }
                }
            }
            JobUpdate::SavedExperiment(result) => save::saved(self, report.id, result, cx),
            _ => {}
        }
        waiting::take(self, report, cx);
    }

    fn tick(&mut self, cx: &mut Context) {
        self.control.tick(cx);
        self.loader.tick();
    }

    fn is_moving(&self) -> bool {
        self.control.is_moving() || self.loader.is_waiting()
    }

    fn has_address(&self) -> bool {
        self.setup.written_edits().is_some()
    }

    fn defer(&mut self, exhibit: &Exhibit, shared: &AppContext) -> Result<bool, Message> {
        self.opening = None;
        waiting::defer(self, exhibit, shared)
    }

    fn loading(&self) -> Option<&Loading> {
        self.loader.loading.as_ref()
    }

    fn stop_loading(&mut self, cx: &mut Context) {
        self.loader.stop(&cx.shared.words);
    }

    fn take_fault(&mut self) -> Option<Message> {
        let fault = self.loader.fault.take();
        if fault.is_some()
            && let Some(typed) = self.opening.take()
        {
            chooser::reopen_data(self, typed);
        }
        fault
    }

    fn has_ended(&self) -> bool {
        self.control.is_over()
    }

    fn hint(&self, hint: &'static str, sight: DrawContext) -> Option<String> {
        let digit = hint.strip_prefix("put-").and_then(|digit| digit.parse().ok());
        digit.map(|digit| points::digit_hint(self, digit, &sight.shared.words))
    }

    fn pane(&self) -> Option<&'static str> {
        if point_cursor::is_on(self) { Some("train-points") } else { self.focus().map(Pane::keys) }
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
        if let Some(loading) = self.loading() {
            return loading.file(&sight.shared.words);
        }
        draw::caption(self, sight)
    }

    fn heading(&self, sight: DrawContext) -> String {
        if let Some(loading) = self.loading() {
            return loading.file(&sight.shared.words);
        }
        self.setup.heading(&sight.shared.words)
    }

    fn brief(&self, sight: DrawContext) -> String {
        if let Some(loading) = self.loading() {
            return loading.file(&sight.shared.words);
        }
        self.setup.brief(&sight.shared.words)
    }

    fn facts(&self, sight: DrawContext) -> Vec<String> {
        if self.loader.is_waiting() {
            return reading_view::facts(sight.shared);
        }
        facts::facts(self, sight)
    }

    fn advice(&self, sight: DrawContext) -> Vec<String> {
        if self.loader.is_waiting() {
            return Vec::new();
        }
        facts::advice(self, sight)
    }

    fn read(&self, sight: DrawContext) -> Vec<String> {
        if let Some(loading) = self.loading() {
            return reading_view::lines(loading, sight.shared);
        }
        let words = &sight.shared.words;
        let ascii = Look { ascii: true, ..sight.look };
        let parts = [
            self.facts(sight),
            criterion::said(self, words, ascii).into_iter().collect(),
            confusion::lines(self, words),
            net::lines(self, words),
            inspector::lines(self, words, ascii),
            self.advice(sight),
        ];
        parts.concat()
    }

    fn copy(&self, sight: DrawContext) -> String {
        let mut lines = self.read(sight);
        if self.loader.is_waiting() {
            return lines.join("\n");
        }
        lines.extend(facts::weights(self));
        lines.join("\n")
    }

    fn figures(&self) -> Vec<(String, f64)> {
        figures::figures(self)
    }

    fn draw(&self, sight: DrawContext, area: Rect, buf: &mut Buffer) {
        if let Some(loading) = self.loading() {
            return reading_view::draw(loading, sight, area, buf);
        }
        if !typing::draw(self, sight, area, buf) {
            draw::draw(self, sight, area, buf);
        }
    }
}
