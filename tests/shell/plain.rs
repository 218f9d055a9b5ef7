//! `--plain`: the program as lines of text, with keys as words.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn plain(args: &[&str], input: &str) -> Output {
    // There is no saved place in the lessons in this folder.
    let state = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(args)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("XDG_STATE_HOME", state.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    // If the program ends before the end of input, it reads no more. That is no failure here.
    let _ = child.stdin.take().expect("input").write_all(input.as_bytes());
    child.wait_with_output().expect("an end")
}

/// The output after each line, starting with the initial one.
fn said(args: &[&str], input: &str) -> Vec<String> {
    let output = plain(args, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "no sequences: {text:?}");
    text.trim_end().split("\n\n").map(str::to_owned).collect()
}

#[test]
fn a_room_says_its_heading_and_facts_after_each_line() {
    let said = said(&["open", "lab", "gelu", "--plain"], "down\n2*up\nq\nnever read\n");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("Lab: GELU") && said[0].contains("\nrange "), "{}", said[0]);
    assert!(said[1].starts_with("Lab: ") && said[1] != said[0]);
    assert_ne!(said[2], said[1]);
}

#[test]
fn a_byte_order_mark_before_the_first_line_is_no_word() {
    let (plain, marked) = ("down\n", "\u{feff}down\n");
    assert_eq!(said(&["open", "lab", "--plain"], marked), said(&["open", "lab", "--plain"], plain));
}

#[test]
fn the_end_of_the_input_is_an_end_like_another() {
    assert_eq!(said(&["--plain", "open", "lab"], "").len(), 1);
    assert_eq!(said(&["open", "lab", "--plain"], "q").len(), 1);
}

#[test]
fn words_that_make_no_sense_are_said_and_nothing_is_done() {
    let said = said(&["open", "lab", "--plain"], "down dwon\n\u{fffd}\n");
    assert!(said[1].starts_with("the key script has \"dwon\""), "{}", said[1]);
    assert!(said[1].ends_with(&said[0]), "nothing was done");
}

#[test]
fn lessons_are_read_out_and_answered() {
    let said = said(&["--plain"], "] ]\na\n?\n");
    assert!(said[0].contains("One number in, one number out"), "{}", said[0]);
    assert!(said[2].len() > said[1].len(), "the verdict is said");
    assert!(said[3].contains("q ^c: "), "the help is read out: {}", said[3]);
}

#[test]
fn runs_go_on_as_far_as_words_say() {
    let said = said(&["open", "train", "xor-two-sigmoids", "--plain"], "space until:epoch=40 space\nuntil:done\ny\n");
    assert!(said[0].starts_with("Train: "), "{}", said[0]);
    assert_ne!(said[0], said[1]);
    assert!(said.iter().any(|text| text.contains("sigmoid") && text.lines().count() > 6), "weights are said: {said:?}");
}

#[test]
fn a_line_being_typed_is_read_back() {
    let said = said(&["open", "lab", "--plain"], "/ text:prel\nenter\n");
    assert!(said[1].contains("prel"), "{}", said[1]);
    assert!(said[2].starts_with("Lab: PReLU"), "{}", said[2]);
}

#[test]
fn in_korean_too() {
    assert!(said(&["open", "lab", "--plain", "--lang", "ko"], "")[0].starts_with("실험실: "));
}

#[test]
fn a_line_that_asks_for_too_much_is_refused_in_a_sentence() {
    let words =
        ["100001*j", "60000*j 60000*k", "tick:18446744073709551615", "size:60000x60000", "until:epoch=10000001"];
    for word in words {
        let said = said(&["open", "lab", "--plain"], &format!("{word}\n"));
        assert!(said[1].starts_with("the key script has \"") && said[1].contains("expected"), "{}", said[1]);
        assert!(said[1].ends_with(&said[0]), "nothing was done");
    }
    for word in ["2001*j", "tick:1801", "size:301x20", "until:epoch=100001"] {
        let said = said(&["--kiosk", "--plain"], &format!("{word}\n"));
        assert!(said[1].contains("expected"), "{}", said[1]);
    }
}

#[test]
fn a_script_through_a_pipe_into_a_file_is_played_to_its_end() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(["open", "train", "xor-two-sigmoids", "--plain"])
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(file.reopen().expect("a file"))
        .spawn()
        .expect("a program that starts");
    child.stdin.take().expect("input").write_all(b"space until:done\n1000*n\nspace until:done\n").expect("a script");
    assert!(child.wait().expect("an end").success());
    let text = std::fs::read_to_string(file.path()).expect("what was said");
    assert_eq!((text.trim_end().split("\n\n").count(), text.matches("succeeded").count()), (4, 2), "{text}");
}

#[test]
fn a_script_does_not_outlive_who_sent_it() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlab"))
        .args(["open", "train", "parabola", "--epochs", "100000000", "--plain"])
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    // More lines than the program buffers, each of them an hour of its time.
    let line = "space until:done\n".repeat(20);
    child.stdin.take().expect("input").write_all(line.as_bytes()).expect("a script");
    drop(child.stdout.take());
    let start = std::time::Instant::now();
    assert!(child.wait().expect("an end").success());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_line_that_plays_too_long_ends_as_silence_does() {
    let args = ["--kiosk", "--plain", "--set", "kiosk.idle_minutes=0.01", "--set", "start=train"];
    // Each press of a key that draws many samples again takes a while.
    let start = std::time::Instant::now();
    let output = plain(&args, "2 20*m 1900*e 3\nnever read\n");
    assert!(output.status.success());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.trim_end().ends_with("No key was pressed for a long time, so actlab ends."), "{text}");
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn points_by_hand_are_counted_and_the_cursor_is_named() {
    let args = ["open", "train", "playground", "--focus", "map", "--plain"];
    let said = said(&args, "enter\n3*right up 1\n0\nbackspace\n");
    let place = |text: &str| text.lines().find(|line| line.contains("nearest: ")).map(str::to_owned);
    assert_eq!(place(&said[0]), None);
    assert!(place(&said[1]).expect("a cursor").starts_with("x1 "), "{}", said[1]);
    assert_ne!(place(&said[1]), place(&said[2]), "the cursor has moved");
    for (text, points, edits) in [(&said[1], 250, None), (&said[2], 251, Some(1)), (&said[3], 252, Some(2))] {
        assert!(text.lines().any(|line| line.starts_with(&format!("{points} points, and 250 for the test"))), "{text}");
        let line = edits.map(|edits| format!("changes by hand: {edits}"));
        assert!(line.is_none_or(|line| text.lines().any(|said| said == line)), "{text}");
    }
    assert!(said[4].contains("undone: a point put by hand"), "{}", said[4]);
}
