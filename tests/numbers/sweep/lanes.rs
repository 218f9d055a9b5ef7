//! However a seed is trained, its outcome is that of a single run with that seed.

use actlab::functions::function::Function;
use actlab::nn::experiment::{Experiment, Hyperparameter, Model, Success, find, parse};
use actlab::nn::optimizer::{Optimizer, Sgd};
use actlab::nn::report::verdict;
use actlab::nn::sweep::{Outcome, SweepSetup, run, run_seed};
use actlab::nn::training_run::TrainingRun;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The outcomes of a sweep, in order.
fn swept(experiment: &Arc<Experiment>, from: u64, seeds: u64) -> Vec<Outcome> {
    let setup = SweepSetup::new(experiment, from, seeds, vec![]).unwrap();
    let mut outcomes = Vec::new();
    let threads = NonZeroUsize::new(2).unwrap();
    run(&setup, threads, &AtomicBool::new(false), &|_, _| false, |batch| outcomes.extend(batch.outcomes)).unwrap();
    outcomes
}

/// Every number of an outcome in hexadecimal.
fn hex(outcome: &Outcome) -> String {
    let ends = outcome.contestants.iter().map(|end| {
        let marks: Vec<String> = end.recorded_losses.iter().map(|loss| format!("{:08x}", loss.to_bits())).collect();
        format!(
            "{:016x} {:016x} {:?} {:?} {:?} {:?} {}",
            end.loss.to_bits(),
            end.accuracy.to_bits(),
            end.r2.map(f64::to_bits),
            end.succeeded,
            end.epochs_to_success,
            end.cause,
            marks.join(" ")
        )
    });
    format!("{} {}", outcome.seed, ends.collect::<Vec<_>>().join(" | "))
}

fn same(experiment: &Arc<Experiment>, from: u64, seeds: u64) -> Vec<Outcome> {
    let setup = SweepSetup::new(experiment, from, seeds, vec![]).unwrap();
    let outcomes = swept(experiment, from, seeds);
    assert_eq!(outcomes.len() as u64, seeds);
    for (seed, outcome) in (from..).zip(&outcomes) {
        let alone = run_seed(experiment, seed, setup.recorded_epochs(), &AtomicBool::new(false)).unwrap().unwrap();
        assert_eq!(hex(outcome), hex(&alone), "{}", experiment.id);
    }
    outcomes
}

#[test]
fn every_experiment_on_four_samples_is_the_same_in_lanes() {
    let names = [
        "linear-or",
        "linear-and",
        "linear-xor",
        "sigmoid-or",
        "sigmoid-xor",
        "xor-two-sigmoids",
        "xor-by-hand",
        "vanishing-gradient",
        "saturated-start",
        "zero-centred",
    ];
    for name in names {
        let mut experiment = find(name).unwrap();
        experiment.epochs = experiment.epochs.last().min(300).into();
        same(&Arc::new(experiment), 7, 19);
    }
    same(&Arc::new(find("xor-two-sigmoids").unwrap()), 1, 40);
}

#[test]
fn every_hidden_activation_and_every_optimizer_is_the_same_in_lanes() {
    let mut two = find("xor-two-sigmoids").unwrap();
    two.epochs = 60.into();
    let activations = ["relu", "tanh", "leaky-relu", "prelu", "gelu", "swish", "sine", "step", "x * tanh(x)"];
    for activation in activations.into_iter().filter(|name| two.with(Hyperparameter::HiddenActivation, name).is_ok()) {
        same(&Arc::new(two.with(Hyperparameter::HiddenActivation, activation).unwrap()), 1, 9);
    }
    let momentum = |nesterov| Sgd { learning_rate: 0.5, momentum: 0.9, nesterov }.into();
    let named = Optimizer::names().into_iter().filter_map(Optimizer::named);
    for optimizer in named.chain([momentum(false), momentum(true)]) {
        let mut one = two.clone();
        for contestant in &mut one.contestants {
            if let Model::Network(setup) = &mut contestant.model {
                setup.optimizer = optimizer.clone();
            }
        }
        same(&Arc::new(one), 1, 9);
    }
    for init in ["zeros", "normal:0", "uniform:0", "constant:-0.5"] {
        same(&Arc::new(two.with(Hyperparameter::Init, init).unwrap()), 1, 9);
    }
}

/// A built-in experiment with fewer epochs.
fn shorter(name: &str, epochs: u64) -> Experiment {
    let mut experiment = find(name).unwrap();
    experiment.epochs = epochs.into();
    experiment
}

fn batch(experiment: &Experiment, size: usize) -> Experiment {
    experiment.with(Hyperparameter::BatchSize, &size.to_string()).unwrap()
}

#[test]
fn small_batches_of_drawn_data_are_the_same_in_lanes() {
    // 250 points: batches of 10 and 5 divide them, the others leave a shorter last batch.
    for size in [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 16, 17] {
        same(&Arc::new(batch(&shorter("spiral", 4), size)), 3, 9);
    }
    for size in [10, 5, 16] {
        same(&Arc::new(batch(&shorter("playground", 6), size)), 1, 8);
    }
    let mut whole = shorter("spiral", 6);
    whole.data.test = None;
    same(&Arc::new(whole), 1, 3);
}

