//! What leaves the program: the clipboard and files of frames.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::input::parse_key;
use std::fs;

fn copied(exhibit: &str, keys: &str) -> String {
    let player = Scenario::new(exhibit).keys(keys).player();
    player.copied().expect("something copied").to_owned()
}

#[test]
fn the_lab_gives_its_facts_and_the_command_for_the_number_at_the_cursor() {
    let text = copied("lab elu --cursor -2 --knob alpha=1.3", "y");
    assert!(text.lines().count() > 1 && text.ends_with("actlab eval elu --knob alpha=1.3 --at -2.0"), "{text}");
    let text = copied("lab --formula 'max(a*x, x); a = 0.1 in 0..1'", "x y");
    assert!(text.contains("actlab eval --formula 'max(a*x, x); a = 0.1 in 0..1' --knob a="), "{text}");
}

#[test]
fn train_gives_weights_that_read_back_as_they_are() {
    let text = copied("train xor-two-sigmoids --epoch 3", "ctrl-y");
    let numbers = text.lines().filter_map(|line| {
        let row: Result<Vec<f64>, _> = line.split(' ').map(str::parse).collect();
        row.ok()
    });
    let rows: Vec<Vec<f64>> = numbers.collect();
    assert!(rows.len() >= 3 && rows.iter().all(|row| row.len() >= 2), "{text}");
    assert_ne!(text, copied("train xor-two-sigmoids --epoch 4", "ctrl-y"));
}

#[test]
fn every_room_gives_something() {
    for room in ["softmax", "slope gelu", "sweep"] {
        assert!(!copied(room, "y").is_empty(), "{room}");
    }
}

#[test]
fn a_lesson_gives_its_exhibit_line_and_its_exhibit_what_that_has_to_give() {
    let line = copied("walk 1", "ctrl-y");
    assert!(line.starts_with("actlab open "), "{line}");
    assert!(copied("walk 1", "tab y").contains("actlab eval "));
}

#[test]
fn frames_are_written_side_by_side_and_the_place_is_said() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut player = Scenario::new("lab tanh").player();
    player.write_into(dir.path().to_owned());
    for _ in 0..2 {
        player.event(Event::Key(parse_key("f2").expect("a key")));
    }
    let [one, two] = [1, 2].map(|n| dir.path().join(format!("actlab-lab-00{n}.svg")));
    let text = fs::read_to_string(one).expect("a drawing");
    assert!(text.starts_with("<svg") && text.contains("tanh"));
    // The notice about the first one is no longer on the screen when the second is written.
    assert_eq!(text, fs::read_to_string(&two).expect("a drawing"));
    let shown = actlab::runtime::export::text(&player.frame()).split_whitespace().collect::<String>();
    assert!(shown.contains("actlab-lab-002.svg"), "{shown}");
}

#[test]
fn nothing_is_written_unless_a_folder_is_given() {
    let before = fs::read_dir(".").expect("a directory").count();
    Scenario::new("lab tanh").keys("f2").player();
    assert_eq!(fs::read_dir(".").expect("a directory").count(), before);
}
