//! The least upper bound of an expression over intervals of the axis, by branch and bound. Pieces whose interval shows
//! that they cannot hold the maximum are dropped. The others are halved until the bound and the largest value meet.

use super::super::image::image;
use super::super::interval::{Interval, is_short};
use super::super::tree::Tree;

/// The largest gap between bound and value, relative to their size.
const CLOSE: f64 = 1e-7;
/// Relative to the size of the function's values, this counts as zero.
const NOTHING: f64 = 1e-12;
/// The most pieces that are examined.
const MOST: usize = 500;

/// An expression, its derivative, and the size of its values near zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoundSearch<'a> {
    pub(super) tree: &'a Tree,
    pub(super) slope: Option<&'a Tree>,
    pub(super) parameters: &'a [f64],
    pub(super) scale: f64,
    /// 1 for the upper end, -1 for the lower end.
    pub(super) sign: f64,
}

/// An upper end of `sign` times the expression.
#[derive(Clone, Debug)]
pub(super) struct Top {
    pub(super) value: f64,
    /// Whether some x attains it, if that is known.
    pub(super) attained: Option<bool>,
    /// The x with the largest value found.
    pub(super) at: f64,
    /// The pieces that may contain the maximum.
    pub(super) pieces: Vec<SearchPiece>,
}

/// A piece of the axis and bounds of the expression there.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchPiece {
    x: Interval,
    y: Interval,
}

impl BoundSearch<'_> {
    fn image(&self, tree: &Tree, x: Interval) -> Option<Interval> {
        let y = image(tree, x, self.parameters)?;
        Some(if self.sign > 0.0 { y } else { y.negative() })
    }

    /// Whether the expression as a whole shows that this upper end is not attained.
    pub(super) fn never_has(&self, end: f64) -> bool {
        self.image(self.tree, Interval::REALS).is_some_and(|y| y.hi_open && y.hi == end)
    }

    /// A lower bound of the value at a point.
    fn at(&self, x: f64) -> Option<Interval> {
        self.image(self.tree, Interval::point(x))
    }

    fn piece(&self, x: Interval, within: Interval) -> Option<SearchPiece> {
        let mut y = self.image(self.tree, x)?;
        // Rounding may exceed what is known of the whole interval.
        y = Interval { whole: y.whole, ..y.meet(Interval { whole: true, ..within }).unwrap_or(y) };
        if y.whole
            && x.lo < x.hi
            && let Some(d) = self.slope.and_then(|slope| self.image(slope, x))
        {
            let better = self.by_slope(x, d);
            if better < y.hi {
                (y.hi, y.hi_open) = (better, false);
            }
        }
        Some(SearchPiece { x, y })
    }

    /// An upper bound from the slope over a piece.
    fn by_slope(&self, x: Interval, d: Interval) -> f64 {
        let end = |x: f64| self.at(x).map_or(f64::INFINITY, |y| y.hi);
        // At an open end the function may jump, so its value there need not be the limit of the piece.
        if d.lo >= 0.0 || d.hi <= 0.0 {
            let (place, is_open) = if d.lo >= 0.0 { (x.hi, x.hi_open) } else { (x.lo, x.lo_open) };
            let closed = Interval::closed(x.lo, x.hi);
            let leads_there = !is_open || self.image(self.tree, closed).is_some_and(|y| y.whole);
            return if leads_there { end(place) } else { f64::INFINITY };
        }
        let middle = f64::midpoint(x.lo, x.hi);
        let most = d.hi.max(-d.lo) * ((x.hi - x.lo) / 2.0).next_up();
        let bound = (end(middle) + most.next_up()).next_up();
        if bound.is_nan() { f64::INFINITY } else { bound }
    }
}

/// The upper end over all the pieces and `before`. `None` if bound and value do not meet.
pub(super) fn top(subject: &BoundSearch, pieces: &[Interval], seen: &[f64], before: Option<&Top>) -> Option<Top> {
    let (mut at, mut point) = (f64::NAN, Interval::point(f64::NEG_INFINITY));
    let mut look = |x: f64, point: &mut Interval| {
        if let Some(y) = subject.at(x).filter(|y| y.lo > point.lo) {
            (at, *point) = (x, y);
        }
    };
    seen.iter().chain(before.map(|top| &top.at)).for_each(|x| look(*x, &mut point));
    let close = |bound: f64, value: f64| {
        let apart = bound - value;
        bound <= value || apart.is_finite() && apart <= (CLOSE * value.abs()).max(NOTHING * subject.scale)
    };
    let all = subject.image(subject.tree, Interval::REALS)?;
    let mut open: Vec<SearchPiece> = pieces.iter().filter_map(|x| subject.piece(*x, all)).collect();
    open.extend(before.iter().flat_map(|top| &top.pieces));
    let mut left = MOST;
    loop {
        let (n, _) = open.iter().enumerate().max_by(|a, b| a.1.y.hi.total_cmp(&b.1.y.hi))?;
        if close(open[n].y.hi, point.lo) {
            break;
        }
        let SearchPiece { x, y } = open.swap_remove(n);
        left = left.checked_sub(1)?;
        let middle = halfway(x)?;
        look(middle, &mut point);
        let halves = [Interval { hi: middle, hi_open: false, ..x }, Interval { lo: middle, lo_open: false, ..x }];
        open.extend(halves.into_iter().filter_map(|half| subject.piece(half, y)));
    }
    let bound = open.iter().map(|piece| piece.y.hi).fold(f64::NEG_INFINITY, f64::max);
    open.retain(|piece| piece.y.hi >= point.lo - 4.0 * f64::EPSILON * point.lo.abs());
    let attained = if subject.never_has(bound) { Some(false) } else { attained(&open, point, bound) };
    // A bound with few digits is the exact number.
    let exact = attained == Some(false) || is_short(bound);
    let value = if exact { bound } else { f64::midpoint(point.lo, point.hi) };
    Some(Top { value, attained, at, pieces: open })
}

/// The middle of a piece, geometric if the piece is wide. `None` if the piece is too short to be halved.
pub(super) fn halfway(x: Interval) -> Option<f64> {
    let (least, most) = (x.lo.abs().min(x.hi.abs()), x.lo.abs().max(x.hi.abs()));
    let middle = if x.lo * x.hi > 0.0 && most > 4.0 * least {
        (least.sqrt() * most.sqrt()).copysign(x.lo)
    } else {
        f64::midpoint(x.lo, x.hi)
    };
    (x.hi - x.lo > 1e-9 * most && x.lo < middle && middle < x.hi).then_some(middle)
}

/// Whether the upper end is attained, from the pieces that may contain it and the value at the best point.
fn attained(pieces: &[SearchPiece], point: Interval, bound: f64) -> Option<bool> {
    let is_closed = |piece: &SearchPiece| {
        let SearchPiece { x, y } = piece;
        y.whole && !y.hi_open && !x.lo_open && !x.hi_open
    };
    match () {
        () if point.is_point() && point.lo >= bound => Some(true),
        () if pieces.iter().all(is_closed) => Some(true),
        () => None,
    }
}
