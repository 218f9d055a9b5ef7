//! Frames of Sweep: before the first seed, midway, at the end, with a grid, at four sizes. They are the same in
//! whatever order seeds finish.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::input::parse_key;
use actlab::tile::ColorDepth;
use actlab::words::Language;

/// Half the seeds have results.
const HALF: &str = "space until:epoch=30";

fn text(exhibit: &str, keys: &str, columns: u16, rows: u16) -> String {
    let text = Scenario::new(exhibit).keys(keys).size(columns, rows).text();
    assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{exhibit}");
    format!("actlab {exhibit}   {keys}\n{}\n", text.trim_end())
}

#[test]
fn a_sweep_at_four_sizes() {
    let exhibit = "sweep xor-two-sigmoids --seeds 60";
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let frames = ["", HALF, "space until:done"].map(|keys| text(exhibit, keys, columns, rows));
        insta::assert_snapshot!(format!("sweep_{columns}x{rows}"), frames.join("\n"));
    }
}

#[test]
fn every_view_where_there_is_room_for_one() {
    let views = ["verdict", "losses", "fan", "causes", "seeds"];
    let frame = |view: &str| {
        text(&format!("sweep zero-centred --seeds 12 --epochs 60 --view {view}"), "space until:done", 60, 18)
    };
    insta::assert_snapshot!("sweep_views", views.map(frame).join("\n"));
}

#[test]
fn a_grid_in_numbers() {
    let exhibit = "sweep xor-two-sigmoids --seeds 20 --epochs 300 --vary learning-rate=0.01,0.1 --vary hidden-activation=sigmoid,tanh,gelu --view grid";
    let frames = [text(exhibit, "space until:done", 120, 40), text(exhibit, "space until:done 3*right", 80, 24)];
    insta::assert_snapshot!("sweep_grid", frames.join("\n"));
    let plain = Scenario::new(exhibit).keys("space until:done").size(80, 24).depth(ColorDepth::None).text();
    assert!(plain.contains("▸25.0%") && plain.contains("70.0%"), "{plain}");
}

#[test]
fn in_korean_and_in_ascii() {
    let korean = Scenario::new("sweep relu-dying --seeds 20 --epochs 30").keys("space until:done").size(80, 24);
    insta::assert_snapshot!("sweep_korean", korean.language(Language::Korean).text());
    let ascii = Scenario::new("sweep relu-dying --seeds 20 --epochs 30").keys("space until:done").size(80, 24).ascii();
    assert!(ascii.text().is_ascii(), "{}", ascii.text());
}

#[test]
fn a_sweep_of_which_every_run_diverged_says_so() {
    for view in ["losses", "fan"] {
        let exhibit = format!("sweep linear-xor --seeds 5 --learning-rate 1e9 --view {view}");
        let frame = text(&exhibit, "space until:done", 80, 24);
        assert!(frame.contains("every run diverged") && !frame.contains("sweep is running"), "{frame}");
        assert!(frame.contains("5/5"), "{frame}");
    }
}

#[test]
fn a_sweep_that_was_paused_shows_the_same_in_the_end() {
    let end = |keys: &str| Scenario::new("sweep xor-two-sigmoids --seeds 60").keys(keys).text();
    let whole = end("space until:done");
    assert_eq!(end("space until:epoch=7 space space until:epoch=33 space tick:5 space until:done"), whole);
    assert!(whole.contains("60/60"), "{whole}");
}

#[test]
fn a_seed_opens_in_train_and_is_the_very_run() {
    let mut player = Scenario::new("sweep xor-two-sigmoids --seeds 40 --learning-rate 0.02")
        .keys("space until:done 3*down")
        .player();
    let row = chosen_row(&player);
    player.event(Event::Key(parse_key("enter").expect("a key")));
    let exhibit = player.app().exhibit().to_string();
    let (seed, loss) = row;
    assert_eq!(exhibit, format!("train xor-two-sigmoids --seed {seed} --learning-rate 0.02 --epoch 1000"));
    let figures = player.app().figures();
    let found = figures.iter().find(|(name, _)| name == "loss").expect("a loss").1;
    assert!((found - loss).abs() < 5e-6, "{found} and {loss}");
}

