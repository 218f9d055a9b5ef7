//! What Train says of an experiment that is no longer that of its file: its title, its contestants, its keys; and of its
//! criterion of success.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::words::Language;

const SIZES: [(u16, u16); 4] = [(60, 18), (80, 24), (120, 40), (200, 60)];

/// The title bar.
fn title(scenario: &Scenario) -> String {
    scenario.text().lines().next().unwrap_or_default().to_owned()
}

/// The line of keys.
fn footer(scenario: &Scenario) -> String {
    scenario.text().lines().last().unwrap_or_default().to_owned()
}

fn on(line: &str, keys: &str) -> Scenario {
    Scenario::new(line).size(200, 60).keys(keys)
}

#[test]
fn a_title_is_that_of_the_data_and_the_network_that_are_trained() {
    for (line, keys, wanted) in [
        ("train playground", "", "The playground's default page  18/18 · "),
        ("train playground", "d text:spiral enter", "  spiral, 4-2 tanh · "),
        ("train playground --data spiral", "", "  spiral, 4-2 tanh · "),
        ("train playground --data spiral", "u", "  spiral, 5-2 tanh, edited · "),
        ("train playground --focus map", "enter 1", "  circle, points by hand, 4-2 tanh  18/18 · "),
        ("train playground", "u", "  circle, 5-2 tanh, edited  18/18 · "),
        ("train playground --hidden-activation relu", "", "  circle, 4-2 relu, edited  18/18 · "),
        // What has changed is beside its knob, and the title is still true.
        ("train playground --learning-rate 0.1", "", "The playground's default page  18/18 · "),
        ("train playground", "u U", "The playground's default page  18/18 · "),
        ("train playground", "u backspace", "The playground's default page  18/18 · "),
        ("train playground", "d text:spiral enter backspace", "The playground's default page  18/18 · "),
        ("train moons", "", "  moons"),
        ("sweep playground --data spiral", "", "  spiral, 4-2 tanh · "),
    ] {
        let title = title(&on(line, keys));
        assert!(title.contains(wanted), "{line} {keys}: {title}");
    }
    let korean = title(&on("train playground --focus map", "enter 1 tab tab u").language(Language::Korean));
    assert!(korean.contains("  circle, 손으로 놓은 점, 5-2 tanh, 편집함"), "{korean}");
    // In a narrow title bar, rules that are not the usual ones go before everything else.
    for (line, wanted) in [
        ("train playground --data spiral", " playground rules"),
        ("train spiral --data circle", " circle, 8-8-8 tanh"),
        ("train playground", " playground rules"),
        ("train parabola", " Six in parallel or…"),
    ] {
        let title = title(&Scenario::new(line).size(60, 18));
        assert!(title.trim_end().ends_with(wanted), "{title}");
    }
}

#[test]
fn a_question_and_remarks_are_said_only_of_their_own_experiment() {
    for (line, keys, is_asked) in [
        ("train playground", "", true),
        ("train playground", "d text:spiral enter", false),
        ("train playground --data spiral", "", false),
        ("train playground --focus map", "enter 1 esc", false),
        ("train playground", "u", false),
    ] {
        let text = on(line, keys).text();
        assert_eq!(text.contains("A disc in a ring"), is_asked, "{line} {keys}: {text}");
    }
    assert!(on("train playground --epochs 3", "e").text().contains("Data, order and first weights are those"));
    for keys in ["d text:spiral enter e", "u e"] {
        let text = on("train playground --epochs 3", keys).text();
        assert!(!text.contains("Data, order and first weights are those"), "{keys}: {text}");
    }
}

