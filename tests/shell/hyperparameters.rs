//! Options of hyperparameters: the shell trains the run that a room shows with the same options, a sweep varies each of
//! them, and wrong values get one sentence.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use actlab::app::App;
use actlab::config;
use actlab::nn::experiment::Hyperparameter;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::{Exhibit, Options};
use ratatui::layout::Size;
use serde_json::Value;
use std::fs;
use std::process::Stdio;

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn last(text: &str) -> Value {
    serde_json::from_str(text.lines().last().expect("a line")).expect("an object")
}

/// The losses of the contestants that a room shows.
fn losses_of_room(line: &str) -> Vec<f64> {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
    let size = Size::new(120, 40);
    let (app, requests) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, requests, size);
    player.open(&line.parse::<Exhibit>().expect("an exhibit")).expect("an exhibit that opens");
    player.play(&"e until:done".parse().expect("a script"), &mut || true);
    let figures = player.app().figures();
    figures.iter().filter(|(name, _)| name.starts_with("loss:")).map(|(_, loss)| *loss).collect()
}

#[test]
fn the_shell_trains_the_run_of_the_room() {
    for line in [
        "spiral --learning-rate 0.03 --batch-size 10 --activation relu --layers 8-8 --optimizer adam --l2 0.001 \
         --noise 0.2 --points 200 --epochs 5",
        "parabola --optimizer adam:0.02 --loss huber --init he-normal --l1 0.0001 --layers 3 --features x,x^2 \
         --noise 3 --epochs 2",
        "xor-two-sigmoids --learning-rate 0.5 --optimizer rmsprop --units 3 --epochs 9 --seed 4",
        "moons --test 0.25 --points 80 --hidden-activation mish --epochs 3",
        "playground --noise 0.5 --batch-size 7 --epochs 3",
        "--data iris --layers 5 --l2 0.01 --epochs 3",
    ] {
        let shell = last(&out(&[&["train", "--json"], &words(line)[..]].concat()));
        let contestants = shell["contestants"].as_array().expect("contestants");
        let losses: Vec<f64> = contestants.iter().map(|one| one["loss"].as_f64().expect("a loss")).collect();
        assert_eq!(losses, losses_of_room(&format!("train {line}")), "{line}");
    }
    let plain = |options: &str| last(&out(&words(&format!("train spiral --json --epochs 2 {options}"))));
    assert_ne!(plain("")["contestants"], plain("--learning-rate 0.5")["contestants"], "it has an effect");
}

/// Each with two values that an experiment takes.
const VARIED: [(Hyperparameter, &str, &str, &str); 13] = [
    (Hyperparameter::Optimizer, "spiral", "sgd", "adam:0.02"),
    (Hyperparameter::LearningRate, "spiral", "0.01", "0.1"),
    (Hyperparameter::Layers, "spiral", "4-2", "3"),
    (Hyperparameter::Units, "spiral", "2", "3"),
    (Hyperparameter::HiddenActivation, "spiral", "relu", "gelu"),
    (Hyperparameter::BatchSize, "spiral", "5", "20"),
    (Hyperparameter::Init, "spiral", "he-normal", "normal:0.5"),
    (Hyperparameter::Loss, "spiral", "mse", "huber"),
    (Hyperparameter::L1, "spiral", "0", "0.01"),
    (Hyperparameter::L2, "spiral", "0.01", "0.1"),
    (Hyperparameter::Features, "spiral", "x", "y"),
    (Hyperparameter::Noise, "spiral", "0", "0.5"),
    (Hyperparameter::Points, "spiral", "20", "40"),
];

#[test]
fn a_sweep_varies_every_hyperparameter() {
    assert!(Hyperparameter::ALL.iter().all(|one| VARIED.iter().any(|(varied, ..)| varied == one)), "all have a row");
    for (of, name, first, second) in VARIED {
        let option = of.option();
        let sweep = |more: &[&str]| {
            let small = if of == Hyperparameter::Points { &[][..] } else { &["--points", "30"] };
            let line = ["sweep", name, "-n", "2", "--epochs", "2", "--json", "-q"];
            last(&out(&[&line[..], small, more].concat()))
        };
        let varied = sweep(&["--vary", &format!("{option}={first},{second}")]);
        assert_eq!(varied["vary"][0][0], of.name());
        for (cell, value) in [first, second].into_iter().enumerate() {
            let alone = sweep(&[&format!("--{option}"), value]);
            assert_eq!(varied["cells"][cell]["contestants"], alone["cells"][0]["contestants"], "{option} {value}");
        }
        assert_ne!(varied["cells"][0]["contestants"], varied["cells"][1]["contestants"], "{option}");
    }
}

