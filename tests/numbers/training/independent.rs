//! Random trainings compared with a second implementation, written only from docs/training.md. It reads the same
//! experiment file with its own defaults, draws its own numbers, and computes one number at a time. `ACTLAB_LONG=1`
//! tries fifty times as many.

mod network;
mod random;

use actlab::nn::experiment::parse;
use actlab::nn::training_run::{LayerObservation, Metrics, Schedule, Status, TrainingRun};
use network::{Data, Figures, Network, rows};
use random::{DATA, Random};
use std::fmt::Write;
use std::sync::Arc;

fn pick<'a>(random: &mut Random, of: &[&'a str]) -> &'a str {
    of[random.below(of.len())]
}

/// Numbers with few digits, which the text represents exactly.
fn some(random: &mut Random, size: f64) -> String {
    format!("{:.3}", size * (2.0 * random.uniform() - 1.0))
}

fn table(random: &mut Random, samples: usize, width: usize, mut one: impl FnMut(&mut Random) -> String) -> String {
    let row = |random: &mut Random, one: &mut dyn FnMut(&mut Random) -> String| {
        format!("[{}]", (0..width).map(|_| one(random)).collect::<Vec<_>>().join(", "))
    };
    format!("[{}]", (0..samples).map(|_| row(random, &mut one)).collect::<Vec<_>>().join(", "))
}

/// The data of an experiment, and the numbers of inputs and outputs.
fn data(random: &mut Random, loss: &str, text: &mut String) -> (usize, usize) {
    let labels = matches!(loss, "binary-cross-entropy" | "softmax-cross-entropy" | "hinge") || random.below(3) == 0;
    if labels && loss != "softmax-cross-entropy" && random.below(3) == 0 {
        writeln!(text, "[data]\nkind = \"{}\"", pick(random, &["or", "and", "xor", "nand", "nor", "xnor"])).unwrap();
        return (2, 1);
    }
    let (samples, inputs) = (1 + random.below(40), 1 + random.below(3));
    let outputs = if loss == "softmax-cross-entropy" { 2 + random.below(2) } else { 1 + random.below(3) };
    let rows = table(random, samples, inputs, |random| some(random, 2.0));
    let one_hot = labels && outputs > 1 && random.below(2) == 0;
    let targets = if one_hot {
        let row = |at: usize| format!("{:?}", (0..outputs).map(|n| u8::from(n == at)).collect::<Vec<_>>());
        format!("[{}]", (0..samples).map(|_| row(random.below(outputs))).collect::<Vec<_>>().join(", "))
    } else if labels {
        table(random, samples, outputs, |random| random.below(2).to_string())
    } else {
        table(random, samples, outputs, |random| some(random, 3.0))
    };
    writeln!(text, "[data]\nkind = \"inline\"\ninputs = {rows}\ntargets = {targets}").unwrap();
    if !labels && random.below(2) == 0 {
        writeln!(text, "tolerance = 0.5").unwrap();
    }
    (inputs, outputs)
}

fn optimizer(random: &mut Random) -> String {
    let rate = pick(random, &["0.001", "0.01", "0.05", "0.3", "20.0"]);
    match random.below(8) {
        0 => "\"adam\"".to_owned(),
        1 => format!("{{ kind = \"sgd\", learning_rate = {rate} }}"),
        2 => format!("{{ kind = \"sgd\", learning_rate = {rate}, momentum = 0.9 }}"),
        3 => format!("{{ kind = \"sgd\", learning_rate = {rate}, momentum = 0.5, nesterov = true }}"),
        4 => format!("{{ kind = \"rmsprop\", learning_rate = {rate}, rho = 0.8 }}"),
        5 => format!("{{ kind = \"adam\", learning_rate = {rate}, beta_1 = 0.8, beta_2 = 0.9, epsilon = 1e-5 }}"),
        6 => "{ kind = \"adamw\", weight_decay = 0.1 }".to_owned(),
        _ => format!("{{ kind = \"adamw\", learning_rate = {rate} }}"),
    }
}

const ACTIVATIONS: [&str; 10] =
    ["linear", "sigmoid", "tanh", "relu", "leaky-relu", "prelu", "elu", "softplus", "silu", "softsign"];
const LOSSES: [&str; 7] = ["mse", "half-mse", "mae", "huber", "binary-cross-entropy", "softmax-cross-entropy", "hinge"];

