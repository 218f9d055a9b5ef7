//! Experiments by the rules of TensorFlow Playground, compared with its own code (tensorflow/playground at 02469bd).
//!
//! `tests/data/playground_oracle.json` has cases whose data and weights are given, and links of which everything follows.

mod links;
mod rules;

use actlab::nn::experiment::{Experiment, named, parse};
use actlab::nn::training_run::{LayerObservation, TrainingRun};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

fn oracle() -> Value {
    serde_json::from_str(include_str!("../../data/playground_oracle.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// The experiment of a case whose data and first weights are given.
fn given(case: &Value) -> Experiment {
    let (train, test) = (list(&case["train"]), list(&case["test"]));
    let points: Vec<&Value> = train.iter().chain(test).collect();
    let part = |range: std::ops::Range<usize>| -> Value {
        points.iter().map(|point| json!(list(point)[range.clone()].to_vec())).collect()
    };
    let shape = list(&case["networkShape"]).iter().map(|units| (units.as_u64().unwrap(), &case["activation"]));
    let shape: Vec<(u64, &Value)> = shape.chain([(1, &case["output_activation"])]).collect();
    let mut text = format!(
        "epochs = 100\n[data]\nkind = \"inline\"\ntest = {}\ninputs = {}\ntargets = {}\n[[contestant]]\n\
         init = \"playground\"\nloss = \"half-mse\"\nlast_batch = \"carry\"\nshuffle = false\nbatch_size = {}\n\
         optimizer = {{ kind = \"sgd\", learning_rate = {} }}\n",
        test.len() as f64 / points.len() as f64,
        part(0..2),
        part(2..3),
        case["batchSize"],
        case["learningRate"],
    );
    let rate = case["regularizationRate"].as_f64().unwrap();
    match case["regularization"].as_str().unwrap() {
        "L1" => writeln!(text, "l1 = {rate}\nl1_rule = \"cut\"").unwrap(),
        "L2" => writeln!(text, "l2 = {}", rate / 2.0).unwrap(),
        _ => {}
    }
    text += "layers = [\n";
    for ((units, activation), params) in shape.iter().zip(list(&case["start"]["params"])) {
        let (weights, biases) = (&params["weights"], &params["biases"]);
        writeln!(text, "{{ units = {units}, activation = {activation}, weights = {weights}, biases = {biases} }},")
            .unwrap();
    }
    text += "]\n";
    parse(&text, "case.toml").unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The largest difference between numbers, of which there are as many.
fn apart(ours: &[f64], theirs: &[f64]) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, |most, next| if next >= most { next } else { most })
}

fn layers_apart(layers: &[LayerObservation], params: &Value) -> f64 {
    assert_eq!(layers.len(), list(params).len());
    let each = layers.iter().zip(list(params)).map(|(layer, params)| {
        let weights = apart(&layer.weights.iter().copied().collect::<Vec<f64>>(), &numbers(&params["weights"]));
        weights.max(apart(&layer.biases, &numbers(&params["biases"])))
    });
    each.fold(0.0, f64::max)
}

/// Whether weights, losses and dead links after some epochs are those of the case, and the largest difference.
fn state_apart(run: &TrainingRun, state: &Value, what: &str) -> f64 {
    let seen = &run.observe()[0];
    if let Some(dead) = state.get("dead") {
        let ours = seen.layers.iter().flat_map(|layer| match &layer.cut_by_l1 {
            Some(cut) => cut.iter().copied().map(u8::from).map(f64::from).collect::<Vec<f64>>(),
            None => vec![0.0; layer.weights.len()],
        });
        assert_eq!(ours.collect::<Vec<f64>>(), numbers(dead), "{what}: dead links");
    }
    let test = match (&seen.test, state["test_loss"].as_f64()) {
        (Some(test), Some(theirs)) => (test.loss - theirs).abs(),
        (None, None) => 0.0,
        other => panic!("{what}: {other:?}"),
    };
    let train = (seen.now.loss - state["train_loss"].as_f64().unwrap()).abs();
    layers_apart(&seen.layers, &state["params"]).max(train).max(test)
}

/// The rounding of two libraries of elementary functions, with four digits to spare.
const CLOSE: f64 = 1e-10;

/// Trains a case, and compares every stage that it states.
fn compare(case: &Value, experiment: Experiment) {
    let name = case["name"].as_str().unwrap();
    let experiment = Arc::new(experiment);
    let mut run = TrainingRun::new(&experiment, experiment.seed).unwrap();
    let mut found = vec![("start", state_apart(&run, &case["start"], name))];
    found.push(("first sample", first_sample(&run, case)));
    run.advance(1);
    found.push(("first batch", layers_apart(&run.observe()[0].layers, &case["after_first_batch"])));
    for after in list(&case["after"]) {
        let epoch = after["epoch"].as_u64().unwrap();
        let what = ["1", "10", "100"].into_iter().find(|text| text.parse() == Ok(epoch)).unwrap();
        run.advance(epoch * run.steps_per_epoch() - run.epoch() * run.steps_per_epoch() - run.step());
        assert_eq!((run.epoch(), run.step()), (epoch, 0));
        found.push((what, state_apart(&run, after, name)));
    }
    assert!(found.iter().all(|(_, apart)| *apart < CLOSE), "{name}: {found:?}");
}

/// The stages of the first training point: sums, outputs, the loss, and the gradients of sums and weights.
fn first_sample(run: &TrainingRun, case: &Value) -> f64 {
    let sample = &case["first_sample"];
    let mut single = Experiment::clone(run.experiment());
    let observed = run.observe();
    let start = &observed[0].layers;
    // One point as data, with the weights of the start.
    let actlab::nn::experiment::Model::Network(setup) = &mut single.contestants[0].model else { panic!("a network") };
    for (layer, start) in setup.layers.iter_mut().zip(start) {
        layer.weights = Some(start.weights.rows().into_iter().map(|row| row.to_vec()).collect());
        layer.biases = Some(start.biases.clone());
    }
    setup.regularizers.clear();
    let inputs = numbers(&sample["inputs"]);
    single.data = actlab::nn::dataset::DatasetSpec::from(actlab::nn::dataset::Inline {
        inputs: vec![inputs.clone()],
        targets: vec![numbers(&sample["target"])],
        tolerance: None,
        test_rows: 0,
    })
    .into();
    let single = TrainingRun::new(&Arc::new(single), 1).unwrap();
    let seen = &single.observe()[0];
    let actlab::nn::training_run::Predictor::Network(network) = &seen.learner else { panic!("a network") };
    let trace = network.trace(single.data().inputs.view());
    let mut most = (seen.now.loss - sample["error"].as_f64().unwrap()).abs();
    for (n, layer) in list(&sample["layers"]).iter().enumerate() {
        let gradient = seen.layers[n].gradient.as_ref().unwrap();
        let column = |table: &ndarray::Array2<f64>| table.column(0).to_vec();
        for (ours, key) in [
            (column(&trace.pre_activations[n]), "total_input"),
            (column(&trace.values[n]), "output"),
            (gradient.biases.clone(), "d_total_input"),
            (gradient.weights.iter().copied().collect(), "d_weights"),
        ] {
            most = most.max(apart(&ours, &numbers(&layer[key])));
        }
    }
    most.max(apart(&column_of_first(run), &inputs))
}

fn column_of_first(run: &TrainingRun) -> Vec<f64> {
    run.data().inputs.column(0).to_vec()
}

#[test]
fn given_cases_train_as_there() {
    for case in list(&oracle()["cases"]) {
        compare(case, given(case));
    }
}

#[test]
fn a_link_alone_gives_the_very_run() {
    for case in list(&oracle()["links"]) {
        let (experiment, notice) = named(case["link"].as_str().unwrap()).unwrap();
        assert_eq!(notice, None);
        let drawn = experiment.generate(experiment.seed).unwrap().split;
        for (part, key) in [(&drawn.train, "train"), (drawn.test.as_ref().unwrap(), "test")] {
            let ours: Vec<f64> = (0..part.samples())
                .flat_map(|n| [part.columns()[[0, n]], part.columns()[[1, n]], part.targets[[0, n]]])
                .collect();
            assert!(apart(&ours, &numbers(&case[key])) < 1e-14);
        }
        compare(case, experiment);
    }
}
