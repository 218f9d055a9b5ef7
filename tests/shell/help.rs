//! Help and manual pages: their widths, their parts, and their examples.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, out};
use std::process::Command;

/// Every command, the room of an exhibit included.
pub(super) const COMMANDS: [&str; 31] = [
    "",
    "open",
    "play",
    "open walk",
    "open lab",
    "open train",
    "open slope",
    "open softmax",
    "open sweep",
    "list",
    "lessons",
    "lessons check",
    "lessons show",
    "lessons list",
    "lessons progress",
    "eval",
    "plot",
    "picture",
    "data",
    "train",
    "sweep",
    "render",
    "render lab",
    "doctor",
    "config",
    "completions",
    "man",
    "help",
    "version",
    "render train",
    "render sweep",
];

fn help(words: &str, columns: &str) -> String {
    let args: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
    let output = command(&args).env("COLUMNS", columns).output().expect("an end");
    assert!(output.status.success() && output.stderr.is_empty(), "{words}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn help_is_as_wide_as_the_terminal() {
    for words in COMMANDS {
        for (columns, widest) in [("40", 40), ("80", 80), ("200", 100)] {
            let text = help(words, columns);
            // A term or a word may be longer alone; it is never beside another one.
            let wide = |line: &&str| line.chars().count() > widest && line.trim_start().contains("  ");
            assert_eq!(text.lines().find(wide), None, "{words} at {columns}");
        }
    }
}

/// A command line to copy is not wrapped, so it must be short.
#[test]
fn examples_fit_in_80_columns() {
    for words in COMMANDS {
        let text = help(words, "80");
        let long = |line: &&str| line.starts_with("  actlab") && line.chars().count() > 80;
        assert_eq!(text.lines().find(long), None, "{words}");
    }
}

#[test]
fn help_has_own_options_first_and_two_examples() {
    for words in COMMANDS.iter().filter(|words| !words.starts_with("render ")) {
        let text = help(words, "100");
        let examples = text.split_once("Examples:\n").expect(words).1;
        assert_eq!(examples.lines().filter(|line| line.starts_with("  actlab")).count(), 2, "{words}: {text}");
        if let (Some(own), Some(global)) = (text.find("\nOptions:"), text.find("\nGlobal options:")) {
            assert!(own < global, "{words}");
        }
    }
    let train = help("train", "80");
    for absent in ["--theme", "--glyphs", "--image", "--plain", "--lessons", "--from"] {
        assert!(!train.contains(absent), "{absent} does nothing in train");
    }
    let top = help("", "80");
    assert!(top.contains("Without a command, the program opens") && top.contains("docs/"), "{top}");
    let render = help("render", "80");
    assert!(render.contains("until:epoch=500") && render.contains("tick:30"), "{render}");
}

#[test]
fn help_is_the_same_however_it_is_asked_for() {
    assert_eq!(out(&["lessons"]), out(&["lessons", "--help"]));
    assert_eq!(out(&["list"]), out(&["help", "list"]));
    assert_eq!(out(&["help", "open", "lab"]), out(&["open", "lab", "gelu", "--help"]));
    assert_eq!(out(&["-h"]), out(&["help"]));
    assert!(out(&["help", "--help"]).contains("Usage: actlab help"));
    let version = out(&["version"]);
    assert_eq!(
        (version.as_str(), version.clone()),
        (&*format!("actlab {}\n", env!("CARGO_PKG_VERSION")), out(&["-V"]))
    );
}

#[test]
fn manual_pages_have_no_faults() {
    let dir = tempfile::tempdir().expect("a folder");
    out(&["man", "--out", dir.path().to_str().expect("UTF-8")]);
    let pages: Vec<_> =
        std::fs::read_dir(dir.path()).expect("a folder").map(|page| page.expect("a page").path()).collect();
    assert!(pages.len() > 25, "{}", pages.len());
    let page = std::fs::read_to_string(dir.path().join("actlab-open-lab.1")).expect("a page");
    assert!(page.contains(".SH \"KEYS\"") && page.contains("\\-\\-compare"), "{page}");
    assert_eq!(out(&["man", "open", "lab"]), page);
    let Ok(lint) = Command::new("mandoc").args(["-Tlint"]).args(&pages).output() else {
        eprintln!("skipped: mandoc is not here");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&lint.stdout), "", "mandoc -Tlint");
}
