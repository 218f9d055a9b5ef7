//! Whatever names, titles, paths and variables contain, the program never sends control characters from them to a
//! terminal.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// ESC, BEL, DEL, C1, a change of direction, a line separator, and a line end.
const EVIL: &str = "e\x1b]0;t\x07\x7f\u{9b}31m\u{202e}\u{2066}\u{61c}\u{200f}\u{2028}\nv";
/// The same as TOML escapes.
const IN_TOML: &str = "e\\u001b]0;t\\u0007\\u007f\\u009b31m\\u202e\\u2066\\u061c\\u200f\\u2028\\nv";

fn is_harmless(c: char) -> bool {
    let obeyed = c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !obeyed || c == '\n'
}

/// Removes the sequences that set colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m').filter(|(body, _)| body.bytes().all(|c| c.is_ascii_digit() || c == b';')) {
            Some((_, rest)) => out.push_str(rest),
            None => out.extend(["\x1b[", part]),
        }
    }
    out
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        let folder = place.0.path();
        let experiment = include_str!("../../assets/experiments/xor-two-sigmoids.toml")
            .replace("Two sigmoids, XOR", IN_TOML)
            .replace("two sigmoids", IN_TOML)
            .replace("Do two hidden", IN_TOML);
        fs::write(place.evil("toml"), &experiment).expect("a file");
        fs::write(folder.join("good.toml"), &experiment).expect("a file");
        let theme = include_str!("../../assets/themes/dark.toml").replace("\"dark\"", &format!("\"{IN_TOML}\""));
        fs::write(folder.join("theme.toml"), theme).expect("a file");
        fs::write(folder.join("broken.toml"), format!("{IN_TOML} = \"{IN_TOML}")).expect("a file");
        let formulas = format!("[[formula]]\nname = \"{IN_TOML}\"\ntext = \"x\"\n");
        fs::write(folder.join("formulas.toml"), formulas).expect("a file");
        let raw = EVIL.replace('\n', "");
        for language in ["en", "ko"] {
            let lessons = folder.join("lessons").join(language);
            fs::create_dir_all(&lessons).expect("a folder");
            let text = format!(
                "+++\ntitle = \"{IN_TOML}\"\nsummary = \"s\"\n+++\n\n## {raw} &#27; step\n\nWords {raw}.\n\n```text\n{raw}\n```\n\n\
                 ```step\nexhibit = \"lab step\"\nkeys = [\"left {IN_TOML}\"]\n```\n"
            );
            fs::write(lessons.join("01-evil.md"), text).expect("a file");
        }
        place
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// A file with control characters in its name.
    fn evil(&self, ending: &str) -> PathBuf {
        self.0.path().join(format!("{EVIL}.{ending}"))
    }

    fn run<S: AsRef<OsStr>>(&self, args: &[S], input: &[u8]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_actlab"));
        command.args(args).env_clear().current_dir(self.0.path());
        for name in ["TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG", "SSH_CONNECTION", "FORCE_COLOR"] {
            command.env(name, EVIL);
        }
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, self.0.path().join(EVIL));
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("a program that starts");
        let _ = child.stdin.take().expect("input").write_all(input);
        child.wait_with_output().expect("an end")
    }

    /// The output of a command, after a check that it is harmless.
    fn harmless(&self, args: &[&str], input: &[u8]) -> String {
        let output = self.run(args, input);
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)), "{args:?}: {code:?}");
        for said in [&output.stdout, &output.stderr] {
            let said = String::from_utf8(said.clone()).unwrap_or_else(|_| panic!("{args:?} writes no UTF-8"));
            let rest = without_colours(&said);
            assert!(rest.chars().all(is_harmless), "{args:?} writes {rest:?}");
        }
        String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8(output.stderr).expect("UTF-8")
    }
}

#[test]
fn names_in_tables_are_escaped() {
    let place = Place::new();
    // Names of columns, and classes.
    let cells = format!("\"{0}\",b,\"where {0}\"\n1,2,\"{0}\"\n3,4,other\n5,7,\"{0}\"\n", EVIL.replace('"', ""));
    let cells = cells.as_bytes();
    let commands: Vec<(Vec<&str>, &[u8])> = vec![
        (vec!["data", "-"], cells),
        (vec!["data", "-", "--json"], cells),
        (vec!["data", "-", "--target", EVIL], cells),
        (vec!["data", EVIL], b""),
        (vec!["train", "--data", "-"], cells),
        (vec!["train", "--data", "-", "--target", EVIL], cells),
        (vec!["train", "--data", EVIL], b""),
        (vec!["train", "--data", "spiral", "--test", EVIL], b""),
        (vec!["render", "train", "--data", EVIL], b""),
    ];
    for (args, input) in &commands {
        place.harmless(args, input);
    }
}

#[test]
fn links_are_escaped() {
    let place = Place::new();
    let evil = place.evil("toml").display().to_string();
    let link = format!("#seed={EVIL}&{EVIL}=1&dataset={EVIL}");
    let wrong = format!("#networkShape={EVIL}");
    for link in [&link, &wrong] {
        place.harmless(&["train", link, "--epochs", "2"], b"");
        place.harmless(&["link", link], b"");
        place.harmless(&["link", link, "--json"], b"");
        place.harmless(&["render", "train", link], b"");
    }
    assert!(place.harmless(&["link", &evil], b"").contains("playground.tensorflow.org"));
}

