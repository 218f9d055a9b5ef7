//! Two hundred seeds of each experiment of the notebook, compared with proportions and quantiles from thousands of runs
//! of independent implementations: two-sample tests, each at p > 0.001.

use super::common::training_run;
use actlab::nn::training_run::{Epoch, Observation};
use serde_json::Value;

const SEEDS: u64 = 200;
/// The two-sided 0.1 % point of the normal distribution.
const FAR: f64 = 3.29;

/// A contestant at the end of a run.
struct End {
    epochs: Vec<Epoch>,
    seen: Observation,
}

/// The contestants of an experiment after a whole run of each seed from 1 to 200.
fn ends(name: &str) -> Vec<Vec<End>> {
    let run = |seed: u64| {
        let mut training_run = training_run(name, seed);
        training_run.finish();
        let epochs = training_run.take_epochs();
        training_run.observe().into_iter().zip(epochs).map(|(seen, epochs)| End { epochs, seen }).collect::<Vec<_>>()
    };
    let half = |seeds: std::ops::RangeInclusive<u64>| seeds.map(run).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(SEEDS / 2 + 1..=SEEDS));
        let mut all = half(1..=SEEDS / 2);
        all.extend(other.join().unwrap());
        all
    })
}

fn reference(name: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("../../data/distributions.json")).unwrap();
    file["experiments"][name].clone()
}

/// Whether our proportion is compatible with theirs, with pooled variance and a continuity correction of half a count.
fn same_share(what: &str, count: usize, theirs: f64, of: f64) {
    let ours = count as f64 / SEEDS as f64;
    let pooled = (ours * SEEDS as f64 + theirs * of) / (SEEDS as f64 + of);
    let deviation = (pooled * (1.0 - pooled) * (1.0 / SEEDS as f64 + 1.0 / of)).sqrt();
    let apart = ((ours - theirs).abs() - 0.5 / SEEDS as f64).max(0.0);
    assert!(apart <= FAR * deviation, "{what}: {ours} and {theirs}");
}

/// Whether the proportion of our runs below each of their quantiles is right. Ties may count for either side.
fn same_quantiles(what: &str, ours: &[f64], theirs: &Value, of: f64) {
    for (name, quantile) in theirs.as_object().unwrap() {
        let share = name[1..].parse::<f64>().unwrap() / 100.0;
        let at = quantile.as_f64().unwrap();
        if at <= 1e-6 {
            continue;
        }
        let tie = 1e-9 * at;
        let below = ours.iter().filter(|x| **x < at - tie).count() as f64 / ours.len() as f64;
        let up_to = ours.iter().filter(|x| **x <= at + tie).count() as f64 / ours.len() as f64;
        let apart = (below - share).max(share - up_to).max(0.0);
        let deviation = (share * (1.0 - share) * (1.0 / ours.len() as f64 + 1.0 / of)).sqrt();
        assert!(apart <= FAR * deviation, "{what}: {below} to {up_to} of ours are below their {name}, {at}");
    }
}

fn count(ends: &[Vec<End>], f: impl Fn(&End) -> bool) -> usize {
    ends.iter().filter(|end| f(&end[0])).count()
}

/// Every dead unit of the hidden layers, and whether a whole layer is dead.
fn dead(end: &End) -> (usize, bool) {
    let hidden = &end.seen.layers[..end.seen.layers.len() - 1];
    (hidden.iter().map(|layer| layer.health.dead_units()).sum(), hidden.iter().any(|layer| layer.health.is_dead()))
}