#[test]
fn every_loss_is_the_same_in_lanes() {
    for loss in ["mse", "half-mse", "mae", "huber", "log-cosh"] {
        same(&Arc::new(shorter("spiral", 3).with(Hyperparameter::Loss, loss).unwrap()), 1, 8);
    }
    for loss in ["mse", "binary-cross-entropy", "hinge"] {
        same(&Arc::new(shorter("xor-two-sigmoids", 50).with(Hyperparameter::Loss, loss).unwrap()), 1, 8);
    }
    let classes = "epochs = 3\n[data]\nkind = \"iris\"\ntest = 0.4\n[[contestant]]\nloss = \"softmax-cross-entropy\"\n\
                   layers = [{ units = 5, activation = \"gelu\" }, { units = 3, activation = \"linear\" }]\nbatch_size = 12\n";
    same(&Arc::new(parse(classes, "classes").unwrap()), 1, 11);
    let curve = "epochs = 8\n[data]\nkind = \"sine\"\npoints = 40\n[[contestant]]\nbatch_size = 16\n\
                 layers = [{ units = 6, activation = \"relu\" }, { units = 1, activation = \"linear\" }]\n[[contestant]]\n\
                 layers = [{ units = 3, activation = \"tanh\" }, { units = 1, activation = \"linear\" }]\nbatch_size = 6\n";
    same(&Arc::new(parse(curve, "curve").unwrap()), 1, 17);
}

#[test]
fn runs_that_diverge_in_small_batches_are_the_same_in_lanes() {
    let mut wild = shorter("spiral", 20).with(Hyperparameter::LearningRate, "0.5").unwrap();
    wild = wild.with(Hyperparameter::HiddenActivation, "relu").unwrap();
    if let Model::Network(setup) = &mut wild.contestants[0].model {
        setup.layers[3].function = Function::parse("x").unwrap();
        setup.optimizer = Sgd { learning_rate: 0.3, momentum: 0.0, nesterov: false }.into();
    }
    (wild.loss_limit, wild.success) = (1e4, Some(Success::Loss(0.2)));
    let outcomes = same(&Arc::new(wild), 1, 40);
    let diverged = outcomes.iter().filter(|outcome| outcome.contestants[0].rank().is_infinite()).count();
    assert!((1..40).contains(&diverged), "{diverged} of 40 diverged");
}

#[test]
fn runs_that_diverge_are_the_same_in_lanes() {
    let mut wild = find("xor-two-sigmoids").unwrap().with(Hyperparameter::LearningRate, "2").unwrap();
    (wild.epochs, wild.loss_limit, wild.success) = (50.into(), 4.0, Some(Success::Loss(0.2)));
    let outcomes = same(&Arc::new(wild), 1, 40);
    let diverged = outcomes.iter().filter(|outcome| outcome.contestants[0].rank().is_infinite()).count();
    assert!((1..40).contains(&diverged), "{diverged} of 40 diverged");
}

#[test]
fn an_outcome_is_what_train_says() {
    for (name, seed) in [("parabola", 3), ("xor-two-sigmoids", 11), ("perceptron-xor", 5)] {
        let experiment = Arc::new(find(name).unwrap());
        let outcome = swept(&experiment, seed, 1).remove(0);
        let mut training_run = TrainingRun::new(&experiment, seed).unwrap();
        training_run.finish();
        for (end, seen) in outcome.contestants.iter().zip(training_run.observe()) {
            let verdict = verdict(&experiment, &seen);
            assert_eq!(end.loss.to_bits(), verdict.reached.loss.to_bits());
            assert_eq!(end.accuracy.to_bits(), verdict.reached.accuracy.to_bits());
            assert_eq!((end.succeeded, end.r2), (verdict.succeeded, verdict.reached.r2));
        }
    }
}

/// Lanes know the first of these keys. With the others each seed must be a single run.
#[test]
fn a_sweep_follows_the_rules_of_the_playground() {
    let keys = [
        "bias_init = 0.3",
        "init = \"playground\"",
        "last_batch = \"carry\"",
        "last_batch = \"carry\"\nbatch_size = 5",
        "loss = \"half-mse\"",
        "l1 = 0.1\nl1_rule = \"cut\"",
    ];
    for key in keys {
        let text = format!(
            "epochs = 20\ndata = \"xor\"\n[success]\naccuracy = 1.0\n[[contestant]]\n{key}\n\
             layers = [{{ units = 2, activation = \"sigmoid\" }}, {{ units = 1, activation = \"sigmoid\" }}]\n"
        );
        let outcomes = same(&Arc::new(parse(&text, "x.toml").unwrap()), 1, 9);
        assert_ne!(outcomes[0].contestants[0].loss, outcomes[1].contestants[0].loss, "{key}");
    }
}
