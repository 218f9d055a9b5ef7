//! Points by hand on the map and on the fit, the link of the playground, and the ends of a run.
#![allow(clippy::expect_used, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::runtime::export;
use actlab::screens::Pointer;
use actlab::words::Language;
use ratatui::layout::Position;

const SPIRAL: &str = "train spiral --epoch 2 --focus map";
const CURVE: &str = "train parabola --focus map";
const NUMBERS: &str = "train playground --data reg-plane --focus map";

fn scenario(line: &str, keys: &str) -> Scenario {
    Scenario::new(line).size(120, 40).keys(keys)
}

fn line(of: &str, keys: &str) -> String {
    scenario(of, keys).player().app().exhibit().to_string()
}

fn read(of: &str, keys: &str) -> Vec<String> {
    scenario(of, keys).player().app().read()
}

/// The edits of a line.
fn edits(line: &str) -> Vec<String> {
    line.split("--edit ").skip(1).map(|rest| rest.split('\'').nth(1).unwrap_or_default().to_owned()).collect()
}

/// The cursor of a line.
fn cursor(line: &str) -> Option<[f64; 2]> {
    let (x, y) = line.split("--point ").nth(1)?.split_whitespace().next()?.split_once(',')?;
    Some([x.parse().ok()?, y.parse().ok()?])
}

/// The number of points for the training, as the status line says it.
fn points(of: &str, keys: &str) -> usize {
    let lines = read(of, keys);
    let at = lines.iter().position(|line| line.contains("nearest: ")).expect("a status of points");
    lines[at + 1].split_once(" points").expect("points").0.parse().expect("a number")
}

#[test]
fn enter_begins_and_arrows_move_the_cursor_by_cells() {
    let moved = |keys: &str| cursor(&line(SPIRAL, &format!("enter {keys}"))).expect("a cursor");
    let start = moved("");
    let [right, left, up, down] = ["right", "left", "up", "down"].map(moved);
    assert!(right[0] > start[0] && left[0] < start[0] && right[1] == start[1] && left[1] == start[1]);
    assert!(up[1] > start[1] && down[1] < start[1] && up[0] == start[0] && down[0] == start[0]);
    assert_eq!(moved("shift-right"), moved("5*right"));
    assert_eq!(moved("shift-left"), moved("5*left"));
    // At the edge it stays.
    assert_eq!(moved("200*right"), moved("201*right"));
    assert_eq!(cursor(&line(SPIRAL, "enter esc")), None);
    let said = scenario(SPIRAL, "enter").text();
    assert!(said.contains("each point starts the run over at epoch 0"), "before it does: {said}");
    // In another pane, the keys are those of that pane, and the map keeps the cursor.
    assert!(edits(&line(SPIRAL, "enter tab left")).is_empty());
    assert_eq!(edits(&line(SPIRAL, "enter tab backtab 1")).len(), 2);
}

#[test]
fn digits_put_points_of_a_class_and_delete_takes_the_nearest_away() {
    let put = line(SPIRAL, "enter 1");
    let [x, y] = cursor(&put).expect("a cursor");
    assert!(edits(&put)[0].starts_with("points "), "{put}");
    assert_eq!(edits(&put)[1..], [format!("put {x} {y} 1")], "{put}");
    assert!(!put.contains("--epoch"), "it starts over: {put}");
    assert!(edits(&line(SPIRAL, "enter 0"))[1].ends_with(" 0"));
    // The nearest is the point that was just put, the last one of the training.
    let all = points(SPIRAL, "enter");
    assert_eq!(points(SPIRAL, "enter 1"), all + 1);
    let taken = line(SPIRAL, "enter 1 delete");
    assert_eq!(edits(&taken).last().expect("an edit"), &format!("take {}", all + 1));
    assert_eq!(points(SPIRAL, "enter 1 delete"), all);
    // One of each class stays, and another class does not exist.
    assert_eq!(points(SPIRAL, "enter ctrl-u"), 2);
    assert!(scenario(SPIRAL, "enter ctrl-u delete").text().contains("the last point of its class"));
    assert!(scenario(SPIRAL, "enter 7").text().contains("there is no class 7; expected 0 to 1"));
    assert!(scenario(SPIRAL, "enter enter").text().contains("a digit puts a point of its class"));
}

