//! Long work in scripts: two rooms at once, and limits that cannot be exceeded.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use super::support::Scenario;
use actlab::app::Event;
use actlab::input::{Script, ScriptLimits};

fn figure(player: &actlab::runtime::headless::HeadlessPlayer, name: &str) -> f64 {
    let figures = player.app().figures();
    figures.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} in {figures:?}")).1
}

fn epoch(player: &actlab::runtime::headless::HeadlessPlayer) -> u64 {
    player.progress().expect("long work").at.epoch
}

#[test]
fn a_run_and_a_sweep_go_on_side_by_side() {
    let scenario = Scenario::new("sweep xor-two-sigmoids --seeds 20");
    let player = scenario.keys("3 20*+ space 6 space until:done 3 tick:90").player();
    assert_eq!((epoch(&player), player.failure()), (1000, None));
    for keys in
        ["3 20*+ space 6 space until:done", "3 20*+ space 6 space 3 until:done", "space 3 20*+ space until:done"]
    {
        let player = Scenario::new("sweep xor-two-sigmoids --seeds 20").keys(keys).player();
        assert!(player.progress().expect("long work").is_over, "{keys}");
        assert_eq!(player.failure(), None, "{keys}");
    }
}

#[test]
fn a_room_stands_still_while_another_is_waited_for() {
    let scenario = Scenario::new("train xor-two-sigmoids --speed full");
    let mut player = scenario.keys("space 6 20*- space until:done 3").player();
    assert_eq!(epoch(&player), 0);
    player.event(Event::Tick);
    assert_eq!(epoch(&player), 33);
}

#[test]
fn each_request_is_answered_once() {
    let script =
        "space 6 space tick:3 space tick:2 space 3 tick:1 space 6 tick:2 until:epoch=30 3 space until:epoch=900";
    let player = Scenario::new("train xor-two-sigmoids --speed full").keys(script).player();
    assert_eq!((epoch(&player), player.failure()), (900, None));
    // Work that was interrupted gives the same result as work that was not.
    let straight = Scenario::new("train xor-two-sigmoids --speed full").keys("space until:epoch=900").player();
    assert_eq!(figure(&player, "loss"), figure(&straight, "loss"));
}

#[test]
fn training_ends_at_the_limit_however_it_was_asked_for() {
    let keys = [
        "space until:done",
        "e",
        "20*+ space tick:30",
        "space tick:30",
        ". e until:done",
        "space 6 space 3 until:done",
    ];
    for keys in keys {
        let scenario = Scenario::new("train xor-two-sigmoids --epochs 1000000000");
        let mut player = scenario.player();
        let limits = ScriptLimits { training: 1000, ..ScriptLimits::OWN };
        player.play(&Script::read(keys, limits).expect("a script"), &mut || true);
        let failure = player.take_failure().map(|failure| failure.to_string()).unwrap_or_default();
        assert!(failure.contains("at most 1000 steps"), "{keys}: {failure}");
        assert!(epoch(&player) <= 1000, "{keys}");
    }
}

#[test]
fn a_sweep_counts_the_steps_of_every_run() {
    let mut player = Scenario::new("sweep xor-two-sigmoids --seeds 20").player();
    let limits = ScriptLimits { training: 7500, ..ScriptLimits::OWN };
    let script = Script::read("space until:done", limits).expect("a script");
    player.play(&script, &mut || true);
    assert_eq!(epoch(&player), 7, "a run has a thousand steps");
    assert!(player.take_failure().is_some_and(|failure| failure.to_string().contains("at most 7500 steps")));
    // Another script continues from there.
    player.play(&Script::read("until:epoch=14", limits).expect("a script"), &mut || true);
    assert_eq!((epoch(&player), player.take_failure()), (14, None));

    let mut player = Scenario::new("sweep xor-two-sigmoids --seeds 20 --epochs 1000000000").player();
    player.play(&Script::read("space until:done", ScriptLimits::OWN).expect("a script"), &mut || true);
    assert!(player.take_failure().is_some_and(|failure| failure.to_string().contains("at most 10000000 steps")));
}

#[test]
fn an_exhibit_line_trains_no_further_either() {
    let player = Scenario::new("train perceptron-or --epochs 1000000000 --epoch 1000000000").player();
    assert!(player.failure().is_some_and(|failure| failure.to_string().contains("at most 10000000 steps")));
}

#[test]
fn a_slow_run_is_not_waited_for_without_end() {
    let mut player = Scenario::new("train xor-two-sigmoids --speed 1").player();
    let limits = ScriptLimits { ticks: 100, ..ScriptLimits::OWN };
    player.play(&Script::read("space until:done", limits).expect("a script"), &mut || true);
    assert_eq!(epoch(&player), 3);
    assert!(player.take_failure().is_some_and(|failure| failure.to_string().contains("waited for 100 ticks")));
}

#[test]
fn whoever_plays_a_script_is_asked_between_its_steps() {
    for (keys, most) in
        [("1000*j", 10), ("1000*j tick:1000", 1500), ("space tick:500", 100), ("20*+ space until:done", 30)]
    {
        let mut player = Scenario::new("train xor-two-sigmoids --epochs 1000000").player();
        let mut asked = 0;
        player.play(&keys.parse().expect("a script"), &mut || {
            asked += 1;
            asked < most
        });
        assert!((most..most + 10).contains(&asked), "{keys}: {asked}");
        assert!(!player.progress().expect("a run").is_over);
    }
}
