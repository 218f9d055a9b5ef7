//! Training runs of several seeds, side by side.

use super::network_trainer::NetworkTrainer;
use super::network_trainer::lanes::train_together;
use super::record::Metrics;
use super::{Kind, Run, TrainingRun};

impl TrainingRun {
    /// Whether [`TrainingRun::advance_together`] can train it.
    pub(crate) fn fits_lanes(&self) -> bool {
        let fits = |run: &Run| matches!(&run.kind, Kind::Network(trainer) if trainer.fits_lanes());
        self.experiment.stop.is_empty() && self.experiment.journal.is_empty() && self.runs.iter().all(fits)
    }

    /// Trains up to eight runs of one experiment, which differ by their seeds, by this many epochs. All must fit and be at the
    /// end of the same epoch. The bits are those of single runs. `judge` gets the index of the run, the index of the
    /// contestant, the epoch, and the metrics over the test data (over the training data if there are none) after each epoch
    /// of the schedule. There are no other records.
    pub(crate) fn advance_together(runs: &mut [Self], epochs: u64, mut judge: impl FnMut(usize, usize, u64, &Metrics)) {
        let Some(first) = runs.first() else { return };
        let (end, width, schedule) = (first.epoch.saturating_add(epochs), first.width, first.schedule.clone());
        for contestant in 0..first.runs.len() {
            let mut trainers: Vec<&mut NetworkTrainer> =
                runs.iter_mut().filter_map(|run| run.network_trainer(contestant)).collect();
            train_together(&mut trainers, end, width, &schedule, &mut |epoch, judged| {
                for (run, metrics) in judged {
                    judge(*run, contestant, epoch, metrics);
                }
            });
        }
        for run in runs {
            (run.epoch, run.step) = (end, 0);
        }
    }

    fn network_trainer(&mut self, contestant: usize) -> Option<&mut NetworkTrainer> {
        match &mut self.runs.get_mut(contestant)?.kind {
            Kind::Network(trainer) => Some(trainer),
            Kind::Perceptron(_) => None,
        }
    }
}
