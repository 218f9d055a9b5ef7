//! Losses, outputs, gradients and weights after 0, 1, 2 and 10 steps, compared with a reference in double precision.

use super::common::on_table;
use actlab::functions::function::Function;
use actlab::nn::experiment::NetworkSetup;
use actlab::nn::init::Init;
use actlab::nn::loss::Loss;
use actlab::nn::network::LayerSetup;
use actlab::nn::optimizer::{Adam, AdamW, Optimizer};
use actlab::nn::regularizer::{L1, L2};
use actlab::nn::training_run::TrainingRun;
use serde_json::Value;
use std::sync::Arc;

fn row(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(row).collect()
}

fn optimizer(value: &Value) -> Optimizer {
    let mut optimizer = Optimizer::named(value["kind"].as_str().unwrap()).unwrap();
    let set = |key: &str, to: &mut f64| *to = value.get(key).and_then(Value::as_f64).unwrap_or(*to);
    if let Optimizer::Sgd(sgd) = &mut optimizer {
        set("momentum", &mut sgd.momentum);
        sgd.nesterov = value.get("nesterov").is_some_and(|nesterov| nesterov == true);
    }
    if let Optimizer::RmsProp(rmsprop) = &mut optimizer {
        set("rho", &mut rmsprop.rho);
        set("epsilon", &mut rmsprop.epsilon);
    }
    if let Optimizer::Adam(Adam { learning_rate: _, beta_1, beta_2, epsilon })
    | Optimizer::AdamW(AdamW { learning_rate: _, beta_1, beta_2, epsilon, weight_decay: _ }) = &mut optimizer
    {
        set("beta_1", beta_1);
        set("beta_2", beta_2);
        set("epsilon", epsilon);
    }
    if let Optimizer::AdamW(adamw) = &mut optimizer {
        set("weight_decay", &mut adamw.weight_decay);
    }
    set("learning_rate", optimizer.learning_rate_mut());
    optimizer
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
        init: Init::named("zeros").unwrap(),
        loss: Loss::named(loss).unwrap(),
        optimizer: optimizer(&case["optimizer"]),
        batch_size: case["inputs"].as_array().unwrap().len(),
        shuffle: false,
        regularizers: vec![
            L1 { strength: case["l1"].as_f64().unwrap(), ..L1::default() }.into(),
            L2 { strength: case["l2"].as_f64().unwrap() }.into(),
        ],
        ..NetworkSetup::new(case["layers"].as_array().unwrap().iter().map(layer).collect())
    }
}

fn close(what: &str, got: impl IntoIterator<Item = f64>, right: impl IntoIterator<Item = f64>) {
    let (got, right): (Vec<f64>, Vec<f64>) = (got.into_iter().collect(), right.into_iter().collect());
    assert_eq!(got.len(), right.len(), "{what}");
    // Sums of numbers of about 1 that cancel almost completely are held to the same absolute bound.
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
        let mut run = TrainingRun::new(&experiment, 1).unwrap();
        for after in case["after"].as_array().unwrap() {
            let step = after["step"].as_u64().unwrap();
            run.advance(step - run.epoch());
            let name = format!("{}, step {step}", case["name"]);
            let seen = &run.observe()[0];
            close(&format!("{name}: loss"), [seen.now.loss], [after["loss"].as_f64().unwrap()]);
            let outputs = rows(&after["outputs"]);
            let predicted = seen.learner.predict(run.data().inputs.view());
            let by_sample = predicted.columns().into_iter().flatten().copied();
            close(&format!("{name}: outputs"), by_sample, outputs.iter().flatten().copied());
            for (index, (layer, gradient)) in seen.layers.iter().zip(run.gradients(0)).enumerate() {
                let (right, slope) = (&after["layers"][index], &after["gradients"][index]);
                let flat = |value: &Value| rows(value).concat();
                close(&format!("{name}: weights {index}"), layer.weights.iter().copied(), flat(&right["weights"]));
                close(&format!("{name}: biases {index}"), layer.biases.clone(), row(&right["biases"]));
                close(&format!("{name}: dw {index}"), gradient.weights.iter().copied(), flat(&slope["weights"]));
                close(&format!("{name}: db {index}"), gradient.biases, row(&slope["biases"]));
            }
        }
    }
}
