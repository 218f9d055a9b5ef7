//! The client disappears in every possible way: the program ends, and progress is saved.

use super::server::Server;
use crate::terminal::{Tui, files, program};
use signal_hook::consts::{SIGCONT, SIGKILL, SIGSTOP};
use std::fs;
use std::time::{Duration, Instant};

/// A learner at the third step of a lesson who now trains at full speed, and the process that serves them.
fn training(server: &Server, more: &str) -> (Tui, u32) {
    // A run that does not end meanwhile.
    let experiment = server.path("endless.toml");
    let text = include_str!("../../../assets/experiments/xor-two-sigmoids.toml");
    fs::write(&experiment, text.replace("epochs = 1000", "epochs = 1000000000000")).expect("written");
    let command = format!("exec {} --kiosk --set train.experiment={} {more}", program(), experiment.display());
    let mut tui = server.client(server.port, "user", (&[], &command), (120, 40));
    tui.wait_text("One number in, one number out");
    tui.send("]]");
    tui.wait_text("step 3/");
    tui.send("\t3");
    tui.wait_text("whole run in 6 s");
    tui.send(&"+".repeat(30));
    tui.wait_text("full speed");
    tui.send(" ");
    let frames = tui.count("\x1b[?2026h");
    tui.wait_count("\x1b[?2026h", frames + 3);
    let learner = server.wait_learners(1)[0];
    (tui, learner)
}

/// Waits until no learner is served any more. Returns how long that took.
fn time_until_gone(server: &Server) -> Duration {
    let start = Instant::now();
    server.wait_learners(0);
    start.elapsed()
}

fn assert_kept(server: &Server) {
    assert_eq!(files(&server.path("state")), ["actlab/progress.toml"]);
    let kept = fs::read_to_string(server.path("state/actlab/progress.toml")).expect("progress");
    let course = actlab::lessons::Course::built_in().expect("the lessons");
    let step = course.lessons[0].key(2).expect("a step");
    assert!(kept.contains(&format!("step = \"{step}\"")), "{kept}");
}

#[test]
fn a_client_that_is_killed_leaves_nothing_behind() {
    let Some(server) = Server::start("") else { return };
    let (tui, _) = training(&server, "");
    tui.signal(SIGKILL);
    let time = time_until_gone(&server);
    println!("gone after {time:?}");
    assert!(time < Duration::from_millis(500), "it took {time:?}");
    assert_kept(&server);
}

#[test]
fn a_client_that_hangs_is_given_up() {
    let Some(server) = Server::start("") else { return };
    let (tui, _) = training(&server, "--set line.stalled=2");
    tui.signal(SIGSTOP);
    let time = time_until_gone(&server);
    println!("gone after {time:?}");
    assert!(time > Duration::from_millis(1500) && time < Duration::from_secs(6), "it took {time:?}");
    tui.signal(SIGCONT);
    assert_kept(&server);
}
