//! How it goes: whatever ends it, the terminal is given back, and nothing keeps it alive.

use crate::lab;
use crate::terminal::Tui;
use actlab::runtime::terminal::Taken;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM};
use std::time::{Duration, Instant};

fn training(env: &[(&str, &str)]) -> Tui {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids", "--epochs", "500000"], 120, 40, env);
    tui.wait_text("batch");
    // As fast as it goes.
    tui.send("++++++++++++ ");
    let before = tui.written();
    tui.wait_more(before + 4000);
    tui
}

#[test]
fn a_closed_terminal_ends_it_at_once() {
    let mut tui = training(&[]);
    tui.close();
    let start = Instant::now();
    assert_eq!(tui.wait_exit(), 129);
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
}

#[test]
fn hung_up_while_it_is_stopped_it_ends() {
    let mut tui = lab(80, 24);
    tui.send("\x1a");
    tui.wait_stopped();
    tui.signal(SIGHUP);
    // As the kernel does it when a terminal goes.
    tui.signal(SIGCONT);
    assert_eq!(tui.wait_exit(), 129);
    tui.assert_restored();
}

#[test]
fn a_signal_while_it_trains_gives_the_terminal_back() {
    let mut tui = training(&[]);
    tui.signal(SIGTERM);
    assert_eq!(tui.wait_exit(), 143);
    tui.assert_restored();
}

#[test]
fn a_terminal_that_takes_nothing_for_too_long_ends_it() {
    let mut tui = Tui::start(&["--set", "start=lab", "--set", "line.stalled=1"], 200, 60, &[]);
    tui.wait_text("range (0, 1)");
    tui.deafen();
    for _ in 0..20 {
        tui.send("\x1b[B");
        std::thread::sleep(Duration::from_millis(5));
    }
    let start = Instant::now();
    assert_eq!(tui.wait_exit(), 129);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    tui.assert_cooked();
}

#[test]
fn an_error_is_readable_below_the_prompt() {
    let mut tui = Tui::start(&["--theme", "drak"], 100, 24, &[]);
    assert_eq!(tui.wait_exit(), 2);
    tui.wait_text("there is no theme \"drak\"");
    tui.assert_restored();
}

/// Not a test by itself: the program that the next one runs in a terminal.
#[test]
#[ignore = "panics on purpose"]
fn panic_with_the_terminal_in_hand() {
    let taken = Taken::take().expect("a terminal");
    let thread = std::thread::spawn(|| panic!("the boiler burst"));
    let _ = thread.join();
    drop(taken);
}

#[test]
fn a_panic_in_any_thread_is_readable_below_the_prompt() {
    let program = std::env::current_exe().expect("this program");
    let args = ["--ignored", "--exact", "going::panic_with_the_terminal_in_hand", "--nocapture"];
    let mut tui = Tui::start_program(&program.to_string_lossy(), &args, 100, 24, &[]);
    assert_eq!(tui.wait_exit(), 101);
    assert!(tui.wrote("\x1b[?1049h"), "it had the screen");
    tui.wait_text("the boiler burst");
    tui.assert_restored();
}