#[test]
fn points_by_hand_are_undone_made_again_and_stay_with_another_seed() {
    let plain = line(SPIRAL, "enter");
    for keys in ["1", "delete", "ctrl-u"] {
        let keys = format!("enter {keys}");
        assert_eq!(line(SPIRAL, &format!("{keys} backspace")), plain, "{keys}");
        let again = format!("{keys} backspace ctrl-r");
        assert_eq!(line(SPIRAL, &again), line(SPIRAL, &keys), "{keys}");
        let read = |keys: &str| read(SPIRAL, &format!("{keys} esc"));
        assert_eq!(read(&again), read(&keys), "{keys}");
    }
    assert_eq!(points(SPIRAL, "enter 1 n"), points(SPIRAL, "enter 1"));
    assert_eq!(edits(&line(SPIRAL, "enter 1 n")), edits(&line(SPIRAL, "enter 1")));
    // Other data and other experiments begin without points by hand.
    assert!(edits(&line(SPIRAL, "enter 1 esc d text:moons enter")).is_empty());
    assert!(edits(&line(SPIRAL, "enter 1 esc pagedown")).is_empty());
}

#[test]
fn a_line_opens_the_state_with_its_points() {
    let cases = [
        (SPIRAL, "enter 3*right 1 up 0 delete 5*. esc"),
        (SPIRAL, "enter ctrl-u right 1 up 0 2*. u esc"),
        (CURVE, "enter right enter 2*up enter delete . esc"),
        (NUMBERS, "enter 5 enter text:-0.25 enter . esc"),
        ("train --data blobs --focus map", "enter 2 right 0 . esc"),
    ];
    for (of, keys) in cases {
        let made = scenario(of, keys).player();
        let line = made.app().exhibit().to_string();
        assert!(line.contains("--edit 'points "), "{line}");
        let opened = Scenario::new(&line).size(120, 40).player();
        assert_eq!(opened.app().exhibit().to_string(), line);
        assert_eq!(opened.app().read(), made.app().read(), "{line}");
    }
}

#[test]
fn a_curve_and_numbers_over_two_columns_have_points_as_well() {
    let curve = line(CURVE, "enter enter");
    let [x, y] = cursor(&curve).expect("a cursor");
    assert_eq!(edits(&curve)[1..], [format!("put {x} {y}")], "{curve}");
    assert!(scenario(CURVE, "enter 3").text().contains("enter puts a point of the curve"));
    let said = scenario(NUMBERS, "enter").text();
    assert!(said.contains("a digit puts a point (0 = "), "{said}");
    let typed = line(NUMBERS, "enter enter text:-0.25 enter");
    assert!(edits(&typed)[1].ends_with(" -0.25"), "{typed}");
    let refused = scenario(NUMBERS, "enter enter text:much enter");
    assert!(edits(&refused.player().app().exhibit().to_string()).is_empty());
    assert!(refused.text().contains("target of the point"), "{}", refused.text());
    let target = |digit: u8| {
        let line = line(NUMBERS, &format!("enter {digit}"));
        edits(&line)[1].split(' ').next_back().and_then(|word| word.parse::<f64>().ok()).expect("a target")
    };
    assert!(target(0) < target(4) && target(4) < target(9));
}

#[test]
fn data_without_points_by_hand_say_why() {
    let iris = scenario("train --data iris --focus map", "enter").text();
    assert!(iris.contains("these data have 4"), "{iris}");
    let surface = scenario("train linear-xor --focus map --map surface", "enter").text();
    assert!(surface.contains("m shows the map"), "{surface}");
}

/// The cell of the cursor.
fn shown(text: &str) -> Option<Position> {
    let row = text.lines().position(|line| line.contains('╋'))?;
    let column = text.lines().nth(row)?.chars().position(|c| c == '╋')?;
    Some(Position::new(column as u16, row as u16))
}

#[test]
fn a_click_moves_the_cursor() {
    for of in [SPIRAL, CURVE] {
        let mut player = scenario(of, "enter").player();
        let start = shown(&export::text(&player.frame())).expect("a cursor");
        for (dx, dy) in [(-4, 3), (5, -2)] {
            let at = Position::new(start.x.saturating_add_signed(dx), start.y.saturating_add_signed(dy));
            player.event(Event::Mouse(at, Pointer::Press));
            let text = export::text(&player.frame());
            assert_eq!(shown(&text), Some(at), "{text}");
        }
        assert!(edits(&player.app().exhibit().to_string()).is_empty(), "a click puts no point");
    }
}

