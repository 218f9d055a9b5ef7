//! Numbers on the command line: runs that diverge, formulas from a Korean keyboard.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::process::Command;

fn out(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
    let output = command.args(args).env_clear().env("HOME", "/nonexistent").output().expect("a program that starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A line whose loss passes the limit in its fourth epoch.
const DIVERGES: &str = "epochs = 9\n[data]\nkind = \"inline\"\ninputs = [[1.0]]\ntargets = [[1.5]]\n[success]\nloss = 1.0\n\
                        [[contestant]]\nname = \"line\"\nlayers = [{ units = 1, activation = \"linear\" }]\n\
                        optimizer = { kind = \"sgd\", learning_rate = 100.0 }\n";

fn diverging(folder: &tempfile::TempDir) -> String {
    let path = folder.path().join("diverges.toml");
    std::fs::write(&path, DIVERGES).expect("a file");
    path.display().to_string()
}

#[test]
fn a_run_that_diverged_is_said_to_have_done_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = diverging(&folder);
    for args in [&["train", &file][..], &["train", &file, "--quiet"]] {
        let said = out(args);
        assert!(
            said.contains("; diverged in epoch ") && said.contains("the loss is above the limit"),
            "{args:?}: {said}"
        );
    }
}

#[test]
fn tables_lines_and_figures_say_divergence_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, table) = (diverging(&folder), folder.path().join("table.csv"));
    let seeds = ["sweep", &file, "--seeds", "2"];
    let figures = out(&[&seeds[..], &["--json", "--csv", &table.display().to_string()]].concat());
    let rows = std::fs::read_to_string(&table).expect("a table");
    for row in rows.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!((fields[2], fields[7]), ("inf", "diverged"), "{rows}");
    }
    let figures: serde_json::Value = serde_json::from_str(figures.lines().last().expect("a line")).expect("JSON");
    let standing = &figures["cells"][0]["contestants"][0];
    assert_eq!((&standing["best"]["loss"], &standing["causes"]["diverged"]["count"]), (&"inf".into(), &2.into()));
    let each = out(&[&seeds[..], &["--each"]].concat());
    let line: serde_json::Value = serde_json::from_str(each.lines().nth(1).expect("a line")).expect("JSON");
    let end = &line["contestants"][0];
    assert_eq!((&end["loss"], &end["cause"]), (&"inf".into(), &"diverged".into()));
}

#[test]
fn formulas_from_a_korean_keyboard_are_understood() {
    assert_eq!(out(&["eval", "--formula", "ㅌ^2", "--at", "3"]), out(&["eval", "--formula", "x^2", "--at", "3"]));
    assert!(out(&["eval", "--formula", "max(ㅁ*ㅌ, x); ㅁ = 0.1 in 0..1", "--at", "-1"]).contains("-0.1"));
    assert!(out(&["eval", "--formula", "round(x)", "--at", "0.5"]).contains("1.0"), "a half goes away from 0");
}

#[test]
fn a_plot_without_a_value_fails_with_a_sentence_and_gaps_are_counted() {
    let plot = |formula: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_actlab"));
        command.args(["plot", "--formula", formula, "--color", "none", "--size", "60x12"]).output().expect("it runs")
    };
    let nothing = plot("sqrt(-1 - x^2)");
    let said = String::from_utf8_lossy(&nothing.stderr).into_owned();
    assert_eq!((nothing.status.code(), nothing.stdout.is_empty()), (Some(1), true), "{said}");
    assert!(said.contains("sqrt(-1 - x^2) has no finite value from -10 to 10"), "{said}");
    let half = plot("sqrt(x)");
    let said = String::from_utf8_lossy(&half.stderr).into_owned();
    assert!(half.status.success() && said.contains("sqrt(x) has no finite value at "), "{said}");
}
