//! What the application asks of the world around it.

use super::exhibit::Exhibit;
use crate::jobs::runner::Job;
use crate::lessons::Progress;

/// Something that the application asks of the world around it.
#[derive(Debug)]
pub enum Effect {
    /// Serve this at the bench and report back.
    Ask(Job),
    /// Go to another room, in the state of an exhibit line. The application sees to it; the world never hears of it.
    Go(Exhibit),
    /// Leave the program.
    Quit,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Put this into the reader's clipboard. Empty, it is what the room in front has to give: the application puts that in.
    Copy(String),
    /// Write the frame into a file.
    Write,
    /// Have the terminal tell what the mouse does, or have that no more.
    Mouse(bool),
    /// Keep how far the reader has come.
    Keep(Box<Progress>),
    /// What this key did is one picture of a motion: it may keep to the pace of the line, as what moves by itself does.
    Glide,
}