/// Seed and loss of the chosen row.
fn chosen_row(player: &actlab::runtime::headless::HeadlessPlayer) -> (u64, f64) {
    let text = actlab::runtime::export::text(&player.frame());
    let row = text
        .lines()
        .find_map(|line| line.split_once('▸').map(|(_, row)| row.to_owned()).filter(|row| row.contains("seed ")));
    let row = row.expect("a chosen row");
    let numbers: Vec<&str> = row.split_whitespace().filter(|word| word.parse::<f64>().is_ok()).collect();
    (numbers[1].parse().expect("a seed"), numbers[2].parse().expect("a loss"))
}

#[test]
fn train_and_sweep_hand_over_what_is_set_up() {
    let text = Scenario::new("train parabola --learning-rate 0.02 --batch-size 64")
        .keys("w")
        .player()
        .app()
        .exhibit()
        .to_string();
    assert_eq!(text, "sweep parabola --learning-rate 0.02 --batch-size 64");
}

#[test]
fn an_impossible_sweep_gets_a_sentence() {
    for (exhibit, part) in [
        ("sweep parabola --seeds 0", "whole number from 1"),
        ("sweep parabola --vary learning_rte=1", "learning-rate"),
        ("sweep perceptron-xor --vary batch-size=2", "perceptron"),
        ("sweep nothing", "no experiment"),
    ] {
        let mut player = Scenario::new("sweep").player();
        let error = player.open(&exhibit.parse().expect("a line")).expect_err(exhibit);
        assert!(error.to_string().contains(part), "{exhibit}: {error}");
    }
}

#[test]
fn before_the_start_a_sweep_says_that_it_is_ready() {
    let text = |language| Scenario::new("sweep relu-dying").size(80, 24).language(language).text();
    let (english, korean) = (text(Language::English), text(Language::Korean));
    assert!(english.contains("ready: space starts") && !english.contains("paused"), "{english}");
    assert!(korean.contains("준비됨: space로 시작") && !korean.contains("· 멈춤"), "{korean}");
}

/// Three contestants make three pairs, and each share is next to its names.
#[test]
fn pairs_of_several_are_named() {
    for (size, apart) in [((60, 18), 0), ((80, 24), 1), ((120, 40), 0), ((200, 60), 0)] {
        let exhibit = "sweep relu-dying --seeds 8 --epochs 5 --view verdict";
        let text = Scenario::new(exhibit).keys("space until:done").size(size.0, size.1).text();
        for pair in ["rate 0.05 < rate 0.5 ", "rate 0.05 < rate 2.0 ", "rate 0.5 < rate 2.0 "] {
            let row = text.lines().position(|line| line.contains(pair)).unwrap_or_else(|| panic!("{pair}: {text}"));
            let share = text.lines().nth(row + apart).unwrap_or_default();
            assert!(share.contains("% ["), "{pair} at {size:?}: {text}");
        }
    }
}

#[test]
fn causes_of_failure_have_their_whole_names() {
    for size in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        for (language, words) in
            [(Language::English, ["a dead layer", "dead units"]), (Language::Korean, ["죽은 층", "죽은 유닛"])]
        {
            let exhibit = "sweep relu-dying --seeds 20 --epochs 30 --view causes";
            let text = Scenario::new(exhibit).keys("space until:done").size(size.0, size.1).language(language).text();
            let bars: Vec<&str> = text.lines().filter(|line| line.contains("%  ")).collect();
            for word in words {
                assert!(bars.iter().any(|line| line.contains(word)), "{word} at {size:?}: {text}");
            }
            // The status says it in whole sentences.
            let status: Vec<&str> = text.lines().rev().skip(1).take(if size.1 > 20 { 2 } else { 1 }).collect();
            assert!(size.0 < 80 || status.iter().all(|line| !line.contains('…')), "{text}");
        }
    }
}

/// Both names begin alike and are longer than a title.
#[test]
fn titles_tell_contestants_apart_whose_names_begin_alike() {
    let name = |letter: &str| format!("a network of parallel units, letter {letter}");
    let names = format!("--edit 'rename 1 {}' --edit 'rename 2 {}'", name("A"), name("B"));
    for view in ["losses", "seeds"] {
        for letter in ["A", "B"] {
            let chosen = format!("--contestant '{}' --view {view}", name(letter));
            let frame =
                text(&format!("sweep parabola --seeds 2 --epochs 1 {names} {chosen}"), "space until:done", 80, 24);
            let title = frame.lines().any(|line| line.contains(&format!("─ {letter} ─")));
            assert!(title, "{frame}");
        }
    }
}
