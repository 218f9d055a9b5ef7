//! The tables of commands: each row does something, is explained, and has a key. No key press breaks anything.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::app::Event;
use actlab::input::{Key, parse_key};
use actlab::runtime::export;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::SCREENS;
use actlab::words::{Language, Words};
use proptest::prelude::*;
use ratatui::layout::Size;

/// Whether the status line says why a key does nothing.
fn says_idle(player: &HeadlessPlayer) -> bool {
    let words = Words::of(Language::English);
    let reasons: Vec<&str> = words.keys().filter(|key| key.starts_with("idle.")).map(|key| words.get(key)).collect();
    let generic = words.get("app.idle-key").split('{').next().unwrap_or_default();
    player.app().read().iter().any(|line| line.starts_with(generic) || reasons.contains(&line.as_str()))
}

/// Every key that no table has, and every key whose rows are not ready, leaves a sentence.
#[test]
fn a_key_that_does_nothing_says_why() {
    let keys = "f9 left right enter . , e c a 0 x z < > o p v r ctrl-z ctrl-s home end M { } s b";
    for entry in SCREENS {
        for key in keys.split(' ') {
            let mut player = Scenario::new(entry.id).size(120, 40).player();
            let before = export::text(&player.frame());
            let asked = player.event(Event::Key(parse_key(key).expect("a key")));
            assert!(export::text(&player.frame()) != before || asked > 0, "{key} in {} says nothing", entry.id);
        }
    }
    let said = |room: &str, key: &str| Scenario::new(room).size(120, 40).keys(key).text();
    assert!(said("train parabola", "left").contains("no history yet"), "{}", said("train parabola", "left"));
    assert!(said("train parabola", "f9").contains("has no meaning here; ? lists the keys"));
    assert!(said("walk 1", "b").contains("no question is open here"));
    assert!(said("walk 1", "{").contains("this is the first lesson"));
}

#[test]
fn every_command_changes_the_frame_or_asks_for_something() {
    for entry in SCREENS {
        let rows = Scenario::new(entry.id).player().app().rows(entry.id);
        assert!(!rows.is_empty());
        for (context, verb, example) in rows {
            let mut player = Scenario::new(entry.id).keys(example).player();
            let keys = player.app().keys(context, verb);
            assert!(!keys.is_empty(), "{}: {} has no key", entry.id, verb.id());
            for key in keys {
                let mut player = Scenario::new(entry.id).keys(example).player();
                let before = player.frame();
                let asked = player.event(Event::Key(key));
                assert!(player.frame() != before || asked > 0, "{}: {} by {key} does nothing", entry.id, verb.id());
                assert!(!says_idle(&player), "{}: {} by {key} says that it does nothing", entry.id, verb.id());
            }
            let before = player.frame();
            // During an animation, the time may be visible.
            if !player.app().is_moving() {
                player.event(Event::Tick);
                assert_eq!(before, player.frame(), "time alone changes nothing in {}", entry.id);
            }
        }
    }
}

#[test]
fn every_command_of_every_room_does_something() {
    let rows = Scenario::new("lab").player().app().global_rows();
    for (verb, example) in rows {
        for key in Scenario::new("lab").player().app().keys("lab", verb) {
            let mut player = Scenario::new("lab").keys(example).player();
            let before = player.frame();
            let asked = player.event(Event::Key(key));
            assert!(player.frame() != before || asked > 0, "{} by {key} does nothing", verb.id());
            assert!(!says_idle(&player), "{} by {key} says that it does nothing", verb.id());
        }
    }
}

#[test]
fn every_verb_is_explained_in_both_languages() {
    for language in Language::ALL {
        let words = Words::of(language);
        for verb in actlab::input::Verb::ALL {
            assert!(words.find_in("verb", verb.id()).is_some(), "{language}: {}", verb.id());
        }
        for entry in SCREENS {
            assert!(words.find_in("room", entry.id).is_some(), "{language}: {}", entry.id);
        }
    }
}

#[test]
fn a_korean_keyboard_works_as_it_is() {
    let quit = Scenario::new("lab").keys("ㅂ").player();
    assert!(quit.has_quit(), "ㅂ is q");
    assert_eq!(Scenario::new("lab").keys("ㅓ ㅓ ㅊ").frame(), Scenario::new("lab").keys("j j c").frame());
}

#[test]
fn a_state_has_an_address_that_leads_back_to_it() {
    for keys in [
        "",
        "3*down c 2*down c",
        "/ text:prelu enter 3*x c up c",
        "+ + right right n d 2*s 2*m e 3*g I",
        "> > - < G S M E p",
        "f 'text:max(a*x, x) + b; a = 0.1 in 0..1, b = 2' enter x c / text:tanh enter c",
    ] {
        // Escape clears the notice of the key before it.
        let there = Scenario::new("lab").size(80, 24).keys(&format!("{keys} esc")).player();
        let line = there.app().exhibit().to_string();
        let back = Scenario::new(&line).size(80, 24).player();
        assert_eq!(back.app().exhibit().to_string(), line, "after {keys}");
        // The address does not contain the current knob; everything else on the screen is in it.
        assert_eq!(back.frame(), there.frame(), "after {keys}: {line}");
    }
}

