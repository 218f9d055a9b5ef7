//! `actlab sweep` compared with proportions from thousands of runs of independent implementations: two-sample tests,
//! each at p > 0.001.

use super::command::object;
use serde_json::Value;

/// The two-sided 0.1 % point of the normal distribution.
const FAR: f64 = 3.29;

fn reference(name: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("../../data/distributions.json")).unwrap();
    file["experiments"][name].clone()
}

/// Whether our proportion is compatible with theirs, with pooled variance.
fn same_share(what: &str, ours: &Value, theirs: &Value, of: &Value) {
    let (count, own) = (ours["count"].as_f64().unwrap_or(0.0), ours["of"].as_f64().unwrap());
    let (share, of) = (theirs.as_f64().unwrap(), of.as_f64().unwrap());
    let pooled = (count + share * of) / (own + of);
    let deviation = (pooled * (1.0 - pooled) * (1.0 / own + 1.0 / of)).sqrt();
    let apart = ((count / own - share).abs() - 0.5 / own).max(0.0);
    assert!(apart <= FAR * deviation, "{what}: {} and {share}", count / own);
    assert_eq!(ours["share"].as_f64().unwrap(), count / own);
}

/// Whether their median is compatible with our runs: between our quartiles, and close to our median if the runs are
/// close together.
fn same_median(what: &str, ours: &Value, theirs: &Value) {
    let at = |name: &str| ours["loss"][name].as_f64().unwrap();
    let theirs = theirs["p50"].as_f64().unwrap();
    assert!(
        at("p25") <= theirs && theirs <= at("p75"),
        "{what}: {theirs} is not between {} and {}",
        at("p25"),
        at("p75")
    );
}

#[test]
fn two_sigmoids() {
    let ours = object(&["sweep", "xor-two-sigmoids", "--seeds", "2000"]);
    let (ours, theirs) = (&ours["cells"][0]["contestants"][0], reference("xor_mlp_2_1"));
    same_share("two sigmoids", &ours["succeeded"], &theirs["accuracy"]["1.0"], &theirs["n_seeds"]);
    same_median("two sigmoids", ours, &theirs["mse"]);
}

#[test]
fn parallel_and_serial() {
    let ours = object(&["sweep", "parabola", "--seeds", "200"]);
    let variant = &ours["cells"][0];
    for (contestant, name) in ["reg_parallel", "reg_serial"].into_iter().enumerate() {
        let (ours, theirs) = (&variant["contestants"][contestant], reference(name));
        let of = &theirs["n_seeds"];
        same_share(name, &ours["succeeded"], &theirs["mse_below"]["200"], of);
        same_median(name, ours, &theirs["mse"]);
        if name == "reg_serial" {
            same_share(name, &ours["causes"]["dead-layer"], &theirs["dead_layer"], of);
            let most = ours["causes"].as_object().unwrap().values().map(|share| share["count"].as_u64().unwrap()).max();
            assert_eq!(ours["causes"]["dead-layer"]["count"].as_u64(), most);
        }
    }
    let theirs = reference("reg_compare");
    let contest = &variant["contests"][0];
    same_share("wins", &contest["wins"][0], &theirs["parallel_beats_serial"], &theirs["n_seeds"]);
    assert_eq!(contest["winner"], "parallel");
    let (low, high) = (contest["interval"][0].as_f64().unwrap(), contest["interval"][1].as_f64().unwrap());
    let medians = |at: usize| variant["contestants"][at]["loss"]["p50"].as_f64().unwrap();
    assert!(low < medians(0) - medians(1) && medians(0) - medians(1) < high && high < 0.0);
    let sentence = ours["verdict"][0].as_str().unwrap();
    assert!(sentence.starts_with("parallel beats serial in ") && sentence.contains("a dead layer"), "{sentence}");
}

#[test]
fn perceptrons() {
    for (gate, key) in [("perceptron-or", "perceptron_or"), ("perceptron-xor", "perceptron_xor")] {
        let ours = object(&["sweep", gate, "--seeds", "300"]);
        let theirs = reference(key);
        same_share(gate, &ours["cells"][0]["contestants"][0]["succeeded"], &theirs["success"], &theirs["n_seeds"]);
    }
}
