//! The beginning of a sequence that was dropped because its rest did not come in time. If the rest comes later, it is
//! recognised and not taken for keys.

use super::keys::key;
use super::sequence::{ESC, ParsedSequence, parse};
use super::token::InputToken;
use crate::runtime::probe;

/// The number of held bytes that were dropped.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stub {
    pub(super) length: usize,
    /// Whether the bytes may have been typed and were taken for a key.
    pub(super) said: bool,
}

/// The result of parsing a stub and the bytes after it.
pub(super) enum Next {
    /// Not decided yet.
    Wait,
    /// A token and its length in bytes, including those of the stub.
    Whole(Option<InputToken>, usize),
    /// The new bytes do not belong to the stub.
    Alone,
}

impl Stub {
    /// Parses the stub and the bytes after it.
    pub(super) fn go_on(self, rest: &[u8]) -> Next {
        if rest.len() <= self.length {
            return Next::Wait;
        }
        match parse(rest, 0) {
            ParsedSequence::Partial(_) if !self.said || may_become_answer(rest) || self.may_be_key(rest) => Next::Wait,
            ParsedSequence::Whole(Some(token), length) if length > self.length && self.fits(&token) => {
                Next::Whole(Some(token), length)
            }
            ParsedSequence::Whole(None, length) if length > self.length && !self.said => Next::Whole(None, length),
            _ => Next::Alone,
        }
    }

    /// Whether the bytes after the stub may be keys after all, because only the Esc before them suggests otherwise.
    pub(super) fn may_be_keys(self, rest: &[u8]) -> bool {
        self.said && self.length == 1 && rest.len() > 1 && !is_answer_begun(rest)
    }

    /// An Esc was reported as a key; the bytes may continue it to an arrow key or the like.
    fn may_be_key(self, rest: &[u8]) -> bool {
        self.length == 1
            && match &rest[1..] {
                [b'O' | b'['] => true,
                [b'[', more @ ..] => more.iter().all(|c| c.is_ascii_digit() || *c == b';'),
                _ => false,
            }
    }

    fn fits(self, token: &InputToken) -> bool {
        let is_said_in_full = self.said && self.length > 1;
        match token {
            InputToken::Dcs(_) | InputToken::Osc(_) | InputToken::Paste(_) => true,
            InputToken::Csi(body) if probe::of_csi(body).is_some() => true,
            InputToken::Csi(body) => {
                let report = body.starts_with('<') || body == "I" || body == "O";
                !self.said && self.length > 2 || !is_said_in_full && (report || key(token).is_some())
            }
            InputToken::Ss3(_) => !is_said_in_full && key(token).is_some(),
            InputToken::Char(_) | InputToken::Alt(_) | InputToken::Esc => false,
        }
    }
}

/// The beginnings of answers.
const ANSWERS: [&[u8]; 6] = [b"[?", b"]11;", b"]10;", b"P1$r", b"P0$r", b"P>|"];

/// Whether the bytes may be the beginning of an answer.
fn may_become_answer(bytes: &[u8]) -> bool {
    let [ESC, body @ ..] = bytes else { return false };
    ANSWERS.iter().any(|answer| body.starts_with(answer) || answer.starts_with(body))
}

/// Whether the bytes are the beginning of an answer, and of nothing that a person types after an Esc.
fn is_answer_begun(bytes: &[u8]) -> bool {
    let [ESC, body @ ..] = bytes else { return false };
    let begun = |answer: &&[u8]| body.len() > 1 && (body.starts_with(answer) || answer.starts_with(body));
    // The position of the cursor: digits with a separator.
    let place = body.starts_with(b"[") && body.len() > 2 && body.contains(&b';');
    place || ANSWERS.iter().any(begun)
}
