//! Points by hand in a real terminal: they are put, trained on, undone and saved.

use crate::kiosk::kiosk;
use crate::terminal::{Tui, files, program};
use std::path::Path;
use std::process::Command;

/// The last row that says the losses.
fn losses(screen: &str) -> Option<String> {
    let said = screen.lines().rev().find_map(|row| row.split_once(": loss "))?.1;
    Some(format!("loss {}", said.trim_end()))
}

fn on_the_map(args: &[&str], env: &[(&str, &str)], folder: &Path) -> Tui {
    let args = [&["open", "train", "playground", "--focus", "map"], args].concat();
    let mut tui = Tui::start_in(folder, &args, 120, 40, env);
    tui.wait_text("ready");
    tui.send("\r");
    tui.wait_text("nearest: ");
    tui
}

#[test]
fn a_point_is_put_trained_on_and_undone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut tui = on_the_map(&[], &[], home.path());
    tui.send("\x1b[C1");
    tui.wait_text("changes by hand: 1");
    tui.wait_text("circle, points by hand, 4-2 tanh");
    tui.send(" ");
    tui.wait_screen("some epochs", |screen| crate::train::place(screen).filter(|at| at.0 > 2));
    tui.send(" ");
    tui.wait_text("paused");
    tui.send("\x7f");
    tui.wait_text("undone: a point put by hand");
    tui.wait_text("The playground's default page");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

/// They touch no file, so a class on one server has them.
#[test]
fn a_kiosk_has_points_by_hand() {
    let home = tempfile::tempdir().expect("a folder");
    let mut tui = kiosk(home.path(), &[], &[]);
    tui.send("3");
    tui.wait_text("ready");
    tui.send("\t\t\t\r");
    tui.wait_text("nearest: ");
    tui.send("1");
    tui.wait_text("changes by hand: 1");
    tui.send("\x7f");
    tui.wait_text("undone: a point put by hand");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    let found = files(home.path());
    assert!(found.iter().all(|file| file == ".local/state/actlab/learners/minsu/progress.toml"), "{found:?}");
}

#[test]
fn saved_points_are_trained_to_the_same_numbers_by_name() {
    let home = tempfile::tempdir().expect("a folder");
    let at = home.path().to_str().expect("UTF-8");
    let env = [("HOME", at), ("XDG_CONFIG_HOME", at), ("XDG_STATE_HOME", at)];
    let mut tui = on_the_map(&[], &env, home.path());
    tui.send("\x1b[C1\x1b[A0");
    tui.wait_text("changes by hand: 2");
    tui.send("\x1b");
    tui.wait_screen("no cursor", |screen| (!screen.contains("nearest: ")).then_some(()));
    tui.send("...");
    tui.wait_screen("epoch 3", |screen| crate::train::place(screen).filter(|at| *at == (3, 0)));
    let shown = tui.wait_screen("losses", losses);
    tui.send("\x13");
    tui.wait_text(") circle-4-2-tanh");
    tui.send("\x15by-hand\r");
    tui.wait_text("saved: ");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    let run = |args: &[&str]| {
        let output = Command::new(program()).args(args).current_dir(home.path()).env_clear().envs(env).output();
        let output = output.expect("an end");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let opened = run(&["render", "train", "by-hand", "--epoch", "3", "--size", "120x40"]);
    assert_eq!(losses(&opened), Some(shown.clone()), "{opened}");
    // The command line says the same losses with more digits.
    let line = run(&["train", "by-hand", "--epochs", "3", "--json"]);
    let last: serde_json::Value = line.lines().last().and_then(|line| serde_json::from_str(line).ok()).expect("JSON");
    let contestant = &last["contestants"][0];
    let number = |value: &serde_json::Value| format!("{:.4}", value.as_f64().expect("a number"));
    let wanted = [number(&contestant["loss"]), number(&contestant["test_loss"])];
    let said: Vec<f64> = shown.split("loss ").skip(1).filter_map(|rest| rest.split(',').next()?.parse().ok()).collect();
    assert_eq!(said.iter().map(|loss| format!("{loss:.4}")).collect::<Vec<_>>(), wanted, "{shown}: {last}");
}
