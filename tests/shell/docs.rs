//! The pictures in the documentation are frames of the program. `INSTA_UPDATE=always` draws them again.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;
use std::process::Command;

/// A picture, and the arguments that draw its frame.
const PICTURES: [(&str, &[&str]); 4] = [
    ("lab", &["lab", "gelu", "--compare", "relu", "--gain", "4", "--cursor", "-0.8"]),
    ("train", &["train", "parabola", "--epoch", "100"]),
    ("walk", &["walk", "4"]),
    ("sweep", &["sweep", "parabola", "--seeds", "300", "--keys", "space until:done"]),
];

#[test]
fn pictures_are_frames() {
    for (name, frame) in PICTURES {
        let output = Command::new(env!("CARGO_BIN_EXE_actlab"))
            .arg("render")
            .args(frame)
            .args(["--format", "svg"])
            .env_clear()
            .env("HOME", "/nonexistent")
            .output()
            .expect("an end");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name).with_extension("svg");
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(&path, &output.stdout).expect("written");
        }
        let picture = std::fs::read(&path).expect("a picture");
        assert!(
            picture == output.stdout,
            "docs/{name}.svg is not what the program draws: INSTA_UPDATE=always mends it"
        );
    }
}

/// The moving picture of the README: `INSTA_UPDATE=always` writes it again.
#[test]
fn the_moving_picture_is_made_of_frames() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = folder.path().join("spiral.svg");
    let line =
        ["render", "train", "spiral", "--keys", "space", "--animate", "--seconds", "7", "--size", "108x32", "--out"];
    let output = Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(line)
        .arg(&made)
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = std::fs::read(&made).expect("a picture");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/spiral.svg");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &made).expect("written");
    }
    assert!(std::fs::read(&path).expect("a picture") == made, "docs/spiral.svg is not what the program draws");
    assert!(made.len() < 1 << 20, "{} bytes", made.len());
}

/// `INSTA_UPDATE=always` writes the list again.
#[test]
fn the_list_of_keys_is_that_of_the_program() {
    let list = |args: &[&str]| {
        let program = env!("CARGO_BIN_EXE_actlab");
        let output = Command::new(program).args(args).env_clear().env("HOME", "/nonexistent").output().expect("an end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let written = list(&["list", "keys"]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &written).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("docs/keys.md");
    assert!(kept == written, "docs/keys.md is not `actlab list keys`: INSTA_UPDATE=always writes it again");
    // Korean and JSON have the same rows.
    let rows = |text: &str| text.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows(&list(&["--lang", "ko", "list", "keys"])), rows(&written));
    assert_eq!(list(&["list", "keys", "--json"]).lines().count(), rows(&written));
}
