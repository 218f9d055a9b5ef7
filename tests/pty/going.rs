//! The end of the program: whatever ends it, the terminal is restored, and no process is left.

use crate::lab;
use crate::terminal::{Tui, program};
use actlab::runtime::terminal::Taken;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM};
use std::time::{Duration, Instant};

fn training(env: &[(&str, &str)]) -> Tui {
    let mut tui = Tui::start(&["open", "train", "xor-two-sigmoids", "--epochs", "500000"], 120, 40, env);
    tui.wait_text("batch");
    // At full speed.
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
    // As the kernel does when a terminal disappears.
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

/// Every signal that ends a program by default, except those that cannot be caught or survived.
fn ending() -> Vec<i32> {
    let named = [1, 2, 3, 5, 6, 7, 10, 12, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31];
    named.into_iter().chain(34..=64).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn any_signal_that_ends_it_gives_the_terminal_back() {
    for signal in ending() {
        let mut tui = lab(60, 18);
        tui.signal(signal);
        assert_eq!(tui.wait_exit(), 128 + signal as u32, "signal {signal}");
        tui.assert_restored();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn doctor_gives_the_terminal_back_after_any_signal() {
    for signal in [1, 2, 3, 10, 15, 16, 29, 64] {
        let mut tui = Tui::start(&["doctor"], 80, 24, &[]);
        tui.wait_written("\x1b[6n");
        tui.signal(signal);
        assert_eq!(tui.wait_exit(), 128 + signal as u32, "signal {signal}");
        tui.assert_cooked();
    }
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

/// Not a test itself: the next test runs this program in a terminal.
#[test]
#[ignore = "panics on purpose"]
fn panic_with_the_terminal_in_hand() {
    let taken = Taken::take(&actlab::runtime::terminal::Keyboard::Input).expect("a terminal");
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
    tui.wait_text("the boiler burst");
    assert!(tui.wrote("\x1b[?1049h"), "it had the screen");
    tui.assert_restored();
}

/// A client reports the size of its terminal and may report any size.
#[test]
#[cfg(target_os = "linux")]
fn no_claimed_size_takes_much_memory() {
    const MOST: u64 = 64 << 10;
    let huge = "stty cols 10000 rows 10000; exec \"$0\" --set start=lab --color truecolor";
    let mut tui = Tui::start_program("/bin/sh", &["-c", huge, &program()], 100, 30, &[("PATH", "/usr/bin:/bin")]);
    tui.wait_more(50_000);
    for (columns, rows) in [(65535, 65535), (65535, 1), (1, 65535), (0, 65535), (500, 200), (5000, 5000)] {
        // All is quiet here. The output after that answers the new size.
        let before = tui.written();
        tui.claim(columns, rows);
        tui.send("j");
        tui.wait_more(before + 1);
        for room in ["1", "3", "4", "5", "6", "2"] {
            tui.send(room);
            tui.wait_quiet(Duration::from_millis(100));
        }
        assert!(tui.peak() < MOST, "{columns}x{rows}: {} KiB", tui.peak());
    }
    tui.claim(100, 30);
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}
