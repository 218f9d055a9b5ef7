//! What the panes of Train say about themselves: legends, hints, the cursor, and what the keys in them do.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;

use actlab::app::Event;
use actlab::input::parse_key;
use actlab::tile::ColorDepth;
use actlab::words::Language;

const SPIRAL: &str = "train --data spiral --test 0.3";

fn at(line: &str, (columns, rows): (u16, u16)) -> Scenario {
    Scenario::new(line).size(columns, rows)
}

const WIDE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);
const LEAST: (u16, u16) = (60, 18);

fn footer(text: &str) -> &str {
    text.trim_end().lines().last().unwrap_or_default()
}

#[test]
fn the_net_says_what_its_marks_mean() {
    let line = &format!("{SPIRAL} --epoch 2");
    assert!(at(line, WIDE).text().contains("✓ ok  ≡ saturated  † dead  ∅ no gradient"));
    let korean = at(line, WIDE).language(Language::Korean).text();
    assert!(korean.contains("✓ 정상  ≡ 포화  † 죽음  ∅ 그래디언트 없음"), "{korean}");
    let ascii = at(line, WIDE).ascii().text();
    assert!(ascii.contains(". ok  = saturated  x dead  0 no gradient"), "{ascii}");
    // Where it is narrow, only marks that units have.
    let narrow = at(line, LEAST).text();
    assert!(narrow.contains("✓ ok ─") && !narrow.contains("saturated"), "{narrow}");
}

#[test]
fn the_footer_begins_with_the_keys_of_the_pane() {
    let text = |focus: &str, size| at(&format!("{SPIRAL} --epoch 2 --focus {focus}"), size).text();
    for (focus, first) in [("time", "←→ cursor"), ("map", "←→ sample  m map"), ("net", "←→↑↓ unit")] {
        let text = text(focus, WIDE);
        let expected = format!(" space run, pause  {first}  ⇥⇤ pane");
        assert!(footer(&text).starts_with(&expected), "{focus}: {}", footer(&text));
        assert!(footer(&text).contains("/ experiments"), "{focus}: {}", footer(&text));
        assert!(footer(&text).contains("m map"), "{focus}: {}", footer(&text));
    }
    for size in [SMALL, LEAST] {
        assert!(footer(&text("time", size)).contains("⇥⇤ pane"), "{}", footer(&text("time", size)));
    }
}

