//! Intervals that contain every value of an expression, with ends that may be open.
//!
//! Ends are rounded outwards unless they are exact, so that an interval is never too small (interval arithmetic: R. E.
//! Moore, 1966, "Interval Analysis"). An open end is never attained: `exp` has values in `(0, ∞)`.

/// The numbers from `lo` to `hi`. An infinite end is always open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) lo: f64,
    pub(super) hi: f64,
    pub(super) lo_open: bool,
    pub(super) hi_open: bool,
    /// Whether the expression is defined and continuous over the whole examined piece.
    pub(super) whole: bool,
}

impl Interval {
    pub(super) const REALS: Self =
        Self { lo: f64::NEG_INFINITY, hi: f64::INFINITY, lo_open: true, hi_open: true, whole: true };

    pub(super) const fn point(x: f64) -> Self {
        Self { lo: x, hi: x, lo_open: false, hi_open: false, whole: true }
    }

    pub(super) const fn closed(lo: f64, hi: f64) -> Self {
        Self { lo, hi, lo_open: false, hi_open: false, whole: true }
    }

    pub(super) fn is_point(&self) -> bool {
        self.lo == self.hi
    }

    pub(super) fn broken(self) -> Self {
        Self { whole: false, ..self }
    }

    pub(super) fn along(self, others: &[Self]) -> Self {
        Self { whole: self.whole && others.iter().all(|other| other.whole), ..self }
    }

    /// Whether `y` is in the interval. Open ends are not.
    pub(super) fn holds(&self, y: f64) -> bool {
        (self.lo < y || self.lo == y && !self.lo_open) && (y < self.hi || y == self.hi && !self.hi_open)
    }

    pub(super) fn negative(self) -> Self {
        Self { lo: -self.hi, hi: -self.lo, lo_open: self.hi_open, hi_open: self.lo_open, whole: self.whole }
    }

    pub(super) fn hull(self, other: Self) -> Self {
        let (lo, lo_open) = least((self.lo, self.lo_open), (other.lo, other.lo_open));
        let (hi, hi_open) = greatest((self.hi, self.hi_open), (other.hi, other.hi_open));
        Self { lo, hi, lo_open, hi_open, whole: self.whole && other.whole }
    }

    /// The intersection. `None` if it is empty.
    pub(super) fn meet(self, other: Self) -> Option<Self> {
        let lo_from_self = self.lo > other.lo || self.lo == other.lo && self.lo_open;
        let hi_from_self = self.hi < other.hi || self.hi == other.hi && self.hi_open;
        let (lo, lo_open) = if lo_from_self { (self.lo, self.lo_open) } else { (other.lo, other.lo_open) };
        let (hi, hi_open) = if hi_from_self { (self.hi, self.hi_open) } else { (other.hi, other.hi_open) };
        let is_empty = lo > hi || lo == hi && (lo_open || hi_open);
        (!is_empty).then_some(Self { lo, hi, lo_open, hi_open, whole: self.whole && other.whole })
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let lo = add(self.lo, other.lo, f64::NEG_INFINITY);
        let hi = add(self.hi, other.hi, f64::INFINITY);
        Self {
            lo_open: self.lo_open || other.lo_open || lo.is_infinite(),
            hi_open: self.hi_open || other.hi_open || hi.is_infinite(),
            whole: self.whole && other.whole,
            lo,
            hi,
        }
    }

    pub(super) fn times(self, other: Self) -> Self {
        let ends = |span: &Self| [(span.lo, span.lo_open), (span.hi, span.hi_open)];
        let (mut lo, mut hi) = ((f64::INFINITY, true), (f64::NEG_INFINITY, true));
        for a in ends(&self) {
            for b in ends(&other) {
                let zero = a.0 == 0.0 && !a.1 || b.0 == 0.0 && !b.1;
                let open = !zero && (a.1 || b.1);
                lo = least(lo, (multiply(a.0, b.0, f64::NEG_INFINITY), open));
                hi = greatest(hi, (multiply(a.0, b.0, f64::INFINITY), open));
            }
        }
        // A zero inside one of them gives a zero of the product, even if the ends are open.
        if self.holds(0.0) || other.holds(0.0) {
            lo = least(lo, (0.0, false));
            hi = greatest(hi, (0.0, false));
        }
        Self::ends(lo, hi, self.whole && other.whole)
    }

