//! A million samples through each activation and each slope, on one thread.
#![expect(clippy::expect_used, reason = "a benchmark stops where it fails")]

use actlab::functions::activation;
use actlab::functions::function::Function;
use divan::{Bencher, black_box};

const SAMPLES: usize = 1_000_000;

fn main() {
    divan::main();
}

fn ids() -> Vec<&'static str> {
    activation::all().map(|activation| activation.id).collect()
}

/// Inputs from -10 to 10 in an order that no branch predictor can learn.
fn samples() -> Vec<f64> {
    let golden = 0.618_033_988_749_894_9;
    (0..SAMPLES).map(|i| (i as f64 * golden).fract() * 20.0 - 10.0).collect()
}

#[divan::bench(args = ids(), sample_count = 20)]
fn values(bencher: Bencher<'_, '_>, id: &str) {
    let function = Function::named(id).expect("a listed id");
    let (xs, mut out) = (samples(), vec![0.0; SAMPLES]);
    bencher.bench_local(|| function.values(black_box(&xs), black_box(&mut out)));
}

#[divan::bench(args = ids(), sample_count = 20)]
fn slopes(bencher: Bencher<'_, '_>, id: &str) {
    let function = Function::named(id).expect("a listed id");
    let (xs, mut out) = (samples(), vec![0.0; SAMPLES]);
    bencher.bench_local(|| function.slopes(black_box(&xs), black_box(&mut out)));
}
