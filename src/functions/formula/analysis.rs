//! What can be proved about a formula from its expression, as opposed to a sample of its values.
//!
//! Bounds come from interval arithmetic ([`bound`]), over every finite `f64` or over the window from -50 to 50. The
//! behaviour towards the ends of the axis and near poles follows from orders of growth ([`limit`]). Sampled values can
//! refute a claim, but they never support one, with one exception: symmetry that no value in the window contradicts is
//! claimed for the window.

mod bound;
mod derivative;
mod growth;
mod limit;
mod order;
mod simplify;
mod whole;

use super::Formula;
use super::image::image;
use super::interval::Interval;
use super::kinks::{self, Kinks, Switch};
use super::tree::Tree;
use crate::functions::properties::{Bounds, Claims, Held, Monotone, Scope, Steepest, WINDOW};
use bound::{BoundSearch, Top, top};
use growth::Growth;
use limit::Path;

/// The grid of sampled values: `-50 ..= 50` in steps of 1/32, which are exact.
const REACH: i32 = 1600;
const STEP: f64 = 1.0 / 32.0;
/// The most points near which the function is examined.
const MOST_PLACES: usize = 24;
/// The largest x for bounds by intervals. Beyond it, limits are used.
const FAR: f64 = 1e150;

/// A formula and what was computed about it.
struct Analysis<'a> {
    formula: &'a Formula,
    parameters: &'a [f64],
    tree: Tree,
    slope: Option<Tree>,
    bend: Option<Tree>,
    switches: Vec<Switch>,
    all_switches: bool,
    kinks: Kinks,
    xs: Vec<f64>,
    values: Vec<f64>,
    slopes: Vec<f64>,
}

/// The claims about a formula for these parameter values.
pub(super) fn claims(formula: &Formula, parameters: &[f64]) -> Claims {
    let a = Analysis::of(formula, parameters);
    if image(formula.tree(), Interval::REALS, parameters).is_none() {
        return Claims::nowhere(Scope::Everywhere);
    }
    if !a.values.iter().any(|y| y.is_finite()) {
        return Claims::nowhere(Scope::Window);
    }
    let at_zero = a.values[REACH as usize];
    Claims {
        nowhere: None,
        range: a.range(),
        zero_centred: Some(order::zero_centred(&a)),
        monotone: order::monotone(&a),
        extent: whole::extent(&a),
        steepest: a.steepest(),
        saturates: [-1.0, 1.0].map(|side| a.saturates(side)),
        at_zero: at_zero.is_finite().then_some(at_zero),
        breaks: a.kinks.breaks,
    }
}

impl<'a> Analysis<'a> {
    fn of(formula: &'a Formula, parameters: &'a [f64]) -> Self {
        let (switches, all_switches) = kinks::switches(formula.tree());
        let xs: Vec<f64> = (-REACH..=REACH).map(|i| f64::from(i) * STEP).collect();
        let (mut values, mut slopes) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
        formula.values_and_slopes(&xs, parameters, &mut values, &mut slopes);
        let tree = simplify::simplified(formula.tree());
        let slope = derivative::derivative(&tree);
        let bend = slope.as_ref().and_then(derivative::derivative);
        let kinks = kinks::find(formula, &switches, parameters);
        Self { formula, parameters, tree, slope, bend, switches, all_switches, kinks, xs, values, slopes }
    }

    fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The intervals between the points where something changes, those points, and the two ends of the axis. Where the
    /// expression is continuous, neighbouring intervals share an end.
    fn pieces(&self, tree: &Tree, scope: Scope) -> Vec<Interval> {
        let [low, high] = WINDOW;
        if scope == Scope::Everywhere {
            return vec![Interval::closed(-FAR, low), Interval::closed(high, FAR)];
        }
        let inside = |x: &f64| low < *x && *x < high;
        let mut places: Vec<f64> = self.kinks.places.iter().copied().filter(inside).collect();
        if places.is_empty() {
            places.push(0.0);
        }
        let goes_on = |x: f64| {
            let around = Interval::closed(x - 1e-9, x + 1e-9);
            image(tree, around, self.parameters).is_some_and(|y| y.whole)
        };
        let broken: Vec<f64> = places.iter().copied().filter(|x| !goes_on(*x)).collect();
        let ends: Vec<f64> = [low].into_iter().chain(places).chain([high]).collect();
        let between = ends.windows(2).map(|pair| Interval {
            lo_open: broken.contains(&pair[0]),
            hi_open: broken.contains(&pair[1]),
            ..Interval::closed(pair[0], pair[1])
        });
        between.chain(broken.iter().map(|x| Interval::point(*x))).collect()
    }

