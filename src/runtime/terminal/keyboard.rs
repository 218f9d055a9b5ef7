//! Where keys come from: standard input, or the controlling terminal if a table comes from standard input.

use super::TerminalError;
use crate::files;
use std::fs::File;
use std::io::{self, IsTerminal, Read};

/// Where keys come from.
#[derive(Debug)]
pub enum Keyboard {
    /// Standard input.
    Input,
    /// The controlling terminal. Standard input is free for a table.
    Controlling(File),
}

impl Keyboard {
    /// The controlling terminal, so that standard input can be read as a table.
    ///
    /// # Errors
    /// [`TerminalError`] if there is none, or if nothing was led into standard input.
    pub fn beside_input() -> Result<Self, TerminalError> {
        if io::stdin().is_terminal() {
            return Err(TerminalError::InputIsKeyboard);
        }
        files::controlling_terminal().map(Self::Controlling).map_err(|_| TerminalError::NoKeyboard)
    }

    /// Whether standard input is not the keyboard.
    pub fn leaves_input(&self) -> bool {
        matches!(self, Self::Controlling(_))
    }

    /// Whether keys can come from there.
    pub(super) fn is_terminal(&self) -> bool {
        match self {
            Self::Input => io::stdin().is_terminal(),
            Self::Controlling(terminal) => terminal.is_terminal(),
        }
    }

    /// Reads it.
    pub(super) fn read(self, reader: impl FnOnce(&mut dyn Read)) {
        match self {
            Self::Input => reader(&mut io::stdin().lock()),
            Self::Controlling(mut terminal) => reader(&mut terminal),
        }
    }
}
