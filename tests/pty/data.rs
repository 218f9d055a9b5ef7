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

/// A file that takes long to read.
fn large(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("large.csv");
    let rows = "0.125,0.25,0.5,-0.125,1\n0.5,-0.25,-0.5,0.125,0\n".repeat(40_000);
    let mut file = std::fs::File::create(&path).expect("a file");
    file.write_all(b"a,b,c,d,label\n").expect("written");
    (0..40).for_each(|_| file.write_all(rows.as_bytes()).expect("written"));
    path
}

#[test]
fn escape_stops_the_reading_of_a_file_and_keeps_the_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = large(folder.path());
    let args = ["open", "train", path.to_str().expect("UTF-8")];
    Tui::start(&args, 80, 24, &[]).wait_written(" MB/s");
    // A busy machine may read the whole file between two keys, so they are tried with a pipe below. Here is only one, and
    // it is not held back, because nothing is left to answer.
    let mut tui = Tui::start(&args, 80, 24, &[]);
    tui.wait_written("\x1b[c");
    tui.send("\x1b[?62;22c");
    tui.wait_written("reading large.csv");
    tui.send("\x1b");
    tui.wait_text("the reading of large.csv was stopped");
    tui.wait_text("Two sigmoids");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_cooked();
}

#[test]
fn a_file_that_is_read_becomes_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.csv");
    std::fs::write(&path, format!("a,b\n{}", "0.25,1\n0.5,0\n".repeat(20))).expect("written");
    let mut tui = Tui::start(&["open", "train", path.to_str().expect("UTF-8"), "--epoch", "3"], 80, 24, &[]);
    tui.wait_text("epoch   3/200");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

/// Starts the program with a pipe as its standard input, in a shell that passes its exit code on.
fn piped(source: &str, args: &str) -> Tui {
    let command = format!("{source} | '{}' {args}", terminal::program());
    Tui::start_program("/bin/sh", &["-c", &command], 80, 24, &[])
}

#[test]
fn a_table_comes_from_standard_input_and_keys_from_the_terminal() {
    let rows = "printf 'a,b\\n0.25,1\\n0.5,0\\n0.75,1\\n'";
    let mut tui = piped(rows, "open train --data - --epoch 3");
    tui.wait_text("epoch   3/200");
    tui.send(".");
    tui.wait_text("epoch   4/200");
    tui.resize(60, 18);
    tui.wait_text("epoch   4/200");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_cooked();
    // Keys work while rows still come.
    let mut tui = piped("(printf 'a,b\\n0.25,1\\n'; sleep 60)", "open train --data -");
    tui.wait_text("reading standard input");
    tui.send("2");
    tui.wait_text("sigmoid 5/31");
    tui.send("3");
    tui.wait_text("reading standard input");
    tui.send(" ");
    tui.wait_text("until then no key works here but esc");
    tui.send("\x1b");
    tui.wait_text("the reading of standard input was stopped");
    tui.wait_text("Two sigmoids");
    // A mistake in it is said in the room.
    let mut tui = piped("printf 'a,b\\n1,2\\n3\\n'", "open train --data -");
    tui.wait_text("line 3: there are 1 cells");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_table_on_standard_input_needs_another_keyboard() {
    let mut tui = Tui::start(&["open", "train", "--data", "-"], 120, 24, &[]);
    assert_eq!(tui.wait_exit(), 2);
    tui.wait_text("that is the keyboard here");
    let mut tui = piped("printf 'a,b\\n0.25,1\\n'", "--plain open train --data -");
    assert_eq!(tui.wait_exit(), 2);
    tui.wait_text("the keys come from standard input");
    assert!(!tui.wrote("\x1b[?1049h"));
}

/// A new session has no controlling terminal.
#[cfg(target_os = "linux")]
#[test]
fn without_a_controlling_terminal_one_sentence_says_so() {
    let command = format!("printf 'a,b\\n0.25,1\\n' | setsid -w '{}' open train --data -", terminal::program());
    let mut tui = Tui::start_program("/bin/sh", &["-c", &command], 200, 24, &[]);
    assert_eq!(tui.wait_exit(), 2);
    tui.wait_text("there is no controlling terminal for keys");
    let screen = tui.screen();
    assert_eq!(screen.trim().lines().count(), 1, "{screen}");
    assert!(!tui.wrote("\x1b[?1049h"));
}

#[test]
fn another_table_is_read_after_a_pipe_that_never_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.csv");
    std::fs::write(&path, format!("a,b\n{}", "0.25,1\n0.5,0\n".repeat(20))).expect("written");
    let mut tui = piped("(printf 'a,b\\n0.25,1\\n'; sleep 600)", "open train --data -");
    tui.wait_text("reading standard input");
    tui.send("\x1b");
    tui.wait_text("the reading of standard input was stopped");
    tui.send("d");
    tui.wait_text("spiral");
    tui.send(path.to_str().expect("UTF-8"));
    tui.send("\r");
    tui.wait_text("0/200");
    tui.send(".");
    tui.wait_text("1/200");
}

#[test]
fn a_picture_comes_from_standard_input_and_keys_from_the_terminal() {
    let mut tui = piped("cat assets/images/jindo.png", "open lab --image - --panels before");
    tui.wait_text("standard input");
    tui.send("2");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_cooked();
}
