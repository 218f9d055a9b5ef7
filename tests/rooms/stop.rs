//! Runs that stop by a rule, and runs without end, in the rooms.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::words::{Language, in_english};

#[test]
fn a_run_without_end_shows_how_far_it_is_and_goes_on() {
    let scenario = |keys: &str| Scenario::new("train xor-two-sigmoids --epochs endless").size(80, 24).keys(keys);
    let text = scenario("space tick:30").text();
    assert!(text.contains("epoch     100 ") && !text.contains("left"), "{text}");
    let later = scenario("+ + + + + space tick:300").text();
    assert!(later.contains("5000"), "the axis grows: {later}");
    // Nothing leads to its end.
    let said = scenario("e").text();
    assert!(said.contains("no end"), "{said}");
    let player = scenario("space until:done").player();
    assert!(player.failure().is_some_and(|failure| in_english(failure).contains("no end")));
    insta::assert_snapshot!("endless", text);
}

#[test]
fn a_run_that_stops_by_a_rule_is_over_and_says_why() {
    let player = Scenario::new("train --data moons --epochs endless --test 0.5 --stop test_accuracy=0.97,patience=60")
        .size(80, 24)
        .keys("e until:done")
        .player();
    let read = player.app().read().join("\n");
    assert!(read.contains("stopped at epoch "), "{read}");
    let line = player.app().exhibit().to_string();
    assert!(line.contains("--epochs endless") && line.contains("--stop 'test_accuracy=0.97,patience=60'"), "{line}");
    let korean = Scenario::new("train --data moons --epochs endless --test 0.5 --stop patience=9")
        .language(Language::Korean)
        .size(80, 24)
        .keys("e until:done")
        .player();
    assert!(korean.app().read().join("\n").contains("에서 멈춤"));
}

#[test]
fn rules_can_come_before_the_test_that_they_need() {
    let text =
        Scenario::new("train --data moons --stop test_loss=0.3 --test 0.5").size(80, 24).keys("e until:done").text();
    assert!(text.contains("stopped at epoch"), "{text}");
    let without = Scenario::new("train --data moons --stop test_loss=0.3").size(80, 24).text();
    assert!(without.contains("needs test data"), "{without}");
}
