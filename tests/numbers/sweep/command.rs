//! `actlab sweep` as a reader types it.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub(crate) fn actlab(words: &[&str]) -> Output {
    let none = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_actlab")).args(words).env("XDG_CONFIG_HOME", none.path()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn said(words: &[&str]) -> String {
    let output = actlab(words);
    assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// The last JSON object of the output.
pub(crate) fn object(words: &[&str]) -> Value {
    serde_json::from_str(said(&[words, &["--json"]].concat()).lines().last().unwrap()).unwrap()
}

fn path(dir: &Path, name: &str) -> String {
    dir.join(name).display().to_string()
}

#[test]
fn shards_put_together_are_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let words = ["sweep", "xor-two-sigmoids", "--seeds", "50", "--epochs", "200", "--vary", "learning_rate=0.01,0.1"];
    let whole = said(&[&words[..], &["--json", "--threads", "1"]].concat());
    let files: Vec<String> = (1..=4).map(|part| path(dir.path(), &format!("{part}.jsonl"))).collect();
    for (part, file) in (1..).zip(&files) {
        let lines = said(&[&words[..], &["--shard", &format!("{part}/4"), "--each", "--threads", "2"]].concat());
        std::fs::write(file, lines).unwrap();
    }
    let all: Vec<&str> = files.iter().rev().map(String::as_str).collect();
    assert_eq!(said(&[&["sweep", "--json", "--merge"], &all[..]].concat()), whole);
    // A missing part is reported and makes the command fail. A part that occurs twice is reported and counts once.
    let output = actlab(&["sweep", "--quiet", "--merge", &files[0], &files[2], &files[0]]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("25 of 50 seeds are missing at 0.01: 2, 4, 6"), "{told}");
    assert!(told.contains("twice, and counted once: 1, 5, 9"), "{told}");
    // Two files that disagree were not trained in the same way.
    let other = path(dir.path(), "other.jsonl");
    let changed = std::fs::read_to_string(&files[0]).unwrap().replacen("\"accuracy\":1.0", "\"accuracy\":0.75", 1);
    std::fs::write(&other, changed).unwrap();
    let output = actlab(&["sweep", "--merge", &files[0], &other]);
    assert!(text(&output.stderr).contains("had a different result"), "{}", text(&output.stderr));
}

#[test]
fn what_was_broken_off_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let file = path(dir.path(), "run.jsonl");
    let words = ["sweep", "xor-two-sigmoids", "--seeds", "30", "--epochs", "100"];
    let whole = said(&[&words[..], &["--json"]].concat());
    let with = [&words[..], &["--json", "--resume", &file]].concat();
    assert_eq!(said(&with), whole);
    let lines = std::fs::read_to_string(&file).unwrap();
    assert_eq!(lines.lines().count(), 31);
    // Truncated in the middle of a line, and in the middle of a number.
    std::fs::write(&file, &lines[..lines.len() * 2 / 3]).unwrap();
    assert_eq!(said(&with), whole);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), lines, "nothing is lost and nothing is there twice");
    // The outcomes of another sweep are not added.
    let output = actlab(&["sweep", "xor-two-sigmoids", "--seeds", "31", "--epochs", "100", "--resume", &file]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("30 seeds from 1 and not 31 seeds from 1"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), lines);
    // Another kind of file is not overwritten.
    let notes = path(dir.path(), "notes.txt");
    std::fs::write(&notes, "milk\neggs\n").unwrap();
    assert_eq!(actlab(&["sweep", "xor-two-sigmoids", "--resume", &notes]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "milk\neggs\n");
}

#[test]
fn ctrl_c_tells_what_is_finished() {
    let words = ["sweep", "parabola", "--seeds", "100000", "--each"];
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_actlab")).args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.as_mut().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    for _ in 0..4 {
        line.clear();
        out.read_line(&mut line).unwrap();
    }
    assert!(line.starts_with("{\"seed\":3,"), "{line}");
    let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let last: Value = serde_json::from_str(rest.lines().last().unwrap()).unwrap();
    assert_eq!(last["done"], false);
    assert_eq!(last["cells"][0]["seeds"].as_u64().unwrap(), 3 + rest.lines().count() as u64 - 1);
}