fn contestant(random: &mut Random, loss: &str, (inputs, outputs): (usize, usize), text: &mut String) {
    let mut layers = Vec::new();
    let (depth, mut below) = (1 + random.below(3), inputs);
    for n in 0..depth {
        let last = n + 1 == depth;
        let units = if last { outputs } else { 1 + random.below(5) };
        let name = match () {
            () if last && loss == "softmax-cross-entropy" => "linear",
            () if last && loss == "binary-cross-entropy" => pick(random, &["sigmoid", "sigmoid", "linear", "tanh"]),
            () => pick(random, &ACTIVATIONS),
        };
        let mut layer = format!("{{ units = {units}, activation = \"{name}\"");
        if matches!(name, "leaky-relu" | "prelu" | "elu") && random.below(2) == 0 {
            layer.push_str(", alpha = 0.375");
        }
        if name == "prelu" && random.below(3) == 0 {
            layer.push_str(", train_alpha = false");
        }
        if random.below(4) == 0 {
            let weights = table(random, units, below, |random| some(random, 1.0));
            let biases: Vec<String> = (0..units).map(|_| some(random, 0.5)).collect();
            write!(layer, ", weights = {weights}, biases = [{}]", biases.join(", ")).unwrap();
        }
        layers.push(format!("{layer} }}"));
        below = units;
    }
    writeln!(text, "[[contestant]]\nloss = \"{loss}\"\noptimizer = {}", optimizer(random)).unwrap();
    writeln!(text, "layers = [\n{}\n]", layers.join(",\n")).unwrap();
    let init = pick(
        random,
        &[
            "",
            "\"glorot-normal\"",
            "\"he-uniform\"",
            "\"he-normal\"",
            "\"lecun-uniform\"",
            "\"lecun-normal\"",
            "\"zeros\"",
            "{ kind = \"uniform\", scale = 0.5 }",
            "{ kind = \"normal\", scale = 0.25 }",
            "{ kind = \"constant\", value = 0.125 }",
        ],
    );
    let lines = [
        ("init", init),
        ("batch_size", pick(random, &["", "1", "3", "8", "9", "33", "1000"])),
        ("shuffle", pick(random, &["", "", "false"])),
        ("l1", pick(random, &["", "", "0.01"])),
        ("l2", pick(random, &["", "", "0.02"])),
        ("delta", if loss == "huber" { pick(random, &["", "0.5"]) } else { "" }),
    ];
    for (key, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(text, "{key} = {value}").unwrap();
    }
}

fn experiment(random: &mut Random) -> String {
    let mut text = format!("epochs = {}\n", 1 + random.below(6));
    if random.below(4) == 0 {
        text.push_str("loss_limit = 100.0\n");
    }
    let loss = pick(random, &LOSSES);
    let shape = data(random, loss, &mut text);
    for _ in 0..=random.below(2) {
        contestant(random, loss, shape, &mut text);
    }
    text
}

/// The data of a file according to the rules.
fn read(table: &toml::Table, seed: u64) -> Data {
    let source = table["data"].as_table().unwrap();
    let kind = source["kind"].as_str().unwrap();
    if kind == "inline" {
        let tolerance = source.get("tolerance").map(|x| x.as_float().unwrap());
        return Data { inputs: rows(&source["inputs"]), targets: rows(&source["targets"]), tolerance };
    }
    if kind == "parabola" {
        let (mut random, noise) = (Random::new(seed, DATA, 0, 0), 10.0);
        let xs: Vec<f64> = (0..=2000).map(|n| -10.0 + f64::from(n) / 100.0).collect();
        let targets = xs.iter().map(|x| vec![x * x + noise * random.normal()]).collect();
        return Data { inputs: xs.into_iter().map(|x| vec![x]).collect(), targets, tolerance: Some(noise) };
    }
    let gate = |a: bool, b: bool| match kind {
        "or" => a || b,
        "and" => a && b,
        "xor" => a != b,
        "nand" => !(a && b),
        "nor" => !(a || b),
        "xnor" => a == b,
        other => panic!("{other}"),
    };
    let bit = |bit: bool| f64::from(u8::from(bit));
    let corners = [(false, false), (true, false), (false, true), (true, true)];
    Data {
        inputs: corners.iter().map(|&(a, b)| vec![bit(a), bit(b)]).collect(),
        targets: corners.iter().map(|&(a, b)| vec![bit(gate(a, b))]).collect(),
        tolerance: None,
    }
}

/// `slack` is how far two runs diverge that follow the rules and begin almost equal.
fn close(what: &str, ours: f64, theirs: f64, slack: f64) -> Result<(), String> {
    let room = 1e-7 * ours.abs().max(theirs.abs()).max(1.0) + 1000.0 * slack.abs();
    let same = ours == theirs || (ours - theirs).abs() <= room || ours.is_nan() && theirs.is_nan();
    if same { Ok(()) } else { Err(format!("{what}: {ours:?}, and by the rules {theirs:?}")) }
}

fn same(what: &str, ours: &Metrics, theirs: &Figures, nudged: &Figures) -> Result<(), String> {
    close(&format!("{what}: loss"), ours.loss, theirs.loss, theirs.loss - nudged.loss)?;
    if !theirs.is_near && theirs.accuracy == nudged.accuracy {
        close(&format!("{what}: accuracy"), ours.accuracy, theirs.accuracy, 0.0)?;
    }
    assert_eq!(ours.r2.is_some(), theirs.r2.is_some(), "{what}: R²");
    // If all targets are equal, there is no variance to explain.
    match (ours.r2.filter(|r2| r2.is_finite()), theirs.r2, nudged.r2) {
        (Some(ours), Some(theirs), Some(nudged)) => close(&format!("{what}: R²"), ours, theirs, theirs - nudged),
        _ => Ok(()),
    }
}

