//! The terminal: what it can show by what the environment says, and taking it over so that it always comes back.

pub(super) mod input;
mod keys;
mod lexer;
mod sequence;
mod stub;
mod token;
pub(super) mod watchdog;

use super::probe;
use crate::tile::ColorDepth;
use crate::words::errors;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use std::io::{self, IsTerminal, Write};
use std::sync::Once;
use termprofile::{DetectorSettings, TermProfile};

/// How many colours standard output shows, by the environment: `NO_COLOR`, `CLICOLOR`, `COLORTERM`, `TERM`.
pub fn depth() -> ColorDepth {
    match TermProfile::detect(&io::stdout(), DetectorSettings::default()) {
        TermProfile::TrueColor => ColorDepth::TrueColor,
        TermProfile::Ansi256 => ColorDepth::Indexed256,
        TermProfile::Ansi16 => ColorDepth::Ansi16,
        TermProfile::NoColor | TermProfile::NoTty => ColorDepth::None,
    }
}

/// Whether standard output is a terminal that obeys sequences.
pub fn is_screen() -> bool {
    io::stdout().is_terminal() && std::env::var("TERM").is_ok_and(|term| term != "dumb")
}

/// The first locale that the environment names, in the order that POSIX gives; empty if it names none.
pub fn locale() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    named("LC_ALL").or_else(|| named("LC_CTYPE")).or_else(|| named("LANG")).unwrap_or_default()
}

/// The locale of messages.
pub fn message_locale() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    named("LC_ALL").or_else(|| named("LC_MESSAGES")).or_else(|| named("LANG")).unwrap_or_default()
}

/// Whether the environment says outright how many colours are wanted, so that the terminal is not asked.
pub fn is_depth_said() -> bool {
    ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Whether a locale names its code, so that the terminal is not asked. `C` and `POSIX` name none: they are what is left
/// where nobody chose.
pub fn is_code_said(locale: &str) -> bool {
    !matches!(locale, "" | "C" | "POSIX")
}

/// Whether a locale says outright that there is no UTF-8. One that is not set says nothing: over SSH it seldom arrives.
pub fn is_ascii(locale: &str) -> bool {
    let lower = locale.to_lowercase();
    !lower.is_empty() && !lower.contains("utf-8") && !lower.contains("utf8")
}

errors! {
    /// Why the terminal can't be taken.
    #[derive(Copy, Eq)]
    pub enum TerminalError: "terminal" {
        /// Input or output is no terminal.
        Missing = "missing",
        /// The terminal has no screen.
        Dumb = "dumb",
    }
}

/// The terminal while the program has it. Dropping it gives the terminal back.
pub struct Taken(());

impl Taken {
    /// Takes the terminal over: raw mode, alternate screen, no cursor, pasted text as such.
    ///
    /// # Errors
    /// Input or output is no terminal, or is `TERM=dumb`: a [`TerminalError`] within.
    pub fn take() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::other(TerminalError::Missing));
        }
        if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
            return Err(io::Error::other(TerminalError::Dumb));
        }
        hook_panics();
        // The depth of colour was decided already; crossterm would look at NO_COLOR once more and write nothing.
        crossterm::style::force_color_output(true);
        enter()?;
        Ok(Self(()))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        leave();
    }
}

/// Asks where the cursor is: the answer comes when everything before it was shown.
pub(super) const WHERE: &[u8] = b"\x1b[6n";

/// Asks the terminal what it can show. What it answers comes in with the keys; whatever was on the line of the cursor is
/// cleared.
pub(super) fn questions() -> String {
    probe::questions()
}

/// Takes the screen, the first time or again after a stop.
pub(super) fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)
}

/// Has the terminal tell of buttons and wheel in the form that has no largest column (xterm, modes 1000 and 1006), or not.
pub(super) fn mouse(on: bool) -> &'static [u8] {
    if on { b"\x1b[?1000h\x1b[?1006h" } else { MOUSE_OFF }
}

const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Gives the screen back. What fails is passed over: nothing more could be done.
pub(super) fn leave() {
    let mut out = io::stdout();
    // A frame may have been cut off: end it, or some terminals hold back what follows.
    let _ = out.write_all(b"\x1b[?2026l\x1b[0m");
    let _ = out.write_all(MOUSE_OFF);
    let _ = queue!(out, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Gives back what can be given back without writing: a terminal that takes no more output gets its modes.
pub(super) fn abandon() {
    let _ = disable_raw_mode();
}

/// A panic anywhere gives the terminal back before it is reported, and ends the program.
fn hook_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave();
            report(info);
            std::process::exit(101);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_locale_that_says_so_has_no_utf_8() {
        assert!(is_ascii("C") && is_ascii("POSIX") && is_ascii("en_US.ISO-8859-1"));
        assert!(!is_ascii("") && !is_ascii("C.UTF-8") && !is_ascii("ko_KR.utf8"));
    }
}
