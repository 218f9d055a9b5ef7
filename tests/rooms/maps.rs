//! The map of Train over any two columns: classes, test samples, chosen columns and samples, numbers; and confusion
//! matrices.
#![allow(clippy::expect_used, clippy::format_collect, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Pointer;
use actlab::tile::ColorDepth;
use actlab::words::{Language, in_english};
use ratatui::layout::{Position, Rect};
use tempfile::TempDir;

const IRIS: &str = "train --data iris --test 0.3 --epoch 60";

fn titled(title: &str, text: &str) -> String {
    format!("{title}\n{}\n\n", text.trim_end())
}

/// A folder with a table, and the exhibit line of an experiment on it.
fn table(text: &str, test: &str, output: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("table.csv"), text).expect("written");
    let path = folder.path().join("table.toml");
    let file = format!(
        "epochs = 100\n[data]\nkind = \"csv\"\npath = \"table.csv\"\n{test}\n[[contestant]]\nname = \"one\"\noptimizer = {{ \
         kind = \"adam\", learning_rate = 0.05 }}\nlayers = [{{ units = 6, activation = \"tanh\" }}, {output}]\n"
    );
    std::fs::write(&path, file).expect("written");
    (folder, format!("train {}", path.display()))
}

/// A table of five classes around a circle, with these names.
fn around(names: [&str; 5]) -> String {
    let row = |n: u32| {
        let turn = f64::from(n % 5) * 1.2566 + f64::from(n / 5) * 0.09;
        format!("{:.3},{:.3},{}\n", libm::cos(turn) * 3.0, libm::sin(turn) * 3.0, names[n as usize % 5])
    };
    format!("가로,세로,품종\n{}", (0..50).map(row).collect::<String>())
}

const FIVE: &str = "{ units = 5, activation = \"linear\" }]\nloss = \"softmax-cross-entropy\"\n#";

#[test]
fn three_classes_at_four_sizes() {
    let mut album = String::new();
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let text = Scenario::new(IRIS).size(columns, rows).text();
        album += &titled(&format!("{columns}x{rows}"), &text);
    }
    for (columns, rows) in [(60, 18), (80, 24)] {
        let text = Scenario::new(&format!("{IRIS} --view inside")).size(columns, rows).text();
        assert!(text.contains("test: accuracy 100%"), "{text}");
        album += &titled(&format!("inside {columns}x{rows}"), &text);
    }
    let scenario = || Scenario::new(IRIS).size(80, 24);
    album += &titled("ascii", &scenario().ascii().text());
    album += &titled("without colour", &scenario().depth(ColorDepth::None).text());
    album += &titled("korean", &scenario().language(Language::Korean).text());
    let panel = Scenario::new(&format!("{IRIS} --panels confusion")).size(120, 40).language(Language::Korean).text();
    album += &titled("confusion", &panel);
    insta::assert_snapshot!("three_classes", album);
}

#[test]
fn classes_in_colour() {
    let frame = Scenario::new(&format!("{IRIS} --at 17")).size(60, 18).frame();
    insta::assert_snapshot!("classes_in_colour", export::ansi(&frame).replace('\x1b', "␛"));
}

/// No class is told by its colour alone: in one frame without colour and one in ASCII, each has marks of its own.
#[test]
fn every_class_has_a_mark_of_its_own() {
    let scenario = || Scenario::new("train --data blobs --test 0.3 --epoch 150 --view field").size(80, 24);
    let text = scenario().depth(ColorDepth::None).text();
    assert!("●○•■□▪▲△▴".chars().all(|mark| text.contains(mark)), "{text}");
    let ascii = scenario().ascii().text();
    assert!(ascii.is_ascii() && ["A", "a", "B", "b", "C", "c"].iter().all(|mark| ascii.contains(mark)), "{ascii}");
}

#[test]
fn names_of_classes_come_from_the_file_and_fit() {
    let names = ["부채붓꽃", "꽃창포", "각시붓꽃", "아주 긴 이름의 붓꽃", "난쟁이붓꽃"];
    let (_folder, line) = table(&around(names), "test = 0.2", FIVE);
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        for language in Language::ALL {
            let line = format!("{line} --epoch 40 --view field");
            let text = Scenario::new(&line).size(columns, rows).language(language).text();
            assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{text}");
            assert!(
                ["부채", "꽃창", "각시", "아주", "난쟁"].iter().all(|name| text.contains(name)),
                "{columns}: {text}"
            );
            assert!(text.contains("가로") && text.contains("세로"), "the axes have the names of the columns: {text}");
        }
    }
}

fn said(player: &HeadlessPlayer) -> String {
    player.app().exhibit().to_string()
}

