//! The events on the one channel that the terminal loop waits for.

use super::terminal::input::Input;
use crate::app::Event;

pub(super) enum RuntimeEvent {
    /// An event for the application.
    Event(Event),
    /// Input from the terminal.
    Input(Input),
    /// A signal.
    Signal(i32),
}
