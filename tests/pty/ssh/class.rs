//! A class on one server, as docs/ssh.md describes it. The tested configuration is the one in that file.

use super::server::Server;
use crate::terminal::{Tui, files, program};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const ROOM: &str = "One number in, one number out";
const SIZE: (u16, u16) = (120, 40);

/// The indented lines of docs/ssh.md, from the one that starts with `first` on.
fn shown(first: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ssh.md");
    let text = fs::read_to_string(path).expect("docs/ssh.md");
    let lines = text.lines().skip_while(|line| !(line.starts_with("    ") && line.contains(first)));
    let lines: Vec<&str> = lines.map_while(|line| line.strip_prefix("    ")).collect();
    assert!(!lines.is_empty(), "docs/ssh.md shows no {first}");
    lines.join("\n")
}

/// Replaces what does not exist here: the installed program, a group of the system.
fn fitted(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "docs/ssh.md has no {from} in:\n{text}");
        text.replace(from, to)
    })
}

/// A server with the block for separate accounts.
pub(super) fn server() -> Option<Server> {
    serve("/usr/bin/actlab", &program())
}

fn serve(replaced: &str, command: &str) -> Option<Server> {
    let block = shown("# /etc/ssh/sshd_config.d/actlab.conf");
    Server::start(&fitted(&block, &[(replaced, command), ("Match Group class", "Match All")]))
}

pub(super) fn enter(server: &Server, key: &str, options: &[&str], command: &str) -> Tui {
    let tui = server.client(server.port, key, (options, command), SIZE);
    tui.wait_text(ROOM);
    tui
}

