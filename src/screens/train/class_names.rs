//! The names of the classes of a task, from the data or by their numbers.

use super::TrainScreen;
use crate::nn::dataset::TaskKind;
use crate::words::Words;

/// The names of the classes, or of both labels.
pub(super) fn class_names(room: &TrainScreen, words: &Words) -> Vec<String> {
    let data = &room.control.experiment.data;
    let named = data.classes();
    let count = if data.task() == TaskKind::Classes { room.control.experiment.widths().1 } else { 2 };
    if named.len() == count {
        return named;
    }
    let class = |n: usize| match (data.task(), n) {
        (TaskKind::Signs, 0) => "-1".to_owned(),
        (TaskKind::Signs, _) => "+1".to_owned(),
        _ => n.to_string(),
    };
    (0..count).map(|n| words.fill("train.class", &[("n", &class(n))])).collect()
}
