//! Rules to stop by and runs without end, on the command line.
#![allow(clippy::expect_used, reason = "tests")]

use super::cli::{fails, out};
use serde_json::Value;

const ENDLESS: &str = "epochs = \"endless\"\nseed = 2\n[data]\nkind = \"moons\"\npoints = 60\nnoise = 0.6\n\
    test = 0.5\n[success]\naccuracy = 0.8\n[[contestant]]\nname = \"wide\"\noptimizer = { kind = \"adam\", \
    learning_rate = 0.02 }\nlayers = [{ units = 24, activation = \"tanh\" }, { units = 1, activation = \"sigmoid\" }]\n";

/// The last line of JSON.
fn end(args: &[&str]) -> Value {
    serde_json::from_str(out(args).lines().last().expect("a line")).expect("JSON")
}

fn file(text: &str) -> (tempfile::NamedTempFile, String) {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    let path = file.path().display().to_string();
    (file, path)
}

#[test]
fn a_run_without_end_needs_epochs_or_a_rule() {
    let (_file, path) = file(ENDLESS);
    for command in [vec!["train", &path], vec!["sweep", &path, "--seeds", "2"], vec!["render", "train", &path]] {
        let (code, said) = fails(&command);
        assert_eq!((code, said.lines().count()), (2, 1), "{command:?}: {said}");
        assert!(said.contains(" end") && said.contains("--epochs") || said.contains("a number of epochs"), "{said}");
        for more in [["--epochs", "5"], ["--stop", "patience=5"]] {
            out(&[command.as_slice(), &more].concat());
        }
        let (code, said) = fails(&[["--lang", "ko"].as_slice(), &command].concat());
        assert!(code == 2 && said.contains("끝"), "{said}");
    }
    let (code, said) = fails(&["render", "lab", "gelu", "--keys", "3 until:done"]);
    assert!(code == 2 && said.contains("nothing is running"), "{said}");
    let trained = end(&["train", &path, "--epochs", "5", "--json"]);
    assert_eq!((&trained["epochs"], &trained["contestants"][0]["stopped"]), (&5.into(), &Value::Null));
}

#[test]
fn train_says_where_and_why_a_contestant_stopped() {
    let (_file, path) = file(ENDLESS);
    let rule = ["train", &path, "--stop", "patience=20,test_accuracy=1"];
    let done = end(&[rule.as_slice(), &["--json"]].concat());
    let stopped = &done["contestants"][0]["stopped"];
    assert_eq!((&stopped["rule"], &stopped["epoch"]), (&"patience".into(), &done["epochs"]));
    let text = out(&rule);
    let epoch = &done["epochs"];
    assert!(text.contains(&format!("stopped at epoch {epoch}: no new lowest loss for 20 epochs")), "{text}");
    assert!(text.contains(&format!("{epoch} epochs, seed 2")), "{text}");
    // The epoch of the end has its evaluated losses, whatever the schedule says.
    let lines = out(&[rule.as_slice(), &["--json"]].concat());
    let last = lines.lines().rev().nth(1).expect("a line");
    let last: Value = serde_json::from_str(last).expect("JSON");
    assert_eq!((&last["epoch"], &last["test_loss"]), (epoch, &done["contestants"][0]["test_loss"]));
    let korean = out(&[["--lang", "ko"].as_slice(), &rule].concat());
    assert!(korean.contains("에서 멈춤: 20에포크 동안"), "{korean}");
}

#[test]
fn train_says_when_the_test_loss_has_parted() {
    let (_file, path) = file(ENDLESS);
    let text = out(&["train", &path, "--epochs", "400"]);
    let sentence = text.lines().find(|line| line.contains("since epoch")).expect("a sentence");
    let done = end(&["train", &path, "--epochs", "400", "--json"]);
    let parted = &done["contestants"][0]["parted"];
    assert!(sentence.contains(&format!("since epoch {} the test loss has risen by", parted["epoch"])), "{sentence}");
    assert!(parted["by"].as_f64().expect("a number") > 0.0);
    let early = out(&["train", &path, "--epochs", "5"]);
    assert!(!early.contains("since epoch"), "{early}");
}

#[test]
fn a_rule_that_is_wrong_is_one_sentence() {
    for (rule, wanted) in [
        ("patence=3", "did you mean \"patience\"?"),
        ("patience", "as in test_loss=0.01 or patience=50"),
        ("accuracy=95", "accuracy is 95, and must be from 0 to 1"),
        ("test_loss=0.1", "needs test data"),
    ] {
        let (code, said) = fails(&["train", "xor-two-sigmoids", "--stop", rule]);
        assert!(code == 2 && said.lines().count() == 1 && said.contains(wanted), "{rule}: {said}");
    }
}

#[test]
fn a_sweep_counts_the_epochs_until_each_seed_stopped() {
    let (_file, path) = file(ENDLESS);
    let args = ["sweep", &path, "--seeds", "6", "--stop", "test_accuracy=0.8,patience=100", "--json"];
    let object = end(&args);
    assert_eq!(object["epochs"], 100_000);
    let text = out(&args[..6]);
    assert!(text.contains("at most 100000 epochs each"), "{text}");
    assert_eq!(out(&args), out(&[args.as_slice(), &["--threads", "1"]].concat()));
}