#[test]
fn the_block_that_is_documented_leads_to_the_lessons() {
    let Some(server) = server() else { return };
    let mut tui = enter(&server, "user", &[], "");
    // The terminal reported that it has all colours; no variable did.
    tui.wait_written("\x1b[38;2;");
    tui.send("]");
    tui.wait_text("step 2/");
    tui.wait_text("space next step");
    tui.send("\t2");
    tui.wait_text("↑↓ function");
    tui.send("\x1b[B");
    tui.wait_text("range (-1, 1)");
    tui.resize(100, 30);
    tui.send("\x1b[A");
    tui.wait_text("range (0, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    server.wait_learners(0);
    assert_eq!(files(&server.path("state")), ["actlab/progress.toml"]);
    assert!(files(&server.path("home")).is_empty(), "nothing else is written");
}

#[test]
fn one_account_for_all_keeps_the_progress_of_each() {
    let Some(server) = Server::start("") else { return };
    let line = shown("restrict,pty,command=");
    let key = |key: &str| fs::read_to_string(server.path(&format!("{key}.pub"))).expect("a key");
    let lines = [("minsu", key("user")), ("jiwoo", key("other"))].map(|(name, key)| {
        fitted(&line, &[("/usr/bin/actlab", &program()), ("minsu", name), ("ssh-ed25519 …", key.trim())])
    });
    fs::write(server.path("authorized"), lines.join("\n")).expect("written");
    for (key, keys, step) in [("user", "]]", "step 3/"), ("other", "]", "step 2/")] {
        let mut tui = enter(&server, key, &[], "");
        tui.send(keys);
        tui.wait_text(step);
        tui.send("q");
        assert_eq!(tui.wait_exit(), 0);
    }
    let mut kept = files(&server.path("state"));
    kept.sort();
    assert_eq!(kept, ["jiwoo", "minsu"].map(|name| format!("actlab/learners/{name}/progress.toml")));
    let mut tui = server.client(server.port, "user", (&[], "sh"), SIZE);
    tui.wait_text("step 3/");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

/// The memory of a process, in KiB: its proportional share, and the resident size.
fn memory(id: u32) -> (u64, u64) {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).expect("its memory");
    let row = |name: &str| -> u64 {
        let row = text.lines().find_map(|row| row.strip_prefix(name)).expect("a row");
        row.trim().trim_end_matches(" kB").parse().expect("a number")
    };
    (row("Pss:"), row("Rss:"))
}

/// The processor time of the processes so far, in ticks of a hundredth of a second.
fn ticks(ids: &[u32]) -> u64 {
    let of = |id: &u32| -> u64 {
        let text = fs::read_to_string(format!("/proc/{id}/stat")).expect("a process");
        let fields: Vec<&str> = text.rsplit(')').next().expect("fields").split_whitespace().collect();
        fields[11].parse::<u64>().expect("ticks") + fields[12].parse::<u64>().expect("ticks")
    };
    ids.iter().map(of).sum()
}

/// Fifty learners at once, through the documented block, and the processes that serve them. `room` replaces the lessons
/// if it is given.
#[expect(clippy::print_stdout, reason = "a measurement")]
fn class(room: Option<&str>, shows: &str) -> Option<(Server, Vec<Tui>, Vec<u32>)> {
    let server = match room {
        None => server()?,
        Some(room) => serve("/usr/bin/actlab --kiosk", &format!("{} open {room}", program()))?,
    };
    let start = Instant::now();
    let tuis: Vec<Tui> = (0..50).map(|_| server.client(server.port, "user", (&[], ""), (80, 24))).collect();
    for tui in &tuis {
        tui.wait_text(shows);
    }
    println!("all are in after {:.1} s", start.elapsed().as_secs_f64());
    let learners = server.wait_learners(50);
    Some((server, tuis, learners))
}

/// The sums of their proportional and their resident memory, in MiB, and their processor time over `seconds` as a
/// percentage of a core.
#[expect(clippy::print_stdout, reason = "a measurement")]
fn cost(learners: &[u32], seconds: f64) -> (f64, f64, f64) {
    let (before, start) = (ticks(learners), Instant::now());
    std::thread::sleep(Duration::from_secs_f64(seconds));
    let share = (ticks(learners) - before) as f64 / start.elapsed().as_secs_f64();
    let sums = learners.iter().map(|id| memory(*id)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let (own, seen) = (sums.0 as f64 / 1024.0, sums.1 as f64 / 1024.0);
    println!("{} learners: PSS {own:.0} MiB, RSS {seen:.0} MiB, {share:.2} % of a core", learners.len());
    (own, seen, share)
}

fn wait_all_quiet(tuis: &[Tui]) {
    let start = Instant::now();
    while !tuis.iter().all(|tui| tui.is_quiet(Duration::from_millis(300))) {
        assert!(start.elapsed() < Duration::from_secs(20), "they go on writing");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn fifty_at_once_fit_into_a_small_server() {
    let Some((server, mut tuis, learners)) = class(None, ROOM) else { return };
    // The answers of terminals and jobs have arrived.
    wait_all_quiet(&tuis);
    let (own, _, share) = cost(&learners, 2.0);
    assert!(own < 1024.0, "{own} MiB");
    assert!(share < 2.0, "{share} % of a core while nobody does anything");
    for tui in &mut tuis {
        tui.send("q");
    }
    for tui in &mut tuis {
        assert_eq!(tui.wait_exit(), 0);
    }
    server.wait_learners(0);
}

#[test]
#[ignore = "a measurement"]
fn measure_fifty_learners() {
    let Some((_server, tuis, learners)) = class(None, ROOM) else { return };
    wait_all_quiet(&tuis);
    cost(&learners, 10.0);
    drop(tuis);
    for experiment in ["xor-two-sigmoids", "parabola"] {
        for speed in ["--epochs 100000000 --speed 160", "--epochs 1000000000000 --speed full"] {
            println!("{experiment} {speed}");
            let room = format!("train {experiment} {speed}");
            let Some((_server, mut tuis, learners)) = class(Some(&room), "ready") else { return };
            for tui in &mut tuis {
                tui.send(" ");
            }
            std::thread::sleep(Duration::from_secs(10));
            cost(&learners, 10.0);
        }
    }
}

#[test]
fn lines_of_text_come_through_the_same_block() {
    let Some(server) = serve("/usr/bin/actlab --kiosk", &format!("{} --kiosk --plain", program())) else { return };
    let words = server.words(server.port, "user");
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["-T", "127.0.0.1"]).collect();
    let output = server.run("ssh", &words, b"2\nf2\ndown\nq\n", Duration::from_secs(10));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for part in ["One number in, one number out", "that is not possible here", "range (-1, 1)"] {
        assert!(text.contains(part), "{part} in:\n{text}");
    }
    assert!(files(&server.path("home")).is_empty(), "nothing is written");
}
