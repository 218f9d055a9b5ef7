//! What may be said of a function, each statement with the x it holds for.

use super::{Break, Facts, Monotone, Range, Sides, Steepest};

/// Both ends of what is looked at where nothing is known of the whole axis.
pub const WINDOW: [f64; 2] = [-50.0, 50.0];

/// The x that a statement holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Those of [`WINDOW`].
    Window,
    /// All.
    Everywhere,
}

/// A statement and where it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held<T> {
    /// What is said.
    pub what: T,
    /// For which x.
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

/// An interval of outputs. Of an end it may not be known whether some input gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The greatest lower bound; may be `-∞`.
    pub low: f64,
    /// Whether it is an output.
    pub low_attained: Option<bool>,
    /// The least upper bound; may be `∞`.
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

/// How much of the breaks a list of them has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every one.
    All,
    /// Every one from -50 to 50.
    Window,
    /// There are infinitely many; it has some of them.
    Endless,
    /// Those that were found; there may be others.
    Some,
}

/// What may be said of one function at one setting of its knobs; what is not known is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// The x that have no finite value, where none has one; nothing else is then said.
    pub nowhere: Option<Scope>,
    /// The smallest interval that holds every output.
    pub range: Option<Held<Bounds>>,
    /// Whether `f(−x) = −f(x)` away from breaks.
    pub zero_centred: Option<Held<bool>>,
    /// Whether outputs follow the order of inputs.
    pub monotone: Option<Held<Monotone>>,
    /// Where the slope does not exist, by rising x.
    pub breaks: Vec<Break>,
    /// Whether these are all.
    pub extent: Extent,
    /// The slope of largest size.
    pub steepest: Option<Held<Steepest>>,
    /// Whether the slope tends to zero while the output tends to a finite limit, on the left and on the right.
    pub saturates: [Option<bool>; 2],
    /// The output at zero, where there is one.
    pub at_zero: Option<f64>,
}

impl Claims {
    /// Both ends of the range where it is known for every x; infinite ones otherwise.
    pub fn ends(&self) -> [f64; 2] {
        let known = self.range.filter(|range| range.scope == Scope::Everywhere);
        known.map_or([f64::NEG_INFINITY, f64::INFINITY], |range| [range.what.low, range.what.high])
    }

    /// Of a function that has no finite value.
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
    /// What is declared holds for all x.
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
