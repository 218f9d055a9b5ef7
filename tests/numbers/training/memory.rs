//! The memory of an experiment is known before it is trained.

use super::common::on_table;
use actlab::functions::function::Function;
use actlab::jobs::RunId;
use actlab::jobs::train::{KeptRuns, RunPosition, TrainJob};
use actlab::nn::data_setup::Scaling;
use actlab::nn::experiment::{Contestant, Model, NetworkSetup, find, names};
use actlab::nn::memory::Memory;
use actlab::nn::network::LayerSetup;
use actlab::nn::perceptron::PerceptronSetup;
use actlab::nn::sweep::{SweepSetup, Vary};
use proptest::prelude::*;
use std::num::NonZeroUsize;
use std::sync::Arc;

use actlab::nn::experiment::Experiment;

/// The most bytes that were allocated at once during training and observation, as in a room.
fn measured(experiment: &Experiment) -> u64 {
    let experiment = Arc::new(experiment.clone());
    let counts = allocation_counter::measure(|| {
        // The description is counted, too.
        let experiment = Arc::new(Experiment::clone(&experiment));
        let to = RunPosition::epoch(1);
        let job = TrainJob { run: RunId(1), experiment, seed: 1, to, is_full_speed: false, memory: Memory::UNLIMITED };
        let mut runs = KeptRuns::default();
        let shown = Box::new(runs.train(&job, &mut || true).unwrap());
        let replayed = shown.clone();
        let next = runs.train(&TrainJob { to: RunPosition::epoch(2), ..job }, &mut || true).unwrap();
        drop(std::hint::black_box((shown, replayed, next)));
    });
    counts.bytes_max
}

/// The estimate is not less than the measured memory, and not many times as much.
fn assert_bounds(experiment: &Experiment) {
    let (told, took) = (experiment.memory(), measured(experiment));
    assert!(took <= told, "{}: it took {took} bytes, and {told} were told", experiment.id);
    // Training and test have histories of the same length.
    let histories = if experiment.data.has_test() { 2 } else { 1 };
    // Two epochs don't fill the history of weights, which may take 1 MiB and an entry more, twice.
    let weights = 3 << 20;
    let constant = weights + (2 << 20) * (1 + histories * experiment.contestants.len() as u64);
    assert!(told <= 4 * took + constant, "{}: it took {took} bytes, and {told} were told", experiment.id);
}

#[test]
fn built_in_experiments_take_no_more_than_is_told() {
    for name in names() {
        assert_bounds(&find(name).unwrap());
    }
}

fn network(units: Vec<usize>, outputs: usize, batch: usize, shuffle: bool) -> Model {
    let layer = |units| LayerSetup::new(units, Function::named("tanh").unwrap());
    let layers = units.into_iter().chain([outputs]).map(layer).collect();
    Model::Network(NetworkSetup { batch_size: batch, shuffle, ..NetworkSetup::new(layers) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_experiment_takes_more_than_is_told(
        (samples, inputs, outputs) in (1_usize..700, 1_usize..20, 1_usize..8),
        setups in prop::collection::vec((prop::collection::vec(1_usize..80, 0..4), 1_usize..100, any::<bool>()), 1..4),
        perceptron in any::<bool>(), split in prop::option::of((0..12_usize, 1_usize..9)),
    ) {
        let rows = |width: usize| (0..samples).map(|n| (0..width).map(|i| ((n + i) % 2) as f64).collect()).collect();
        let setup = NetworkSetup::new(vec![LayerSetup::new(outputs, Function::named("linear").unwrap())]);
        let mut experiment = on_table(setup, rows(inputs), rows(outputs));
        experiment.contestants = setups
            .into_iter()
            .zip(1..)
            .map(|((units, batch, shuffle), n)| {
                Contestant::new(format!("network {n}"), network(units, outputs, batch, shuffle))
            })
            .collect();
        if let Some((features, test)) = split.filter(|_| samples > 9) {
            let column = experiment.data.columns()[0].clone();
            experiment.data.features = (features > 0).then(|| vec![format!("{column}^2"); features]);
            experiment.data.scale = Scaling::Standard;
            experiment.data.test = Some(test as f64 / 10.0);
        }
        if perceptron && outputs == 1 {
            let function = Function::named("step").unwrap();
            let setup = PerceptronSetup { function, threshold: 0.0, learning_rate: 0.1, weights: None, bias: None };
            experiment.contestants.push(Contestant::new("a perceptron", Model::Perceptron(setup)));
        }
        assert_bounds(&experiment);
    }
}

#[test]
fn what_takes_too_much_is_refused_before_it_is_allocated() {
    let mut experiment = find("xor-two-sigmoids").unwrap();
    experiment.contestants = vec![Contestant::new("wide", network(vec![4096; 200], 1, 4, true))];
    let memory = Memory::mebibytes(1024, "limits.memory");
    let experiment = Arc::new(experiment);
    let counts = allocation_counter::measure(|| {
        let said = experiment.fits(memory).unwrap_err().to_string();
        assert!(said.contains("1024 MiB of limits.memory") && said.contains("use fewer units"), "{said}");
        let job = TrainJob {
            run: RunId(1),
            experiment: Arc::clone(&experiment),
            seed: 1,
            to: RunPosition::epoch(1),
            is_full_speed: false,
            memory,
        };
        assert!(KeptRuns::default().train(&job, &mut || true).unwrap_err().to_string().contains("limits.memory"));
        let setup = SweepSetup::within(memory, &experiment, 1, 10, vec![]).unwrap();
        assert!(setup.threads_within(memory, NonZeroUsize::MIN).unwrap_err().to_string().contains("limits.memory"));
    });
    assert!(counts.bytes_max < 1 << 20, "{}", counts.bytes_max);
    for units in [usize::MAX, usize::MAX / 2, 1 << 40] {
        let mut experiment = Experiment::clone(&experiment);
        experiment.contestants[0].model = network(vec![units; 3], 1, usize::MAX, true);
        assert!(experiment.memory() > 1 << 60);
    }
}

#[test]
fn a_sweep_is_held_to_its_seeds_cells_and_threads() {
    let experiment = Arc::new(find("parabola").unwrap());
    let kiosk = Memory::mebibytes(64, "kiosk.memory");
    let setup = SweepSetup::within(kiosk, &experiment, 1, 1000, vec![]).unwrap();
    let few = setup.threads_within(kiosk, NonZeroUsize::new(1024).unwrap()).unwrap();
    assert!(few.get() > 1 && few.get() < 1024 && setup.fits(kiosk, few).is_ok());
    let vary = || {
        let values = (0..20).map(|n| format!("0.{}", n + 1)).collect::<Vec<_>>().join(",");
        let sizes = (1..=20).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        vec![
            Vary::parse(&format!("learning_rate={values}")).unwrap(),
            Vary::parse(&format!("batch_size={sizes}")).unwrap(),
        ]
    };
    let counts = allocation_counter::measure(|| {
        let said = SweepSetup::within(kiosk, &experiment, 1, 25_000, vary()).unwrap_err().to_string();
        assert!(said.contains("kiosk.memory"), "{said}");
    });
    assert!(counts.bytes_max < 1 << 20, "{}", counts.bytes_max);
}
