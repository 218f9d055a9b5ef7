//! A key press from the terminal, the configuration or a script.

use crate::words::errors;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

errors! {
    /// Why a text is not a key.
    #[derive(Eq)]
    pub enum KeyError: "key" {
        /// There is no key of this name.
        Unknown { text: String } = "unknown",
    }
}

/// A key with its modifiers.
///
/// A letter is kept as it is typed. A capital always has [`KeyModifiers::SHIFT`], so that `G` and `shift-g` are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

impl Key {
    /// The key with these modifiers in normal form, so that equal presses compare equal.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let shift = modifiers.contains(KeyModifiers::SHIFT);
        match code {
            KeyCode::Char('\r' | '\n') => Self { code: KeyCode::Enter, modifiers },
            KeyCode::Char(c) if shift => Self { code: KeyCode::Char(c.to_ascii_uppercase()), modifiers },
            KeyCode::Char(c) if c.is_ascii_uppercase() => Self { code, modifiers: modifiers | KeyModifiers::SHIFT },
            KeyCode::BackTab => Self { code, modifiers: modifiers | KeyModifiers::SHIFT },
            code => Self { code, modifiers },
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&label(*self, true))
    }
}

/// The key of a terminal event; `None` for the release of a key.
pub fn from_event(event: KeyEvent) -> Option<Key> {
    (event.kind != KeyEventKind::Release).then(|| Key::new(event.code, event.modifiers))
}

/// Modifiers as they are written before a key.
const MODIFIERS: [(&str, KeyModifiers); 4] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
    ("cmd-", KeyModifiers::SUPER),
];

/// The named keys. If a key has two names, the first is the usual one.
const NAMES: [(&str, KeyCode); 20] = [
    ("esc", KeyCode::Esc),
    ("enter", KeyCode::Enter),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("ins", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
    ("hyphen", KeyCode::Char('-')),
    ("minus", KeyCode::Char('-')),
    ("tab", KeyCode::Tab),
];

/// The highest function key.
const MOST_FUNCTION_KEYS: u8 = 24;

/// Parses a key as the configuration and scripts write it: `a`, `G`, `?`, `up`, `shift-left`, `ctrl-c`, `space`.
///
/// A single capital stands for itself with shift, as it is typed.
///
/// # Errors
/// [`KeyError`] if the text is not a key.
pub fn parse_key(text: &str) -> Result<Key, KeyError> {
    if let Some(letter) = only(text) {
        let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
        return Ok(Key::new(KeyCode::Char(letter), shift));
    }
    let lower = text.to_ascii_lowercase();
    let (mut rest, mut modifiers) = (lower.as_str(), KeyModifiers::NONE);
    while let Some((tail, modifier)) = MODIFIERS.iter().find_map(|(word, m)| Some((rest.strip_prefix(word)?, *m))) {
        (rest, modifiers) = (tail, modifiers | modifier);
    }
    let code = named(rest)
        .or_else(|| only(rest).map(KeyCode::Char))
        .ok_or_else(|| KeyError::Unknown { text: text.to_owned() })?;
    Ok(Key::new(code, modifiers))
}

/// The character of a text that has exactly one.
fn only(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn named(word: &str) -> Option<KeyCode> {
    let function = || word.strip_prefix('f')?.parse().ok().filter(|n| (1..=MOST_FUNCTION_KEYS).contains(n));
    let name = NAMES.iter().find(|(name, _)| *name == word).map(|(_, code)| *code);
    name.or_else(|| function().map(KeyCode::F))
}

/// The character that a key types into a line of text; `None` for other keys.
pub fn typed(key: Key) -> Option<char> {
    match (key.code, key.modifiers) {
        (KeyCode::Char(c), KeyModifiers::NONE | KeyModifiers::SHIFT) => Some(c),
        _ => None,
    }
}

/// The same key on a Latin keyboard: ㅂ becomes q. Other keys are returned unchanged.
pub fn latin(key: Key) -> Key {
    let KeyCode::Char(c) = key.code else { return key };
    let letter = crate::text::latin_letter(c);
    if letter == c {
        return key;
    }
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Key::new(KeyCode::Char(letter), key.modifiers | shift)
}

/// A key as a hint shows it, as short as possible: `↑`, `⏎`, `^c`, `G`. In ASCII it is a name.
pub fn label(key: Key, ascii: bool) -> String {
    let code = key.code;
    let pick = |glyph: &'static str, word: &'static str| if ascii { word } else { glyph }.to_owned();
    let name = match code {
        KeyCode::Up => pick("↑", "up"),
        KeyCode::Down => pick("↓", "down"),
        KeyCode::Left => pick("←", "left"),
        KeyCode::Right => pick("→", "right"),
        KeyCode::Enter => pick("⏎", "enter"),
        KeyCode::Tab => pick("⇥", "tab"),
        KeyCode::BackTab => return pick("⇤", "shift-tab"),
        KeyCode::Backspace => pick("⌫", "backspace"),
        KeyCode::Esc => "esc".to_owned(),
        KeyCode::Home => "home".to_owned(),
        KeyCode::End => "end".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Delete => "del".to_owned(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Insert => "ins".to_owned(),
        other => other.to_string().to_lowercase(),
    };
    let shift = key.modifiers.contains(KeyModifiers::SHIFT) && !matches!(code, KeyCode::Char(_));
    let marks = [
        (key.modifiers.contains(KeyModifiers::CONTROL), "^"),
        (key.modifiers.contains(KeyModifiers::ALT), "alt-"),
        (shift, if ascii { "shift-" } else { "⇧" }),
    ];
    marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect::<String>() + &name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_labelled() {
        for (text, shown) in [("a", "a"), ("G", "G"), ("?", "?"), ("-", "-"), ("up", "↑"), ("ctrl-c", "^c")] {
            assert_eq!(label(parse_key(text).unwrap(), false), shown, "{text}");
        }
        assert_eq!(label(parse_key("shift-left").unwrap(), false), "⇧←");
        assert_eq!(label(parse_key("shift-left").unwrap(), true), "shift-left");
        assert!(parse_key("upp").is_err());
        for text in ["", "ctrl-", "f0", "f25", "f01x", "ctrl-ab", "a-b", "shift"] {
            assert!(parse_key(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn one_press_has_one_form() {
        for (one, other) in [
            ("G", "shift-g"),
            ("ctrl-C", "ctrl-c"),
            ("backtab", "shift-backtab"),
            ("del", "delete"),
            ("F1", "f1"),
            ("-", "minus"),
            ("ctrl--", "ctrl-hyphen"),
            ("ctrl-alt-x", "alt-ctrl-x"),
        ] {
            assert_eq!(parse_key(one).unwrap(), parse_key(other).unwrap(), "{one} {other}");
        }
    }

    #[test]
    fn jamo_are_the_keys_they_lie_on() {
        for (jamo, letter) in [("ㅂ", "q"), ("ㅃ", "Q"), ("ㅎ", "g")] {
            assert_eq!(latin(parse_key(jamo).unwrap()), parse_key(letter).unwrap());
        }
        assert_eq!(latin(parse_key("z").unwrap()), parse_key("z").unwrap());
    }

    #[test]
    fn only_plain_characters_are_typed() {
        assert_eq!(typed(parse_key("G").unwrap()), Some('G'));
        assert_eq!(typed(parse_key("한").unwrap()), Some('한'));
        assert_eq!(typed(parse_key("ctrl-c").unwrap()), None);
        assert_eq!(typed(parse_key("enter").unwrap()), None);
    }
}
