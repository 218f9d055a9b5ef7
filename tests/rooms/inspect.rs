//! The inspector of Train: the curve of a weight by epoch.

use crate::support::Scenario;
use actlab::widgets::text::width;
use actlab::words::Language;

const TRAINED: &str = "train xor-two-sigmoids --epoch 400";

/// Chooses the edge from the second input.
const SECOND: &str = "tab shift-down shift-down";

/// The parts of the rows of a frame from a title on, and of this many cells. The first is that with the title.
fn below(frame: &str, title: &str, cells: usize) -> Vec<String> {
    let Some(row) = frame.lines().find(|line| line.contains(title)) else { return Vec::new() };
    let left = width(row.split(title).next().unwrap_or_default());
    let part = |line: &str| {
        let mut at = 0;
        let mut is_inside = |c: char| {
            at += width(c.encode_utf8(&mut [0; 4]));
            at > left && at <= left + cells
        };
        line.chars().filter(|c| is_inside(*c)).collect()
    };
    frame.lines().skip_while(|line| !line.contains(title)).map(part).collect()
}

fn dots(text: &str) -> usize {
    text.chars().filter(|c| ('\u{2801}'..='\u{28ff}').contains(c)).count()
}

#[test]
fn the_chosen_weight_has_its_values_by_epoch() {
    for (language, titles) in [
        (Language::English, ["w of x1 by epoch", "w of x2 by epoch"]),
        (Language::Korean, ["에포크별 x1의 w", "에포크별 x2의 w"]),
    ] {
        // Without a chosen edge, the curve is of the largest weight.
        for (keys, title, first, last) in [("", titles[0], "1.096", "0.404"), (SECOND, titles[1], "1.062", "0.318")] {
            let frame = |columns, rows| Scenario::new(TRAINED).keys(keys).language(language).size(columns, rows).text();
            let small = frame(120, 40);
            let rows = below(&small, title, 42);
            assert!(rows.first().is_some_and(|row| row.contains(first) && row.contains(last)), "{small}");
            assert!(dots(&rows[0]) >= 8, "{small}");
            let large = frame(200, 60);
            let rows = below(&large, title, 40);
            assert!(rows.first().is_some_and(|row| row.contains(&format!("{first} → {last}"))), "{large}");
            assert!(rows[1..4].iter().all(|row| dots(row) > 0) && dots(&rows[0]) + dots(&rows[4]) == 0, "{large}");
        }
    }
}

#[test]
fn the_curve_is_drawn_in_ascii() {
    for (size, values) in [((120, 40), "1.096 *"), ((200, 60), "1.096 > 0.404")] {
        let frame = Scenario::new(TRAINED).size(size.0, size.1).ascii().text();
        assert!(frame.is_ascii(), "{frame}");
        assert!(below(&frame, "w of x1 by epoch", 42).first().is_some_and(|row| row.contains(values)), "{frame}");
    }
}

/// Before the first step there is nothing to draw, and without room the table comes first.
#[test]
fn without_values_or_room_there_is_no_curve() {
    for (exhibit, size) in [("train xor-two-sigmoids", (120, 40)), (TRAINED, (80, 24))] {
        let frame = Scenario::new(exhibit).size(size.0, size.1).text();
        assert!(!frame.contains("by epoch"), "{frame}");
    }
}

/// An earlier epoch has the values up to it, whether it was replayed or trained.
#[test]
fn an_earlier_epoch_has_the_curve_up_to_it() {
    let row = |exhibit: &str, keys: &str| {
        let frame = Scenario::new(exhibit).keys(keys).text();
        below(&frame, "w of x1 by epoch", 42).swap_remove(0)
    };
    let trained = row("train xor-two-sigmoids --epoch 300", "");
    let replayed = row("train xor-two-sigmoids --epoch 900 --cursor 300", "enter");
    let later = row("train xor-two-sigmoids --epoch 900", "");
    assert_eq!(replayed, trained);
    assert_ne!(later, trained);
}
