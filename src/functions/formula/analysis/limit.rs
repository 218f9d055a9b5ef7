//! Limits of an expression as x goes to an end of the axis or to a point.

use super::super::compile::whole;
use super::super::elementary::Unary;
use super::super::image::{self, image};
use super::super::interval::Interval;
use super::super::tree::{Binary, Call, Tree};
use super::growth::{Growth, GrowthOrder};
use std::cmp::Ordering;
use std::f64::consts::{FRAC_PI_2, LN_2, PI};

/// A path along which x goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'a> {
    x: Growth,
    /// Whether numbers that are zero to the last digits count as zero. This is used near a point that was found as a
    /// zero.
    near: bool,
    parameters: &'a [f64],
}

impl<'a> Path<'a> {
    /// Towards `side · ∞`.
    pub(super) fn out(side: f64, parameters: &'a [f64]) -> Self {
        Self { x: Growth::of(side, GrowthOrder::of_power(1.0)), near: false, parameters }
    }

    /// Towards a point from one side.
    pub(super) fn to(place: f64, side: f64, parameters: &'a [f64]) -> Self {
        Self { x: Growth { k: place, ..Growth::of(side, GrowthOrder::of_power(-1.0)) }, near: true, parameters }
    }

    /// The growth of `tree`. `None` if it is unknown, or if the tree has no value.
    pub(super) fn of(&self, tree: &Tree) -> Option<Growth> {
        if !tree.has_x() {
            let y = image(tree, Interval::point(0.0), self.parameters)?;
            let k = y.lo.midpoint(y.hi);
            return k.is_finite().then(|| Growth::constant(k));
        }
        match tree {
            Tree::X => Some(self.x),
            Tree::Negative(a) => Some(self.of(a)?.negative()),
            Tree::Binary(Binary::Add, a, b) => self.of(a)?.plus(self.of(b)?, self.near),
            Tree::Binary(Binary::Subtract, a, b) => self.of(a)?.plus(self.of(b)?.negative(), self.near),
            Tree::Binary(Binary::Multiply, a, b) if a == b => self.power(self.of(a)?, 2.0),
            Tree::Binary(Binary::Multiply, a, b) => self.product(self.of(a), self.of(b)),
            Tree::Binary(Binary::Divide, a, b) => self.of(a)?.times(self.of(b)?.reciprocal()?, self.near),
            Tree::Binary(Binary::Power, a, b) => match whole(b) {
                Some(n) => self.power(self.of(a)?, f64::from(n)),
                None if b.has_x() => Self::exp(self.of(b)?.times(Self::ln(self.of(a)?)?, self.near)?),
                None => self.power(self.of(a)?, self.of(b)?.k),
            },
            Tree::Call(Call::Unary(unary), args) => self.one(*unary, self.of(&args[0])?, &args[0]),
            Tree::Call(Call::Clamp, args) => {
                let held = self.lesser(self.of(&args[0])?.negative(), self.of(&args[1])?.negative())?.negative();
                self.lesser(held, self.of(&args[2])?)
            }
            Tree::Call(Call::Min, args) => self.least(args, 1.0),
            Tree::Call(Call::Max, args) => self.least(args, -1.0),
            Tree::If(parts) => self.of(&parts[if self.holds(&parts[0])? { 1 } else { 2 }]),
            condition => Some(Growth::constant(f64::from(u8::from(self.holds(condition)?)))),
        }
    }

    fn least(&self, args: &[Tree], sign: f64) -> Option<Growth> {
        let mut least = self.of(&args[0])?.scaled(sign)?;
        for arg in &args[1..] {
            least = self.lesser(least, self.of(arg)?.scaled(sign)?)?;
        }
        least.scaled(sign)
    }

    fn lesser(&self, a: Growth, b: Growth) -> Option<Growth> {
        let difference = a.plus(b.negative(), self.near)?;
        Some(if difference.sign()? <= 0.0 { a } else { b })
    }

