//! A chosen function with values for its parameters. The rest of the program uses this type for all functions.

use std::sync::Arc;

use super::activation::{self, Activation, ActivationKernel, Family, Paper, Parameter, Unknown};
use super::formula::{Formula, FormulaError};
use super::properties::{Break, Claims, Facts};
use crate::text::nearest;
use crate::words::errors;

/// An activation, built in or written by the reader, with a value for each parameter, always within its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    kind: Kind,
    settings: Vec<f64>,
}

/// How values are computed. The variant is matched once per slice, not per element.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Builtin(&'static Activation),
    Formula(Arc<Formula>),
}

impl Function {
    /// The activation with the default values of its parameters.
    pub fn builtin(activation: &'static Activation) -> Self {
        Self::of(Kind::Builtin(activation))
    }

    /// The activation with this id or alias, with default parameters.
    ///
    /// # Errors
    /// [`Unknown`] if there is no such activation.
    pub fn named(id: &str) -> Result<Self, Unknown> {
        activation::find(id).map(Self::builtin)
    }

    /// A function of the reader, such as `max(a*x, x); a = 0.1 in 0..1`, with default parameters.
    ///
    /// # Errors
    /// [`FormulaError`] with the mistake in the text and its position.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        Formula::parse(text).map(Self::written)
    }

    /// A parsed formula with default parameters.
    pub fn written(formula: Formula) -> Self {
        Self::of(Kind::Formula(Arc::new(formula)))
    }

    /// The same function with the same parameter values and a name. A built-in function keeps its own name.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        let kind = self.own().map_or_else(|| self.kind.clone(), |own| Kind::Formula(Arc::new(own.named(name))));
        Self { kind, settings: self.settings.clone() }
    }

    fn of(kind: Kind) -> Self {
        let mut function = Self { kind, settings: Vec::new() };
        function.settings = function.parameters().iter().map(|parameter| parameter.default).collect();
        function
    }

    /// The text that the reader typed, from which [`Self::parse`] makes this function again. `None` for a built-in
    /// function.
    pub fn text(&self) -> Option<&str> {
        self.own().map(Formula::text)
    }

    /// The formula, if the reader wrote it.
    pub fn own(&self) -> Option<&Formula> {
        match &self.kind {
            Kind::Builtin(_) => None,
            Kind::Formula(formula) => Some(formula),
        }
    }

    /// The id of the activation. For a formula, its name, or its text if it has no name.
    pub fn id(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.id,
            Kind::Formula(formula) => formula.name().unwrap_or(formula.text()),
        }
    }

    /// The name in prose.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.name,
            Kind::Formula(_) => self.id(),
        }
    }

    /// The names in other libraries. A formula has none.
    pub fn aliases(&self) -> &'static [&'static str] {
        match &self.kind {
            Kind::Builtin(record) => record.aliases,
            Kind::Formula(_) => &[],
        }
    }

    /// How the function of this name in another library differs.
    pub fn note(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Builtin(record) => record.note,
            Kind::Formula(_) => None,
        }
    }

    /// Whether a typed name is one of this function's names. Case, `_`, `-` and spaces do not matter.
    pub fn answers_to(&self, name: &str) -> bool {
        let name = activation::plain(name);
        std::iter::once(self.id()).chain(self.aliases().iter().copied()).any(|known| activation::plain(known) == name)
    }

    /// The formula, in at most 34 cells for built-in functions.
    pub fn formula(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.formula,
            Kind::Formula(formula) => formula.text(),
        }
    }

    /// The formula of the slope, likewise. Empty for a formula of the reader, whose slope comes from automatic
    /// differentiation.
    pub fn slope_formula(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.slope_formula,
            Kind::Formula(_) => "",
        }
    }

    /// The paper that first described it, if that is known.
    pub fn paper(&self) -> Option<&'static Paper> {
        match &self.kind {
            Kind::Builtin(record) => record.paper.as_ref(),
            Kind::Formula(_) => None,
        }
    }

    /// The loop that computes it in training.
    pub(crate) fn kernel(&self) -> ActivationKernel {
        match &self.kind {
            Kind::Builtin(record) => record.kernel,
            Kind::Formula(_) => ActivationKernel::Record,
        }
    }

    /// The parameter that can be trained like a weight.
    pub fn trainable(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Builtin(record) => record.trainable,
            Kind::Formula(_) => None,
        }
    }

    /// The family it belongs to.
    pub fn family(&self) -> Family {
        match &self.kind {
            Kind::Builtin(record) => record.family,
            Kind::Formula(_) => Family::Own,
        }
    }

    /// The parameters.
    pub fn parameters(&self) -> &[Parameter] {
        match &self.kind {
            Kind::Builtin(record) => record.parameters,
            Kind::Formula(formula) => formula.parameters(),
        }
    }

    /// The values of the parameters, in the order of [`Self::parameters`].
    pub fn parameter_values(&self) -> &[f64] {
        &self.settings
    }

    /// The value of the parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<f64> {
        self.parameters().iter().position(|parameter| parameter.name == name).map(|index| self.settings[index])
    }

    /// Sets a parameter to any number in its range.
    ///
    /// # Errors
    /// [`ParameterError`] if there is no such parameter, or the value is out of its range. The function is then
    /// unchanged.
    pub fn set_parameter(&mut self, name: &str, value: f64) -> Result<(), ParameterError> {
        let Some(index) = self.parameters().iter().position(|parameter| parameter.name == name) else {
            return Err(self.unknown_knob(name));
        };
        let Parameter { name, min, max, .. } = &self.parameters()[index];
        if !(*min..=*max).contains(&value) {
            return Err(ParameterError::OutOfRange { parameter: name.to_string(), value, min: *min, max: *max });
        }
        self.settings[index] = value;
        Ok(())
    }

    /// Changes a parameter by whole steps and returns whether it changed. It stays in its range and stops at multiples
    /// of its step: from a value between two of them, the first step goes to the next one.
    pub fn turn_knob(&mut self, index: usize, steps: i32) -> bool {
        self.change_knob(index, |parameter, setting| turned(parameter, setting, steps))
    }

    /// Resets a parameter to its default and returns whether it changed.
    pub fn reset_parameter(&mut self, index: usize) -> bool {
        self.change_knob(index, |parameter, _| parameter.default)
    }

    fn change_knob(&mut self, index: usize, to: impl Fn(&Parameter, f64) -> f64) -> bool {
        let (Some(parameter), Some(setting)) = (self.parameters().get(index), self.settings.get(index)) else {
            return false;
        };
        let changed = to(parameter, *setting);
        let moved = changed != *setting;
        self.settings[index] = changed;
        moved
    }

    /// The output at `x`.
    pub fn value(&self, x: f64) -> f64 {
        match &self.kind {
            Kind::Builtin(record) => (record.value)(x, &self.settings),
            Kind::Formula(formula) => one(x, |xs, out| formula.values(xs, &self.settings, out)),
        }
    }

    /// The slope at `x` that training uses.
    pub fn slope(&self, x: f64) -> f64 {
        match &self.kind {
            Kind::Builtin(record) => (record.slope)(x, &self.settings),
            Kind::Formula(formula) => one(x, |xs, out| formula.slopes(xs, &self.settings, out)),
        }
    }

    /// The outputs at `xs`, with the bits of [`Self::value`]. The shorter slice sets the length.
    pub fn values(&self, xs: &[f64], out: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => (record.values)(xs, &self.settings, out),
            Kind::Formula(formula) => formula.values(xs, &self.settings, out),
        }
    }

    /// The slopes at `xs`, with the bits of [`Self::slope`]. The shorter slice sets the length.
    pub fn slopes(&self, xs: &[f64], out: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => (record.slopes)(xs, &self.settings, out),
            Kind::Formula(formula) => formula.slopes(xs, &self.settings, out),
        }
    }

    /// Outputs and slopes at `xs` at once, with the bits of the separate calls. The shortest slice sets the length.
    pub fn values_and_slopes(&self, xs: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => {
                (record.values)(xs, &self.settings, values);
                (record.slopes)(xs, &self.settings, slopes);
            }
            Kind::Formula(formula) => formula.values_and_slopes(xs, &self.settings, values, slopes),
        }
    }

    /// The properties of the function for these parameter values: declared by a built-in function, proved for a
    /// formula.
    pub fn facts(&self) -> Claims {
        match &self.kind {
            Kind::Builtin(record) => (record.facts)(&self.settings).into(),
            Kind::Formula(formula) => formula.claims(&self.settings),
        }
    }

    /// The properties that a built-in function declares for these parameter values.
    pub fn declared(&self) -> Option<Facts> {
        match &self.kind {
            Kind::Builtin(record) => Some((record.facts)(&self.settings)),
            Kind::Formula(_) => None,
        }
    }

    /// The points where the slope does not exist, from the parts of the function. `None` if only the values can show
    /// them.
    pub(super) fn known_breaks(&self) -> Option<Vec<Break>> {
        self.own().map(|formula| formula.breaks(&self.settings))
    }

    fn unknown_knob(&self, name: &str) -> ParameterError {
        let (function, name) = (self.id().to_owned(), name.to_owned());
        let known: Vec<String> = self.parameters().iter().map(|parameter| parameter.name.to_string()).collect();
        match nearest(&name, known.iter().map(String::as_str)) {
            _ if known.is_empty() => ParameterError::NoKnobs { function },
            Some(nearest) => ParameterError::Near { nearest: nearest.to_owned(), function, name },
            None => ParameterError::Unknown { function, name, known },
        }
    }
}

