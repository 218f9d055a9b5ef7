//! Mouse events as rooms receive them.

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
    /// The steps by which the wheel turns a knob under it; up means more.
    pub(crate) fn steps(self) -> i32 {
        match self {
            Self::Press => 0,
            Self::WheelUp => 1,
            Self::WheelDown => -1,
        }
    }
}
