//! Tests of jumps: how many epochs are trained again, and how much memory that takes.

use super::checkpoints::most_bytes;
use super::{KeptRuns, RunPosition, TrainJob};
use crate::jobs::id::RunId;
use crate::nn::experiment::{Experiment, find, parse};
use crate::nn::memory::Memory;
use std::sync::Arc;

/// The epochs that a run has done before the jumps.
const EPOCHS: u64 = 20_000;
/// The epochs that a checkpoint is made after at first: 1024 steps of 25 batches.
const DISTANCE: u64 = 1024 / 25;
const OWN: Memory = Memory { bytes: 1024 << 20, setting: "limits.memory" };
const KIOSK: Memory = Memory { bytes: 32 << 20, setting: "kiosk.memory" };

/// The spiral of 8-8-8 units with few points in one batch, so that 20,000 epochs take little time. Its checkpoints and
/// histories are as large as with all points.
fn spiral() -> Experiment {
    let mut text = find("spiral").unwrap().to_toml();
    let changes = [("points = 500", "points = 20"), ("epochs = 400", "epochs = \"endless\"")];
    for (from, to) in changes {
        assert!(text.contains(from), "{text}");
        text = text.replace(from, to);
    }
    parse(&text, "a test").unwrap()
}

fn job(experiment: &Arc<Experiment>, run: u64, epoch: u64, memory: Memory) -> TrainJob {
    let to = RunPosition::epoch(epoch);
    TrainJob { run: RunId(run), experiment: Arc::clone(experiment), seed: 3, to, is_full_speed: false, memory }
}

/// The most epochs that a jump trains, and the bytes of all checkpoints, after a run that was edited every so many epochs.
fn jumps(every: u64, edit: impl Fn(u64) -> String, memory: Memory) -> (u64, u64) {
    let mut experiment = Arc::new(spiral());
    let mut runs = KeptRuns::with_distance(&experiment, 3, DISTANCE);
    for epoch in (every..EPOCHS).step_by(every as usize) {
        runs.train(&job(&experiment, 1, epoch, memory), &mut || true).unwrap();
        let mut edited = Experiment::clone(&experiment);
        edited.journal.add_written(&format!("{epoch} {}", edit(epoch))).unwrap();
        experiment = Arc::new(edited);
    }
    runs.train(&job(&experiment, 1, EPOCHS, memory), &mut || true).unwrap();
    let trained = |epoch| epoch - runs.at(&job(&experiment, 2, epoch, memory)).epoch;
    ((0..=EPOCHS).map(trained).max().unwrap(), runs.checkpoint_bytes())
}

#[test]
fn a_jump_within_20_000_epochs_trains_few_of_them() {
    let value = |epoch| format!("value 1.1.1 {}", epoch as f64 / 1e4);
    let layers = |epoch: u64| if epoch.is_multiple_of(2000) { "layer- 2" } else { "layer+ 2" }.to_owned();
    // A jump may take 50 ms, in which a slow core trains some five hundred epochs of all points.
    for (every, memory, most) in [(EPOCHS, OWN, 41), (97, OWN, 41), (EPOCHS, KIOSK, 328), (97, KIOSK, 328)] {
        let (trained, bytes) = jumps(every, value, memory);
        assert!(trained <= most && bytes <= most_bytes(memory), "{trained} epochs, {bytes} bytes of {memory:?}");
    }
    let (trained, bytes) = jumps(1000, layers, KIOSK);
    assert!(trained <= 328 && bytes <= most_bytes(KIOSK), "{trained} epochs, {bytes} bytes");
}

#[test]
fn checkpoints_take_64_mib_at_the_most_and_4_in_a_kiosk() {
    assert_eq!([Memory::UNLIMITED, OWN, KIOSK].map(most_bytes), [64 << 20, 64 << 20, 4 << 20]);
}

#[test]
fn a_kiosk_has_room_for_each_built_in_experiment() {
    let config = crate::config::load(None, &["limits.memory=1024".to_owned()]).unwrap().config;
    assert_eq!(config.kiosk.memory << 20, KIOSK.bytes);
    for experiment in crate::nn::experiment::all().unwrap() {
        experiment.fits(KIOSK).unwrap();
    }
}
