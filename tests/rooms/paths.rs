//! Text that arrives as a whole: pasted lines, and files that are dropped on the window.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use actlab::app::{App, Event, Permissions};
use actlab::config;
use actlab::input::Script;
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use ratatui::layout::Size;
use std::path::Path;

const SIZE: Size = Size { width: 120, height: 40 };

fn player(room: &str, permissions: Permissions) -> HeadlessPlayer {
    let keymap = config::default_keymap().expect("keys");
    let mut config = config::defaults().expect("settings");
    config.own.path = Some("formulas.toml".into());
    let (mut app, effects) = App::new(config, keymap, &Options::default(), SIZE).expect("an application");
    app.restrict(permissions);
    let mut player = HeadlessPlayer::new(app, effects, SIZE);
    player.open(&room.parse().expect("an exhibit")).expect("a room");
    player
}

fn press(player: &mut HeadlessPlayer, keys: &str) {
    player.play(&keys.parse::<Script>().expect("a script"), &mut || true);
}

fn paste(player: &mut HeadlessPlayer, text: &str) {
    player.event(Event::Paste(text.to_owned()));
}

fn shown(player: &HeadlessPlayer) -> String {
    export::text(&player.frame())
}

/// A folder with pictures whose names need escaping.
fn pictures() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let dog = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/images/jindo.png");
    for name in ["dog.png", "my dog (1).png", "it's 50%.png", "한국 개.png"] {
        std::fs::copy(&dog, folder.path().join(name)).expect("a copy");
    }
    std::fs::create_dir(folder.path().join("more dogs")).expect("a folder");
    std::fs::copy(&dog, folder.path().join("more dogs/third.png")).expect("a copy");
    std::fs::write(folder.path().join("notes.txt"), "none").expect("a file");
    folder
}

#[test]
fn every_prompt_takes_pasted_lines_as_one() {
    for (keys, pasted, want) in [
        ("f", "max(0,\r\n\tx)", "max(0, x)"),
        ("/", "re\x1b\x07lu\n", "re lu"),
        ("i", "a\n\u{9b}b.png", "a b.png"),
        ("f text:x enter ctrl-s", "my\tname\n", "my name"),
    ] {
        let mut player = player("lab sigmoid", Permissions::ALL);
        press(&mut player, keys);
        paste(&mut player, pasted);
        assert!(shown(&player).contains(want), "{keys}: {}", shown(&player));
    }
    let mut slope = player("slope sigmoid", Permissions::ALL);
    press(&mut slope, "/");
    paste(&mut slope, "re\n\tlu");
    assert!(shown(&slope).contains("re lu"), "{}", shown(&slope));
}

#[test]
fn dropped_files_load_asked_or_not() {
    let folder = pictures();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let percent = |text: String| text.replace('%', "%25").replace(' ', "%20").replace('한', "%ED%95%9C");
    for (text, name) in [
        (at("dog.png"), "dog.png"),
        (format!("{} ", at("my dog (1).png")), "my dog (1).png"),
        (format!("'{}' ", at("my dog (1).png")), "my dog (1).png"),
        (format!("\"{}\"", at("my dog (1).png")), "my dog (1).png"),
        (at("my dog (1).png").replace(' ', "\\ ").replace('(', "\\(").replace(')', "\\)"), "my dog (1).png"),
        (format!("'{}'", at("it's 50%.png").replace('\'', "'\\''")), "it's 50%.png"),
        (format!("file://{}\r\n", percent(at("it's 50%.png"))), "it's 50%.png"),
        (format!("file://localhost{}", percent(at("한국 개.png"))), "한국 개.png"),
        (format!("{} {}", at("dog.png"), at("notes.txt")), "dog.png"),
        (format!("file://{}\nfile://{}\n", at("dog.png"), at("notes.txt")), "dog.png"),
    ] {
        for keys in ["", "i"] {
            let mut player = player("lab relu", Permissions::ALL);
            press(&mut player, keys);
            paste(&mut player, &text);
            if !keys.is_empty() {
                press(&mut player, "enter");
            }
            assert_eq!(player.failure(), None, "{text}");
            let exhibit = player.app().exhibit();
            let image = exhibit.options.iter().find(|(option, _)| option == "image").map(|(_, path)| path.as_str());
            assert_eq!(image, Some(at(name).as_str()), "{keys:?} {text}");
        }
    }
    let mut player = player("lab relu", Permissions::ALL);
    let before = shown(&player);
    for text in ["q", "x / 2", "// no path", "hello\nworld"] {
        paste(&mut player, text);
        assert_eq!(shown(&player), before, "{text}: it was not meant as keys");
    }
}

