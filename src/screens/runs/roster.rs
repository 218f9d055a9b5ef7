//! Changes of the contestants of an experiment: a copy, one less, another name.

use crate::nn::experiment::{Contestant, Experiment};
use crate::words::{Message, errors};
use std::fmt;

/// The most contestants that copies make.
pub(crate) const MOST_CONTESTANTS: usize = 6;
/// The most characters of a name.
const MOST_LETTERS: usize = 40;

errors! {
    /// Why the contestants can't be changed in this way.
    pub enum RosterError: "roster" {
        /// There is no such contestant.
        Missing { contestant: usize, contestants: usize } = "missing",
        /// There are enough contestants.
        Full { most: usize } = "full",
        /// One contestant stays.
        Last = "last",
        /// The name is empty or too long.
        Name { most: usize } = "name",
        /// Another contestant has this name.
        Twice { name: String } = "twice",
    }
}

/// A change of the contestants. They count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RosterEdit {
    /// Adds a copy of this contestant at the end, with the same random stream.
    Copy(usize),
    /// Removes this contestant.
    Remove(usize),
    /// Renames this contestant.
    Rename(usize, String),
}

impl RosterEdit {
    /// Parses the text that `Display` writes. `None` for any other text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut words = text.trim().splitn(3, ' ');
        let (verb, number, name) = (words.next()?, words.next()?, words.next());
        let n = number.parse::<usize>().ok()?.checked_sub(1)?;
        match (verb, name) {
            ("copy", None) => Some(Self::Copy(n)),
            ("remove", None) => Some(Self::Remove(n)),
            ("rename", Some(name)) => Some(Self::Rename(n, name.trim().to_owned())),
            _ => None,
        }
    }

    /// The contestants after the change, and what the journal becomes.
    ///
    /// # Errors
    /// [`RosterError`] if the change can't be made.
    pub(crate) fn apply(&self, experiment: &mut Experiment) -> Result<(), Message> {
        let Experiment { contestants, journal, .. } = experiment;
        let count = contestants.len();
        let (Self::Copy(n) | Self::Remove(n) | Self::Rename(n, _)) = self;
        if *n >= count {
            return Err(RosterError::Missing { contestant: n + 1, contestants: count }.into());
        }
        match self {
            Self::Copy(_) if count >= MOST_CONTESTANTS => {
                return Err(RosterError::Full { most: MOST_CONTESTANTS }.into());
            }
            Self::Copy(of) => {
                let like = &contestants[*of];
                let name = copied_name(&like.name, contestants);
                let copy = Contestant { name, model: like.model.clone(), stream: Some(like.stream_at(*of)) };
                *journal = journal.with_copy(*of, count);
                contestants.push(copy);
            }
            Self::Remove(_) if count == 1 => return Err(RosterError::Last.into()),
            Self::Remove(gone) => {
                // Those after it keep their random streams.
                for (place, contestant) in contestants.iter_mut().enumerate() {
                    contestant.stream =
                        Some(contestant.stream_at(place)).filter(|stream| *stream != place as u64 || place > *gone);
                }
                contestants.remove(*gone);
                *journal = journal.without(*gone);
            }
            Self::Rename(which, name) => {
                if name.is_empty() || name.chars().count() > MOST_LETTERS {
                    return Err(RosterError::Name { most: MOST_LETTERS }.into());
                }
                if contestants.iter().enumerate().any(|(n, other)| n != *which && other.name == *name) {
                    return Err(RosterError::Twice { name: name.clone() }.into());
                }
                contestants[*which].name.clone_from(name);
            }
        }
        Ok(())
    }
}

/// The name of a copy: that of the original with the first number that is free.
fn copied_name(of: &str, contestants: &[Contestant]) -> String {
    let stem = of.rsplit_once(' ').filter(|(_, n)| n.parse::<usize>().is_ok()).map_or(of, |(stem, _)| stem);
    let name = |n: usize| format!("{stem} {n}");
    let is_free = |n: &usize| contestants.iter().all(|contestant| contestant.name != name(*n));
    name((2..=contestants.len() + 2).find(is_free).unwrap_or(2))
}

impl fmt::Display for RosterEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy(n) => write!(f, "copy {}", n + 1),
            Self::Remove(n) => write!(f, "remove {}", n + 1),
            Self::Rename(n, name) => write!(f, "rename {} {name}", n + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    #[test]
    fn contestants_are_copied_removed_and_renamed() {
        let mut experiment = find("parabola").unwrap();
        for text in ["copy 2", "remove 1", "rename 2 A b"] {
            let edit = RosterEdit::parse(text).unwrap();
            assert_eq!(edit.to_string(), text);
            edit.apply(&mut experiment).unwrap();
        }
        let names: Vec<&str> = experiment.contestants.iter().map(|one| one.name.as_str()).collect();
        let streams: Vec<u64> = experiment.contestants.iter().enumerate().map(|(n, one)| one.stream_at(n)).collect();
        assert_eq!((names[1], streams), ("A b", vec![1, 1]), "each keeps the stream of its original");
        assert_eq!(experiment.contestants[0].model, experiment.contestants[1].model);
        assert_eq!(["copy", "copy 0", "copy x", "62@1 unit+ 1"].map(RosterEdit::parse), [const { None }; 4]);
        let says = |text: &str, experiment: &mut Experiment| {
            RosterEdit::parse(text).unwrap().apply(experiment).unwrap_err().key.into_owned()
        };
        assert_eq!(says("copy 3", &mut experiment), "error.roster.missing");
        let name = experiment.contestants[0].name.clone();
        assert_eq!(says(&format!("rename 2 {name}"), &mut experiment), "error.roster.twice");
        (0..4).for_each(|_| RosterEdit::Copy(0).apply(&mut experiment).unwrap());
        assert_eq!(says("copy 1", &mut experiment), "error.roster.full");
        (0..5).for_each(|_| RosterEdit::Remove(0).apply(&mut experiment).unwrap());
        assert_eq!(says("remove 1", &mut experiment), "error.roster.last");
    }
}
