//! Measures how soon a key is answered over a slow connection, through a real SSH server. The table is for docs/ssh.md:
//!
//! `ACTLAB_BIN=$PWD/target/dist/actlab cargo test --test pty -- --ignored --nocapture --test-threads 1 slow_line`

use super::line::SlowLine;
use super::server::Server;
use crate::terminal::{Tui, program};
use std::time::{Duration, Instant};

const ENDLESS: &str = "1000000000000";

/// The number of presses in each case.
const PRESSES: usize = 40;

/// A connection: its name, bytes per second, and the delay one way.
struct Line {
    name: &'static str,
    rate: f64,
    delay: Duration,
}

const LINES: [Line; 2] = [
    Line { name: "1 Mbit/s, 100 ms", rate: 125_000.0, delay: Duration::from_millis(50) },
    Line { name: "20 kB/s, 300 ms", rate: 20_000.0, delay: Duration::from_millis(150) },
];

/// What counts as the effect of a key.
enum Effect {
    /// The last frame before nothing more arrives.
    Settled,
    /// This text appears and disappears in turn.
    Text(&'static str),
}

/// A room, the keys that lead to the place, and the keys pressed there in turn.
struct Case {
    name: &'static str,
    room: String,
    size: (u16, u16),
    before: &'static str,
    keys: &'static [&'static str],
    effect: Effect,
}

fn case(name: &'static str, room: &str, size: (u16, u16), before: &'static str, keys: &'static [&'static str]) -> Case {
    Case { name, room: room.to_owned(), size, before, keys, effect: Effect::Settled }
}

const WIDE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 60);
/// To the second unit, and back to the first.
const UNITS: &[&str] = &["\x1b[B", "\x1b[A"];
const UP_DOWN: &[&str] = &["\x1b[B", "\x1b[B", "\x1b[B", "\x1b[A"];
const LEFT_RIGHT: &[&str] = &["\x1b[C", "\x1b[C", "\x1b[D"];

fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("Lab, cursor", "lab sigmoid", WIDE, "", LEFT_RIGHT),
        case("Lab, another activation, with pictures", "lab sigmoid", WIDE, "", UP_DOWN),
        case("Lab, gain: the picture changes", "lab gelu", WIDE, "", &["g", "g", "g", "G"]),
        case("Lab, another activation", "lab sigmoid", SMALL, "", UP_DOWN),
        case("Lab, picture page, another activation", "lab sigmoid", SMALL, "p", UP_DOWN),
        case("Slope, another activation", "slope", WIDE, "", UP_DOWN),
        case("Slope, step", "slope", WIDE, "", LEFT_RIGHT),
        case("Softmax, a logit", "softmax", WIDE, "", &["\x1b[A", "\x1b[A", "\x1b[B"]),
        case("Train, another view", "train xor-two-sigmoids", WIDE, "", &["v"]),
        case("Train, an epoch", "train xor-two-sigmoids", WIDE, "", &["."]),
        case("Walk, next step", "walk", WIDE, "", &["]"]),
        case("Walk, exhibit", "walk", WIDE, "\t", LEFT_RIGHT),
    ];
    for (name, options, size) in [
        ("Train, field", "--epochs 1000", WIDE),
        ("Train, field", "--epochs 1000", SMALL),
        ("Train, surface", "--epochs 1000 --view surface", WIDE),
        ("Train, field, full speed", "--speed full --epochs 1000000000000", WIDE),
        ("Train, field, full speed", "--speed full --epochs 1000000000000", SMALL),
        ("Train, surface, full speed", "--speed full --epochs 1000000000000 --view surface", WIDE),
    ] {
        let room = format!("train xor-two-sigmoids {options}");
        cases.push(Case { name, room, size, before: " ", keys: &["g"], effect: Effect::Text("loss (log)") });
    }
    let room = format!("train xor-two-sigmoids --speed full --epochs {ENDLESS}");
    let effect = Effect::Text("output as a surface");
    // There are four views.
    cases.push(Case { name: "Train, view, full speed", room, size: WIDE, before: " ", keys: &["v", "vvv"], effect });
    // In the network, keys act while the maps of all units change with every frame.
    for size in [WIDE, LARGE] {
        let room = format!("train spiral --speed full --epochs {ENDLESS}");
        let (units, effect) = (format!("{room} --focus net"), Effect::Text("unit 1.2"));
        cases.push(Case { name: "Train, a unit, full speed", room: units, size, before: " ", keys: UNITS, effect });
        let effect = Effect::Text("loss (log)");
        cases.push(Case { name: "Train, axis, full speed", room, size, before: " ", keys: &["g"], effect });
    }
    let (room, effect) = ("sweep parabola --seeds 5000000".to_owned(), Effect::Text("epoch (log)"));
    cases.push(Case { name: "Sweep", room, size: WIDE, before: " ", keys: &["g"], effect });
    cases
}

