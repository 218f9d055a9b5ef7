//! Helpers for options of several rooms: parsing numbers and parameters, writing what has changed.

use super::OptionError;
use crate::functions::function::Function;
use crate::text::list;
use crate::text::number::full;
use crate::words::Message;

/// The written value if it differs from the start.
pub(super) fn changed<T: PartialEq>(now: &T, start: &T, write: impl Fn(&T) -> String) -> Vec<String> {
    if now == start { Vec::new() } else { vec![write(now)] }
}

/// Parses a finite number.
pub(super) fn number(text: &str) -> Result<f64, OptionError> {
    text.parse().ok().filter(|x: &f64| x.is_finite()).ok_or(OptionError::Number)
}

/// Checks that a number is within bounds.
pub(super) fn within(x: f64, (low, high): (f64, f64)) -> Result<f64, OptionError> {
    if (low..=high).contains(&x) {
        Ok(x)
    } else {
        Err(OptionError::Between { value: full(x), low: full(low), high: full(high) })
    }
}

/// Sets parameters from text such as `alpha=0.5,scale=2`.
pub(super) fn set_parameters(f: &mut Function, text: &str) -> Result<(), Message> {
    for part in list(text) {
        let (name, value) = part.split_once('=').ok_or(OptionError::Parameter)?;
        f.set_parameter(name.trim(), number(value.trim())?).map_err(Message::from)?;
    }
    Ok(())
}

/// The parameters that are not at their defaults, as [`set_parameters`] reads them.
pub(super) fn parameters(f: &Function) -> Option<String> {
    let turned =
        f.parameters().iter().zip(f.parameter_values()).filter(|(parameter, value)| parameter.default != **value);
    let parts: Vec<String> = turned.map(|(parameter, value)| format!("{}={}", parameter.name, full(*value))).collect();
    (!parts.is_empty()).then(|| parts.join(","))
}