    /// What is zero from some point on gives zero in any product.
    fn product(&self, a: Option<Growth>, b: Option<Growth>) -> Option<Growth> {
        let zero = |g: &Option<Growth>| g.is_some_and(|g| g.is_constant() && g.k == 0.0);
        if zero(&a) || zero(&b) { Some(Growth::constant(0.0)) } else { a?.times(b?, self.near) }
    }

    fn holds(&self, tree: &Tree) -> Option<bool> {
        match tree {
            Tree::Not(a) => self.holds(a).map(|yes| !yes),
            Tree::Binary(Binary::And, a, b) => Some(self.holds(a)? && self.holds(b)?),
            Tree::Binary(Binary::Or, a, b) => Some(self.holds(a)? || self.holds(b)?),
            Tree::Binary(binary, a, b) if binary.is_comparison() => {
                let sign = self.of(a)?.plus(self.of(b)?.negative(), self.near)?.sign()?;
                Some(match binary {
                    Binary::Less => sign < 0.0,
                    Binary::AtMost => sign <= 0.0,
                    Binary::Greater => sign > 0.0,
                    Binary::AtLeast => sign >= 0.0,
                    Binary::Equal => sign == 0.0,
                    _ => sign != 0.0,
                })
            }
            other => Some(self.of(other)?.sign()? != 0.0),
        }
    }

    fn power(&self, g: Growth, n: f64) -> Option<Growth> {
        let is_whole = n == n.trunc();
        if n == 0.0 {
            return Some(Growth::constant(1.0));
        }
        if n < 0.0 {
            return self.power(g, -n)?.reciprocal();
        }
        if g.settles() && g.k != 0.0 {
            if g.k < 0.0 && !is_whole {
                return None;
            }
            let rest = Growth { k: 0.0, ..g }.scaled(n * libm::pow(g.k, n - 1.0))?;
            return Some(Growth { k: libm::pow(g.k, n), bare: false, ..rest });
        }
        if g.order.against_one() == Some(Ordering::Equal) && g.k != 0.0 {
            return if is_whole && n <= 8.0 {
                (1..n as usize).try_fold(g, |p, _| p.times(g, self.near)).map(inexact)
            } else {
                None
            };
        }
        if g.low < 0.0 && !is_whole {
            return None;
        }
        let ends = [libm::pow(g.low, n), libm::pow(g.high, n)];
        let through_zero = g.low < 0.0 && g.high > 0.0 && n % 2.0 == 0.0;
        let low = if through_zero { 0.0 } else { ends[0].min(ends[1]) };
        let bare = g.bare && g.k == 0.0;
        let pure = bare || g.pure && g.settles();
        let high = ends[0].max(ends[1]);
        Some(Growth { k: 0.0, low, high, order: g.order.to_the(n), exact: g.exact, pure, bare })
    }

    fn ln(g: Growth) -> Option<Growth> {
        if g.settles() && g.k != 0.0 {
            let rest = Growth { k: 0.0, ..g }.scaled(1.0 / g.k)?;
            return (g.k > 0.0).then(|| Growth { k: crate::numeric::maths::ln(g.k), bare: false, ..rest });
        }
        if g.low <= 0.0 || g.is_constant() {
            return None;
        }
        let (order, w) = (g.order, crate::numeric::maths::ln(g.low.midpoint(g.high)));
        let alone = !order.loose && order.log == 0.0 && g.low == g.high;
        match () {
            () if order.a != 0.0 => {
                let pure = alone && order.power == 0.0;
                let grown = Growth::of(order.a, GrowthOrder::of_power(order.p));
                Some(Growth { k: if pure { w } else { 0.0 }, pure, bare: false, ..grown })
            }
            () if order.power != 0.0 && !order.loose => {
                let grown = Growth::of(order.power, GrowthOrder { log: 1.0, ..GrowthOrder::ONE });
                Some(Growth { k: if alone { w } else { 0.0 }, pure: alone, bare: false, ..grown })
            }
            () => None,
        }
    }