fn wait(time: Duration) {
    std::thread::sleep(time);
}

/// Presses a key thirty times a second, as if it were held down.
fn hold(tui: &mut Tui, key: &str, presses: usize) {
    for _ in 0..presses {
        tui.send(key);
        wait(Duration::from_millis(33));
    }
}

/// A room at the other end of a connection.
fn open(server: &Server, line: &SlowLine, room: &str, size: (u16, u16)) -> Tui {
    // Lessons start from the beginning.
    let _ = std::fs::remove_dir_all(server.path("state/actlab"));
    let none = server.path("config.toml");
    std::fs::write(&none, "").expect("written");
    let command = format!("{} --config {} open {room}", program(), none.display());
    let tui = server.client(line.port, "user", (&[], &command), size);
    tui.wait_text("q quit");
    tui
}

/// Waits until no frame has arrived for `quiet`. Returns when the last one arrived.
fn settled(tui: &Tui, quiet: Duration) -> Instant {
    tui.wait_quiet(quiet);
    tui.shown().0
}

/// When a frame arrived for which `holds` is true.
fn time_of(tui: &Tui, holds: impl Fn(&str) -> bool) -> Instant {
    let start = Instant::now();
    loop {
        let (when, screen) = tui.shown();
        if holds(&screen) {
            return when;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "it does not come:\n{screen}");
        wait(Duration::from_millis(1));
    }
}

/// A run that has ended starts again.
fn keep_running(tui: &mut Tui) {
    if tui.shown().1.contains("■ done") {
        tui.send("r ");
        time_of(tui, |screen| !screen.contains("■ done"));
    }
}

/// Milliseconds from each press to its effect, and to the first frame after it if that is known; the bytes and frames
/// that arrived meanwhile.
struct Pressed {
    times: Vec<f64>,
    firsts: Vec<f64>,
    bytes: usize,
    frames: usize,
}

fn press(tui: &mut Tui, case: &Case, quiet: Duration) -> Pressed {
    let (bytes, frames) = (tui.written(), tui.count("\x1b[?2026h"));
    let mut firsts = Vec::new();
    let mut times: Vec<f64> = (0..PRESSES)
        .map(|n| {
            let when = match case.effect {
                Effect::Settled => {
                    let sent = Instant::now();
                    tui.send(case.keys[n % case.keys.len()]);
                    // A key may change nothing, as at the end of a list.
                    while tui.shown().0 <= sent && sent.elapsed() < 4 * quiet {
                        wait(Duration::from_millis(1));
                    }
                    if tui.shown().0 <= sent {
                        return f64::NAN;
                    }
                    firsts.push((tui.shown().0 - sent).as_secs_f64() * 1e3);
                    return (settled(tui, quiet) - sent).as_secs_f64() * 1e3;
                }
                Effect::Text(text) => {
                    keep_running(tui);
                    let before = tui.shown().1.contains(text);
                    let sent = Instant::now();
                    tui.send(case.keys[n % case.keys.len()]);
                    (time_of(tui, |screen| screen.contains(text) != before) - sent).as_secs_f64()
                }
            };
            // Not in step with frames.
            wait(Duration::from_millis(37 + (n as u64 * 61) % 290));
            when * 1e3
        })
        .filter(|time| !time.is_nan())
        .collect();
    times.sort_by(f64::total_cmp);
    firsts.sort_by(f64::total_cmp);
    Pressed { times, firsts, bytes: tui.written() - bytes, frames: tui.count("\x1b[?2026h") - frames }
}

