//! Answers of the terminal: late, in pieces, or never. They are used, and never taken for keys.

use crate::terminal::Tui;
use std::time::{Duration, Instant};

/// The last question.
const FENCE: &str = "\x1b[?2026$p\x1b[c";
/// True colour, UTF-8, a light background, synchronised output, and the answer to the last question.
const ANSWERS: &str = "\x1bP1$r0;48:2::1:2:3m\x1b\\\x1b[1;3R\x1b]11;rgb:ffff/fefe/fdfd\x1b\\\x1b[?2026;2$y\x1b[?62;22c";

fn asked(args: &[&str], env: &[(&str, &str)]) -> Tui {
    // The Lab must look as `render` draws it.
    let args = [args, &["--set", "start=lab"]].concat();
    let tui = Tui::start(&args, 100, 30, env);
    tui.wait_text("range (0, 1)");
    tui.wait_written(FENCE);
    tui
}

/// The room looks as `render` draws it, so no key was received.
fn assert_untouched(tui: &Tui, theme: &str) {
    tui.wait_quiet(Duration::from_millis(150));
    let drawn = std::process::Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(["render", "lab", "--size", "100x30", "--theme", theme])
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .expect("an end");
    let rows = |text: &str| text.trim_end().lines().map(|row| row.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(rows(&tui.screen()), rows(&String::from_utf8_lossy(&drawn.stdout)));
}

#[test]
fn late_answers_bring_what_ssh_left_behind() {
    // As sshd starts a program: with TERM, and nothing else.
    let mut tui = asked(&[], &[("LANG", "")]);
    assert!(!tui.wrote("38;2;"), "the first frame is drawn from what the environment says");
    std::thread::sleep(Duration::from_millis(700));
    tui.send(ANSWERS);
    // The title of the light theme.
    tui.wait_written("38;2;");
    assert_untouched(&tui, "light");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn answers_in_pieces_are_no_keys() {
    let mut tui = asked(&[], &[("LANG", "")]);
    for (n, byte) in ANSWERS.chars().enumerate() {
        tui.send(&byte.to_string());
        // Longer than an Esc is held back elsewhere.
        std::thread::sleep(Duration::from_millis(if n % 10 == 0 { 60 } else { 1 }));
    }
    tui.wait_written("38;2;");
    assert_untouched(&tui, "light");
}

#[test]
fn answers_that_pause_for_long_are_no_keys() {
    let mut tui = asked(&[], &[("LANG", "")]);
    // After an Esc, at the end of a string, and inside one.
    let pieces =
        ["\x1b", "P1$r0;48:2::1:2:3m\x1b\\\x1b", "[1;3R\x1b]11;rgb:ffff/fe", "fe/fdfd\x1b\\\x1b[?2026;2$y\x1b[?62;22c"];
    for piece in pieces {
        tui.send(piece);
        std::thread::sleep(Duration::from_millis(2200));
    }
    tui.wait_written("38;2;");
    assert_untouched(&tui, "light");
}

#[test]
fn a_locale_that_names_no_code_is_no_reason_for_ascii_for_good() {
    let mut tui = asked(&[], &[("LANG", "C")]);
    assert!(tui.screen().is_ascii());
    tui.send(ANSWERS);
    tui.wait_text("╭ samples");
    let mut tui = asked(&[], &[("LANG", "")]);
    tui.send("\x1b[1;4R\x1b[?6c");
    // Three cells for three bytes mean that there is no UTF-8.
    tui.wait_screen("ASCII", |screen| (screen.contains("+ samples") && screen.is_ascii()).then_some(()));
}

#[test]
fn what_was_said_outright_stays() {
    let args = ["--color", "256", "--theme", "dark", "--set", "ascii=true"];
    let mut tui = asked(&args, &[]);
    tui.send(ANSWERS);
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    assert!(tui.screen().is_ascii() && !tui.wrote("38;2;"));
    let mut tui = asked(&[], &[("NO_COLOR", "1")]);
    tui.send(ANSWERS);
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    assert!(!tui.wrote("38;2;") && !tui.wrote("38;5;"), "NO_COLOR is an answer already");
}

#[test]
fn no_answer_is_no_harm() {
    let mut tui = asked(&[], &[]);
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.send("q");
    let start = Instant::now();
    assert_eq!(tui.wait_exit(), 0);
    assert!(start.elapsed() < Duration::from_secs(3));
    tui.assert_restored();
}

/// Otherwise the shell would read them as input.
#[test]
fn answers_under_way_at_the_end_are_heard_out() {
    let mut tui = asked(&[], &[]);
    tui.send("q");
    std::thread::sleep(Duration::from_millis(300));
    tui.send(ANSWERS);
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    assert_eq!(tui.unread(), 0, "nothing is left for the shell");
}

#[test]
fn nothing_is_asked_of_a_pipe_or_a_dumb_terminal() {
    let run = |term: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_actlab"))
            .arg("doctor")
            .env_clear()
            .env("TERM", term)
            .env("HOME", "/nonexistent")
            .output()
            .expect("an end");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(run("xterm-256color").contains("not asked"));
    assert!(!run("xterm-256color").contains('\x1b'));
    let mut tui = Tui::start(&["doctor"], 80, 40, &[("TERM", "dumb")]);
    assert_eq!(tui.wait_exit(), 0);
    tui.wait_text("not asked");
    assert!(!tui.wrote("\x1b"), "not one sequence");
}

#[test]
fn the_doctor_says_what_was_found_and_from_where() {
    let mut tui = Tui::start(&["doctor"], 110, 50, &[("LANG", "")]);
    tui.wait_written(FENCE);
    tui.send(ANSWERS);
    assert_eq!(tui.wait_exit(), 0);
    tui.wait_text("truecolor");
    for text in ["light", "sextant", "octant"] {
        tui.wait_text(text);
    }
    assert!(!tui.screen().contains("갠 "), "the questions are wiped off");
    tui.assert_cooked();
    assert_eq!(tui.unread(), 0);
}
