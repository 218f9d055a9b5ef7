//! Writing an experiment as TOML that is read again the same.

use super::{Contestant, Experiment, Model, NetworkSetup, Success, Text};
use crate::lab::dataset::Source;
use crate::lab::function::Function;
use crate::lab::init::Init;
use crate::lab::loss::Loss;
use crate::lab::network::LayerSetup;
use crate::lab::optimizer::{Optimizer, Rule};
use crate::lab::perceptron::PerceptronSetup;
use std::fmt::Write;

impl Experiment {
    /// The experiment as a file of its own, everything said that differs from nothing being said.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        for (key, text) in [("title", &self.title), ("question", &self.question), ("notes", &self.notes)] {
            if !text.0.is_empty() {
                line(&mut out, key, &words(text));
            }
        }
        line(&mut out, "epochs", &self.epochs.to_string());
        line(&mut out, "seed", &self.seed.to_string());
        line(&mut out, "loss_limit", &number(self.loss_limit));
        out.push_str("\n[data]\n");
        source(&mut out, &self.source);
        if let Some(success) = self.success {
            out.push_str("\n[success]\n");
            match success {
                Success::Accuracy(accuracy) => line(&mut out, "accuracy", &number(accuracy)),
                Success::Loss(loss) => line(&mut out, "loss", &number(loss)),
            }
        }
        for contestant in &self.contestants {
            out.push_str("\n[[contestant]]\n");
            write_contestant(&mut out, contestant);
        }
        out
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing to a string has no way to fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn number(x: f64) -> String {
    toml::Value::Float(x).to_string()
}

fn row(numbers: &[f64]) -> String {
    format!("[{}]", numbers.iter().map(|x| number(*x)).collect::<Vec<_>>().join(", "))
}

fn rows(numbers: &[Vec<f64>]) -> String {
    format!("[{}]", numbers.iter().map(|numbers| row(numbers)).collect::<Vec<_>>().join(", "))
}

fn words(text: &Text) -> String {
    match text.0.get("") {
        Some(only) if text.0.len() == 1 => quoted(only),
        _ => {
            let each = text.0.iter().map(|(language, text)| format!("{} = {}", quoted(language), quoted(text)));
            format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

fn source(out: &mut String, source: &Source) {
    match source {
        Source::Gate(gate) => line(out, "kind", &quoted(gate.name())),
        Source::Parabola { noise } => {
            line(out, "kind", "\"parabola\"");
            line(out, "noise", &number(*noise));
        }
        Source::Inline { inputs, targets, tolerance } => {
            line(out, "kind", "\"inline\"");
            line(out, "inputs", &rows(inputs));
            line(out, "targets", &rows(targets));
            if let Some(tolerance) = tolerance {
                line(out, "tolerance", &number(*tolerance));
            }
        }
    }
}

fn write_contestant(out: &mut String, contestant: &Contestant) {
    line(out, "name", &quoted(&contestant.name));
    match &contestant.model {
        Model::Perceptron(setup) => perceptron(out, setup),
        Model::Network(setup) => network(out, setup),
    }
}

fn perceptron(out: &mut String, setup: &PerceptronSetup) {
    line(out, "kind", "\"perceptron\"");
    line(out, "activation", &activation(&setup.function));
    for (knob, value) in setup.function.knobs().iter().zip(setup.function.knob_values()) {
        if knob.name != "threshold" && setup.function.text().is_none() {
            line(out, &knob.name, &number(*value));
        }
    }
    line(out, "threshold", &number(setup.threshold));
    line(out, "learning_rate", &number(setup.learning_rate));
    if let Some(weights) = &setup.weights {
        line(out, "weights", &row(weights));
    }
    if let Some(bias) = setup.bias {
        line(out, "bias", &number(bias));
    }
}

fn network(out: &mut String, setup: &NetworkSetup) {
    line(out, "kind", "\"network\"");
    out.push_str("layers = [\n");
    for each in &setup.layers {
        let _ = writeln!(out, "    {},", layer(each));
    }
    out.push_str("]\n");
    line(out, "init", &init(setup.init));
    line(out, "loss", &quoted(setup.loss.name()));
    if let Loss::Huber { delta } = setup.loss {
        line(out, "delta", &number(delta));
    }
    line(out, "optimizer", &optimizer(setup.optimizer));
    line(out, "batch_size", &setup.batch_size.to_string());
    line(out, "shuffle", &setup.shuffle.to_string());
    line(out, "l1", &number(setup.l1));
    line(out, "l2", &number(setup.l2));
}

fn layer(layer: &LayerSetup) -> String {
    let mut parts = vec![format!("units = {}", layer.units), format!("activation = {}", activation(&layer.function))];
    if layer.function.text().is_none() {
        parts.extend(knobs(&layer.function));
    }
    if layer.function.id() == "prelu" {
        parts.push(format!("train_alpha = {}", layer.train_alpha));
    }
    if let Some(weights) = &layer.weights {
        parts.push(format!("weights = {}", rows(weights)));
    }
    if let Some(biases) = &layer.biases {
        parts.push(format!("biases = {}", row(biases)));
    }
    format!("{{ {} }}", parts.join(", "))
}

/// The id of a built-in one; the formula of an own one, and its knobs.
fn activation(function: &Function) -> String {
    function.text().map_or_else(
        || quoted(function.id()),
        |text| {
            let parts: Vec<String> =
                std::iter::once(format!("formula = {}", quoted(text))).chain(knobs(function)).collect();
            format!("{{ {} }}", parts.join(", "))
        },
    )
}

fn knobs(function: &Function) -> impl Iterator<Item = String> {
    function
        .knobs()
        .iter()
        .zip(function.knob_values())
        .map(|(knob, value)| format!("{} = {}", knob.name, number(*value)))
}

fn init(init: Init) -> String {
    let kind = quoted(init.name());
    match init {
        Init::Uniform { scale } | Init::Normal { scale } => format!("{{ kind = {kind}, scale = {} }}", number(scale)),
        Init::Constant { value } => format!("{{ kind = {kind}, value = {} }}", number(value)),
        _ => kind,
    }
}

fn optimizer(optimizer: Optimizer) -> String {
    let mut parts = vec![
        format!("kind = {}", quoted(optimizer.rule.name())),
        format!("learning_rate = {}", number(optimizer.learning_rate)),
    ];
    let mut add = |key: &str, value: f64| parts.push(format!("{key} = {}", number(value)));
    match optimizer.rule {
        Rule::Sgd { momentum, nesterov } => {
            add("momentum", momentum);
            parts.push(format!("nesterov = {nesterov}"));
        }
        Rule::RmsProp { rho, epsilon } => {
            add("rho", rho);
            add("epsilon", epsilon);
        }
        Rule::Adam { beta_1, beta_2, epsilon, weight_decay } => {
            add("beta_1", beta_1);
            add("beta_2", beta_2);
            add("epsilon", epsilon);
            if let Some(decay) = weight_decay {
                add("weight_decay", decay);
            }
        }
    }
    format!("{{ {} }}", parts.join(", "))
}
