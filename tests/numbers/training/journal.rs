//! Edits of a run: they keep what was learnt, and a run is a function of its setup, its seed and its journal.

use super::common::bits;
use actlab::functions::activation;
use actlab::jobs::RunId;
use actlab::jobs::train::{KeptRuns, TrainJob};
use actlab::nn::experiment::{Experiment, Hyperparameter, JournalEntry, Model, RunJournal, find, parse};
use actlab::nn::memory::Memory;
use actlab::nn::run_position::RunPosition;
use actlab::nn::training_run::{Checkpoint, TrainingRun};
use proptest::prelude::*;
use std::sync::Arc;

/// A small spiral with three hidden units twice and a test, in batches of ten.
const SPIRAL: &str = "epochs = 60\n[data]\nkind = \"spiral\"\npoints = 60\ntest = 0.5\n[[contestant]]\nname = \"a\"\n\
     layers = [{ units = 3, activation = \"tanh\" }, { units = 3, activation = \"tanh\" }, { units = 1, activation = \"tanh\" }]\n\
     loss = \"mse\"\noptimizer = { kind = \"adam\", learning_rate = 0.02 }\nbatch_size = 10\n";

fn spiral() -> Experiment {
    parse(SPIRAL, "spiral.toml").unwrap()
}

fn journal(texts: &[&str]) -> RunJournal {
    let mut journal = RunJournal::default();
    for text in texts {
        journal.add_written(text).unwrap();
    }
    journal
}

fn run(texts: &[&str]) -> TrainingRun {
    TrainingRun::new(&Arc::new(Experiment { journal: journal(texts), ..spiral() }), 3).unwrap()
}

fn outputs(run: &TrainingRun) -> Vec<f64> {
    run.observe()[0].learner.predict(run.data().inputs.view()).into_iter().collect()
}