#[test]
fn states_of_slope_and_softmax_have_addresses() {
    for (room, keys) in [
        ("slope", ""),
        ("slope", "3*down 2*left shift-right m"),
        ("slope", "home pagedown pagedown 2*down 3*x b p"),
        ("slope", "left p p m m"),
        ("slope", "/ text:prelu enter 2*x m"),
        ("slope --formula 'max(a*x, x); a = 0.1 in 0..1'", "x left"),
        ("train", "down x . . , v g"),
        ("train parabola", "e - left H v"),
        ("softmax", ""),
        ("softmax", "right 3*up c 2*x shift-down a 12*down p"),
        ("softmax", "e right + + d a a z z z p p"),
    ] {
        let there = Scenario::new(room).size(60, 18).keys(keys).player();
        let line = there.app().exhibit().to_string();
        let back = Scenario::new(&line).size(60, 18).player();
        assert_eq!(back.app().exhibit().to_string(), line, "after {keys}");
        assert_eq!(back.frame(), there.frame(), "after {keys}: {line}");
    }
}

#[test]
fn numbers_lead_to_rooms() {
    for (n, entry) in SCREENS.iter().enumerate() {
        let there = Scenario::new("lab").keys(&(n + 1).to_string()).player();
        assert_eq!(there.app().exhibit().room, entry.id);
    }
    let last = (SCREENS.len() + 1).min(9).to_string();
    let text = Scenario::new("lab").keys(&last).text();
    assert!(text.contains("there is no such room"), "{text}");
    let after = Scenario::new("lab").keys(&format!("{last} esc")).frame();
    assert_eq!(after, Scenario::new("lab").frame(), "and nothing else happened");
}

#[test]
fn a_constant_added_to_every_logit_is_said_to_change_nothing() {
    let text = Scenario::new("softmax --logits 1,2,4").keys("+").text();
    assert!(text.contains("10 added to every logit: the largest change of a probability is 0"), "{text}");
}

#[test]
fn an_extreme_logit_takes_all_and_goes_back() {
    let player = Scenario::new("softmax").keys("e");
    assert!(player.text().contains("1e308") && player.text().contains("1.0000"), "{}", player.text());
    assert_eq!(Scenario::new("softmax").keys("e e").frame(), Scenario::new("softmax").frame());
}

fn any_key() -> impl Strategy<Value = Key> {
    let names = "up down left right enter esc tab backtab backspace delete home end pageup pagedown space f1 f5 \
                 shift-left shift-right ctrl-a ctrl-c ctrl-u ctrl-w ctrl-z ctrl-l ctrl-s alt-x";
    let named: Vec<Key> = names.split_whitespace().map(|name| parse_key(name).expect("a key")).collect();
    let letters = prop::char::any().prop_filter_map("a key", |c| parse_key(&c.to_string()).ok());
    let common =
        prop::sample::select("abcdefghijklmnoprstuvwxyzABCDEGIJKLMSXZ/?+-=<>.,0ㅂㅎ".chars().collect::<Vec<_>>())
            .prop_map(|c| parse_key(&c.to_string()).expect("a key"));
    prop_oneof![3 => prop::sample::select(named), 6 => common, 1 => letters]
}

fn any_room() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "walk 4",
        "lab elu --compare tanh",
        "slope gelu",
        "train xor-two-sigmoids --epochs 50",
        "train parabola --epochs 9",
        "train --data iris --test 0.3 --epochs 9",
        "softmax --logits 1,-2,3,0,5,6,7,8,9,1e308",
    ])
}

#[derive(Clone, Debug)]
enum Happening {
    Press(Key),
    Paste(String),
    Size(u16, u16),
    Tick,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => any_key().prop_map(Happening::Press),
        1 => ".{0,40}".prop_map(Happening::Paste),
        2 => (0_u16..260, 0_u16..90).prop_map(|(w, h)| Happening::Size(w, h)),
        1 => Just(Happening::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_that_happens_breaks_anything(room in any_room(), happenings in prop::collection::vec(happening(), 1..60)) {
        let mut player = Scenario::new(room).size(80, 24).player();
        for happening in happenings {
            match happening {
                Happening::Press(key) => player.event(Event::Key(key)),
                Happening::Paste(text) => player.event(Event::Paste(text)),
                Happening::Size(w, h) => player.event(Event::Resize(Size::new(w, h))),
                Happening::Tick => player.event(Event::Tick),
            };
            let frame = player.frame();
            prop_assert!(frame.content.iter().all(|cell| !cell.symbol().chars().any(char::is_control)));
        }
    }

    /// A frame may be asked for at another size than the room was prepared for.
    #[test]
    fn any_size_draws(room in any_room(), w in 0_u16..300, h in 0_u16..100, other_w in 0_u16..300, other_h in 0_u16..100) {
        use ratatui::widgets::Widget;
        let player = Scenario::new(room).size(w, h).player();
        let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, other_w, other_h));
        player.app().render(buf.area, &mut buf);
    }
}

