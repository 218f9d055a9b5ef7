//! Losses, outputs, gradients and weights after 0, 1, 2 and 10 steps, against a reference in double precision.

use super::common::on_table;
use actlab::lab::experiment::NetworkSetup;
use actlab::lab::function::Function;
use actlab::lab::init::Init;
use actlab::lab::loss::Loss;
use actlab::lab::network::LayerSetup;
use actlab::lab::optimizer::{Optimizer, Rule};
use actlab::lab::trial::Trial;
use serde_json::Value;
use std::sync::Arc;

fn row(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(row).collect()
}

fn optimizer(value: &Value) -> Optimizer {
    let number = |key: &str, default: f64| value.get(key).and_then(Value::as_f64).unwrap_or(default);
    let kind = value["kind"].as_str().unwrap();
    let rule = match Rule::named(kind).unwrap() {
        Rule::Sgd { .. } => {
            Rule::Sgd { momentum: number("momentum", 0.0), nesterov: value.get("nesterov").is_some_and(|n| n == true) }
        }
        Rule::RmsProp { .. } => Rule::RmsProp { rho: number("rho", 0.9), epsilon: number("epsilon", 1e-7) },
        Rule::Adam { weight_decay, .. } => Rule::Adam {
            beta_1: number("beta_1", 0.9),
            beta_2: number("beta_2", 0.999),
            epsilon: number("epsilon", 1e-7),
            weight_decay: weight_decay.map(|default| number("weight_decay", default)),
        },
    };
    Optimizer { learning_rate: number("learning_rate", f64::NAN), rule }
}

fn setup(case: &Value) -> NetworkSetup {
    let layer = |value: &Value| {
        let units = value["units"].as_u64().unwrap() as usize;
        let mut layer = LayerSetup::new(units, Function::named(value["activation"].as_str().unwrap()).unwrap());
        layer.weights = Some(rows(&value["weights"]));
        layer.biases = Some(row(&value["biases"]));
        layer
    };
    let loss = case["loss"].as_str().unwrap();
    NetworkSetup {
        layers: case["layers"].as_array().unwrap().iter().map(layer).collect(),
        init: Init::Zeros,
        loss: Loss::ALL.iter().find(|(name, _)| *name == loss).unwrap().1,
        optimizer: optimizer(&case["optimizer"]),
        batch_size: case["inputs"].as_array().unwrap().len(),
        shuffle: false,
        l1: case["l1"].as_f64().unwrap(),
        l2: case["l2"].as_f64().unwrap(),
    }
}

fn close(what: &str, got: impl IntoIterator<Item = f64>, right: impl IntoIterator<Item = f64>) {
    let (got, right): (Vec<f64>, Vec<f64>) = (got.into_iter().collect(), right.into_iter().collect());
    assert_eq!(got.len(), right.len(), "{what}");
    // What cancels to nearly nothing in sums of numbers around one is held to the same absolute bound.
    for (got, right) in got.iter().zip(&right) {
        assert!((got - right).abs() <= 1e-10 * right.abs() + 1e-16, "{what}: {got} is not {right}");
    }
}

#[test]
fn every_case_is_within_1e_10() {
    let file: Value = serde_json::from_str(include_str!("../../data/training_oracle.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 18);
    for case in cases {
        let experiment = Arc::new(on_table(setup(case), rows(&case["inputs"]), rows(&case["targets"])));
        let mut trial = Trial::new(&experiment, 1).unwrap();
        for after in case["after"].as_array().unwrap() {
            let step = after["step"].as_u64().unwrap();
            trial.advance(step - trial.epoch());
            let name = format!("{}, step {step}", case["name"]);
            let seen = &trial.observe()[0];
            close(&format!("{name}: loss"), [seen.now.loss], [after["loss"].as_f64().unwrap()]);
            let outputs = rows(&after["outputs"]);
            let predicted = seen.learner.predict(&trial.data().inputs);
            let by_sample = (0..outputs.len()).flat_map(|sample| predicted.iter().map(move |column| column[sample]));
            close(&format!("{name}: outputs"), by_sample, outputs.iter().flatten().copied());
            for (index, (layer, gradient)) in seen.layers.iter().zip(trial.gradients(0)).enumerate() {
                let (right, slope) = (&after["layers"][index], &after["gradients"][index]);
                let flat = |value: &Value| rows(value).concat();
                close(&format!("{name}: weights {index}"), layer.weights.concat(), flat(&right["weights"]));
                close(&format!("{name}: biases {index}"), layer.biases.clone(), row(&right["biases"]));
                close(&format!("{name}: dw {index}"), gradient.weights.concat(), flat(&slope["weights"]));
                close(&format!("{name}: db {index}"), gradient.biases, row(&slope["biases"]));
            }
        }
    }
}
