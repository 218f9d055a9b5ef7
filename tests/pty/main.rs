//! The program in a real terminal: its start, keys and sizes, and every way to end it.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod answers;
mod data;
mod going;
mod kiosk;
mod line;
mod measure;
mod points;
mod reach;
mod session;
mod ssh;
mod terminal;
mod train;
mod windows;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use std::time::Duration;
use terminal::Tui;

fn lab(columns: u16, rows: u16) -> Tui {
    let tui = Tui::start(&["open", "lab", "sigmoid"], columns, rows, &[]);
    tui.wait_text("range (0, 1)");
    tui
}

#[test]
fn arrow_keys_walk_through_activations() {
    let mut tui = lab(100, 30);
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.send("\x1b[A");
    tui.wait_text("range (0, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn what_is_shown_live_is_what_render_draws() {
    let mut tui = lab(100, 30);
    tui.send("/elu\rxxx");
    tui.wait_text("▸α 1.3");
    tui.wait_quiet(Duration::from_millis(100));
    let shown = tui.screen();
    let args = ["render", "lab", "elu", "--knob", "alpha=1.3", "--size", "100x30"];
    let drawn = std::process::Command::new(terminal::program())
        .args(args)
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .expect("an end");
    // The screen has spaces at the end of a row; text leaves them out.
    let rows = |text: &str| text.trim_end().lines().map(|row| row.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(rows(&shown), rows(&String::from_utf8_lossy(&drawn.stdout)));
}

#[test]
fn the_picture_arrives() {
    let tui = lab(120, 40);
    tui.wait_text("24%");
}

#[test]
fn a_missing_picture_is_one_sentence_and_the_old_one_stays() {
    let mut tui = lab(120, 40);
    tui.wait_text("Jindo dog 512×512");
    tui.send("i/no/such/dog.png\r");
    tui.wait_text("there is no file /no/such/dog.png");
    tui.wait_text("Jindo dog 512×512");
    // The path stays in its line, to be corrected or cancelled.
    tui.send("\x1b");
    tui.wait_text("range (0, 1)");
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
}

#[test]
fn a_million_samples_do_not_hold_up_the_keyboard() {
    let mut tui = lab(120, 40);
    tui.send("mmmmmmmmmmmm");
    tui.wait_text("n 1000000");
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.wait_text("of 1000000 samples");
}

/// As in a window that is being resized while the program starts.
#[test]
fn a_size_that_changes_at_the_start_is_followed() {
    for wait in (0..12).map(|n| Duration::from_micros(700 * n)) {
        let tui = Tui::start(&["open", "lab", "sigmoid"], 80, 24, &[]);
        std::thread::sleep(wait);
        tui.resize(120, 40);
        tui.wait_text("24%");
    }
}

#[test]
fn a_resize_is_followed() {
    let mut tui = lab(100, 30);
    for (columns, rows) in [(200, 60), (60, 18), (1, 1), (20, 3), (80, 24)] {
        tui.resize(columns, rows);
    }
    tui.wait_text("╭ values");
    tui.resize(30, 5);
    tui.wait_text("needs 60×18");
    tui.resize(120, 40);
    tui.wait_text("f(x × 1)");
    tui.send("q");
    tui.wait_exit();
    tui.assert_restored();
}

#[test]
fn signals_end_it_and_the_terminal_comes_back() {
    for (signal, code) in [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)] {
        let mut tui = lab(80, 24);
        tui.signal(signal);
        assert_eq!(tui.wait_exit(), code);
        tui.assert_restored();
    }
}

#[test]
fn a_terminal_that_hangs_does_not_keep_it_alive() {
    let mut tui = lab(200, 60);
    tui.deafen();
    // Frames of this size fill all buffers, so the next write blocks.
    for _ in 0..20 {
        tui.send("\x1b[B");
        std::thread::sleep(Duration::from_millis(5));
    }
    tui.signal(SIGTERM);
    assert_eq!(tui.wait_exit(), 143);
    tui.assert_cooked();
}

#[test]
fn suspended_it_gives_the_terminal_back_and_takes_it_again() {
    let mut tui = lab(80, 24);
    tui.send("\x1a");
    tui.wait_stopped();
    tui.assert_restored();
    tui.signal(SIGCONT);
    tui.wait_text("range (0, 1)");
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn stopped_from_outside_it_comes_back_too() {
    let mut tui = lab(80, 24);
    tui.signal(SIGTSTP);
    tui.wait_stopped();
    tui.signal(SIGCONT);
    tui.wait_text("range (0, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn pasted_text_is_not_keys() {
    let mut tui = lab(100, 30);
    tui.send("\x1b[200~q quit q\x1b[201~");
    tui.send("/\x1b[200~gelu\x1b[201~\r");
    tui.wait_text("range [-0.17, ∞)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn nothing_is_written_while_nothing_changes() {
    let tui = lab(120, 40);
    tui.wait_text("24%");
    tui.wait_quiet(Duration::from_millis(200));
    let (written, cpu) = (tui.written(), tui.cpu_ticks());
    tui.wait_quiet(Duration::from_millis(800));
    assert_eq!(tui.written(), written, "not a byte");
    assert!(tui.cpu_ticks() - cpu <= 1, "no time of the processor");
}

#[test]
fn colours_are_those_the_terminal_has() {
    let tui = Tui::start(&["open", "walk"], 100, 30, &[("NO_COLOR", "1")]);
    tui.wait_text("range (0, 1)");
    tui.wait_quiet(Duration::from_millis(100));
    assert!(!["38;2;", "38;5;", ";48;"].iter().any(|colour| tui.wrote(colour)), "NO_COLOR means none");
    let tui = Tui::start(&["--color", "truecolor", "open", "walk"], 100, 30, &[("NO_COLOR", "1")]);
    tui.wait_text("range (0, 1)");
    assert!(tui.wrote("38;2;"), "a flag goes before the environment");
    let tui = Tui::start(&["open", "walk"], 100, 30, &[("LANG", "C"), ("LC_ALL", "")]);
    tui.wait_text("range (0, 1)");
    assert!(tui.screen().is_ascii(), "no UTF-8, no glyphs past ASCII");
}

#[test]
fn korean_comes_with_the_locale_and_by_a_key() {
    let mut tui = Tui::start(&["open", "walk"], 100, 30, &[("LANG", "ko_KR.UTF-8")]);
    tui.wait_text("치역 (0, 1)");
    tui.send("L");
    tui.wait_text("range (0, 1)");
    tui.send("ㅂ");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_storm_of_keys_leaves_the_last_state_right() {
    let mut tui = lab(80, 24);
    // An odd number in all: all but one cancel each other.
    tui.send(&"\x1b[B\x1b[A".repeat(1000));
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
}

/// As on a connection that delivers the first byte of an arrow key before the others.
#[test]
fn a_key_that_was_cut_on_its_way_is_that_key() {
    let mut tui = lab(80, 24);
    tui.send("\x1b");
    std::thread::sleep(Duration::from_millis(5));
    tui.send("[B");
    tui.wait_text("range (-1, 1)");
}

#[test]
fn a_dumb_terminal_gets_a_sentence() {
    let mut tui = Tui::start(&[], 80, 24, &[("TERM", "dumb")]);
    tui.wait_text("TERM=dumb has no screen");
    assert_eq!(tui.wait_exit(), 1);
}

/// If the reader leaves in the middle of a lesson, the next start opens the same step.
#[test]
fn a_lesson_goes_on_where_it_was_left() {
    let state = tempfile::tempdir().expect("a directory");
    let state = state.path().to_str().expect("UTF-8");
    let env = [("XDG_STATE_HOME", state)];
    let mut tui = Tui::start(&["--lesson", "4"], 120, 40, &env);
    tui.wait_text("lesson 4 of 15");
    tui.send("c");
    tui.wait_text("You said c");
    tui.send("]]");
    tui.wait_text("step 3/");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    let mut tui = Tui::start(&[], 120, 40, &env);
    tui.wait_text("lesson 4 of 15: XOR, one more gate   step 3/");
    tui.send("[[");
    tui.wait_text("You said c");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_first_start_shows_the_cover_and_space_the_first_lesson() {
    let state = tempfile::tempdir().expect("a directory");
    let env = [("XDG_STATE_HOME", state.path().to_str().expect("UTF-8"))];
    let mut tui = Tui::start(&[], 80, 24, &env);
    tui.wait_text("One line cannot part");
    tui.send(" ");
    tui.wait_text("One number in, one number out");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    // Whoever has been here goes on where they were.
    let mut tui = Tui::start(&[], 80, 24, &env);
    tui.wait_text("One number in, one number out");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_damaged_place_is_set_aside_with_a_word() {
    let state = tempfile::tempdir().expect("a directory");
    let folder = state.path().join("actlab");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("progress.toml"), "half a fi").expect("written");
    let mut tui = Tui::start(&[], 120, 40, &[("XDG_STATE_HOME", state.path().to_str().expect("UTF-8"))]);
    tui.wait_text("the lessons start again");
    tui.send("]");
    tui.wait_text("step 2/");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    assert_eq!(std::fs::read_to_string(folder.join("progress.aside.toml")).expect("kept"), "half a fi");
    assert!(std::fs::read_to_string(folder.join("progress.toml")).expect("written").contains("01-activation"));
}

#[test]
fn the_room_to_begin_in_is_a_setting() {
    let mut tui = Tui::start(&["--set", "start=slope"], 100, 30, &[]);
    tui.wait_text("exactly 0 on 267 of 1001");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}