#[test]
fn the_title_of_a_file_stays_as_long_as_its_data_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let text = "title = \"What I ask\"\nepochs = 9\n[data]\nkind = \"circle\"\n[[contestant]]\nname = \"mine\"\n\
                layers = [{ units = 3, activation = \"tanh\" }, { units = 1, activation = \"tanh\" }]\n";
    std::fs::write(&path, text).expect("written");
    let line = format!("train {}", path.display());
    for (keys, wanted) in [("", "  What I ask "), ("u", "  What I ask "), ("d text:moons enter", "  moons, 3 tanh ")] {
        let title = title(&on(&line, keys)) + " ";
        assert!(title.contains(wanted), "{keys}: {title}");
    }
}

#[test]
fn what_is_saved_is_offered_a_name_that_fits_it() {
    for (keys, wanted) in [
        ("ctrl-s", ") my-playground\n"),
        ("d text:spiral enter ctrl-s", ") spiral-4-2-tanh\n"),
        ("u ctrl-s", ") circle-5-2-tanh\n"),
        ("x ctrl-s", ") my-playground\n"),
    ] {
        let text = on("train playground", keys).text();
        assert!(text.contains(wanted), "{keys}: {text}");
    }
}

#[test]
fn a_contestant_is_called_by_its_structure_once_it_has_changed() {
    for (line, keys, wanted, gone) in [
        ("train playground --epoch 2", "a x", "loss ━ 4-2 ", "4-2 tanh 0."),
        ("train playground --epoch 2", "u", "loss ━ 5-2 tanh ", "4-2 tanh"),
        ("train xor-two-sigmoids", "", "two sigmoids", "2 sigmoid "),
        ("train xor-two-sigmoids --epoch 2", "a x", "loss ━ 2 ", "two sigmoids"),
        ("train parabola --layers 3,3", "", "3-3 relu 1", "parallel"),
        // What tells these apart is not their structure.
        ("train relu-dying --hidden-activation tanh", "", "rate 0.05 (6 tanh)", "6 tanh 1"),
    ] {
        let text = on(line, keys).text();
        let below = text.lines().skip(1).collect::<Vec<_>>().join("\n");
        assert!(below.contains(wanted) && !below.contains(gone), "{line} {keys}: {text}");
    }
    // In the list, a run that was left has its own structure.
    let left = on("train playground --epoch 9", "u . left left left enter U / down").text();
    assert!(left.contains("5-2 tanh: 2→5→2→1"), "{left}");
}

#[test]
fn the_criterion_of_success_is_a_dotted_line_with_its_name() {
    for (line, language, said) in [
        ("train playground --epoch 30", Language::English, "success: test loss < 0.01"),
        ("train playground --epoch 30", Language::Korean, "성공: 시험 손실 < 0.01"),
        ("train parabola --epoch 30", Language::English, "success: loss < 200"),
        ("train xor-two-sigmoids --epoch 30", Language::English, "success: accuracy ≥ 100%"),
    ] {
        let text = Scenario::new(line).size(120, 40).language(language).text();
        assert!(text.contains(said), "{line}: {text}");
        assert!(text.lines().any(|row| row.contains("┈┈┈┈")), "{line}: {text}");
        let read = Scenario::new(line).language(language).player().app().read().join("\n");
        assert!(read.contains(&said.replace('≥', ">=")), "{read}");
    }
    // At the smallest sizes as well, and in ASCII.
    for (columns, rows) in SIZES {
        let text = Scenario::new("train playground --epoch 30").size(columns, rows).text();
        assert!(text.contains("success") && text.contains("< 0.01"), "{text}");
        let ascii = Scenario::new("train playground --epoch 30").size(columns, rows).ascii().text();
        assert!(ascii.is_ascii() && ascii.contains("success"), "{ascii}");
    }
    for line in ["train moons --epoch 3", "train moons --epoch 3 --panels loss"] {
        let text = Scenario::new(line).size(120, 40).text();
        assert!(!text.contains("success") && !text.contains('┈'), "{text}");
    }
}

