//! Reads the terminal on two threads: one waits for bytes, the other parses them.

use super::keyboard::Keyboard;
use super::keys::key;
use super::lexer::Lexer;
use super::token::InputToken;
use crate::input::{Key, from_event};
use crate::runtime::probe::{self, Probe, ProbeReply};
use crate::screens::{Pointer, TerminalCapabilities};
use ratatui::layout::Position;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Answers later than this may be cut in a place where they look like keys.
const AWAITED: Duration = Duration::from_secs(10);

/// How long after an incomplete sequence was dropped its rest may still come.
const LATE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, PartialEq)]
pub(in crate::runtime) enum Input {
    Key(Key),
    Paste(String),
    /// The mouse did something at a cell.
    Mouse(Position, Pointer),
    /// Whether the window has the focus.
    Focus(bool),
    /// The capabilities known so far.
    Found(TerminalCapabilities),
    /// All questions are answered.
    Over,
    /// The position of the cursor, which is asked for after frames.
    Column,
    /// The terminal is gone.
    Closed,
}

/// Parses bytes into input.
#[derive(Debug)]
struct Listener {
    lexer: Lexer,
    probe: Probe,
    since: Instant,
    /// When an incomplete sequence was last dropped.
    gave_up: Instant,
}

impl Listener {
    fn new() -> Self {
        let now = Instant::now();
        Self { lexer: Lexer::default(), probe: Probe::default(), since: now, gave_up: now }
    }

    fn patience(&self) -> Option<Duration> {
        self.lexer.patience(self.awaits())
    }

    fn awaits(&self) -> bool {
        !self.probe.is_over() && self.since.elapsed() < AWAITED
    }

    fn take(&mut self, bytes: &[u8], send: &mut impl FnMut(Input)) {
        if self.gave_up.elapsed() > LATE {
            self.lexer.forget();
        }
        self.lexer.push(bytes);
        let before = self.probe.findings();
        let mut over = false;
        while let Some(token) = self.lexer.next() {
            over |= self.mean(token, send);
        }
        // Several answers are reported once, because each report would draw everything again.
        if self.probe.findings() != before {
            send(Input::Found(self.probe.findings()));
        }
        if over {
            send(Input::Over);
        }
    }

    fn give_up(&mut self, send: &mut impl FnMut(Input)) {
        self.gave_up = Instant::now();
        for token in self.lexer.give_up(self.awaits()) {
            self.mean(token, send);
        }
    }

    /// Sends the meaning of a token. Returns whether it was the last answer.
    fn mean(&mut self, token: InputToken, send: &mut impl FnMut(Input)) -> bool {
        let answer = match &token {
            InputToken::Csi(body) => probe::of_csi(body),
            InputToken::Dcs(body) => probe::of_dcs(body),
            InputToken::Osc(body) => probe::of_osc(body),
            _ => None,
        };
        match (answer, token) {
            (Some(answer), _) => {
                let was_over = self.probe.is_over();
                if !self.probe.take(answer) && matches!(answer, ProbeReply::Column(_)) {
                    send(Input::Column);
                }
                return self.probe.is_over() && !was_over;
            }
            (None, InputToken::Paste(text)) => send(Input::Paste(text)),
            (None, InputToken::Csi(body)) if body.starts_with('<') => {
                if let Some((at, pointer)) = mouse(&body) {
                    send(Input::Mouse(at, pointer));
                }
            }
            (None, InputToken::Csi(body)) if body == "I" || body == "O" => send(Input::Focus(body == "I")),
            (None, token) => {
                if let Some(key) = key(&token).and_then(from_event) {
                    send(Input::Key(key));
                }
            }
        }
        false
    }
}

/// Parses `<button;column;rowM`, counted from 1; `None` unless it is a press or a turn of the wheel.
fn mouse(body: &str) -> Option<(Position, Pointer)> {
    let mut numbers = body.strip_prefix('<')?.strip_suffix('M')?.split(';').map(str::parse::<u16>);
    let mut number = || numbers.next()?.ok();
    let (button, column, row) = (number()?, number()?, number()?);
    // Bits 2 to 4 are shift, alt and control.
    let pointer = match button & !0b1_1100 {
        0 => Pointer::Press,
        64 => Pointer::WheelUp,
        65 => Pointer::WheelDown,
        _ => return None,
    };
    Some((Position::new(column.checked_sub(1)?, row.checked_sub(1)?), pointer))
}

/// Starts reading a keyboard. Input is passed to `send` until that returns false or the terminal is gone.
///
/// # Errors
/// The system cannot start a thread.
pub(in crate::runtime) fn watch(
    keyboard: Keyboard,
    mut send: impl FnMut(Input) -> bool + Send + 'static,
) -> io::Result<()> {
    let (bytes, inbox) = channel();
    spawn("bytes", move || keyboard.read(|source| read(source, &bytes)))?;
    spawn("input", move || understand(&inbox, &mut send))
}

