//! ASCII on the shell, by option and by locale.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::command;

const LINES: [&str; 21] = [
    "list activations",
    "list activations --json",
    "list keys",
    "list lessons",
    "list experiments",
    "list experiments --json",
    "list settings",
    "lessons list",
    "lessons show 1",
    "lessons show 15",
    "eval elu 1",
    "plot gelu relu --slope",
    "plot --formula x^2",
    "picture assets/images/jindo.png --size 20x8",
    "data spiral",
    "train parabola --epochs 2",
    "train parabola --epochs 2 -q",
    "sweep xor-two-sigmoids -n 3 --epochs 5",
    "doctor",
    "config",
    "train 한국.toml",
];

#[test]
fn the_locale_c_and_the_option_give_ascii_everywhere() {
    for line in LINES {
        let args: Vec<&str> = line.split(' ').collect();
        let by_locale = command(&args).env("LC_ALL", "C").output().expect("an end");
        let by_option = command(&[&["--ascii", "--lang", "ko"], &args[..]].concat()).output().expect("an end");
        for output in [&by_locale, &by_option] {
            assert!(output.stdout.is_ascii(), "{line}: {}", String::from_utf8_lossy(&output.stdout));
            assert!(output.stderr.is_ascii(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            // A character without a replacement would be a code.
            let is_json = line.ends_with("--json");
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(is_json || line.starts_with("config") || !text.contains("\\u"), "{line}: {text}");
        }
    }
}

#[test]
fn json_means_the_same_in_ascii() {
    let read = |ascii: &[&str]| -> Vec<serde_json::Value> {
        let output = command(&[&["list", "activations", "--json"], ascii].concat()).output().expect("an end");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
    };
    assert_eq!(read(&["--ascii"]), read(&[]));
}
