//! The list of rooms.
//!
//! A room is one file and one row of [`SCREENS`]. A table of [`Command`]s says what its keys do. Dispatch, hints, help
//! and the documentation of keys all come from that table.

mod app_context;
mod command;
mod effect;
mod error;
mod exhibit;
mod functions;
mod lab;
mod nice_steps;
mod number;
mod options;
mod pointer;
mod runs;
mod screen;
mod setting;
mod slope;
mod softmax;
mod stage;
mod sweep;
mod train;
mod view;
mod walk;

pub use app_context::{AppContext, Options, TerminalCapabilities, Tour, Undetermined};
pub use command::{Command, CommandRow, Context};
pub use effect::{AppEffect, Effect, PacingEffect, Requests, WorldEffect};
pub use error::{ExhibitError, OptionError};
pub use exhibit::Exhibit;
pub use pointer::Pointer;
pub use runs::loading::{Loading, data_files};
pub use runs::work::LongWork;
pub use screen::{AnyScreen, DrawContext, Room, Screen};
pub use setting::{ExhibitSubject, Setting};
pub use walk::{overflow, too_wide, without_terms};

use crate::config::SettingError;

#[derive(Clone, Copy, Debug)]
pub struct RoomEntry {
    pub id: &'static str,
    /// The options of its exhibit line as a clap command, for help.
    pub options: fn() -> clap::Command,
    /// Builds the room.
    pub open: fn(&AppContext) -> Result<Box<dyn AnyScreen>, SettingError>,
}

fn build<S: Screen>(shared: &AppContext) -> Result<Box<dyn AnyScreen>, SettingError> {
    Ok(Box::new(S::new(shared)?))
}

impl RoomEntry {
    const fn of<S: Screen>() -> Self {
        Self { id: S::ID, options: || setting::command(S::ID, S::SUBJECT, S::SETTINGS), open: build::<S> }
    }
}

/// Every room, in the order of the title bar.
pub const SCREENS: &[RoomEntry] = &[
    RoomEntry::of::<walk::WalkScreen>(),
    RoomEntry::of::<lab::LabScreen>(),
    RoomEntry::of::<train::TrainScreen>(),
    RoomEntry::of::<slope::SlopeScreen>(),
    RoomEntry::of::<softmax::SoftmaxScreen>(),
    RoomEntry::of::<sweep::SweepScreen>(),
];