fn one(x: f64, over: impl FnOnce(&[f64], &mut [f64])) -> f64 {
    let mut out = [0.0];
    over(&[x], &mut out);
    out[0]
}

/// Multiples of a step like 0.1 are computed as quotients of whole numbers, `3 / 10`, which give the expected decimal.
/// `3 × 0.1` does not.
fn turned(parameter: &Parameter, setting: f64, steps: i32) -> f64 {
    let per_unit = (1.0 / parameter.step).round();
    let place = if per_unit > 1.0 { setting * per_unit } else { setting / parameter.step };
    let nearest = place.round();
    let from = if (place - nearest).abs() < 1e-6 {
        nearest
    } else if steps > 0 {
        place.floor()
    } else {
        place.ceil()
    };
    let to = from + f64::from(steps);
    let turned = if per_unit > 1.0 { to / per_unit } else { to * parameter.step };
    if steps == 0 { setting } else { turned.clamp(parameter.min, parameter.max) }
}

errors! {
    /// Why a parameter was not set.
    pub enum ParameterError: "parameter" {
        /// The function has no parameter.
        NoKnobs { function: String } = "none",
        /// The function has no parameter with this name, but one with a similar name.
        Near { function: String, name: String, nearest: String } = "near",
        /// The function has no parameter with this name, but these.
        Unknown { function: String, name: String, known: Vec<String> } = "unknown",
        /// The value is out of the parameter's range, or NaN.
        OutOfRange { parameter: String, value: f64, min: f64, max: f64 } = "out-of-range",
    }
}
