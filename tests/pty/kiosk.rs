//! `--kiosk`: ways out that learners may try. None of them works.

use super::terminal::{self, Tui, files};
use signal_hook::consts::SIGTSTP;
use std::path::Path;
use std::process::{Command, Stdio};

const REFUSED: &str = "that is not possible here";

pub(crate) fn kiosk(home: &Path, more: &[&str], env: &[(&str, &str)]) -> Tui {
    let shown = home.display().to_string();
    let state = format!("{shown}/.local/state");
    let own = [("HOME", shown.as_str()), ("XDG_STATE_HOME", state.as_str())];
    let env: Vec<(&str, &str)> = own.iter().chain(env).copied().collect();
    let args: Vec<&str> = ["--kiosk", "--learner", "minsu"].iter().chain(more).copied().collect();
    let tui = Tui::start_in(home, &args, 120, 40, &env);
    tui.wait_text("One number in, one number out");
    tui
}

/// Sends keys that are refused with a notice, and clears the notice.
fn refused(tui: &mut Tui, keys: &str) {
    tui.send(keys);
    tui.wait_text(REFUSED);
    tui.send("\x0c");
    tui.wait_screen("the facts again", |screen| (!screen.contains(REFUSED)).then_some(()));
}

#[test]
fn keys_lead_to_no_shell_and_no_file() {
    let home = tempfile::tempdir().expect("a folder");
    let mut tui = kiosk(home.path(), &[], &[("SSH_ORIGINAL_COMMAND", "actlab render lab --out stolen")]);
    // In the text of a lesson, in its exhibit and in the Lab: suspending and writing.
    for place in ["", "\t", "\t2"] {
        tui.send(place);
        refused(&mut tui, "\x1a");
        refused(&mut tui, "\x1bOQ");
    }
    tui.wait_text("2 Lab");
    // The path of a picture and own functions cannot be typed, not even with the Korean keyboard on.
    refused(&mut tui, "i");
    refused(&mut tui, "ㅑ");
    refused(&mut tui, "\x13");
    tui.send("i\x1b[200~/etc/passwd\x1b[201~");
    tui.wait_text(REFUSED);
    assert!(!tui.screen().contains("/etc/passwd"));
    // A formula can be typed and used, but it is not saved and runs nothing.
    tui.send("fx*2");
    tui.wait_text("x*2");
    tui.send("\x13");
    tui.wait_text(REFUSED);
    tui.send("\r");
    refused(&mut tui, "\x13");
    tui.send("fsystem(\"sh\")\r");
    tui.wait_text("means nothing here");
    tui.send("\x03");
    tui.wait_screen("the room again", |screen| (!screen.contains("system")).then_some(()));
    // Keys of other programs: quitting with a core dump, the end of a file, shells of pagers and editors.
    tui.send("\x1c\x04!sh\r:!sh\r|");
    // Answers to no question, and a stop signal from outside.
    tui.send("\x1b]52;c;eA==\x07\x1bP$q\x1b\\");
    tui.signal(SIGTSTP);
    tui.send("?");
    tui.wait_text("this state:");
    tui.send("?q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    let found = files(home.path());
    assert!(found.iter().all(|file| file == ".local/state/actlab/learners/minsu/progress.toml"), "{found:?}");
}

#[test]
fn progress_is_kept_for_each_learner() {
    let home = tempfile::tempdir().expect("a folder");
    let mut tui = kiosk(home.path(), &[], &[]);
    tui.send("]");
    tui.wait_text("step 2/");
    tui.send("q");
    tui.wait_exit();
    assert_eq!(files(home.path()), [".local/state/actlab/learners/minsu/progress.toml"]);
}

#[test]
fn experiments_are_saved_in_the_folder_of_the_learner_within_limits() {
    let home = tempfile::tempdir().expect("a folder");
    let own = home.path().join(".local/state/actlab/learners/minsu/experiments");
    let mut tui = kiosk(home.path(), &[], &[]);
    tui.send("3");
    tui.wait_text("ready");
    tui.send("\x13\x15mine\r");
    tui.wait_text("saved:");
    assert_eq!(files(&own), ["mine.toml"]);
    for n in 1..20 {
        std::fs::copy(own.join("mine.toml"), own.join(format!("m{n}.toml"))).expect("a copy");
    }
    tui.send("\x13\x15another\r");
    tui.wait_text("there are 20 saved experiments");
    assert_eq!(files(&own).len(), 20);
    // The same name is another version of the same experiment.
    tui.send("\x13\x15mine\r");
    tui.wait_text("saved:");
    // The next session has it in its list.
    tui.send("q");
    tui.wait_exit();
    let mut tui = kiosk(home.path(), &[], &[]);
    tui.send("3");
    tui.wait_text("ready");
    tui.send("/mine");
    tui.wait_screen("its row", |screen| (screen.matches("mine").count() > 1).then_some(()));
    tui.send("\x03q");
    tui.wait_exit();
    let elsewhere: Vec<String> =
        files(home.path()).into_iter().filter(|file| !file.contains("learners/minsu/")).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn words_on_the_command_line_lead_nowhere_either() {
    let home = tempfile::tempdir().expect("a folder");
    for words in [
        &["--kiosk", "render", "lab", "--out", "stolen.txt"][..],
        &["--kiosk", "open", "lab", "--image", "/etc/passwd"],
        &["--kiosk", "play", "/etc/passwd"],
        &["--kiosk", "config"],
        &["--kiosk", "completions", "bash"],
        &["--kiosk", "sweep", "parabola", "--csv", "stolen.csv"],
        &["--kiosk", "picture", "/etc/passwd"],
        &["--kiosk", "--lesson", "../../etc/passwd"],
        &["--kiosk", "--learner", "../minsu"],
        &["--kiosk", "--learner", "/etc/minsu"],
        &["--kiosk", "--learner", "a b"],
        &["--kiosk", "--learner", ""],
        &["--learner", "minsu", "eval", "gelu", "--at", "0"],
        &["--kiosk", "-c", "sh"],
    ] {
        let mut command = Command::new(terminal::program());
        command.args(words).env_clear().env("HOME", home.path()).current_dir(home.path()).stdin(Stdio::null());
        let output = command.output().expect("an end");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
    assert!(files(home.path()).is_empty());
}

#[test]
fn lines_of_text_go_through_the_same_gate() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(terminal::program());
    command.args(["--kiosk", "--plain"]).env_clear().env("HOME", home.path()).current_dir(home.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a program that starts");
    let lines = b"2\nf2\nctrl-z\nctrl-s\ni text:/etc/passwd enter\n";
    std::io::Write::write_all(&mut child.stdin.take().expect("input"), lines).expect("sent");
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.matches(REFUSED).count() >= 3, "{text}");
    assert!(!text.contains("/etc/passwd"), "{text}");
    assert!(files(home.path()).is_empty());
}

#[test]
fn who_goes_away_is_shown_out() {
    let home = tempfile::tempdir().expect("a folder");
    let mut tui = Tui::start_in(
        home.path(),
        &["--kiosk", "--set", "kiosk.idle_minutes=0.004", "--set", "start=lab"],
        100,
        30,
        &[],
    );
    assert_eq!(tui.wait_exit(), 0);
    tui.wait_text("No key was pressed for a long time, so actlab ends.");
    tui.assert_restored();
}