#[test]
fn the_kiosk_takes_no_dropped_file() {
    let folder = pictures();
    let mut player = player("lab relu", Permissions::KIOSK);
    let before = player.app().exhibit().to_string();
    paste(&mut player, &folder.path().join("dog.png").display().to_string());
    assert!(shown(&player).contains("not possible here"), "{}", shown(&player));
    assert_eq!(player.app().exhibit().to_string(), before);
}

#[test]
fn a_path_that_leads_nowhere_can_be_corrected() {
    let folder = pictures();
    let at = folder.path().display().to_string();
    let mut player = player("lab relu", Permissions::ALL);
    for (name, reason) in
        [("no.png", "there is no file"), ("notes.txt", "is not a picture"), ("more dogs", "is a directory")]
    {
        press(&mut player, &format!("i ctrl-u 'text:{at}/{name}' enter"));
        let frame = shown(&player);
        assert!(frame.contains(reason) && frame.contains(&format!("/{name}")), "{frame}");
        assert!(frame.contains("picture (PNG"), "the line is open: {frame}");
        press(&mut player, "esc");
    }
    press(&mut player, &format!("i ctrl-u 'text:{at}/dgo.png' enter 7*left backspace text:o right ctrl-u"));
    press(&mut player, &format!("'text:{at}/dog.png' enter"));
    assert!(!shown(&player).contains("picture (PNG"), "{}", shown(&player));
    assert_eq!(player.failure(), None, "what was corrected is no failure");
}

#[test]
fn tab_completes_a_path() {
    let folder = pictures();
    let at = folder.path().display().to_string();
    let typed = |typed: &str| {
        let mut player = player("lab relu", Permissions::ALL);
        press(&mut player, "i");
        typed.chars().for_each(|c| press(&mut player, &shell_words::quote(&format!("text:{c}"))));
        press(&mut player, "tab");
        player
    };
    for (start, whole) in [
        (format!("{at}/do"), format!("{at}/dog.png")),
        (format!("{at}/my\\ d"), format!("{at}/my dog (1).png")),
        (format!("'{at}/my d"), format!("{at}/my dog (1).png")),
        (format!("{at}/mo"), format!("{at}/more dogs/")),
        (format!("{at}/more dogs/"), format!("{at}/more dogs/third.png")),
        (format!("{at}/한"), format!("{at}/한국 개.png")),
    ] {
        let frame = shown(&typed(&start));
        assert!(frame.contains(&whole), "{start}: {frame}");
    }
    let several = shown(&typed(&format!("{at}/m")));
    assert!(several.contains("2 names match: more dogs/, my dog (1).png"), "{several}");
    let none = shown(&typed(&format!("{at}/x")));
    assert!(none.contains("begins with \"x\"") && none.contains("picture (PNG"), "{none}");
    assert!(shown(&typed(&format!("{at}/no/x"))).contains("there is no folder"));
    let mut player = typed(&format!("{at}/do"));
    press(&mut player, "enter");
    assert_eq!(player.failure(), None);
}

#[test]
fn what_is_copied_has_nothing_that_a_shell_would_obey() {
    let mut player = player("lab --formula 'x + 1'", Permissions::ALL);
    press(&mut player, "f");
    paste(&mut player, "x +\u{202e} 1");
    press(&mut player, "ctrl-u text:x enter y");
    let copied = player.copied().expect("something");
    assert!(copied.chars().all(|c| c == '\n' || !c.is_control()), "{copied:?}");
}