#[test]
fn chosen_columns_and_samples_have_an_address() {
    for keys in ["(", ") )", "( ( (", "@", "; ; ;", ":", "( ) @ ;", "@ @", "4*( v", "m", "m m ;", "3*m", "4*m ("] {
        let there = Scenario::new(IRIS).size(100, 30).keys(keys).player();
        let line = said(&there);
        let back = Scenario::new(&line).size(100, 30).player();
        assert_eq!(said(&back), line, "after {keys}");
        assert_eq!(back.frame(), there.frame(), "after {keys}: {line}");
    }
    let frame = |keys: &str| Scenario::new(IRIS).size(200, 60).keys(keys).text();
    assert!(frame("").contains("petal_length × petal_width · others: median"), "{}", frame(""));
    assert!(frame("(").contains("sepal_length × petal_width"), "a column is never on both axes: {}", frame("("));
    assert!(frame("; ;").contains("sample 2") && frame("; ;").contains('['), "{}", frame("; ;"));
    assert_eq!(frame("@ @"), frame(""));
    // With two columns, the axes change places.
    let xor = |keys: &str| Scenario::new("train xor-two-sigmoids --epoch 300").size(80, 24).keys(keys).text();
    assert_ne!(xor("("), xor(""));
    assert_eq!(xor("( )"), xor(""));
    assert!(xor("; ; ;").contains("sample 3"), "{}", xor("; ; ;"));
    // Other data have no use for the choice.
    let other = Scenario::new(IRIS).size(100, 30).keys("( @ 2*pagedown").player();
    assert!(!said(&other).contains("map-x") && !said(&other).contains("--at"), "{}", said(&other));
}

#[test]
fn impossible_choices_are_refused_with_a_sentence() {
    let refused = |options: &str| {
        let exhibit = format!("train --data iris {options}").parse().expect("an exhibit");
        in_english(&Scenario::new("train").player().open(&exhibit).expect_err(options))
    };
    let same = refused("--map-x petal_width --map-y petal_width");
    assert!(same.ends_with("the other axis of the map has this column; choose another one"), "{same}");
    let unknown = refused("--map-y petals");
    assert!(unknown.contains("expected one of sepal_length, sepal_width, petal_length, petal_width"), "{unknown}");
    for at in ["0", "151", "mean"] {
        let sample = refused(&format!("--at {at}"));
        assert!(sample.contains("expected median, or the number of a training sample, 1 to 150"), "{sample}");
    }
    // A chosen column that the room would have on the other axis pushes that one away.
    let text = Scenario::new("train --data iris --map-y 3 --epoch 1").size(200, 60).text();
    assert!(text.contains("petal_width × petal_length"), "{text}");
}

#[test]
fn samples_for_the_test_are_told_apart() {
    let text = |test: &str| Scenario::new(&format!("train --data gauss --epoch 5 {test}")).size(120, 40).text();
    let (with, without) = (text("--test 0.5"), text(""));
    assert!(with.contains('▪') && with.contains('▫') && with.contains(" test"), "{with}");
    assert!(!without.contains('▪') && !without.contains('▫') && !without.contains(" test"), "{without}");
    assert!(with.contains('■') && with.contains('□'), "{with}");
}

/// The counts of a confusion matrix add up to the samples, and those on its diagonal to the accuracy.
#[test]
fn matrices_add_up() {
    for (line, parts) in [
        (IRIS, vec![105, 45]),
        ("train --data gauss --epoch 1 --test 0.5", vec![250, 250]),
        ("train perceptron-xor --epoch 7", vec![4]),
        ("train --data checkerboard --epoch 9", vec![500]),
    ] {
        let player = Scenario::new(line).size(120, 40).player();
        let read = player.app().read();
        let rows: Vec<&String> = read.iter().filter(|row| row.contains("was predicted as")).collect();
        assert_eq!(rows.len(), parts.len(), "{read:?}");
        for (row, samples) in rows.into_iter().zip(parts) {
            let (head, rest) = row.split_once("; ").expect("a row");
            let (mut all, mut right) = (0, 0);
            for class in rest.split("; ") {
                let (class, counts) = class.split_once(" was predicted as ").expect("counts");
                for count in counts.split(", ").filter(|count| *count != "0") {
                    let (count, predicted) = count.split_once(' ').expect("a count");
                    let count: u32 = count.parse().expect("a number");
                    all += count;
                    right += if predicted == class { count } else { 0 };
                }
            }
            assert_eq!(all, samples, "{row}");
            let share: f64 =
                head.rsplit(' ').next().and_then(|share| share.trim_end_matches('%').parse().ok()).expect("%");
            assert!((share - f64::from(right) / f64::from(all) * 100.0).abs() < 0.06, "{row}");
        }
    }
    let before = Scenario::new("train --data iris").player().app().read().join("\n");
    assert!(!before.contains("was predicted as"), "{before}");
    let numbers = Scenario::new("train parabola --epoch 3 --panels confusion").size(80, 24).text();
    assert!(numbers.contains("Only tasks with classes have a confusion matrix."), "{numbers}");
}

