//! Sweep: many seeds of an experiment, with a verdict that becomes more precise as results arrive.

mod commands;
mod control;
mod draw;
mod empty;
mod facts;
mod grid;
mod layout;
mod mouse;
mod prepare;
mod seeds;
mod verdict;

use super::options::changed;
use super::runs::loading::{Loader, Loading};
use super::runs::reading_view;
use super::runs::selected_experiment::SelectedExperiment;
use super::runs::settings::{self, HYPERPARAMETERS, RunRoom, ViewSettings};
use super::runs::waiting;
use super::runs::work::LongWork;
use super::stage::{self, Stage, Staged};
use super::{
    AppContext, Command, Context, DrawContext, Exhibit, OptionError, Pointer, Room, Screen, Setting, SubjectKind,
    setting,
};
use crate::config::SettingError;
use crate::input::Verb;
use crate::jobs::{JobReport, JobUpdate};
use crate::nn::memory::Memory;
use crate::nn::sweep::{MOST_RUNS, SweepSetup, Vary};
use crate::words::Message;
use control::SweepControl;
use layout::SweepView;
use prepare::SweepDerived;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;

/// Everything that an exhibit line sets besides the experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Settings {
    from: u64,
    seeds: u64,
    shown: ViewSettings<SweepView>,
    /// The index of the variant shown in detail.
    cell: usize,
    /// The index in the list of seeds, the lowest loss first.
    place: usize,
}

const START: Settings = Settings {
    from: 1,
    seeds: 1000,
    shown: ViewSettings { view: SweepView::Losses, log: None, contestant: 0 },
    cell: 0,
    place: 0,
};

#[derive(Debug)]
pub(super) struct SweepScreen {
    setup: SelectedExperiment,
    vary: Vec<Vary>,
    /// The most memory that the whole sweep may take.
    memory: Memory,
    control: SweepControl,
    now: Settings,
    stage: Stage<SweepView>,
    /// Whether keys have shown a panel alone. Then there is still the progress below it.
    is_turned: bool,
    /// What the room waits for.
    loader: Loader,
    version: u64,
    derived: SweepDerived,
}

impl SweepScreen {
    /// The sweep with these hyperparameters varied.
    fn made(&self, vary: Vec<Vary>) -> Result<SweepSetup, Message> {
        SweepSetup::within(self.memory, &self.setup.experiment(), self.now.from, self.now.seeds, vary)
            .map_err(Message::from)
    }

    fn add(&mut self, vary: Vary) -> Result<(), Message> {
        let mut all = self.vary.clone();
        all.push(vary);
        self.made(all.clone())?;
        self.vary = all;
        self.begin();
        Ok(())
    }
}

impl RunRoom for SweepScreen {
    type View = SweepView;
    const START: ViewSettings<SweepView> = START.shown;

    fn setup(&self) -> &SelectedExperiment {
        &self.setup
    }

    fn setup_mut(&mut self) -> &mut SelectedExperiment {
        &mut self.setup
    }

    fn shown(&self) -> &ViewSettings<SweepView> {
        &self.now.shown
    }

    fn shown_mut(&mut self) -> &mut ViewSettings<SweepView> {
        &mut self.now.shown
    }

    fn begin(&mut self) {
        (self.now.cell, self.now.place) = (0, 0);
        let setup = self.made(self.vary.clone());
        self.now.shown.fit(&self.setup.experiment());
        self.control.set(setup.map(Arc::new));
        self.version += 1;
    }

    fn loader(&self) -> &Loader {
        &self.loader
    }

    fn loader_mut(&mut self) -> &mut Loader {
        &mut self.loader
    }

    fn trial(&self) -> Self {
        let Self { setup, vary, memory, control, now, stage, is_turned, loader: _, version, derived: _ } = self;
        let mut trial = Self {
            setup: setup.clone(),
            vary: vary.clone(),
            memory: *memory,
            control: control.unbegun(),
            now: *now,
            stage: stage.clone(),
            is_turned: *is_turned,
            loader: Loader::default(),
            version: version + 1,
            derived: SweepDerived::default(),
        };
        trial.begin();
        trial
    }

    fn leave(&mut self) {
        self.control.pause();
    }
}

fn count(text: &str, least: u64) -> Result<u64, OptionError> {
    let number = text.parse().ok().filter(|n| (least..=MOST_RUNS).contains(n));
    number.ok_or(OptionError::Count { least, most: MOST_RUNS })
}

impl Staged for SweepScreen {
    type Panel = SweepView;

    fn stage(&self) -> &Stage<SweepView> {
        &self.stage
    }

    fn stage_mut(&mut self) -> &mut Stage<SweepView> {
        &mut self.stage
    }

    fn panes(&self) -> Vec<SweepView> {
        commands::pages(self).concat()
    }

    fn was_turned(&mut self) {
        self.is_turned = !self.stage.is_empty();
    }
}

