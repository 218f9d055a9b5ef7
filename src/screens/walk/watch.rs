//! The run after a guess: the step's key script, played so slowly that one sees what happens.

use super::embedded_room::presses;
use super::{OwedRun, WalkScreen};
use crate::input::Key;
use crate::screens::{Context, Room};
use crate::words::Language;
use std::collections::VecDeque;

/// The ticks that a run takes: four seconds.
const TICKS: u32 = 120;
/// The ticks after the last key, so that its effect is seen before the result is told.
const AFTER: u32 = 20;

/// A run that is playing.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// The keys that are still to be pressed.
    left: VecDeque<Key>,
    /// The number of keys of the whole run.
    count: usize,
    ticks: u32,
    /// The ticks since the last key.
    since: u32,
}

impl Watch {
    fn of(keys: Vec<Key>) -> Self {
        Self { count: keys.len(), left: keys.into(), ticks: 0, since: 0 }
    }

    /// The keys that are due in this tick. The keys of a run are spread evenly over [`TICKS`].
    fn tick(&mut self) -> Vec<Key> {
        let due = (self.ticks as usize * self.count / TICKS as usize + 1).min(self.count);
        let pressed = self.count - self.left.len();
        // After a skip, more keys are pressed than are due.
        let now: Vec<Key> = self.left.drain(..due.saturating_sub(pressed)).collect();
        self.ticks += 1;
        self.since = if now.is_empty() { self.since + 1 } else { 0 };
        now
    }

    /// All keys that are left.
    fn skip(&mut self) -> Vec<Key> {
        self.since = AFTER;
        self.left.drain(..).collect()
    }

    fn is_at_rest(&self) -> bool {
        self.left.is_empty() && self.since >= AFTER
    }
}

impl WalkScreen {
    /// Starts the run of the step. With reduced motion it is played at once.
    pub(super) fn start_watching(&mut self, cx: &mut Context) {
        let keys = presses(&self.step(Language::English).run, cx.shared);
        if cx.shared.config.reduced_motion || keys.is_empty() {
            self.play(cx);
            return;
        }
        if let Some(room) = self.guest.room_mut() {
            room.set_pace(Some(TICKS));
        }
        self.watch = Some(Watch::of(keys));
        self.keep_watching(cx);
    }

    /// Plays the run of the step at once, or when the files of data of the exhibit are read.
    pub(super) fn play(&mut self, cx: &mut Context) {
        self.owed = if self.guest.is_waiting() { OwedRun::Whole } else { OwedRun::None };
        if self.owed == OwedRun::Whole {
            return;
        }
        let keys = presses(&self.step(Language::English).run, cx.shared);
        let size = self.panes().exhibit.as_size();
        for key in keys {
            self.guest.press(key, size, cx);
        }
    }

    /// A tick of a run that is playing: presses the keys that are due.
    pub(super) fn keep_watching(&mut self, cx: &mut Context) {
        let is_waiting = self.guest.is_waiting();
        let Some(watch) = self.watch.as_mut().filter(|_| !is_waiting) else { return };
        let (now, is_at_rest) = (watch.tick(), watch.is_at_rest());
        let size = self.panes().exhibit.as_size();
        for key in now {
            self.guest.press(key, size, cx);
        }
        if is_at_rest && !self.guest.room().is_some_and(Room::is_moving) {
            self.stop_watching();
        }
    }

    /// Plays the rest of the run at once.
    pub(super) fn hurry(&mut self, cx: &mut Context) {
        let is_waiting = self.guest.is_waiting();
        let Some(watch) = self.watch.as_mut().filter(|_| !is_waiting) else { return };
        let rest = watch.skip();
        if let Some(room) = self.guest.room_mut() {
            room.set_pace(None);
        }
        let size = self.panes().exhibit.as_size();
        for key in rest {
            self.guest.press(key, size, cx);
        }
        if let Some(room) = self.guest.room_mut() {
            room.tick(cx);
        }
    }

    fn stop_watching(&mut self) {
        (self.watch, self.reveal) = (None, true);
        if let Some(room) = self.guest.room_mut() {
            room.set_pace(None);
        }
    }
}