#[test]
fn every_subcommand_escapes_what_a_terminal_would_obey() {
    let place = Place::new();
    let evil = place.evil("toml").display().to_string();
    let (good, theme, lessons) = (place.path("good.toml"), place.path("theme.toml"), place.path("lessons"));
    let (broken, formulas) = (place.path("broken.toml"), format!("formulas=\"{}\"", place.path("formulas.toml")));
    let png = place.evil("png").display().to_string();
    let csv = place.path("runs.csv");
    let dog = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png");
    fs::copy(dog, &png).expect("a picture");
    let train: &[&str] = &["train", &evil, "--epochs", "2"];
    let sweep: &[&str] = &["sweep", &good, "--seeds", "3", "--epochs", "2"];
    let commands: Vec<(Vec<&str>, &[u8])> = vec![
        (train.to_vec(), b""),
        ([train, &["--json"]].concat(), b""),
        ([train, &["--quiet"]].concat(), b""),
        ([train, &["--every", "1"]].concat(), b""),
        (sweep.to_vec(), b""),
        ([sweep, &["--json"]].concat(), b""),
        ([sweep, &["--each"]].concat(), b""),
        ([sweep, &["--quiet"]].concat(), b""),
        ([sweep, &["--csv", &csv]].concat(), b""),
        ([sweep, &["--vary", "learning_rate=0.1,0.2"]].concat(), b""),
        ([sweep, &["--vary", EVIL]].concat(), b""),
        ([sweep, &["--shard", EVIL]].concat(), b""),
        ([sweep, &["--resume", &broken]].concat(), b""),
        (vec!["sweep", "--merge", &evil], b""),
        (vec!["train", EVIL], b""),
        (vec!["train", &broken], b""),
        (vec!["list", "activations", "--set", &formulas], b""),
        (vec!["list", EVIL], b""),
        (vec!["lessons", "show", "1", "--lessons", &lessons], b""),
        (vec!["lessons", "list", "--lessons", &lessons], b""),
        (vec!["lessons", "check", &lessons], b""),
        (vec!["lessons", "check", EVIL], b""),
        (vec!["lessons", "show", EVIL], b""),
        (vec!["eval", EVIL, "--at", "1"], b""),
        (vec!["eval", "--formula", EVIL, "--at", "1"], b""),
        (vec!["eval", "--formula", "x +\n\t1", "--at", "1", "--json"], b""),
        (vec!["eval", "relu", "--at", EVIL], b""),
        (vec!["eval", "relu", "--at", "-"], EVIL.as_bytes()),
        (vec!["eval", "relu", "--at", "-"], b"\x9b31m\n"),
        (vec!["eval", "elu", "--at", "1", "--knob", EVIL], b""),
        (vec!["plot", EVIL], b""),
        (vec!["plot", "--formula", "x +\n\t1", "--theme", &theme], b""),
        (vec!["plot", "relu", "--theme", EVIL], b""),
        (vec!["plot", "relu", "--size", EVIL], b""),
        (vec!["picture", &png], b""),
        (vec!["picture", EVIL], b""),
        (vec!["render", "lab", "--image", &png, "--format", "text"], b""),
        (vec!["render", "lab", "--image", &png, "--format", "ansi"], b""),
        (vec!["render", "lab", "--image", &png, "--format", "svg"], b""),
        (vec!["render", "lab", "--theme", &theme, "--keys", "t"], b""),
        (vec!["render", "lab", "--keys", EVIL], b""),
        (vec!["render", "lab", EVIL], b""),
        (vec!["render", EVIL], b""),
        (vec!["render", "lab", "--out", EVIL, "--set", EVIL], b""),
        (vec!["render", "train", "--set", "train.experiment=\"good.toml\""], b""),
        (vec!["render", "train", "--set", "train.experiment=\"good.toml\"", "--format", "ansi", "--ascii"], b""),
        (vec!["render", "sweep", "--set", "sweep.experiment=\"good.toml\""], b""),
        (vec!["render", "walk", "--lessons", &lessons], b""),
        (vec!["render", "walk", "--lessons", &lessons, "--format", "ansi", "--size", "80x24"], b""),
        (vec!["render", "walk", "--lessons", &lessons, "--format", "svg"], b""),
        (vec!["open", "walk", "--plain", "--lessons", &lessons], b"y\n]\n?\n"),
        (vec!["open", "train", "--plain", "--set", "train.experiment=\"good.toml\""], b"y\n\x1b[A \x9b\n"),
        (vec!["open", "lab", "--plain", "--image", &png], "i\ntext:e\u{202e}\u{9b}v\nenter\n".as_bytes()),
        (vec!["open", "lab", "--plain", "--set", &formulas], b"y\nf2\n"),
        (vec!["open", EVIL, "--plain"], b""),
        (vec!["--plain", "--lesson", EVIL], b""),
        (vec!["--learner", EVIL], b""),
        (vec!["--kiosk", EVIL], b""),
        (vec!["config"], b""),
        (vec!["config", "--theme", &theme, "--image", EVIL], b""),
        (vec!["config", "--config", EVIL], b""),
        (vec!["config", "--config", &broken], b""),
        (vec!["config", "--set", EVIL], b""),
        (vec!["config", "--lang", EVIL], b""),
        (vec!["doctor"], b""),
        (vec!["doctor", "--theme", &theme, "--color", "256"], b""),
        (vec!["completions", EVIL], b""),
        (vec!["completions", "fish"], b""),
        (vec!["man"], b""),
        (vec![EVIL], b""),
        (vec!["train", "--json", "--all", EVIL], b""),
        (vec!["--help"], b""),
    ];
    for (args, input) in &commands {
        place.harmless(args, input);
    }
    let table = fs::read_to_string(&csv).expect("a table");
    assert!(table.chars().all(is_harmless) && table.contains("e\\x1b]0;t"), "{table}");
    let shards = place.0.path().join("shard.jsonl");
    let each = place.run(&[sweep, &["--each"]].concat(), b"");
    let said = String::from_utf8(each.stdout.clone()).expect("text");
    assert!(said.contains("\\u009b") && said.contains("\\u202e"), "JSON keeps what it means: {said}");
    // A shard may come from elsewhere and contain unescaped characters.
    fs::write(&shards, said.replace("\\u009b", "\u{9b}").replace("\\u202e", "\u{202e}")).expect("a file");
    let shards = shards.display().to_string();
    for more in [&[][..], &["--json"], &["--each"], &["--quiet"]] {
        let merged = place.harmless(&[&["sweep", "--merge", &shards], more].concat(), b"");
        assert!(merged.contains("31m"), "{merged}");
    }
}