/// A map of numbers has the range of the targets, and speaks of no class.
#[test]
fn a_map_of_numbers_has_the_range_of_its_targets() {
    let points: String =
        (0..99).map(|n| format!("{},{},{}\n", n % 11, n / 11, 100 + 2 * (n % 11) + 22 * (n / 11))).collect();
    let (_folder, line) =
        table(&format!("width,height,price\n{points}"), "", "{ units = 1, activation = \"linear\" }]\n#");
    let frame = Scenario::new(&format!("{line} --epoch 100 --view field")).size(80, 24).text();
    assert!(frame.contains("lowest 100") && frame.contains("highest 296"), "{frame}");
    assert!(!frame.contains("class") && !frame.contains("output = ") && !frame.contains("boundary"), "{frame}");
    for name in ["reg-plane", "reg-gauss"] {
        let line = format!("train --data {name} --epoch 30 --view field");
        let frame = Scenario::new(&line).size(120, 40).frame();
        let text = export::text(&frame);
        assert!(text.contains("lowest -") && text.contains("highest ") && !text.contains("class"), "{text}");
        let map: Vec<&str> = text.lines().skip(2).take(16).filter_map(|line| line.split("││").nth(1)).collect();
        let dots = |c: char| ('\u{2801}'..='\u{28ff}').contains(&c);
        assert!(!map.concat().chars().any(dots), "there is no border: {text}");
    }
    let surface = Scenario::new(&format!("{line} --epoch 100 --view surface")).size(80, 24).text();
    assert!(surface.contains("100") || surface.contains("296"), "{surface}");
}

/// The columns of the map are those that `actlab data` would plot.
#[test]
fn the_columns_are_those_that_tell_most_about_the_target() {
    let row = |n: u32| {
        format!(
            "{},{},{},{},{}\n",
            n * 7 % 13,
            n % 2 * 5 + n % 3,
            n * 5 % 17,
            n % 2 * 9,
            if n.is_multiple_of(2) { "a" } else { "b" }
        )
    };
    let text = format!("one,two,three,four,class\n{}", (0..60).map(row).collect::<String>());
    let (_folder, line) = table(&text, "", "{ units = 1, activation = \"sigmoid\" }]\n#");
    let frame = |columns, rows| Scenario::new(&format!("{line} --epoch 2")).size(columns, rows).text();
    assert!(frame(200, 60).contains("two × four · "), "{}", frame(200, 60));
    // Where there is little room, the columns are named by the axes alone.
    let narrow = frame(120, 40);
    assert!(narrow.contains("× wrong side") && narrow.contains(" others: median "), "{narrow}");
}

const XOR: &str = "train xor-two-sigmoids --epoch 300";
const MODES: [&str; 6] = ["output", "unit", "error", "gradient", "difference", "surface"];

#[test]
fn every_mode_of_the_map() {
    let mut album = String::new();
    let mut page = |line: &str| album += &titled(line, &Scenario::new(line).size(80, 24).text());
    for mode in MODES {
        page(&format!("{XOR} --panels field --map {mode}"));
    }
    for mode in &MODES[..5] {
        page(&format!("{IRIS} --panels field --map {mode} --chosen 1.3"));
    }
    for mode in ["output", "unit", "pieces"] {
        page(&format!("train parabola --epoch 60 --panels fit --map {mode} --chosen 1.2"));
    }
    page("train --data reg-plane --epoch 30 --panels field --map error");
    insta::assert_snapshot!("map_modes", album);
}

#[test]
fn modes_differ_without_colour_and_in_ascii() {
    let mut album = String::new();
    for mode in ["unit", "error", "gradient", "difference"] {
        let scenario = || Scenario::new(&format!("{IRIS} --panels field --map {mode}")).size(60, 18);
        let ascii = scenario().ascii().text();
        assert!(ascii.is_ascii(), "{ascii}");
        album += &titled(&format!("{mode} in ascii"), &ascii);
        album += &titled(&format!("{mode} without colour"), &scenario().depth(ColorDepth::None).text());
        album += &titled(&format!("{mode} in korean"), &scenario().language(Language::Korean).text());
    }
    insta::assert_snapshot!("map_modes_plain", album);
}

