//! What a room asks for, by who does it: the application itself, the pacing of frames, or the world outside.

use super::exhibit::Exhibit;
use crate::jobs::Job;
use crate::lessons::Progress;

/// Something that a room asks for.
#[derive(Debug)]
pub enum Effect {
    /// For the application.
    App(AppEffect),
    /// For the pacing of frames.
    Pacing(PacingEffect),
    /// For the world outside.
    World(WorldEffect),
}

/// What the application does itself. The runtime never sees it.
#[derive(Debug)]
pub enum AppEffect {
    /// Go to another room, in the state of an exhibit line.
    Go(Exhibit),
    /// Copy what the room in front offers for the clipboard.
    CopyRoom,
}

/// What concerns the time at which frames are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacingEffect {
    /// What this key did is one picture of a motion. Its frame may wait as long as one of something that moves by itself.
    Glide,
}

/// What the runtime does.
#[derive(Debug)]
pub enum WorldEffect {
    /// Do a job and report.
    Submit(Job),
    /// Leave the program.
    Quit,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Put a text into the reader's clipboard.
    Copy(String),
    /// Write the frame into a file.
    WriteFrame,
    /// Have the terminal report the mouse, or stop that.
    Mouse(bool),
    /// Save how far the reader has come in the lessons.
    SaveProgress(Box<Progress>),
}

/// What the application asks of the runtime.
#[derive(Debug, Default)]
pub struct Requests {
    /// What concerns the time at which the next frame is sent.
    pub pacing: Vec<PacingEffect>,
    /// What is to be done, in this order.
    pub world: Vec<WorldEffect>,
}

impl Requests {
    /// Adds what another one asks for.
    pub fn extend(&mut self, other: Self) {
        self.pacing.extend(other.pacing);
        self.world.extend(other.world);
    }
}
