//! Reports on a finished run: the summary of each model, and the verdict.

use super::experiment::{Experiment, Model, Success};
use super::training_run::{Metrics, Observation, Status};

/// One line of a model summary, in the form that Keras prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// The name of the layer: `dense 1`, or `perceptron`.
    pub layer: String,
    /// The id of its activation.
    pub activation: String,
    /// The number of inputs.
    pub inputs: usize,
    /// The number of outputs per sample.
    pub outputs: usize,
    /// The number of trained parameters.
    pub parameters: usize,
}

/// The layers of a contestant, first to last.
pub fn summary(experiment: &Experiment, contestant: usize) -> Vec<SummaryRow> {
    let (mut inputs, _) = experiment.widths();
    match experiment.contestants.get(contestant).map(|contestant| &contestant.model) {
        None => Vec::new(),
        Some(Model::Perceptron(setup)) => vec![SummaryRow {
            layer: "perceptron".to_owned(),
            activation: setup.function.id().to_owned(),
            inputs,
            outputs: 1,
            parameters: inputs + 1,
        }],
        Some(Model::Network(setup)) => {
            let row = |(index, layer): (usize, &super::network::LayerSetup)| {
                let below = std::mem::replace(&mut inputs, layer.units);
                SummaryRow {
                    layer: format!("dense {}", index + 1),
                    activation: layer.function.id().to_owned(),
                    inputs: below,
                    outputs: layer.units,
                    parameters: (below + 1) * layer.units + usize::from(layer.train_alpha),
                }
            };
            setup.layers.iter().enumerate().map(row).collect()
        }
    }
}

/// The result of a contestant.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The name of the contestant.
    pub name: String,
    /// Loss and accuracy over all training data, after the last step.
    pub reached: Metrics,
    /// The same over all test data, if there are any. Success is then judged by them.
    pub test: Option<Metrics>,
    /// Whether the run succeeded by the experiment's measure. `None` if it has no measure.
    pub succeeded: Option<bool>,
    /// The cause of failure, if one was found.
    pub cause: Option<FailureCause>,
}

/// Why a contestant failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureCause {
    /// It diverged.
    Diverged(super::training_run::Divergence),
    /// A hidden layer, counted from 1, is dead: its units output 0 on every sample, and no gradient passes it.
    DeadLayer(usize),
    /// This many hidden units are dead.
    DeadUnits(usize),
    /// The slopes of a layer, counted from 1, are below 1e-3 on nine of ten samples or more.
    Saturated(usize),
}

/// The verdict on a contestant as it was observed.
pub fn verdict(experiment: &Experiment, seen: &Observation) -> Verdict {
    let sound = !matches!(seen.status, Status::Diverged(_));
    let judged = seen.test.unwrap_or(seen.now);
    let succeeded = experiment.success.map(|success| sound && met(success, &judged));
    Verdict { name: seen.name.clone(), reached: seen.now, test: seen.test, succeeded, cause: cause(seen) }
}

/// Whether loss and accuracy meet the experiment's measure of success.
pub fn met(success: Success, reached: &Metrics) -> bool {
    match success {
        Success::Accuracy(accuracy) => reached.accuracy >= accuracy,
        Success::Loss(loss) => reached.loss < loss,
    }
}

fn cause(seen: &Observation) -> Option<FailureCause> {
    if let Status::Diverged(divergence) = seen.status {
        return Some(FailureCause::Diverged(divergence));
    }
    let hidden = &seen.layers[..seen.layers.len().saturating_sub(1)];
    if let Some(dead) = hidden.iter().position(|layer| layer.health.is_dead()) {
        return Some(FailureCause::DeadLayer(dead + 1));
    }
    // A step has slope zero everywhere by definition, which is not a failure.
    let flat = |layer: &super::training_run::LayerObservation| !layer.is_flat && layer.health.saturated >= 0.9;
    if let Some(saturated) = seen.layers.iter().position(flat) {
        return Some(FailureCause::Saturated(saturated + 1));
    }
    match hidden.iter().map(|layer| layer.health.dead_units()).sum() {
        0 => None,
        units => Some(FailureCause::DeadUnits(units)),
    }
}
