//! Claims about a function, each with the x for which it holds.

use super::{Break, Facts, Monotone, Range, Sides, Steepest};

/// The interval that is examined where nothing is known of the whole axis.
pub const WINDOW: [f64; 2] = [-50.0, 50.0];

/// The x for which a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every x in [`WINDOW`].
    Window,
    /// Every x.
    Everywhere,
}

/// A claim and where it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held<T> {
    /// The claim.
    pub what: T,
    /// The x for which it holds.
    pub scope: Scope,
}

impl<T> Held<T> {
    /// For all x.
    pub const fn everywhere(what: T) -> Self {
        Self { what, scope: Scope::Everywhere }
    }

    /// From -50 to 50.
    pub const fn in_window(what: T) -> Self {
        Self { what, scope: Scope::Window }
    }
}

/// An interval of outputs. It may be unknown whether an end is attained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The greatest lower bound, which may be `-∞`.
    pub low: f64,
    /// Whether it is an output.
    pub low_attained: Option<bool>,
    /// The least upper bound, which may be `∞`.
    pub high: f64,
    /// Whether it is an output.
    pub high_attained: Option<bool>,
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Self {
        let Range { low, low_attained, high, high_attained } = range;
        Self { low, low_attained: Some(low_attained), high, high_attained: Some(high_attained) }
    }
}

/// How complete a list of breaks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It has all breaks.
    All,
    /// It has all breaks from -50 to 50.
    Window,
    /// There are infinitely many breaks, and it has some of them.
    Endless,
    /// It has the breaks that were found. There may be others.
    Some,
}

/// What is known of a function for given parameter values. What is unknown is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// The x without a finite value, if no x among them has one. Nothing else is then claimed.
    pub nowhere: Option<Scope>,
    /// The smallest interval that contains every output.
    pub range: Option<Held<Bounds>>,
    /// Whether `f(−x) = −f(x)` away from breaks.
    pub zero_centred: Option<Held<bool>>,
    /// Whether the function is monotone.
    pub monotone: Option<Held<Monotone>>,
    /// The points where the slope does not exist, by ascending x.
    pub breaks: Vec<Break>,
    /// Whether these are all.
    pub extent: Extent,
    /// The slope of largest size.
    pub steepest: Option<Held<Steepest>>,
    /// Whether the slope tends to zero while the output tends to a finite limit, on the left and on the right.
    pub saturates: [Option<bool>; 2],
    /// The output at zero, if there is one.
    pub at_zero: Option<f64>,
}

impl Claims {
    /// Both ends of the range if it is known for every x. Otherwise infinite ends.
    pub fn ends(&self) -> [f64; 2] {
        let known = self.range.filter(|range| range.scope == Scope::Everywhere);
        known.map_or([f64::NEG_INFINITY, f64::INFINITY], |range| [range.what.low, range.what.high])
    }

    /// The claims about a function without a finite value.
    pub const fn nowhere(scope: Scope) -> Self {
        Self {
            nowhere: Some(scope),
            range: None,
            zero_centred: None,
            monotone: None,
            breaks: Vec::new(),
            extent: Extent::Some,
            steepest: None,
            saturates: [None; 2],
            at_zero: None,
        }
    }
}

impl From<Facts> for Claims {
    /// Declared properties hold for every x.
    fn from(facts: Facts) -> Self {
        let Sides { left, right } = facts.saturates;
        Self {
            nowhere: None,
            range: Some(Held::everywhere(facts.range.into())),
            zero_centred: Some(Held::everywhere(facts.zero_centred)),
            monotone: Some(Held::everywhere(facts.monotone)),
            breaks: facts.breaks,
            extent: Extent::All,
            steepest: Some(Held::everywhere(facts.steepest)),
            saturates: [Some(left), Some(right)],
            at_zero: Some(facts.at_zero),
        }
    }
}
