//! The tour as a beginner meets it: the cover, guesses that give nothing away and play out, marks of pressed keys, the end.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::app::App;
use actlab::config;
use actlab::lessons::{Course, LessonStep};
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use actlab::words::{Language, Words};
use ratatui::layout::Size;

fn course() -> std::sync::Arc<Course> {
    Course::built_in().expect("the lessons")
}

/// Every step that asks something, with its lesson and its number, counted from 1.
fn questions(course: &Course) -> Vec<(usize, usize, &LessonStep)> {
    let lessons = course.lessons.iter().enumerate();
    let steps = lessons.flat_map(|(n, lesson)| {
        let steps = lesson.text(Language::English).steps.iter().enumerate();
        steps.map(move |(m, step)| (n + 1, m + 1, step))
    });
    steps.filter(|(_, _, step)| step.prediction.is_some()).collect()
}

/// A player with these settings at an exhibit.
fn with(sets: &[&str], exhibit: &str, size: Size) -> HeadlessPlayer {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let loaded = config::load(None, &sets).expect("settings");
    let (app, requests) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, requests, size);
    player.open(&exhibit.parse().expect("an exhibit")).expect("a place");
    player
}

fn text(player: &HeadlessPlayer) -> String {
    export::text(&player.frame())
}

fn play(player: &mut HeadlessPlayer, keys: &str) {
    player.play(&keys.parse().expect("a script"), &mut || true);
}

/// What a run says of its end, up to the first number or name.
const ENDINGS: [&str; 6] =
    ["train.succeeded", "train.failed", "train.won", "train.lost", "train.dead-layer-two", "train.next-luck"];

#[test]
fn an_open_guess_tells_neither_the_winner_nor_a_diagnosis() {
    for (lesson, step, text) in questions(&course()) {
        for language in Language::ALL {
            for (columns, rows) in [(80, 24), (120, 40)] {
                let words = Words::of(language);
                let line = format!("walk {lesson} --step {step}");
                let frame = Scenario::new(&line).language(language).size(columns, rows).text();
                for key in ENDINGS {
                    let told = words.get(key);
                    let parts = told.split(['{', '}']).step_by(2).map(str::trim);
                    let longest = parts.max_by_key(|part| part.chars().count()).unwrap_or_default();
                    let is_told = longest.chars().count() > 4 && frame.contains(longest);
                    assert!(!is_told, "{line} ({language}) tells {longest:?}:\n{frame}");
                }
                // The status lines ask for the guess and say nothing else.
                let ask = words.get("walk.ask").split('{').next().unwrap_or_default();
                let status: Vec<&str> = frame.lines().rev().skip(1).take(2).map(str::trim).collect();
                let said: Vec<&&str> = status.iter().filter(|line| !line.is_empty()).collect();
                assert!(said.len() == 1 && said[0].starts_with(ask), "{line} ({language}):\n{frame}");
                let cover = words.get("walk.covered").split_whitespace().next().unwrap_or_default();
                let covers = frame.matches(cover).count();
                assert!(covers > 0 || text.covered.is_empty(), "{line} ({language}):\n{frame}");
            }
        }
    }
}

#[test]
fn a_guess_plays_for_about_four_seconds_and_is_then_judged() {
    let epochs =
        |frame: &str| frame.split("epoch").nth(1).map(|rest| rest.split('/').next().unwrap_or("").trim().to_owned());
    let frame = |keys: &str| Scenario::new("walk 4").keys(keys).size(120, 40).text();
    let half = frame("a tick:60");
    assert!(half.contains("You said a. Watch") && !half.contains("because"), "{half}");
    let epoch: u64 = epochs(&half).and_then(|n| n.parse().ok()).expect("an epoch");
    assert!((300..700).contains(&epoch), "half of a thousand epochs: {epoch}");
    assert!(!frame("a tick:110").contains("because"));
    assert!(frame("a tick:160").contains("because"), "{}", frame("a tick:160"));
    // With reduced motion, the result is there at once.
    let mut still = with(&["reduced_motion=true"], "walk 4", Size::new(120, 40));
    play(&mut still, "a until:done");
    assert!(text(&still).contains("because"), "{}", text(&still));
}

