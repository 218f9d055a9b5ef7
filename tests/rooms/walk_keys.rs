//! The keys of the lessons, obeyed literally: what a step tells the reader to press does something to its exhibit, whichever
//! pane has the keys.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::lessons::{Answer, Course, LessonStep};
use actlab::words::Language;

/// The letter of the right answer, if the step asks something.
fn answer(step: &LessonStep) -> String {
    step.prediction.as_ref().map_or_else(String::new, |prediction| Answer::Given(prediction.right).text())
}

/// Every step of every lesson in English, with its lesson and its number, counted from 1.
fn steps(course: &Course) -> impl Iterator<Item = (usize, usize, &LessonStep)> {
    let lessons = course.lessons.iter().enumerate();
    lessons.flat_map(|(n, lesson)| {
        let steps = lesson.text(Language::English).steps.iter().enumerate();
        steps.map(move |(m, step)| (n + 1, m + 1, step))
    })
}

fn scenario(lesson: usize, step: usize, size: (u16, u16)) -> Scenario {
    Scenario::new(&format!("walk {lesson} --step {step}")).size(size.0, size.1)
}

/// The keys of a step that change nothing, neither from its fresh state nor in the order of its list; what moves by itself
/// is given three ticks.
fn idle(lesson: usize, step: usize, text: &LessonStep, size: (u16, u16)) -> Vec<String> {
    // The text marks a pressed key by itself.
    let shown = |keys: &str| exhibit(&scenario(lesson, step, size).keys(keys).text());
    let changes = |before: &str, key: &str| {
        let fresh = shown(before);
        [key.to_owned(), format!("{key} tick:3")].iter().any(|keys| shown(&format!("{before} {keys}")) != fresh)
    };
    let answer = answer(text);
    let mut listed = answer.clone();
    let mut idle = Vec::new();
    for (key, does) in &text.keys {
        if !changes(&answer, key) && !changes(&listed, key) {
            idle.push(format!("{lesson}.{step} {key} ({does})"));
        }
        listed.extend([" ", key.as_str(), " tick:3"]);
    }
    idle
}

/// A frame without the text of the step: what is at the right of it, or below it, and the status lines.
fn exhibit(frame: &str) -> String {
    let rows: Vec<&str> = frame.lines().collect();
    let top = rows.iter().position(|row| row.starts_with('╭')).unwrap_or(0);
    let right = |row: &&str| match (top, row.char_indices().nth(44)) {
        (1, Some((at, _))) => row[at..].to_owned(),
        _ => (*row).to_owned(),
    };
    let caption = rows.get(1).map(|row| row.rsplit("  ").next().unwrap_or_default().to_owned());
    caption.into_iter().chain(rows[top..].iter().map(right)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_key_that_a_step_lists_changes_its_exhibit() {
    let course = Course::built_in().expect("the lessons");
    let mut wrong = Vec::new();
    for (lesson, step, text) in steps(&course) {
        let wide = idle(lesson, step, text, (120, 40));
        if !wide.is_empty() {
            // Another page is there only where not all panels fit.
            let small = idle(lesson, step, text, (80, 24));
            wrong.extend(wide.into_iter().filter(|key| small.contains(key)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_instruction_moves_the_cursor_and_keeps_the_page() {
    let fresh = scenario(1, 1, (120, 40)).text();
    let moved = scenario(1, 1, (120, 40)).keys("5*right").text();
    assert!(fresh.contains("step 1/") && moved.contains("step 1/"), "{moved}");
    assert!(moved.contains("0.731"), "{moved}");
}

#[test]
fn space_runs_the_exhibit_until_its_end_and_then_turns_the_step() {
    let at = |keys: &str| scenario(3, 1, (120, 40)).keys(keys).text();
    assert!(at("").contains("space run, pause"), "{}", at(""));
    assert!(at("space tick:40").contains("step 1/"));
    assert!(at("space until:done").contains("space next step"), "{}", at("space until:done"));
    assert!(at("space until:done space").contains("step 2/"));
    // A step that does not list it is turned.
    assert!(scenario(1, 1, (120, 40)).keys("space").text().contains("step 2/"));
    assert!(scenario(1, 1, (120, 40)).keys("tab space").text().contains("step 2/"));
}

#[test]
fn shift_tab_goes_back_through_the_text_and_the_panels() {
    let course = Course::built_in().expect("the lessons");
    let is_fit = |step: &LessonStep| step.prediction.is_none() && step.panels.len() == 2;
    let (lesson, step, _) = steps(&course).find(|(.., step)| is_fit(step)).expect("a step with two panels");
    let pane = |keys: String| {
        let text = scenario(lesson, step, (120, 40)).keys(&keys).text();
        // The keys in the footer tell whether the text or the exhibit has them.
        let footer = text.trim_end().lines().last().unwrap_or_default().to_owned();
        let half = text.lines().skip(1).take(34).map(|line| line.chars().skip(60).collect::<String>());
        format!("{}\n{footer}", half.collect::<Vec<_>>().join("\n"))
    };
    // The text, all panels, then each of two panels.
    let cycle = 4;
    let forward: Vec<String> = (0..=cycle).map(|n| pane(format!("{n}*tab"))).collect();
    assert!(forward[0] == forward[cycle], "{}\n{}", forward[0], forward[cycle]);
    assert!((0..cycle).all(|n| (0..n).all(|m| forward[n] != forward[m])), "{forward:?}");
    for n in 1..=cycle {
        assert_eq!(pane(format!("{n}*backtab")), forward[cycle - n], "{n} times back");
    }
}

#[test]
fn keys_that_lead_away_from_a_lesson_say_why_they_are_off() {
    let said = scenario(3, 1, (120, 40)).keys("tab down").text();
    assert!(said.contains("this lesson stays with its experiment"), "{said}");
    let said = scenario(3, 1, (120, 40)).keys("tab w").text();
    assert!(said.contains("in this lesson the key does not lead to another room"), "{said}");
}

#[test]
fn letters_answer_only_while_a_question_is_open() {
    // In this step e is both an answer's place and a key of the exhibit.
    let course = Course::built_in().expect("the lessons");
    let (lesson, step, _) = steps(&course)
        .find(|(_, _, text)| text.prediction.is_some() && text.keys.iter().any(|(key, _)| key == "e"))
        .expect("a step that asks and runs");
    let open = scenario(lesson, step, (120, 40)).keys("space").text();
    assert!(open.contains("guess") || open.contains("a, b"), "{open}");
    let player = scenario(lesson, step, (120, 40)).keys("b").player();
    assert!(player.app().exhibit().to_string().contains("--answered b"));
}

#[test]
fn a_named_key_that_types_has_the_keys_in_the_exhibit() {
    let text = scenario(1, 4, (120, 40)).keys("/ g e l u enter").text();
    assert!(text.contains("gelu") || text.contains("GELU"), "{text}");
}

#[test]
fn the_exhibit_can_be_had_as_the_step_has_it() {
    let fresh = scenario(1, 1, (120, 40)).text();
    assert_ne!(scenario(1, 1, (120, 40)).keys("5*right").text(), fresh);
    assert_eq!(scenario(1, 1, (120, 40)).keys("5*right f4").text(), fresh);
}
