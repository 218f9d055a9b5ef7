//! The program in a real terminal: how it starts, takes keys and sizes, and how it goes in every way there is.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod answers;
mod going;
mod line;
mod terminal;

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
    let drawn = std::process::Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(args)
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .expect("an end");
    // What the screen has as spaces at the end of a row, text leaves out.
    let rows = |text: &str| text.trim_end().lines().map(|row| row.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(rows(&shown), rows(&String::from_utf8_lossy(&drawn.stdout)));
}

#[test]
fn the_picture_arrives() {
    let tui = lab(120, 40);
    tui.wait_text("contrast kept 24%");
}

#[test]
fn a_missing_picture_is_one_sentence_and_the_old_one_stays() {
    let mut tui = lab(120, 40);
    tui.wait_text("Jindo dog 512×512");
    tui.send("i/no/such/dog.png\r");
    tui.wait_text("there is no file /no/such/dog.png");
    tui.wait_text("Jindo dog 512×512");
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
    tui.wait_text("contrast kept");
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
    // Frames of this size fill whatever lies between, and the next one hangs.
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
    tui.wait_text("contrast kept 24%");
    tui.wait_quiet(Duration::from_millis(200));
    let (written, cpu) = (tui.written(), tui.cpu_ticks());
    tui.wait_quiet(Duration::from_millis(800));
    assert_eq!(tui.written(), written, "not a byte");
    assert!(tui.cpu_ticks() - cpu <= 1, "no time of the processor");
}

#[test]
fn colours_are_those_the_terminal_has() {
    let tui = Tui::start(&[], 100, 30, &[("NO_COLOR", "1")]);
    tui.wait_text("range (0, 1)");
    tui.wait_quiet(Duration::from_millis(100));
    assert!(!tui.wrote("\x1b[38;") && !tui.wrote(";48;"), "NO_COLOR means none");
    let tui = Tui::start(&["--color", "truecolor"], 100, 30, &[("NO_COLOR", "1")]);
    tui.wait_text("range (0, 1)");
    assert!(tui.wrote("38;2;"), "a flag goes before the environment");
    let tui = Tui::start(&[], 100, 30, &[("LANG", "C"), ("LC_ALL", "")]);
    tui.wait_text("range (0, 1)");
    assert!(tui.screen().is_ascii(), "no UTF-8, no glyphs past ASCII");
}

#[test]
fn korean_comes_with_the_locale_and_by_a_key() {
    let mut tui = Tui::start(&[], 100, 30, &[("LANG", "ko_KR.UTF-8")]);
    tui.wait_text("치역 (0, 1)");
    tui.send("L");
    tui.wait_text("range (0, 1)");
    tui.send("ㅂ");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_storm_of_keys_leaves_the_last_state_right() {
    let mut tui = lab(80, 24);
    // Odd in number: all but one cancel each other.
    tui.send(&"\x1b[B\x1b[A".repeat(1000));
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
}

/// As a line does that delivers the first byte of an arrow key before the others.
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