fn titled(title: &str, text: &str) -> String {
    format!("{title}\n{}\n\n", text.trim_end())
}

#[test]
fn frames_of_points_by_hand() {
    let mut album = String::new();
    let keys = "enter 4*right 2*up 1";
    let mut shot = |title: &str, scenario: Scenario| album += &titled(title, &scenario.text());
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        shot(&format!("{columns}x{rows}"), scenario(SPIRAL, keys).size(columns, rows));
    }
    shot("korean", scenario(SPIRAL, keys).size(80, 24).language(Language::Korean));
    shot("ascii", scenario(SPIRAL, keys).size(80, 24).ascii());
    shot("curve", scenario("train parabola --focus map --epoch 3", "enter 3*up enter").size(80, 24));
    shot("numbers", scenario(NUMBERS, "enter 5").size(80, 24));
    shot("classes", scenario("train --data blobs --focus map", "enter 2").size(80, 24));
    insta::assert_snapshot!("points", album);
}

#[test]
fn the_link_of_the_shown_contestant_is_copied_and_says_what_it_leaves_out() {
    let mut player = scenario("train playground --epoch 2", "u Y").player();
    let copied = player.take_copied().expect("a link");
    assert!(copied.starts_with("https://playground.tensorflow.org/#"), "{copied}");
    assert!(copied.contains("networkShape=5,2"), "the network as it is now: {copied}");
    let text = export::text(&player.frame());
    assert!(text.contains("the playground link is copied; not in the link: "), "{text}");
    assert!(text.contains("edit"), "{text}");
    let mut other = scenario("train playground", "C s text:relu enter Y").player();
    assert!(other.take_copied().expect("a link").contains("activation=relu"), "the shown one");
    let mut points = scenario("train playground --focus map", "enter 1 Y").player();
    assert!(points.take_copied().is_some());
    let text = export::text(&points.frame());
    assert!(text.contains("inline"), "{text}");
}

#[test]
fn the_end_of_a_run_has_a_key() {
    let plain = "train playground --epoch 20";
    let set = |keys: &str| line(plain, keys);
    for (keys, option) in [
        ("text:endless", "--epochs endless"),
        ("text:epochs=500", "--epochs 500"),
        ("text:70", "--epochs 70"),
        ("text:loss=0.01 enter text:patience=50", "--stop 'loss=0.01,patience=50'"),
        ("text:test_accuracy=0.95", "--stop 'test_accuracy=0.95'"),
    ] {
        let line = set(&format!("E {keys} enter esc"));
        assert!(line.contains(option), "{keys}: {line}");
        assert!(line.contains("--epoch 20"), "the run is where it was: {line}");
    }
    let filed = line(plain, "");
    assert_eq!(set("E text:loss=0.01 enter text:loss=0.01 enter esc"), filed, "chosen twice, it is out of force");
    assert_eq!(set("E text:loss=0.01 enter esc backspace"), filed, "it can be undone");
    let refused = scenario(plain, "E text:los=1 enter").text();
    assert!(refused.contains("loss"), "{refused}");
    assert_eq!(set("E text:los=1 enter esc"), filed);
    // What is in force is on the screen.
    let keys = "E text:endless enter text:test_loss=0.01 enter text:patience=50 enter esc";
    let seen = scenario(plain, keys).text();
    assert!(seen.contains("endless · test loss < 0.01 · patience 50"), "{seen}");
    for (columns, rows) in [(60, 18), (80, 24)] {
        let text = scenario(plain, "E text:patience=50 enter esc").size(columns, rows).text();
        assert!(text.contains("patience 50"), "{text}");
    }
    let stops = read("train playground", "E text:loss=0.4 enter esc e").join("\n");
    assert!(stops.contains("loss below 0.4"), "{stops}");
}

#[test]
fn frames_of_the_end_of_a_run() {
    let text = |language| scenario("train playground", "E").size(80, 24).language(language).text();
    insta::assert_snapshot!("ends", format!("{}\n{}", text(Language::English), text(Language::Korean)));
}

/// What an epoch costs depends on the machine, so only a run that moves in a terminal shows it.
#[test]
fn frames_without_a_clock_show_no_cost() {
    assert!(!scenario("train playground --speed full", "space").ticks(3).text().contains("/epoch"));
}
