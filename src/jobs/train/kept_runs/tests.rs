//! How runs are kept, trained again and counted.

use super::*;
use crate::nn::experiment::Model;
use crate::nn::experiment::find;
use crate::nn::memory::Memory;
use crate::nn::network::LayerSetup;
use crate::nn::training_run::Observation;
use crate::nn::weight_history::WeightPlace;
use proptest::prelude::*;
use std::time::Duration;

fn job(name: &str, run: u64, to: RunPosition) -> TrainJob {
    TrainJob {
        run: RunId(run),
        experiment: Arc::new(find(name).unwrap()),
        seed: 7879,
        to,
        is_full_speed: false,
        memory: Memory::UNLIMITED,
    }
}

#[test]
fn the_history_does_not_depend_on_how_the_run_was_cut() {
    let end = RunPosition::epoch(100);
    let whole = KeptRuns::default().train(&job("parabola", 1, end), &mut || true).unwrap();
    let mut runs = KeptRuns::default();
    let mut asked = 0;
    let status = loop {
        asked += 1;
        // Each call stops after three checks of the time, and another run is trained between the calls.
        let mut time = 3;
        let status = runs.train(&job("parabola", 1, end), &mut || {
            time -= 1;
            time > 0
        });
        let status = status.unwrap();
        if status.is_over {
            break status;
        }
        runs.train(&job("xor-two-sigmoids", 2, RunPosition { epoch: 3, step: 0 }), &mut || true).unwrap();
    };
    assert!(asked > 10);
    assert_eq!((status.at, &status.histories), (end, &whole.histories));
    assert_eq!(status.weights, whole.weights);
    assert_eq!(status.observations[1].layers, whole.observations[1].layers);
    assert_eq!(whole.histories[0].bins().count(), 101);
}

#[test]
fn only_a_clock_says_what_steps_cost() {
    // Each look at the clock is a millisecond later.
    fn clock() -> Duration {
        use std::sync::atomic::{AtomicU64, Ordering};
        static LOOKS: AtomicU64 = AtomicU64::new(0);
        Duration::from_millis(LOOKS.fetch_add(1, Ordering::Relaxed))
    }
    let to = RunPosition { epoch: 5, step: 7 };
    let timed = KeptRuns::with_clock(clock).train(&job("parabola", 1, to), &mut || true).unwrap();
    let cost = timed.cost.unwrap();
    assert_eq!(cost.steps, to.steps(timed.per_epoch));
    assert!(cost.time >= Duration::from_millis(1), "{cost:?}");
    let plain = KeptRuns::default().train(&job("parabola", 1, to), &mut || true).unwrap();
    assert_eq!(plain.cost, None);
    assert_eq!(plain.histories, timed.histories);
}

#[test]
fn a_run_that_is_no_longer_kept_is_trained_again() {
    let mut runs = KeptRuns::default();
    let to = RunPosition { epoch: 5, step: 7 };
    let first = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
    assert_eq!(first.at, to);
    for run in 2..8 {
        runs.train(&job("perceptron-or", run, RunPosition::epoch(1)), &mut || true).unwrap();
    }
    let again = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
    assert_eq!(again.observations[0].layers, first.observations[0].layers);
    assert_eq!(runs.runs.len(), KEPT);
}

