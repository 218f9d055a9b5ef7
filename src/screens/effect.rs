//! What a room asks for. The type says who does it: the application, the pacing of frames, or the runtime.

use super::exhibit::Exhibit;
use crate::jobs::Job;
use crate::lessons::Progress;

#[derive(Debug)]
pub enum Effect {
    App(AppEffect),
    Pacing(PacingEffect),
    World(WorldEffect),
}

/// An effect that the application does itself. The runtime never sees it.
#[derive(Debug)]
pub enum AppEffect {
    /// Go to another room, in the state of an exhibit line.
    Go(Exhibit),
    /// Copy to the clipboard what the current room offers.
    CopyRoom,
}

/// An effect on when frames are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacingEffect {
    /// This key moves something smoothly. Its frame keeps to the pace of animation.
    Glide,
}

/// An effect that the runtime does.
#[derive(Debug)]
pub enum WorldEffect {
    /// Do a job and report.
    Submit(Job),
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Draw every cell again.
    Redraw,
    /// Put a text into the clipboard.
    Copy(String),
    /// Write the frame to a file.
    WriteFrame,
    /// Turn mouse reports of the terminal on or off.
    Mouse(bool),
    /// Save the progress in the lessons.
    SaveProgress(Box<Progress>),
}

/// What the application asks of the runtime.
#[derive(Debug, Default)]
pub struct Requests {
    /// Effects on when the next frame is sent.
    pub pacing: Vec<PacingEffect>,
    /// Effects to do, in this order.
    pub world: Vec<WorldEffect>,
}

impl Requests {
    pub fn extend(&mut self, other: Self) {
        self.pacing.extend(other.pacing);
        self.world.extend(other.world);
    }
}
