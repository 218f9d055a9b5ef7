//! Imports point downwards only: a module may use those below it, never one above.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the top. A module may use any module further down. Modules of one row may not use each other.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["runtime"],
    &["app"],
    &["screens"],
    &["widgets"],
    &["theme"],
    &["tile"],
    &["jobs"],
    &["nn", "picture"],
    &["functions"],
    &["numeric"],
    &["input", "config", "lessons"],
    &["files", "text"],
    &["words"],
];

/// The exception: the configuration decodes its tables of keys.
const EXCEPTIONS: &[(&str, &str)] = &[("config", "input")];

fn layer(module: &str) -> usize {
    LAYERS.iter().position(|row| row.contains(&module)).unwrap_or_else(|| panic!("{module} is in no layer"))
}

pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a directory").filter_map(Result::ok).map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The modules of the crate that a file uses.
fn used(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|module: &String| !module.is_empty())
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn no_arrow_points_up() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut checked, mut wrong) = (0, Vec::new());
    for file in files(&src).into_iter().filter(|f| f.extension().is_some_and(|e| e == "rs")) {
        let inside = file.strip_prefix(&src).expect("inside").with_extension("");
        let module = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        if module == "lib" {
            continue;
        }
        for other in used(&fs::read_to_string(&file).expect("a file")) {
            checked += 1;
            let allowed = other == module
                || layer(&other) > layer(&module)
                || EXCEPTIONS.contains(&(module.as_str(), other.as_str()));
            if !allowed {
                wrong.push(format!("{} uses {other}", file.display()));
            }
        }
    }
    assert!(checked > 40, "the imports are read: {checked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_small() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src) {
        let lines = fs::read_to_string(&file).expect("a file").lines().count();
        assert!(lines <= 450, "{} has {lines} lines: is there a seam?", file.display());
    }
}

/// What reads or writes a file, a stream or the clock: not for the application, its rooms, and what draws them.
const OUTSIDE: [&str; 9] = [
    "std::fs",
    "fs::",
    "File::",
    "files::text",
    "files::bytes",
    "files::open",
    "experiment::load",
    "Instant::now",
    "SystemTime",
];

#[test]
fn the_application_and_its_rooms_touch_no_file_and_no_clock() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = ["app", "screens", "widgets", "theme", "tile", "jobs", "picture"];
    let of_the_core = |file: &PathBuf| {
        let path = file.strip_prefix(&src).expect("inside").with_extension("");
        path.components().next().is_some_and(|first| inside.iter().any(|name| first.as_os_str() == *name))
    };
    let mut checked = 0;
    for file in files(&src).into_iter().filter(of_the_core) {
        let text = fs::read_to_string(&file).expect("a source");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let line = code.lines().find(|line| OUTSIDE.iter().any(|word| has(line, word)) && !line.contains("//"));
        assert!(line.is_none(), "{}: {}", file.display(), line.unwrap_or_default());
        checked += 1;
    }
    assert!(checked > 80, "{checked}");
}

/// What opens, lists, writes or renames a file, by a function of the standard library or of `files`.
const OPENING: [&str; 15] = [
    "std::fs",
    "fs::",
    "File::open",
    "File::create",
    "files::text(",
    "files::bytes",
    "files::open",
    "files::controlling_terminal",
    "files::input_text",
    "files::replace",
    "files::resolve",
    "Lock::take",
    "TemporaryFile::begin",
    "read_dir(",
    ".is_dir()",
];

/// The files that may open files, beside `files` itself. Everything else goes through one of them.
const OPENERS: &[&str] = &[
    // Subcommands read and write files that are named on the command line.
    "cli/man.rs",
    "cli/output.rs",
    "cli/output_table.rs",
    "cli/picture.rs",
    "cli/render.rs",
    "cli/sweep.rs",
    "cli/sweep/journal.rs",
    "cli/sweep/merge.rs",
    // Each has one kind of file, which the command line and the runtime ask for.
    "config.rs",
    "functions/user_functions.rs",
    "lessons/course.rs",
    "nn/experiment/read.rs",
    "nn/experiment/saved.rs",
    // What the application asks for, after the gate.
    "runtime/progress_file.rs",
    "runtime/reader_files.rs",
    "runtime/screenshot.rs",
    // The keyboard, while a table comes from standard input.
    "runtime/terminal/keyboard.rs",
    "runtime/user_functions_thread.rs",
];

/// Whether a line has a word that is not the end of a longer one.
fn has(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !word.starts_with(char::is_alphanumeric) || !line[..at].ends_with(char::is_alphanumeric))
}

#[test]
fn only_these_files_open_files() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in files(&src) {
        let name = file.strip_prefix(&src).expect("inside").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a source");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let opens = |line: &str| !line.trim_start().starts_with("//") && OPENING.iter().any(|word| has(line, word));
        if code.lines().any(opens) && !name.starts_with("files/") {
            found.push(name);
        }
    }
    found.sort();
    assert_eq!(found, OPENERS);
}
