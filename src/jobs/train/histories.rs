//! The histories of a run: of each contestant over the training data, and over the test data, and of all weights.

use crate::nn::history::History;
use crate::nn::training_run::TrainingRun;
use crate::nn::weight_history::WeightHistory;
use std::sync::Arc;

/// The histories of all contestants.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Histories {
    pub(super) training: Vec<History>,
    /// Empty if there are no test data.
    pub(super) test: Vec<History>,
    /// Shared with checkpoints and with reports, and copied before it changes.
    pub(super) weights: Arc<WeightHistory>,
    /// The edits of the run up to here.
    edits: usize,
}

impl Histories {
    /// Histories with the figures before training.
    pub(super) fn at_start(run: &TrainingRun) -> Self {
        let begun = |start: Vec<_>| {
            let mut histories = vec![History::default(); start.len()];
            histories.iter_mut().zip(&start).for_each(|(history, start)| history.add(0, start));
            histories
        };
        Self {
            training: begun(run.evaluate()),
            test: begun(run.evaluate_test().unwrap_or_default()),
            weights: Arc::new(WeightHistory::at_start(run)),
            edits: run.applied(),
        }
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
        if self.edits != run.applied() {
            self.edits = run.applied();
            Arc::make_mut(&mut self.weights).reshape(run);
        }
        if self.weights.is_due(run) {
            Arc::make_mut(&mut self.weights).add(run);
        }
    }

    /// Their memory in bytes, without what they share with those of an earlier position.
    pub(super) fn bytes_beside(&self, before: Option<&Self>) -> u64 {
        let beside = |own: &[History], others: Option<&[History]>| -> u64 {
            let other = |n| others.and_then(|others| others.get(n));
            own.iter().enumerate().map(|(n, history)| history.bytes_beside(other(n))).sum()
        };
        let figures = beside(&self.training, before.map(|before| before.training.as_slice()))
            + beside(&self.test, before.map(|before| before.test.as_slice()));
        if before.is_some_and(|before| Arc::ptr_eq(&before.weights, &self.weights)) {
            return figures;
        }
        figures.saturating_add(self.weights.bytes_beside(before.map(|before| &*before.weights)))
    }
}