#[test]
fn keys_that_were_pressed_are_marked() {
    let frame = |keys: &str| Scenario::new("walk 1").keys(keys).size(80, 24).text();
    assert!(frame("2*right").contains("2 of 5"), "{}", frame("2*right"));
    assert!(frame("5*right").contains("5 of 5: 0.731"), "{}", frame("5*right"));
    assert!(frame("5*right left").contains('✓'));
    assert!(!frame("5*right f4").contains(" of 5"));
    // In the exhibit, too.
    assert!(frame("tab 5*right tab").contains("5 of 5: 0.731"), "{}", frame("tab 5*right tab"));
}

#[test]
fn terms_of_the_other_language_are_a_setting() {
    let size = Size::new(80, 24);
    assert!(text(&with(&[], "walk 1", size)).contains("활성화 함수"));
    let bare = text(&with(&["gloss=false"], "walk 1", size));
    assert!(bare.contains("activation function") && !bare.contains("활성화"), "{bare}");
}

#[test]
fn the_cover_shows_the_line_that_fails_and_the_units_that_do_not_and_rests() {
    let size = Size::new(80, 24);
    let mut player = with(&[], "walk --cover true", size);
    let first = text(&player);
    assert!(first.contains("One line cannot part"), "{first}");
    play(&mut player, "tick:60");
    assert_ne!(text(&player), first, "it moves");
    play(&mut player, "tick:240");
    assert!(text(&player).contains("Two units can"), "{}", text(&player));
    play(&mut player, "tick:320");
    assert!(!player.app().is_moving(), "after twenty seconds it rests");
    let resting = text(&player);
    play(&mut player, "tick:100");
    assert_eq!(text(&player), resting);
    for (keys, place) in [("space", "walk 01-activation"), ("2", "lab"), ("f3 down enter", "walk 02-step")] {
        let mut player = with(&[], "walk --cover true", size);
        play(&mut player, keys);
        assert!(player.app().exhibit().to_string().starts_with(place), "{keys}: {}", player.app().exhibit());
    }
    let mut still = with(&["reduced_motion=true"], "walk --cover true", size);
    play(&mut still, "until:done");
    assert!(text(&still).contains("Two units can") && !still.app().is_moving(), "{}", text(&still));
}

#[test]
fn the_end_counts_the_guesses() {
    let all = course().lessons.len();
    let last = course().lessons[all - 1].keys().len();
    let end = Scenario::new(&format!("walk {all} --step {last}")).keys("s ]").size(80, 24).text();
    let asked = questions(&course()).len();
    assert!(end.contains(&format!("of {asked} guesses were right")), "{end}");
    // The step before is one key away.
    let back = Scenario::new(&format!("walk {all} --step {last}")).keys("s ] [").size(80, 24).text();
    assert!(back.contains(&format!("step {last}/{last}")) && !back.contains("guesses were right"), "{back}");
}

#[test]
fn panels_can_be_shown_alone_in_every_room() {
    for (exhibit, panels) in [
        ("lab gelu", "slope"),
        ("lab gelu", "samples,values"),
        ("train xor-two-sigmoids --epoch 10", "field,loss"),
        ("train xor-two-sigmoids --epoch 10", "unit"),
        ("slope sigmoid", "errors"),
        ("softmax", "jacobian"),
        ("sweep xor-two-sigmoids --seeds 4", "verdict,causes"),
    ] {
        let line = format!("{exhibit} --panels {panels}");
        let player = Scenario::new(&line).size(80, 24).player();
        let count = panels.split(',').count();
        let frames = text(&player).matches('╭').count();
        assert_eq!(frames, count, "{line}:\n{}", text(&player));
        assert!(player.app().exhibit().to_string().contains(&format!("--panels {panels}")));
    }
}
