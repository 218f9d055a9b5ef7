//! What comes in from outside, on the one channel that the terminal loop waits at.

use super::terminal::input::Input;
use crate::app::Event;

/// Something that came in.
pub(super) enum RuntimeEvent {
    /// For the application.
    Event(Event),
    /// From the terminal.
    Input(Input),
    /// A signal.
    Signal(i32),
}
