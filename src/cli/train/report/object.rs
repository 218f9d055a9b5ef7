//! The JSON object of a contestant.

use crate::cli::json::json_number;
use crate::nn::history::Parting;
use crate::nn::report::Verdict;
use crate::nn::training_run::{LayerObservation, Observation, Status};
use serde_json::{Value, json};

/// A contestant at the end of its run.
pub(super) fn contestant(seen: &Observation, verdict: &Verdict, parting: Option<&Parting>) -> Value {
    fn numbers<'a>(row: impl IntoIterator<Item = &'a f64>) -> Vec<Value> {
        row.into_iter().copied().map(json_number).collect()
    }
    let layer = |layer: &LayerObservation| {
        let mut object = json!({
            "activation": layer.activation,
            "weights": layer.weights.rows().into_iter().map(numbers).collect::<Vec<_>>(),
            "biases": numbers(&layer.biases),
            "knobs": layer.parameters.iter().map(|(name, value)| (name.clone(), json_number(*value)))
                .collect::<serde_json::Map<_, _>>(),
            "dead_units": layer.health.dead_units(),
            "saturated": json_number(layer.health.saturated),
            "gradient": json_number(layer.health.gradient),
        });
        if let Some(cut) = &layer.cut_by_l1 {
            object["cut"] = cut.rows().into_iter().map(|row| row.to_vec()).collect();
            object["cut_links"] = json!(layer.cut_links());
        }
        object
    };
    let diverged = match seen.status {
        Status::Diverged(d) => json!({"epoch": d.epoch, "layer": d.layer, "reason": d.to_string()}),
        Status::Running | Status::Finished | Status::Stopped(_) => Value::Null,
    };
    let mut object = json!({
        "name": seen.name,
        "loss": json_number(verdict.reached.loss),
        "accuracy": json_number(verdict.reached.accuracy),
        "r2": verdict.reached.r2.map(json_number),
        "succeeded": verdict.succeeded,
        "diverged": diverged,
        "layers": seen.layers.iter().map(layer).collect::<Vec<_>>(),
    });
    if let Status::Stopped(stop) = seen.status {
        object["stopped"] = json!({"epoch": stop.epoch, "rule": stop.measure.name()});
    }
    if let Some(test) = &verdict.test {
        object["test_loss"] = json_number(test.loss);
        object["test_accuracy"] = json_number(test.accuracy);
        object["test_r2"] = json!(test.r2.map(json_number));
    }
    if let Some(Parting { epoch, by, loss: _ }) = parting {
        object["parted"] = json!({"epoch": epoch, "by": json_number(*by)});
    }
    object
}
