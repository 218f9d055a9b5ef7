//! The kinds that are not in the first oracle, compared with Keras in double precision.
//! `tests/data/make_keras_oracle.py` writes the cases, each an experiment file with the results of Keras.

use actlab::nn::experiment::parse;
use actlab::nn::training_run::TrainingRun;
use serde_json::Value;
use std::sync::Arc;

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

fn close(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{what}: {ours:?} is not {theirs:?}");
    }
}

#[test]
fn keras_comes_to_the_same() {
    let file: Value = serde_json::from_str(include_str!("../../data/keras_oracle.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let text = case["toml"].as_str().unwrap();
        let experiment = Arc::new(parse(text, "keras.toml").unwrap_or_else(|error| panic!("{error}: {text}")));
        let mut run = TrainingRun::new(&experiment, 1).unwrap();
        for after in case["after"].as_array().unwrap() {
            let step = after["step"].as_u64().unwrap();
            run.advance_epochs(step - run.epoch());
            let what = |part: &str| format!("{}, step {step}: {part}", case["name"]);
            let seen = &run.observe()[0];
            close(&what("loss"), &[seen.now.loss], &numbers(&after["loss"]));
            let parameters = seen.layers.iter().flat_map(|l| l.weights.iter().chain(&l.biases)).copied();
            close(&what("parameters"), &parameters.collect::<Vec<f64>>(), &numbers(&after["parameters"]));
            let columns = seen.learner.predict(run.data().inputs.view());
            let by_sample = columns.columns().into_iter().flatten().copied();
            close(&what("outputs"), &by_sample.collect::<Vec<f64>>(), &numbers(&after["outputs"]));
        }
    }
}