fn parameters(layers: &[LayerObservation]) -> Vec<f64> {
    let of = |layer: &LayerObservation| {
        let alpha = layer
            .parameters
            .iter()
            .find(|parameter| layer.trains_alpha && parameter.0 == "alpha")
            .map(|parameter| parameter.1);
        layer.weights.iter().chain(&layer.biases).copied().chain(alpha).collect::<Vec<f64>>()
    };
    layers.iter().flat_map(of).collect()
}

/// Trains a file both ways, and returns how many contestants were compared to the end.
fn compare(text: &str, seed: u64) -> u64 {
    // A second nudge may show what the first does not.
    let first = try_compare(text, seed, 0);
    let compared = (1..5).fold(first, |found, nudge| found.or_else(|_| try_compare(text, seed, nudge)));
    compared.unwrap_or_else(|error| panic!("{error}"))
}

fn try_compare(text: &str, seed: u64, nudge: u64) -> Result<u64, String> {
    let table: toml::Table = text.parse().unwrap();
    let ours = parse(text, "a random experiment").unwrap_or_else(|error| panic!("{error}\n{text}"));
    let limit = table.get("loss_limit").map_or(1e12, |x| x.as_float().unwrap());
    let theirs = read(&table, seed);
    let mut run = TrainingRun::new(&Arc::new(ours), seed).unwrap().with_schedule(Schedule::Always);
    run.finish();
    let (records, seen) = (run.take_epochs(), run.observe());
    let mut compared = 0;
    for (n, contestant) in table["contestant"].as_array().unwrap().iter().enumerate() {
        let begin = || Network::new(contestant.as_table().unwrap(), theirs.inputs[0].len(), limit, seed, n as u64);
        let (mut network, mut nudged) = (begin(), begin().nudged(nudge));
        let mut is_chaotic = false;
        for epoch in 1..=table["epochs"].as_integer().unwrap() as u64 {
            let what = format!("{text}\nseed {seed}, contestant {}, epoch {epoch}", n + 1);
            let figures = match (network.epoch(&theirs), nudged.epoch(&theirs)) {
                (Some(figures), Some(nudged)) => (figures, nudged),
                (None, None) => break,
                _ => {
                    is_chaotic = true;
                    break;
                }
            };
            let apart = (figures.0.loss - figures.1.loss).abs() / figures.0.loss.abs().max(1.0);
            // Two runs that began almost equal have separated, so rounding decides the result of this one.
            is_chaotic = apart > 1e-9;
            if is_chaotic {
                break;
            }
            let record = records[n].get(epoch as usize - 1).unwrap_or_else(|| panic!("{what}: it diverged"));
            same(&what, &record.batches, &figures.0, &figures.1)?;
            let evaluated = (network.evaluate(&theirs), nudged.evaluate(&theirs));
            same(&format!("{what}, evaluated"), &record.evaluated.unwrap(), &evaluated.0, &evaluated.1)?;
        }
        if is_chaotic {
            continue;
        }
        compared += 1;
        let diverged = if let Status::Diverged(divergence) = seen[n].status { Some(divergence.epoch) } else { None };
        assert_eq!(diverged, network.diverged, "{text}\nseed {seed}, contestant {}: divergence", n + 1);
        // Rounding may move other parameters than the nudge did, so the largest difference is the slack for all.
        let by_rules = network.parameters();
        let apart = by_rules.iter().zip(nudged.parameters()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        for (ours, theirs) in parameters(&seen[n].layers).iter().zip(by_rules) {
            close(&format!("{text}\nseed {seed}, contestant {}: a parameter", n + 1), *ours, theirs, apart)?;
        }
    }
    Ok(compared)
}

#[test]
fn random_trainings_follow_the_rules_of_the_docs() {
    let cases = if std::env::var_os("ACTLAB_LONG").is_some() { 50_000 } else { 1000 };
    let one = |case: u64| compare(&experiment(&mut Random::new(case, 0, 0, 0)), case.wrapping_mul(0x9e37_79b9) >> 3);
    let compared: u64 = (0..cases).map(one).sum();
    assert!(compared > cases, "only {compared} contestants of {cases} experiments were compared to their end");
}

#[test]
fn the_parabola_follows_the_rules_of_the_docs() {
    let text = "epochs = 3\n[data]\nkind = \"parabola\"\n[[contestant]]\nname = \"a\"\n\
                layers = [{ units = 6, activation = \"relu\" }, { units = 1, activation = \"linear\" }]\n\
                [[contestant]]\nname = \"b\"\noptimizer = { kind = \"adam\", learning_rate = 0.005 }\n\
                layers = [{ units = 2, activation = \"relu\" }, { units = 2, activation = \"relu\" }, \
                { units = 1, activation = \"linear\" }]\n";
    for seed in [1, 7879, u64::MAX] {
        assert_eq!(compare(text, seed), 2);
    }
}