const SETTINGS: &[Setting<SweepScreen>] =
    &setting::joined::<_, { FIRST.len() + HYPERPARAMETERS + LAST.len() }>([FIRST, &settings::hyperparameters(), LAST]);

/// The options before those of hyperparameters.
const FIRST: &[Setting<SweepScreen>] = &[
    // Before the others, because the network may be that of the data.
    settings::target(),
    settings::inputs(),
    settings::missing(),
    settings::data(),
    settings::scale(),
    settings::test(),
    Setting {
        name: "seeds",
        takes: "N",
        help: "How many seeds",
        set: |room, value| {
            room.now.seeds = count(value, 1)?;
            room.begin();
            Ok(())
        },
        get: |room| changed(&room.now.seeds, &START.seeds, ToString::to_string),
    },
    Setting {
        name: "seed",
        takes: "N",
        help: "The first seed",
        set: |room, value| {
            room.now.from = value.parse().map_err(|_| OptionError::Seed)?;
            room.begin();
            Ok(())
        },
        get: |room| changed(&room.now.from, &START.from, ToString::to_string),
    },
    settings::epochs(),
    settings::stop(),
];

/// The options after those of hyperparameters.
const LAST: &[Setting<SweepScreen>] = &[
    settings::edits(),
    Setting {
        name: "vary",
        takes: "NAME=VALUE,...",
        help: "Once for each value, as in learning-rate=0.001,0.01 or layers=4,2|8; twice for a grid",
        set: |room, value| room.add(Vary::parse(value).map_err(Message::from)?),
        get: |room| room.vary.iter().map(Vary::written).collect(),
    },
    settings::view("In front where there is no room for all: verdict, losses, fan, causes, seeds or grid"),
    stage::setting("Shown alone: verdict, losses, fan, causes, seeds or grid"),
    settings::contestant(),
    settings::log(),
];

impl Screen for SweepScreen {
    const ID: &'static str = "sweep";
    const COMMANDS: &'static [Command<Self>] = commands::COMMANDS;
    const SUBJECT: Option<SubjectKind> = Some(SubjectKind::Experiment);
    const LEADING: &'static [Verb] = &[Verb::Accept];
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn new(shared: &AppContext) -> Result<Self, SettingError> {
        let subject = &shared.config.sweep.experiment;
        let loading = Loading::of_settings(Self::ID, subject, shared);
        let setup = SelectedExperiment::new(subject, loading.is_some(), shared);
        let setup = setup.map_err(SettingError::of("sweep.experiment"))?;
        let control = SweepControl::new(shared.config.sweep.threads, shared.memory());
        let now = Settings { seeds: shared.config.sweep.seeds.clamp(1, MOST_RUNS), ..START };
        let memory = shared.memory();
        let mut room = Self {
            setup,
            vary: Vec::new(),
            memory,
            control,
            now,
            stage: Stage::new(),
            is_turned: false,
            loader: Loader::of(loading),
            version: 0,
            derived: SweepDerived::default(),
        };
        room.begin();
        Ok(room)
    }
}

impl Room for SweepScreen {
    fn set_subject(&mut self, subject: &str) -> Result<(), Message> {
        self.take_subject(Some(subject), &[])
    }

    fn take_subject(&mut self, subject: Option<&str>, options: &[(String, String)]) -> Result<(), Message> {
        let has_changed = settings::take_subject(self, subject, options)?;
        if subject.is_some() {
            self.vary.clear();
        }
        if has_changed {
            self.begin();
        }
        Ok(())
    }

    fn subject(&self) -> String {
        self.setup.subject().to_owned()
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
        prepare::prepare(self, size, cx.shared);
    }

    fn report(&mut self, report: &JobReport, cx: &mut Context) {
        if let JobUpdate::Swept { run, status } = &report.update
            && self.control.take(*run, status, cx)
        {
            self.version += 1;
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
        waiting::defer(self, exhibit, shared)
    }

    fn loading(&self) -> Option<&Loading> {
        self.loader.loading.as_ref()
    }

    fn stop_loading(&mut self, cx: &mut Context) {
        self.loader.stop(&cx.shared.words);
    }

    fn take_fault(&mut self) -> Option<Message> {
        self.loader.fault.take()
    }

    fn has_ended(&self) -> bool {
        self.control.is_over()
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
        let all = self.control.all();
        let wide = all.to_string().len();
        format!("{:>wide$}/{all} {}", self.control.done(), sight.shared.words.get("sweep.runs"))
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

    fn figures(&self) -> Vec<(String, f64)> {
        facts::figures(self)
    }

    fn read(&self, sight: DrawContext) -> Vec<String> {
        self.loading().map_or_else(|| self.facts(sight), |loading| reading_view::lines(loading, sight.shared))
    }

    fn draw(&self, sight: DrawContext, area: Rect, buf: &mut Buffer) {
        if let Some(loading) = self.loading() {
            return reading_view::draw(loading, sight, area, buf);
        }
        draw::draw(self, sight, area, buf);
    }
}
