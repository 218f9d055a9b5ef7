//! The beginning of a sequence that was given up, because its rest did not come in time. Where the rest comes later, it is
//! understood as that and not taken for keys.

use super::keys::key;
use super::sequence::{ESC, ParsedSequence, parse};
use super::token::InputToken;
use crate::runtime::probe;

/// So many bytes at the head of what is held were given up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stub {
    pub(super) length: usize,
    /// A person may have meant them: they were taken for a key.
    pub(super) said: bool,
}

/// What comes of a stub and what came behind it.
pub(super) enum Next {
    /// That is still open.
    Wait,
    /// Something that is so many bytes long, those of the stub counted.
    Whole(Option<InputToken>, usize),
    /// What came stands for itself.
    Alone,
}

impl Stub {
    /// What comes of the stub and what came behind it.
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

    /// Whether what came behind the stub may be keys after all, since nothing but the Esc before them says otherwise.
    pub(super) fn may_be_keys(self, rest: &[u8]) -> bool {
        self.said && self.length == 1 && rest.len() > 1 && !is_answer_begun(rest)
    }

    /// An Esc was said; this may go on as an arrow or its like.
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

/// How answers begin.
const ANSWERS: [&[u8]; 6] = [b"[?", b"]11;", b"]10;", b"P1$r", b"P0$r", b"P>|"];

/// Whether the bytes may be the beginning of an answer.
fn may_become_answer(bytes: &[u8]) -> bool {
    let [ESC, body @ ..] = bytes else { return false };
    ANSWERS.iter().any(|answer| body.starts_with(answer) || answer.starts_with(body))
}

/// Whether the bytes are the beginning of an answer and of nothing that a person types behind an Esc.
fn is_answer_begun(bytes: &[u8]) -> bool {
    let [ESC, body @ ..] = bytes else { return false };
    let begun = |answer: &&[u8]| body.len() > 1 && (body.starts_with(answer) || answer.starts_with(body));
    // The place of the cursor: digits, and what parts them.
    let place = body.starts_with(b"[") && body.len() > 2 && body.contains(&b';');
    place || ANSWERS.iter().any(begun)
}
