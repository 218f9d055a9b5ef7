//! Parses the sequence at the start of some bytes.

use super::token::InputToken;

pub(super) const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
pub(super) const PASTE: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// The longest sequence, in bytes.
const LONGEST_SEQUENCE: usize = 4096;
/// The longest paste, in bytes. The rest of a longer one comes as another paste.
pub(super) const LONGEST_PASTE: usize = 1 << 20;

/// The result of parsing the start of some bytes.
pub(super) enum ParsedSequence {
    /// A complete token and its length in bytes; no token if the bytes mean nothing.
    Whole(Option<InputToken>, usize),
    /// The end is missing. This many bytes need not be searched again.
    Partial(usize),
}

/// Parses the start of `bytes`. The first `searched` bytes were searched for an end already.
pub(super) fn parse(bytes: &[u8], searched: usize) -> ParsedSequence {
    match bytes {
        [ESC] | [ESC, b'O'] | [] => ParsedSequence::Partial(0),
        // The first Esc is a key. If it were alone, it would be held.
        [ESC, ESC, ..] => ParsedSequence::Whole(Some(InputToken::Esc), 1),
        [ESC, b'[', ..] => csi(bytes, searched),
        [ESC, b'O', c @ 0x40..=0x7e, ..] => ParsedSequence::Whole(Some(InputToken::Ss3(char::from(*c))), 3),
        [ESC, b'P' | b']' | b'_' | b'^' | b'X', ..] => string(bytes, searched),
        [ESC, rest @ ..] => match character(rest) {
            ParsedSequence::Whole(Some(InputToken::Char(c)), length) => {
                ParsedSequence::Whole(Some(InputToken::Alt(c)), length + 1)
            }
            ParsedSequence::Whole(_, length) => ParsedSequence::Whole(None, length + 1),
            partial @ ParsedSequence::Partial(_) => partial,
        },
        _ => character(bytes),
    }
}

/// One character of UTF-8. Invalid bytes mean nothing.
fn character(bytes: &[u8]) -> ParsedSequence {
    let length = match bytes.first() {
        Some(0..=0x7f) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return ParsedSequence::Whole(None, 1),
    };
    match std::str::from_utf8(&bytes[..length.min(bytes.len())]) {
        Ok(text) => ParsedSequence::Whole(text.chars().next().map(InputToken::Char), length),
        Err(error) => error.error_len().map_or(ParsedSequence::Partial(0), |wrong| ParsedSequence::Whole(None, wrong)),
    }
}

fn csi(bytes: &[u8], searched: usize) -> ParsedSequence {
    if bytes.starts_with(PASTE) {
        return pasted(bytes, searched);
    }
    match bytes.get(2) {
        // A mouse report of the oldest kind: three bytes with any values.
        Some(b'M') => return if bytes.len() < 6 { ParsedSequence::Partial(0) } else { ParsedSequence::Whole(None, 6) },
        // Function keys of the Linux console.
        Some(b'[') => {
            return match bytes.get(3) {
                None => ParsedSequence::Partial(0),
                Some(c) => ParsedSequence::Whole(Some(InputToken::Csi(format!("[{}", char::from(*c)))), 4),
            };
        }
        _ => {}
    }
    let from = searched.max(2);
    match bytes[from..].iter().position(|c| !(0x20..=0x3f).contains(c)) {
        None if bytes.len() > LONGEST_SEQUENCE => ParsedSequence::Whole(None, bytes.len()),
        None => ParsedSequence::Partial(bytes.len()),
        Some(n) => match bytes[from + n] {
            0x40..=0x7e => ParsedSequence::Whole(Some(InputToken::Csi(text(&bytes[2..=from + n]))), from + n + 1),
            // Cut off by other bytes, which are parsed next.
            _ => ParsedSequence::Whole(None, from + n),
        },
    }
}

/// Text up to `ESC \` or BEL, as in answers.
fn string(bytes: &[u8], searched: usize) -> ParsedSequence {
    let from = searched.max(2);
    let Some(n) = bytes[from..].iter().position(|c| matches!(*c, BEL | ESC | 0x18 | 0x1a)).map(|n| from + n) else {
        let too_long = bytes.len() > LONGEST_SEQUENCE;
        return if too_long { ParsedSequence::Whole(None, bytes.len()) } else { ParsedSequence::Partial(bytes.len()) };
    };
    let whole = |length| {
        let said = text(&bytes[2..n]);
        let token = match bytes[1] {
            b'P' => Some(InputToken::Dcs(said)),
            b']' => Some(InputToken::Osc(said)),
            _ => None,
        };
        ParsedSequence::Whole(token, length)
    };
    match (bytes[n], bytes.get(n + 1)) {
        (BEL, _) => whole(n + 1),
        (ESC, None) => ParsedSequence::Partial(n),
        (ESC, Some(b'\\')) => whole(n + 2),
        // Cut off by another sequence, which is parsed next.
        (ESC, Some(_)) => ParsedSequence::Whole(None, n),
        _ => ParsedSequence::Whole(None, n + 1),
    }
}

fn pasted(bytes: &[u8], searched: usize) -> ParsedSequence {
    let from = searched.max(PASTE.len());
    let end = bytes[from..].windows(PASTE_END.len()).position(|window| window == PASTE_END).map(|n| from + n);
    match end {
        Some(end) => ParsedSequence::Whole(Some(paste(&bytes[PASTE.len()..end])), end + PASTE_END.len()),
        None if bytes.len() > LONGEST_PASTE => ParsedSequence::Whole(None, bytes.len()),
        // The end itself may be cut.
        None => ParsedSequence::Partial((bytes.len() + 1).saturating_sub(PASTE_END.len()).max(PASTE.len())),
    }
}

pub(super) fn paste(bytes: &[u8]) -> InputToken {
    InputToken::Paste(text(bytes))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
