//! Cuts bytes from the terminal into keys, sequences and answers.
//!
//! A connection may cut a sequence anywhere, and an answer may come late, between two keys. So bytes are held until
//! they are complete. Incomplete sequences are dropped after a while: they are not taken for keys, nor is their rest if
//! it comes a few seconds later.

use super::sequence::{ESC, PASTE, ParsedSequence, parse, paste};
use super::stub::{Next, Stub};
use super::token::InputToken;
use std::time::Duration;

/// Holds bytes that are not complete yet.
#[derive(Debug, Default)]
pub(super) struct Lexer {
    held: Vec<u8>,
    /// Everything before this index is done.
    at: usize,
    /// The number of bytes from `at` on that were searched for an end already.
    searched: usize,
    /// The beginning of a sequence that was dropped before its rest came.
    stub: Stub,
}

impl Lexer {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.held.drain(..self.at);
        self.at = 0;
        self.held.extend(bytes);
    }

    /// The next complete token, if there is one.
    pub(super) fn next(&mut self) -> Option<InputToken> {
        if self.stub.length > 0 {
            match self.stub.go_on(self.rest()) {
                Next::Wait => return None,
                Next::Whole(token, length) => {
                    self.done(length);
                    if token.is_some() {
                        return token;
                    }
                }
                Next::Alone => self.done(self.stub.length),
            }
        }
        while let Some(rest) = self.held.get(self.at..).filter(|rest| !rest.is_empty()) {
            match parse(rest, self.searched) {
                ParsedSequence::Whole(token, length) => {
                    self.done(length);
                    if token.is_some() {
                        return token;
                    }
                }
                ParsedSequence::Partial(searched) => {
                    self.searched = searched;
                    return None;
                }
            }
        }
        None
    }

    fn done(&mut self, length: usize) {
        self.at += length;
        self.searched = 0;
        self.stub = Stub::default();
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.at..).unwrap_or_default()
    }

    /// How long to wait for the rest of the held bytes; `None` if there are none. While answers are `awaited`, an Esc
    /// is more likely the first byte of one.
    pub(super) fn patience(&self, awaited: bool) -> Option<Duration> {
        // A reader who presses Esc waits this long, in milliseconds. Nobody types the rest of a sequence as fast.
        let brief = if awaited { 500 } else { 40 };
        let millis = match (self.rest(), self.rest().get(self.stub.length..).unwrap_or_default()) {
            (_, []) => return None,
            (rest, _) if rest.starts_with(PASTE) => 10_000,
            (_, [ESC]) => brief,
            (rest, new) if self.stub.may_be_keys(rest) => {
                if new.len() == 1 {
                    brief
                } else {
                    150
                }
            }
            ([ESC, _], _) if !awaited => 150,
            _ => 2000,
        };
        Some(Duration::from_millis(millis))
    }

    /// The rest did not come in time. A single Esc is a key, pasted text is delivered, and half a sequence is dropped.
    /// What follows soon may still be the rest and is parsed as that; see [`Lexer::forget`].
    pub(super) fn give_up(&mut self, awaited: bool) -> Vec<InputToken> {
        let (rest, before) = (self.rest(), self.stub);
        let new = rest.get(before.length..).unwrap_or_default();
        let tokens = match (rest, new) {
            (_, [ESC]) => vec![InputToken::Esc],
            _ if before.may_be_keys(rest) => new.iter().map(|c| InputToken::Char(char::from(*c))).collect(),
            ([ESC, c @ (b'P' | b']' | b'_' | b'^' | b'X')], _) if !awaited => vec![InputToken::Alt(char::from(*c))],
            (rest, _) => rest.strip_prefix(PASTE).map(paste).into_iter().collect(),
        };
        let said =
            before.said || matches!(tokens[..], [InputToken::Esc | InputToken::Alt(_) | InputToken::Char(_), ..]);
        let length = match rest {
            // The rest of the paste is pasted as well, but with a time limit, because the end may be lost.
            rest if rest.starts_with(PASTE) && before.length == 0 => PASTE.len(),
            rest if rest.starts_with(PASTE) => 0,
            [ESC] | [ESC, b'[' | b']' | b'P' | b'O', ..] => rest.len(),
            _ => 0,
        };
        self.held = rest[..length].to_vec();
        (self.at, self.searched) = (0, 0);
        self.stub = Stub { length, said };
        tokens
    }

    /// It is too late for the rest of what was dropped.
    pub(super) fn forget(&mut self) {
        if self.rest().len() == self.stub.length {
            self.done(self.stub.length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequence::LONGEST_PASTE;
    use super::*;
    use proptest::prelude::*;

    fn lexed<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<InputToken> {
        let (mut lexer, mut tokens) = (Lexer::default(), Vec::new());
        for piece in pieces {
            lexer.push(piece);
            tokens.extend(std::iter::from_fn(|| lexer.next()));
        }
        tokens.extend(lexer.give_up(false));
        tokens
    }

    /// The same, if the connection pauses after each piece until the timeout.
    fn paused(pieces: &[&str], awaited: bool) -> Vec<InputToken> {
        let (mut lexer, mut tokens) = (Lexer::default(), Vec::new());
        for piece in pieces {
            lexer.push(piece.as_bytes());
            tokens.extend(std::iter::from_fn(|| lexer.next()));
            if lexer.patience(awaited).is_some() {
                tokens.extend(lexer.give_up(awaited));
            }
        }
        tokens
    }

    fn of(text: &str) -> Vec<InputToken> {
        lexed([text.as_bytes()])
    }

    #[test]
    fn keys_and_answers_are_told_apart() {
        let csi = |text: &str| InputToken::Csi(text.to_owned());
        assert_eq!(of("j\x1b[Bk"), [InputToken::Char('j'), csi("B"), InputToken::Char('k')]);
        assert_eq!(of("\x1b[?62;4cq"), [csi("?62;4c"), InputToken::Char('q')]);
        assert_eq!(of("\x1b]11;rgb:00/00/00\x07q"), [InputToken::Osc("11;rgb:00/00/00".into()), InputToken::Char('q')]);
        assert_eq!(of("\x1bP1$r0m\x1b\\q"), [InputToken::Dcs("1$r0m".into()), InputToken::Char('q')]);
        assert_eq!(of("\x1b[200~q\x1b[B\x1b[201~j"), [InputToken::Paste("q\x1b[B".into()), InputToken::Char('j')]);
        assert_eq!(of("한\x1bx\x1b"), [InputToken::Char('한'), InputToken::Alt('x'), InputToken::Esc]);
    }

    #[test]
    fn what_is_no_sequence_is_dropped_and_what_follows_is_kept() {
        assert_eq!(of("\x1b[M\x20qqj"), [InputToken::Char('j')], "an old mouse report");
        assert_eq!(of("\x1b]11;rg\x1b[B"), [InputToken::Csi("B".into())], "cut off by a key");
        assert_eq!(lexed([&b"\xff\x9b\xc3j"[..]]), [InputToken::Char('j')], "no UTF-8");
        assert_eq!(of("\x1b[12"), [], "half a sequence");
        assert_eq!(of("\x1bP"), [InputToken::Alt('P')], "a key that begins like an answer");
    }

    #[test]
    fn endless_things_do_not_fill_memory() {
        let mut lexer = Lexer::default();
        for start in ["\x1b[", "\x1b]", "\x1b[200~"] {
            lexer.push(start.as_bytes());
            for _ in 0..3000 {
                lexer.push(&[b'1'; 1000]);
                while lexer.next().is_some() {}
                assert!(lexer.held.len() < LONGEST_PASTE + 2000);
            }
            lexer.give_up(false);
        }
    }

    #[test]
    fn the_rest_of_what_was_given_up_is_no_key() {
        let csi = |text: &str| InputToken::Csi(text.to_owned());
        for awaited in [false, true] {
            let paused = |pieces: &[&str]| paused(pieces, awaited);
            assert_eq!(paused(&["\x1b", "[?62;22cq"]), [InputToken::Esc, csi("?62;22c"), InputToken::Char('q')]);
            assert_eq!(paused(&["\x1b", "[12;5R"]), [InputToken::Esc, csi("12;5R")]);
            assert_eq!(paused(&["\x1b", "[B"]), [InputToken::Esc, csi("B")], "an arrow");
            assert_eq!(paused(&["\x1b", "OA"]), [InputToken::Esc, InputToken::Ss3('A')], "an arrow of another kind");
            assert_eq!(paused(&["\x1b[", "A"]), [csi("A")], "an arrow, whole");
            assert_eq!(paused(&["\x1b[1;", "2D"]), [csi("1;2D")]);
            assert_eq!(
                paused(&["\x1b]11;rgb:ff", "ff/0/0\x1b", "\\q"]),
                [InputToken::Osc("11;rgb:ffff/0/0".into()), InputToken::Char('q')]
            );
            assert_eq!(paused(&["\x1b]11;rg", "\x1b[B"]), [csi("B")], "the rest never comes");
            assert_eq!(paused(&["\x1b[?6", "\x1b", "q"]), [InputToken::Esc, InputToken::Char('q')]);
            assert_eq!(
                paused(&["\x1b[200~a", "q", "\x1b[201~j"])[..2],
                [InputToken::Paste("a".into()), InputToken::Paste("q".into())]
            );
        }
    }

    #[test]
    fn who_presses_esc_goes_on_typing() {
        for awaited in [false, true] {
            for typed in ["q", "[", "]", "P", "O", "x", "[1", "]q", "Pq", "[]", "[x", "Oq", "한"] {
                let mut want = vec![InputToken::Esc];
                want.extend(typed.chars().map(InputToken::Char));
                let one = [&["\x1b"][..], &[typed]].concat();
                assert_eq!(paused(&one, awaited), want, "{typed} at once");
                let letters: Vec<String> = typed.chars().map(String::from).collect();
                let each = std::iter::once("\x1b").chain(letters.iter().map(String::as_str)).collect::<Vec<_>>();
                assert_eq!(paused(&each, awaited), want, "{typed} one by one");
            }
            assert_eq!(paused(&["\x1b", "[", "A"], awaited)[2], InputToken::Char('A'));
        }
        let mut lexer = Lexer::default();
        lexer.push(b"\x1b");
        assert_eq!((lexer.next(), lexer.give_up(false)), (None, vec![InputToken::Esc]));
        lexer.forget();
        lexer.push(b"[B");
        assert_eq!(lexer.next(), Some(InputToken::Char('[')), "later it is no rest of anything");
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "j",
            "q",
            "\r",
            "한",
            "ã",
            "\x1b[A",
            "\x1bOP",
            "\x1b[1;2D",
            "\x1b[5~",
            "\x1bx",
            "\x1b[200~q\nq\x1b[201~",
            "\x1b]11;rgb:1010/1414/1c1c\x1b\\",
            "\x1b]11;rgb:ffff/ffff/ffff\x07",
            "\x1bP1$r0;48:2::1:2:3m\x1b\\",
            "\x1b[?62;22c",
            "\x1b[?2026;2$y",
            "\x1b[1;3R",
            "\x1b[<0;5;5M",
            "\x1b[I",
        ])
    }

    proptest! {
        #[test]
        fn cuts_change_nothing(pieces in prop::collection::vec(piece(), 0..20), cuts in prop::collection::vec(0usize..400, 0..20)) {
            let whole = pieces.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
            cuts.sort_unstable();
            let ends = cuts.iter().copied().chain([whole.len()]);
            let starts = [0].into_iter().chain(cuts.iter().copied());
            let cut: Vec<&[u8]> = starts.zip(ends).map(|(start, end)| &whole.as_bytes()[start..end]).collect();
            prop_assert_eq!(lexed(cut), lexed([whole.as_bytes()]));
            prop_assert_eq!(lexed([whole.as_bytes()]).len(), pieces.len());
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            lexed(bytes.chunks(7));
        }
    }
}
