//! A chosen function with its knobs set: the one type by which the rest of the program knows functions.

use std::fmt;

use super::activation::{self, Activation, Family, Knob, Paper, Unknown};
use super::facts::Facts;

/// An activation and the setting of each of its knobs, always within their ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    kind: Kind,
    settings: Vec<f64>,
}

/// Where the numbers come from; looked at once per slice, never per element.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Builtin(&'static Activation),
}

impl Function {
    /// The activation with its knobs at their defaults.
    pub fn builtin(activation: &'static Activation) -> Self {
        let settings = activation.knobs.iter().map(|knob| knob.default).collect();
        Self { kind: Kind::Builtin(activation), settings }
    }

    /// The activation with this id, its knobs at their defaults.
    ///
    /// # Errors
    /// [`Unknown`] if there is none.
    pub fn named(id: &str) -> Result<Self, Unknown> {
        activation::find(id).map(Self::builtin)
    }

    /// The id of the activation.
    pub fn id(&self) -> &str {
        self.record().id
    }

    /// Its name in prose.
    pub fn name(&self) -> &str {
        self.record().name
    }

    /// Its formula, in at most 34 cells.
    pub fn formula(&self) -> &str {
        self.record().formula
    }

    /// The formula of its slope, in at most 34 cells.
    pub fn slope_formula(&self) -> &str {
        self.record().slope_formula
    }

    /// Where it was first described, where that is known.
    pub fn paper(&self) -> Option<&'static Paper> {
        self.record().paper.as_ref()
    }

    /// The family it belongs to.
    pub fn family(&self) -> Family {
        self.record().family
    }

    /// What can be set.
    pub fn knobs(&self) -> &[Knob] {
        self.record().knobs
    }

    /// The settings, in the order of [`Self::knobs`].
    pub fn knob_values(&self) -> &[f64] {
        &self.settings
    }

    /// The setting of the knob with this name.
    pub fn knob(&self, name: &str) -> Option<f64> {
        self.knobs().iter().position(|knob| knob.name == name).map(|index| self.settings[index])
    }

    /// Sets a knob to any number in its range.
    ///
    /// # Errors
    /// [`KnobError`] if there is no such knob, or it does not go there; the function is then unchanged.
    pub fn set_knob(&mut self, name: &str, value: f64) -> Result<(), KnobError> {
        let Some(index) = self.knobs().iter().position(|knob| knob.name == name) else {
            return Err(self.unknown_knob(name));
        };
        let Knob { name, min, max, .. } = self.record().knobs[index];
        if !(min..=max).contains(&value) {
            return Err(KnobError::OutOfRange { knob: name, value, min, max });
        }
        self.settings[index] = value;
        Ok(())
    }

    /// Turns a knob by whole steps and says whether it moved. It stays in its range and stops on multiples of its step:
    /// from a setting between two of them, the first turn goes to the next.
    pub fn turn_knob(&mut self, index: usize, steps: i32) -> bool {
        let (Some(knob), Some(setting)) = (self.record().knobs.get(index), self.settings.get_mut(index)) else {
            return false;
        };
        let turned = turned(knob, *setting, steps);
        let moved = turned != *setting;
        *setting = turned;
        moved
    }

    /// Puts a knob back to its default and says whether it moved.
    pub fn reset_knob(&mut self, index: usize) -> bool {
        let (Some(knob), Some(setting)) = (self.record().knobs.get(index), self.settings.get_mut(index)) else {
            return false;
        };
        let moved = knob.default != *setting;
        *setting = knob.default;
        moved
    }

    /// The output at `x`.
    pub fn value(&self, x: f64) -> f64 {
        (self.record().value)(x, &self.settings)
    }

    /// The slope at `x` that training uses.
    pub fn slope(&self, x: f64) -> f64 {
        (self.record().slope)(x, &self.settings)
    }

    /// The outputs at `xs`, with the bits of [`Self::value`]; the shorter slice decides how many.
    pub fn values(&self, xs: &[f64], out: &mut [f64]) {
        (self.record().values)(xs, &self.settings, out);
    }

    /// The slopes at `xs`, with the bits of [`Self::slope`]; the shorter slice decides how many.
    pub fn slopes(&self, xs: &[f64], out: &mut [f64]) {
        (self.record().slopes)(xs, &self.settings, out);
    }

    /// What is known of the function at these settings.
    pub fn facts(&self) -> Facts {
        (self.record().facts)(&self.settings)
    }

    fn record(&self) -> &'static Activation {
        let Kind::Builtin(activation) = self.kind;
        activation
    }

    fn unknown_knob(&self, name: &str) -> KnobError {
        KnobError::Unknown {
            function: self.record().id,
            name: name.to_owned(),
            nearest: activation::nearest(name, self.record().knobs.iter().map(|knob| knob.name)),
            known: self.record().knobs.iter().map(|knob| knob.name).collect(),
        }
    }
}

/// Multiples of a step like 0.1 are written as quotients of whole numbers, `3 / 10`, which round to the decimal one
/// expects; `3 × 0.1` does not.
fn turned(knob: &Knob, setting: f64, steps: i32) -> f64 {
    let per_unit = (1.0 / knob.step).round();
    let place = if per_unit > 1.0 { setting * per_unit } else { setting / knob.step };
    let nearest = place.round();
    let from = if (place - nearest).abs() < 1e-6 {
        nearest
    } else if steps > 0 {
        place.floor()
    } else {
        place.ceil()
    };
    let to = from + f64::from(steps);
    let turned = if per_unit > 1.0 { to / per_unit } else { to * knob.step };
    if steps == 0 { setting } else { turned.clamp(knob.min, knob.max) }
}

/// Why a knob was not set.
#[derive(Clone, Debug, PartialEq)]
pub enum KnobError {
    /// The function has no knob of that name.
    Unknown {
        /// The function's id.
        function: &'static str,
        /// What was asked for.
        name: String,
        /// The knob that looks most like it.
        nearest: Option<&'static str>,
        /// The knobs there are.
        known: Vec<&'static str>,
    },
    /// The knob does not go there; a NaN is nowhere.
    OutOfRange {
        /// The knob's name.
        knob: &'static str,
        /// What was asked for.
        value: f64,
        /// The lowest setting.
        min: f64,
        /// The highest setting.
        max: f64,
    },
}

impl fmt::Display for KnobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { function, known, .. } if known.is_empty() => write!(f, "{function} has no knobs to set"),
            Self::Unknown { function, name, nearest: Some(nearest), .. } => {
                write!(f, "{function} has no knob called '{name}'; did you mean '{nearest}'?")
            }
            Self::Unknown { function, name, known, .. } => {
                write!(f, "{function} has no knob called '{name}'; it has {}", known.join(", "))
            }
            Self::OutOfRange { knob, value, min, max } => {
                write!(f, "{knob} goes from {min} to {max}, and {value} is not in that range")
            }
        }
    }
}

impl std::error::Error for KnobError {}
