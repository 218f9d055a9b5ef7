//! The perceptron by the notebook's rule, step by step.

use super::common::training_run;
use actlab::nn::experiment::{Model, find};
use actlab::nn::training_run::{Predictor, TrainingRun};
use std::sync::Arc;

fn numbers(run: &TrainingRun) -> [f64; 3] {
    let Predictor::Perceptron(perceptron) = &run.observe()[0].learner.clone() else { panic!("a perceptron") };
    [perceptron.weights()[0], perceptron.weights()[1], perceptron.bias()]
}

#[test]
fn or_with_seed_7879_goes_by_the_rule_at_every_step() {
    let samples = [[0.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0]];
    let mut run = training_run("perceptron-or", 7879);
    let [mut a, mut b, mut bias] = numbers(&run);
    let (mut moves, mut right) = (0, 0);
    for step in 0..4 * 400 {
        let [x, y, label] = samples[step % 4];
        let said = if a * x + b * y + bias < 0.0 { 0.0 } else { 1.0 };
        let by = 0.01 * (label - said);
        (a, b, bias) = (a + by * x, b + by * y, bias + by);
        moves += usize::from(by != 0.0);
        run.advance(1);
        assert_eq!(numbers(&run), [a, b, bias], "step {step}");
        if step % 4 == 3 {
            right = samples.iter().filter(|s| (a * s[0] + b * s[1] + bias >= 0.0) == (s[2] == 1.0)).count();
            let epochs = &run.take_epochs()[0];
            assert_eq!((epochs.len(), epochs[0].batches.accuracy), (1, right as f64 / 4.0));
        }
    }
    assert!(moves > 0 && right == 4, "{moves} moves, {right} right");
}

#[test]
fn other_activations_and_thresholds_follow_the_same_rule() {
    let mut experiment = find("perceptron-and").unwrap();
    let Model::Perceptron(setup) = &mut experiment.contestants[0].model else { panic!("a perceptron") };
    setup.function = actlab::functions::function::Function::named("sigmoid").unwrap();
    (setup.threshold, setup.learning_rate) = (0.25, 0.5);
    (setup.weights, setup.bias) = (Some(vec![0.5, -0.5]), Some(0.125));
    let mut run = TrainingRun::new(&Arc::new(experiment), 1).unwrap();
    run.advance(2);
    let sigmoid = actlab::numeric::maths::sigmoid;
    let first = 0.5 * -sigmoid(0.125 - 0.25);
    let second = 0.5 * -sigmoid(0.5 + 0.125 + first - 0.25);
    let right = [0.5 + second, -0.5, 0.125 + first + second];
    for (got, right) in numbers(&run).iter().zip(right) {
        assert!((got - right).abs() < 1e-15, "{got} {right}");
    }
}
