//! The values of hyperparameters as text.

use super::{EditError, Hyperparameter};
use crate::functions::function::Function;
use crate::nn::experiment::NetworkSetup;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::network::LayerSetup;
use crate::nn::optimizer::Optimizer;
use crate::nn::regularizer::{L1, L2, Regularizer};
use crate::words::{Message, ToMessage};

pub(super) fn positive(hyperparameter: Hyperparameter, text: &str) -> Result<f64, EditError> {
    let number = text.parse().ok().filter(|x: &f64| x.is_finite() && *x > 0.0);
    number.ok_or_else(|| EditError::NotPositive { hyperparameter: hyperparameter.name(), text: text.to_owned() })
}

pub(super) fn noise(text: &str) -> Result<f64, EditError> {
    let number = text.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
    number.ok_or_else(|| EditError::NotNoise { text: text.to_owned() })
}

/// A number of points from `low` to `high`.
pub(super) fn points(text: &str, (low, high): (u32, u32)) -> Result<usize, EditError> {
    let number = text.parse().ok().filter(|points| (low as usize..=high as usize).contains(points));
    number.ok_or_else(|| EditError::NotPoints { text: text.to_owned(), low, high })
}

pub(super) fn count(hyperparameter: Hyperparameter, text: &str) -> Result<usize, EditError> {
    let number = text.parse().ok().filter(|count: &usize| *count > 0);
    number.ok_or_else(|| EditError::NotCount { hyperparameter: hyperparameter.name(), text: text.to_owned() })
}

/// The activation with this name, or the formula.
///
/// # Errors
/// What is wrong with the text.
pub(in crate::nn::experiment) fn function(text: &str) -> Result<Function, Message> {
    // A single word is read as a name, so that an error is about a name.
    let is_name = text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && text != "x";
    match Function::named(text) {
        Err(unknown) if is_name => Err(unknown.message()),
        Err(_) => Function::parse(text).map_err(|error| error.message()),
        Ok(function) => Ok(function),
    }
}

pub(super) fn init(text: &str) -> Result<Init, EditError> {
    let (name, number) = text.split_once(':').map_or((text, None), |(name, number)| (name, Some(number)));
    let Some(init) = Init::named(name) else { return Err(EditError::Init { reason: Init::unknown(name) }) };
    let Some(number) = number else { return Ok(init) };
    let (name, text) = (name.to_owned(), text.to_owned());
    if init.number().is_none() {
        return Err(EditError::NoInitNumber { text, name });
    }
    let changed = number.parse().ok().and_then(|number| init.with_number(number));
    changed.ok_or(EditError::InitNumber { text, name })
}

pub(super) fn written(init: &Init) -> String {
    init.number().map_or_else(|| init.name().to_owned(), |number| format!("{}:{number}", init.name()))
}

/// The optimiser with this name, which may have a learning rate after it as in `adam:0.001`. Otherwise it has this one.
pub(super) fn optimizer(text: &str, rate: f64) -> Result<Optimizer, EditError> {
    let (name, number) = text.split_once(':').map_or((text, None), |(name, number)| (name, Some(number)));
    let Some(mut optimizer) = Optimizer::named(name) else {
        return Err(EditError::Optimizer { reason: Optimizer::unknown(name) });
    };
    *optimizer.learning_rate_mut() =
        number.map_or(Ok(rate), |number| positive(Hyperparameter::LearningRate, number))?;
    Ok(optimizer)
}

pub(super) fn loss(name: &str) -> Result<Loss, EditError> {
    Loss::named(name).ok_or_else(|| EditError::Loss { reason: Loss::unknown(name) })
}

/// A penalty, from 0.
pub(super) fn strength(hyperparameter: Hyperparameter, text: &str) -> Result<f64, EditError> {
    let number = text.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
    number.ok_or_else(|| EditError::NotStrength { hyperparameter: hyperparameter.name(), text: text.to_owned() })
}

/// The strength of the penalty that a hyperparameter stands for. 0 if there is none, `None` if there are several.
pub(super) fn penalty(setup: &NetworkSetup, hyperparameter: Hyperparameter) -> Option<f64> {
    let mut own = setup.regularizers.iter().filter_map(|each| match (each, hyperparameter) {
        (Regularizer::L1(L1 { strength, rule: _ }), Hyperparameter::L1)
        | (Regularizer::L2(L2 { strength }), Hyperparameter::L2) => Some(*strength),
        _ => None,
    });
    let first = own.next();
    if own.next().is_some() { None } else { Some(first.unwrap_or(0.0)) }
}