    /// The paths along which x goes to an end of the axis, or to a point where something changes.
    fn paths(&self) -> Vec<Path<'_>> {
        let mut places = self.kinks.places.clone();
        places.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        places.truncate(MOST_PLACES);
        let sides = [1.0, -1.0];
        let out = sides.map(|side| Path::out(side, self.parameters));
        out.into_iter()
            .chain(places.iter().flat_map(|x| sides.map(|side| Path::to(*x, side, self.parameters))))
            .collect()
    }

    /// Whether an expression is unbounded towards a sign.
    fn is_unbounded(&self, tree: &Tree, sign: f64) -> bool {
        self.paths().iter().any(|path| path.of(tree).is_some_and(|g| g.is_unbounded(sign)))
    }

    /// The upper end of `sign` times an expression, in the window and everywhere, as far as they are known.
    fn top(&self, tree: &Tree, slope: Option<&Tree>, seen: &[f64], sign: f64) -> [Option<Top>; 2] {
        let mut sizes: Vec<f64> = seen.iter().map(|y| y.abs()).filter(|y| y.is_finite() && *y > 0.0).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let scale = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        let subject = BoundSearch { tree, slope, parameters: self.parameters, scale, sign };
        let inside = |x: &&f64| (WINDOW[0]..=WINDOW[1]).contains(*x);
        let places = self.kinks.places.iter().filter(inside).take(MOST_PLACES).copied();
        let seen: Vec<f64> = best(seen, sign).map(|n| self.xs[n]).into_iter().chain(places).collect();
        let Some(near) = top(&subject, &self.pieces(tree, Scope::Window), &seen, None) else { return [None, None] };
        let all = top(&subject, &self.pieces(tree, Scope::Everywhere), &[], Some(&near));
        let all = all.filter(|top| [1.0, -1.0].into_iter().all(|side| self.stays_below(&subject, top.value, side)));
        let all = all.map(|top| self.with_limits(&subject, top));
        [Some(near), all]
    }

    /// If a limit at infinity is close to the upper end, the end is that limit.
    fn with_limits(&self, subject: &BoundSearch, top: Top) -> Top {
        if WINDOW[0] <= top.at && top.at <= WINDOW[1] && top.attained == Some(true) {
            return top;
        }
        let limits = [1.0, -1.0].map(|side| Path::out(side, self.parameters).of(subject.tree).filter(Growth::settles));
        let near = |k: f64| k >= top.value - 1e-6 * top.value.abs().max(1e-6 * subject.scale);
        let highest = limits.iter().flatten().map(|g| subject.sign * g.k).filter(|k| near(*k)).reduce(f64::max);
        let Some(value) = highest else { return top };
        let attained = subject.never_has(value).then_some(false);
        Top { value, attained, ..top }
    }

    /// Whether the values beyond the last interval stay below a bound.
    fn stays_below(&self, subject: &BoundSearch, bound: f64, side: f64) -> bool {
        let slack = 1e-6 * bound.abs().max(1e-6 * subject.scale);
        let tail = Interval { lo: FAR, ..Interval::REALS };
        let tail = if side > 0.0 { tail } else { tail.negative() };
        let Some(y) = image(subject.tree, tail, self.parameters) else { return true };
        let most = if subject.sign > 0.0 { y.hi } else { -y.lo };
        if most <= bound + slack {
            return true;
        }
        let Some(g) = Path::out(side, self.parameters).of(subject.tree) else { return false };
        g.settles() && subject.sign * g.k <= bound + slack
    }

    fn range(&self) -> Option<Held<Bounds>> {
        let tops = |sign: f64| {
            let said = |top: Top| (top.value * sign + 0.0, top.attained);
            self.top(self.tree(), self.slope.as_ref(), &self.values, sign).map(|top| top.map(said))
        };
        let known = |sign: f64| {
            let unbounded = [None, Some((f64::INFINITY * sign, Some(false)))];
            if self.is_unbounded(self.tree(), sign) { unbounded } else { tops(sign) }
        };
        // An unbounded expression still has an end in the window. It is used where the other end is known only there.
        let near = |end: Option<(f64, Option<bool>)>, sign: f64| end.or_else(|| tops(sign)[0]);
        let bounds = |low: (f64, Option<bool>), high: (f64, Option<bool>)| Bounds {
            low: low.0,
            low_attained: low.1,
            high: high.0,
            high_attained: high.1,
        };
        let (low, high) = (known(-1.0), known(1.0));
        match (low, high) {
            ([_, Some(low)], [_, Some(high)]) => Some(Held::everywhere(bounds(low, high))),
            ([None, None], _) | (_, [None, None]) => None,
            ([low, _], [high, _]) => Some(Held::in_window(bounds(near(low, -1.0)?, near(high, 1.0)?))),
        }
    }

    fn steepest(&self) -> Option<Held<Steepest>> {
        let slope = self.slope.as_ref()?;
        if let Some(sign) = [1.0, -1.0].into_iter().find(|sign| self.is_unbounded(slope, *sign)) {
            return Some(Held::everywhere(Steepest::approached(sign * f64::INFINITY, f64::NAN)));
        }
        let [up, down] = [1.0, -1.0].map(|sign| self.top(slope, self.bend.as_ref(), &self.slopes, sign));
        let both = |n: usize| Some((up[n].as_ref()?, down[n].as_ref()?));
        let (held, scope) = match (both(1), both(0)) {
            (Some(tops), _) => (tops, Scope::Everywhere),
            (None, Some(tops)) => (tops, Scope::Window),
            (None, None) => return None,
        };
        let (up, down) = held;
        let (size, top) = if up.value >= down.value { (up.value, up) } else { (-down.value, down) };
        Some(Held { what: self.place(size, top), scope })
    }

    /// The point with the steepest slope that is nearest to zero, or the point where that slope is approached.
    fn place(&self, slope: f64, top: &Top) -> Steepest {
        let near = |x: &f64| (self.slope_at(*x) - slope).abs() <= 1e-6 * slope.abs();
        if slope == 0.0 {
            return Steepest::had(0.0, 0.0);
        }
        let first = self.xs.iter().copied().chain([top.at]).filter(near).min_by(|a, b| a.abs().total_cmp(&b.abs()));
        let limit = |side: f64| Path::out(side, self.parameters).of(self.slope.as_ref()?)?.limit();
        let far =
            [1.0, -1.0].into_iter().find(|side| limit(*side).is_some_and(|l| (l - slope).abs() <= 1e-9 * slope.abs()));
        match (first, far) {
            (_, Some(side)) if top.attained != Some(true) => Steepest::approached(slope, f64::INFINITY * side),
            (Some(x), _) => match self.kinks.breaks.iter().find(|b| (b.x - x).abs() < 1.5 * STEP) {
                Some(_) => Steepest::approached(slope, f64::NAN),
                _ => Steepest { slope, at: x, attained: top.attained != Some(false) },
            },
            (None, _) => Steepest::approached(slope, f64::NAN),
        }
    }

    fn slope_at(&self, x: f64) -> f64 {
        let mut slope = [0.0];
        self.formula.slopes(&[x], self.parameters, &mut slope);
        slope[0]
    }

    fn saturates(&self, side: f64) -> Option<bool> {
        let path = Path::out(side, self.parameters);
        let tail = if side > 0.0 { Interval::closed(50.0, f64::MAX) } else { Interval::closed(f64::MIN, -50.0) };
        if image(self.tree(), tail, self.parameters).is_none() {
            return Some(false);
        }
        let value = path.of(self.tree())?;
        if !value.settles() {
            return (value.limit().is_some() || value.waves()).then_some(false);
        }
        let slope: Growth = path.of(self.slope.as_ref()?)?;
        slope.settles().then_some(slope.k == 0.0)
    }
}

/// The index of the largest of `sign · ys`.
fn best(ys: &[f64], sign: f64) -> Option<usize> {
    let had = |n: &usize| ys[*n].is_finite();
    (0..ys.len()).filter(had).max_by(|a, b| (sign * ys[*a]).total_cmp(&(sign * ys[*b])))
}

/// A direction in which values change.
fn direction(rises: bool, falls: bool) -> Monotone {
    match (rises, falls) {
        (_, false) => Monotone::Rising,
        (false, true) => Monotone::Falling,
        (true, true) => Monotone::Neither,
    }
}