#[test]
fn bars_divide_values_that_are_lists() {
    let sweep = |vary: &str| {
        out(&["sweep", "spiral", "--points", "30", "-n", "2", "--epochs", "2", "--json", "-q", "--vary", vary])
    };
    let layers = sweep("layers=4,2|8,8|8");
    assert_eq!(last(&layers)["vary"][0][1], serde_json::json!(["4-2", "8-8", "8"]));
    assert_eq!(layers, sweep("layers=4-2,8-8,8"));
    assert_eq!(last(&sweep("features=x,y|x,y,x^2|columns"))["cells"].as_array().map(Vec::len), Some(3));
    let frame =
        ["render", "sweep", "spiral", "--vary", "layers=4,2|8", "--seeds", "2", "--epochs", "2", "--points", "30"];
    let frame = out(&[&frame[..], &["--view", "grid", "--size", "120x40"]].concat());
    assert!(frame.contains("4-2") && frame.contains("4/4 runs"), "{frame}");
}

#[test]
fn a_wrong_value_gets_the_sentence_that_the_room_has() {
    for (name, option, value, right) in [
        ("spiral", "learning-rate", "-1", "positive number"),
        ("spiral", "optimizer", "adm", "adam"),
        ("spiral", "activation", "sigmoyd", "sigmoid"),
        ("spiral", "loss", "msee", "mse"),
        ("spiral", "layers", "8-x", "as in 8-8-8"),
        ("spiral", "batch-size", "0", "whole number from 1"),
        ("spiral", "points", "3", "from 4 to 100000"),
        ("moons", "points", "0", "from 1 to 1000000"),
        ("spiral", "noise", "loud", "zero or a positive number"),
        ("xor-two-sigmoids", "points", "10", "no number of points"),
        ("perceptron-or", "l2", "0.1", "expected learning_rate"),
    ] {
        let option = format!("--{option}");
        let shown = |words: &[&str]| {
            let (code, said) = fails(&[words, &[name, &option, value]].concat());
            assert_eq!((code, said.lines().count()), (2, 1), "{said}");
            said
        };
        let said = shown(&["train"]);
        assert!(said.contains(right) && said.contains(value), "{said}");
        assert_eq!(said, shown(&["sweep"]));
        assert_eq!(said, shown(&["render", "train"]));
    }
    assert!(fails(&["train", "spiral", "--learning-rat", "1"]).1.contains("--learning-rate"));
    assert_eq!(fails(&["train", "--all", "--noise", "1"]).0, 2);
    assert_eq!(fails(&["sweep", "--merge", "x", "--noise", "1"]).0, 2);
}

#[test]
fn every_hyperparameter_has_an_option_with_help() {
    for page in [&["train", "--help"][..], &["sweep", "--help"], &["help", "open", "train"], &["man", "open", "sweep"]]
    {
        let text = out(page).replace("\\-", "-");
        for one in Hyperparameter::ALL {
            assert!(text.contains(&format!("--{} <{}>", one.option(), one.placeholder())), "{page:?}: {one:?}");
        }
    }
    let offered = out(&["complete", "--", "sweep", "spiral", "--"]);
    assert!(Hyperparameter::ALL.iter().all(|one| offered.contains(&format!("--{} ", one.option()))), "{offered}");
}

#[test]
fn a_sweep_with_other_hyperparameters_is_another_sweep() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seeds.jsonl").display().to_string();
    let sweep = |rate: &'static str| {
        ["sweep", "xor-two-sigmoids", "-n", "2", "--epochs", "3", "-q", "--learning-rate", rate, "--resume"]
    };
    out(&[&sweep("0.1")[..], &[&file]].concat());
    assert!(fs::read_to_string(&file).expect("a file").contains("learning_rate = 0.1"));
    assert_eq!(fails(&[&sweep("0.2")[..], &[&file]].concat()).0, 2);
}

#[test]
fn play_is_the_room_train() {
    let frame = |line: &str| out(&[&["render"], &words(line)[..], &["--size", "100x30"]].concat());
    assert_eq!(frame("play"), frame("train playground"));
    assert_eq!(frame("play moons --noise 0.3"), frame("train --data moons --noise 0.3"));
    let link = "https://playground.tensorflow.org/#dataset=spiral&seed=0.42";
    assert_eq!(frame(&format!("play {link}")), frame(&format!("train {link}")));
    let help = out(&["play", "--help"]);
    assert_eq!(help, out(&["help", "play"]));
    assert!(help.contains("[default: playground]") && help.contains("--plain"), "{help}");
    let (code, said) = fails(&["play", "moon", "--plain"]);
    assert!(code == 2 && said.contains("moons"), "{said}");
    let (code, said) = fails(&["play", "--speeed", "full", "--plain"]);
    assert!(code == 2 && said.contains("--speed"), "{said}");
    assert_eq!(fails(&["--kiosk", "play"]).0, 2);
    let lines =
        command(&["play", "moons", "--layers", "3", "--plain"]).stdout(Stdio::piped()).output().expect("an end");
    let lines = String::from_utf8_lossy(&lines.stdout).into_owned();
    assert!(lines.contains("moons"), "{lines}");
}