/// The kiosk lists no key that it refuses.
#[test]
fn the_kiosk_does_not_list_what_it_refuses() {
    let frames = |kiosk: bool, language: Language, start: &str, keys: &str| {
        let empty = tempfile::NamedTempFile::new().expect("a temporary file");
        let mut loaded = actlab::config::load(Some(empty.path()), &[]).expect("the defaults");
        start.clone_into(&mut loaded.config.start);
        let choices = actlab::screens::Options { language, ..actlab::screens::Options::default() };
        let size = Size::new(200, 70);
        let (mut app, effects) =
            actlab::app::App::new(loaded.config, loaded.keymap, &choices, size).expect("an application");
        if kiosk {
            app.restrict(actlab::app::Permissions::KIOSK);
        }
        let mut player = actlab::runtime::headless::HeadlessPlayer::new(app, effects, size);
        player.play(&keys.parse().expect("a script"), &mut || true);
        actlab::runtime::export::text(&player.frame())
    };
    for language in Language::ALL {
        let words = Words::of(language);
        for entry in SCREENS {
            for (keys, table) in [("", "hint"), ("?", "verb"), ("f text:x", "hint")] {
                let keys = if entry.id == "lab" || keys == "?" { keys } else { "" };
                let kiosk = frames(true, language, entry.id, keys);
                for verb in ["suspend", "write", "image", "save"] {
                    let said = words.find_in(table, verb).expect("a word");
                    let listed = |text: &str| {
                        text.lines().skip(if table == "hint" { 69 } else { 0 }).any(|line| line.contains(said))
                    };
                    // An experiment can be saved, unlike a formula.
                    let is_refused = verb != "save" || entry.id != "train" || table == "verb";
                    assert!(!is_refused || !listed(&kiosk), "{said} in {} after {keys:?}: {kiosk}", entry.id);
                }
            }
        }
        let said = |verb| words.find_in("verb", verb).expect("a word");
        let free = frames(false, language, "lab", "?");
        for verb in ["suspend", "write", "image", "save"] {
            assert!(free.contains(said(verb)), "{free}");
        }
    }
}

/// The help of a room says what its keys do there, not what they do elsewhere.
#[test]
fn the_help_speaks_of_its_own_room() {
    let typing = "accept what was typed";
    for (room, own) in [
        (
            "train",
            ["go back to the epoch", "the next experiment", "other initial weights", "reset the view of the surface"],
        ),
        ("sweep", ["open the chosen seed", "the next experiment", "the next seed in the list", "start the sweep"]),
        ("walk", ["go to the next step; in", "restart this lesson", "close the list of lessons", "go down"]),
        ("lab", ["accept what was typed", "other samples", "the next item in the list", "the next family"]),
    ] {
        let text = Scenario::new(room).keys("?").size(200, 80).text();
        for words in own {
            assert!(text.contains(words), "{words} in {room}: {text}");
        }
        assert!(["lab", "train"].contains(&room) || !text.contains(typing), "{room}: {text}");
    }
    // Every text for one room belongs to a row of that room.
    let words = Words::of(Language::English);
    let verbs: Vec<&str> = actlab::input::Verb::ALL.iter().map(|verb| verb.id()).collect();
    for key in words.keys().filter_map(|key| key.strip_prefix("verb.")).filter(|key| !verbs.contains(key)) {
        let found = SCREENS.iter().any(|entry| {
            let rows = Scenario::new(entry.id).player().app().rows(entry.id);
            rows.iter().any(|(context, verb, _)| key == format!("{}-{context}", verb.id()))
        });
        assert!(found, "{key} is no key of any room");
    }
}

#[test]
fn help_of_a_room_says_what_each_option_takes() {
    for entry in SCREENS {
        let mut command = (entry.options)();
        command.clone().debug_assert();
        for option in command.get_opts() {
            let name = option.get_long().expect("options are long");
            assert!(option.get_help().is_some_and(|help| !help.to_string().is_empty()), "{}: --{name}", entry.id);
        }
        // Every state that keys lead to has an address, and help lists its options.
        command.build();
        let known: Vec<&str> = command.get_opts().filter_map(|option| option.get_long()).collect();
        let mut player = Scenario::new(entry.id).player();
        for key in ["down", "right", "m", "v", "g", "s", "d", "+", "x", "l"] {
            player.event(Event::Key(parse_key(key).expect("a key")));
        }
        for (name, _) in player.app().exhibit().options {
            assert!(known.contains(&name.as_str()), "{}: --{name} is not among {known:?}", entry.id);
        }
    }
}
