//! Training in a real terminal: the frame depends only on the steps, whatever happened on the way; keys are answered
//! during training; and the output keeps to its budget.

use crate::terminal::{Tui, program};
use std::time::{Duration, Instant};

/// The position of a run: epochs, and steps of the next one.
pub(crate) type Place = (u64, u64);

pub(crate) fn open(args: &[&str], columns: u16, rows: u16) -> Tui {
    let args = [&["open", "train"], args].concat();
    let tui = Tui::start(&args, columns, rows, &[]);
    tui.wait_text("ready");
    tui
}

/// The position in the text of the gauge.
pub(crate) fn place(screen: &str) -> Option<Place> {
    let gauge = screen.lines().find_map(|row| row.strip_prefix(" epoch "))?;
    let (epoch, rest) = gauge.trim_start().split_once('/')?;
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(" + ");
    let step = counted.and_then(|rest| rest.trim_start().split_once('/')).map_or("0", |(step, _)| step);
    Some((epoch.parse().ok()?, step.parse().ok()?))
}

pub(crate) fn wait_past(tui: &Tui, epoch: u64) {
    tui.wait_screen("epochs", |screen| place(screen).filter(|at| at.0 > epoch));
}

/// Waits until the run pauses in that state.
fn wait_standing(tui: &Tui, state: &str) -> Place {
    tui.wait_text(state);
    tui.wait_quiet(Duration::from_millis(250));
    tui.wait_screen("a place", place)
}

/// The screen has spaces at the end of a row; text leaves them out.
fn rows(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|row| row.trim_end().to_owned()).collect()
}

/// The frame without a terminal.
fn drawn(args: &[&str], size: &str, keys: &str) -> Vec<String> {
    let output = std::process::Command::new(program())
        .args(["render", "train"])
        .args(args)
        .args(["--size", size, "--keys", keys])
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    rows(&String::from_utf8_lossy(&output.stdout))
}

/// A key script that reaches the same position gives the same frame: what was done to the run on the way leaves no
/// trace.
fn assert_drawn(tui: &Tui, args: &[&str], size: &str, before: &str, (epoch, step): Place) {
    let keys = format!("{before} space until:epoch={epoch}.{step} space");
    assert_same(&rows(&tui.screen()), &drawn(args, size, &keys), &keys);
}

fn assert_same(shown: &[String], drawn: &[String], keys: &str) {
    let differ: Vec<_> = shown.iter().zip(drawn).filter(|(a, b)| a != b).collect();
    assert!(shown == drawn, "live and {keys:?} differ: {differ:#?}");
}

#[test]
fn a_paused_run_is_the_frame_of_its_steps_at_three_speeds() {
    for (args, keys) in [
        (&["parabola", "--seed", "3"][..], ""),
        (&["xor-two-sigmoids", "--epochs", "100000000"][..], "++++++++++++++++++++++++++++"),
        (&["vanishing-gradient"][..], "---"),
    ] {
        let mut tui = open(args, 120, 40);
        tui.send(keys);
        tui.send(" ");
        wait_past(&tui, 1);
        tui.send(" ");
        let at = wait_standing(&tui, "paused");
        let script: Vec<String> = keys.chars().map(String::from).collect();
        assert_drawn(&tui, args, "120x40", &script.join(" "), at);
    }
}

#[test]
fn pauses_sizes_and_restarts_leave_no_trace() {
    let mut tui = open(&["parabola"], 120, 40);
    tui.send(" ");
    wait_past(&tui, 1);
    tui.resize(80, 24);
    wait_past(&tui, 3);
    tui.send("  ");
    tui.resize(200, 60);
    wait_past(&tui, 6);
    // From the start, while a job is running.
    tui.send("r");
    tui.wait_screen("a beginning", |screen| place(screen).filter(|at| at.0 < 5));
    wait_past(&tui, 5);
    tui.send("nnN N   ");
    tui.resize(60, 18);
    wait_past(&tui, 2);
    tui.send("N");
    wait_past(&tui, 2);
    tui.send(" ");
    tui.resize(120, 40);
    // This may be before the first epoch of the last restart.
    let at = wait_standing(&tui, "seed 7878  · ");
    assert_drawn(&tui, &["parabola", "--seed", "7878"], "120x40", "", at);
    tui.send("e");
    assert_eq!(wait_standing(&tui, "■ done").0, 100);
    let drawn = drawn(&["parabola", "--seed", "7878"], "120x40", "e");
    assert_same(&rows(&tui.screen()), &drawn, "e");
}

/// What an epoch costs is shown while the run moves, and leaves no trace when it stands still.
#[test]
fn a_run_that_moves_says_what_an_epoch_costs() {
    let mut tui = open(&["playground", "--speed", "full", "--epochs", "1000000"], 120, 40);
    tui.send(" ");
    tui.wait_text("µs/epoch · 25 parameters");
    tui.send(" ");
    let at = wait_standing(&tui, "paused");
    assert!(!tui.screen().contains("µs/epoch"), "{}", tui.screen());
    assert!(at.0 > 0);
}

#[test]
fn going_back_is_the_frame_of_that_epoch() {
    let mut tui = open(&["xor-two-sigmoids"], 120, 40);
    tui.send("e");
    wait_standing(&tui, "■ done");
    tui.send("lHHl\r");
    tui.wait_text("trained again");
    tui.wait_quiet(Duration::from_millis(250));
    let frame = drawn(&["xor-two-sigmoids"], "120x40", "e l H H l enter");
    assert_same(&rows(&tui.screen()), &frame, "e l H H l enter");
}

