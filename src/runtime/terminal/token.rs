//! What the bytes of a terminal are cut into.

/// Something whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InputToken {
    /// A character, or a control character.
    Char(char),
    /// A character after an Esc that came with it.
    Alt(char),
    /// The key Esc.
    Esc,
    /// `ESC [`, then this, its last letter included.
    Csi(String),
    /// `ESC O`, then this.
    Ss3(char),
    /// `ESC P`, then this, then an end.
    Dcs(String),
    /// `ESC ]`, then this, then an end.
    Osc(String),
    /// Text that was pasted.
    Paste(String),
}
