//! The cost of a formula compared with the built-in function: values and slopes over batches, as in training, on one
//! thread. Also the cost of analysing a formula while it is typed.
#![expect(clippy::expect_used, reason = "a benchmark stops where it fails")]

use actlab::functions::function::Function;
use actlab::nn::experiment::{find, parse};
use actlab::nn::training_run::TrainingRun;
use divan::{Bencher, black_box};
use std::sync::Arc;

fn main() {
    divan::main();
}

/// A built-in function, and the same function as a formula.
const PAIRS: [(&str, &str); 6] = [
    ("relu", "max(0, x)"),
    ("leaky-relu", "max(a*x, x); a = 0.02 in 0..1"),
    ("sigmoid", "1 / (1 + exp(-x))"),
    ("tanh", "tanh(x)"),
    ("mish", "x * tanh(softplus(x))"),
    ("elu", "if x > 0 then x else expm1(x)"),
];

/// Inputs from -10 to 10 in an order that no branch predictor can learn.
fn samples(count: usize) -> Vec<f64> {
    let golden = 0.618_033_988_749_894_9;
    (0..count).map(|i| (i as f64 * golden).fract() * 20.0 - 10.0).collect()
}

fn train(bencher: Bencher<'_, '_>, function: &Function, count: usize) {
    let (xs, mut values, mut slopes) = (samples(count), vec![0.0; count], vec![0.0; count]);
    bencher.bench_local(|| {
        function.values_and_slopes(black_box(&xs), black_box(&mut values), black_box(&mut slopes));
    });
}

#[divan::bench(args = PAIRS.map(|(id, _)| id), consts = [64, 1024, 65_536])]
fn builtin<const COUNT: usize>(bencher: Bencher<'_, '_>, id: &str) {
    train(bencher, &Function::named(id).expect("a listed id"), COUNT);
}

#[divan::bench(args = PAIRS.map(|(id, _)| id), consts = [64, 1024, 65_536])]
fn formula<const COUNT: usize>(bencher: Bencher<'_, '_>, id: &str) {
    let text = PAIRS.iter().find(|(known, _)| *known == id).expect("a listed id").1;
    train(bencher, &Function::parse(text).expect("a formula"), COUNT);
}

/// A whole training of a network of `ReLU` units, built in or as a formula.
#[divan::bench(args = ["\"relu\"", "{ formula = \"max(0, x)\" }"])]
fn training(bencher: Bencher<'_, '_>, activation: &str) {
    let text = find("parabola").expect("it is built in").to_toml().replace("\"relu\"", activation);
    let experiment = Arc::new(parse(&text, "parabola.toml").expect("it is sound"));
    bencher.bench_local(|| {
        let mut run = TrainingRun::new(&experiment, 7879).expect("it is sound");
        run.finish();
        run
    });
}

#[divan::bench(args = PAIRS.map(|(_, text)| text))]
fn parse_and_measure(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench_local(|| Function::parse(black_box(text)).expect("a formula").facts());
}
