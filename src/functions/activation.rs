//! The activation functions: one record each, one registry.
//!
//! A record holds the formula, its slope, its knobs and what is known of it, side by side. Formula and slope are written
//! once; the `activation!` macro expands them into the form for one number and the form for a slice, whose loop has no
//! call per element and gives the same bits.
#![expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]

use std::borrow::Cow;
use std::fmt;

use super::properties::Facts;
use crate::text::nearest;
use crate::words::errors;

macro_rules! first {
    ($first:expr, $($rest:tt)*) => {
        $first
    };
}

/// `value` and `slope` of a record are written as `|x, parameter, …| expression`; the macro writes the four functions.
/// A NaN input gives a NaN output whatever the comparisons in the expression make of it.
macro_rules! activation {
    (
        id: $id:literal, name: $name:literal,
        aliases: [$($alias:literal),*], note: $note:expr,
        formula: $formula:literal, slope_formula: $slope_formula:literal,
        family: $family:ident, $(kernel: $kernel:ident,)? $(trainable: $trainable:literal,)? parameters: [$($parameter:expr),* $(,)?],
        value: |$x:ident $(, $k:ident)*| $value:expr,
        slope: |$sx:ident $(, $sk:ident)*| $slope:expr,
        facts: |$($fk:ident),*| $facts:expr,
        paper: $paper:expr $(,)?
    ) => {
        $crate::functions::activation::Activation {
            id: $id,
            name: $name,
            aliases: &[$($alias),*],
            note: $note,
            formula: $formula,
            slope_formula: $slope_formula,
            family: $crate::functions::activation::Family::$family,
            kernel: first!($($crate::functions::activation::ActivationKernel::$kernel,)? $crate::functions::activation::ActivationKernel::Record,),
            trainable: first!($(Some($trainable),)? None,),
            parameters: &[$($parameter),*],
            value: |$x, parameters| {
                let [$($k),*] = $crate::functions::activation::settings(parameters);
                $crate::functions::activation::unless_nan($x, $value)
            },
            slope: |$sx, parameters| {
                let [$($sk),*] = $crate::functions::activation::settings(parameters);
                $crate::functions::activation::unless_nan($sx, $slope)
            },
            values: |xs, parameters, out| {
                let [$($k),*] = $crate::functions::activation::settings(parameters);
                for (out, &$x) in out.iter_mut().zip(xs) {
                    *out = $crate::functions::activation::unless_nan($x, $value);
                }
            },
            slopes: |xs, parameters, out| {
                let [$($sk),*] = $crate::functions::activation::settings(parameters);
                for (out, &$sx) in out.iter_mut().zip(xs) {
                    *out = $crate::functions::activation::unless_nan($sx, $slope);
                }
            },
            facts: |parameters| {
                let [$($fk),*] = $crate::functions::activation::settings(parameters);
                $facts
            },
            paper: $paper,
        }
    };
}

mod basic;
mod gated;
mod rectifier;
mod shrink;
mod sigmoidal;
mod smooth;
mod wave;

/// One activation function.
pub struct Activation {
    /// The name used everywhere outside prose, as in `leaky-relu`.
    pub id: &'static str,
    /// The name used in prose, as in `leaky ReLU`.
    pub name: &'static str,
    /// What PyTorch, Keras or JAX call the same function, where that differs from the id in more than [`plain`] removes.
    pub aliases: &'static [&'static str],
    /// How the function of this name in another library differs.
    pub note: Option<&'static str>,
    /// The formula in at most 34 terminal cells.
    pub formula: &'static str,
    /// The formula of the slope, likewise.
    pub slope_formula: &'static str,
    /// The family it is listed with.
    pub family: Family,
    /// The loop of training that takes it.
    pub kernel: ActivationKernel,
    /// The knob that training may turn along with the weights.
    pub trainable: Option<&'static str>,
    /// Its parameters, in the order in which the functions below take them.
    pub parameters: &'static [Parameter],
    /// The output at x, given the knobs. A missing knob makes it NaN.
    pub value: fn(f64, &[f64]) -> f64,
    /// The slope at x that training uses, given the knobs.
    pub slope: fn(f64, &[f64]) -> f64,
    /// `value` over a slice: inputs, knobs, outputs. Same bits as one by one; the shorter slice decides how many.
    pub values: fn(&[f64], &[f64], &mut [f64]),
    /// `slope` over a slice, likewise.
    pub slopes: fn(&[f64], &[f64], &mut [f64]),
    /// What is known of it at this setting of the knobs.
    pub facts: fn(&[f64]) -> Facts,
    /// The work it is usually cited for.
    pub paper: Option<Paper>,
}

