//! Where a contestant stops: looks at its metrics after each epoch.

use super::record::Metrics;
use crate::nn::stop::{Stop, StopMeasure, StopRule};
use serde::{Deserialize, Serialize};

/// Looks at a contestant after each epoch and finds where it stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(super) struct StopWatch {
    /// The epoch of the lowest loss so far, and the bits of that loss. `None` before the first epoch.
    best: Option<(u64, u64)>,
    /// Where it stopped.
    pub(super) stop: Option<Stop>,
}

impl StopWatch {
    /// Takes the metrics after an epoch. Those that no rule looks at may be missing.
    pub(super) fn look(&mut self, rules: &[StopRule], epoch: u64, reached: Option<&Metrics>, test: Option<&Metrics>) {
        if let Some(judged) = test.or(reached)
            && self.best.is_none_or(|(_, best)| judged.loss < f64::from_bits(best))
        {
            self.best = Some((epoch, judged.loss.to_bits()));
        }
        let waited = epoch - self.best.map_or(epoch, |(epoch, _)| epoch);
        let is_tired = |rule: &StopRule| rule.measure == StopMeasure::Patience && waited as f64 >= rule.bound;
        let met = rules.iter().find(|rule| is_tired(rule) || is_met(**rule, reached, test));
        self.stop = met.map(|rule| Stop { epoch, measure: rule.measure });
    }
}

/// Whether metrics over the training data, and those over the test data, meet a rule that is not about patience.
fn is_met(rule: StopRule, reached: Option<&Metrics>, test: Option<&Metrics>) -> bool {
    let below = |metrics: Option<&Metrics>| metrics.is_some_and(|metrics| metrics.loss < rule.bound);
    let above = |metrics: Option<&Metrics>| metrics.is_some_and(|metrics| metrics.accuracy >= rule.bound);
    match rule.measure {
        StopMeasure::Loss => below(reached),
        StopMeasure::Accuracy => above(reached),
        StopMeasure::TestLoss => below(test),
        StopMeasure::TestAccuracy => above(test),
        StopMeasure::Patience => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics(loss: f64, accuracy: f64) -> Metrics {
        Metrics { loss, accuracy, r2: None }
    }

    /// The epoch at which a contestant with these losses stops.
    fn stop(rules: &str, losses: &[f64]) -> Option<Stop> {
        let rules = StopRule::parse_all(rules).unwrap();
        let mut watch = StopWatch::default();
        losses.iter().zip(1..).find_map(|(loss, epoch)| {
            watch.look(&rules, epoch, Some(&metrics(*loss, 1.0 - loss)), None);
            watch.stop
        })
    }

    #[test]
    fn patience_counts_epochs_without_a_new_minimum() {
        let at = |epoch, measure| Some(Stop { epoch, measure });
        // The second minimum equals the first, so it is not a new one.
        assert_eq!(stop("patience=3", &[0.9, 0.5, 0.6, 0.5, 0.7, 0.1]), at(5, StopMeasure::Patience));
        assert_eq!(stop("patience=4", &[0.9, 0.5, 0.6, 0.5, 0.7, 0.1]), None);
        assert_eq!(stop("patience=1,loss=0.55", &[0.9, 0.5, 0.6]), at(2, StopMeasure::Loss));
        assert_eq!(stop("accuracy=0.5", &[0.9, 0.6, 0.5]), at(3, StopMeasure::Accuracy));
        assert_eq!(stop("loss=0.5", &[0.9, 0.5]), None, "the loss must be below the bound");
        assert_eq!(stop("test_loss=0.5", &[0.1]), None, "there are no test data");
    }
}