#[test]
fn commands_about_the_program_escape_it_as_well() {
    let place = Place::new();
    let commands: [&[&str]; 5] = [
        &["man", EVIL],
        &["help", EVIL],
        &["complete", "--", "train", EVIL],
        &["plot", "relu", "--out", EVIL, "--set", EVIL],
        &["list", "experiments", EVIL],
    ];
    for args in commands {
        place.harmless(args, b"");
    }
}

#[test]
fn names_that_are_no_text_are_escaped_as_well() {
    let place = Place::new();
    let bad = OsStr::from_bytes(b"a\x9b2J\xff\x1b.toml");
    for args in [["train"], ["picture"], ["eval"], ["render"], ["config"]] {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).chain([bad]).collect();
        let output = place.run(&args, b"");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("UTF-8");
        assert!(!said.is_empty() && said.chars().all(is_harmless), "{said:?}");
    }
}

#[test]
fn what_the_parser_says_of_its_own_name_is_harmless() {
    use std::os::unix::process::CommandExt;
    let output = Command::new(env!("CARGO_BIN_EXE_actlab")).arg0(EVIL).arg("--help").output().expect("an end");
    assert!(String::from_utf8(output.stdout).expect("text").chars().all(is_harmless));
}

#[test]
fn settings_read_back_with_the_characters_that_were_escaped() {
    let place = Place::new();
    let said = place.harmless(&["config", "--image", EVIL], b"");
    let read: toml::Table = said.parse().unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(read["image"].as_str(), Some(EVIL));
}

#[test]
fn lessons_with_such_characters_are_reported() {
    let place = Place::new();
    let said = place.harmless(&["lessons", "check", &place.path("lessons")], b"");
    for part in ["01-evil.md, line 6: there is a control character, U+001B", "line 8: ", "U+202E", "U+009B", "U+2028"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let escaped = Path::new(&place.path("lessons")).join("en").join("01-evil.md");
    let text =
        "+++\ntitle = \"a\\u0007\"\nsummary = \"s\"\n+++\n\n## One &#x202e;\n\n```step\nexhibit = \"lab step\"\n```\n";
    fs::write(escaped, text).expect("a file");
    let said = place.harmless(&["lessons", "check", &place.path("lessons")], b"");
    assert!(said.contains("en/01-evil.md, line 1: there is a control character, U+0007"), "{said}");
    assert!(said.contains("en/01-evil.md, line 6: there is an invisible character, U+202E"), "{said}");
}

/// Only the screen itself and terminal queries write to a terminal otherwise.
#[test]
fn nothing_else_writes_to_the_standard_streams() {
    const MAY: [&str; 4] = ["text/out.rs", "runtime/live/world.rs", "runtime/terminal.rs", "runtime/terminal_query.rs"];
    fn files(dir: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(dir).expect("a folder").filter_map(Result::ok).map(|entry| entry.path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src).iter().filter(|file| !MAY.iter().any(|may| file.ends_with(may))) {
        let text = fs::read_to_string(file).expect("a file");
        let asks =
            |line: &&str| ["io::stdout()", "io::stderr()", " stdout()", " stderr()"].iter().any(|w| line.contains(w));
        for line in text.lines().filter(asks) {
            assert!(line.contains("is_terminal()") || line.contains("is_hung_up("), "{}: {line}", file.display());
        }
    }
}
