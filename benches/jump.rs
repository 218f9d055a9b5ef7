//! Jumps to earlier epochs of the spiral after 20,000 epochs: `cargo bench --bench jump`.
#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

use actlab::app::{App, Event};
use actlab::config;
use actlab::input::parse_key;
use actlab::jobs::RunId;
use actlab::jobs::train::{KeptRuns, RunPosition, TrainJob};
use actlab::nn::experiment::{Experiment, find};
use actlab::nn::memory::Memory;
use actlab::nn::stop::Epochs;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use std::cell::RefCell;
use std::sync::Arc;

const EPOCHS: u64 = 20_000;

fn main() {
    divan::main();
}

/// Numbers that jump about, from a linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// The spiral with an edit every so many epochs.
fn spiral(every: u64) -> Experiment {
    let mut experiment = find("spiral").expect("it is built in");
    experiment.epochs = Epochs::Count(EPOCHS);
    for epoch in (every..EPOCHS).step_by(every as usize) {
        let edit = format!("{epoch} value 1.1.1 {}", epoch as f64 / 1e4);
        experiment.journal.add_written(&edit).expect("an edit");
    }
    experiment
}

/// The job alone: from a new run to the report with an observation, with the memory in MiB that all runs may take. There is
/// an edit every so many epochs.
#[divan::bench(args = [(1024, EPOCHS), (1024, 100), (64, EPOCHS), (64, 100)], sample_count = 200, sample_size = 1)]
fn job(bencher: Bencher<'_, '_>, (mebibytes, every): (u64, u64)) {
    let experiment = Arc::new(spiral(every));
    let memory = Memory::mebibytes(mebibytes, "limits.memory");
    let job = |run, to| TrainJob {
        run: RunId(run),
        experiment: Arc::clone(&experiment),
        seed: 3,
        to,
        is_full_speed: false,
        memory,
    };
    let runs = RefCell::new(KeptRuns::default());
    let _ = runs.borrow_mut().train(&job(0, RunPosition::epoch(EPOCHS)), &mut || true).expect("it is sound");
    let (mut numbers, mut run) = (Numbers(1), 0);
    let next = || {
        run += 1;
        job(run, RunPosition { epoch: numbers.below(EPOCHS), step: 7 })
    };
    bencher
        .with_inputs(next)
        .bench_local_values(|job| runs.borrow_mut().train(&job, &mut || true).expect("it is sound"));
}

/// The key that goes back to the epoch under the cursor, with the frame that shows it, at 120×40.
#[divan::bench(args = ["", "--edit '9000 unit+ 1' --edit '12000 layer+ 2'"], sample_count = 200, sample_size = 1)]
fn key(bencher: Bencher<'_, '_>, edits: &str) {
    let size = Size::new(120, 40);
    let loaded = config::load(None, &[]).expect("settings");
    let (app, requests) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, requests, size);
    let line = format!("train spiral --epochs {EPOCHS} --epoch {EPOCHS} {edits}");
    player.open(&line.parse().expect("an exhibit")).expect("an exhibit that opens");
    let player = RefCell::new(player);
    let press = |key: &str| {
        player.borrow_mut().event(Event::Key(parse_key(key).expect("a key")));
    };
    let mut numbers = Numbers(1);
    let choose = || {
        press("esc");
        let far = numbers.below(12);
        (0..=far).for_each(|_| press("shift-left"));
        (0..numbers.below(10)).for_each(|_| press("left"));
    };
    let mut buf = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    bencher.with_inputs(choose).bench_local_values(|()| {
        press("enter");
        buf.reset();
        player.borrow().app().render(buf.area, &mut buf);
    });
}
