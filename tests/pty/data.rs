//! Reading of data that takes long: its line on standard error, and its end by Ctrl-C.

use crate::terminal::{self, Tui};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// A command whose standard input is a pipe, in a folder with that pipe. The shell outlives Ctrl-C and passes the exit code on.
fn reading(folder: &Path, args: &str) -> Tui {
    let pipe = folder.join("pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let command = format!("trap : INT; '{}' {args} < '{}'; exit $?", terminal::program(), pipe.display());
    Tui::start_program("/bin/sh", &["-c", &command], 80, 24, &[])
}

/// Writes rows into the pipe for as long as a condition asks for more.
fn write_while(folder: &Path, more: impl Fn() -> bool) -> std::fs::File {
    let mut pipe = OpenOptions::new().write(true).open(folder.join("pipe")).expect("a pipe with a reader");
    let rows = "0.25,1\n0.5,0\n".repeat(1000);
    while more() {
        pipe.write_all(rows.as_bytes()).expect("a reader");
    }
    pipe
}

#[test]
fn a_line_says_how_far_long_reading_is_and_goes_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tui = reading(folder.path(), "train --data - --epochs 1");
    // Slow enough for little memory, and fast enough for blocks of the reader.
    drop(write_while(folder.path(), || {
        std::thread::sleep(Duration::from_millis(1));
        !tui.screen().contains("reading -  ")
    }));
    tui.wait_text("8 tanh units");
    assert_eq!(tui.wait_exit(), 0);
    let screen = tui.screen();
    assert!(tui.wrote(" MB/s") && !screen.contains("reading"), "{screen}");
}

#[test]
fn a_quiet_command_has_no_such_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tui = reading(folder.path(), "train --data - --epochs 1 --quiet");
    let start = Instant::now();
    drop(write_while(folder.path(), || {
        std::thread::sleep(Duration::from_millis(1));
        start.elapsed() < Duration::from_millis(900)
    }));
    assert_eq!(tui.wait_exit(), 0);
    assert!(!tui.wrote("reading"), "{}", tui.screen());
}

#[test]
fn control_c_ends_reading() {
    for args in ["train --data -", "data -", "sweep --data -"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tui = reading(folder.path(), args);
        // More than the pipe holds, so that the program reads. Then nothing comes, and the pipe stays open.
        let written = std::cell::Cell::new(0);
        let open = write_while(folder.path(), || {
            written.set(written.get() + 1);
            written.get() < 40
        });
        tui.send("\x03");
        assert_eq!(tui.wait_exit(), 130, "{args}: {}", tui.screen());
        drop(open);
    }
}
