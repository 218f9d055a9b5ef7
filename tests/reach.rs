//! What leaves the program: the clipboard and files of frames.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use actlab::app::Event;
use actlab::input::parse_key;
use actlab::screens::Pointer;
use ratatui::layout::Position;
use std::fs;
use support::Scenario;

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
    let text = copied("train xor-two-sigmoids --epoch 3", "y");
    let numbers = text.lines().filter_map(|line| {
        let row: Result<Vec<f64>, _> = line.split(' ').map(str::parse).collect();
        row.ok()
    });
    let rows: Vec<Vec<f64>> = numbers.collect();
    assert!(rows.len() >= 3 && rows.iter().all(|row| row.len() >= 2), "{text}");
    assert_ne!(text, copied("train xor-two-sigmoids --epoch 4", "y"));
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
    // What was said of the first is on the screen no more when the second is written.
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

/// The cell where a text stands on the screen.
fn cell(text: &str, what: &str) -> Position {
    let found = text.lines().zip(0..).find_map(|(line, y)| line.find(what).map(|at| (&line[..at], y)));
    let (before, y) = found.unwrap_or_else(|| panic!("{what} in\n{text}"));
    Position::new(before.chars().count() as u16, y)
}

#[test]
fn a_click_on_a_rooms_name_leads_there() {
    let mut player = Scenario::new("lab").player();
    let at = cell(&actlab::runtime::export::text(&player.frame()), "3 Train");
    player.event(Event::Mouse(Position::new(at.x, at.y + 1), Pointer::Press));
    assert_eq!(player.app().exhibit().room, "lab");
    player.event(Event::Mouse(at, Pointer::WheelDown));
    assert_eq!(player.app().exhibit().room, "lab");
    player.event(Event::Mouse(at, Pointer::Press));
    assert_eq!(player.app().exhibit().room, "train");
}

#[test]
fn a_click_chooses_in_the_list_and_puts_the_cursor() {
    let mut player = Scenario::new("lab sigmoid").player();
    let text = actlab::runtime::export::text(&player.frame());
    player.event(Event::Mouse(cell(&text, "softplus"), Pointer::Press));
    assert_eq!(player.app().exhibit().subject.as_deref(), Some("softplus"));
    player.event(Event::Mouse(cell(&text, "smooth corners"), Pointer::WheelUp));
    assert_ne!(player.app().exhibit().subject.as_deref(), Some("softplus"));
    // Below the read-out of x, at the right of the chart.
    let read = cell(&text, "x   0.0");
    let at = Position::new(read.x, read.y + 4);
    player.event(Event::Mouse(at, Pointer::Press));
    let line = player.app().exhibit().to_string();
    assert!(line.contains("--cursor "), "{line}");
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert_ne!(player.app().exhibit().to_string(), line, "the wheel shows less of the axis, larger");
}

#[test]
fn a_click_in_the_loss_reads_an_epoch_out() {
    let mut player = Scenario::new("train xor-two-sigmoids --epoch 200").player();
    let text = actlab::runtime::export::text(&player.frame());
    let tick = cell(&text, "┴");
    player.event(Event::Mouse(Position::new(tick.x + 3, tick.y - 3), Pointer::Press));
    let line = player.app().exhibit().to_string();
    assert!(line.contains("--cursor "), "{line}");
}

#[test]
fn a_lesson_passes_the_mouse_to_its_exhibit() {
    let mut player = Scenario::new("walk 1").player();
    let before = player.frame();
    player.event(Event::Mouse(Position::new(2, 8), Pointer::WheelUp));
    assert_eq!(player.frame(), before, "the text keeps to itself");
    let read = cell(&actlab::runtime::export::text(&before), "x   0.0");
    player.event(Event::Mouse(Position::new(read.x, read.y + 4), Pointer::Press));
    assert_ne!(player.frame(), before);
}

#[test]
fn while_a_line_is_typed_the_mouse_does_nothing() {
    let mut player = Scenario::new("lab").keys("f text:x").player();
    let before = player.frame();
    for y in 0..40 {
        player.event(Event::Mouse(Position::new(5, y), Pointer::Press));
    }
    assert_eq!(player.frame(), before);
}
