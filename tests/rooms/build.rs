//! Building networks in Train: edits by keys, undo, runs that were left, contestants, and the exhibit line of all that.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use crate::support::interleaved::Interleaved;
use actlab::app::Event;
use actlab::words::Language;
use proptest::prelude::*;
use ratatui::layout::Size;

/// The exhibit line after keys, from the spiral at epoch 2.
fn line(keys: &str) -> String {
    scenario(keys).player().app().exhibit().to_string()
}

fn scenario(keys: &str) -> Scenario {
    Scenario::new("train spiral --epoch 2").size(120, 40).keys(keys)
}

fn read(keys: &str) -> String {
    scenario(keys).player().app().read().join("\n")
}

fn titled(title: &str, text: &str) -> String {
    format!("{title}\n{}\n\n", text.trim_end())
}

#[test]
fn each_key_of_building_makes_its_edit() {
    let cases = [
        ("u", "2@1 unit+ 1"),
        ("U", "2@1 unit- 1.1"),
        ("o", "2@1 layer+ 2"),
        ("O", "2@1 layer- 1"),
        ("F", "2@1 freeze 1.1"),
        ("s text:gelu enter", "2@1 activation 1 gelu"),
        ("s 'text:x*tanh(x)' enter", "2@1 activation 1 x*tanh(x)"),
        ("2*tab J x", "2@1 value 1.1.1"),
        ("2*tab J X", "2@1 value 1.1.1"),
        ("2*tab J enter text:0.25 enter", "2@1 value 1.1.1 0.25"),
        ("2*tab K enter text:-1 enter", "2@1 value 1.1.b -1"),
        ("2*tab J delete", "2@1 cut 1.1.1"),
        ("x", "2 set learning_rate 0.02"),
        (". F . F", "4@1 thaw 1.1"),
        ("C", "copy 1"),
        ("C D", "remove 2"),
        ("R ctrl-u text:new enter", "rename 1 new"),
    ];
    for (keys, edit) in cases {
        assert!(line(keys).contains(&format!("--edit '{edit}")), "{keys}: {}", line(keys));
    }
    assert!(line("a a x").contains("--edit '2 set batch_size"), "{}", line("a a x"));
}

#[test]
fn an_edit_can_be_undone_and_made_again() {
    let plain = line("");
    for keys in ["u", "U", "o", "O", "F", "x", "C", "s text:relu enter", "2*tab J delete"] {
        let undone = line(&format!("{keys} backspace"));
        // What is chosen stays.
        let undone = undone.replace(" --chosen 2.1", "").replace(" --edge 1", "").replace(" --focus net", "");
        assert_eq!(undone, plain, "{keys}");
        assert_eq!(line(&format!("{keys} backspace ctrl-r")), line(keys), "{keys}");
    }
    // Data, inputs and seeds start over, and are undone as well, at the epoch where the run was.
    for keys in ["d text:moons enter", "n", "f text:x^2 enter esc"] {
        assert!(!line(keys).contains("--epoch"), "{}", line(keys));
        assert_eq!(line(&format!("{keys} backspace")), plain, "{keys}");
    }
    assert_eq!(read("u . backspace esc"), read("."), "the run is the one that never had the edit");
}

#[test]
fn what_is_typed_as_inputs_is_added_or_takes_their_place() {
    let of = |keys: &str| line(&format!("{keys} esc"));
    // The text has commas and spaces, which quotes keep together.
    assert!(of("f 'text:x, sin(y)' enter").contains("--features 'x, sin(y)'"), "{}", of("f 'text:x, sin(y)' enter"));
    assert!(of("f 'text:x*x' enter").contains("--features 'x, y, x*x'"), "{}", of("f 'text:x*x' enter"));
    let wrong = scenario("f 'text:x, sinn(y)' enter").size(120, 40).text();
    assert!(wrong.contains("x, sinn(y)") && wrong.contains("close"), "{wrong}");
    let name = scenario("ctrl-s ctrl-u 'text:two words' enter").size(120, 40).text();
    assert!(name.contains("two words"), "{name}");
}

#[test]
fn the_status_says_how_far_the_outputs_moved() {
    assert!(read("u").contains("the outputs are as before"), "{}", read("u"));
    assert!(read("o").contains("the outputs moved by up to"), "{}", read("o"));
    assert!(!read("u .").contains("the outputs are"));
    let refused = scenario("2*tab 3*right U").size(120, 40).text();
    assert!(refused.contains("one unit for each output"), "{refused}");
}

