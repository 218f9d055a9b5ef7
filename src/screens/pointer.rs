//! The mouse, as rooms are told of it.

/// What the mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// The left button goes down.
    Press,
    /// The wheel turns away from the hand.
    WheelUp,
    /// The wheel turns towards the hand.
    WheelDown,
}

impl Pointer {
    /// How far it turns what lies under it: up for more.
    pub(crate) fn steps(self) -> i32 {
        match self {
            Self::Press => 0,
            Self::WheelUp => 1,
            Self::WheelDown => -1,
        }
    }
}