fn read(input: &mut dyn Read, bytes: &Sender<Vec<u8>>) {
    let mut buffer = vec![0; 16384];
    loop {
        match input.read(&mut buffer) {
            Ok(count @ 1..) => {
                if bytes.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Nothing more can arrive: the terminal is gone.
            Ok(0) | Err(_) => return,
        }
    }
}

fn understand(inbox: &Receiver<Vec<u8>>, send: &mut impl FnMut(Input) -> bool) {
    let (mut listener, mut wanted) = (Listener::new(), true);
    loop {
        let came = match listener.patience() {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => inbox.recv_timeout(patience),
        };
        let mut pass = |input| wanted &= send(input);
        match came {
            Ok(bytes) => listener.take(&bytes, &mut pass),
            Err(RecvTimeoutError::Timeout) => listener.give_up(&mut pass),
            Err(RecvTimeoutError::Disconnected) => {
                send(Input::Closed);
                return;
            }
        }
        if !wanted {
            return;
        }
    }
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::parse_key;
    use crate::tile::ColorDepth;
    use proptest::prelude::*;

    const ANSWERS: &str =
        "\x1bP1$r48:2:1:2:3m\x1b\\\x1b[1;3R\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?2026;2$y\x1b[?62;22c";

    fn heard<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (Vec<Input>, TerminalCapabilities) {
        let (mut listener, mut inputs) = (Listener::new(), Vec::new());
        for piece in pieces {
            listener.take(piece.as_bytes(), &mut |input| inputs.push(input));
        }
        (inputs, listener.probe.findings())
    }

    fn everything() -> TerminalCapabilities {
        TerminalCapabilities {
            depth: Some(ColorDepth::TrueColor),
            utf8: Some(true),
            light: Some(true),
            synchronised: Some(true),
        }
    }

    #[test]
    fn answers_become_findings_once() {
        assert_eq!(heard([ANSWERS]).0, [Input::Found(everything()), Input::Over]);
        let (inputs, _) = heard([ANSWERS, "\x1b[7;9R", "\x1b[O"]);
        assert_eq!(inputs[2..], [Input::Column, Input::Focus(false)]);
    }

    /// The connection pauses at every position until the timeout, and at any two positions.
    #[test]
    fn answers_that_pause_are_never_keys() {
        let esc = Input::Key(parse_key("esc").unwrap());
        let cuts = (0..ANSWERS.len()).flat_map(|a| (a..ANSWERS.len()).map(move |b| (a, b)));
        for (a, b) in cuts {
            let (mut listener, mut inputs) = (Listener::new(), Vec::new());
            for piece in [&ANSWERS[..a], &ANSWERS[a..b], &ANSWERS[b..]] {
                listener.take(piece.as_bytes(), &mut |input| inputs.push(input));
                if listener.patience().is_some() {
                    listener.give_up(&mut |input| inputs.push(input));
                }
            }
            let allowed = [a, b].iter().filter(|at| **at > 0 && ANSWERS.as_bytes()[**at - 1] == 0x1b).count();
            let keys: Vec<&Input> = inputs.iter().filter(|input| matches!(input, Input::Key(_))).collect();
            // After an Esc whose rest did not come, the text after another early pause may have been typed.
            let typed = ["[", "[1", "P", "]", "\\"].contains(&&ANSWERS[a..b]) && allowed > 0;
            assert_eq!(listener.probe.findings(), everything(), "cut at {a} and {b}");
            if typed {
                assert!(keys.len() <= allowed + b - a, "cut at {a} and {b}: {keys:?}");
            } else {
                assert!(keys.len() <= allowed && keys.iter().all(|key| **key == esc), "cut at {a} and {b}: {keys:?}");
            }
        }
    }

    proptest! {
        /// Only the keys that were pressed meanwhile arrive, wherever the answers are cut.
        #[test]
        fn answers_are_never_keys(at in prop::sample::subsequence(vec![0usize, 18, 24, 49, 60, 69], 0..=6), cut in 0usize..80) {
            let mut line = ANSWERS.to_owned();
            for place in at.iter().rev() {
                line.insert_str(*place, "j\x1b[B");
            }
            let cut = cut.min(line.len());
            let (inputs, found) = heard([&line[..cut], &line[cut..]]);
            let keys: Vec<Input> = inputs.into_iter().filter(|input| matches!(input, Input::Key(_))).collect();
            let pressed = ["j", "down"].map(|name| Input::Key(parse_key(name).unwrap()));
            let pressed: Vec<Input> = at.iter().flat_map(|_| pressed.clone()).collect();
            prop_assert_eq!(keys, pressed);
            prop_assert_eq!(found, everything());
        }
    }
}
