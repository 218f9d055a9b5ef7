//! What leaves the program through a real terminal, or as lines without one.

use super::terminal::Tui;

#[test]
fn copied_text_goes_to_the_clipboard_of_the_terminal() {
    let mut tui = Tui::start(&["open", "lab", "sigmoid"], 100, 30, &[]);
    tui.wait_text("range (0, 1)");
    tui.send("y");
    tui.wait_written("\x1b]52;c;");
    tui.wait_text("copied ");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
}

#[test]
fn a_frame_lands_in_the_folder_the_program_was_started_in() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut tui = Tui::start_in(dir.path(), &["open", "lab", "sigmoid", "--set", "write=ansi"], 100, 30, &[]);
    tui.wait_text("range (0, 1)");
    tui.send("\x1bOQ");
    tui.wait_text("written: actlab-lab-001.ans");
    let text = std::fs::read_to_string(dir.path().join("actlab-lab-001.ans")).expect("a file");
    assert!(text.contains("sigmoid") && text.contains("\x1b[0"));
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
}

#[test]
fn the_mouse_is_the_terminals_until_a_key_says_otherwise() {
    let mut tui = Tui::start(&["open", "lab", "sigmoid"], 100, 30, &[]);
    tui.wait_text("range (0, 1)");
    assert!(!tui.wrote("\x1b[?1000h"));
    tui.send("\x0f");
    tui.wait_written("\x1b[?1000h\x1b[?1006h");
    // A turn of the wheel over the list, a release, and one far outside.
    tui.send("\x1b[<0;300;300M\x1b[<0;5;8m\x1b[<65;5;8M");
    tui.wait_text("range (-1, 1)");
    tui.send("q");
    assert_eq!(tui.wait_exit(), 0);
    tui.assert_restored();
    assert!(tui.wrote("\x1b[?1006l\x1b[?1000l"), "and it is given back");
}
