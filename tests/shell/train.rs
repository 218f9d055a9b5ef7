//! `actlab train` by its output: epochs, results, own experiments, and the result after Ctrl-C.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use std::io::Write;
use std::process::Stdio;

#[test]
fn train_tells_every_epoch_and_what_was_reached() {
    let text = out(&["train", "xor-two-sigmoids", "--seed", "3", "--json", "--every", "250"]);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let epochs: Vec<u64> = lines[..4].iter().map(|l| l["epoch"].as_u64().expect("a number")).collect();
    assert_eq!((epochs, lines.len()), (vec![250, 500, 750, 1000], 5));
    assert!(lines[0]["contestant"].is_string() && lines[0]["loss"].is_number() && lines[0]["accuracy"].is_number());
    let last = &lines[4];
    let contestant = &last["contestants"][0];
    assert_eq!((last["done"].as_bool(), last["seed"].as_u64()), (Some(true), Some(3)));
    assert_eq!(contestant["layers"][0]["weights"].as_array().expect("rows").len(), 2);
    assert_eq!(contestant["layers"][1]["biases"].as_array().expect("biases").len(), 1);
    assert_eq!(text, out(&["train", "xor-two-sigmoids", "--seed", "3", "--json", "--every", "250"]));
    // The evaluated loss of the last epoch is the final result; the mean over its batches is not.
    assert_eq!(lines[3]["train_loss"], contestant["loss"]);
    assert_ne!(lines[3]["loss"], contestant["loss"]);
}

/// One batch holds all four samples, so the loss of an epoch equals the evaluated loss after the epoch before.
#[test]
fn an_epoch_has_a_loss_over_its_batches_and_an_evaluated_one() {
    let lines = |args: &[&str]| -> Vec<serde_json::Value> {
        let text = out(&[&["train", "xor-two-sigmoids", "--json"], args].concat());
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
    };
    let short = lines(&["--epochs", "1003"]);
    for pair in short[..1000].windows(2) {
        assert_eq!(pair[0]["train_loss"], pair[1]["loss"]);
        assert_eq!(pair[0]["train_accuracy"], pair[1]["accuracy"]);
    }
    let evaluated = |lines: &[serde_json::Value]| -> Vec<bool> {
        lines.iter().filter(|line| line["epoch"].is_number()).map(|line| line["train_loss"].is_number()).collect()
    };
    let kept = evaluated(&short);
    assert_eq!(kept[999..], [true, false, true, false], "after the thousandth every second");
    assert_eq!(evaluated(&lines(&["--epochs", "1500"]))[..1003], kept, "whatever the length of the run");
}

const SPLIT: &str = "epochs = 20\n[data]\nkind = \"circle\"\nnoise = 0.2\ntest = 0.4\n[success]\naccuracy = 0.7\n[[contestant]]\n\
                     name = \"one\"\nlayers = [{ units = 4, activation = \"tanh\" }, { units = 1, activation = \"tanh\" }]\n";

#[test]
fn a_test_has_its_loss_and_accuracy_beside_those_of_training() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, table) = (folder.path().join("split.toml"), folder.path().join("runs.csv"));
    std::fs::write(&file, SPLIT).expect("written");
    let (file, table) = (file.display().to_string(), table.display().to_string());
    let text = out(&["train", &file, "--json"]);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines[..20].iter().all(|line| line["test_loss"].is_number() && line["test_accuracy"].is_number()));
    let end = &lines[20]["contestants"][0];
    assert_eq!((&end["test_loss"], &end["test_accuracy"]), (&lines[19]["test_loss"], &lines[19]["test_accuracy"]));
    assert_eq!(end["succeeded"], end["test_accuracy"].as_f64().expect("a number") >= 0.7);
    assert!(out(&["train", &file, "--quiet"]).contains("  test loss "));
    assert!(
        out(&["train", &file, "--every", "10"])
            .lines()
            .filter(|line| line.starts_with("epoch"))
            .all(|line| line.contains("  test loss "))
    );
    // A sweep is about the test, and its table has both.
    let figures = out(&["sweep", &file, "--seeds", "3", "--json", "--csv", &table]);
    let summary: serde_json::Value = serde_json::from_str(figures.lines().last().expect("a line")).expect("JSON");
    assert_eq!(summary["judged_on"], "test");
    let table = std::fs::read_to_string(&table).expect("a table");
    let mut rows = table.lines();
    assert_eq!(
        rows.next(),
        Some(
            "seed,contestant,test_loss,test_accuracy,test_r2,succeeded,epochs_to_success,cause,train_loss,train_accuracy"
        )
    );
    let first: Vec<&str> = rows.next().expect("a row").split(',').collect();
    let number = |n: usize| first[n].parse::<f64>().expect("a number");
    assert_eq!(first.len(), 10);
    assert_eq!(Some(number(2)), end["test_loss"].as_f64());
    assert_eq!(Some(number(8)), end["loss"].as_f64());
    assert!(out(&["sweep", &file, "--seeds", "3"]).contains("accuracy at least 0.7 on test data"));
    // Without a split nothing speaks of a test.
    assert!(!out(&["train", "xor-two-sigmoids", "--json", "--epochs", "3"]).contains("test_"));
}

