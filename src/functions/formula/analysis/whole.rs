//! Whether the breaks that were found are all breaks.

use super::super::image::image;
use super::super::interval::Interval;
use super::super::kinks::{self, Switch};
use super::super::tree::Tree;
use super::limit::Path;
use super::{Analysis, STEP, derivative};
use crate::functions::properties::{Extent, Scope};

/// The most pieces that are examined for one switch.
const MOST: usize = 300;
/// If there are more breaks than this near zero, there may be infinitely many.
const MANY: usize = 8;

/// How many of the breaks were found.
pub(super) fn extent(a: &Analysis) -> Extent {
    if a.kinks.breaks.len() >= MANY && is_endless(a) {
        return Extent::Endless;
    }
    let known = |scope: Scope| {
        let pieces = a.pieces(a.tree(), scope);
        a.all_switches && !a.kinks.is_cut && a.switches.iter().all(|switch| is_known(a, switch, &pieces))
    };
    match (known(Scope::Window), known(Scope::Everywhere)) {
        (true, true) => Extent::All,
        (true, false) => Extent::Window,
        (false, _) => Extent::Some,
    }
}

/// Whether one switch changes infinitely often towards a side, and the function still breaks there at two points far
/// out.
fn is_endless(a: &Analysis) -> bool {
    let goes_on = |switch: &Switch, side: f64| {
        let path = Path::out(side, a.parameters);
        path.of(&switch.tree).is_some_and(|g| {
            if switch.by_sign {
                g.waves() && g.low + g.k < 0.0 && g.high + g.k > 0.0
            } else {
                g.grows() && g.limit().is_some()
            }
        })
    };
    [1.0, -1.0].into_iter().any(|side| {
        let far = |start: f64| {
            let xs: Vec<f64> = (0..1600).map(|n| side * (start + f64::from(n) * STEP)).collect();
            !kinks::find_on(a.formula, &a.switches, a.parameters, &sorted(xs)).breaks.is_empty()
        };
        a.switches.iter().any(|switch| goes_on(switch, side)) && far(1e3) && far(1e5)
    })
}

fn sorted(mut xs: Vec<f64>) -> Vec<f64> {
    xs.sort_unstable_by(f64::total_cmp);
    xs
}

/// Whether a switch changes in these pieces only at points that were found.
fn is_known(a: &Analysis, switch: &Switch, pieces: &[Interval]) -> bool {
    let slope = derivative::derivative(switch.inner());
    let mut left = MOST;
    let mut open = pieces.to_vec();
    while let Some(x) = open.pop() {
        if x.is_point() || is_settled(a, switch, slope.as_ref(), x) {
            continue;
        }
        let Some(middle) = super::bound::halfway(x) else { return false };
        let Some(rest) = left.checked_sub(1) else { return false };
        left = rest;
        open.extend([Interval { hi: middle, hi_open: false, ..x }, Interval { lo: middle, lo_open: false, ..x }]);
    }
    true
}

/// Whether the behaviour of a switch over one piece is known: it does not change, or it changes at most once and its
/// values at both ends show whether it does.
fn is_settled(a: &Analysis, switch: &Switch, slope: Option<&Tree>, x: Interval) -> bool {
    let Some(y) = image(&switch.tree, x, a.parameters) else { return true };
    let still = if switch.by_sign { y.lo >= 0.0 || y.hi <= 0.0 } else { y.is_point() };
    if still && y.whole && (!switch.by_sign || !y.holds(0.0)) {
        return true;
    }
    let Some(d) = slope.and_then(|slope| image(slope, x, a.parameters)) else { return false };
    let one_way = (d.lo > 0.0 || d.hi < 0.0) && image(switch.inner(), x, a.parameters).is_some_and(|inner| inner.whole);
    // Near a point that was found, a monotone switch has changed already.
    let beside = a.kinks.places.iter().any(|place| *place == x.lo || *place == x.hi);
    let is_short = x.hi - x.lo <= 1.0;
    if switch.by_sign {
        one_way && (beside || same_sign(switch, a, x))
    } else {
        one_way && is_short && d.hi.max(-d.lo) < 1.0 / STEP
    }
}

fn same_sign(switch: &Switch, a: &Analysis, x: Interval) -> bool {
    let at = |x: f64| image(&switch.tree, Interval::point(x), a.parameters);
    matches!((at(x.lo), at(x.hi)), (Some(p), Some(q)) if p.lo > 0.0 && q.lo > 0.0 || p.hi < 0.0 && q.hi < 0.0)
}
