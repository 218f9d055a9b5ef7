//! Softmax compared with values computed to fifty digits and rounded once (`tests/data/activation_oracle.json`), and
//! the survey of difference quotients compared with the notebook's figures.
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use actlab::functions::softmax::Softmax;
use proptest::prelude::*;
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

/// Four units in the last place, and a little more where the terms cancel.
fn near(got: f64, want: f64, what: &str, logits: &[f64]) {
    let ulp = want.abs().next_up() - want.abs();
    let error = (got - want).abs();
    assert!(error <= 4.0 * ulp + 1e-15, "{what} of {logits:?}: {got:e}, not {want:e}");
}

#[test]
fn softmax_is_that_of_the_oracle() {
    let oracle: Value = serde_json::from_str(include_str!("../data/activation_oracle.json")).unwrap();
    let cases = oracle["softmax"].as_array().unwrap();
    assert!(cases.len() >= 18);
    for case in cases {
        let logits = numbers(&case["logits"]);
        let softmax = Softmax::of(&logits, case["temperature"].as_f64().unwrap());
        let (probabilities, logs) = (numbers(&case["softmax"]), numbers(&case["log_softmax"]));
        for i in 0..logits.len() {
            near(softmax.probability(i), probabilities[i], "softmax", &logits);
            near(softmax.log(i), logs[i], "log-softmax", &logits);
            let slopes = numbers(&case["softmax_jacobian"][i]);
            let log_slopes = numbers(&case["log_softmax_jacobian"][i]);
            for j in 0..logits.len() {
                near(softmax.slope(i, j), slopes[j], "Jacobian", &logits);
                near(softmax.log_slope(i, j), log_slopes[j], "Jacobian of the logarithm", &logits);
            }
        }
    }
}

/// Small numbers are accurate relative to their own size, not to 1.
#[test]
fn tails_keep_their_digits() {
    let softmax = Softmax::of(&[30.0, -30.0, 0.0], 1.0);
    for (got, want) in [
        (softmax.rest(0), 9.357_622_968_840_175e-14),
        (softmax.log(0), -9.357_622_968_840_613e-14),
        (softmax.slope(0, 0), 9.357_622_968_839_299e-14),
        (softmax.slope(1, 2), -8.194_012_623_988_981e-40),
    ] {
        assert!((got / want - 1.0).abs() < 1e-15, "{got:e}, not {want:e}");
    }
}

proptest! {
    #[test]
    fn probabilities_sum_to_one(logits in prop::collection::vec(-1e3..1e3, 2..=10), temperature in 0.05..20.0) {
        let softmax = Softmax::of(&logits, temperature);
        prop_assert!((softmax.sum() - 1.0).abs() <= 2.0 * f64::EPSILON, "{}", softmax.sum());
        for j in 0..logits.len() {
            let column: f64 = (0..logits.len()).map(|i| softmax.slope(i, j)).sum();
            prop_assert!(column.abs() <= 1e-15 / temperature, "what one class gains, the others lose: {column:e}");
        }
    }
}
