//! The figures of a run by name, for lessons. Layers, units, inputs and samples count from 1.

use super::TrainScreen;
use crate::jobs::train::RunStatus;
use crate::nn::training_run::{LayerObservation, Observation};

/// Every figure of the models that are shown.
pub(super) fn figures(room: &TrainScreen) -> Vec<(String, f64)> {
    let Some(status) = room.control.shown() else { return Vec::new() };
    let mut figures = vec![("epoch".to_owned(), status.at.epoch as f64)];
    // A figure without the name of a contestant is that of the first one.
    if let Some(first) = status.observations.first() {
        figures.push(("loss".to_owned(), first.now.loss));
        figures.push(("accuracy".to_owned(), first.now.accuracy));
        if let Some(test) = &first.test {
            figures.push(("test-loss".to_owned(), test.loss));
            figures.push(("test-accuracy".to_owned(), test.accuracy));
        }
    }
    status.observations.iter().for_each(|seen| contestant(seen, status, &mut figures));
    figures
}

fn contestant(seen: &Observation, status: &RunStatus, figures: &mut Vec<(String, f64)>) {
    let name = &seen.name;
    let mut say = |what: &str, value: f64| figures.push((format!("{what}:{name}"), value));
    say("loss", seen.now.loss);
    say("accuracy", seen.now.accuracy);
    if let Some(test) = &seen.test {
        say("test-loss", test.loss);
        say("test-accuracy", test.accuracy);
    }
    say("parameters", seen.layers.iter().map(LayerObservation::parameters).sum::<usize>() as f64);
    // The last layer holds the outputs, which cannot be dead.
    let hidden = &seen.layers[..seen.layers.len().saturating_sub(1)];
    say("dead", hidden.iter().map(|layer| layer.health.dead_units()).sum::<usize>() as f64);
    say("dead-layers", hidden.iter().filter(|layer| layer.health.is_dead()).count() as f64);
    for (n, at) in seen.layers.iter().zip(1..) {
        layer(n, &format!("{name}:{at}"), figures);
    }
    let answers = seen.learner.predict(status.data.inputs.view());
    for (answer, sample) in answers.rows().into_iter().next().into_iter().flatten().zip(1..) {
        figures.push((format!("answer:{name}:{sample}"), *answer));
    }
}

fn layer(layer: &LayerObservation, name: &str, figures: &mut Vec<(String, f64)>) {
    figures.push((format!("gradient:{name}"), layer.health.gradient));
    figures.push((format!("saturated:{name}"), layer.health.saturated));
    for ((weights, bias), unit) in layer.weights.rows().into_iter().zip(&layer.biases).zip(1..) {
        figures.push((format!("bias:{name}:{unit}"), *bias));
        for (weight, input) in weights.iter().zip(1..) {
            figures.push((format!("weight:{name}:{unit}:{input}"), *weight));
        }
    }
}