#[test]
fn a_seed_is_the_run_that_train_makes() {
    let lines = said(&["sweep", "parabola", "--seeds", "1", "--from", "12", "--epochs", "10", "--each"]);
    let swept: Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
    let trained = said(&["train", "parabola", "--seed", "12", "--epochs", "10", "--json"]);
    let trained: Value = serde_json::from_str(trained.lines().last().unwrap()).unwrap();
    for at in 0..2 {
        for key in ["name", "loss", "accuracy", "r2", "succeeded"] {
            assert_eq!(swept["contestants"][at][key], trained["contestants"][at][key], "{key}");
        }
    }
}

#[test]
fn the_table_has_a_row_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let file = path(dir.path(), "runs.csv");
    said(&["sweep", "zero-centred", "--seeds", "3", "--epochs", "5", "--vary", "units=2,3", "--csv", &file]);
    let table = std::fs::read_to_string(&file).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "units,seed,contestant,loss,accuracy,r2,succeeded,epochs_to_success,cause");
    assert_eq!(rows.len(), 1 + 2 * 3 * 2);
    assert!(rows.iter().all(|row| row.split(',').count() == 9) && rows[1].starts_with("2,1,sigmoid,"), "{table}");
}

#[test]
fn tables_and_sentences() {
    let words = said(&["sweep", "xor-two-sigmoids", "--seeds", "200"]);
    assert!(words.contains("200 seeds from 1, 1000 epochs each; success: accuracy at least 1"), "{words}");
    assert!(words.contains("two sigmoids succeeds in") && words.contains("main cause of failure"), "{words}");
    let quiet = said(&["sweep", "xor-two-sigmoids", "--seeds", "200", "--quiet"]);
    assert!(words.ends_with(&quiet) && quiet.lines().count() == 1);
    let grid = said(&[
        "sweep",
        "xor-two-sigmoids",
        "--seeds",
        "40",
        "--vary",
        "learning_rate=0.001,0.1",
        "--vary",
        "hidden_activation=sigmoid,tanh",
    ]);
    assert!(grid.contains("down learning_rate, across hidden_activation"), "{grid}");
    assert!(grid.contains("succeeds most often at learning_rate 0.1"), "{grid}");
}

#[test]
fn mistakes_get_one_sentence() {
    let cases: [(&[&str], i32, &str); 15] = [
        (&["parabola", "--seeds", "0"], 2, "from 1 to 10000000"),
        (&["parabola", "--threads", "0"], 2, "from 1 to 1024"),
        (&["parabola", "--vary", "learning-rat=1"], 2, "did you mean \"learning-rate\"?"),
        (&["parabola", "--vary", "learning_rate"], 2, "as in learning_rate=0.001,0.01"),
        (&["parabola", "--vary", "learning_rate=1,,2"], 2, "a value is missing"),
        (&["parabola", "--vary", "learning_rate=fast"], 2, "positive number"),
        (&["parabola", "--vary", "units=2,2"], 2, "is given twice"),
        (&["parabola", "--vary", "units=2", "--vary", "units=3"], 2, "varied twice"),
        (&["perceptron-or", "--vary", "units=2"], 2, "expected learning_rate"),
        (&["parabola", "--shard", "0/4"], 2, "from 1/4 to 4/4"),
        (&["parabola", "--shard", "four"], 2, "from 1/4 to 4/4"),
        (&["parabola", "--from", "18446744073709551615", "--seeds", "2"], 2, "exceed the last one"),
        (&["parabola", "--csv", "a.csv", "--resume", "a.csv"], 2, "overwrite a.csv"),
        (&["--merge", "/nowhere/a.jsonl"], 1, "can't be read"),
        (&["parabola", "--seeds", "1", "--csv", "/nowhere/a.csv"], 1, "can't be written"),
    ];
    for (words, code, sentence) in cases {
        let output = actlab(&[&["sweep"], words].concat());
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(sentence) && told.lines().count() == 1, "{words:?}: {told}");
    }
}
