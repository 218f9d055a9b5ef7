//! What keys mean in a room: tables of rows, from which come dispatch, the hints at the foot of the screen, the help and the
//! documentation of keys.

use super::app_context::AppContext;
use super::effect::{AppEffect, Effect, PacingEffect, WorldEffect};
use super::exhibit::Exhibit;
use crate::input::Verb;
use crate::jobs::{Job, JobId, JobKind};

/// One row of a table: what a verb means here.
#[derive(Debug)]
pub struct Command<S: 'static> {
    /// Said by a key.
    pub verb: Verb,
    /// The key of its words in the catalogue, under `hint.`; neighbours with the same words share a hint, and a row
    /// without any has none.
    pub hint: &'static str,
    /// Does it.
    pub run: fn(&mut S, &mut Context),
    /// Whether it would do anything now; hints are shown only then.
    pub ready: fn(&S) -> bool,
    /// Keys that lead from the opened room to a state in which it does something.
    pub example: &'static str,
}

impl<S> Command<S> {
    /// A row for something that can always be done.
    pub const fn new(verb: Verb, hint: &'static str, run: fn(&mut S, &mut Context)) -> Self {
        Self { verb, hint, run, ready: |_| true, example: "" }
    }

    /// The same, done only when it would do anything.
    #[must_use]
    pub const fn when(self, ready: fn(&S) -> bool) -> Self {
        Self { ready, ..self }
    }

    /// The same, with keys that lead to where it does something.
    #[must_use]
    pub const fn after(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The row without the type of its room.
    pub(super) fn row(&self, screen: &S, context: &'static str) -> CommandRow {
        CommandRow { verb: self.verb, hint: self.hint, ready: (self.ready)(screen), example: self.example, context }
    }
}

/// What a command may touch besides its own room.
#[derive(Debug)]
pub struct Context<'a> {
    /// What all rooms share.
    pub shared: &'a mut AppContext,
    /// What was asked for, in this order.
    pub effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    /// Asks for a job. Its reports have the id that is returned.
    pub fn submit(&mut self, kind: JobKind) -> JobId {
        let id = self.shared.job_id();
        self.ask(WorldEffect::Submit(Job { id, kind }));
        id
    }

    /// Asks the runtime for something.
    pub fn ask(&mut self, effect: WorldEffect) {
        self.effects.push(Effect::World(effect));
    }

    /// Goes to another room, in the state of an exhibit line.
    pub fn go(&mut self, exhibit: Exhibit) {
        self.effects.push(Effect::App(AppEffect::Go(exhibit)));
    }

    /// Copies what the room in front offers for the clipboard.
    pub fn copy_room(&mut self) {
        self.effects.push(Effect::App(AppEffect::CopyRoom));
    }

    /// The frame after this key may wait as long as one of something that moves by itself.
    pub fn glide(&mut self) {
        self.effects.push(Effect::Pacing(PacingEffect::Glide));
    }
}

/// A row of a table without the type of its room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommandRow {
    /// Said by a key.
    pub verb: Verb,
    /// Its words.
    pub hint: &'static str,
    /// Whether it would do anything now.
    pub ready: bool,
    /// Keys that lead to where it does something.
    pub example: &'static str,
    /// Where its keys are looked up: the id of a room, or what else is the name of a table of keys.
    pub context: &'static str,
}