/// Each press of the key leads to the next mode, with the frame of its address, and the last one back to the output.
#[test]
fn a_key_goes_through_the_modes() {
    for (line, modes) in [
        (XOR, &MODES[..]),
        (IRIS, &MODES[..5]),
        ("train parabola --epoch 60", &["output", "pieces", "unit"]),
        ("train parabola --epoch 60 --panels fit", &["output", "pieces", "unit"]),
        (&format!("{XOR} --panels field"), &MODES[..]),
    ] {
        for (n, mode) in modes.iter().chain([&"output"]).enumerate() {
            let pressed = Scenario::new(line).size(100, 30).keys(&"m ".repeat(n)).player();
            let there = Scenario::new(&format!("{line} --map {mode}")).size(100, 30).player();
            assert_eq!(said(&pressed), said(&there), "{line} {n}");
            assert_eq!(pressed.frame(), there.frame(), "{line} {mode}");
        }
    }
}

/// The view of the surface and its mode are the same thing.
#[test]
fn a_surface_is_a_view_and_a_mode() {
    let text = |line: &str, keys: &str| Scenario::new(&format!("{XOR} {line}")).size(120, 40).keys(keys).text();
    assert_eq!(text("--view surface", ""), text("--map surface", ""));
    assert_eq!(text("--view surface", "m"), text("--view field", ""));
    assert_eq!(text("--map surface", "v"), text("--view inside --map surface", ""));
    assert_eq!(text("--view inside", "5*m v v"), text("--view field", ""));
    assert_eq!(text("--panels surface", "m"), text("--panels field", ""));
}

#[test]
fn the_map_of_a_unit_follows_the_choice() {
    let text = |keys: &str| Scenario::new(&format!("{IRIS} --map unit --focus net")).size(100, 30).keys(keys).text();
    assert!(text("").contains("map of unit 1.1") && text("down").contains("map of unit 1.2"), "{}", text("down"));
    assert!(text("left").contains("map of sepal_length"), "{}", text("left"));
    let colours = |keys: &str| {
        let player = Scenario::new(&format!("{IRIS} --panels field --map unit")).size(80, 24).keys(keys).player();
        player.frame()
    };
    let other = Scenario::new(&format!("{IRIS} --panels field --map unit --chosen 1.2")).size(80, 24).frame();
    assert_ne!(colours(""), other);
}

/// The difference is to where the run last stood still, and a replayed epoch has its number in the title.
#[test]
fn a_difference_is_to_the_last_pause() {
    let text = |epoch: &str, keys: &str| {
        let line = format!("train xor-two-sigmoids {epoch} --map difference");
        Scenario::new(&line).size(120, 40).keys(keys).text()
    };
    assert!(text("", "").contains("no change"), "{}", text("", ""));
    assert!(text("--epoch 60", "").contains("change since epoch 0") && !text("--epoch 60", "").contains("no change"));
    let steps = text("--epoch 60", ". .");
    assert!(steps.contains("change since epoch 61") && !steps.contains("no change"), "{steps}");
    assert!(text("--epoch 60", "r").contains("change since epoch 0"));
    let replayed = text("--epoch 60", ". left left enter");
    assert!(replayed.contains("change since epoch 60 at epoch "), "{replayed}");
}

/// A click on the mark of a training sample chooses it, and another click the next one in that place.
#[test]
fn a_click_chooses_a_sample() {
    let mut player = Scenario::new("train xor-two-sigmoids --epoch 300 --panels field").size(80, 24).player();
    let text = export::text(&player.frame());
    let marks = text.lines().enumerate().skip(1).flat_map(|(y, line)| {
        let marks = line.chars().enumerate().filter(|(_, c)| "□■".contains(*c));
        marks.map(move |(x, _)| Position::new(x as u16, y as u16)).collect::<Vec<_>>()
    });
    // The legend has one mark of each label as well.
    let marks: Vec<Position> = marks.collect();
    let chosen = |player: &HeadlessPlayer| said(player).split_once("--at ").map(|(_, at)| at.to_owned());
    let mut found = Vec::new();
    for at in marks {
        player.event(Event::Mouse(at, Pointer::Press));
        found.extend(chosen(&player));
    }
    found.sort();
    found.dedup();
    assert_eq!(found, ["1", "2", "3", "4"], "{text}");
    let mut player = Scenario::new("train --data gauss --test 0.5 --epoch 1 --panels field").size(80, 24).player();
    let all: Vec<Position> = Rect::new(0, 1, 80, 18).positions().step_by(3).collect();
    let mut numbers = std::collections::BTreeSet::new();
    for at in all {
        player.event(Event::Mouse(at, Pointer::Press));
        numbers.extend(chosen(&player).and_then(|at| at.parse::<usize>().ok()));
    }
    assert!(numbers.len() > 30 && numbers.iter().all(|n| (1..=250).contains(n)), "{numbers:?}");
}
