//! One key press, from the terminal, from the configuration or from a script.

use crokey::OneToThree;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key with its modifiers.
pub type Key = crokey::KeyCombination;

/// The key of a terminal event; `None` for the release of a key.
pub fn from_event(event: KeyEvent) -> Option<Key> {
    (event.kind != KeyEventKind::Release).then(|| Key::from(event).normalized())
}

/// Reads a key as the configuration and scripts write it: `a`, `G`, `?`, `up`, `shift-left`, `ctrl-c`, `space`.
///
/// A single capital stands for itself with shift, as it is typed.
///
/// # Errors
/// The text itself, if it names no key.
pub fn parse_key(text: &str) -> Result<Key, String> {
    let mut letters = text.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
        return Ok(Key::new(KeyCode::Char(letter), shift).normalized());
    }
    crokey::parse(text).map(Key::normalized).map_err(|_| text.to_owned())
}

/// The character that a key types into a line of text, if it types one.
pub fn typed(key: Key) -> Option<char> {
    match (key.codes, key.modifiers) {
        (OneToThree::One(KeyCode::Char(c)), KeyModifiers::NONE | KeyModifiers::SHIFT) => Some(c),
        _ => None,
    }
}

/// Two-set Korean layout: the jamo that each Latin key types, so that a key works whichever layout is on.
const JAMO: &[(char, char)] = &[
    ('ㅂ', 'q'),
    ('ㅈ', 'w'),
    ('ㄷ', 'e'),
    ('ㄱ', 'r'),
    ('ㅅ', 't'),
    ('ㅛ', 'y'),
    ('ㅕ', 'u'),
    ('ㅑ', 'i'),
    ('ㅐ', 'o'),
    ('ㅔ', 'p'),
    ('ㅁ', 'a'),
    ('ㄴ', 's'),
    ('ㅇ', 'd'),
    ('ㄹ', 'f'),
    ('ㅎ', 'g'),
    ('ㅗ', 'h'),
    ('ㅓ', 'j'),
    ('ㅏ', 'k'),
    ('ㅣ', 'l'),
    ('ㅋ', 'z'),
    ('ㅌ', 'x'),
    ('ㅊ', 'c'),
    ('ㅍ', 'v'),
    ('ㅠ', 'b'),
    ('ㅜ', 'n'),
    ('ㅡ', 'm'),
    ('ㅃ', 'Q'),
    ('ㅉ', 'W'),
    ('ㄸ', 'E'),
    ('ㄲ', 'R'),
    ('ㅆ', 'T'),
    ('ㅒ', 'O'),
    ('ㅖ', 'P'),
];

/// The letter on the same key of a Latin keyboard: ㅂ is q. Other letters are themselves.
pub fn latin_letter(letter: char) -> char {
    JAMO.iter().find(|(jamo, _)| *jamo == letter).map_or(letter, |(_, letter)| *letter)
}

/// The same press on a Latin keyboard: ㅂ is q. Other keys are themselves.
pub fn latin(key: Key) -> Key {
    let OneToThree::One(KeyCode::Char(c)) = key.codes else { return key };
    let letter = latin_letter(c);
    if letter == c {
        return key;
    }
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Key::new(KeyCode::Char(letter), key.modifiers | shift).normalized()
}

/// A key as a hint shows it, as short as it can be: `↑`, `⏎`, `^c`, `G`; in words where there is no Unicode.
pub fn label(key: Key, ascii: bool) -> String {
    let OneToThree::One(code) = key.codes else { return key.to_string() };
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
        KeyCode::PageUp => "pgup".to_owned(),
        KeyCode::PageDown => "pgdn".to_owned(),
        KeyCode::Delete => "del".to_owned(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        _ => return key.to_string(),
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
