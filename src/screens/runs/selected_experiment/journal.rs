//! Changes of contestants and of a run that goes on.

use super::SelectedExperiment;
use crate::nn::experiment::{Experiment, HandPoints, JournalEntry, PointEdit, RunJournal, WrittenLink};
use crate::nn::run_position::RunPosition;
use crate::screens::runs::roster::RosterEdit;
use crate::words::Message;
use std::sync::Arc;

/// The value of the option that leaves out the edits of a file.
const NONE: &str = "none";
/// The longest journal that an exhibit line holds, in bytes.
pub(crate) const MOST_BYTES: usize = 1 << 10;

impl SelectedExperiment {
    /// The edits of the run.
    pub(crate) fn journal(&self) -> &RunJournal {
        &self.journal
    }

    /// The experiment after all edits, without a journal.
    pub(crate) fn folded(&self) -> &Arc<Experiment> {
        &self.folded
    }

    /// Adds an edit of the run.
    pub(crate) fn edit_run(&mut self, entry: JournalEntry) -> Result<(), Message> {
        self.folded_at(entry.at)?.edited(&entry).map_err(Message::from)?;
        self.set_journal(self.journal.with(entry).map_err(Message::from)?)
    }

    /// The experiment after the edits up to a position.
    pub(crate) fn folded_at(&self, at: RunPosition) -> Result<Experiment, Message> {
        self.now.folded_until(at).map_err(Message::from)
    }

    /// Takes another journal.
    pub(crate) fn set_journal(&mut self, journal: RunJournal) -> Result<(), Message> {
        let before = std::mem::replace(&mut self.journal, journal);
        let applied = self.apply(self.edits.clone());
        if applied.is_err() {
            self.journal = before;
        }
        applied
    }

    /// Makes the changes of the structure at the start, and drops those of values.
    pub(crate) fn start_over(&mut self) -> Result<(), Message> {
        if self.journal.is_empty() { Ok(()) } else { self.set_journal(self.journal.at_start()) }
    }

    /// Changes the contestants.
    pub(crate) fn edit_roster(&mut self, edit: RosterEdit) -> Result<(), Message> {
        let mut changed = Experiment::clone(&self.now);
        edit.apply(&mut changed)?;
        let before = (self.roster.clone(), std::mem::replace(&mut self.journal, changed.journal));
        self.roster.push(edit);
        let applied = self.apply(self.edits.clone());
        if applied.is_err() {
            (self.roster, self.journal) = before;
        }
        applied
    }

    /// The playground link that comes nearest to a contestant as it is built now.
    pub(crate) fn link(&self, contestant: usize) -> WrittenLink {
        let mut experiment = Experiment::clone(&self.folded);
        experiment.journal = self.journal.clone();
        if contestant < experiment.contestants.len() {
            experiment.contestants.swap(0, contestant);
        }
        experiment.link(self.seed())
    }

    /// Whether contestants were copied, removed or renamed.
    pub(crate) fn has_roster(&self) -> bool {
        !self.roster.is_empty()
    }

    /// Adds what an exhibit line says of an edit, or edits that a room hands to another one, each in a line.
    pub(crate) fn add_written(&mut self, text: &str) -> Result<(), Message> {
        let mut journal = self.journal.clone();
        for line in text.split('\n') {
            if line == NONE {
                journal = RunJournal::default();
            } else if is_of_room(line) {
                self.set_journal(journal)?;
                self.add_of_room(line)?;
                journal = self.journal.clone();
            } else {
                journal.add_written(line).map_err(Message::from)?;
            }
        }
        self.set_journal(journal)
    }

    /// Adds an edit of points or contestants.
    fn add_of_room(&mut self, line: &str) -> Result<(), Message> {
        if let Some(seed) = HandPoints::parse_seed(line) {
            return self.set_points(HandPoints { seed, edits: Vec::new() });
        }
        if let Some(edit) = PointEdit::parse(line) {
            return self.edit_points(edit);
        }
        RosterEdit::parse(line).map_or(Ok(()), |edit| self.edit_roster(edit))
    }

    /// The edits as the exhibit line says them. `None` if they are too long for it.
    pub(crate) fn written_edits(&self) -> Option<Vec<String>> {
        let written = self.all_edits();
        (written.iter().map(String::len).sum::<usize>() <= MOST_BYTES).then_some(written)
    }

    /// All edits as texts, however many there are.
    pub(super) fn all_edits(&self) -> Vec<String> {
        let (own, now) = (self.base.journal.written(), self.journal.written());
        let mut written = self.points.as_ref().map(HandPoints::written).unwrap_or_default();
        written.extend(self.roster.iter().map(ToString::to_string));
        if self.roster.is_empty() && now.starts_with(&own) {
            written.extend_from_slice(&now[own.len()..]);
        } else {
            written.extend((!own.is_empty()).then(|| NONE.to_owned()));
            written.extend(now);
        }
        written
    }
}

/// Whether a line is an edit of points or contestants, which the journal of a run does not have.
fn is_of_room(line: &str) -> bool {
    HandPoints::parse_seed(line).is_some() || PointEdit::parse(line).is_some() || RosterEdit::parse(line).is_some()
}