    fn exp(g: Growth) -> Option<Growth> {
        if g.settles() {
            let e = crate::numeric::maths::exp(g.k);
            return Some(Growth { k: e, bare: false, ..Growth { k: 0.0, ..g }.scaled(e)? }).filter(|g| g.k > 0.0);
        }
        if g.order.a > 0.0 && g.order.p < f64::INFINITY && g.low == g.high {
            // It grows faster than any exponential of a power.
            let order = GrowthOrder { a: g.low.signum(), p: f64::INFINITY, loose: true, ..GrowthOrder::ONE };
            return Some(Growth { pure: g.low < 0.0, bare: false, ..Growth::of(1.0, order) });
        }
        if g.low != g.high || g.order.a != 0.0 || g.order.loose {
            return None;
        }
        let scale = if g.pure { crate::numeric::maths::exp(g.k) } else { 1.0 };
        let order = match g.order {
            GrowthOrder { power, log: 0.0, .. } if power > 0.0 => {
                GrowthOrder { a: g.low, p: power, loose: !g.pure, ..GrowthOrder::ONE }
            }
            GrowthOrder { power: 0.0, log: 1.0, .. } if g.pure => GrowthOrder::of_power(g.low),
            _ => return None,
        };
        (scale > 0.0 && scale.is_finite()).then(|| {
            let pure = order.against_one() == Some(Ordering::Less);
            Growth { pure, bare: false, ..Growth::of(scale, order) }
        })
    }

    fn one(&self, unary: Unary, g: Growth, inner: &Tree) -> Option<Growth> {
        match unary {
            Unary::Exp => Self::exp(g),
            Unary::Expm1 => Self::exp(g)?.plus(Growth::constant(-1.0), self.near),
            Unary::Ln => Self::ln(g),
            Unary::Log1p => Self::ln(g.plus(Growth::constant(1.0), self.near)?),
            Unary::Log2 => Self::ln(g)?.scaled(1.0 / LN_2),
            Unary::Log10 => Self::ln(g)?.scaled(std::f64::consts::LOG10_E),
            Unary::Sqrt => self.power(g, 0.5),
            Unary::Abs => g.sign().map(|s| if s < 0.0 { g.negative() } else { g }).or_else(|| folded(g)),
            Unary::Relu => Some(if g.sign()? > 0.0 { g } else { Growth::constant(0.0) }),
            Unary::Sign => Some(Growth::constant(g.sign()?)),
            Unary::Step => Some(Growth::constant(f64::from(u8::from(g.sign()? >= 0.0)))),
            Unary::Floor | Unary::Ceil | Unary::Round => stepped(unary, g),
            Unary::Sin | Unary::Cos if !g.settles() => Some(waves(g, inner)),
            Unary::Tan => tangent(g, inner),
            _ if g.settles() => smooth(unary, g, self.near),
            _ => self.far(unary, g),
        }
    }

    /// A function of an argument that goes to an infinity.
    fn far(&self, unary: Unary, g: Growth) -> Option<Growth> {
        if !g.grows() {
            return None;
        }
        let up = g.limit()? > 0.0;
        let one = Growth::constant(1.0);
        let tail = |g: Growth| Self::exp(g);
        let size = if up { g } else { g.negative() };
        match unary {
            Unary::Sinh | Unary::Cosh => {
                let half = Self::exp(size)?.scaled(0.5)?;
                Some(if up || unary == Unary::Cosh { half } else { half.negative() })
            }
            Unary::Asinh => {
                let log = Self::ln(size.scaled(2.0)?)?;
                Some(if up { log } else { log.negative() })
            }
            Unary::Atan => {
                let angle = Growth::constant(FRAC_PI_2).plus(size.reciprocal()?.negative(), false)?;
                Some(if up { angle } else { angle.negative() })
            }
            Unary::Tanh | Unary::Erf => {
                let rest =
                    if unary == Unary::Tanh { tail(size.scaled(-2.0)?)?.scaled(2.0)? } else { bell(self, size)? };
                let y = one.plus(rest.negative(), false)?;
                Some(if up { y } else { y.negative() })
            }
            Unary::Erfc => {
                let rest = bell(self, size)?;
                if up { Some(rest) } else { Growth::constant(2.0).plus(rest.negative(), false) }
            }
            Unary::Sigmoid => {
                let rest = tail(size.negative())?;
                if up { one.plus(rest.negative(), false) } else { Some(rest) }
            }
            Unary::Softplus => {
                if up {
                    Some(g)
                } else {
                    tail(g)
                }
            }
            _ => None,
        }
    }
}

