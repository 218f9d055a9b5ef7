//! Properties of an activation: range, symmetry, breaks, steepest slope, saturation.
//!
//! Every built-in record declares its [`Facts`]. [`numeric_properties`] finds the same properties from values alone,
//! and the tests compare the two. For a formula, [`Claims`] are what was proved, and for which x.
//!
//! [`numeric_properties`]: super::numeric_properties

mod claims;

pub use claims::{Bounds, Claims, Extent, Held, Scope, WINDOW};

/// The properties of a function for given parameter values.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The smallest interval that contains every output.
    pub range: Range,
    /// Whether `f(−x) = −f(x)` for every x away from breaks. Outputs are then balanced around zero whenever inputs are.
    pub zero_centred: bool,
    /// Whether the function is monotone.
    pub monotone: Monotone,
    /// The points where the slope does not exist, by ascending x.
    pub breaks: Vec<Break>,
    /// The slope of largest size.
    pub steepest: Steepest,
    /// On which sides the slope tends to zero while the output tends to a finite limit.
    pub saturates: Sides,
    /// The output at zero.
    pub at_zero: f64,
}

/// An interval of outputs. An end that is not attained is approached arbitrarily closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end, which may be `-∞`.
    pub low: f64,
    /// Whether some input gives exactly `low`.
    pub low_attained: bool,
    /// The upper end, which may be `∞`.
    pub high: f64,
    /// Whether some input gives exactly `high`.
    pub high_attained: bool,
}

impl Range {
    /// Every number.
    pub const REALS: Self = Self::open(f64::NEG_INFINITY, f64::INFINITY);

    /// Both ends are approached but not attained.
    pub const fn open(low: f64, high: f64) -> Self {
        Self { low, low_attained: false, high, high_attained: false }
    }

    /// Both ends are attained.
    pub const fn closed(low: f64, high: f64) -> Self {
        Self { low, low_attained: true, high, high_attained: true }
    }

    /// From `low`, which is attained, without upper bound.
    pub const fn from(low: f64) -> Self {
        Self { low, low_attained: true, high: f64::INFINITY, high_attained: false }
    }

    /// Above `low`, which is not attained, without upper bound.
    pub const fn above(low: f64) -> Self {
        Self::open(low, f64::INFINITY)
    }
}

/// How outputs depend on the order of inputs. Flat intervals are allowed in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotone {
    /// A larger input never gives a smaller output.
    Rising,
    /// A larger input never gives a larger output, and the function is not constant.
    Falling,
    /// Both happen.
    Neither,
}

/// A point where the slope does not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// The point.
    pub x: f64,
    /// The kind of break.
    pub kind: BreakKind,
    /// The slope that training uses at exactly this x.
    pub slope_used: f64,
}

impl Break {
    /// A corner at `x`.
    pub const fn corner(x: f64, slope_used: f64) -> Self {
        Self { x, kind: BreakKind::Corner, slope_used }
    }

    /// A jump at `x`.
    pub const fn jump(x: f64, slope_used: f64) -> Self {
        Self { x, kind: BreakKind::Jump, slope_used }
    }
}

/// How a slope can fail to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// The function is continuous, its slope is not.
    Corner,
    /// The function itself is not continuous.
    Jump,
}

/// The slope with the largest absolute value, with its sign. Of two such slopes, the positive one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steepest {
    /// The slope. Infinite if it is unbounded.
    pub slope: f64,
    /// The x nearest to zero that has this slope or approaches it. Infinite if only far out.
    pub at: f64,
    /// Whether some x has this slope.
    pub attained: bool,
}

impl Steepest {
    /// The slope at `at`, or from there on.
    pub const fn had(slope: f64, at: f64) -> Self {
        Self { slope, at, attained: true }
    }

    /// Only approached, towards `at`.
    pub const fn approached(slope: f64, at: f64) -> Self {
        Self { slope, at, attained: false }
    }
}

/// The two ends of the x axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Towards `-∞`.
    pub left: bool,
    /// Towards `∞`.
    pub right: bool,
}

impl Sides {
    /// Neither side.
    pub const NONE: Self = Self { left: false, right: false };
    /// The left side only.
    pub const LEFT: Self = Self { left: true, right: false };
    /// The right side only.
    pub const RIGHT: Self = Self { left: false, right: true };
    /// Both sides.
    pub const BOTH: Self = Self { left: true, right: true };
}
