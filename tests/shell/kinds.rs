//! `actlab list` of everything, as text, as JSON, and as the files of the program.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{fails, out};

#[test]
fn everything_is_listed_as_text_and_as_json() {
    for (what, one) in [
        ("activations", "gelu"),
        ("experiments", "parabola"),
        ("lessons", "XOR"),
        ("themes", "colourblind"),
        ("rooms", "softmax"),
        ("settings", "lab.gain = "),
        ("keys", "`q`"),
        ("data", "spiral"),
        ("optimisers", "adam"),
        ("losses", "softmax-cross-entropy"),
        ("initialisers", "he-normal"),
        ("regularisers", "l2"),
    ] {
        let text = out(&["list", what]);
        assert!(text.contains(one), "{what}: {text}");
        let lines = out(&["list", what, "--json"]);
        for line in lines.lines() {
            let object: serde_json::Value = serde_json::from_str(line).expect("an object");
            assert!(object["schema"].as_str().is_some_and(|schema| schema.starts_with("actlab.")), "{what}: {line}");
        }
        if !matches!(what, "keys") {
            assert_eq!(text.lines().count(), lines.lines().count(), "{what}");
        }
    }
    assert_eq!(out(&["list", "optimizers"]), out(&["list", "optimisers"]));
}

#[test]
fn a_file_of_the_program_is_a_start_for_ones_own() {
    let dir = tempfile::tempdir().expect("a folder");
    for (what, name, run) in [("experiments", "parabola", "train"), ("themes", "light", "plot")] {
        let text = out(&["list", what, name]);
        let path = dir.path().join("mine.toml").display().to_string();
        std::fs::write(&path, &text).expect("written");
        match run {
            "train" => out(&["train", &path, "--epochs", "1"]),
            _ => out(&["plot", "relu", "--theme", &path]),
        };
        // In ASCII, the file means the same.
        let ascii = out(&["list", what, name, "--ascii"]);
        assert!(ascii.is_ascii());
        let read = |text: &str| text.parse::<toml::Table>().expect("TOML");
        assert_eq!(read(&ascii), read(&text));
    }
    assert!(fails(&["list", "experiments", "parabla"]).1.contains("did you mean \"parabola\"?"));
    assert!(fails(&["list", "themes", "drak"]).1.contains("dark"));
    assert_eq!(fails(&["list", "keys", "x"]).0, 2);
}
