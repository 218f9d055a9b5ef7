//! The mouse in every room: a click chooses, the wheel turns.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::input::parse_key;
use actlab::runtime::export::text as text_of;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Pointer;
use ratatui::layout::Position;

/// The cell where a text is on the screen.
fn cell(text: &str, what: &str) -> Position {
    let found = text.lines().zip(0..).find_map(|(line, y)| line.find(what).map(|at| (&line[..at], y)));
    let (before, y) = found.unwrap_or_else(|| panic!("{what} in\n{text}"));
    Position::new(before.chars().count() as u16, y)
}

#[test]
fn a_click_on_a_rooms_name_leads_there() {
    let mut player = Scenario::new("lab").player();
    let at = cell(&seen(&mut player), "3 Train");
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
    let text = seen(&mut player);
    player.event(Event::Mouse(cell(&text, "softplus"), Pointer::Press));
    assert_eq!(player.app().exhibit().subject.as_deref(), Some("softplus"));
    player.event(Event::Mouse(cell(&text, "smooth corners"), Pointer::WheelUp));
    assert_ne!(player.app().exhibit().subject.as_deref(), Some("softplus"));
    // Below the value of x, at the right of the chart.
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
    let text = seen(&mut player);
    let tick = cell(&text, "┴");
    player.event(Event::Mouse(Position::new(tick.x + 3, tick.y - 3), Pointer::Press));
    let line = player.app().exhibit().to_string();
    assert!(line.contains("--cursor "), "{line}");
}

/// The screen as text.
fn seen(player: &mut HeadlessPlayer) -> String {
    text_of(&player.frame())
}

fn line(player: &HeadlessPlayer) -> String {
    player.app().exhibit().to_string()
}

#[test]
fn knobs_turn_under_the_wheel() {
    let mut player = Scenario::new("lab snake").player();
    let at = cell(&seen(&mut player), "…");
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert!(line(&player).contains("--knob "), "{}", line(&player));
    player.event(Event::Mouse(at, Pointer::WheelDown));
    assert!(!line(&player).contains("--knob "), "{}", line(&player));

    let mut player = Scenario::new("train xor-two-sigmoids").player();
    let at = cell(&seen(&mut player), "batch");
    player.event(Event::Mouse(at, Pointer::Press));
    assert!(!line(&player).contains("batch"), "a click only chooses: {}", line(&player));
    assert!(seen(&mut player).contains("▸batch"));
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert!(line(&player).contains("--batch-size 4"), "{}", line(&player));
    let at = cell(&seen(&mut player), "learning rate");
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert!(line(&player).contains("--learning-rate"), "{}", line(&player));
}

#[test]
fn the_wheel_turns_the_surface() {
    let mut player = Scenario::new("train xor-two-sigmoids --view surface").player();
    let at = cell(&seen(&mut player), "surface");
    player.event(Event::Mouse(Position::new(at.x, at.y + 5), Pointer::WheelUp));
    assert!(line(&player).contains("--turn"), "{}", line(&player));
}

#[test]
fn slope_takes_a_function_a_step_and_a_knob() {
    let mut player = Scenario::new("slope sigmoid").player();
    let text = seen(&mut player);
    player.event(Event::Mouse(cell(&text, "PReLU"), Pointer::Press));
    assert_eq!(player.app().exhibit().subject.as_deref(), Some("prelu"));
    let at = cell(&seen(&mut player), "α 0.1");
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert!(line(&player).contains("alpha=0.15"), "{}", line(&player));
    player.event(Event::Mouse(cell(&text, "PReLU"), Pointer::WheelDown));
    assert_eq!(player.app().exhibit().subject.as_deref(), Some("relu6"));
    // In the chart of errors, above its tick of 1e-10.
    let tick = cell(&text, "1e-10");
    let at = Position::new(tick.x + 3, tick.y - 5);
    player.event(Event::Mouse(at, Pointer::Press));
    let put = line(&player);
    assert!(put.contains("--h ") && put.contains("e-10"), "{put}");
    player.event(Event::Mouse(at, Pointer::WheelUp));
    assert!(line(&player).contains("e-9"), "{}", line(&player));
}

