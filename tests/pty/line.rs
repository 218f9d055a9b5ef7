//! What is sent over the connection: at most one frame on its way, keys answered at once, little without focus; and
//! floods of input.

use crate::lab;
use crate::terminal::Tui;
use std::time::{Duration, Instant};

/// The question after a frame.
const WHERE: &str = "\x1b[6n";
const ANSWERS: &str = "\x1b[1;3R\x1b[?2026;2$y\x1b[?62;22c";

fn training() -> Tui {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids"], 120, 40, &[]);
    tui.wait_text("batch");
    tui.send(ANSWERS);
    tui
}

#[test]
fn the_next_frame_waits_until_the_last_one_has_arrived() {
    let mut tui = training();
    tui.send(" ");
    // The first one was among the questions.
    tui.wait_count(WHERE, 2);
    tui.wait_quiet(Duration::from_millis(300));
    let frames = tui.count("\x1b[?2026h");
    tui.send("g");
    tui.wait_text("loss (log)");
    assert_eq!(tui.count("\x1b[?2026h"), frames + 1, "a key is shown at once");
    tui.wait_quiet(Duration::from_millis(300));
    assert_eq!(tui.count(WHERE), 3, "and what moves waits for both");
    tui.send("\x1b[40;120R");
    for n in 4..9 {
        tui.send("\x1b[40;120R");
        tui.wait_count(WHERE, n);
    }
}

#[test]
fn a_terminal_that_answers_nothing_is_sent_frames_all_the_same() {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids"], 120, 40, &[]);
    tui.wait_text("batch");
    tui.send(" ");
    let frames = tui.count("\x1b[?2026h");
    tui.wait_count("\x1b[?2026h", frames + 20);
    assert_eq!(tui.count(WHERE), 1, "and asked nothing more");
}

#[test]
fn while_nobody_looks_a_frame_a_second_is_enough() {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids"], 120, 40, &[]);
    tui.wait_text("batch");
    tui.send(" ");
    let frames = tui.count("\x1b[?2026h");
    tui.wait_count("\x1b[?2026h", frames + 5);
    tui.send("\x1b[O");
    tui.wait_quiet(Duration::from_millis(500));
    tui.send("\x1b[I");
    let frames = tui.count("\x1b[?2026h");
    tui.wait_count("\x1b[?2026h", frames + 5);
}

#[test]
fn with_reduced_motion_it_moves_once_a_second_and_keys_are_answered_at_once() {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids", "--set", "reduced_motion=true"], 120, 40, &[]);
    tui.wait_text("batch");
    tui.send(" ");
    let start = Instant::now();
    let frames = tui.count("\x1b[?2026h");
    // The answer to the key, which may come with the first animation frame, and two more.
    tui.wait_count("\x1b[?2026h", frames + 4);
    assert!(start.elapsed() > Duration::from_millis(1500), "{:?}", start.elapsed());
    let start = Instant::now();
    tui.send("g");
    tui.wait_text("loss (log)");
    assert!(start.elapsed() < Duration::from_millis(700), "{:?}", start.elapsed());
    assert!(!tui.wrote("\x1b[5m") && !tui.wrote(";5m"), "nothing blinks");
}

#[test]
fn a_move_of_the_cursor_costs_little() {
    let mut tui = Tui::start(&["open", "lab", "gelu", "--color", "truecolor"], 120, 40, &[]);
    tui.wait_text("f(x × 1)");
    tui.wait_quiet(Duration::from_millis(200));
    for (n, key) in ["\x1b[C", "\x1b[D", "\x1b[1;2C", "\x1b[1;2D"].iter().cycle().take(24).enumerate() {
        let before = tui.written();
        tui.send(key);
        tui.wait_more(before + 1);
        tui.wait_quiet(Duration::from_millis(20));
        let bytes = tui.written() - before;
        assert!(bytes <= 1500, "{bytes} bytes for move {n}");
    }
}

/// A whole run while its output surface is turned.
#[test]
fn what_moves_keeps_to_the_budget_over_ssh() {
    let run = |(columns, rows)| {
        let args =
            ["open", "train", "xor-two-sigmoids", "--view", "surface", "--epochs", "600", "--color", "truecolor"];
        let mut tui = Tui::start(&args, columns, rows, &[("SSH_CONNECTION", "x")]);
        tui.wait_text("batch");
        tui.wait_quiet(Duration::from_millis(100));
        let (before, start, time) = (tui.written(), Instant::now(), Duration::from_secs(4));
        tui.send(" ");
        while start.elapsed() < time {
            tui.send(">");
            std::thread::sleep(Duration::from_millis(33));
        }
        let bytes = (tui.written() - before) as f64;
        // Plus half a second ahead, for the first key and the frame that is being sent.
        let most = 40_000.0 * (start.elapsed().as_secs_f64() + 0.5);
        assert!(bytes <= most && bytes > 20_000.0, "{bytes} bytes at {columns}x{rows}, at most {most}");
    };
    let sizes = [(80, 24), (120, 40), (200, 60)];
    let all: Vec<_> = sizes.into_iter().map(|size| std::thread::spawn(move || run(size))).collect();
    for one in all {
        one.join().expect("within the budget");
    }
}

#[test]
fn a_storm_from_outside_leaves_it_alive_and_right() {
    let mut tui = lab(100, 30);
    let start = Instant::now();
    for n in 0..200_u16 {
        // Two hundred sizes in two seconds, ten thousand keys, and everything that a connection may corrupt.
        std::thread::sleep((Duration::from_millis(10) * n.into()).saturating_sub(start.elapsed()));
        tui.resize(1 + n * 7 % 200, 1 + n * 3 % 60);
        tui.send_bytes(b"\x1b[<35;10;10M\x1b[M !!\x1b[999;999z\x1b[?9999h\x1b]777;x\x07\x1bP+q544e\x1b\\\x1b_x\x1b\\");
        tui.send_bytes(b"\x9b\xff\xfe\x80\xc3\x1b[");
        tui.send(&"\x1b[B\x1b[A".repeat(25));
    }
    tui.resize(100, 30);
    let end = Instant::now();
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    assert!(end.elapsed() < Duration::from_secs(1), "no lag after it: {:?}", end.elapsed());
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}
