//! The picture of the network and the inspector in Train: frames, keys in each pane, clicks, and the text form.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;

use actlab::tile::ColorDepth;
use actlab::words::Language;
use proptest::prelude::*;

/// Two inputs, eight and eight units: more than fit into a small pane.
const SPIRAL: &str = "epochs = 200\nseed = 2\n[data]\nkind = \"spiral\"\npoints = 120\ntest = 0.5\n\
                      features = [\"x\", \"y\", \"sin(x)\"]\n[[contestant]]\nname = \"wide\"\nlayers = [{ units = 8, \
                      activation = \"tanh\" }, { units = 8, activation = \"relu\" }, { units = 1, activation = \"tanh\" }]\n";

fn file() -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(file.path(), SPIRAL).expect("written");
    file
}

fn scenario(file: &tempfile::NamedTempFile, more: &str) -> Scenario {
    Scenario::new(&format!("train {} --epoch 100 {more}", file.path().display()))
}

/// Without the name of the file, which differs.
fn without_name(text: &str) -> String {
    let mut lines: Vec<&str> = text.trim_end().lines().collect();
    lines.remove(0);
    lines.join("\n")
}

fn titled(title: &str, text: &str) -> String {
    format!("{title}\n{}\n\n", text.trim_end())
}

#[test]
fn the_network_is_a_picture_at_four_sizes() {
    let file = file();
    let mut album = String::new();
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let text = scenario(&file, "--chosen 2.3 --edge 2 --focus net").size(columns, rows).text();
        assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{text}");
        album += &titled(&format!("{columns}x{rows}"), &without_name(&text));
    }
    let small = || scenario(&file, "--chosen 2.3").size(80, 24);
    album += &titled("ascii", &without_name(&small().ascii().text()));
    album += &titled("without colour", &without_name(&small().depth(ColorDepth::None).text()));
    album += &titled("korean", &without_name(&small().language(Language::Korean).text()));
    insta::assert_snapshot!("net", album);
    assert!(small().ascii().text().is_ascii());
}

#[test]
fn the_net_and_the_map_are_there_before_training() {
    for size in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let text = Scenario::new("train xor-two-sigmoids").size(size.0, size.1).text();
        assert!(text.contains("net 2→2→1") && text.contains("1.1") && text.contains("decision boundary"), "{text}");
    }
}

#[test]
fn arrows_act_in_the_pane_that_has_the_focus() {
    let line = |keys: &str| {
        let player = Scenario::new("train xor-two-sigmoids --epoch 300").size(120, 40).keys(keys).player();
        player.app().exhibit().to_string()
    };
    assert!(line("left").contains("--cursor"), "the focus begins in time");
    assert!(line("2*tab").contains("--focus net"), "{}", line("2*tab"));
    assert!(line("2*tab down").contains("--chosen 1.2"), "{}", line("2*tab down"));
    assert!(line("2*tab left down").contains("--chosen 0.2"), "{}", line("2*tab left down"));
    assert!(line("2*tab right").contains("--chosen 2.1"), "{}", line("2*tab right"));
    assert!(line("2*tab down shift-down").contains("--edge 1"), "{}", line("2*tab down shift-down"));
    assert!(line("tab down").contains("--focus inspector --chosen 1.2"), "{}", line("tab down"));
    assert!(line("tab right").contains("--chosen 2.1"), "{}", line("tab right"));
    assert!(line("tab shift-down").contains("--focus inspector --edge 1"), "{}", line("tab shift-down"));
    assert!(line("backtab").contains("--focus map"), "{}", line("backtab"));
    assert!(line("backtab left").contains("--at"), "on the map, arrows choose a sample: {}", line("backtab left"));
    assert!(line("backtab v left").contains("--turn"), "a surface turns: {}", line("backtab v left"));
    assert!(!line("down up").contains("parabola"), "arrows change no experiment");
    for keys in ["2*tab 2*right shift-up", "tab 3*shift-down left", "backtab"] {
        let opened = Scenario::new(&line(keys)).size(120, 40);
        let there = Scenario::new("train xor-two-sigmoids --epoch 300").size(120, 40).keys(keys).player();
        assert_eq!(opened.player().frame(), there.frame(), "{keys}: {}", line(keys));
    }
}

#[test]
fn every_pane_names_the_epoch_that_is_replayed() {
    let text = Scenario::new("train xor-two-sigmoids --epoch 300 --cursor 80").size(120, 40).keys("enter").text();
    for title in ["net 2→2→1 at epoch 80", "decision boundary at epoch 80", "unit 1.1 sigmoid ✓ at epoch 80"] {
        assert!(text.contains(title), "{title}: {text}");
    }
}

