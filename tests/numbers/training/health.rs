//! The statistics of layers, and the metrics of an epoch.

use super::common::{on_table, training_run};
use actlab::functions::function::Function;
use actlab::nn::experiment::NetworkSetup;
use actlab::nn::loss::Loss;
use actlab::nn::network::LayerSetup;
use actlab::nn::training_run::TrainingRun;
use std::sync::Arc;

fn layer(activation: &str, weights: &[&[f64]], biases: &[f64]) -> LayerSetup {
    let mut layer = LayerSetup::new(weights.len(), Function::named(activation).unwrap());
    layer.weights = Some(weights.iter().map(|row| row.to_vec()).collect());
    layer.biases = Some(biases.to_vec());
    layer
}

#[test]
fn dead_and_saturated_units_are_counted() {
    let hidden = layer("relu", &[&[1.0], &[-1.0], &[1.0]], &[0.0, -5.0, 0.5]);
    let squash = layer("sigmoid", &[&[100.0, 0.0, 0.0], &[0.0, 0.0, 1.0]], &[0.0, 0.0]);
    let last = layer("linear", &[&[1.0, 1.0]], &[0.0]);
    let inputs = vec![vec![0.0], vec![1.0], vec![2.0], vec![3.0]];
    let targets = vec![vec![0.25], vec![0.5], vec![1.0], vec![1.5]];
    let run = TrainingRun::new(&Arc::new(on_table(NetworkSetup::new(vec![hidden, squash, last]), inputs, targets)), 1)
        .unwrap();
    let layers = &run.observe()[0].layers;
    assert_eq!(layers[0].health.dead, [false, true, false]);
    assert_eq!((layers[0].health.dead_units(), layers[0].health.is_dead()), (1, false));
    // Of units 1 and 3, only the first has slope zero anywhere: at input 0.
    assert_eq!(layers[0].health.saturated, 1.0 / 8.0);
    assert_eq!(layers[0].health.mean, (6.0 + 8.0) / 12.0);
    let squares = 1.0 + 4.0 + 9.0 + 0.25 + 2.25 + 6.25 + 12.25;
    let variance = squares / 12.0 - (14.0_f64 / 12.0) * (14.0 / 12.0);
    assert!((layers[0].health.variance - variance).abs() < 1e-15);
    // The first sigmoid is saturated at inputs 1, 2, 3.
    assert_eq!((layers[1].health.saturated, layers[1].health.dead_units()), (3.0 / 8.0, 0));
    assert_eq!((layers[2].health.saturated, layers[2].parameters()), (0.0, 3));
    let lengths: Vec<f64> =
        run.gradients(0).iter().map(|g| g.weights.iter().chain(&g.biases).map(|x| x * x).sum::<f64>().sqrt()).collect();
    assert_eq!(layers.iter().map(|layer| layer.health.gradient).collect::<Vec<_>>(), lengths);
    assert!(lengths[0] > 0.0);
}

#[test]
fn the_gradient_vanishes_under_sigmoids() {
    let seen = training_run("vanishing-gradient", 7879).observe();
    let shrink = |contestant: usize| {
        let layers = &seen[contestant].layers;
        layers[0].health.gradient / layers[7].health.gradient
    };
    assert!(shrink(0) < 1e-4, "sigmoid {}", shrink(0));
    assert!(shrink(1) > 1e-2, "tanh {}", shrink(1));
}

#[test]
fn an_epoch_is_the_mean_over_its_batches_with_a_short_one_at_its_weight() {
    let mut still = NetworkSetup::new(vec![layer("linear", &[&[1.0]], &[0.0])]);
    *still.optimizer.learning_rate_mut() = 1e-300;
    still.batch_size = 2;
    let inputs = vec![vec![1.0], vec![2.0], vec![3.0]];
    let targets = vec![vec![1.0], vec![2.5], vec![5.0]];
    let mut run = TrainingRun::new(&Arc::new(on_table(still, inputs, targets)), 1).unwrap();
    assert_eq!(run.steps_per_epoch(), 2);
    run.advance_epochs(1);
    let epoch = run.take_epochs()[0][0];
    assert!((epoch.batches.loss - 4.25 / 3.0).abs() < 1e-15, "{}", epoch.batches.loss);
    // The tolerance is a tenth of the targets' standard deviation, 0.1652, so one of three is right.
    assert_eq!((epoch.epoch, epoch.batches.accuracy), (1, 1.0 / 3.0));
    let spread = 1.0 + 6.25 + 25.0 - 8.5 * 8.5 / 3.0;
    assert!((epoch.batches.r2.unwrap() - (1.0 - 4.25 / spread)).abs() < 1e-12);
    assert_eq!(run.evaluate()[0].accuracy, epoch.batches.accuracy);
}

#[test]
fn what_is_right_depends_on_the_task() {
    let accuracy = |setup: NetworkSetup, targets: Vec<Vec<f64>>| {
        let inputs = vec![vec![-1.0], vec![0.25], vec![1.0]];
        TrainingRun::new(&Arc::new(on_table(setup, inputs, targets)), 1).unwrap().evaluate()[0].accuracy
    };
    let one = || NetworkSetup::new(vec![layer("linear", &[&[1.0]], &[0.0])]);
    let labels = vec![vec![0.0], vec![1.0], vec![1.0]];
    assert_eq!(accuracy(one(), labels.clone()), 2.0 / 3.0);
    let hinge = NetworkSetup { loss: Loss::named("hinge").unwrap(), ..one() };
    assert_eq!(accuracy(hinge, labels), 1.0);
    let mut two = NetworkSetup::new(vec![layer("linear", &[&[1.0], &[-1.0]], &[0.0, 0.0])]);
    two.loss = Loss::named("softmax-cross-entropy").unwrap();
    assert_eq!(accuracy(two.clone(), vec![vec![0.0, 1.0], vec![1.0, 0.0], vec![0.0, 1.0]]), 2.0 / 3.0);
    // If several targets are 1, any of them is right. If none is, every answer is right.
    assert_eq!(accuracy(two, vec![vec![1.0, 1.0], vec![1.0, 1.0], vec![0.0, 0.0]]), 1.0);
}
