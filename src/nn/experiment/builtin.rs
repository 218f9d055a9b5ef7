//! The experiments that come with the program.

use super::{Experiment, ExperimentError, parse};
use crate::text::right_word;
use std::sync::OnceLock;

/// The name and the text of each, in the order in which lists show them.
const FILES: [(&str, &str); 18] = [
    ("perceptron-or", include_str!("../../../assets/experiments/perceptron-or.toml")),
    ("perceptron-and", include_str!("../../../assets/experiments/perceptron-and.toml")),
    ("perceptron-xor", include_str!("../../../assets/experiments/perceptron-xor.toml")),
    ("linear-or", include_str!("../../../assets/experiments/linear-or.toml")),
    ("linear-and", include_str!("../../../assets/experiments/linear-and.toml")),
    ("linear-xor", include_str!("../../../assets/experiments/linear-xor.toml")),
    ("sigmoid-or", include_str!("../../../assets/experiments/sigmoid-or.toml")),
    ("sigmoid-and", include_str!("../../../assets/experiments/sigmoid-and.toml")),
    ("sigmoid-xor", include_str!("../../../assets/experiments/sigmoid-xor.toml")),
    ("xor-two-sigmoids", include_str!("../../../assets/experiments/xor-two-sigmoids.toml")),
    ("parabola", include_str!("../../../assets/experiments/parabola.toml")),
    ("xor-by-hand", include_str!("../../../assets/experiments/xor-by-hand.toml")),
    ("relu-dying", include_str!("../../../assets/experiments/relu-dying.toml")),
    ("vanishing-gradient", include_str!("../../../assets/experiments/vanishing-gradient.toml")),
    ("saturated-start", include_str!("../../../assets/experiments/saturated-start.toml")),
    ("zero-centred", include_str!("../../../assets/experiments/zero-centred.toml")),
    ("spiral", include_str!("../../../assets/experiments/spiral.toml")),
    ("playground", include_str!("../../../assets/experiments/playground.toml")),
];

/// The experiments of the notebook, with twelve trainings in all. Those after them go beyond the notebook.
pub const NOTEBOOK: [&str; 11] = [
    "perceptron-or",
    "perceptron-and",
    "perceptron-xor",
    "linear-or",
    "linear-and",
    "linear-xor",
    "sigmoid-or",
    "sigmoid-and",
    "sigmoid-xor",
    "xor-two-sigmoids",
    "parabola",
];

/// Every built-in experiment.
///
/// # Errors
/// None, as long as the files in the program are valid. Tests check that they are.
pub fn all() -> Result<Vec<Experiment>, ExperimentError> {
    names().map(find).collect()
}

/// The names of all built-in experiments.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The text of the file of a built-in experiment.
///
/// # Errors
/// [`ExperimentError::Unknown`] with the most similar name.
pub fn source(name: &str) -> Result<&'static str, ExperimentError> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> ExperimentError {
    let known: Vec<&str> = names().collect();
    ExperimentError::Unknown { name: name.to_owned(), hint: right_word(name, &known) }
}

/// The built-in experiment with this name.
///
/// # Errors
/// [`ExperimentError::Unknown`] with the most similar name.
pub fn find(name: &str) -> Result<Experiment, ExperimentError> {
    // Each is parsed once, because every room that trains asks for all of them.
    static PARSED: [OnceLock<Experiment>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let place = FILES.iter().position(|(known, _)| *known == name).ok_or_else(|| unknown(name))?;
    if let Some(known) = PARSED[place].get() {
        return Ok(known.clone());
    }
    let parsed = parse(FILES[place].1, &format!("{name}.toml"))?;
    Ok(PARSED[place].get_or_init(|| parsed).clone())
}
