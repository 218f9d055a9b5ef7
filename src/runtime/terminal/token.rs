//! The tokens in the bytes of a terminal.

/// A complete token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InputToken {
    /// A character, or a control character.
    Char(char),
    /// A character directly after an Esc.
    Alt(char),
    /// The key Esc.
    Esc,
    /// The text after `ESC [`, including its last letter.
    Csi(String),
    /// The character after `ESC O`.
    Ss3(char),
    /// The text after `ESC P`, without its end.
    Dcs(String),
    /// The text after `ESC ]`, without its end.
    Osc(String),
    Paste(String),
}