#[test]
fn runs_are_kept_as_far_as_memory_goes() {
    let own = find("parabola").unwrap().memory();
    let mut runs = KeptRuns::default();
    for run in 1..=6 {
        let memory = Memory { bytes: 2 * own, setting: "limits.memory" };
        runs.train(&TrainJob { memory, ..job("parabola", run, RunPosition::epoch(1)) }, &mut || true).unwrap();
        assert!(runs.runs.len() <= 2);
    }
    let memory = Memory { bytes: own - 1, setting: "kiosk.memory" };
    let refused =
        runs.train(&TrainJob { memory, ..job("parabola", 7, RunPosition::epoch(1)) }, &mut || true).unwrap_err();
    assert!(refused.to_string().contains("kiosk.memory"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replay_from_a_checkpoint_has_the_bits_of_a_replay_from_the_start(
        name in prop::sample::select(vec!["parabola", "xor-two-sigmoids", "perceptron-or", "relu-dying"]),
        seed in 0..1000_u64,
        end in 50..120_u64,
        wanted in 0..120_u64,
        step in 0..4_u64,
        distance in 1..200_u64,
    ) {
        let job = |run, to| TrainJob { seed, ..job(name, run, to) };
        let mut runs = KeptRuns::default();
        let first = job(1, RunPosition::epoch(end));
        runs.checkpoints.push(Checkpoints::new(&first.experiment, seed, distance));
        let per_epoch = runs.train(&first, &mut || true).unwrap().per_epoch;
        // The distance doubles where the checkpoints need too much memory.
        let distance = runs.checkpoints[0].ahead(0);
        let to = RunPosition::epoch(wanted.min(end)).plus(step, per_epoch);
        let from = runs.at(&job(2, to));
        let status = runs.train(&job(2, to), &mut || true).unwrap();
        let whole = KeptRuns::default().train(&job(1, to), &mut || true).unwrap();
        if !whole.is_over && to <= RunPosition::epoch(end) {
            prop_assert!(to.steps(per_epoch) - from.steps(per_epoch) < distance, "{:?}", from);
        }
        prop_assert_eq!((status.at, status.is_over), (whole.at, whole.is_over));
        prop_assert_eq!(status.histories, whole.histories);
        prop_assert_eq!(status.weights, whole.weights);
        for (replayed, trained) in status.observations.iter().zip(&whole.observations) {
            let numbers = |seen: &Observation| format!("{:?} {:?} {:?}", seen.status, seen.now, seen.layers);
            prop_assert_eq!(numbers(replayed), numbers(trained));
        }
    }
}

/// A unit that diverges near epoch 426, and one that stops before.
fn ending(rate: f64, rules: &str) -> Experiment {
    let text = format!(
        "epochs = 900\nloss_limit = 1e24\n{rules}\n[data]\nkind = \"or\"\n[[contestant]]\n\
         layers = [{{ units = 1, activation = \"linear\" }}]\nloss = \"mse\"\n\
         optimizer = {{ kind = \"sgd\", learning_rate = {rate} }}\n"
    );
    crate::nn::experiment::parse(&text, "a test").unwrap()
}

#[test]
fn the_history_of_weights_does_not_depend_on_cuts_or_on_checkpoints() {
    let experiments = [
        find("xor-two-sigmoids").unwrap(),
        find("perceptron-or").unwrap(),
        ending(0.65, ""),
        ending(0.65, "stop = { patience = 20 }"),
        ending(0.05, "stop = { loss = 0.063 }"),
    ];
    for (experiment, diverges) in experiments.into_iter().zip([false, false, true, false, false]) {
        let experiment = Arc::new(experiment);
        let job = |run, to| TrainJob { experiment: Arc::clone(&experiment), ..job("xor-by-hand", run, to) };
        let end = RunPosition::epoch(experiment.epochs.last());
        let mut runs = KeptRuns::default();
        let whole = runs.train(&job(1, end), &mut || true).unwrap();
        assert!(whole.at == end || whole.is_over && diverges || !experiment.stop.is_empty());
        let mut cut = KeptRuns::default();
        let mut at = RunPosition::default();
        for length in [1, 7, 3, 250, 13, 1024, 2, 299].into_iter().cycle() {
            at = at.plus(length, whole.per_epoch);
            let status = cut.train(&job(1, at), &mut || true).unwrap();
            if status.is_over {
                assert_eq!(status.weights, whole.weights, "{}", experiment.to_toml());
                break;
            }
        }
        // A run that begins at a checkpoint has the entries of a run from the start.
        for epoch in [0, 1, 100, 255, 256, 257, 300, 511, 700] {
            let to = RunPosition { epoch, step: 1 };
            let from = runs.at(&job(2 + epoch, to));
            let replayed = runs.train(&job(2 + epoch, to), &mut || true).unwrap();
            let trained = KeptRuns::default().train(&job(1, to), &mut || true).unwrap();
            assert_eq!(replayed.weights, trained.weights, "{from:?} to {epoch}");
        }
    }
}

#[test]
fn large_networks_have_no_history_of_weights() {
    let place = WeightPlace { contestant: 0, layer: 0, unit: 0, input: Some(1) };
    // 98,347 parameters, and 102,445.
    for (units, entries) in [(21, 2), (22, 0)] {
        let mut experiment = find("xor-two-sigmoids").unwrap();
        let Model::Network(setup) = &mut experiment.contestants[0].model else { panic!("a network") };
        setup.layers[0].units = 4096;
        let between = LayerSetup { units, ..setup.layers[0].clone() };
        setup.layers.insert(1, between);
        let job = TrainJob { experiment: Arc::new(experiment), ..job("parabola", 1, RunPosition::epoch(1)) };
        let status = KeptRuns::default().train(&job, &mut || true).unwrap();
        assert_eq!(status.weights.values(place).len(), entries);
    }
}

#[test]
fn checkpoints_outlive_the_run_that_they_come_from() {
    let mut runs = KeptRuns::default();
    runs.train(&job("parabola", 1, RunPosition::epoch(100)), &mut || true).unwrap();
    for run in 2..9 {
        let replay = job("parabola", run, RunPosition::epoch(80));
        assert!(runs.at(&replay).epoch > 60, "{run}");
        runs.train(&replay, &mut || true).unwrap();
    }
    for run in 9..13 {
        runs.train(&job("perceptron-or", run, RunPosition::epoch(1)), &mut || true).unwrap();
    }
    assert_eq!(runs.at(&job("parabola", 13, RunPosition::epoch(80))), RunPosition::default());
    assert_eq!(runs.checkpoints.len(), 1, "checkpoints go with the last run");
}
