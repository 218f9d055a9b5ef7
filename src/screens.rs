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
pub use screen::{AnyScreen, DrawContext, HelpGroup, Room, Screen};
pub use setting::{Setting, SubjectKind};
pub use walk::{overflow, too_wide, without_terms};

use crate::config::SettingError;
use crate::input::Verb;

#[derive(Clone, Copy, Debug)]
pub struct RoomEntry {
    pub id: &'static str,
    /// What the subject of its exhibit line is; `None` if it takes none.
    pub subject: Option<SubjectKind>,
    /// The verbs that lead from it to another room.
    pub leading: &'static [Verb],
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
        let options = || setting::command(S::ID, S::SUBJECT, S::SETTINGS);
        Self { id: S::ID, subject: S::SUBJECT, leading: S::LEADING, options, open: build::<S> }
    }

    /// The room of an id.
    pub fn find(id: &str) -> Option<&'static Self> {
        SCREENS.iter().find(|room| room.id == id)
    }

    /// Whether a room of this id takes experiments: its exhibit line may need files, and has a seed and hyperparameters.
    pub fn takes_experiments(id: &str) -> bool {
        Self::find(id).is_some_and(|room| room.subject == Some(SubjectKind::Experiment))
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
