//! Exit codes: 1 for what can't be read, 2 for content that is wrong, whatever the kind of file.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::fails;
use std::fs;

/// Command lines with the place of a file, which is missing at first and has foreign content then.
const KINDS: [(&str, &str); 13] = [
    ("train FILE", "toml"),
    ("sweep FILE -n 1", "toml"),
    ("render train FILE", "toml"),
    ("render sweep FILE", "toml"),
    ("train --data FILE", "npy"),
    ("data FILE", "npy"),
    ("render train --data FILE", "npy"),
    ("render lab --config FILE", "toml"),
    ("render lab --theme FILE", "toml"),
    ("plot relu --theme FILE", "toml"),
    ("picture FILE", "png"),
    ("render lab --image FILE", "png"),
    ("sweep --merge FILE", "jsonl"),
];

#[test]
fn a_file_of_any_kind_has_the_same_codes() {
    let dir = tempfile::tempdir().expect("a folder");
    for (line, end) in KINDS {
        let path = dir.path().join(format!("file.{end}")).display().to_string();
        let words: Vec<&str> = line.split(' ').map(|word| if word == "FILE" { &*path } else { word }).collect();
        let (code, said) = fails(&words);
        assert_eq!((code, said.lines().count()), (1, 1), "missing: {words:?}: {said}");
        fs::write(&path, "neither = = this\n").expect("written");
        let (code, said) = fails(&words);
        assert_eq!((code, said.lines().count()), (2, 1), "wrong: {words:?}: {said}");
        fs::remove_file(&path).expect("removed");
        fs::create_dir(&path).expect("a folder");
        assert_eq!(fails(&words).0, 1, "a folder: {words:?}");
        fs::remove_dir(&path).expect("removed");
    }
}

#[test]
fn lessons_have_them_as_well() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().to_str().expect("UTF-8");
    let missing = dir.path().join("nowhere").display().to_string();
    fs::create_dir(dir.path().join("en")).expect("made");
    fs::write(dir.path().join("en/01-x.md"), "no lesson").expect("written");
    for (line, code) in [(&missing, 1), (&path.to_owned(), 2)] {
        assert_eq!(fails(&["lessons", "list", "--lessons", line]).0, code, "{line}");
        assert_eq!(fails(&["render", "walk", "--lessons", line]).0, code, "{line}");
        assert_eq!(fails(&["lessons", "check", line]).0, code, "{line}");
    }
}

#[test]
fn a_key_script_is_content() {
    for script in ["hop", "tick:108001", "size:0x0"] {
        assert_eq!(fails(&["render", "lab", "--keys", script]).0, 2, "{script}");
    }
}
