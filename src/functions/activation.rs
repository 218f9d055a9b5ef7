//! The activation functions: a record for each, and a registry of all records.
//!
//! A record holds the formula, the slope, the parameters and the known properties of an activation. Formula and slope
//! are written once. The `activation!` macro expands them into a form for one number and a form for a slice, whose loop
//! has no call per element and gives the same bits.
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

/// `value` and `slope` of a record are written as `|x, parameter, …| expression`. The macro writes the four functions.
/// A NaN input gives a NaN output, whatever the comparisons in the expression give.
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
    /// The name everywhere outside prose, such as `leaky-relu`.
    pub id: &'static str,
    /// The name in prose, such as `leaky ReLU`.
    pub name: &'static str,
    /// The names of the same function in PyTorch, Keras or JAX, where they differ from the id in more than [`plain`]
    /// removes.
    pub aliases: &'static [&'static str],
    /// How the function of this name in another library differs.
    pub note: Option<&'static str>,
    /// The formula in at most 34 terminal cells.
    pub formula: &'static str,
    /// The formula of the slope, likewise.
    pub slope_formula: &'static str,
    /// The family it is listed with.
    pub family: Family,
    /// The loop that computes it in training.
    pub kernel: ActivationKernel,
    /// The parameter that can be trained like a weight.
    pub trainable: Option<&'static str>,
    /// Its parameters, in the order in which the functions below take them.
    pub parameters: &'static [Parameter],
    /// The output at x for these parameters. A missing parameter makes it NaN.
    pub value: fn(f64, &[f64]) -> f64,
    /// The slope at x that training uses, for these parameters.
    pub slope: fn(f64, &[f64]) -> f64,
    /// `value` over a slice: inputs, parameters, outputs. The bits are those of `value`. The shorter slice sets the
    /// length.
    pub values: fn(&[f64], &[f64], &mut [f64]),
    /// `slope` over a slice, likewise.
    pub slopes: fn(&[f64], &[f64], &mut [f64]),
    /// Its properties for these parameters.
    pub facts: fn(&[f64]) -> Facts,
    /// The paper that it is usually cited for.
    pub paper: Option<Paper>,
}

/// The loops of training. The activations that are trained most have their own loops, compiled for the vector width of
/// the machine. All others use their slice forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationKernel {
    /// The input itself. It needs no slopes.
    Linear,
    /// The slope follows from the value.
    Relu,
    /// Two lines. The parameter is the slope of the left one.
    Leaky,
    /// The logistic function.
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// Two values with slope zero everywhere. The perceptron has its own loop for it.
    Step,
    /// The slice forms of the record.
    Record,
}

impl PartialEq for Activation {
    /// Two records with the same id are the same activation.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Activation").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A parameter of an activation, with the values that a reader may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the command line, such as `alpha`.
    pub name: Cow<'static, str>,
    /// The symbol in formulas, such as `α`.
    pub symbol: Cow<'static, str>,
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
    /// The change of one step of the knob.
    pub step: f64,
    /// The initial value.
    pub default: f64,
}

/// The paper in which a function was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The authors' family names.
    pub author: &'static str,
    /// The year it appeared.
    pub year: u16,
    /// Its title.
    pub title: &'static str,
}

/// Groups of similar activations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Steps and nearly linear functions.
    Basic,
    /// S-shaped, bounded on both sides.
    Sigmoid,
    /// Two or more straight pieces, zero or nearly zero on the left.
    Rectifier,
    /// Rectifiers with a curve in place of the corner.
    Smooth,
    /// The input times a gate between 0 and 1.
    Gated,
    /// Small inputs are moved to zero.
    Shrink,
    /// Waves and bumps.
    Wave,
    /// Functions of the reader. The registry has none.
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

/// Every activation, family by family, the best known first.
pub fn all() -> impl Iterator<Item = &'static Activation> {
    Family::ALL.into_iter().flat_map(Family::members)
}

/// A name as look-ups compare it: in lower case, without `_`, `-` and spaces.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

impl Activation {
    /// Its id, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.id).chain(self.aliases.iter().copied())
    }
}

/// The activation with this id or alias. Case, `_`, `-` and spaces do not matter.
///
/// # Errors
/// [`Unknown`] with the most similar name.
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
        /// Softmax is not a function of one number.
        Softmax { name: String } = "softmax",
        /// The most similar id or alias.
        Near { name: String, nearest: &'static str } = "near",
        /// No name is similar.
        Far { name: String } = "far",
    }
}

/// The parameters by index. A missing one becomes NaN, which makes the result NaN and does not panic in a loop.
#[inline(always)]
fn settings<const N: usize>(parameters: &[f64]) -> [f64; N] {
    std::array::from_fn(|i| parameters.get(i).copied().unwrap_or(f64::NAN))
}

#[inline(always)]
fn unless_nan(x: f64, y: f64) -> f64 {
    if x.is_nan() { x } else { y }
}
