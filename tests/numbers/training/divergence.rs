//! Runs that diverge report when and where, and the other contestants continue.

use super::common::on_table;
use actlab::functions::function::Function;
use actlab::nn::experiment::{Model, NetworkSetup, find, parse};
use actlab::nn::network::LayerSetup;
use actlab::nn::optimizer::Sgd;
use actlab::nn::training_run::{Divergence, Overflow, Status, TrainingRun};
use std::sync::Arc;

fn line(rate: f64, activation: &str) -> NetworkSetup {
    let mut layer = LayerSetup::new(1, Function::named(activation).unwrap());
    layer.weights = Some(vec![vec![1.0]]);
    let mut setup = NetworkSetup::new(vec![layer]);
    setup.optimizer = Sgd { learning_rate: rate, ..Sgd::default() }.into();
    setup
}

#[test]
fn the_epoch_and_the_first_layer_are_named() {
    // Each epoch multiplies the error by 1 - 2 rate (x² + 1) = -399, so its square exceeds 1e12 in the fourth epoch.
    let experiment = Arc::new(on_table(line(100.0, "linear"), vec![vec![1.0]], vec![vec![1.5]]));
    let mut run = TrainingRun::new(&experiment, 1).unwrap();
    run.finish();
    let divergence = Divergence { epoch: 4, layer: 1, overflow: Overflow::PastLimit };
    assert_eq!(run.statuses(), [Status::Diverged(divergence)]);
    assert_eq!(divergence.to_string(), "diverged in epoch 4: the loss is above the limit, first seen in layer 1");
    assert_eq!(run.take_epochs()[0].len(), 3);
    assert!(run.is_done());
    assert!(run.observe()[0].layers[0].weights[[0, 0]].is_finite());
}

#[test]
fn infinity_is_found_in_the_layer_it_comes_from() {
    let layer = |units: usize, weights: Vec<Vec<f64>>| {
        let mut layer = LayerSetup::new(units, Function::named("relu").unwrap());
        layer.weights = Some(weights);
        layer
    };
    let huge = vec![layer(1, vec![vec![1.0]]), layer(1, vec![vec![1e300]]), layer(1, vec![vec![1e300]])];
    let experiment = Arc::new(on_table(NetworkSetup::new(huge), vec![vec![2.0]], vec![vec![0.5]]));
    let mut run = TrainingRun::new(&experiment, 1).unwrap();
    run.advance(1);
    let Status::Diverged(divergence) = run.statuses()[0] else { panic!("it diverges") };
    assert_eq!((divergence.epoch, divergence.layer, divergence.overflow), (1, 3, Overflow::Infinite));
}

#[test]
fn every_sample_of_the_batch_is_searched() {
    // Only the first of a hundred samples overflows, in the first layer.
    let layer = |weight: f64| {
        let mut layer = LayerSetup::new(1, Function::named("relu").unwrap());
        layer.weights = Some(vec![vec![weight]]);
        layer
    };
    for (first, batch, found) in [(1e300, 100, 1), (1e3, 100, 1), (1e-5, 100, 2), (1e300, 7, 1)] {
        let mut setup = NetworkSetup::new(vec![layer(1e10), layer(1e5)]);
        (setup.batch_size, setup.shuffle) = (batch, false);
        let inputs = (0..100).map(|n| vec![if n == 0 { first } else { 0.0 }]).collect();
        let experiment = Arc::new(on_table(setup, inputs, vec![vec![0.5]; 100]));
        let mut run = TrainingRun::new(&experiment, 1).unwrap();
        run.advance(1);
        let Status::Diverged(divergence) = run.statuses()[0] else { panic!("it diverges") };
        assert_eq!(divergence.layer, found, "{first}, {batch}");
    }
}

#[test]
fn the_others_go_on() {
    let mut experiment = find("relu-dying").unwrap();
    let Model::Network(setup) = &mut experiment.contestants[1].model else { panic!("a network") };
    *setup.optimizer.learning_rate_mut() = 1e9;
    let mut run = TrainingRun::new(&Arc::new(experiment), 1).unwrap();
    run.finish();
    let statuses = run.statuses();
    assert!(matches!(statuses[1], Status::Diverged(_)), "{statuses:?}");
    assert_eq!((statuses[0], statuses[2]), (Status::Finished, Status::Finished));
    assert_eq!(run.take_epochs()[0].len(), 100);
}

#[test]
fn whatever_a_file_asks_for_nothing_panics() {
    let losses = ["mse", "mae", "huber", "binary-cross-entropy", "softmax-cross-entropy", "hinge"];
    for activation in actlab::functions::activation::all() {
        for loss in losses {
            let text = format!(
                "epochs = 20\n[data]\nkind = \"inline\"\ninputs = [[1e200, -1], [0, 1e-300], [3, 4]]\n\
                 targets = [[1], [0], [1]]\n[[contestant]]\nlayers = [{{ units = 3, activation = \"{0}\" }}, \
                 {{ units = 1, activation = \"{0}\" }}]\nloss = \"{loss}\"\n\
                 optimizer = {{ kind = \"sgd\", learning_rate = 1e10 }}\n",
                activation.id
            );
            let mut run = TrainingRun::new(&Arc::new(parse(&text, "t").unwrap()), 1).unwrap();
            run.finish();
            assert_eq!(run.observe().len(), 1);
        }
    }
}