#[test]
fn perceptrons() {
    for (gate, solvable) in [("or", true), ("and", true), ("xor", false)] {
        let (ends, theirs) = (ends(&format!("perceptron-{gate}")), reference(&format!("perceptron_{gate}")));
        let of = theirs["n_seeds"].as_f64().unwrap();
        let right = count(&ends, |end| end.seen.now.accuracy == 1.0);
        same_share(gate, right, theirs["success"].as_f64().unwrap(), of);
        if solvable {
            let first = |end: &[End]| {
                let settled = end[0].epochs.iter().position(|epoch| epoch.batches.accuracy == 1.0).unwrap();
                settled as f64 + 1.0
            };
            // Runs that are right from the start count as 0 there and as 1 here. Both are below every quantile.
            same_quantiles(gate, &ends.iter().map(|end| first(end)).collect::<Vec<_>>(), &theirs["epochs"], of);
        } else {
            for accuracy in ["0.25", "0.5"] {
                let share = theirs["accuracy"][accuracy].as_f64().unwrap();
                let accuracy: f64 = accuracy.parse().unwrap();
                same_share(gate, count(&ends, |end| end.seen.now.accuracy == accuracy), share, of);
            }
        }
    }
}

#[test]
fn single_units() {
    for name in ["linear-or", "linear-and", "linear-xor", "sigmoid-or", "sigmoid-and", "sigmoid-xor"] {
        let (ends, theirs) = (ends(name), reference(&name.replace('-', "_")));
        let of = theirs["n_seeds"].as_f64().unwrap();
        let losses: Vec<f64> = ends.iter().map(|end| end[0].seen.now.loss).collect();
        same_quantiles(name, &losses, &theirs["mse"], of);
        if !name.ends_with("xor") {
            let right = count(&ends, |end| end.seen.now.accuracy == 1.0);
            same_share(name, right, theirs["success"].as_f64().unwrap(), of);
        }
    }
}

#[test]
fn two_sigmoids() {
    let (ends, theirs) = (ends("xor-two-sigmoids"), reference("xor_mlp_2_1"));
    let of = theirs["n_seeds"].as_f64().unwrap();
    let losses: Vec<f64> = ends.iter().map(|end| end[0].seen.now.loss).collect();
    same_quantiles("two sigmoids", &losses, &theirs["mse"], of);
    for accuracy in ["0.25", "0.5", "0.75", "1.0"] {
        let share = theirs["accuracy"][accuracy].as_f64().unwrap();
        let accuracy: f64 = accuracy.parse().unwrap();
        same_share("two sigmoids", count(&ends, |end| end.seen.now.accuracy == accuracy), share, of);
    }
}

#[test]
fn parabola() {
    let ends = ends("parabola");
    for (index, name) in ["reg_parallel", "reg_serial"].into_iter().enumerate() {
        let theirs = reference(name);
        let of = theirs["n_seeds"].as_f64().unwrap();
        let own: Vec<&End> = ends.iter().map(|end| &end[index]).collect();
        let losses: Vec<f64> = own.iter().map(|end| end.seen.now.loss).collect();
        same_quantiles(name, &losses, &theirs["mse"], of);
        for (bound, share) in theirs["mse_below"].as_object().unwrap() {
            let bound: f64 = bound.parse().unwrap();
            let below = losses.iter().filter(|loss| **loss < bound).count();
            same_share(&format!("{name} below {bound}"), below, share.as_f64().unwrap(), of);
        }
        for (units, share) in theirs["dead_units"].as_object().unwrap() {
            let units: usize = units.parse().unwrap();
            let dead = own.iter().filter(|end| dead(end).0 == units).count();
            same_share(&format!("{name}, {units} dead"), dead, share.as_f64().unwrap(), of);
        }
        let cut = own.iter().filter(|end| dead(end).1).count();
        same_share(&format!("{name}, dead layer"), cut, theirs["dead_layer"].as_f64().unwrap(), of);
    }
    let wins = ends.iter().filter(|end| end[0].seen.now.loss < end[1].seen.now.loss).count();
    let theirs = reference("reg_compare");
    let share = theirs["parallel_beats_serial"].as_f64().unwrap();
    same_share("parallel beats serial", wins, share, theirs["n_seeds"].as_f64().unwrap());
}
