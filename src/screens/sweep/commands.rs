//! The commands of Sweep.

use super::layout::{self, SweepView};
use super::{START, SweepScreen};
use crate::input::Verb;
use crate::nn::experiment::Hyperparameter;
use crate::nn::sweep::{MOST_RUNS, Vary};
use crate::screens::nice_steps::turn;
use crate::screens::runs::settings::RunRoom;
use crate::screens::view::Named;
use crate::screens::{Command, Context, Exhibit, stage};

pub(super) const COMMANDS: &[Command<SweepScreen>] = &[
    Command::<SweepScreen>::new(Verb::Start, "start", |room, cx| {
        room.control.toggle(cx);
        room.version += 1;
    })
    .when(|room| room.control.setup.is_ok()),
    Command::<SweepScreen>::new(Verb::Accept, "open-seed", open)
        .when(|room| chosen(room).is_some())
        .after("space until:epoch=4"),
    Command::<SweepScreen>::new(Verb::View, "view", |room, _| {
        if room.stage.is_empty() {
            let among = room.views();
            room.now.shown.view = room.now.shown.view.next(&among);
        } else {
            room.stage = stage::next(&room.stage, pages(room));
        }
    })
    .when(|room| room.views().len() > 1 || !room.stage.is_empty())
    .after("size:80x24"),
    stage::next_pane(),
    stage::previous_pane(),
    Command::<SweepScreen>::new(Verb::Vary, "vary", vary),
    Command::<SweepScreen>::new(Verb::MoreSeeds, "more-seeds", |room, _| seeds(room, true))
        .when(|room| room.now.seeds < MOST_RUNS),
    Command::<SweepScreen>::new(Verb::FewerSeeds, "more-seeds", |room, _| seeds(room, false))
        .when(|room| room.now.seeds > 1),
    Command::<SweepScreen>::new(Verb::Contestant, "contestant", |room, _| {
        room.now.shown.next_contestant(&room.setup.experiment());
        room.now.place = 0;
    })
    .when(|room| room.setup.experiment().contestants.len() > 1),
    Command::<SweepScreen>::new(Verb::PreviousGroup, "experiment", |room, _| choose(room, -1)),
    Command::<SweepScreen>::new(Verb::NextGroup, "experiment", |room, _| choose(room, 1)),
    Command::<SweepScreen>::new(Verb::Previous, "seed-in-list", |room, _| step(room, -1))
        .when(has_seeds)
        .after("space until:epoch=4 down"),
    Command::<SweepScreen>::new(Verb::Next, "seed-in-list", |room, _| step(room, 1))
        .when(has_seeds)
        .after("space until:epoch=4"),
    Command::<SweepScreen>::new(Verb::First, "best-worst", |room, _| room.now.place = 0)
        .when(has_seeds)
        .after("space until:epoch=4 down"),
    Command::<SweepScreen>::new(Verb::Last, "best-worst", |room, _| {
        room.now.place = room.losses().len().saturating_sub(1);
    })
    .when(has_seeds)
    .after("space until:epoch=4"),
    Command::<SweepScreen>::new(Verb::Median, "median", |room, _| {
        room.now.place = room.losses().len().saturating_sub(1) / 2;
    })
    .when(has_seeds)
    .after("space until:epoch=4"),
    Command::<SweepScreen>::new(Verb::Left, "cell", |room, _| cell(room, -1)).when(has_grid).after("a"),
    Command::<SweepScreen>::new(Verb::Right, "cell", |room, _| cell(room, 1)).when(has_grid).after("a"),
    Command::<SweepScreen>::new(Verb::LogAxis, "log-axis", |room, _| {
        room.now.shown.log = Some(!room.now.shown.is_log(false));
    }),
    Command::<SweepScreen>::new(Verb::Restart, "forget", |room, _| {
        room.control.restart();
        room.now.place = 0;
        room.version += 1;
    })
    .when(|room| room.control.status.is_some())
    .after("space until:epoch=4"),
];

impl SweepScreen {
    /// The views that a key cycles through at this size.
    pub(super) fn views(&self) -> Vec<SweepView> {
        layout::views(self.derived.body, has_grid(self))
    }

