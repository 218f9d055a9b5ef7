//! Positions in a run.

use std::fmt;

/// A position in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunPosition {
    /// The number of epochs completed.
    pub epoch: u64,
    /// The number of steps completed in the next epoch.
    pub step: u64,
}

impl RunPosition {
    /// The position before training.
    pub const START: Self = Self { epoch: 0, step: 0 };

    /// The beginning of an epoch.
    pub fn epoch(epoch: u64) -> Self {
        Self { epoch, step: 0 }
    }

    /// Reads an epoch, or an epoch and, after a point, steps of the next one, as in `62` or `62.5`.
    pub fn parse(text: &str) -> Option<Self> {
        let (epoch, step) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let read = |text: &str| text.parse().ok().filter(|_| digits(text));
        Some(Self { epoch: read(epoch)?, step: read(step)? })
    }

    /// The position this many steps later, with `per_epoch` steps in an epoch.
    #[must_use]
    pub fn plus(self, steps: u64, per_epoch: u64) -> Self {
        let steps = self.step.saturating_add(steps);
        let per_epoch = per_epoch.max(1);
        Self { epoch: self.epoch.saturating_add(steps / per_epoch), step: steps % per_epoch }
    }

    /// The steps since the beginning of the run.
    pub fn steps(self, per_epoch: u64) -> u64 {
        self.epoch.saturating_mul(per_epoch).saturating_add(self.step)
    }

    /// The end of the current epoch, or this position if it is one.
    #[must_use]
    pub fn epoch_end(self) -> Self {
        if self.step == 0 { self } else { Self::epoch(self.epoch.saturating_add(1)) }
    }
}

impl fmt::Display for RunPosition {
    /// The text that [`RunPosition::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            0 => write!(f, "{}", self.epoch),
            step => write!(f, "{}.{step}", self.epoch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_in_steps() {
        let at = RunPosition { epoch: 2, step: 60 };
        assert_eq!(at.plus(5, 63), RunPosition { epoch: 3, step: 2 });
        assert_eq!(at.steps(63), 186);
        assert_eq!((at.epoch_end(), RunPosition::epoch(2).epoch_end().epoch), (RunPosition::epoch(3), 2));
        assert_eq!((at.to_string(), RunPosition::parse("2.60")), ("2.60".to_owned(), Some(at)));
        assert_eq!(["", "-1", "+1", "1.", "1.2.3"].map(RunPosition::parse), [None; 5]);
    }
}
