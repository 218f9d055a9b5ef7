//! The gradient of every activation under every loss, compared with central differences.

use super::common::on_table;
use actlab::functions::activation;
use actlab::functions::function::Function;
use actlab::nn::experiment::NetworkSetup;
use actlab::nn::init::Init;
use actlab::nn::loss::Loss;
use actlab::nn::network::LayerSetup;
use actlab::nn::regularizer::{L1, L2};
use actlab::nn::training_run::TrainingRun;
use proptest::prelude::*;
use std::sync::Arc;

/// Two inputs, three units, two outputs.
const SHAPES: [(usize, usize); 2] = [(2, 3), (3, 2)];

fn setup(activations: [&str; 2], loss: &Loss, params: &[f64], penalties: [f64; 2]) -> NetworkSetup {
    let mut params = params.iter().copied();
    let layers = SHAPES.iter().zip(activations).map(|(&(inputs, units), name)| {
        let mut layer = LayerSetup::new(units, Function::named(name).unwrap());
        layer.weights = Some((0..units).map(|_| params.by_ref().take(inputs).collect()).collect());
        layer.biases = Some(params.by_ref().take(units).collect());
        layer
    });
    let layers: Vec<_> = layers.collect();
    let mut setup = NetworkSetup::new(layers);
    (setup.init, setup.loss) = (Init::named("zeros").unwrap(), loss.clone());
    let [l1, l2] = penalties;
    setup.regularizers = vec![L1 { strength: l1, ..L1::default() }.into(), L2 { strength: l2 }.into()];
    setup
}

fn run(setup: NetworkSetup, inputs: &[Vec<f64>], targets: &[Vec<f64>]) -> TrainingRun {
    TrainingRun::new(&Arc::new(on_table(setup, inputs.to_vec(), targets.to_vec())), 1).unwrap()
}

/// The loss including penalties.
fn total(setup: &NetworkSetup, [l1, l2]: [f64; 2], inputs: &[Vec<f64>], targets: &[Vec<f64>]) -> f64 {
    let weights = || setup.layers.iter().flat_map(|layer| layer.weights.iter().flatten().flatten());
    let penalty: f64 = weights().map(|w| l1 * w.abs() + l2 * w * w).sum();
    run(setup.clone(), inputs, targets).evaluate()[0].loss + penalty
}

fn analytic(training_run: &TrainingRun) -> Vec<f64> {
    training_run
        .gradients(0)
        .into_iter()
        .flat_map(|g| g.weights.into_iter().chain(g.biases).collect::<Vec<f64>>())
        .collect()
}

fn check(activations: [&str; 2], loss: &Loss, params: &[f64], inputs: &[Vec<f64>], penalties: [f64; 2]) -> usize {
    let targets: Vec<Vec<f64>> = (0..inputs.len()).map(|i| [[1.0, 0.0], [0.0, 1.0]][i % 2].to_vec()).collect();
    let slopes = analytic(&run(setup(activations, loss, params, penalties), inputs, &targets));
    assert_eq!(slopes.len(), params.len());
    let mut smooth = 0;
    for (index, &slope) in slopes.iter().enumerate() {
        let difference = |h: f64| {
            let moved = |by: f64| {
                let mut params = params.to_vec();
                params[index] += by;
                total(&setup(activations, loss, &params, penalties), penalties, inputs, &targets)
            };
            (moved(h) - moved(-h)) / (2.0 * h)
        };
        let (wide, narrow) = (difference(1e-4), difference(1e-5));
        // Across a kink or a jump the two differences disagree, and there is nothing to compare with.
        let scale = 1.0 + narrow.abs();
        if (wide - narrow).abs() < 1e-6 * scale {
            smooth += 1;
            // Richardson extrapolation: the error of the wider difference is a hundred times that of the other.
            let best = narrow + (narrow - wide) / 99.0;
            assert!((slope - best).abs() < 1e-6 * scale, "{activations:?} {loss:?} {index}: {slope}, {best}");
        }
    }
    smooth
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_activation_under_every_loss(
        params in prop::collection::vec(-1.5..1.5f64, 17),
        inputs in prop::collection::vec(prop::collection::vec(-2.0..2.0f64, 2), 3..11),
        l1 in prop::sample::select(vec![0.0, 0.01]),
        l2 in prop::sample::select(vec![0.0, 0.02]),
    ) {
        let (mut smooth, mut all) = (0, 0);
        for record in activation::all() {
            for loss in Loss::names().into_iter().filter_map(Loss::named) {
                smooth += check([record.id, "linear"], &loss, &params, &inputs, [l1, l2]);
                smooth += check(["tanh", record.id], &loss, &params, &inputs, [l1, l2]);
                all += 2 * params.len();
            }
        }
        prop_assert!(smooth * 10 > all * 7, "{smooth} of {all} could be compared");
    }
}

#[test]
fn a_trained_alpha_follows_its_gradient() {
    let mut layer = LayerSetup::new(2, Function::named("prelu").unwrap());
    layer.weights = Some(vec![vec![1.0], vec![-0.5]]);
    let mut last = LayerSetup::new(1, Function::named("linear").unwrap());
    last.weights = Some(vec![vec![1.0, 2.0]]);
    let inputs = vec![vec![-2.0], vec![1.0], vec![3.0]];
    let targets = vec![vec![0.3], vec![1.7], vec![-0.2]];
    let loss = |alpha: f64| {
        let mut layer = layer.clone();
        layer.function.set_parameter("alpha", alpha).unwrap();
        let training_run = run(NetworkSetup::new(vec![layer, last.clone()]), &inputs, &targets);
        (training_run.evaluate()[0].loss, training_run.gradients(0)[0].alpha.unwrap())
    };
    let difference = (loss(0.1 + 1e-5).0 - loss(0.1 - 1e-5).0) / 2e-5;
    assert!((loss(0.1).1 - difference).abs() < 1e-8);
    let mut training_run = run(NetworkSetup::new(vec![layer.clone(), last.clone()]), &inputs, &targets);
    training_run.advance_epochs(5);
    assert_ne!(training_run.observe()[0].layers[0].parameters[0].1, 0.1);
    layer.train_alpha = false;
    let mut training_run = run(NetworkSetup::new(vec![layer, last]), &inputs, &targets);
    training_run.advance_epochs(5);
    assert_eq!(training_run.observe()[0].layers[0].parameters[0].1, 0.1);
}
