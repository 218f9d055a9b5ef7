//! However a seed is trained, its outcome is that of a single run with that seed.

use actlab::functions::function::Function;
use actlab::nn::experiment::{Experiment, Hyperparameter, Model, Success, find, parse};
use actlab::nn::optimizer::{Optimizer, Sgd};
use actlab::nn::regularizer::{L1, L1Rule};
use actlab::nn::report::verdict;
use actlab::nn::stop::StopRule;
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

#[test]
fn the_rules_of_a_step_are_the_same_in_lanes() {
    let keys = [
        "bias_init = 0.3",
        "init = \"playground\"",
        "last_batch = \"carry\"",
        "last_batch = \"carry\"\nbatch_size = 3",
        "last_batch = \"carry\"\nbatch_size = 5",
        "loss = \"half-mse\"",
        "l1 = 0.1\nl1_rule = \"cut\"",
        "l1 = 0.02\nl2 = 0.01",
        "l2 = 0.05",
        "regularizers = [{ kind = \"max-norm\", max_value = 0.6 }]",
        "regularizers = [{ kind = \"max-norm\", max_value = 2 }, { kind = \"l1\", strength = 0.01 }, \"l2\"]",
        "l1 = 0.05\nl1_rule = \"cut\"\nl2 = 0.001\nlast_batch = \"carry\"\nbatch_size = 3\noptimizer = \"adam\"",
    ];
    for key in keys {
        let text = format!(
            "epochs = 20\ndata = \"xor\"\n[success]\naccuracy = 1.0\n[[contestant]]\n{key}\n\
             layers = [{{ units = 2, activation = \"sigmoid\" }}, {{ units = 1, activation = \"sigmoid\" }}]\n"
        );
        let outcomes = same(&Arc::new(parse(&text, "x.toml").unwrap()), 1, 13);
        assert_ne!(outcomes[0].contestants[0].loss, outcomes[1].contestants[0].loss, "{key}");
    }
}

#[test]
fn parameters_that_are_not_trained_are_the_same_in_lanes() {
    let text = "epochs = 6\n[data]\nkind = \"spiral\"\npoints = 60\n[[contestant]]\nbatch_size = 8\n\
                optimizer = { kind = \"sgd\", learning_rate = 0.1, momentum = 0.9 }\nlayers = [\
                { units = 4, activation = \"tanh\", frozen = [1], cut = [[2, 1], [3, 2]] },\
                { units = 1, activation = \"tanh\", cut = [[1, 3]] }]\n";
    same(&Arc::new(parse(text, "held.toml").unwrap()), 1, 8);
}

#[test]
fn links_that_a_penalty_has_cut_are_the_same_in_lanes() {
    let mut sparse = shorter("playground", 30);
    if let Model::Network(setup) = &mut sparse.contestants[0].model {
        setup.regularizers = vec![L1 { strength: 0.05, rule: L1Rule::Cut }.into()];
    }
    let sparse = Arc::new(sparse);
    same(&sparse, 1, 8);
    let mut one = TrainingRun::new(&sparse, 1).unwrap();
    one.finish();
    assert!(one.observe()[0].layers[0].cut_links() > Some(0), "the penalty has cut something");
}

#[test]
fn every_measure_of_a_whole_batch_is_the_same_in_lanes() {
    let regression = |loss: &str| {
        format!(
            "epochs = 9\n[success]\nloss = 0.2\n[data]\nkind = \"sine\"\npoints = 12\n[[contestant]]\nloss = \"{loss}\"\n\
             layers = [{{ units = 3, activation = \"tanh\" }}, {{ units = 1, activation = \"linear\" }}]\n"
        )
    };
    for loss in ["mse", "mae", "half-mse"] {
        let outcomes = same(&Arc::new(parse(&regression(loss), "x.toml").unwrap()), 1, 9);
        assert!(outcomes[0].contestants[0].r2.is_some());
    }
    let classes = "epochs = 9\n[data]\nkind = \"blobs\"\npoints = 15\n[success]\naccuracy = 0.9\n[[contestant]]\n\
                   loss = \"softmax-cross-entropy\"\nlayers = [{ units = 3, activation = \"linear\" }]\n";
    same(&Arc::new(parse(classes, "classes.toml").unwrap()), 1, 9);
}

#[test]
fn runs_that_stop_by_a_rule_are_the_same_in_lanes() {
    let ends = |experiment: &Experiment, rules: &str, seeds: u64| {
        let mut experiment = experiment.clone();
        experiment.stop = StopRule::parse_all(rules).unwrap();
        same(&Arc::new(experiment), 1, seeds)
    };
    let epochs = |outcomes: &[Outcome]| {
        let mut epochs: Vec<_> =
            outcomes.iter().filter_map(|outcome| outcome.contestants[0].epochs_to_success).collect();
        epochs.sort_unstable();
        epochs.dedup();
        epochs.len()
    };
    // A whole batch without a test: the losses come from the steps themselves.
    let mut xor = find("xor-two-sigmoids").unwrap();
    (xor.epochs, xor.success) = (2000.into(), Some(Success::Loss(0.2)));
    assert!(epochs(&ends(&xor, "loss=0.2", 16)) > 3);
    ends(&xor, "accuracy=1", 16);
    ends(&xor, "patience=3,loss=0.001", 16);
    // Small batches with a test.
    let spiral = shorter("spiral", 30);
    for rules in ["test_loss=0.48", "loss=0.48", "patience=2", "test_accuracy=0.6,accuracy=0.7"] {
        ends(&spiral, rules, 9);
    }
    // Contestants stop one by one.
    let race = "epochs = 60\n[data]\nkind = \"circle\"\npoints = 60\ntest = 0.25\n\
                [[contestant]]\nbatch_size = 9\nlayers = [{ units = 3, activation = \"tanh\" }, { units = 1, activation = \"tanh\" }]\n\
                [[contestant]]\nbatch_size = 5\nlayers = [{ units = 3, activation = \"relu\" }, { units = 1, activation = \"tanh\" }]\n";
    ends(&parse(race, "race.toml").unwrap(), "loss=0.4", 11);
}

#[test]
fn runs_that_are_edited_are_the_same_in_lanes() {
    let edits: [&[&str]; 5] = [
        &["5 unit+ 1"],
        &["0 set activation relu", "4 activation 1 gelu"],
        &["3.2 set learning_rate 0.05", "6 layer+ 2"],
        &["2 set l2 0.01", "4 set batch_size 16", "5 set batch_size 40", "8 set batch_size 7"],
        &["4 freeze 1.1", "4 cut 1.2.1", "7 value 1.1.2 0.5", "9 thaw 1.1"],
    ];
    for texts in edits {
        let mut experiment = shorter("playground", 10);
        for text in texts {
            experiment.journal.add_written(text).unwrap();
        }
        same(&Arc::new(experiment), 1, 9);
    }
}