#[test]
fn losses_and_accuracies_share_one_axis_of_epochs() {
    for size in [WIDE, (200, 60)] {
        let text = at(&format!("{SPIRAL} --epoch 60 --cursor 30"), size).text();
        assert_eq!(text.matches(" epoch ━┛").count(), 1, "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let row = |what: &str| lines.iter().position(|line| line.contains(what)).expect(what);
        let (loss, accuracy, end) = (row("┏ loss"), row("┣ accuracy"), row(" epoch ━┛"));
        let column = |n: usize| lines[n].chars().position(|c| c == '●');
        let [upper, lower] = [loss..accuracy, accuracy..end].map(|mut rows| rows.find_map(column));
        assert!(upper.is_some() && upper == lower, "the cursor is in the same column: {text}");
        for name in ["training", "test "] {
            assert!(lines[loss + 1..end].iter().filter(|line| line.contains(name)).count() >= 2, "{name}: {text}");
        }
    }
    // Without colour, the gaps of the test tell it from the training, and no line of zeros looks like either.
    let plain = at(&format!("{SPIRAL} --epoch 60"), WIDE).depth(ColorDepth::None).text();
    assert!(plain.contains("training") && !plain.contains("┄┄"), "{plain}");
}

#[test]
fn the_status_line_speaks_of_the_epoch_under_the_cursor() {
    for size in [WIDE, SMALL] {
        let text = at(&format!("{SPIRAL} --epoch 60 --cursor 30"), size).text();
        assert!(text.contains("epoch 30 under the cursor; net and map show epoch 60"), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let title = lines.iter().find(|line| line.contains(" loss ")).expect("a title");
        let loss =
            title.split(" loss ").nth(1).and_then(|rest| rest.split_whitespace().find(|word| word.starts_with("0.")));
        let loss = loss.expect("a number in the title");
        let status = lines[lines.len() - 3..].join(" ");
        assert!(status.contains(&format!("loss {}", loss.trim_end_matches('0'))), "{loss}: {text}");
    }
    let korean = at(&format!("{SPIRAL} --epoch 60 --cursor 30"), WIDE).language(Language::Korean).text();
    assert!(korean.contains("커서는 에포크 30"), "{korean}");
}

/// Names go before numbers, and no number is cut.
#[test]
fn numbers_in_a_narrow_frame_are_whole() {
    for width in (60..130).step_by(7) {
        for more in ["", " --cursor 30"] {
            let text = at(&format!("{SPIRAL} --epoch 60{more}"), (width, 24)).text();
            let title = text.lines().find(|line| line.contains(" loss ")).expect("a title");
            let title = title.split("┓").next().unwrap_or_default();
            let numbers = title.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            let whole = |word: &str| word.trim_end_matches('%').parse::<f64>().is_ok();
            let numbers: Vec<&str> = numbers.collect();
            assert!(numbers.len() > 1 && numbers.iter().all(|word| whole(word)), "{width}: {title}");
        }
    }
}

#[test]
fn a_view_alone_has_the_focus_and_tab_shows_the_panes_again() {
    let alone = at(&format!("{SPIRAL} --view field --epoch 2"), LEAST);
    assert!(alone.text().contains("┏ decision boundary"), "{}", alone.text());
    let panes = at(&format!("{SPIRAL} --view field --epoch 2"), LEAST).keys("tab").text();
    assert!(panes.contains("┏ loss") && panes.contains("net 2→8→1"), "{panes}");
    // Every press shows another pane with the focus.
    let mut player = at(&format!("{SPIRAL} --epoch 2"), LEAST).player();
    let mut seen = Vec::new();
    for _ in 0..4 {
        let text = actlab::runtime::export::text(&player.frame());
        seen.push(
            text.lines().find_map(|line| Some(line.split('┏').nth(1)?.trim().chars().take(4).collect::<String>())),
        );
        player.event(Event::Key(parse_key("tab").expect("a key")));
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() == 4 && seen.iter().all(Option::is_some), "{seen:?}");
}

#[test]
fn classes_have_one_legend() {
    for size in [LEAST, SMALL, WIDE] {
        let text = at(&format!("{SPIRAL} --epoch 30"), size).text();
        let counts = ["□ -1", "□  class -1", "□ class -1"].map(|legend| text.matches(legend).count());
        assert_eq!(counts.iter().sum::<usize>(), 1, "{text}");
        // At the smallest size, only one of the two has room.
        assert!(size == LEAST || text.contains("wrong side"), "{text}");
    }
}

#[test]
fn a_run_is_left_only_when_the_key_is_pressed_twice() {
    let exhibit = |keys: &str| at("train xor-two-sigmoids", WIDE).keys(keys).player().app().exhibit().to_string();
    assert!(!exhibit("pagedown").contains("xor-two-sigmoids"), "without an epoch, one press is enough");
    assert!(exhibit(". pagedown").contains("xor-two-sigmoids --epoch 1"), "{}", exhibit(". pagedown"));
    assert!(exhibit(". pagedown left pagedown").contains("xor-two-sigmoids"), "another key takes the question back");
    assert!(!exhibit(". 2*pagedown").contains("xor-two-sigmoids"), "{}", exhibit(". 2*pagedown"));
    let said = at("train xor-two-sigmoids", WIDE).keys(". pagedown").text();
    assert!(said.contains("press it once more to leave this run at epoch 1"), "{said}");
    for (keys, what) in [(". n", "seed"), ("x . 0", "the settings")] {
        let said = at("train xor-two-sigmoids", WIDE).keys(keys).text();
        assert!(said.contains(&format!("starts over at epoch 0, since this has changed: {what}")), "{keys}: {said}");
    }
    assert!(!at("train xor-two-sigmoids", WIDE).keys("x").text().contains("starts over"));
}

#[test]
fn optimiser_and_loss_are_on_the_screen() {
    let text = at(SPIRAL, WIDE).text();
    assert!(text.contains("adam · binary-cross-entropy") || text.contains("adam · mse"), "{text}");
    assert!(at("train perceptron-or", WIDE).text().contains("perceptron rule"));
}

#[test]
fn errors_have_a_scale_and_the_chosen_sample_a_value() {
    let text = at(&format!("{SPIRAL} --epoch 30 --map error --at 3"), WIDE).text();
    assert!(text.contains("█ = error ") && text.contains(" · sample 3: "), "{text}");
    // Where it is narrow, only the numbers.
    let narrow = at(&format!("{SPIRAL} --epoch 30 --map error --at 3"), SMALL).text();
    assert!(narrow.contains("█ ") && narrow.contains(" · 3: "), "{narrow}");
    let ascii = at(&format!("{SPIRAL} --epoch 30 --map error"), WIDE).ascii().text();
    assert!(ascii.contains("7 = error "), "{ascii}");
}

#[test]
fn the_map_of_changes_is_in_the_exhibit_line() {
    let there = at("train xor-two-sigmoids --map difference --epoch 40", WIDE).keys("5*.").player();
    let line = there.app().exhibit().to_string();
    assert!(line.contains("--since 44"), "{line}");
    let back = Scenario::new(&line).size(WIDE.0, WIDE.1).player();
    assert_eq!((back.frame(), back.app().exhibit().to_string()), (there.frame(), line));
    assert!(actlab::runtime::export::text(&there.frame()).contains("change since epoch 44"));
}

#[test]
fn weights_scroll_with_the_choice() {
    let line = "train --data spiral --epoch 2 --panels inspector --units 24 --chosen 2.1";
    let text = |edge: u32| at(&format!("{line} --edge {edge}"), (60, 18)).text();
    for edge in [1, 13, 24] {
        let text = text(edge);
        assert!(text.contains(&format!("▸1.{edge}")) && text.contains(" more"), "{text}");
        assert!(text.contains("next Δw") && text.contains("∂L/∂w"), "{text}");
    }
    assert!(text(24).contains("bias"), "the bias comes with the last weight: {}", text(24));
    // In the inside, the layer of the chosen unit is visible, whichever it is.
    for layer in 1..=4 {
        let text = at(&format!("train spiral --panels weights --chosen {layer}.1"), (60, 14)).text();
        assert!(text.contains(&format!("layer {layer}")), "{layer}: {text}");
    }
}

#[test]
fn softmax_has_the_temperature_where_there_is_room() {
    let text = |size| at("softmax", size).text();
    assert!(text((200, 60)).contains("p by temperature") && !text(WIDE).contains("p by temperature"));
    let alone = at("softmax --panels temperature --temperature 2", SMALL).text();
    assert!(alone.contains("p by temperature") && alone.contains('●'), "{alone}");
}
