//! The journal of a run: what was changed in it, and at which position.
//!
//! A run is a function of its setup, its seed and its journal. An edit at the start changes the setup alone, so weights
//! are drawn for the changed network. A later edit keeps what the network has learnt.

mod edit;
mod error;
mod fold;
mod marks;
mod text;

pub use edit::{ParameterPlace, RunEdit};
pub use error::RunEditError;
pub(crate) use marks::Shift;

use crate::nn::run_position::RunPosition;
use std::sync::Arc;

/// The most entries of a journal.
const MOST_ENTRIES: usize = 2000;

/// An edit at a position.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// The position before which the edit is made.
    pub at: RunPosition,
    /// The contestant, from 0. `None` for all.
    pub contestant: Option<usize>,
    /// What is changed there.
    pub edit: RunEdit,
}

/// Edits in the order in which they are made. Positions never decrease.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunJournal {
    /// Shared, because a room and its checkpoints keep a journal for each edit that can be undone.
    entries: Vec<Arc<JournalEntry>>,
}

impl RunJournal {
    /// The entries in their order.
    pub fn entries(&self) -> &[Arc<JournalEntry>] {
        &self.entries
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The epoch at whose end, or within the next one, the last edit is made. `None` if there is none after the start.
    pub fn last_edited(&self) -> Option<u64> {
        self.entries().last().filter(|entry| entry.at > RunPosition::START).map(|entry| entry.at.epoch)
    }

    /// The same journal with one more entry. Entries after the position of the new one are left out, because the run
    /// goes another way from there. Two values of the same parameter with no training between them are one entry.
    ///
    /// # Errors
    /// [`RunEditError::TooMany`] if a file could not hold the journal.
    pub fn with(&self, entry: JournalEntry) -> Result<Self, RunEditError> {
        let mut entries = self.until(entry.at).to_vec();
        if entries.last().is_some_and(|last| last.is_replaced_by(&entry)) {
            entries.pop();
        }
        if entries.len() >= MOST_ENTRIES {
            return Err(RunEditError::TooMany { most: MOST_ENTRIES });
        }
        entries.push(Arc::new(entry));
        Ok(Self { entries })
    }

    /// Whether an entry would replace the last one.
    pub fn joins(&self, entry: &JournalEntry) -> bool {
        self.until(entry.at).last().is_some_and(|last| last.is_replaced_by(entry))
    }

    /// The entries up to a position, with those at it.
    pub fn until(&self, at: RunPosition) -> &[Arc<JournalEntry>] {
        &self.entries[..self.entries.partition_point(|entry| entry.at <= at)]
    }

    /// The journal of a run that starts over with the network as it is now: changes of the structure are made at the
    /// start, and values of parameters are left out.
    #[must_use]
    pub fn at_start(&self) -> Self {
        let kept = self.entries.iter().filter(|entry| !matches!(entry.edit, RunEdit::Value { .. }));
        let moved = kept.map(|entry| Arc::new(JournalEntry { at: RunPosition::START, ..JournalEntry::clone(entry) }));
        Self { entries: moved.collect() }
    }

    /// The same journal with the entries of a contestant also for a copy of it.
    #[must_use]
    pub fn with_copy(&self, of: usize, copy: usize) -> Self {
        let of_copy = |entry: &JournalEntry| JournalEntry { contestant: Some(copy), ..entry.clone() };
        let with_copy = |entry: &Arc<JournalEntry>| {
            let copied = (entry.contestant == Some(of)).then(|| Arc::new(of_copy(entry)));
            std::iter::once(Arc::clone(entry)).chain(copied)
        };
        Self { entries: self.entries.iter().flat_map(with_copy).collect() }
    }

    /// The same journal without the entries of a contestant. Those after it move up.
    #[must_use]
    pub fn without(&self, contestant: usize) -> Self {
        let kept = self.entries.iter().filter(|entry| entry.contestant != Some(contestant));
        let moved = kept.map(|entry| {
            let moved = entry.contestant.map(|n| if n > contestant { n - 1 } else { n });
            Arc::new(JournalEntry { contestant: moved, ..JournalEntry::clone(entry) })
        });
        Self { entries: moved.collect() }
    }

    /// Adds an entry as it was written. Its position must not be before that of the last entry.
    ///
    /// # Errors
    /// [`RunEditError`] if the text is no entry, or the entry is out of order.
    pub fn add_written(&mut self, text: &str) -> Result<(), RunEditError> {
        let entry = JournalEntry::parse(text)?;
        if self.entries.last().is_some_and(|last| last.at > entry.at) {
            return Err(RunEditError::Order { text: text.to_owned() });
        }
        if self.entries.len() == MOST_ENTRIES {
            return Err(RunEditError::TooMany { most: MOST_ENTRIES });
        }
        self.entries.push(Arc::new(entry));
        Ok(())
    }

    /// The entries as texts that [`RunJournal::add_written`] takes.
    pub fn written(&self) -> Vec<String> {
        self.entries.iter().map(ToString::to_string).collect()
    }
}

impl JournalEntry {
    fn is_replaced_by(&self, next: &Self) -> bool {
        let same = self.at == next.at && self.contestant == next.contestant;
        same && match (&self.edit, &next.edit) {
            (RunEdit::Value { place, .. }, RunEdit::Value { place: other, .. }) => place == other,
            (RunEdit::Set { hyperparameter, .. }, RunEdit::Set { hyperparameter: other, .. }) => {
                hyperparameter == other
            }
            (RunEdit::Activation { layer, .. }, RunEdit::Activation { layer: other, .. }) => layer == other,
            _ => false,
        }
    }
}