/// What the status line says of the last change: after it, after undo, after redo.
#[test]
fn the_status_names_what_was_edited_undone_and_made_again() {
    let cases = [
        ("u", "a unit added to layer 1, at epoch 2", "1층에 유닛 추가(에포크 2)"),
        ("U", "unit 1.1 removed, at epoch 2", "유닛 1.1 없앰(에포크 2)"),
        ("o", "a layer added as layer 2, at epoch 2", "2층 추가(에포크 2)"),
        ("O", "layer 1 removed, at epoch 2", "1층 없앰(에포크 2)"),
        ("F", "unit 1.1 frozen, at epoch 2", "유닛 1.1 얼림(에포크 2)"),
        ("s text:gelu enter", "the activation of layer 1 set to gelu, at epoch 2", "1층의 활성화 함수 gelu(에포크 2)"),
        ("2*tab J enter text:0.25 enter", "weight 1.1.1 set to 0.25, at epoch 2", "가중치 1.1.1 = 0.25(에포크 2)"),
        ("2*tab K enter text:-1 enter", "the bias of unit 1.1 set to -1, at epoch 2", "유닛 1.1의 편향 = -1(에포크 2)"),
        ("2*tab J delete", "weight 1.1.1 cut, at epoch 2", "가중치 1.1.1 자름(에포크 2)"),
        (". x", "learning rate set to 0.02, at epoch 3", "학습률 = 0.02(에포크 3)"),
        ("C", "contestant 1 copied", "1번 모델 복사"),
        ("C C D", "contestant 3 removed", "3번 모델 없앰"),
        ("R ctrl-u text:new enter", "contestant 1 renamed to new", "1번 모델의 이름 new"),
    ];
    for (keys, english, korean) in cases {
        for (language, what, undone, redone) in
            [(Language::English, english, "undone: ", "redone: "), (Language::Korean, korean, "되돌림: ", "다시 함: ")]
        {
            let text = |keys: &str| scenario(keys).language(language).text();
            assert!(text(keys).contains(what), "{keys}: {}", text(keys));
            for (more, said) in [("backspace", undone), ("backspace ctrl-r", redone)] {
                let text = text(&format!("{keys} {more}"));
                assert!(text.contains(&format!("{said}{what}")), "{keys} {more}: {text}");
            }
        }
    }
    for (keys, what) in [
        ("d text:moons enter", "the data moons"),
        ("f text:x^2 enter esc", "inputs set to x, y, x^2"),
        ("n", "seed 4"),
        ("E text:loss=0.1 enter esc", "the end of the run loss=0.1"),
        ("pagedown pagedown", "the experiment "),
        ("3*tab enter 1", "a point put by hand"),
        ("3*tab enter delete", "a point taken away"),
        ("u 0", "all settings as in the file"),
        ("u r", "a new start with the network as it is"),
    ] {
        for (more, said) in [("backspace", "undone: "), ("backspace ctrl-r", "redone: ")] {
            let text = scenario(&format!("{keys} {more}")).text();
            assert!(text.contains(&format!("{said}{what}")), "{keys} {more}: {text}");
        }
    }
    // Of several values between two steps, the last one counts.
    let twice = scenario("2*tab J enter text:0.25 enter enter text:0.5 enter backspace").text();
    assert!(twice.contains("undone: weight 1.1.1 set to 0.5, at epoch 2"), "{twice}");
    // A run that goes on says it as well.
    let moving = Scenario::new("train spiral").keys("- - - space").ticks(3);
    for keys in ["u", "u backspace"] {
        let mut player = moving.player();
        player.play(&keys.parse().expect("keys"), &mut || true);
        let said = player.app().read().join("\n");
        assert!(said.contains("a unit added to layer 1, at epoch "), "{said}");
    }
}

/// An edit that waits for the job under way is undone alone.
#[test]
fn an_edit_that_waits_is_undone_before_those_that_were_made() {
    let mut room = Interleaved::open("train spiral", Size::new(120, 40));
    room.drain();
    for key in ["u", "space"] {
        room.press(key);
    }
    room.event(Event::Tick);
    assert!(room.started().count() > 0, "a job is under way");
    for key in ["o", "backspace"] {
        room.press(key);
    }
    assert!(room.app.read().iter().any(|line| line.starts_with("undone: a layer added as layer 2")));
    room.press("space");
    room.drain();
    let line = room.app.exhibit().to_string();
    assert!(line.contains("unit+ 1") && !line.contains("layer+"), "{line}");
}

#[test]
fn an_edit_in_the_past_leaves_the_other_run_in_the_list() {
    let there = "8*. left left left left enter";
    let branched = scenario(&format!("{there} u / up"));
    let text = branched.text();
    assert!(text.contains("run to epoch 10"), "{text}");
    let back = line(&format!("{there} u / pageup enter"));
    assert!(!back.is_empty());
    let player = scenario(&format!("{there} u .")).player();
    let exhibit = player.app().exhibit().to_string();
    assert!(exhibit.contains("unit+ 1"), "{exhibit}");
}

/// The losses of all contestants by name.
fn losses(scenario: &Scenario, name: &str) -> Vec<u64> {
    let figures = scenario.player().app().figures();
    figures.iter().filter(|(known, _)| known.starts_with(name)).map(|(_, loss)| loss.to_bits()).collect()
}