/// Sets the strength of L1 in place of all L1 penalties. Their rule stays.
pub(super) fn set_l1(setup: &mut NetworkSetup, strength: f64) {
    let rule = setup.regularizers.iter().find_map(|each| match each {
        Regularizer::L1(L1 { rule, .. }) => Some(*rule),
        _ => None,
    });
    let penalty = Regularizer::L1(L1 { strength, rule: rule.unwrap_or_default() });
    replace(setup, |each| matches!(each, Regularizer::L1(_)), penalty, strength);
}

/// Sets the strength of L2 in place of all L2 penalties.
pub(super) fn set_l2(setup: &mut NetworkSetup, strength: f64) {
    let penalty = Regularizer::L2(L2 { strength });
    replace(setup, |each| matches!(each, Regularizer::L2(_)), penalty, strength);
}

/// Puts a penalty in the place of the first of its kind, and removes the others. With strength 0, none is left.
fn replace(setup: &mut NetworkSetup, is_own: fn(&Regularizer) -> bool, penalty: Regularizer, strength: f64) {
    let at = setup.regularizers.iter().position(is_own).unwrap_or(setup.regularizers.len());
    setup.regularizers.retain(|each| !is_own(each));
    if strength > 0.0 {
        setup.regularizers.insert(at.min(setup.regularizers.len()), penalty);
    }
}

/// The word for a network without hidden layers, and for an experiment without inputs.
const NONE: &str = "none";

/// The units of the hidden layers, as in `8-8-8`.
pub(super) fn written_layers(setup: &NetworkSetup) -> String {
    let hidden = &setup.layers[..setup.layers.len().saturating_sub(1)];
    let units: Vec<String> = hidden.iter().map(|layer| layer.units.to_string()).collect();
    if units.is_empty() { NONE.to_owned() } else { units.join("-") }
}

/// Hidden layers with these units, as in `8-8-8` or `8,8,8`, all with the activation of the first one, or tanh.
pub(super) fn layers(setup: &mut NetworkSetup, text: &str) -> Result<(), EditError> {
    let wrong = || EditError::NotLayers { text: text.to_owned() };
    let units: Vec<usize> = if text == NONE {
        Vec::new()
    } else {
        let counts = text.split(['-', ',']).map(|count| count.trim().parse().ok().filter(|count| *count > 0));
        counts.collect::<Option<_>>().ok_or_else(wrong)?
    };
    let Some(mut last) = setup.layers.pop() else { return Err(wrong()) };
    let first = setup.layers.first().map(|layer| (layer.function.clone(), layer.train_alpha));
    let (function, train_alpha) = match first {
        Some(first) => first,
        None => (Function::named("tanh").map_err(|_| wrong())?, false),
    };
    let hidden = units.into_iter().map(|units| LayerSetup { train_alpha, ..LayerSetup::new(units, function.clone()) });
    setup.layers = hidden.collect();
    (last.weights, last.cut) = (None, Vec::new());
    setup.layers.push(last);
    Ok(())
}

/// The word for the columns themselves as inputs.
const COLUMNS: &str = "columns";

/// Formulas over columns, with commas between them. Commas within parentheses belong to a formula. `columns` for the columns
/// themselves, `none` for no inputs.
pub(super) fn features(text: &str) -> Option<Vec<String>> {
    match text {
        COLUMNS => return None,
        NONE | "" => return Some(Vec::new()),
        _ => {}
    }
    let (mut depth, mut all) = (0, vec![String::new()]);
    for letter in text.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        match all.last_mut() {
            Some(last) if letter != ',' || depth > 0 => last.push(letter),
            _ => all.push(String::new()),
        }
    }
    Some(all.iter().map(|formula| formula.trim().to_owned()).filter(|formula| !formula.is_empty()).collect())
}

/// What [`features`] reads.
pub(super) fn written_features(features: Option<&[String]>) -> String {
    match features {
        None => COLUMNS.to_owned(),
        Some([]) => NONE.to_owned(),
        Some(features) => features.join(", "),
    }
}
