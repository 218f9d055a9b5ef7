//! The built-in experiments show what their texts say.

use super::common::{bits, training_run};
use actlab::nn::experiment::{NOTEBOOK, all, find};

#[test]
fn all_are_sound_and_the_notebook_has_twelve_trainings() {
    assert_eq!(all().unwrap().len(), 18);
    let trainings: usize = NOTEBOOK.iter().map(|name| find(name).unwrap().contestants.len()).sum();
    assert_eq!(trainings, 12);
    assert!(all().unwrap().iter().all(|experiment| experiment.success.is_some()));
}

#[test]
fn step_units_set_by_hand_solve_xor_and_never_move() {
    let mut run = training_run("xor-by-hand", 1);
    let before = bits(&run);
    run.finish();
    assert_eq!(bits(&run), before);
    assert_eq!((run.evaluate()[0].accuracy, run.evaluate()[0].loss), (1.0, 0.0));
}

#[test]
fn a_higher_rate_kills_relus() {
    let dead = |contestant: usize| -> usize {
        let count = |seed: u64| {
            let mut run = training_run("relu-dying", seed);
            run.finish();
            run.observe()[contestant].layers[0].health.dead_units()
        };
        (1..=10).map(count).sum()
    };
    let [low, middle, high] = [dead(0), dead(1), dead(2)];
    assert!(low < middle && middle < high, "{low} {middle} {high}");
}

#[test]
fn a_saturated_start_hardly_trains() {
    let (mut usual, mut huge) = (0.0, 0.0);
    for seed in 1..=10 {
        let mut run = training_run("saturated-start", seed);
        let before = run.evaluate();
        run.finish();
        let after = run.evaluate();
        usual += before[0].loss - after[0].loss;
        huge += (before[1].loss - after[1].loss).abs();
    }
    assert!(usual > 0.0 && huge < usual / 4.0, "{usual} {huge}");
}

#[test]
fn tanh_learns_sooner_than_sigmoid() {
    let mut wins = 0;
    for seed in 1..=20 {
        let mut run = training_run("zero-centred", seed);
        run.finish();
        let losses = run.evaluate();
        wins += usize::from(losses[1].loss < losses[0].loss);
    }
    assert!(wins >= 18, "{wins} of 20");
}

#[test]
fn deep_sigmoids_do_not_learn_where_tanh_does() {
    let (mut sigmoid, mut tanh) = (0, 0);
    for seed in 1..=10 {
        let mut run = training_run("vanishing-gradient", seed);
        run.finish();
        let ends = run.evaluate();
        sigmoid += usize::from(ends[0].loss < 0.2);
        tanh += usize::from(ends[1].loss < 0.2);
    }
    assert!(sigmoid == 0 && tanh >= 8, "{sigmoid} {tanh}");
}