#[test]
fn a_sweep_trains_the_whole_state_and_opens_the_very_run() {
    let long = format!("{} {}", "u U ".repeat(40), "F . ".repeat(24));
    let value = "J enter text:0.25 enter";
    for keys in ["J delete", "F . F", "s 'text:x*tanh(x)' enter", value, "C s text:relu enter", &long] {
        let start = Scenario::new("train xor-two-sigmoids --epoch 3 --epochs 40").size(80, 24);
        let swept = format!("2*tab {keys} w 12*- space until:done");
        let medians = losses(&start.clone().keys(&swept), "median:");
        // The sweep has one seed, which is the first.
        let opened = losses(&start.clone().keys(&format!("{swept} enter")), "loss:");
        assert_eq!(medians, opened, "{keys}");
        assert!(!medians.is_empty(), "{keys}");
    }
    let line = Scenario::new("train xor-two-sigmoids --epoch 3").size(80, 24).keys(&format!("2*tab {long} y")).text();
    assert!(line.contains("ctrl-s saves them"), "{line}");
}

#[test]
fn frames_of_what_was_built() {
    let mut album = String::new();
    let keys = "u s text:relu enter 3*. F 2*tab J delete C";
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let text = scenario(keys).size(columns, rows).text();
        assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{text}");
        album += &titled(&format!("{columns}x{rows}"), &text);
    }
    album += &titled("korean", &scenario(keys).size(80, 24).language(Language::Korean).text());
    album += &titled("ascii", &scenario(keys).size(80, 24).ascii().text());
    album += &titled("activations", &scenario("s").size(80, 24).text());
    album += &titled("inputs", &scenario("f").size(80, 24).text());
    album += &titled("data", &scenario("d text:moo").size(80, 24).text());
    insta::assert_snapshot!("build", album);
}

/// How often each character is right of the list.
fn preview(experiment: &str, keys: &str, marks: [char; 3]) -> [usize; 3] {
    let text = Scenario::new(&format!("train {experiment}")).size(120, 40).keys(keys).text();
    let beside: String = text.lines().skip(1).map(|line| line.chars().skip(34).collect::<String>()).collect();
    marks.map(|mark| beside.matches(mark).count())
}

#[test]
fn lists_of_data_and_inputs_show_the_samples() {
    let marks = ['■', '□', '•'];
    let [above, below, _] = preview("spiral", "d text:moons", marks);
    assert!(above > 40 && below > 40, "{above} and {below}");
    assert_eq!(preview("spiral", "d text:no.csv", marks), [0; 3], "a path is not read yet");
    let [.., numbers] = preview("spiral", "d text:parabola", marks);
    assert!(numbers > 40, "{numbers}");
    // Two samples of each class are piled up at the only value of the feature.
    let [above, below, _] = preview("xor-two-sigmoids", "f 'text:(x-y)^2'", marks);
    assert_eq!((above, below), (2, 2));
    let [above, below, _] = preview("spiral", "f", marks);
    assert!(above > 20 && below > 20, "{above} and {below}");
    assert_eq!(preview("spiral", "f 'text:x+'", marks), [0; 3], "no formula yet");
    for size in [(60, 18), (80, 24), (200, 60)] {
        for keys in ["f", "d", "d text:moons", "f text:1/x", "f text:log(x)"] {
            let text = scenario(keys).size(size.0, size.1).text();
            assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(size.0)), "{text}");
        }
    }
}

#[test]
fn other_inputs_change_the_title() {
    let title = |keys: &str| scenario(keys).text().lines().next().unwrap_or_default().to_owned();
    assert!(title("").contains("Two spirals"));
    let edited = title("f text:x*y enter esc");
    assert!(!edited.contains("Two spirals") && edited.contains("spiral") && edited.contains("edited"), "{edited}");
    assert!(title("f text:x*y enter esc backspace").contains("Two spirals"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any keys of building lead to a state that its line opens, with the same numbers.
    #[test]
    fn any_built_state_has_an_address(keys in prop::collection::vec(prop::sample::select(vec![
        "u", "U", "o", "O", "F", "x", "z", ".", ",", "backspace", "ctrl-r", "right", "C", "c", "D", "delete", "n", "r", "a",
    ]), 1..9)) {
        let keys = format!("2*tab {} esc", keys.join(" "));
        let made = Scenario::new("train xor-two-sigmoids --epoch 3").size(80, 24).keys(&keys).player();
        let line = made.app().exhibit().to_string();
        let opened = Scenario::new(&line).size(80, 24).player();
        prop_assert_eq!(opened.app().exhibit().to_string(), line.clone());
        prop_assert_eq!(opened.app().read(), made.app().read(), "{} {}", keys, line);
    }
}
