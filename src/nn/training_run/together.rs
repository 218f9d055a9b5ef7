//! Training runs of several seeds, side by side.

use super::network_trainer::NetworkTrainer;
use super::network_trainer::lanes::{Observers, StopCheck, train_together};
use super::record::Metrics;
use super::stop_watch::StopWatch;
use super::{Kind, Run, TrainingRun};
use crate::nn::run_position::RunPosition;
use crate::nn::stop::StopRule;

impl TrainingRun {
    /// Whether [`TrainingRun::advance_together`] can train it as it is now.
    pub(crate) fn fits_lanes(&self) -> bool {
        let fits = |run: &Run| matches!(&run.kind, Kind::Network(trainer) if trainer.fits_lanes());
        self.step == 0 && self.runs.iter().all(fits)
    }

    /// Trains up to eight runs of one experiment, which differ by their seeds, until this many epochs are completed. All must
    /// fit, be at the end of the same epoch, and have no edit before the last of these epochs is completed. The bits are those
    /// of single runs. `judge` gets the index of the run, the index of the contestant, the epoch, and the metrics over the test
    /// data (over the training data if there are none) after each epoch of the schedule. There are no other records.
    pub(crate) fn advance_together(
        runs: &mut [&mut Self],
        epoch: u64,
        judge: &mut impl FnMut(usize, usize, u64, &Metrics),
    ) {
        let contestants = runs.first().map_or(0, |run| run.runs.len());
        for contestant in 0..contestants {
            train_contestant(runs, contestant, epoch, judge);
        }
        for (index, run) in runs.iter_mut().enumerate() {
            // What diverges repeats its last batch, which finds the details. Without vectors, this trains everything.
            run.travel(RunPosition::epoch(epoch));
            run.judge_records(|contestant, epoch, metrics| judge(index, contestant, epoch, metrics));
        }
    }

    /// Takes the epochs that nobody has taken yet, and passes on what the run is judged by.
    pub(crate) fn judge_records(&mut self, mut judge: impl FnMut(usize, u64, &Metrics)) {
        for contestant in 0..self.runs.len() {
            self.drain_epochs(contestant, |record| {
                if let Some(metrics) = record.test.as_ref().or(record.evaluated.as_ref()) {
                    judge(contestant, record.epoch, metrics);
                }
            });
        }
    }
}

fn train_contestant(
    runs: &mut [&mut TrainingRun],
    contestant: usize,
    epoch: u64,
    judge: &mut impl FnMut(usize, usize, u64, &Metrics),
) {
    let Some(first) = runs.first() else { return };
    let (width, schedule) = (first.width, first.schedule.clone());
    let rules = first.experiment.stop.clone();
    let (mut trainers, mut watches, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (place, run) in runs.iter_mut().enumerate() {
        let Some(run) = run.runs.get_mut(contestant).filter(|run| run.ended().is_none()) else { continue };
        if let Run { kind: Kind::Network(trainer), watch, .. } = run {
            trainers.push(trainer.as_mut());
            watches.push(watch);
            places.push(place);
        }
    }
    let judge = &mut |epoch, judged: &[(usize, Metrics)]| {
        for (lane, metrics) in judged {
            judge(places[*lane], contestant, epoch, metrics);
        }
    };
    let mut check = |lane: usize, epoch: u64, training: Option<&Metrics>, trainer: &mut NetworkTrainer| {
        look(watches[lane], &rules, epoch, training, trainer)
    };
    let stops: Option<StopCheck<'_>> = if rules.is_empty() { None } else { Some(&mut check) };
    train_together(&mut trainers, epoch, width, &mut Observers { schedule: &schedule, judge, stops });
}

/// Looks at a contestant after an epoch. Returns whether it stops there.
fn look(
    watch: &mut StopWatch,
    rules: &[StopRule],
    epoch: u64,
    training: Option<&Metrics>,
    trainer: &mut NetworkTrainer,
) -> bool {
    let [needs_training, needs_test] = StopRule::needs(rules, trainer.has_test());
    let training = training.copied().or_else(|| needs_training.then(|| trainer.measure()));
    let test = if needs_test { trainer.measure_test() } else { None };
    watch.look(rules, epoch, training.as_ref(), test.as_ref());
    watch.stop.is_some()
}