    /// The reciprocal. A zero inside gives two pieces, and this is their hull.
    pub(super) fn reciprocal(self) -> Option<Self> {
        if self.lo == 0.0 && self.hi == 0.0 {
            return None;
        }
        if self.lo < 0.0 && self.hi > 0.0 {
            return Some(Self::REALS.broken());
        }
        let whole = self.whole && !self.holds(0.0);
        let one = |end: f64, side: f64| match end {
            0.0 => f64::INFINITY.copysign(if self.hi > 0.0 { 1.0 } else { -1.0 }),
            end => divide(1.0, end, side),
        };
        let (lo, hi) = (one(self.hi, f64::NEG_INFINITY), one(self.lo, f64::INFINITY));
        let open = |end: f64, open: bool| open || end == 0.0;
        Some(Self::ends((lo, open(self.hi, self.hi_open)), (hi, open(self.lo, self.lo_open)), whole))
    }

    pub(super) fn ends(lo: (f64, bool), hi: (f64, bool), whole: bool) -> Self {
        Self { lo: lo.0, hi: hi.0, lo_open: lo.1 || lo.0.is_infinite(), hi_open: hi.1 || hi.0.is_infinite(), whole }
    }

    pub(super) fn min(self, other: Self) -> Self {
        let lo = least((self.lo, self.lo_open), (other.lo, other.lo_open));
        Self::ends(lo, lesser_end(self, other), self.whole && other.whole)
    }

    pub(super) fn max(self, other: Self) -> Self {
        self.negative().min(other.negative()).negative()
    }
}

/// The upper end of the minimum of two. If both ends are equal, it is open if either is.
fn lesser_end(a: Interval, b: Interval) -> (f64, bool) {
    match a.hi.total_cmp(&b.hi) {
        std::cmp::Ordering::Less => (a.hi, a.hi_open),
        std::cmp::Ordering::Greater => (b.hi, b.hi_open),
        std::cmp::Ordering::Equal => (a.hi, a.hi_open || b.hi_open),
    }
}

fn least(a: (f64, bool), b: (f64, bool)) -> (f64, bool) {
    if a.0 < b.0 || a.0 == b.0 && !a.1 { a } else { b }
}

fn greatest(a: (f64, bool), b: (f64, bool)) -> (f64, bool) {
    if a.0 > b.0 || a.0 == b.0 && !a.1 { a } else { b }
}

/// The next number towards a side.
pub(super) fn towards(x: f64, side: f64) -> f64 {
    if side > 0.0 { x.next_up() } else { x.next_down() }
}

/// The sum, rounded towards a side if it is not exact (two-sum: D. E. Knuth, 1969).
fn add(a: f64, b: f64, side: f64) -> f64 {
    let sum = a + b;
    if a.is_infinite() || b.is_infinite() {
        return if sum.is_nan() { side } else { sum };
    }
    let virtual_b = sum - a;
    let error = (a - (sum - virtual_b)) + (b - virtual_b);
    if sum.is_infinite() || error.is_nan() || error * side.signum() > 0.0 { towards(sum, side) } else { sum }
}

/// The product, rounded towards a side. Zero times anything is zero, because an infinite end is never attained.
fn multiply(a: f64, b: f64, side: f64) -> f64 {
    if a == 0.0 || b == 0.0 {
        return 0.0;
    }
    let product = a * b;
    if is_short(a) && is_short(b) && product.is_normal() || a.is_infinite() || b.is_infinite() {
        return product;
    }
    towards(product, side)
}

fn divide(a: f64, b: f64, side: f64) -> f64 {
    let quotient = a / b;
    if quotient == 0.0 && b.is_infinite() || is_short(quotient) && is_short(b) && quotient * b == a {
        return quotient;
    }
    towards(quotient, side)
}

/// Whether a number has so few digits that the product of two such numbers is exact.
pub(super) fn is_short(x: f64) -> bool {
    x.to_bits() & ((1 << 26) - 1) == 0
}
