//! Measures training in a real terminal, for docs/performance.md. It takes minutes and needs a machine with no other
//! load:
//!
//! `ACTLAB_BIN=target/dist/actlab cargo test --test pty -- --ignored --nocapture --test-threads 1 measure`

use crate::terminal::{Tui, program, times};
use crate::train::{open, place, wait_past};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const ENDLESS: &str = "1000000000000";

/// Polls until a condition holds. Returns how long that took.
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

/// Presses the key of the axis a hundred times, with a pause after each, so that two titles alternate. Returns how soon
/// the change was seen.
fn press_log_axis(tui: &mut Tui, titles: [&str; 2], pause: Duration) -> String {
    let mut times = Vec::new();
    for press in 0..100 {
        tui.send("g");
        times.push(time_until(|| tui.screen().contains(titles[press % 2])).as_secs_f64() * 1e3);
        wait(pause);
    }
    let worst = times.iter().copied().fold(0.0, f64::max);
    format!("a key is answered in {:.1} ms, at worst {worst:.1} ms", median(times))
}

#[test]
#[ignore = "a measurement"]
fn measure_how_soon_a_key_is_answered() {
    for (name, columns, rows) in [("xor-two-sigmoids", 120, 40), ("xor-two-sigmoids", 200, 60), ("parabola", 120, 40)] {
        let mut tui = open(&[name, "--epochs", ENDLESS, "--speed", "full", "--log", "false"], columns, rows);
        tui.send(" ");
        wait_past(&tui, 100);
        let answered = press_log_axis(&mut tui, ["loss (log)", "loss ━ "], Duration::from_millis(23));
        println!("{name} at {columns}x{rows}: {answered}");
    }
}

#[test]
#[ignore = "a measurement"]
fn measure_how_soon_a_key_is_answered_during_a_sweep() {
    for name in ["parabola", "xor-two-sigmoids"] {
        let mut tui = Tui::start(&["open", "sweep", name, "--seeds", "5000000"], 120, 40, &[]);
        tui.wait_text("5000000");
        tui.send(" ");
        // The first seeds have results. Before that there is no chart whose axis could change.
        tui.wait_text("epoch ─");
        let answered = press_log_axis(&mut tui, ["epoch (log)", "epoch ─ "], Duration::from_millis(37));
        println!("sweep of {name}: {answered}");
        assert!(tui.screen().contains("running"));
    }
}

/// The measured rates, and the use of the processor.
struct Rate {
    /// Epochs per second.
    by_clock: f64,
    /// Epochs per second of processor time.
    by_processor: f64,
    /// The share of time in which it neither ran nor waited for a busy processor.
    idle: f64,
}

impl Rate {
    fn of(epochs: u64, seconds: f64, (ran, waited): (f64, f64)) -> Self {
        let epochs = epochs as f64;
        Self { by_clock: epochs / seconds, by_processor: epochs / ran, idle: 1.0 - (ran + waited) / seconds }
    }
}

/// The rate in the room, over `seconds`.
fn live_rate(name: &str, seconds: f64) -> Rate {
    let mut tui = open(&[name, "--epochs", ENDLESS, "--speed", "full"], 120, 40);
    tui.send(" ");
    wait_past(&tui, 100);
    wait(Duration::from_millis(300));
    // The gauge changes when a frame arrives, so the time between two arrivals counts.
    let look = || {
        let before = place(&tui.screen());
        time_until(|| place(&tui.screen()) > before);
        (Instant::now(), tui.wait_screen("a place", place).0, tui.thread_times("training"))
    };
    let (start, first, before) = look();
    wait(Duration::from_secs_f64(seconds));
    let (end, last, after) = look();
    Rate::of(last - first, (end - start).as_secs_f64(), (after.0 - before.0, after.1 - before.1))
}

/// The rate without a screen.
fn quiet_rate(name: &str, epochs: u64) -> Rate {
    let start = Instant::now();
    let mut child = std::process::Command::new(program())
        .args(["train", name, "--quiet", "--epochs", &epochs.to_string()])
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    let path = PathBuf::from(format!("/proc/{}", child.id()));
    let mut last = (0.0, 0.0);
    while child.try_wait().expect("a status").is_none() {
        let now = times(&path);
        last = if now.0 > 0.0 { now } else { last };
        std::thread::sleep(Duration::from_millis(5));
    }
    Rate::of(epochs, start.elapsed().as_secs_f64(), last)
}

#[test]
#[ignore = "a measurement"]
fn measure_how_much_of_its_rate_training_keeps() {
    for (name, probe) in [("xor-two-sigmoids", 1_000_000), ("parabola", 4000)] {
        let epochs = (quiet_rate(name, probe).by_clock * 5.0) as u64;
        // They alternate, so that other load of the machine affects both equally.
        let rounds: Vec<[Rate; 2]> = (0..5).map(|_| [quiet_rate(name, epochs), live_rate(name, 5.0)]).collect();
        let middle = |n: usize, of: fn(&Rate) -> f64| median(rounds.iter().map(|round| of(&round[n])).collect());
        let [quiet, live] = [0, 1].map(|n| middle(n, |rate| rate.by_clock));
        let [quiet_cpu, live_cpu] = [0, 1].map(|n| middle(n, |rate| rate.by_processor));
        let idle = middle(1, |rate| rate.idle);
        println!("{name}: {live:.3e} epochs a second live, {quiet:.3e} quiet: {:.1} %", 100.0 * live / quiet);
        let share = live_cpu / quiet_cpu * (1.0 - idle);
        println!(
            "  by processor time {:.1} %, idle {:.1} %: {:.1} % of a machine that is free",
            100.0 * live_cpu / quiet_cpu,
            100.0 * idle,
            100.0 * share
        );
    }
}

/// The bytes per second of an animation, over its first ten seconds.
fn bytes(room: &[&str], (columns, rows): (u16, u16), env: &[(&str, &str)]) -> f64 {
    let args = [&["open"], room, &["--color", "truecolor"]].concat();
    let mut tui = Tui::start(&args, columns, rows, env);
    tui.wait_text("seed");
    tui.wait_quiet(Duration::from_millis(200));
    let (before, start) = (tui.written(), Instant::now());
    tui.send(" ");
    while start.elapsed() < Duration::from_secs(10) {
        // Turns the surface, if there is one.
        if room.contains(&"surface") {
            tui.send(">");
        }
        wait(Duration::from_millis(33));
    }
    (tui.written() - before) as f64 / start.elapsed().as_secs_f64()
}

#[test]
#[ignore = "a measurement"]
fn measure_bytes() {
    let xor = ["train", "xor-two-sigmoids"];
    let rooms: [&[&str]; 5] = [
        &[&xor[..], &["--epochs", "2000"]].concat(),
        &[&xor[..], &["--speed", "full", "--epochs", ENDLESS]].concat(),
        &[&xor[..], &["--view", "surface", "--epochs", "2000"]].concat(),
        &["train", "parabola", "--epochs", "200"],
        &["sweep", "parabola", "--seeds", "1000000"],
    ];
    for (place, env) in [("over SSH", &[("SSH_CONNECTION", "x")][..]), ("locally", &[])] {
        for room in rooms {
            let rates = [(80, 24), (120, 40), (200, 60)].map(|size| format!("{:.0}", bytes(room, size, env)));
            println!("{place}, {}: {} bytes a second at 80x24, 120x40, 200x60", room.join(" "), rates.join(", "));
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
