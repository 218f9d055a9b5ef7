//! Options that mean the same in every command, short names, and `-` for standard input and output.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use std::fs;
use std::io::Write;
use std::process::Stdio;

fn with_input(args: &[&str], input: &[u8]) -> String {
    let mut command = command(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a program that starts");
    child.stdin.take().expect("a pipe").write_all(input).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn options_have_dashes_and_take_underscores() {
    let sweep = |option: &str| out(&["sweep", "xor-two-sigmoids", "-n", "2", "--epochs", "5", "--vary", option, "-q"]);
    assert_eq!(sweep("learning-rate=0.1,0.2"), sweep("learning_rate=0.1,0.2"));
    let plot = |option: &str| out(&["plot", "relu", option, "-1:1"]);
    assert_eq!(plot("--y-range"), plot("--y_range"));
    let render = |option: &str| out(&["render", "train", "parabola", option, "0.5", "--size", "80x24"]);
    assert_eq!(render("--learning-rate"), render("--learning_rate"));
}

#[test]
fn short_names_and_the_first_seed() {
    let line = ["sweep", "xor-two-sigmoids", "--epochs", "5", "--json"];
    let short = out(&[&line[..], &["-n", "3", "-j", "1", "--seed", "7"]].concat());
    assert_eq!(short, out(&[&line[..], &["--seeds", "3", "--threads", "2", "--from", "7"]].concat()));
    let object: serde_json::Value = serde_json::from_str(&short).expect("an object");
    assert_eq!((object["seed"].as_u64(), object["seeds"].as_u64()), (Some(7), Some(3)));
    let frame = ["render", "sweep", "xor-two-sigmoids", "--seeds", "4", "--epochs", "5", "--size", "80x24"];
    let asked = out(&frame);
    assert!(asked.contains("4/4 runs"), "{asked}");
    assert!(out(&[&frame[..], &["--seed", "9"]].concat()).contains("9–12"), "the first seed");
    assert!(out(&[&frame[..], &["--keys", ""]].concat()).contains("0/4 runs"), "keys are given");
}

#[test]
fn places_are_numbers_and_ranges() {
    let one = out(&["eval", "gelu", "1"]);
    assert_eq!(one, out(&["eval", "gelu", "--at", "1"]));
    assert_eq!(out(&["eval", "relu", "-1:1:0.5"]).lines().count(), 5);
    let two = out(&["eval", "gelu", "relu", "--at", "-2:2:0.5"]);
    assert_eq!((two.lines().count(), two.matches("gelu").count()), (18, 9), "{two}");
    let order = out(&["eval", "--formula", "x", "-1", "2", "-3", "--json"]);
    let xs: Vec<f64> = order
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object")["x"].as_f64())
        .collect();
    assert_eq!(xs, [-1.0, 2.0, -3.0]);
}

#[test]
fn a_dash_is_standard_input_and_output() {
    let config = with_input(&["config", "--config", "-"], b"seed = 99\n");
    assert!(config.contains("seed = 99"), "{config}");
    let dog = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png")).expect("the picture");
    let size = ["--size", "20x8"];
    let file = out(&[&["picture", "assets/images/jindo.png"], &size[..]].concat());
    assert_eq!(with_input(&[&["picture", "-"], &size[..]].concat(), &dog), file);
    let keys = with_input(&["render", "lab", "--keys", "-", "-o", "-", "--size", "80x24"], b"/ text:gelu enter\n");
    assert!(keys.contains("GELU"), "{keys}");
    let each = out(&["sweep", "xor-two-sigmoids", "-n", "2", "--epochs", "5", "--each"]);
    assert!(with_input(&["sweep", "--merge", "-", "-q"], each.as_bytes()).contains("of 2 seeds"));
    let rows = out(&["sweep", "xor-two-sigmoids", "-n", "2", "--epochs", "5", "--csv", "-"]);
    assert_eq!(rows.lines().count(), 3, "{rows}");
    let sweep = ["sweep", "xor-two-sigmoids", "-n", "4", "--epochs", "5"];
    let whole = out(&[&sweep[..], &["--resume", "-"]].concat());
    assert_eq!(whole.lines().count(), 5, "a line for the sweep and one for each seed: {whole}");
    let part: String = whole.split_inclusive('\n').take(3).collect();
    let resumed = with_input(&[&sweep[..], &["--resume", "-"]].concat(), format!("{part}{{\"seed\":3,").as_bytes());
    let sorted = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert!(resumed.starts_with(&part) && sorted(&resumed) == sorted(&whole), "{resumed}");
    let lab = ["render", "lab", "--size", "120x40"];
    let shown = with_input(&[&lab[..], &["--image", "-", "--keys", "v"]].concat(), &dog);
    let of_file = out(&[&lab[..], &["--image", "assets/images/jindo.png", "--keys", "v"]].concat());
    let words = |text: &str| text.replace("standard input", "jindo.png").replace([' ', '─'], "");
    assert!(shown.contains("standard input") && words(&shown) == words(&of_file), "{shown}");
    let ansi = [&lab[..], &["--format", "ansi"]].concat();
    let theme = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/themes/light.toml")).expect("the theme");
    assert_eq!(
        with_input(&[&ansi[..], &["--theme", "-"]].concat(), &theme),
        out(&[&ansi[..], &["--theme", "light"]].concat())
    );
    let experiment = out(&["list", "experiments", "xor-two-sigmoids"]);
    let frame = with_input(&["render", "train", "-", "--size", "80x24"], experiment.as_bytes());
    assert!(frame.contains("sigmoid"), "{frame}");
}

#[test]
fn standard_input_and_output_have_one_user_each() {
    for (args, part) in [
        (&["render", "lab", "--image", "-", "--theme", "-"][..], "--theme"),
        (&["render", "train", "-", "--data", "-"], "--data"),
        (&["train", "-", "--data", "-"], "EXPERIMENT"),
        (&["sweep", "-", "--resume", "-"], "--resume"),
        (&["sweep", "parabola", "--resume", "-", "--csv", "-"], "--csv"),
        (&["sweep", "parabola", "--resume", "-", "--each"], "--each"),
        (&["open", "lab", "--image", "-", "--plain"], "--plain"),
    ] {
        let (code, said) = fails(args);
        assert!(code == 2 && said.contains(part) && said.lines().count() == 1, "{args:?}: {said}");
    }
}

#[test]
fn a_log_has_the_columns_of_keras() {
    let log = out(&["train", "--data", "iris", "--test", "0.3", "--epochs", "3", "--csv", "-"]);
    let rows: Vec<Vec<&str>> = log.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "contestant"]);
    assert_eq!((rows.len(), rows[3][0]), (4, "3"));
    assert!(rows[1..].iter().all(|row| row[1..5].iter().all(|cell| cell.parse::<f64>().is_ok())), "{log}");
    let two = out(&["train", "parabola", "--epochs", "2", "--csv", "-"]);
    assert!(two.starts_with("epoch,loss,accuracy,contestant\n1,") && two.contains(",serial\n2,"), "{two}");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("log.csv").display().to_string();
    let words = ["train", "parabola", "--epochs", "2", "-q", "--csv", &path];
    assert_eq!(out(&words).lines().count(), 1);
    assert_eq!(fs::read_to_string(&path).expect("a log"), two);
    fs::write(&path, "name,mark\nMina,1\n").expect("written");
    assert_eq!(fails(&words).0, 2, "a table of somebody else stays");
}

#[test]
fn a_file_has_the_form_of_its_name() {
    let dir = tempfile::tempdir().expect("a folder");
    for (line, name, begins) in [
        (&["render", "lab"][..], "a.svg", "<svg "),
        (&["plot", "relu"], "b.svg", "<svg "),
        (&["plot", "relu"], "c.ans", "\x1b["),
        (&["picture", "assets/images/jindo.png"], "d.svg", "<svg "),
        (&["render", "lab"], "e.txt", " actlab"),
    ] {
        let path = dir.path().join(name).display().to_string();
        out(&[line, &["-o", &path]].concat());
        assert!(fs::read_to_string(&path).expect("a file").starts_with(begins), "{line:?}");
    }
}
