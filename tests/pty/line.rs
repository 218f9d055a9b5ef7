//! What goes over the line: one frame under way at most, keys at once, little while nobody looks; and storms from outside.

use crate::lab;
use crate::terminal::Tui;
use std::time::Duration;

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
    // The first was among the questions.
    tui.wait_count(WHERE, 2);
    tui.wait_quiet(Duration::from_millis(300));
    let (asked, frames) = (tui.count(WHERE), tui.count("\x1b[?2026h"));
    for n in 1..3 {
        tui.send("?");
        tui.wait_count("\x1b[?2026h", frames + n);
        assert_eq!(tui.count(WHERE), asked + n, "a key is shown at once, and its frame is asked for as well");
    }
    tui.send(&"\x1b[40;120R".repeat(asked + 1));
    for n in 3..8 {
        tui.wait_count(WHERE, asked + n);
        tui.wait_quiet(Duration::from_millis(100));
        assert_eq!(tui.count(WHERE), asked + n, "one at a time");
        tui.send("\x1b[40;120R");
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
fn a_storm_from_outside_leaves_it_alive_and_right() {
    let mut tui = lab(100, 30);
    for n in 0..200_u16 {
        tui.resize(1 + n * 7 % 200, 1 + n * 3 % 60);
        tui.send_bytes(b"\x1b[<35;10;10M\x1b[M !!\x1b[999;999z\x1b[?9999h\x1b]777;x\x07\x1bP+q544e\x1b\\\x1b_x\x1b\\");
        tui.send_bytes(b"\x9b\xff\xfe\x80\xc3\x1b[");
        tui.send(&"\x1b[B\x1b[A".repeat(25));
    }
    tui.resize(100, 30);
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}
