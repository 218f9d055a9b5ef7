//! Two windows of one reader at the same time.

use super::terminal::Tui;
use std::fs;

#[test]
fn two_windows_that_keep_one_name_both_say_so() {
    let home = tempfile::tempdir().expect("a folder");
    let env = [("HOME", home.path().to_str().expect("UTF-8"))];
    let start = || {
        let tui = Tui::start(&["open", "lab", "sigmoid"], 200, 40, &env);
        tui.wait_text("range (0, 1)");
        tui
    };
    let (mut one, mut other) = (start(), start());
    let keep = |tui: &mut Tui, formula: &str| {
        tui.send(&format!("f{formula}"));
        tui.wait_text(formula);
        tui.send("\x13");
        tui.wait_text("save it under the name:");
        tui.send("mine\r");
        tui.wait_text("mine is saved in");
    };
    keep(&mut one, "x*2");
    keep(&mut other, "x*3");
    other.wait_text("it replaces what another window saved under that name: x*2");
    one.wait_text("another window has saved mine again; in the file it is now x*3");
    let kept = fs::read_to_string(home.path().join(".config/actlab/formulas.toml")).expect("a file");
    assert_eq!(kept, "[[formula]]\nname = \"mine\"\ntext = \"x*3\"\n");
}

#[test]
fn progress_that_is_not_kept_is_said_until_it_is() {
    let home = tempfile::tempdir().expect("a folder");
    let state = home.path().join("state");
    fs::create_dir(&state).expect("a folder");
    fs::write(state.join("actlab"), "in the way").expect("written");
    let mut tui = Tui::start(
        &["open", "walk", "4"],
        80,
        24,
        &[("HOME", home.path().to_str().expect("UTF-8")), ("XDG_STATE_HOME", state.to_str().expect("UTF-8"))],
    );
    tui.wait_text("lesson 4");
    tui.send("]");
    tui.wait_text("your progress can't be saved: a file or folder");
    // Keys do not hide it. It disappears when saving works again, and the next try is automatic.
    tui.send("]");
    tui.wait_text("step 3/");
    tui.wait_text("your progress can't be saved: a file or folder");
    fs::remove_file(state.join("actlab")).expect("removed");
    tui.wait_screen("nothing lost", |screen| (!screen.contains("can't be saved")).then_some(()));
    assert!(fs::read_to_string(state.join("actlab/progress.toml")).expect("a file").contains(&third_step()));
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

/// How the progress file names the third step of the fourth lesson.
fn third_step() -> String {
    let course = actlab::lessons::Course::built_in().expect("the lessons");
    format!("step = \"{}\"", course.lessons[3].key(2).expect("a step"))
}
