//! The histories of a run: of each contestant over the training data, and over the test data.

use crate::nn::history::History;
use crate::nn::training_run::TrainingRun;

/// The histories of all contestants.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Histories {
    pub(super) training: Vec<History>,
    /// Empty if there are no test data.
    pub(super) test: Vec<History>,
}

impl Histories {
    /// Histories with the figures before training.
    pub(super) fn at_start(run: &TrainingRun) -> Self {
        let begun = |start: Vec<_>| {
            let mut histories = vec![History::default(); start.len()];
            histories.iter_mut().zip(&start).for_each(|(history, start)| history.add(0, start));
            histories
        };
        Self { training: begun(run.evaluate()), test: begun(run.evaluate_test().unwrap_or_default()) }
    }

    /// Takes the epochs that a run has done since the last time.
    pub(super) fn record(&mut self, run: &mut TrainingRun) {
        for (contestant, history) in self.training.iter_mut().enumerate() {
            run.drain_epochs(contestant, |epoch| {
                if let Some(evaluated) = &epoch.evaluated {
                    history.add(epoch.epoch, evaluated);
                }
                if let (Some(test), Some(history)) = (&epoch.test, self.test.get_mut(contestant)) {
                    history.add(epoch.epoch, test);
                }
            });
        }
    }

    /// Their memory, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        let all = self.training.iter().chain(&self.test);
        all.map(|history| size_of_val(history.bins()) as u64).sum()
    }
}
