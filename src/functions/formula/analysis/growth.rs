//! Orders of growth: `k + w·g(t)` as t goes to infinity, where `w` stays in an interval from some t on, and `g` is
//! `exp(a·tᵖ)·t^power·(ln t)^log`.
//!
//! Towards an end of the x axis, t is the absolute value of x. Near a point, it is one over the distance. Only the
//! fastest-growing part of a sum is kept. Where parts of equal order cancel, nothing is known.

use std::cmp::Ordering;

/// The order `exp(a·tᵖ)·t^power·(ln t)^log`. If `a` is zero there is no exponential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GrowthOrder {
    pub(super) a: f64,
    pub(super) p: f64,
    pub(super) power: f64,
    pub(super) log: f64,
    /// Whether it is known only up to a factor that is small compared to the exponential.
    pub(super) loose: bool,
}

impl GrowthOrder {
    pub(super) const ONE: Self = Self { a: 0.0, p: 0.0, power: 0.0, log: 0.0, loose: false };

    pub(super) const fn of_power(power: f64) -> Self {
        Self { power, ..Self::ONE }
    }

    /// Compared with a constant. `None` if that is unknown.
    pub(super) fn against_one(&self) -> Option<Ordering> {
        let size = if self.a != 0.0 {
            self.a
        } else if self.loose {
            return None;
        } else if self.power != 0.0 {
            self.power
        } else {
            self.log
        };
        size.partial_cmp(&0.0)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let (power, log, mut loose) = (self.power + other.power, self.log + other.log, self.loose || other.loose);
        let (a, p) = match (self.a == 0.0, other.a == 0.0) {
            (true, _) => (other.a, other.p),
            (_, true) => (self.a, self.p),
            _ if self.p == other.p => {
                let sum = self.a + other.a;
                // Where exponentials cancel, the remaining factors are known only if the exponentials were exact.
                if sum.abs() <= 1e-12 * self.a.abs() {
                    if loose || sum != 0.0 {
                        return None;
                    }
                    (0.0, 0.0)
                } else {
                    (sum, self.p)
                }
            }
            _ => {
                loose = true;
                if self.p > other.p { (self.a, self.p) } else { (other.a, other.p) }
            }
        };
        let near_zero = |x: f64| if x.abs() < 1e-12 { 0.0 } else { x };
        Some(Self { a, p, power: near_zero(power), log: near_zero(log), loose })
    }

    pub(super) fn to_the(self, n: f64) -> Self {
        Self { a: self.a * n, power: self.power * n, log: self.log * n, ..self }
    }

    pub(super) fn against(self, other: Self) -> Option<Ordering> {
        if self == other && !self.loose {
            return Some(Ordering::Equal);
        }
        self.times(other.to_the(-1.0))?.against_one()
    }
}

/// `k + w·g`, where `w` stays between `low` and `high` from some t on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Growth {
    /// The limit, if `g` goes to zero. If `g` is large, a constant that counts only if `pure`.
    pub(super) k: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) order: GrowthOrder,
    /// Whether `w` comes arbitrarily close to both ends again and again.
    pub(super) exact: bool,
    /// Whether the omitted terms go to zero.
    pub(super) pure: bool,
    /// Whether no terms are omitted.
    pub(super) bare: bool,
}

impl Growth {
    pub(super) fn constant(k: f64) -> Self {
        Self { k, ..Self::of(0.0, GrowthOrder::of_power(f64::NEG_INFINITY)) }
    }

    /// `w·g` without omitted terms.
    pub(super) fn of(w: f64, order: GrowthOrder) -> Self {
        Self { k: 0.0, low: w, high: w, order, exact: true, pure: true, bare: true }
    }

    pub(super) fn is_constant(&self) -> bool {
        self.low == 0.0 && self.high == 0.0
    }

    /// Whether it converges to `k`.
    pub(super) fn settles(&self) -> bool {
        self.is_constant() || self.order.against_one() == Some(Ordering::Less)
    }

    pub(super) fn grows(&self) -> bool {
        !self.is_constant() && self.order.against_one() == Some(Ordering::Greater)
    }

    /// The limit, which may be infinite.
    pub(super) fn limit(&self) -> Option<f64> {
        match () {
            () if self.settles() => Some(self.k),
            () if self.grows() && self.low > 0.0 => Some(f64::INFINITY),
            () if self.grows() && self.high < 0.0 => Some(f64::NEG_INFINITY),
            () => None,
        }
    }

    /// Whether it exceeds every bound again and again, towards this sign.
    pub(super) fn is_unbounded(&self, side: f64) -> bool {
        let most = if side > 0.0 { self.high } else { -self.low };
        let least = if side > 0.0 { self.low } else { -self.high };
        match self.order.against_one() {
            _ if self.is_constant() => false,
            Some(Ordering::Greater) => least > 0.0 || most > 0.0 && self.exact,
            Some(Ordering::Equal) => most == f64::INFINITY && self.exact,
            _ => false,
        }
    }

    /// Whether it oscillates forever without converging.
    pub(super) fn waves(&self) -> bool {
        self.exact && self.low < self.high && !self.settles() && self.order.against_one().is_some()
    }