/// At full speed, with every frame at its largest.
#[test]
fn a_key_is_answered_while_training_goes_on() {
    let line = ["xor-two-sigmoids", "--epochs", "1000000000000", "--speed", "full", "--log", "false"];
    let mut tui = open(&line, 200, 60);
    tui.send(" ");
    wait_past(&tui, 1000);
    for title in ["loss (log)", "loss ━ "] {
        let start = Instant::now();
        tui.send("g");
        tui.wait_text(title);
        assert!(start.elapsed() < Duration::from_secs(1), "{title} after {:?}", start.elapsed());
    }
    let before = tui.wait_screen("a place", place).0;
    wait_past(&tui, before);
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn a_slow_line_gets_no_more_than_its_budget() {
    let args = ["xor-two-sigmoids", "--epochs", "1000000000000", "--speed", "full", "--set", "line.ssh_bytes=10000"];
    let args = [&["open", "train"][..], &args].concat();
    let mut tui = Tui::start(&args, 120, 40, &[("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]);
    tui.wait_text("ready");
    tui.send(" ");
    wait_past(&tui, 0);
    // Frames that answer keys are sent at once; their bytes are subtracted from the budget of later frames.
    let (start, before) = (Instant::now(), tui.written());
    tui.wait_screen("time", |_| (start.elapsed() > Duration::from_secs(2)).then_some(()));
    let (seconds, bytes) = (start.elapsed().as_secs_f64(), tui.written() - before);
    // One frame above the budget may be on its way.
    assert!(bytes > 0 && (bytes as f64) < 10_000.0 * seconds + 8_000.0, "{bytes} bytes in {seconds} s");
}

#[test]
fn a_room_at_rest_sends_nothing_and_takes_no_time() {
    let mut tui = open(&["sigmoid-xor"], 120, 40);
    tui.send(" ");
    wait_past(&tui, 3);
    tui.send(" ");
    wait_standing(&tui, "paused");
    let (written, cpu, start) = (tui.written(), tui.cpu_ticks(), Instant::now());
    tui.wait_screen("time", |_| (start.elapsed() > Duration::from_millis(700)).then_some(()));
    assert_eq!(tui.written(), written, "bytes for nothing");
    assert!(tui.cpu_ticks() - cpu <= 1, "no time of the processor");
}

#[test]
fn what_is_no_experiment_is_one_sentence() {
    let broken = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(broken.path(), "epochs = 5\ndata = { kind = \"nothing\" }\n").expect("written");
    for (name, says, code) in [
        ("no-such", "no-such", 2),
        ("/no/such.toml", "can't be read", 1),
        (broken.path().to_str().expect("a path"), "line 2", 2),
    ] {
        let mut tui = Tui::start(&["open", "train", name], 100, 30, &[]);
        assert_eq!(tui.wait_exit(), code);
        tui.wait_text(says);
        tui.assert_restored();
    }
}

#[test]
fn little_memory_is_enough() {
    let most = 5 * 1024;
    let lab = crate::lab(120, 40);
    lab.wait_text("24%");
    assert!(lab.own_memory() <= most, "{} KiB in the Lab", lab.own_memory());
    let mut tui = open(&["xor-two-sigmoids", "--epochs", "1000000000", "--speed", "full"], 120, 40);
    tui.send(" ");
    wait_past(&tui, 100_000);
    // A long run keeps 8 MiB of checkpoints beside that.
    assert!(tui.own_memory() <= most + 9 * 1024, "{} KiB in Train", tui.own_memory());
}

#[test]
fn play_opens_the_default_page() {
    let mut tui = Tui::start(&["play", "--layers", "3"], 100, 30, &[]);
    tui.wait_text("13 parameters");
    let screen = tui.screen();
    assert!(screen.contains("playground rules") && screen.contains("2→3→1"), "{screen}");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn a_long_training_shows_how_far_it_is_on_standard_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("epochs.jsonl");
    let train = format!("'{}' train parabola --epochs 10000000", program());
    // The shell outlives Ctrl-C and passes the exit code on.
    let start = |line: &str| {
        Tui::start_program("/bin/sh", &["-c", &format!("trap : INT; {train} {line}; exit $?")], 120, 24, &[])
    };
    let mut tui = start(&format!("--json > '{}'", file.display()));
    tui.wait_written("/10000000  ");
    tui.wait_written(" s left");
    tui.send("\x03");
    assert_eq!(tui.wait_exit(), 130, "{}", tui.screen());
    assert!(!tui.screen().contains("epochs/s"), "the line goes away: {}", tui.screen());
    let lines = std::fs::read_to_string(&file).expect("a file");
    assert!(lines.lines().all(|line| line.starts_with('{')) && lines.contains("\"done\":false"), "only objects");
    // A quiet one has no such line, however long it takes.
    let mut quiet = Tui::start(&["train", "parabola", "--epochs", "2000", "--quiet"], 120, 24, &[]);
    assert_eq!(quiet.wait_exit(), 0);
    assert!(!quiet.wrote("epochs/s") && quiet.screen().contains("parabola"), "{}", quiet.screen());
}