/// The largest difference of the outputs before and after an edit at epoch 20.
fn moved(text: &str) -> f64 {
    let mut before = run(&[]);
    before.advance_epochs(20);
    let mut after = run(&[text]);
    after.advance_epochs(20);
    assert_eq!(after.applied(), 1, "{text}");
    let moved = outputs(&before).iter().zip(outputs(&after)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert_eq!(after.moved(), Some(moved), "{text}");
    moved
}

#[test]
fn a_new_unit_leaves_the_outputs_as_they_are() {
    assert_eq!(moved("20@1 unit+ 1"), 0.0);
    assert_eq!(moved("20@1 unit+ 2"), 0.0);
    assert_eq!(moved("20@1 freeze 1.2"), 0.0);
    assert_eq!(moved("20 set learning_rate 0.5"), 0.0);
    assert!(moved("20@1 unit- 1.2") > 0.0);
    let mut run = run(&["20@1 unit+ 1"]);
    run.advance_epochs(20);
    let layers = &run.observe()[0].layers;
    assert!(layers[0].weights.row(3).iter().all(|w| *w != 0.0), "drawn");
    assert!(layers[1].weights.column(3).iter().all(|w| *w == 0.0), "zero");
    run.advance_epochs(1);
    assert!(run.observe()[0].layers[1].weights.column(3).iter().all(|w| *w != 0.0), "trained");
}

#[test]
fn a_new_layer_is_as_close_to_the_identity_as_its_activation_allows() {
    // The activation of a new layer is that of the layer below.
    let with = |activation: &str| {
        let text = SPIRAL.replacen(
            "units = 3, activation = \"tanh\"",
            &format!("units = 3, activation = \"{activation}\""),
            1,
        );
        let mut experiment = parse(&text, "spiral.toml").unwrap();
        experiment.journal = journal(&["20@1 layer+ 2"]);
        let mut run = TrainingRun::new(&Arc::new(experiment), 3).unwrap();
        run.advance_epochs(20);
        assert_eq!(run.observe()[0].layers.len(), 4);
        run.moved().unwrap()
    };
    for exact in ["linear", "relu", "leaky-relu", "relu6"] {
        assert!(with(exact) < 1e-9, "{exact}: {}", with(exact));
    }
    for near in ["tanh", "sigmoid", "gelu", "swish", "elu", "softplus", "softsign"] {
        assert!(with(near) < 0.05, "{near}: {}", with(near));
    }
    for activation in activation::all().filter(|one| one.id != "softmax") {
        assert!(with(activation.id).is_finite(), "{}", activation.id);
    }
    // Removing it again gives nearly the network from before.
    let mut both = run(&["20@1 layer+ 2", "20@1 layer- 2"]);
    both.advance_epochs(20);
    let mut none = run(&[]);
    none.advance_epochs(20);
    let far = outputs(&both).iter().zip(outputs(&none)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(far < 0.05, "{far}");
}

#[test]
fn an_edit_at_the_start_is_the_setup_that_it_makes() {
    let same = |texts: &[&str], from: &str, to: &str| {
        assert!(SPIRAL.contains(from));
        let written = parse(&SPIRAL.replacen(from, to, 1), "spiral.toml").unwrap();
        let mut written = TrainingRun::new(&Arc::new(written), 3).unwrap();
        let mut edited = run(texts);
        assert_eq!(bits(&edited), bits(&written), "{texts:?}");
        edited.finish();
        written.finish();
        assert_eq!(bits(&edited), bits(&written), "{texts:?}");
    };
    same(&["0@1 unit+ 1"], "units = 3", "units = 4");
    same(&["0@1 unit- 1.1"], "units = 3", "units = 2");
    same(&["0@1 layer- 1"], "{ units = 3, activation = \"tanh\" }, ", "");
    same(&["0@1 layer+ 1", "0@1 unit- 1.1"], "{ units", "{ units = 1, activation = \"tanh\" }, { units");
    same(&["0@1 activation 1 relu"], "\"tanh\"", "\"relu\"");
    same(&["0 set batch_size 7"], "batch_size = 10", "batch_size = 7");
    same(&["0 set l2 0.01"], "batch_size = 10", "l2 = 0.01\nbatch_size = 10");
    same(&["0@1 cut 1.2.1", "0@1 freeze 1.1"], "units = 3", "cut = [[2, 1]], frozen = [1], units = 3");
}

#[test]
fn marks_hold_under_every_optimiser() {
    for optimizer in ["sgd", "rmsprop", "adam", "adamw", "nadam"] {
        let rate = format!("0 set optimizer {optimizer}:0.01");
        let mut run = run(&[&rate, "0 set l2 0.1", "10@1 cut 1.2.1", "10@1 freeze 2.1"]);
        run.advance_epochs(10);
        let before = run.observe()[0].layers.clone();
        assert_eq!((before[0].cut.clone(), before[1].frozen.clone()), (vec![(1, 0)], vec![0]));
        run.advance_epochs(20);
        let after = run.observe()[0].layers.clone();
        assert_eq!(after[0].weights[[1, 0]], 0.0, "{optimizer}");
        assert_eq!(after[1].weights.row(0), before[1].weights.row(0), "{optimizer}");
        assert_eq!(after[1].biases[0], before[1].biases[0], "{optimizer}");
        assert_ne!(after[1].weights.row(1), before[1].weights.row(1), "{optimizer}");
        assert_ne!(after[0].weights[[1, 1]], before[0].weights[[1, 1]], "{optimizer}");
    }
    let mut thawed = run(&["10@1 freeze 2.1", "10@1 cut 1.2.1", "20@1 thaw 2.1", "20@1 restore 1.2.1"]);
    thawed.advance_epochs(20);
    let before = thawed.observe()[0].layers.clone();
    thawed.advance_epochs(1);
    let after = thawed.observe()[0].layers.clone();
    assert_ne!(after[1].weights.row(0), before[1].weights.row(0));
    assert_ne!(after[0].weights[[1, 0]], 0.0);
}

#[test]
fn a_value_is_set_and_trained_from_there() {
    let mut run = run(&["10@1 value 1.2.1 0.5", "10@1 value 2.3.b -1"]);
    run.advance_epochs(10);
    let layers = run.observe()[0].layers.clone();
    assert_eq!((layers[0].weights[[1, 0]], layers[1].biases[2]), (0.5, -1.0));
    run.advance(1);
    assert_ne!(run.observe()[0].layers[0].weights[[1, 0]], 0.5);
    let perceptron = |texts: &[&str]| {
        let experiment = Experiment { journal: journal(texts), ..find("perceptron-or").unwrap() };
        TrainingRun::new(&Arc::new(experiment), 1)
    };
    let mut run = perceptron(&["1@1 value 1.1.b 7", "1 set learning_rate 0.5"]).unwrap();
    run.advance_epochs(1);
    assert_eq!(run.observe()[0].layers[0].biases, [7.0]);
    let refused = perceptron(&["1@1 unit+ 1"]).unwrap_err().to_string();
    assert!(refused.contains("perceptron") && refused.contains("1@1 unit+ 1"), "{refused}");
}

#[test]
fn what_cannot_be_edited_is_refused_with_what_would_be_right() {
    let says = |text: &str| spiral().edited(&JournalEntry::parse(text).unwrap()).unwrap_err().to_string();
    assert!(says("1@2 unit+ 1").contains("there is no contestant 2"));
    assert!(says("1@1 unit+ 4").contains("no layer 4"));
    assert!(says("1@1 unit+ 3").contains("hidden layer"));
    assert!(says("1@1 layer- 3").contains("hidden layer"));
    assert!(says("1@1 unit- 1.4").contains("no unit 4"));
    assert!(says("1@1 value 1.1.3 1").contains("no input 3"));
    assert!(says("1@1 value 1.1.1 inf").contains("finite"));
    assert!(says("1 set noise 1").contains("start of a run"));
    assert!(says("1 set batch_size 0").contains("whole number"));
    let cut = spiral().edited(&JournalEntry::parse("1@1 cut 1.1.1").unwrap()).unwrap();
    assert!(cut.edited(&JournalEntry::parse("1@1 value 1.1.1 1").unwrap()).unwrap_err().to_string().contains("cut"));
    let one = spiral().with(Hyperparameter::Units, "1").unwrap();
    assert!(
        one.edited(&JournalEntry::parse("1@1 unit- 1.1").unwrap()).unwrap_err().to_string().contains("one unit left")
    );
}

/// An edit of what is there at the time, chosen by numbers.
fn edit(experiment: &Experiment, at: RunPosition, (kind, a, b): (u8, usize, usize)) -> Option<JournalEntry> {
    let Model::Network(setup) = &experiment.contestants[0].model else { return None };
    let layer = a % setup.layers.len();
    let (unit, inputs) = (b % setup.layers[layer].units, if layer == 0 { 2 } else { setup.layers[layer - 1].units });
    let (l, u, i) = (layer + 1, unit + 1, b % inputs + 1);
    let rate = 0.001 * (b + 1) as f64;
    let text = match kind % 13 {
        0 => format!("unit+ {l}"),
        1 => format!("unit- {l}.{u}"),
        2 if setup.layers.len() < 5 => format!("layer+ {l}"),
        3 => format!("layer- {l}"),
        4 => format!("activation {l} {}", ["relu", "gelu", "tanh", "prelu"][b % 4]),
        5 => format!("value {l}.{u}.{i} {}", rate * 50.0),
        6 => format!("value {l}.{u}.b {rate}"),
        7 => format!("cut {l}.{u}.{i}"),
        8 => format!("freeze {l}.{u}"),
        9 => format!("set learning_rate {rate}"),
        10 => format!("set batch_size {}", 4 + b % 9),
        11 => format!("set optimizer {}", ["sgd", "nadam", "rmsprop"][b % 3]),
        _ => format!("set l1 {}", rate * 0.1),
    };
    let entry = JournalEntry::parse(&format!("{at}@1 {text}")).unwrap();
    experiment.edited(&entry).is_ok().then_some(entry)
}

/// Edits, each with the steps to the next one.
fn edits() -> impl Strategy<Value = Vec<((u8, usize, usize), u64)>> {
    prop::collection::vec(((any::<u8>(), 0..6_usize, 0..40_usize), 0..9_u64), 1..9)
}

/// The experiment with a journal of these edits, made as a run goes on.
fn with_journal(edits: &[((u8, usize, usize), u64)]) -> Experiment {
    let mut experiment = spiral();
    let mut current = spiral();
    let mut at = RunPosition::START;
    for (kind, steps) in edits {
        if let Some(entry) = edit(&current, at, *kind) {
            current = current.edited(&entry).unwrap();
            experiment.journal = experiment.journal.with(entry).unwrap();
        }
        at = at.plus(*steps, 3);
    }
    experiment
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The bits depend neither on how a run is cut, nor on checkpoints, nor on having been written to a file.
    #[test]
    fn a_run_is_a_function_of_setup_seed_and_journal(edits in edits(), cuts in prop::collection::vec(1..9_u64, 1..6)) {
        let experiment = Arc::new(with_journal(&edits));
        let mut whole = TrainingRun::new(&experiment, 3).unwrap();
        whole.advance_epochs(25);
        let mut cut = TrainingRun::new(&experiment, 3).unwrap();
        for steps in cuts.iter().cycle() {
            if cut.at() >= RunPosition::epoch(25) {
                break;
            }
            let left = RunPosition::epoch(25).steps(cut.steps_per_epoch()) - cut.at().steps(cut.steps_per_epoch());
            let until_edit = cut.next_edit().map_or(u64::MAX, |at| at.steps(cut.steps_per_epoch()) - cut.at().steps(cut.steps_per_epoch()));
            cut.advance((*steps).min(left).min(until_edit.max(1)));
            let saved = Checkpoint::from_json(&cut.save().to_json()).unwrap();
            cut = TrainingRun::resume(&saved).unwrap();
        }
        prop_assert_eq!(bits(&cut), bits(&whole));
        let read = parse(&experiment.to_toml(), "spiral.toml").unwrap();
        prop_assert_eq!(&read, &*experiment);
        let mut read = TrainingRun::new(&Arc::new(read), 3).unwrap();
        read.advance_epochs(25);
        prop_assert_eq!(bits(&read), bits(&whole));
    }

    /// Edits while a run goes on, undone one by one at its end, give at each point the run of the shorter journal.
    #[test]
    fn an_edit_that_is_undone_has_never_been(edits in edits(), redone in any::<bool>()) {
        let mut runs = KeptRuns::default();
        let job = |experiment: &Experiment, to| TrainJob {
            run: RunId(1), experiment: Arc::new(experiment.clone()), seed: 3, to, is_full_speed: false, memory: Memory::UNLIMITED,
        };
        let mut made = vec![spiral()];
        let (mut current, mut at) = (spiral(), RunPosition::START);
        for (kind, steps) in &edits {
            if let Some(entry) = edit(&current, at, *kind) {
                current = current.edited(&entry).unwrap();
                let mut next = made.last().unwrap().clone();
                next.journal = next.journal.with(entry).unwrap();
                made.push(next);
            }
            let last = made.last().unwrap();
            let status = runs.train(&job(last, at), &mut || true).unwrap();
            at = status.at.plus(*steps, status.per_epoch);
            at = runs.train(&job(last, at), &mut || true).unwrap().at;
            if redone && made.len() > 1 {
                runs.train(&job(&made[made.len() - 2], at), &mut || true).unwrap();
            }
        }
        for experiment in made.iter().rev() {
            let undone = runs.train(&job(experiment, at), &mut || true).unwrap();
            let never = KeptRuns::default().train(&job(experiment, at), &mut || true).unwrap();
            prop_assert_eq!(undone.at, never.at);
            prop_assert_eq!(&undone.histories, &never.histories);
            prop_assert_eq!(&undone.experiment, &never.experiment);
            let numbers = |status: &actlab::jobs::train::RunStatus| format!("{:?}", status.observations[0].layers);
            prop_assert_eq!(numbers(&undone), numbers(&never));
        }
    }
}

#[test]
fn the_memory_of_a_run_is_that_of_its_largest_network() {
    let grown: Vec<String> = (0..40).map(|_| "5@1 unit+ 1".to_owned()).collect();
    let shrunk = (0..40).map(|_| "6@1 unit- 1.1".to_owned());
    let both: Vec<String> = grown.iter().cloned().chain(shrunk).collect();
    let memory = |texts: &[String]| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Experiment { journal: journal(&texts), ..spiral() }.memory()
    };
    let wide = spiral().with(Hyperparameter::Layers, "43-3").unwrap().memory();
    assert!(memory(&grown) >= wide && memory(&both) >= wide, "{} {} {wide}", memory(&grown), memory(&both));
    assert!(spiral().memory() < wide);
}