    /// The sign from some t on: 1, -1, or 0 if it is zero.
    pub(super) fn sign(&self) -> Option<f64> {
        let of_w = || match () {
            () if self.low > 0.0 => Some(1.0),
            () if self.high < 0.0 => Some(-1.0),
            () => None,
        };
        match () {
            () if self.is_constant() => Some(if self.k == 0.0 { 0.0 } else { self.k.signum() }),
            () if self.settles() && self.k != 0.0 => Some(self.k.signum()),
            () if self.order.against_one() == Some(Ordering::Equal) => match () {
                () if self.k + self.low > 0.0 => Some(1.0),
                () if self.k + self.high < 0.0 => Some(-1.0),
                () => None,
            },
            () => of_w(),
        }
    }

    pub(super) fn negative(self) -> Self {
        Self { k: -self.k, low: -self.high, high: -self.low, ..self }
    }

    pub(super) fn scaled(self, by: f64) -> Option<Self> {
        if by == 0.0 {
            return Some(Self::constant(0.0));
        }
        let (a, b) = (self.low * by, self.high * by);
        let k = self.k * by;
        (k.is_finite() && !a.is_nan() && !b.is_nan() && (a != 0.0 || self.low == 0.0)).then_some(Self {
            k,
            low: a.min(b),
            high: a.max(b),
            ..self
        })
    }

    /// The sum. With `near`, constants that cancel to the last digits give zero. This is used near a point that was
    /// found as a zero.
    pub(super) fn plus(self, other: Self, near: bool) -> Option<Self> {
        let mut k = self.k + other.k;
        let least = self.k.abs().max(other.k.abs()) * 1e-12;
        if k != 0.0 && k.abs() <= least {
            if !near {
                return None;
            }
            k = 0.0;
        }
        if !k.is_finite() {
            return None;
        }
        if self.is_constant() || other.is_constant() {
            let (moving, still) = if self.is_constant() { (other, self) } else { (self, other) };
            return Some(Self { k, pure: moving.pure && still.pure, bare: moving.bare && still.bare, ..moving });
        }
        match self.order.against(other.order)? {
            Ordering::Greater => Some(Self { k, pure: self.pure && other.settles(), bare: false, ..self }),
            Ordering::Less => Some(Self { k, pure: other.pure && self.settles(), bare: false, ..other }),
            Ordering::Equal => {
                let (low, high) = (self.low + other.low, self.high + other.high);
                let cancels = |sum: f64, a: f64, b: f64| sum.abs() <= 1e-12 * a.abs().max(b.abs());
                let points = self.low == self.high || other.low == other.high;
                if low.is_nan() || high.is_nan() || low == high && cancels(low, self.low, other.low) {
                    return None;
                }
                let (exact, pure) = (self.exact && other.exact && points, self.pure && other.pure);
                Some(Self { k, low, high, exact, pure, bare: self.bare && other.bare, ..self })
            }
        }
    }

    pub(super) fn times(self, other: Self, near: bool) -> Option<Self> {
        if self.is_constant() || other.is_constant() {
            let (moving, still) = if self.is_constant() { (other, self) } else { (self, other) };
            return moving.scaled(still.k);
        }
        let order = self.order.times(other.order)?;
        let ends = [self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high];
        if ends.iter().any(|end| end.is_nan()) {
            return None;
        }
        let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), e| (l.min(*e), h.max(*e)));
        let points = self.low == self.high || other.low == other.high;
        let bare = self.bare && other.bare;
        let pure = bare || self.pure && other.pure && self.settles() && other.settles();
        let mut product = Self { k: 0.0, low, high, order, exact: self.exact && other.exact && points, pure, bare };
        for (k, part) in [(self.k, other), (other.k, self)] {
            // Without `pure`, the constant is unknown.
            if k != 0.0 {
                product = product.plus(Self { k: 0.0, ..part }.scaled(k)?, near)?;
            }
        }
        if self.k != 0.0 && other.k != 0.0 {
            product = product.plus(Self::constant(self.k * other.k), near)?;
        }
        Some(product)
    }

    /// The reciprocal.
    pub(super) fn reciprocal(self) -> Option<Self> {
        if self.settles() && self.k != 0.0 {
            let rest = Self { k: 0.0, ..self }.scaled(-1.0 / (self.k * self.k))?;
            return Some(Self { k: 1.0 / self.k, bare: false, ..rest });
        }
        if self.low <= 0.0 && self.high >= 0.0 || self.order.against_one() == Some(Ordering::Equal) {
            return None;
        }
        let ends = [1.0 / self.low, 1.0 / self.high];
        let pure = self.order.against_one() == Some(Ordering::Greater);
        Some(Self {
            k: 0.0,
            low: ends[0].min(ends[1]),
            high: ends[0].max(ends[1]),
            order: self.order.to_the(-1.0),
            exact: self.exact,
            pure: pure || self.bare && self.k == 0.0,
            bare: self.bare && self.k == 0.0,
        })
    }
}
