//! Summaries and verdicts.

use super::common::training_run;
use actlab::nn::experiment::find;
use actlab::nn::report::{FailureCause, summary, verdict};

#[test]
fn the_summary_is_the_one_people_know() {
    let experiment = find("parabola").unwrap();
    let parameters =
        |contestant| -> Vec<usize> { summary(&experiment, contestant).into_iter().map(|row| row.parameters).collect() };
    assert_eq!((parameters(0), parameters(1)), (vec![12, 7], vec![4, 6, 6, 3]));
    assert_eq!(summary(&experiment, 1)[3].layer, "dense 4");
    assert_eq!(summary(&find("perceptron-or").unwrap(), 0)[0].parameters, 3);
    for contestant in 0..2 {
        let seen = &training_run("parabola", 1).observe()[contestant];
        assert_eq!(
            seen.layers.iter().map(actlab::nn::training_run::LayerObservation::parameters).collect::<Vec<_>>(),
            parameters(contestant)
        );
    }
}

#[test]
fn a_verdict_names_what_was_reached_and_what_stood_in_the_way() {
    let experiment = find("parabola").unwrap();
    let mut dead = 0;
    for seed in 1..=10 {
        let mut run = training_run("parabola", seed);
        run.finish();
        for seen in run.observe() {
            let verdict = verdict(&experiment, &seen);
            assert_eq!(verdict.succeeded, Some(seen.now.loss < 200.0));
            if let Some(FailureCause::DeadLayer(layer)) = verdict.cause {
                assert!(layer < seen.layers.len() && seen.layers[layer - 1].health.is_dead());
                assert_eq!(verdict.succeeded, Some(false));
                dead += 1;
            }
        }
    }
    assert!(dead > 0);
    let mut xor = training_run("xor-by-hand", 1);
    xor.finish();
    let verdict = verdict(&find("xor-by-hand").unwrap(), &xor.observe()[0]);
    assert_eq!((verdict.succeeded, verdict.cause), (Some(true), None));
}