fn inexact(g: Growth) -> Growth {
    Growth { exact: g.exact && g.low == g.high, ..g }
}

/// The tail of the bell curve, up to a factor that is small compared to it.
fn bell(path: &Path, size: Growth) -> Option<Growth> {
    let g = Path::exp(path.power(size, 2.0)?.negative())?;
    Some(Growth { order: GrowthOrder { loose: true, ..g.order }, pure: true, bare: false, ..g })
}

/// The absolute value of something that oscillates.
fn folded(g: Growth) -> Option<Growth> {
    let most = g.high.max(-g.low);
    (g.k == 0.0 && g.low < 0.0 && g.high > 0.0).then_some(Growth { low: 0.0, high: most, ..g })
}

fn stepped(unary: Unary, g: Growth) -> Option<Growth> {
    if g.grows() {
        return Some(Growth { pure: false, bare: false, k: 0.0, ..g });
    }
    let whole_below = g.settles() && g.k != g.k.trunc() && unary != Unary::Round;
    (whole_below || g.is_constant()).then(|| Growth::constant(image::value(unary, g.k)))
}

/// Whether an expression has a part that may jump.
fn jumps(tree: &Tree) -> bool {
    let here = match tree {
        Tree::If(_) => true,
        Tree::Call(Call::Unary(unary), _) => {
            use Unary::{Ceil, Floor, Round, Sign, Step, Tan};
            matches!(unary, Floor | Ceil | Round | Sign | Step | Tan)
        }
        other => other.is_condition(),
    };
    here || tree.parts().into_iter().any(jumps)
}

/// A periodic function takes all its values again and again if its argument goes to infinity without a jump.
fn waves(g: Growth, inner: &Tree) -> Growth {
    let exact = g.grows() && g.limit().is_some() && !jumps(inner);
    Growth { low: -1.0, high: 1.0, exact, pure: false, bare: false, ..Growth::of(1.0, GrowthOrder::ONE) }
}

fn tangent(g: Growth, inner: &Tree) -> Option<Growth> {
    if !g.settles() {
        let exact = g.grows() && g.limit().is_some() && !jumps(inner);
        return Some(Growth {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            exact,
            pure: false,
            bare: false,
            ..Growth::of(1.0, GrowthOrder::ONE)
        });
    }
    let pole = ((g.k - FRAC_PI_2) / PI).round() * PI + FRAC_PI_2;
    if (g.k - pole).abs() <= 1e-12 * g.k.abs().max(1.0) {
        return Growth { k: 0.0, ..g }.reciprocal().map(Growth::negative);
    }
    smooth(Unary::Tan, g, true)
}

/// A function at a point where it has a slope.
fn smooth(unary: Unary, g: Growth, near: bool) -> Option<Growth> {
    let (mut y, mut slope) = ([0.0], [0.0]);
    unary.values(&[g.k], &mut y);
    unary.slopes(&[g.k], &y, &[1.0], &mut slope);
    if g.is_constant() {
        return y[0].is_finite().then(|| Growth::constant(y[0]));
    }
    // The zero of a periodic function is not an `f64`.
    if near && y[0].abs() < 1e-13 && g.k.abs() > 1e-6 {
        y[0] = 0.0;
    }
    let rest = Growth { k: 0.0, ..g };
    // Where a wave or a bell is flat, the remainder is of second order.
    let flat = slope[0].abs() < 1e-12;
    let rest = match unary {
        Unary::Cos | Unary::Sin if flat => rest.times(rest, true)?.scaled(-0.5 * y[0])?,
        Unary::Cosh if flat => rest.times(rest, true)?.scaled(0.5)?,
        _ => rest.scaled(slope[0])?,
    };
    (y[0].is_finite() && !rest.is_constant()).then_some(Growth { k: y[0], bare: false, ..rest })
}