    /// The final losses of the current variant and contestant with their seeds, ascending.
    pub(super) fn losses(&self) -> &[(f64, u64)] {
        let status = self.control.status.as_ref();
        let cell = status.and_then(|status| status.ranked.get(self.now.cell));
        cell.and_then(|cell| cell.get(self.now.shown.contestant)).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn has_grid(room: &SweepScreen) -> bool {
    !room.vary.is_empty()
}

fn has_seeds(room: &SweepScreen) -> bool {
    !room.losses().is_empty()
}

fn chosen(room: &SweepScreen) -> Option<u64> {
    room.losses().get(room.now.place).map(|(_, seed)| *seed)
}

/// Opens the chosen seed in Train, as the same run.
pub(super) fn open(room: &mut SweepScreen, cx: &mut Context) {
    let Some(seed) = chosen(room) else { return };
    let mut options = vec![("seed".to_owned(), seed.to_string())];
    let (subject, own) = room.setup.address();
    options.extend(own);
    if let Ok(setup) = &room.control.setup
        && let Some(cell) = setup.variants().get(room.now.cell)
    {
        let varied = setup.vary().iter().zip(&cell.values);
        options.extend(varied.map(|(vary, value)| (vary.hyperparameter.option().to_owned(), value.clone())));
    }
    options.push(("epoch".to_owned(), room.setup.experiment().epochs.to_string()));
    room.control.pause();
    cx.go(Exhibit { room: "train".to_owned(), subject, options });
}

pub(super) fn step(room: &mut SweepScreen, by: isize) {
    let last = room.losses().len().saturating_sub(1);
    room.now.place = room.now.place.saturating_add_signed(by).min(last);
}

pub(super) fn cell(room: &mut SweepScreen, by: isize) {
    let count = room.control.setup.as_ref().map_or(1, |setup| setup.variants().len()) as isize;
    room.now.cell = (room.now.cell as isize + by).rem_euclid(count) as usize;
    room.now.place = 0;
}

fn choose(room: &mut SweepScreen, by: isize) {
    room.setup.step(by);
    room.vary.clear();
    room.now.shown.contestant = START.shown.contestant;
    room.begin();
}

/// More seeds or fewer, in steps of 1, 2 and 5. Results already received are dropped; the same seeds are trained again.
fn seeds(room: &mut SweepScreen, up: bool) {
    room.now.seeds = turn(room.now.seeds as f64, up, (1.0, MOST_RUNS as f64)) as u64;
    room.begin();
}

/// Cycles through what is varied: learning rates, activations, both, and nothing.
fn vary(room: &mut SweepScreen, cx: &mut Context) {
    let rate = room.setup.value(Hyperparameter::LearningRate).and_then(|v| v.parse().ok()).unwrap_or(0.01);
    let bounds = (1e-9, 1e3);
    let (down, up) = (turn(turn(rate, false, bounds), false, bounds), turn(turn(rate, true, bounds), true, bounds));
    let rates = [turn(down, false, bounds), down, rate, up, turn(up, true, bounds)];
    let values = |all: &[&str]| all.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let rates =
        Vary { hyperparameter: Hyperparameter::LearningRate, values: rates.iter().map(ToString::to_string).collect() };
    let hidden = Vary {
        hyperparameter: Hyperparameter::HiddenActivation,
        values: values(&["sigmoid", "tanh", "relu", "leaky-relu", "gelu"]),
    };
    let sizes = Vary { hyperparameter: Hyperparameter::BatchSize, values: values(&["1", "4", "32", "256"]) };
    let presets = [vec![rates.clone()], vec![hidden.clone()], vec![sizes], vec![rates, hidden], Vec::new()];
    let here = presets.iter().position(|preset| *preset == room.vary).unwrap_or(presets.len() - 1);
    // Presets that this experiment does not support are skipped.
    let fits = |preset: &&Vec<Vary>| room.made((*preset).clone()).is_ok();
    let next = presets.iter().cycle().skip(here + 1).take(presets.len()).find(fits);
    match next {
        Some(preset) if *preset != room.vary => {
            room.vary.clone_from(preset);
            room.begin();
            room.now.shown.view = if room.vary.is_empty() { START.shown.view } else { SweepView::Grid };
        }
        _ => cx.shared.notice = Some(cx.shared.words.get("sweep.no-grid").to_owned()),
    }
}

/// The pages of the stage.
pub(super) fn pages(room: &SweepScreen) -> &'static [&'static [SweepView]] {
    const ALL: &[&[SweepView]] = &[
        &[SweepView::Verdict],
        &[SweepView::Losses],
        &[SweepView::Fan],
        &[SweepView::Causes],
        &[SweepView::Seeds],
        &[SweepView::Grid],
    ];
    if has_grid(room) { ALL } else { &ALL[..ALL.len() - 1] }
}
