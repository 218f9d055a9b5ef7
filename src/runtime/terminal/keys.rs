//! Keys from the sequences that the terminal sends for them.

use super::token::InputToken;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key of a token; `None` if it is not a key.
pub(super) fn key(token: &InputToken) -> Option<KeyEvent> {
    match token {
        InputToken::Char(c) => Some(letter(*c)),
        InputToken::Alt(c) => {
            let key = letter(*c);
            Some(KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT))
        }
        InputToken::Esc => Some(plain(KeyCode::Esc)),
        InputToken::Ss3(c) => ss3(*c).map(plain),
        InputToken::Csi(body) => csi(body),
        InputToken::Dcs(_) | InputToken::Osc(_) | InputToken::Paste(_) => None,
    }
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn letter(c: char) -> KeyEvent {
    let control = |first: char, n: u8| KeyEvent::new(KeyCode::Char((first as u8 + n) as char), KeyModifiers::CONTROL);
    match c {
        '\r' => plain(KeyCode::Enter),
        '\t' => plain(KeyCode::Tab),
        '\x7f' => plain(KeyCode::Backspace),
        '\0' => KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL),
        '\x01'..='\x1a' => control('a', c as u8 - 1),
        '\x1c'..='\x1f' => control('4', c as u8 - 0x1c),
        c if c.is_uppercase() => KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT),
        c => plain(KeyCode::Char(c)),
    }
}

fn ss3(c: char) -> Option<KeyCode> {
    match c {
        'M' => Some(KeyCode::Enter),
        c => named(c),
    }
}

fn named(last: char) -> Option<KeyCode> {
    Some(match last {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'P' => KeyCode::F(1),
        'Q' => KeyCode::F(2),
        'R' => KeyCode::F(3),
        'S' => KeyCode::F(4),
        _ => return None,
    })
}

fn csi(body: &str) -> Option<KeyEvent> {
    if let Some(function) = body.strip_prefix('[') {
        let n = function.bytes().next().filter(|c| (b'A'..=b'E').contains(c))? - b'A';
        return Some(plain(KeyCode::F(n + 1)));
    }
    let last = body.chars().next_back()?;
    let front = body.get(..body.len() - last.len_utf8())?;
    if !front.bytes().all(|c| c.is_ascii_digit() || c == b';') {
        return None;
    }
    let numbers: Vec<u8> = front.split(';').map(|n| n.parse().unwrap_or(0)).collect();
    let code = match last {
        'Z' => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        '~' => numbered(*numbers.first()?)?,
        // With numbers it is the position of the cursor.
        'R' if !front.is_empty() => return None,
        last => named(last)?,
    };
    // The second number is one more than a sum of 1 for shift, 2 for alt and 4 for control.
    let held = numbers.get(1).map_or(0, |n| n.saturating_sub(1));
    let marks = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = marks.iter().filter(|(bit, _)| held & bit != 0).fold(KeyModifiers::NONE, |all, (_, m)| all | *m);
    Some(KeyEvent::new(code, modifiers))
}

fn numbered(n: u8) -> Option<KeyCode> {
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(n - 10),
        17..=21 => KeyCode::F(n - 11),
        23 | 24 => KeyCode::F(n - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Option<KeyEvent> {
        key(&InputToken::Csi(body.to_owned()))
    }

    #[test]
    fn sequences_are_the_keys_they_stand_for() {
        assert_eq!(of("B"), Some(plain(KeyCode::Down)));
        assert_eq!(of("5~"), Some(plain(KeyCode::PageUp)));
        assert_eq!(of("1;2D"), Some(KeyEvent::new(KeyCode::Left, KeyModifiers::SHIFT)));
        assert_eq!(of("3;5~"), Some(KeyEvent::new(KeyCode::Delete, KeyModifiers::CONTROL)));
        assert_eq!(of("[A"), Some(plain(KeyCode::F(1))));
        assert_eq!(of("15~"), Some(plain(KeyCode::F(5))));
        assert_eq!(of("24~"), Some(plain(KeyCode::F(12))));
        assert_eq!(key(&InputToken::Ss3('H')), Some(plain(KeyCode::Home)));
    }

    #[test]
    fn answers_and_reports_are_no_keys() {
        for body in ["?62;22c", "?2026;2$y", "1;3R", "<0;5;5M", "I", "O", "99x", "200~", "0n"] {
            assert_eq!(of(body), None, "{body}");
        }
    }

    #[test]
    fn control_characters_are_keys_with_control() {
        assert_eq!(key(&InputToken::Char('\x03')), Some(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        assert_eq!(key(&InputToken::Char('\x1a')), Some(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL)));
        assert_eq!(key(&InputToken::Char('\x08')), Some(KeyEvent::new(KeyCode::Char('h'), KeyModifiers::CONTROL)));
        assert_eq!(
            key(&InputToken::Alt('G')),
            Some(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::ALT | KeyModifiers::SHIFT))
        );
    }
}
