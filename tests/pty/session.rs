//! A recorded session: `tests/data/spiral_solver.keys`, live in a pty and without a terminal, with equal frames after each
//! step.

use crate::terminal::{Tui, files, program};
use actlab::app::App;
use actlab::config;
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use ratatui::layout::Size;
use std::path::Path;
use std::process::Command;

const SESSION: &str = include_str!("../data/spiral_solver.keys");
const SEEDS: &str = "sweep.seeds=2";
/// The place of the saved file in a home.
const SOLVER: &str = ".config/actlab/experiments/solver.toml";

fn steps() -> impl Iterator<Item = &'static str> {
    SESSION.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What a terminal sends for the keys of a step.
fn sent(step: &str) -> String {
    let one = |word: &str| match word.split_once('*') {
        Some((times, key)) => bytes(key).repeat(times.parse().expect("a number")),
        None => bytes(word),
    };
    step.split(' ').map(one).collect()
}

fn bytes(key: &str) -> String {
    let named = [
        ("enter", "\r"),
        ("esc", "\x1b"),
        ("tab", "\t"),
        ("backtab", "\x1b[Z"),
        ("backspace", "\x7f"),
        ("left", "\x1b[D"),
        ("right", "\x1b[C"),
        ("space", " "),
        ("ctrl-s", "\x13"),
        ("ctrl-u", "\x15"),
        // The frame is awaited in any case.
        ("until:done", ""),
    ];
    let known = named.iter().find(|(name, _)| *name == key).map(|(_, bytes)| *bytes);
    known.or_else(|| key.strip_prefix("text:")).unwrap_or(key).to_owned()
}

fn rows(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|row| row.trim_end().to_owned()).collect()
}

/// The program without a terminal, which saves experiments in a home.
fn player(home: &Path) -> HeadlessPlayer {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut loaded = config::load(Some(empty.path()), &[SEEDS.to_owned()]).expect("settings");
    loaded.config.own.experiments = Path::new(SOLVER).parent().map(|folder| home.join(folder));
    let size = Size::new(120, 40);
    let (app, requests) = App::new(loaded.config, loaded.keymap, &Options::default(), size).expect("an application");
    let mut player = HeadlessPlayer::new(app, requests, size);
    player.open(&"train playground".parse().expect("an exhibit")).expect("an exhibit that opens");
    player
}

/// The losses of both contestants in training and in the test, from the frame of their curves.
fn losses_of(frame: &str) -> Vec<&str> {
    let title = frame.lines().find(|line| line.contains("loss") && line.contains("8-9 gelu")).expect("a title");
    title.split_whitespace().filter(|word| word.parse::<f64>().is_ok()).take(4).collect()
}

/// The output of a command in a home.
fn output(home: &Path, args: &[&str]) -> String {
    let mut command = Command::new(program());
    let output = command.args(args).env_clear().env("HOME", home).current_dir(home).output().expect("an end");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_solver_of_the_spiral_is_built_live_as_without_a_terminal() {
    let homes = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let [live, headless] = homes.each_ref().map(tempfile::TempDir::path);
    let home = live.display().to_string();
    let mut tui = Tui::start_in(live, &["open", "train", "playground", "--set", SEEDS], 120, 40, &[("HOME", &home)]);
    tui.wait_text("ready");
    let mut player = player(headless);
    for step in steps() {
        tui.send(&sent(step));
        player.play(&step.parse().expect("a script"), &mut || true);
        let frame = export::text(&player.frame());
        tui.wait_screen(&format!("the frame after {step:?}:\n{frame}\n"), |screen| {
            (rows(screen) == rows(&frame)).then_some(())
        });
        match step {
            "2*tab u e" => assert!(frame.contains("8-9 tanh succeeded"), "{frame}"),
            "/" => assert!(frame.contains("run to epoch 300"), "{frame}"),
            _ => {}
        }
    }
    let figures = player.app().figures();
    let losses = figures.iter().filter(|(name, _)| name.starts_with("test-loss:")).map(|(_, loss)| *loss);
    assert_eq!(losses.clone().filter(|loss| *loss < 0.05).count(), 2, "{:?}", losses.collect::<Vec<_>>());
    // Both saved the same file, and nothing else. It is the run that was shown.
    let saved = [live, headless].map(|home| std::fs::read_to_string(home.join(SOLVER)).expect("a saved experiment"));
    assert_eq!(saved[0], saved[1]);
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    assert_eq!(files(live).iter().filter(|file| file.ends_with("solver.toml")).count(), 1);
    let shown = output(live, &["render", "train", "solver", "--size", "120x40", "--epoch", "300"]);
    assert_eq!(losses_of(&shown), losses_of(&export::text(&player.frame())), "{shown}");
    assert!(output(live, &["list", "experiments"]).contains("solver"));
    assert_eq!(output(live, &["list", "experiments", "solver"]), saved[0]);
}
