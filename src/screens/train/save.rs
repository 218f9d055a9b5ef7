//! Saving the experiment as it is now under a name.

use super::TrainScreen;
use crate::jobs::{JobId, JobKind};
use crate::nn::experiment::{Experiment, KIOSK, LocalizedText, Model, RunJournal, SaveError, check_name};
use crate::nn::training_run::Predictor;
use crate::screens::Context;
use crate::words::{Message, ToMessage};
use std::path::PathBuf;
use std::sync::Arc;

/// What follows a name if the weights are to be saved as well.
const WITH_WEIGHTS: &str = "+weights";

/// An experiment that is being saved.
#[derive(Debug)]
pub(super) struct Saving {
    job: JobId,
    experiment: Arc<Experiment>,
}

/// Saves under a name, with the weights if that is typed after it. Returns whether that could begin.
pub(super) fn save(room: &mut TrainScreen, typed: &str, cx: &mut Context) -> bool {
    let (name, weights) = match typed.strip_suffix(WITH_WEIGHTS) {
        Some(name) => (name.trim(), true),
        None => (typed, false),
    };
    let begun = try_to_save(room, name, weights, cx);
    if let Err(reason) = &begun {
        cx.shared.notice = Some(cx.shared.words.say(reason));
    }
    begun.is_ok()
}

fn try_to_save(room: &mut TrainScreen, name: &str, weights: bool, cx: &mut Context) -> Result<(), Message> {
    check_name(name)?;
    let folder = cx.shared.config.own.experiments.clone().ok_or(SaveError::NoFolder)?;
    let mut experiment = Experiment::clone(&room.setup.experiment());
    if weights {
        experiment = with_weights(room);
    }
    experiment.set_seed(room.setup.seed());
    name.clone_into(&mut experiment.id);
    // In the list, its name tells it from the experiment that it began as.
    experiment.title = LocalizedText([(String::new(), name.to_owned())].into());
    if weights || room.setup.question(&cx.shared.words).is_none() {
        experiment.question = LocalizedText::default();
    }
    if room.setup.notes(&cx.shared.words).is_none() {
        experiment.notes = LocalizedText::default();
    }
    // The file is in another folder than the one that paths of data are relative to.
    experiment.data.rebase(&cx.shared.config.own.here);
    let text = experiment.to_toml();
    let limits = cx.shared.config.own.is_shared.then_some(KIOSK);
    let job = cx.submit(JobKind::SaveExperiment { folder, name: name.to_owned(), text, limits });
    room.saving = Some(Saving { job, experiment: Arc::new(experiment) });
    Ok(())
}

/// The experiment after its edits, with the weights that it has now as those at the start.
fn with_weights(room: &TrainScreen) -> Experiment {
    let mut experiment = Experiment::clone(&room.control.experiment);
    experiment.journal = RunJournal::default();
    let Some(status) = room.control.shown() else { return experiment };
    for (contestant, seen) in experiment.contestants.iter_mut().zip(&status.observations) {
        match (&mut contestant.model, &seen.learner) {
            (Model::Network(setup), Predictor::Network(network)) => {
                for (n, layer) in setup.layers.iter_mut().enumerate() {
                    let weights = network.weights(n);
                    let inputs = (weights.len() / layer.units.max(1)).max(1);
                    layer.weights = Some(weights.chunks(inputs).map(<[f64]>::to_vec).collect());
                    layer.biases = Some(network.biases(n).to_vec());
                }
            }
            (Model::Perceptron(setup), Predictor::Perceptron(one)) => {
                (setup.weights, setup.bias) = (Some(one.weights().to_vec()), Some(one.bias()));
            }
            _ => {}
        }
    }
    experiment
}

/// Takes the report that an experiment was saved.
pub(super) fn saved(room: &mut TrainScreen, job: JobId, result: &Result<PathBuf, SaveError>, cx: &mut Context) {
    let Some(saving) = room.saving.take_if(|saving| saving.job == job) else { return };
    let words = &cx.shared.words;
    cx.shared.notice = Some(match result {
        Ok(_) => words.fill("train.saved", &[("name", &saving.experiment.id)]),
        Err(reason) => words.say(&reason.message()),
    });
    if result.is_ok() {
        let (name, text) = (saving.experiment.id.clone(), saving.experiment.to_toml());
        let saved = Arc::make_mut(&mut cx.shared.config.own.saved);
        saved.retain(|(known, _)| *known != name);
        saved.insert(saved.partition_point(|(known, _)| *known < name), (name, text));
        room.setup.refresh(cx.shared);
        room.setup.keep(&saving.experiment);
    }
}
