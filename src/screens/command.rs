//! Tables that say what keys do in a room. Dispatch, hints, help and the documentation of keys come from them.

use super::app_context::AppContext;
use super::effect::{AppEffect, Effect, PacingEffect, WorldEffect};
use super::exhibit::Exhibit;
use crate::input::Verb;
use crate::jobs::{Job, JobId, JobKind};

/// A row of a table: what a verb does in this room.
#[derive(Debug)]
pub struct Command<S: 'static> {
    pub verb: Verb,
    /// The key of its text in the catalogue, under `hint.`. Neighbours with the same text share a hint. A row with an
    /// empty key has no hint.
    pub hint: &'static str,
    /// Runs the command.
    pub run: fn(&mut S, &mut Context),
    /// Whether the command would do anything now. Hints are shown only then.
    pub ready: fn(&S) -> bool,
    /// Keys that lead from a newly opened room to a state in which the command does something.
    pub example: &'static str,
    /// The table of its keys, if it is not that of the room.
    pub table: Option<&'static str>,
}

impl<S> Command<S> {
    /// A command that is always available.
    pub const fn new(verb: Verb, hint: &'static str, run: fn(&mut S, &mut Context)) -> Self {
        Self { verb, hint, run, ready: |_| true, example: "", table: None }
    }

    /// The same, available only while `ready` holds.
    #[must_use]
    pub const fn when(self, ready: fn(&S) -> bool) -> Self {
        Self { ready, ..self }
    }

    /// The same, with keys that lead to a state in which it does something.
    #[must_use]
    pub const fn after(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The same, with keys of a pane.
    #[must_use]
    pub const fn on(self, table: &'static str) -> Self {
        Self { table: Some(table), ..self }
    }

    /// The row without the type of its room.
    pub(super) fn row(&self, screen: &S, context: &'static str) -> CommandRow {
        let context = self.table.unwrap_or(context);
        CommandRow { verb: self.verb, hint: self.hint, ready: (self.ready)(screen), example: self.example, context }
    }
}

/// What a command may change besides its own room.
#[derive(Debug)]
pub struct Context<'a> {
    pub shared: &'a mut AppContext,
    /// The effects asked for, in order.
    pub effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    /// Asks for a job and returns its id, which its reports carry.
    pub fn submit(&mut self, kind: JobKind) -> JobId {
        let id = self.shared.job_id();
        self.ask(WorldEffect::Submit(Job { id, kind }));
        id
    }

    /// Asks the runtime for an effect.
    pub fn ask(&mut self, effect: WorldEffect) {
        self.effects.push(Effect::World(effect));
    }

    /// Goes to another room, in the state of an exhibit line.
    pub fn go(&mut self, exhibit: Exhibit) {
        self.effects.push(Effect::App(AppEffect::Go(exhibit)));
    }

    /// Copies to the clipboard what the current room offers.
    pub fn copy_room(&mut self) {
        self.effects.push(Effect::App(AppEffect::CopyRoom));
    }

    /// Marks this key as one that moves something smoothly, so that its frame keeps to the pace of animation.
    pub fn glide(&mut self) {
        self.effects.push(Effect::Pacing(PacingEffect::Glide));
    }
}

/// A row of a table without the type of its room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommandRow {
    pub verb: Verb,
    /// The key of its text in the catalogue.
    pub hint: &'static str,
    /// Whether it would do anything now.
    pub ready: bool,
    /// Keys that lead to a state in which it does something.
    pub example: &'static str,
    /// The context in which its keys are looked up: the id of a room, or another table of keys.
    pub context: &'static str,
}