#[test]
#[ignore = "a measurement"]
fn measure_latency_over_a_slow_line() {
    let Some(server) = Server::start("") else { return };
    // Runs only some of the cases, such as "20 kB/s" or "Walk".
    let only = std::env::var("ACTLAB_CASE").unwrap_or_default();
    for line in LINES {
        let slow = SlowLine::to(server.port, line.rate, line.delay);
        println!(
            "{}: median, p95, worst ms; p95 of the first frame; bytes a press (or a second), bytes a frame",
            line.name
        );
        let is_wanted = |case: &&Case| format!("{}: {}", line.name, case.name).contains(&only);
        for case in cases().iter().filter(is_wanted) {
            let mut tui = open(&server, &slow, &case.room, case.size);
            let quiet = line.delay * 2 + Duration::from_millis(200);
            settled(&tui, quiet * 2);
            if !case.before.is_empty() {
                tui.send(case.before);
                wait(line.delay * 6 + Duration::from_secs(1));
            }
            let start = Instant::now();
            let Pressed { times, firsts, bytes, frames } = press(&mut tui, case, quiet);
            let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
            let first = firsts.get(firsts.len() * 95 / 100).or(times.get(times.len() * 95 / 100)).expect("a press");
            let each = match case.effect {
                Effect::Settled => bytes as f64 / PRESSES as f64,
                Effect::Text(_) => bytes as f64 / start.elapsed().as_secs_f64(),
            };
            println!(
                "{:>40} {:>3}x{}: {:5.0} {:5.0} {:5.0}  {first:5.0}  {each:6.0} {:6.0}  of {}",
                case.name,
                case.size.0,
                case.size.1,
                at(0.5),
                at(0.95),
                at(1.0),
                bytes as f64 / frames.max(1) as f64,
                times.len(),
            );
            tui.send("q");
            tui.wait_exit();
        }
        for (name, room, key) in
            [("Lab", "lab step", "\x1b[B"), ("Walk", "walk", "]"), ("Slope", "slope step", "\x1b[B")]
        {
            let mut tui = open(&server, &slow, room, WIDE);
            let quiet = line.delay * 2 + Duration::from_millis(200);
            settled(&tui, quiet * 2);
            hold(&mut tui, key, 40);
            let (sent, before) = (Instant::now(), tui.written());
            let time = settled(&tui, quiet).saturating_duration_since(sent).as_secs_f64() * 1e3;
            println!(
                "{name}: a key that was held is answered {time:.0} ms after it is let go, {} bytes",
                tui.written() - before
            );
        }
    }
}

/// All together: a connection of 20 kB/s with a round trip of 300 ms.
#[test]
fn keys_do_not_wait_behind_frames_on_a_slow_line() {
    let Some(server) = Server::start("") else { return };
    let Line { rate, delay, .. } = LINES[1];
    let slow = SlowLine::to(server.port, rate, delay);
    let mut tui = open(&server, &slow, "train xor-two-sigmoids --epochs 100000 --speed 160", WIDE);
    tui.send(" ");
    time_of(&tui, |screen| screen.contains("running"));
    let (frames, start) = (tui.count("\x1b[?2026h"), Instant::now());
    wait(Duration::from_millis(1500));
    let frames = tui.count("\x1b[?2026h") - frames;
    // The next one is sent when the last one is confirmed. More would be more than one on its way.
    let most = start.elapsed().as_secs_f64() / (2.0 * delay.as_secs_f64()) + 1.0;
    assert!(frames > 0 && frames as f64 <= most, "{frames} frames in {:?}", start.elapsed());
    for n in 0..3 {
        let sent = Instant::now();
        tui.send("g");
        let time = time_of(&tui, |screen| screen.contains("loss (log)") == (n % 2 == 0)) - sent;
        println!("a key is answered after {time:?}");
        assert!(time < Duration::from_millis(2500), "{time:?}");
    }
    // Another room, and a key held down there: each frame would take half a second.
    tui.send("2");
    time_of(&tui, |screen| screen.contains("range (0, 1)"));
    hold(&mut tui, "\x1b[B", 12);
    let sent = Instant::now();
    tui.send("\x1b[F");
    let time = time_of(&tui, |screen| screen.contains("31/31")) - sent;
    println!("a key behind one that was held is answered after {time:?}");
    assert!(time < Duration::from_secs(4), "{time:?}");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}