#[test]
fn losses_in_words_are_the_evaluated_ones() {
    let text = out(&["train", "parabola", "--epochs", "7", "--every", "3"]);
    let loss =
        |line: &str| line.split("loss ").nth(1).map(|rest| rest.split_whitespace().next().expect("a loss").to_owned());
    let every: Vec<&str> = text.lines().filter(|line| line.starts_with("epoch ")).collect();
    assert_eq!(every.len(), 6, "epochs 3, 6 and the last of two contestants: {text}");
    let end: Vec<&str> = text.lines().filter(|line| line.contains(": loss ")).collect();
    assert_eq!([loss(every[4]), loss(every[5])], [loss(end[0]), loss(end[1])], "{text}");
    let quiet = out(&["train", "parabola", "--epochs", "7", "--quiet"]);
    assert!(end.iter().all(|line| quiet.contains(&format!("loss {}", loss(line).expect("a loss")))), "{quiet}");
}

#[test]
fn train_summarises_models_as_keras_does() {
    let text = out(&["train", "parabola", "--epochs", "3"]);
    for part in ["dense 1 (relu)", "(batch, 6)", "total", "parallel: loss", "serial: loss", "weights", "R²"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches(" 19\n").count(), 2, "both have nineteen parameters: {text}");
}

#[test]
fn train_all_is_a_line_an_experiment() {
    let text = out(&["train", "--all", "--quiet"]);
    assert_eq!(text.lines().count(), 11, "{text}");
    assert!(text.lines().all(|line| line.contains("loss")), "{text}");
    assert_eq!(text, out(&["train", "--all", "--quiet"]), "equal runs are equal: there are no times");
    assert_eq!(out(&["list", "experiments"]).lines().count(), 18);
    assert!(out(&["list", "experiments", "--json"]).contains("\"id\":\"parabola\""));
}

#[test]
fn an_experiment_of_ones_own_is_a_file() {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    let text = "title = \"mine\"\nepochs = 4\n[data]\nkind = \"inline\"\ninputs = [[0.0], [1.0]]\n\
                targets = [[1.0], [3.0]]\n[[contestant]]\nlayers = [{ units = 1, activation = \"linear\" }]\n";
    file.write_all(text.as_bytes()).expect("written");
    let path = file.path().display().to_string();
    assert!(out(&["train", &path]).starts_with("mine\n4 epochs"));
    file.write_all(b"lernrate = 3\n").expect("written");
    let (code, said) = fails(&["train", &path]);
    assert!(code == 2 && said.contains(&format!("{path}, line 9")) && said.lines().count() == 1, "{said}");
    let (code, said) = fails(&["train", "parabla"]);
    assert!(code == 2 && said.contains("parabola"), "{said}");
    assert_eq!(fails(&["train", "/nonexistent/mine.toml"]).0, 1);
    assert_eq!(fails(&["train"]).0, 2);
}

/// After Ctrl-C, the run ends and reports its result so far.
#[cfg(unix)]
#[test]
fn an_interrupted_run_tells_what_was_reached() {
    use nix::sys::signal::{Signal, kill};
    use std::io::{BufRead, BufReader};
    let mut child = command(&["train", "sigmoid-or", "--epochs", "1000000000", "--json", "--every", "1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    lines.next().expect("a first line").expect("UTF-8");
    let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).expect("a number"));
    kill(pid, Signal::SIGINT).expect("sent");
    let last = lines.map(|line| line.expect("UTF-8")).last().expect("a last line");
    let last: serde_json::Value = serde_json::from_str(&last).expect("an object");
    assert_eq!(last["done"].as_bool(), Some(false));
    assert!(last["epochs"].as_u64().expect("a number") > 0);
    assert_eq!(child.wait().expect("an end").code(), Some(130));
}
