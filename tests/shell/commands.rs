//! The commands of the README, of docs and of help work as they are written.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, out};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Parts of commands that are not run, each with what it needs or would do.
const OTHERS: [(&str, &str); 16] = [
    ("actlab open", "needs a terminal; tests/pty opens rooms, and the line is rendered here instead"),
    ("actlab play", "needs a terminal, as actlab open"),
    ("dog.jpg", "needs a picture of the reader"),
    ("mine.csv", "needs a table of the reader"),
    ("flowers.csv", "needs a table of the reader"),
    ("my.toml", "needs an experiment of the reader"),
    ("actlab train mine.toml", "needs the file that the line before it writes; tests/shell/kinds.rs does both"),
    ("actlab lessons check", "takes seconds, or needs lessons of the reader; tests/shell/cli.rs runs both"),
    ("--kiosk", "needs a terminal; tests/pty/kiosk.rs opens it"),
    ("4000", "takes longer than a test may; tests/numbers/sweep has smaller ones"),
    ("--merge part", "needs the parts of several machines; tests/numbers/sweep/command.rs merges them"),
    (":::", "needs several machines; the recipe has a test of its own"),
    ("--animate", "takes seconds of drawing; tests/shell/animate.rs and docs.rs animate"),
    ("| man", "needs a reader of manual pages"),
    ("~/", "writes into the reader's folders"),
    ("--vary hidden-activation=relu,gelu", "takes longer than a test may"),
];

/// The commands within blocks of code.
fn of_page(text: &str, found: &mut BTreeSet<String>) {
    let blocks = text.split("```").skip(1).step_by(2);
    for line in blocks.flat_map(str::lines).map(str::trim) {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.starts_with("actlab") || line.contains("| actlab") || line.contains("'actlab") {
            found.insert(line.to_owned());
        }
    }
}

fn pages() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    of_page(&fs::read_to_string(root.join("README.md")).expect("a page"), &mut found);
    for page in fs::read_dir(root.join("docs")).expect("a folder") {
        let page = page.expect("a page").path();
        if page.extension().is_some_and(|end| end == "md") {
            of_page(&fs::read_to_string(page).expect("a page"), &mut found);
        }
    }
    found
}

/// The examples of help.
fn examples() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for words in super::help::COMMANDS {
        let args: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let output = command(&args).env("COLUMNS", "100").output().expect("an end");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        for line in text.lines().filter_map(|line| line.strip_prefix("  actlab ").filter(|rest| !rest.starts_with(' ')))
        {
            let line = line.split("  ").next().unwrap_or_default();
            found.insert(format!("actlab {line}"));
        }
    }
    found
}

/// Runs a command as a shell does, with nothing but actlab.
fn runs(line: &str, dir: &Path) {
    let program = Path::new(env!("CARGO_BIN_EXE_actlab"));
    let path = format!("{}:/usr/bin:/bin", program.parent().expect("a folder").display());
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(dir).env_clear().env("PATH", path).env("HOME", dir).stdin(Stdio::null());
    let output = shell.output().expect("a shell");
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(
        !output.stdout.is_empty() || line.contains("out") || line.contains(" -o ") || line.contains('>'),
        "{line} says nothing"
    );
}

#[test]
fn commands_work_as_they_are_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let all: BTreeSet<String> = pages().into_iter().chain(examples()).collect();
    assert!(all.len() > 70, "{}", all.len());
    let (skipped, run): (Vec<&String>, Vec<&String>) =
        all.iter().partition(|line| OTHERS.iter().any(|(part, _)| line.contains(part)) || *line == "actlab");
    assert!(run.len() > 35, "{run:?}");
    for line in run {
        runs(line, dir.path());
    }
    // A reason that no command needs is left over from an earlier one.
    for (part, why) in OTHERS {
        assert!(skipped.iter().any(|line| line.contains(part)), "{part}: {why}");
    }
}

#[test]
fn lines_that_open_a_room_do_so() {
    for line in pages().into_iter().chain(examples()) {
        let exhibit =
            line.strip_prefix("actlab open ").or(line.strip_prefix("actlab ").filter(|line| line.starts_with("play")));
        let Some(exhibit) = exhibit.filter(|line| !line.contains("my.toml") && !line.contains("mine.csv")) else {
            continue;
        };
        let exhibit = exhibit.replace(" --plain", "").replace(" --help", "");
        // Without keys, a sweep would be run.
        out(&["render", &exhibit, "--size", "80x24", "--keys", ""]);
    }
}