#[test]
fn a_class_is_chosen_where_it_stands_and_pushed_by_the_wheel() {
    for (panel, page) in [("logits", ""), ("probabilities", ""), ("Jacobian", "")] {
        let mut player = Scenario::new(&format!("softmax{page}")).player();
        let head = cell(&seen(&mut player), panel);
        let text = seen(&mut player);
        // In every panel, the third class is at this place below its title.
        let below = text
            .lines()
            .skip(usize::from(head.y) + 1)
            .position(|row| row.chars().skip(usize::from(head.x)).take(20).collect::<String>().contains("scissors"));
        let at = Position::new(head.x + 2, head.y + 1 + below.expect("a row") as u16);
        player.event(Event::Mouse(at, Pointer::Press));
        assert!(line(&player).contains("--chosen 3"), "{panel}: {}", line(&player));
        player.event(Event::Mouse(at, Pointer::WheelUp));
        assert!(line(&player).contains("--logits"), "{panel}: {}", line(&player));
    }
}

#[test]
fn a_seed_is_chosen_and_opened_by_a_second_click() {
    let mut player = Scenario::new("sweep xor-two-sigmoids --seeds 20").keys("space until:done").player();
    let text = seen(&mut player);
    let at = cell(&text, "    3  seed");
    player.event(Event::Mouse(at, Pointer::Press));
    assert!(line(&player).contains("--place 3") || line(&player).contains("sweep"), "{}", line(&player));
    let chosen = cell(&seen(&mut player), "▸    3  seed");
    player.event(Event::Mouse(chosen, Pointer::Press));
    assert!(line(&player).starts_with("train xor-two-sigmoids --seed"), "{}", line(&player));
}

#[test]
fn a_cell_of_the_grid_is_chosen() {
    let mut player = Scenario::new("sweep xor-two-sigmoids --seeds 4 --vary learning-rate=0.1,0.3").player();
    // Each variant has three rows, with its number in the middle one.
    let at = cell(&seen(&mut player), "▸");
    player.event(Event::Mouse(Position::new(at.x + 2, at.y + 3), Pointer::Press));
    assert_eq!(cell(&seen(&mut player), "▸"), Position::new(at.x, at.y + 3));
}

#[test]
fn lessons_and_answers_are_chosen_where_they_stand() {
    let mut player = Scenario::new("walk 4").player();
    let at = cell(&seen(&mut player), " b ");
    player.event(Event::Mouse(at, Pointer::Press));
    assert!(line(&player).contains("--answered b"), "{}", line(&player));
    let mut player = Scenario::new("walk 4").keys("f3").player();
    let at = cell(&seen(&mut player), " 6 The sigmoid");
    player.event(Event::Mouse(at, Pointer::Press));
    assert!(line(&player).starts_with("walk 04"), "{}", line(&player));
    player.event(Event::Mouse(at, Pointer::Press));
    assert!(line(&player).starts_with("walk 06"), "{}", line(&player));
}

#[test]
fn a_click_gives_the_keys_to_the_pane_under_it() {
    let mut player = Scenario::new("walk 1").player();
    let read = cell(&seen(&mut player), "x   0.0");
    player.event(Event::Mouse(Position::new(read.x, read.y + 4), Pointer::Press));
    let before = seen(&mut player);
    player.event(Event::Key(parse_key("right").expect("a key")));
    assert_ne!(seen(&mut player), before, "the exhibit has the keys");
    player.event(Event::Mouse(Position::new(3, 3), Pointer::Press));
    player.event(Event::Key(parse_key("]").expect("a key")));
    assert!(line(&player).contains("--step 2"), "{}", line(&player));
}

#[test]
fn a_lesson_passes_the_mouse_to_its_exhibit() {
    let mut player = Scenario::new("walk 1").player();
    let before = player.frame();
    player.event(Event::Mouse(Position::new(2, 8), Pointer::WheelUp));
    assert_eq!(player.frame(), before, "the text keeps to itself");
    let read = cell(&text_of(&before), "x   0.0");
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