/// The loops of training. Activations that are trained most have loops of their own, compiled for the width of the machine;
/// all others go through their slice forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationKernel {
    /// The input itself; needs no slopes.
    Linear,
    /// Its slope is read off its value.
    Relu,
    /// Two lines, the left one of the slope given.
    Leaky,
    /// The logistic function.
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// Two values and no slope anywhere; the perceptron has a loop for it.
    Step,
    /// Any record.
    Record,
}

impl PartialEq for Activation {
    /// Two records with one id are one activation.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Activation").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A parameter of an activation, with the settings a person may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the command line, as in `alpha`.
    pub name: Cow<'static, str>,
    /// The sign in formulas, as in `α`.
    pub symbol: Cow<'static, str>,
    /// The lowest setting.
    pub min: f64,
    /// The highest setting.
    pub max: f64,
    /// How far one turn goes.
    pub step: f64,
    /// The setting to start from.
    pub default: f64,
}

/// Where a function comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The authors' family names.
    pub author: &'static str,
    /// The year it appeared.
    pub year: u16,
    /// Its title.
    pub title: &'static str,
}

/// Activations that behave alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Steps and near-lines.
    Basic,
    /// S-shaped, bounded on both sides.
    Sigmoid,
    /// Two or more straight pieces, zero or nearly so on the left.
    Rectifier,
    /// Rectifiers with a curve for a corner.
    Smooth,
    /// The input times a gate between 0 and 1.
    Gated,
    /// Small inputs pulled to zero.
    Shrink,
    /// Waves and bumps.
    Wave,
    /// Written by the reader; no family of the registry.
    Own,
}

impl Family {
    /// Every family of the registry, in the order of lists.
    pub const ALL: [Self; 7] =
        [Self::Basic, Self::Sigmoid, Self::Rectifier, Self::Smooth, Self::Gated, Self::Shrink, Self::Wave];

    /// The name of the family.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Sigmoid => "sigmoid",
            Self::Rectifier => "rectifier",
            Self::Smooth => "smooth",
            Self::Gated => "gated",
            Self::Shrink => "shrink",
            Self::Wave => "wave",
            Self::Own => "own",
        }
    }

    fn members(self) -> &'static [Activation] {
        match self {
            Self::Basic => basic::RECORDS,
            Self::Sigmoid => sigmoidal::RECORDS,
            Self::Rectifier => rectifier::RECORDS,
            Self::Smooth => smooth::RECORDS,
            Self::Gated => gated::RECORDS,
            Self::Shrink => shrink::RECORDS,
            Self::Wave => wave::RECORDS,
            Self::Own => &[],
        }
    }
}

/// Every activation, family by family, the most familiar first.
pub fn all() -> impl Iterator<Item = &'static Activation> {
    Family::ALL.into_iter().flat_map(Family::members)
}

/// A name as look-ups compare it: without case, `_`, `-` and blanks.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

impl Activation {
    /// Its id, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.id).chain(self.aliases.iter().copied())
    }
}

/// The activation with this id or alias; case, `_`, `-` and blanks do not matter.
///
/// # Errors
/// [`Unknown`], with the name that looks most like it.
pub fn find(name: &str) -> Result<&'static Activation, Unknown> {
    let wanted = plain(name);
    all().find(|activation| activation.names().any(|known| plain(known) == wanted)).ok_or_else(|| {
        let is_softmax = matches!(wanted.as_str(), "softmax" | "logsoftmax");
        let known =
            all().map(|activation| activation.id).chain(all().flat_map(|activation| activation.aliases).copied());
        let name = name.to_owned();
        match nearest(&name, known) {
            _ if is_softmax => Unknown::Softmax { name },
            Some(nearest) => Unknown::Near { name, nearest },
            None => Unknown::Far { name },
        }
    })
}

errors! {
    /// No activation has this name.
    #[derive(Eq)]
    pub enum Unknown: "activation" {
        /// Softmax is no function of one number.
        Softmax { name: String } = "softmax",
        /// The id or alias that looks most like it.
        Near { name: String, nearest: &'static str } = "near",
        /// None looks like it.
        Far { name: String } = "far",
    }
}

/// The knobs by position. A missing one becomes NaN, which no result survives, rather than a panic in a loop.
#[inline(always)]
fn settings<const N: usize>(parameters: &[f64]) -> [f64; N] {
    std::array::from_fn(|i| parameters.get(i).copied().unwrap_or(f64::NAN))
}

#[inline(always)]
fn unless_nan(x: f64, y: f64) -> f64 {
    if x.is_nan() { x } else { y }
}