#[test]
fn the_keys_of_building_are_in_the_footer_of_their_pane() {
    for (pane, hints) in [
        ("net", &["⇧←→ edge", "s activation", "f inputs", "/ experiments"][..]),
        ("inspector", &["⇧←→ edge", "s activation", "f inputs", "/ experiments"]),
        ("map", &["⏎ points by hand", "d data", "/ experiments"]),
        ("time", &["zx knob", "/ experiments", "C copy", "^s save"]),
    ] {
        for (columns, rows) in [(120, 40), (200, 60)] {
            let line = format!("train playground --focus {pane}");
            let footer = footer(&Scenario::new(&line).size(columns, rows));
            for hint in hints {
                assert_eq!(footer.matches(hint).count(), 1, "{hint} in {pane}: {footer}");
            }
        }
    }
    // Those that matter most stay where there is little room.
    for (pane, hints) in [
        ("net", "space run, pause  ←→↑↓ unit  ⇥⇤ pane  ⇧←→ edge  . epoch"),
        ("map", "space run, pause  ←→ sample  m map  ⇥⇤ pane  ⏎ points by hand"),
        ("time", "space run, pause  ⇥⇤ pane  . epoch  zx knob  / experiments"),
    ] {
        let footer = footer(&Scenario::new(&format!("train playground --focus {pane}")).size(80, 24));
        assert!(footer.contains(hints), "{footer}");
    }
}

#[test]
fn the_footer_says_which_class_a_digit_puts() {
    for (data, wanted) in [
        ("playground", "0 put -1  1 put +1"),
        ("--data blobs", "012 put that class"),
        ("--data moons", "01 put that class"),
        ("playground --data reg-plane", "0 put "),
    ] {
        for (columns, rows) in SIZES {
            let scenario = Scenario::new(&format!("train {data} --focus map")).size(columns, rows).keys("enter");
            let footer = footer(&scenario);
            assert!(footer.starts_with(&format!(" {wanted}")), "{data}: {footer}");
        }
    }
    // Over one input, enter puts a point at the height of the cursor.
    let curve = footer(&Scenario::new("train parabola --focus map").keys("enter"));
    assert!(curve.starts_with(" ⏎ put a point  ←→↑↓ cursor"), "{curve}");
    let korean = footer(&Scenario::new("train playground --focus map").keys("enter").language(Language::Korean));
    assert!(korean.starts_with(" 0 -1 놓기  1 +1 놓기"), "{korean}");
}

#[test]
fn where_it_is_narrow_names_are_whole_or_counted() {
    let text = |line: &str, keys: &str| Scenario::new(line).size(60, 18).keys(keys).text();
    let names = text("train relu-dying --epoch 9", "");
    assert!(names.contains("loss ━ rate 0.05 119.7  rate 0.5 129.0  rate 2.0 993.0 "), "{names}");
    assert!(names.contains("fit ─ 0.05  0.5  2.0 "), "{names}");
    let many = text("train relu-dying --epoch 9", "C C C");
    assert!(many.lines().any(|line| line.contains(" loss ") && line.contains("  +")), "{many}");
    let units = text("train playground --layers 4,2", "");
    assert!(units.contains(" +1: 1."), "{units}");
    let list = text("train parabola", "/");
    assert!(list.contains("Six in parallel or"), "{list}");
    let points = text("train playground --focus map", "enter 1");
    assert!(points.contains("nearest: ") && !points.lines().nth(16).unwrap_or_default().contains('…'), "{points}");
}

#[test]
fn frames_of_an_experiment_that_has_changed() {
    let mut album = String::new();
    let keys = "d text:spiral enter u 6*. C";
    for (columns, rows) in SIZES {
        let text = Scenario::new("train playground").size(columns, rows).keys(keys).text();
        assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{text}");
        album.extend([&format!("{columns}x{rows}"), "\n", text.trim_end(), "\n\n"]);
    }
    let korean = Scenario::new("train playground").size(80, 24).keys(keys).language(Language::Korean).text();
    album.extend(["korean\n", korean.trim_end(), "\n"]);
    insta::assert_snapshot!("changed", album);
}
