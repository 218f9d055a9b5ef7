//! Figures of training in a real terminal, for docs/performance.md. They take minutes and a quiet machine:
//!
//! `ACTLAB_BIN=target/release/actlab cargo test --test pty -- --ignored --nocapture --test-threads 1 measure`

use crate::terminal::{Tui, program};
use crate::train::{open, place, wait_past};
use std::time::{Duration, Instant};

const ENDLESS: &str = "1000000000000";

/// Waits until something holds, looking often; returns how long that took.
fn time_until(holds: impl Fn() -> bool) -> Duration {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "it does not come");
        std::thread::sleep(Duration::from_micros(200));
    }
    start.elapsed()
}

fn wait(time: Duration) {
    let start = Instant::now();
    time_until(|| start.elapsed() >= time);
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

#[test]
#[ignore = "a measurement"]
fn measure_how_soon_a_key_is_answered() {
    for (name, columns, rows) in [("xor-two-sigmoids", 120, 40), ("xor-two-sigmoids", 200, 60), ("parabola", 120, 40)] {
        let mut tui = open(&[name, "--epochs", ENDLESS, "--speed", "full"], columns, rows);
        tui.send(" ");
        wait_past(&tui, 100);
        let mut times = Vec::new();
        for press in 0..100 {
            tui.send("g");
            let title = if press % 2 == 0 { "loss (log)" } else { "loss ─ " };
            times.push(time_until(|| tui.screen().contains(title)).as_secs_f64() * 1e3);
            wait(Duration::from_millis(23));
        }
        let worst = times.iter().copied().fold(0.0, f64::max);
        println!("{name} at {columns}x{rows}: a key is answered in {:.1} ms, at worst {worst:.1} ms", median(times));
    }
}

/// Epochs a second in the room, over so many seconds.
fn live_rate(name: &str, seconds: f64) -> f64 {
    let mut tui = open(&[name, "--epochs", ENDLESS, "--speed", "full"], 120, 40);
    tui.send(" ");
    wait_past(&tui, 100);
    wait(Duration::from_millis(300));
    // The gauge moves when a frame arrives: the time between two arrivals is what counts.
    let look = || {
        let before = tui.screen();
        time_until(|| place(&tui.screen()).is_some_and(|at| place(&before).is_some_and(|was| at > was)));
        (Instant::now(), tui.wait_screen("a place", place).0)
    };
    let (start, first) = look();
    wait(Duration::from_secs_f64(seconds));
    let (end, last) = look();
    (last - first) as f64 / (end - start).as_secs_f64()
}

/// Epochs a second without a screen.
fn quiet_rate(name: &str, epochs: u64) -> f64 {
    let start = Instant::now();
    let status = std::process::Command::new(program())
        .args(["train", name, "--quiet", "--epochs", &epochs.to_string()])
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.expect("an end").success());
    epochs as f64 / start.elapsed().as_secs_f64()
}

#[test]
#[ignore = "a measurement"]
fn measure_how_much_of_its_rate_training_keeps() {
    for (name, probe) in [("xor-two-sigmoids", 300_000), ("parabola", 3000)] {
        let epochs = (quiet_rate(name, probe) * 5.0) as u64;
        let (mut live, mut quiet) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            quiet.push(quiet_rate(name, epochs));
            live.push(live_rate(name, 5.0));
        }
        let best = |all: &[f64]| all.iter().copied().fold(0.0, f64::max);
        println!(
            "{name}: {:.3e} epochs a second live, {:.3e} quiet: {:.1} %, best of five {:.1} %",
            median(live.clone()),
            median(quiet.clone()),
            100.0 * median(live.clone()) / median(quiet.clone()),
            100.0 * best(&live) / best(&quiet)
        );
    }
}

#[test]
#[ignore = "a measurement"]
fn measure_bytes() {
    let seconds = 5.0;
    for (place, env) in [("over SSH", &[("SSH_CONNECTION", "x")][..]), ("locally", &[])] {
        for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
            for view in ["field", "surface"] {
                for (speed, epochs) in [("run", "1000"), ("full", ENDLESS)] {
                    let args = ["open", "train", "xor-two-sigmoids", "--color", "truecolor"];
                    let args = [&args[..], &["--view", view, "--speed", speed, "--epochs", epochs]].concat();
                    let mut tui = Tui::start(&args, columns, rows, env);
                    tui.wait_text("paused");
                    let (before, start) = (tui.written(), Instant::now());
                    tui.send(" ");
                    wait(Duration::from_secs_f64(seconds));
                    let rate = (tui.written() - before) as f64 / start.elapsed().as_secs_f64();
                    println!("{place} {columns}x{rows} {view}, {speed}: {rate:.0} bytes a second");
                }
            }
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn measure_memory() {
    for (name, epochs) in [("xor-two-sigmoids", 1000), ("xor-two-sigmoids", 1_000_000), ("parabola", 10_000)] {
        let mut tui = open(&[name, "--epochs", ENDLESS, "--speed", "full"], 120, 40);
        let start = tui.resident();
        tui.send(" ");
        wait_past(&tui, epochs);
        println!("{name}: {start} KiB at the beginning, {} KiB after {epochs} epochs", tui.resident());
    }
}
