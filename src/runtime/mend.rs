//! Mends key sequences that were cut in two on their way.
//!
//! An arrow key is three bytes, `ESC [ A`. Where a line delivers `ESC` first and the rest later, the terminal library
//! takes them for the keys Esc, `[` and `A`. A person does not type that within a few hundredths of a second; so an Esc is
//! held back for that long, and what follows it at once is put together again.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use std::time::Duration;

/// How long an Esc is held back.
pub(super) const PATIENCE: Duration = Duration::from_millis(40);

/// The longest sequence that is put together.
const LONGEST: usize = 12;

/// Holds back an Esc and what may belong to it.
#[derive(Debug, Default)]
pub(super) struct Mender {
    /// The Esc, and the characters after it.
    held: Option<(Event, String)>,
}

impl Mender {
    /// Whether something is held back.
    pub(super) fn is_waiting(&self) -> bool {
        self.held.is_some()
    }

    /// Takes an event; gives what can be passed on.
    pub(super) fn take(&mut self, event: Event) -> Vec<Event> {
        let Some((esc, mut rest)) = self.held.take() else {
            if is_esc(&event) {
                self.held = Some((event, String::new()));
                return Vec::new();
            }
            return vec![event];
        };
        match plain(&event) {
            Some(c) if rest.is_empty() && matches!(c, '[' | 'O') => rest.push(c),
            Some(c) if !rest.is_empty() => {
                rest.push(c);
                if ('@'..='~').contains(&c) {
                    return key(&rest).map(Event::Key).into_iter().collect();
                }
            }
            _ => return vec![esc, event],
        }
        if rest.len() < LONGEST {
            self.held = Some((esc, rest));
        }
        Vec::new()
    }

    /// Nothing followed in time: an Esc alone was meant as such; half a sequence means nothing.
    pub(super) fn give_up(&mut self) -> Option<Event> {
        self.held.take().filter(|(_, rest)| rest.is_empty()).map(|(esc, _)| esc)
    }
}

fn is_esc(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, modifiers: KeyModifiers::NONE, .. }))
}

/// The character of a key that is one byte.
fn plain(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(c), .. }) if c.is_ascii() => Some(*c),
        _ => None,
    }
}

/// The key of a sequence without its Esc: `[A`, `OH`, `[1;2D`, `[5~`. Others are dropped, never taken for letters.
fn key(sequence: &str) -> Option<KeyEvent> {
    let last = sequence.chars().last()?;
    let numbers: Vec<u8> = sequence.get(1..sequence.len() - 1)?.split(';').filter_map(|n| n.parse().ok()).collect();
    let code = match (last, numbers.first()) {
        ('A', _) => KeyCode::Up,
        ('B', _) => KeyCode::Down,
        ('C', _) => KeyCode::Right,
        ('D', _) => KeyCode::Left,
        ('H', _) | ('~', Some(1 | 7)) => KeyCode::Home,
        ('F', _) | ('~', Some(4 | 8)) => KeyCode::End,
        ('~', Some(3)) => KeyCode::Delete,
        ('~', Some(5)) => KeyCode::PageUp,
        ('~', Some(6)) => KeyCode::PageDown,
        ('Z', _) => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        _ => return None,
    };
    // The second number is one more than a sum of 1 for shift, 2 for alt and 4 for control.
    let held = numbers.get(1).map_or(0, |n| n.saturating_sub(1));
    let marks = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = marks.iter().filter(|(bit, _)| held & bit != 0).fold(KeyModifiers::NONE, |all, (_, m)| all | *m);
    Some(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn typed(text: &str) -> Vec<Event> {
        text.chars().map(|c| press(if c == '\x1b' { KeyCode::Esc } else { KeyCode::Char(c) })).collect()
    }

    fn mended(text: &str) -> Vec<Event> {
        let mut mender = Mender::default();
        let mut out: Vec<Event> = typed(text).into_iter().flat_map(|event| mender.take(event)).collect();
        out.extend(mender.give_up());
        out
    }

    #[test]
    fn sequences_that_were_cut_are_one_key_again() {
        assert_eq!(mended("\x1b[B"), [press(KeyCode::Down)]);
        assert_eq!(mended("\x1bOH"), [press(KeyCode::Home)]);
        assert_eq!(mended("\x1b[5~j"), [press(KeyCode::PageUp), press(KeyCode::Char('j'))]);
        assert_eq!(mended("\x1b[1;2D"), [Event::Key(KeyEvent::new(KeyCode::Left, KeyModifiers::SHIFT))]);
    }

    #[test]
    fn keys_that_were_typed_stay_what_they_are() {
        assert_eq!(mended("\x1b"), [press(KeyCode::Esc)]);
        assert_eq!(mended("\x1bj"), typed("\x1bj"));
        assert_eq!(mended("[B"), typed("[B"));
    }

    #[test]
    fn what_is_unknown_or_endless_is_dropped() {
        assert_eq!(mended("\x1b[99x"), []);
        assert_eq!(mended("\x1b[1"), []);
        assert!(mended(&format!("\x1b[{}", "1".repeat(40))).len() <= 40);
    }
}
