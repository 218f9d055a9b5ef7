//! The terminal: its capabilities according to the environment, and taking it over so that it is always restored.

pub(super) mod input;
mod keyboard;
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
pub use keyboard::Keyboard;
use std::io::{self, IsTerminal, Write};
use std::sync::Once;
use termprofile::{DetectorSettings, TermProfile};

/// The colour depth of standard output, from `NO_COLOR`, `CLICOLOR`, `COLORTERM` and `TERM`.
pub fn depth() -> ColorDepth {
    match TermProfile::detect(&io::stdout(), DetectorSettings::default()) {
        TermProfile::TrueColor => ColorDepth::TrueColor,
        TermProfile::Ansi256 => ColorDepth::Indexed256,
        TermProfile::Ansi16 => ColorDepth::Ansi16,
        TermProfile::NoColor | TermProfile::NoTty => ColorDepth::None,
    }
}

/// Whether standard output is a terminal that supports escape sequences.
pub fn is_screen() -> bool {
    io::stdout().is_terminal() && std::env::var("TERM").is_ok_and(|term| term != "dumb")
}

/// The first locale in the environment, in the order of POSIX; empty if there is none.
pub fn locale() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    named("LC_ALL").or_else(|| named("LC_CTYPE")).or_else(|| named("LANG")).unwrap_or_default()
}

/// The locale of messages.
pub fn message_locale() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    named("LC_ALL").or_else(|| named("LC_MESSAGES")).or_else(|| named("LANG")).unwrap_or_default()
}

/// Whether the environment fixes the colour depth, so that the terminal is not asked.
pub fn is_depth_said() -> bool {
    ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Whether a locale names its character encoding, so that the terminal is not asked. `C` and `POSIX` name none; they
/// are the defaults.
pub fn is_code_said(locale: &str) -> bool {
    !matches!(locale, "" | "C" | "POSIX")
}

/// Whether a locale rules out UTF-8. An unset locale does not: over SSH it often does not arrive.
pub fn is_ascii(locale: &str) -> bool {
    let lower = locale.to_lowercase();
    !lower.is_empty() && !lower.contains("utf-8") && !lower.contains("utf8")
}

errors! {
    /// Why the terminal cannot be taken over.
    #[derive(Copy, Eq)]
    pub enum TerminalError: "terminal" {
        /// Input or output is not a terminal.
        Missing = "missing",
        /// The terminal has no screen.
        Dumb = "dumb",
        /// A table should come from standard input, which is the keyboard.
        InputIsKeyboard = "input-is-keyboard",
        /// A table comes from standard input, and there is no controlling terminal.
        NoKeyboard = "no-keyboard",
    }
}

/// The terminal while the program uses it. Dropping it restores the terminal.
pub struct Taken(());

impl Taken {
    /// Takes the terminal over: raw mode, alternate screen, hidden cursor, bracketed paste.
    ///
    /// # Errors
    /// Keyboard or output is not a terminal, or `TERM=dumb`. The error contains a [`TerminalError`].
    pub fn take(keyboard: &Keyboard) -> io::Result<Self> {
        if !keyboard.is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::other(TerminalError::Missing));
        }
        if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
            return Err(io::Error::other(TerminalError::Dumb));
        }
        hook_panics();
        // The colour depth is decided already. Otherwise crossterm would check NO_COLOR again and write no colours.
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

/// Asks for the position of the cursor. The answer comes when everything before it was shown.
pub(super) const WHERE: &[u8] = b"\x1b[6n";

/// Asks the terminal for its capabilities. Its answers arrive with the keys. The line of the cursor is cleared.
pub(super) fn questions() -> String {
    probe::questions()
}

/// Switches to the program's screen, at the start or after a suspension.
pub(super) fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)
}

/// Turns mouse reports for buttons and the wheel on or off, in the form without a largest column (xterm, modes 1000 and
/// 1006).
pub(super) fn mouse(on: bool) -> &'static [u8] {
    if on { b"\x1b[?1000h\x1b[?1006h" } else { MOUSE_OFF }
}

const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Restores the screen. Errors are ignored, because nothing more could be done.
pub(super) fn leave() {
    let mut out = io::stdout();
    // A frame may have been cut off. It must be ended, or some terminals hold back what follows.
    let _ = out.write_all(b"\x1b[?2026l\x1b[0m");
    let _ = out.write_all(MOUSE_OFF);
    let _ = queue!(out, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Restores what can be restored without writing: the modes of a terminal that takes no more output.
pub(super) fn abandon() {
    let _ = disable_raw_mode();
}

/// A panic on any thread restores the terminal before it is reported, and ends the program.
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
