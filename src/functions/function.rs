//! A chosen function with its knobs set: the one type by which the rest of the program knows functions.

use std::sync::Arc;

use super::activation::{self, Activation, ActivationKernel, Family, Paper, Parameter, Unknown};
use super::formula::{Formula, FormulaError};
use super::properties::{Break, Claims, Facts};
use crate::text::nearest;
use crate::words::errors;

/// An activation, built in or written by the reader, and the setting of each of its knobs, always within their ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    kind: Kind,
    settings: Vec<f64>,
}

/// Where the numbers come from; looked at once per slice, never per element.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Builtin(&'static Activation),
    Formula(Arc<Formula>),
}

impl Function {
    /// The activation with its knobs at their defaults.
    pub fn builtin(activation: &'static Activation) -> Self {
        Self::of(Kind::Builtin(activation))
    }

    /// The activation with this id or alias, its knobs at their defaults.
    ///
    /// # Errors
    /// [`Unknown`] if there is none.
    pub fn named(id: &str) -> Result<Self, Unknown> {
        activation::find(id).map(Self::builtin)
    }

    /// A function of the reader's own, as in `max(a*x, x); a = 0.1 in 0..1`, its knobs at their defaults.
    ///
    /// # Errors
    /// [`FormulaError`] with what is wrong in the text, and where.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        Formula::parse(text).map(Self::written)
    }

    /// A formula that was read, its knobs at their defaults.
    pub fn written(formula: Formula) -> Self {
        Self::of(Kind::Formula(Arc::new(formula)))
    }

    /// The same function at the same settings under a name; a built-in one keeps its own.
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

    /// The reader's own text, from which [`Self::parse`] makes this function again; `None` for the built-in ones.
    pub fn text(&self) -> Option<&str> {
        self.own().map(Formula::text)
    }

    /// The formula, where the reader wrote one.
    pub fn own(&self) -> Option<&Formula> {
        match &self.kind {
            Kind::Builtin(_) => None,
            Kind::Formula(formula) => Some(formula),
        }
    }

    /// The id of the activation: for an own one its name, or its text while it has none.
    pub fn id(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.id,
            Kind::Formula(formula) => formula.name().unwrap_or(formula.text()),
        }
    }

    /// Its name in prose.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.name,
            Kind::Formula(_) => self.id(),
        }
    }

    /// What other libraries call it; an own one has one name alone.
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

    /// Whether a name that is typed is one of this function's; case, `_`, `-` and blanks do not matter.
    pub fn answers_to(&self, name: &str) -> bool {
        let name = activation::plain(name);
        std::iter::once(self.id()).chain(self.aliases().iter().copied()).any(|known| activation::plain(known) == name)
    }

    /// Its formula; in at most 34 cells for the built-in ones.
    pub fn formula(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.formula,
            Kind::Formula(formula) => formula.text(),
        }
    }

    /// The formula of its slope, likewise; empty for an own one, whose slope is found by automatic differentiation.
    pub fn slope_formula(&self) -> &str {
        match &self.kind {
            Kind::Builtin(record) => record.slope_formula,
            Kind::Formula(_) => "",
        }
    }

    /// Where it was first described, where that is known.
    pub fn paper(&self) -> Option<&'static Paper> {
        match &self.kind {
            Kind::Builtin(record) => record.paper.as_ref(),
            Kind::Formula(_) => None,
        }
    }

    /// The loop of training that takes it.
    pub(crate) fn kernel(&self) -> ActivationKernel {
        match &self.kind {
            Kind::Builtin(record) => record.kernel,
            Kind::Formula(_) => ActivationKernel::Record,
        }
    }

    /// The knob that training may turn along with the weights.
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

    /// What can be set.
    pub fn parameters(&self) -> &[Parameter] {
        match &self.kind {
            Kind::Builtin(record) => record.parameters,
            Kind::Formula(formula) => formula.parameters(),
        }
    }

    /// The settings, in the order of [`Self::parameters`].
    pub fn parameter_values(&self) -> &[f64] {
        &self.settings
    }

    /// The setting of the knob with this name.
    pub fn parameter(&self, name: &str) -> Option<f64> {
        self.parameters().iter().position(|parameter| parameter.name == name).map(|index| self.settings[index])
    }

    /// Sets a knob to any number in its range.
    ///
    /// # Errors
    /// [`ParameterError`] if there is no such knob, or it does not go there; the function is then unchanged.
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

    /// Turns a knob by whole steps and says whether it moved. It stays in its range and stops on multiples of its step:
    /// from a setting between two of them, the first turn goes to the next.
    pub fn turn_knob(&mut self, index: usize, steps: i32) -> bool {
        self.change_knob(index, |parameter, setting| turned(parameter, setting, steps))
    }

    /// Puts a knob back to its default and says whether it moved.
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

    /// The outputs at `xs`, with the bits of [`Self::value`]; the shorter slice decides how many.
    pub fn values(&self, xs: &[f64], out: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => (record.values)(xs, &self.settings, out),
            Kind::Formula(formula) => formula.values(xs, &self.settings, out),
        }
    }

    /// The slopes at `xs`, with the bits of [`Self::slope`]; the shorter slice decides how many.
    pub fn slopes(&self, xs: &[f64], out: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => (record.slopes)(xs, &self.settings, out),
            Kind::Formula(formula) => formula.slopes(xs, &self.settings, out),
        }
    }

    /// Outputs and slopes at `xs` at once, with the bits of both apart; the shortest slice decides how many.
    pub fn values_and_slopes(&self, xs: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        match &self.kind {
            Kind::Builtin(record) => {
                (record.values)(xs, &self.settings, values);
                (record.slopes)(xs, &self.settings, slopes);
            }
            Kind::Formula(formula) => formula.values_and_slopes(xs, &self.settings, values, slopes),
        }
    }

    /// What is known of the function at these settings: declared by the built-in ones, established for an own one.
    pub fn facts(&self) -> Claims {
        match &self.kind {
            Kind::Builtin(record) => (record.facts)(&self.settings).into(),
            Kind::Formula(formula) => formula.claims(&self.settings),
        }
    }

    /// The facts that a built-in one declares at these settings.
    pub fn declared(&self) -> Option<Facts> {
        match &self.kind {
            Kind::Builtin(record) => Some((record.facts)(&self.settings)),
            Kind::Formula(_) => None,
        }
    }

    /// Where the slope does not exist, by what the function is made of; `None` where only the numbers can tell.
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

/// Multiples of a step like 0.1 are written as quotients of whole numbers, `3 / 10`, which round to the decimal one
/// expects; `3 × 0.1` does not.
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
    /// Why a knob was not set.
    pub enum ParameterError: "parameter" {
        /// The function has no knob at all.
        NoKnobs { function: String } = "none",
        /// The function has no knob of that name, but one that looks like it.
        Near { function: String, name: String, nearest: String } = "near",
        /// The function has no knob of that name, but these.
        Unknown { function: String, name: String, known: Vec<String> } = "unknown",
        /// The knob does not go there; a NaN is nowhere.
        OutOfRange { parameter: String, value: f64, min: f64, max: f64 } = "out-of-range",
    }
}