#[test]
fn losses_over_more_than_two_decades_have_a_logarithmic_axis() {
    let text = |line: &str, keys: &str| Scenario::new(line).size(120, 40).keys(keys).text();
    let (wide, narrow) = ("train zero-centred", "train xor-two-sigmoids");
    assert!(text(narrow, "e").contains(" loss ") && !text(narrow, "e").contains("loss (log)"));
    let by_itself = text("train --data circle --epochs 800", "e");
    assert!(by_itself.contains("loss (log)"), "{by_itself}");
    assert!(!text("train --data circle --epochs 800 --log false", "e").contains("loss (log)"));
    assert!(!text("train --data circle --epochs 800", "e g").contains("loss (log)"), "g turns it off");
    assert!(text(wide, "g e").contains("loss (log)"), "g turns it on");
}

#[test]
fn plain_text_has_the_net_and_the_unit() {
    let read = |language| {
        let scenario = Scenario::new("train xor-two-sigmoids --epoch 300 --chosen 1.2").language(language);
        scenario.player().app().read().join("\n")
    };
    let english = read(Language::English);
    for said in ["net 2-2-1", "layer 1 sigmoid: 2 units well", "unit 1.2 sigmoid: saturated 0%", "z = ", "x1: w "] {
        assert!(english.contains(said), "{said}: {english}");
    }
    assert!(read(Language::Korean).contains("1층 sigmoid: 정상 2개"), "{}", read(Language::Korean));
}

#[test]
fn the_list_of_experiments_narrows_and_opens() {
    let opened = |keys: &str| {
        let player = Scenario::new("train xor-two-sigmoids").size(80, 24).keys(keys).player();
        player.app().exhibit().to_string()
    };
    assert_eq!(opened("/ text:parab enter"), "train parabola");
    assert_eq!(opened("/ text:parab esc"), "train xor-two-sigmoids");
    assert_eq!(opened("/ down enter"), "train parabola");
    assert_eq!(opened("/ text:zzz enter"), "train xor-two-sigmoids");
    let mut album = String::new();
    for (columns, rows) in [(60, 18), (80, 24), (120, 40)] {
        let text = Scenario::new("train xor-two-sigmoids").size(columns, rows).keys("/ text:relu").text();
        album += &titled(&format!("{columns}x{rows}"), &text);
    }
    let korean = Scenario::new("train parabola").size(80, 24).language(Language::Korean).keys("/").text();
    album += &titled("korean", &korean);
    insta::assert_snapshot!("experiments", album);
}

fn keys() -> impl Strategy<Value = String> {
    let names =
        "up down left right tab backtab shift-up shift-down shift-left shift-right enter esc space . v i m c g / @";
    let one = prop::sample::select(names.split(' ').map(str::to_owned).collect::<Vec<_>>());
    prop::collection::vec(one, 1..25).prop_map(|keys| keys.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any keys in any pane lead to a state that its line reproduces, at any size.
    #[test]
    fn any_state_of_the_panes_has_an_address(keys in keys(), width in 60_u16..150, height in 18_u16..50) {
        let there = Scenario::new("train xor-two-sigmoids").size(width, height).keys(&format!("{keys} esc esc")).player();
        let line = there.app().exhibit().to_string();
        let back = Scenario::new(&line).size(width, height).player();
        prop_assert_eq!(back.app().exhibit().to_string(), line, "{}", keys);
    }
}

/// A run that has just started again shows what has changed since then: nothing yet.
#[test]
fn a_run_that_starts_again_has_an_address() {
    let keys = "m . m m m space";
    let there = Scenario::new("train xor-two-sigmoids").size(60, 18).keys(keys).player();
    let line = there.app().exhibit().to_string();
    assert!(line.ends_with("--epoch 1 --map difference --since 1"), "{line}");
    assert_eq!(Scenario::new(&line).size(60, 18).player().app().exhibit().to_string(), line);
}

/// Units before twenty sigmoids have gradients below 1e-15, all of them, so that none is small beside the others.
#[test]
fn a_layer_whose_gradient_vanishes_has_no_unit_that_is_well() {
    let line = format!("train spiral --layers {}1 --hidden-activation sigmoid", "1-".repeat(20));
    let text = Scenario::new(&line).size(120, 40).text();
    let unit = text.lines().find(|line| line.contains("unit 1.1")).expect("the inspector");
    assert!(unit.contains("unit 1.1 sigmoid ∅"), "{text}");
}
