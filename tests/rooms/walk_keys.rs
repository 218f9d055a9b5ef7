//! The keys of the lessons, obeyed literally: what a step tells the reader to press does something to its exhibit.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::lessons::{Answer, Course, LessonStep};
use actlab::words::Language;

/// The letter of the right answer, if the step asks something.
fn answer(step: &LessonStep) -> String {
    step.prediction.as_ref().map_or_else(String::new, |prediction| Answer::Given(prediction.right).text())
}

#[test]
fn every_key_that_a_step_lists_changes_its_exhibit() {
    let course = Course::built_in().expect("the lessons");
    let mut idle = Vec::new();
    for (n, lesson) in course.lessons.iter().enumerate() {
        for (m, step) in lesson.text(Language::English).steps.iter().enumerate() {
            let place = format!("{}.{}", n + 1, m + 1);
            let scenario = Scenario::new(&format!("walk {} --step {}", n + 1, m + 1)).size(120, 40);
            let fresh = answer(step);
            for (key, does) in &step.keys {
                let before = scenario.clone().keys(&fresh).text();
                let after = scenario.clone().keys(&format!("{fresh} {key} tick:3")).text();
                if before == after {
                    idle.push(format!("{place} {key} ({does})"));
                }
            }
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
