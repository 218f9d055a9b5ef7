//! Samples a function for a chart: not points on it, but the range of values that it covers over each column of dots.
//!
//! A curve drawn from such ranges has no holes, however steep it is. At a break, both sides are drawn up to the break
//! and nothing between them, so that a jump looks like a jump.

/// The number of samples in a column.
const SAMPLES: usize = 8;

/// The range of values of a continuous piece of the function within one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePiece {
    /// The minimum.
    pub low: f64,
    /// The maximum.
    pub high: f64,
    /// The value at the middle of the column, or at the nearest point of the piece.
    pub middle: f64,
}

/// Every column of a chart. A column has no piece where the function has no finite value, and two or more around a
/// break.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CurveTrace {
    /// Pieces with the index of their column, in order.
    pub pieces: Vec<(usize, CurvePiece)>,
    /// The number of sampled points without a finite value.
    pub missing: usize,
    /// The number of sampled points.
    pub places: usize,
    extremes: Extremes,
}
/// The number of extreme values that tell a pole from a peak.
const FEW: usize = 5;

/// The largest and the smallest sampled values, the most extreme first.
#[derive(Clone, Debug, PartialEq)]
struct Extremes {
    highest: [f64; FEW],
    lowest: [f64; FEW],
}

impl Default for Extremes {
    fn default() -> Self {
        Self { highest: [f64::NEG_INFINITY; FEW], lowest: [f64::INFINITY; FEW] }
    }
}

impl Extremes {
    fn note(&mut self, y: f64) {
        insert(&mut self.highest, y, |a, b| a > b);
        insert(&mut self.lowest, y, |a, b| a < b);
    }

    /// Whether the values beyond these bounds belong to a pole: near a pole a neighbour is far less extreme than the most
    /// extreme value, near a peak the neighbours are alike.
    fn are_of_pole(&self, (low, high): (f64, f64)) -> bool {
        let is_pole = |extremes: &[f64; FEW], base: f64| {
            let [first, last] = [extremes[0], extremes[FEW - 1]].map(|y| (y - base).abs());
            first.is_finite() && last.is_finite() && first > 2.0 * last
        };
        is_pole(&self.highest, high) || is_pole(&self.lowest, low)
    }
}

/// Inserts a value into values in order, and drops the last one.
fn insert(values: &mut [f64; FEW], y: f64, is_before: fn(&f64, &f64) -> bool) {
    if let Some(at) = values.iter().position(|value| is_before(&y, value)) {
        values[at..].rotate_right(1);
        values[at] = y;
    }
}

impl CurveTrace {
    /// A trace of given pieces, which have no poles.
    pub fn of_pieces(pieces: Vec<(usize, CurvePiece)>) -> Self {
        Self { pieces, ..Self::default() }
    }

    /// Traces a function over `columns` columns. The middle of the first is at `low`, that of the last at `high`.
    ///
    /// `values` computes the function at given points. `breaks` are the points where it jumps.
    pub fn of(values: impl Fn(&[f64], &mut [f64]), breaks: &[f64], low: f64, high: f64, columns: usize) -> Self {
        if columns == 0 || !(high - low).is_finite() {
            return Self::default();
        }
        let step = (high - low) / (columns.max(2) - 1) as f64;
        let fine = step / SAMPLES as f64;
        let start = low - step / 2.0;
        let xs: Vec<f64> = (0..=columns * SAMPLES).map(|j| start + fine * j as f64).collect();
        let mut ys = vec![0.0; xs.len()];
        values(&xs, &mut ys);
        let mut trace = Self { pieces: Vec::with_capacity(columns), ..Self::default() };
        for column in 0..columns {
            let (a, b) = (column * SAMPLES, (column + 1) * SAMPLES);
            let cuts: Vec<f64> = breaks.iter().copied().filter(|c| xs[a] <= *c && *c <= xs[b]).collect();
            if cuts.is_empty() {
                trace.add(column, ys[a..=b].iter().copied(), ys[a + SAMPLES / 2]);
            } else {
                trace.add_broken(column, &xs[a..=b], &ys[a..=b], &cuts, &values);
            }
        }
        trace
    }

    /// Traces a line through given points, in order of x. A column covers every point in it and the lines to its
    /// neighbours, so that noise keeps its height however many points share a column. Points that are not finite are
    /// gaps.
    pub fn through(points: &[(f64, f64)], low: f64, high: f64, columns: usize) -> Self {
        let step = (high - low) / (columns.max(2) - 1) as f64;
        let mut trace = Self::default();
        if columns == 0 || !step.is_finite() || step <= 0.0 {
            return trace;
        }
        let mut cells: Vec<Option<CurvePiece>> = vec![None; columns];
        for pair in points.windows(2) {
            let ([(x0, y0), (x1, y1)], place) = ([pair[0], pair[1]], |x: f64| (x - low) / step);
            if !(y0.is_finite() && y1.is_finite()) {
                trace.missing += usize::from(!y0.is_finite());
                continue;
            }
            let (first, last) = (place(x0).round().max(0.0), place(x1).round().min(columns as f64 - 1.0));
            let at = |x: f64| if x1 > x0 { y0 + (y1 - y0) * ((x - x0) / (x1 - x0)).clamp(0.0, 1.0) } else { y1 };
            for column in first as usize..=(last.max(-1.0) + 1.0) as usize {
                let Some(cell) = cells.get_mut(column).filter(|_| column as f64 <= last) else { break };
                let centre = low + step * column as f64;
                let (a, b) = (at(centre - step / 2.0), at(centre + step / 2.0));
                let (least, most) = (a.min(b), a.max(b));
                let middle = at(centre);
                *cell = Some(match *cell {
                    None => CurvePiece { low: least, high: most, middle },
                    Some(p) => {
                        let middle = if x0 <= centre { middle } else { p.middle };
                        CurvePiece { low: p.low.min(least), high: p.high.max(most), middle }
                    }
                });
            }
        }
        trace.pieces = cells.into_iter().enumerate().filter_map(|(column, piece)| Some((column, piece?))).collect();
        trace
    }

    fn add(&mut self, column: usize, ys: impl Iterator<Item = f64>, middle: f64) {
        let (mut low, mut high, mut any) = (f64::INFINITY, f64::NEG_INFINITY, false);
        for y in ys {
            self.places += 1;
            if y.is_finite() {
                (low, high, any) = (low.min(y), high.max(y), true);
                self.extremes.note(y);
            } else {
                self.missing += 1;
            }
        }
        if any {
            let middle = if middle.is_finite() { middle } else { low.midpoint(high) };
            self.pieces.push((column, CurvePiece { low, high, middle }));
        }
    }

    /// Adds one piece on each side of every break. Each piece ends at the break.
    fn add_broken(
        &mut self,
        column: usize,
        xs: &[f64],
        ys: &[f64],
        cuts: &[f64],
        values: &impl Fn(&[f64], &mut [f64]),
    ) {
        let centre = xs[SAMPLES / 2];
        let mut from = f64::NEG_INFINITY;
        for to in cuts.iter().copied().chain([f64::INFINITY]) {
            let mut points: Vec<(f64, f64)> =
                xs.iter().copied().zip(ys.iter().copied()).filter(|(x, _)| *x > from && *x < to).collect();
            let ends: Vec<f64> = [from.next_up(), to.next_down()].into_iter().filter(|x| within(*x, xs)).collect();
            let mut at_ends = vec![0.0; ends.len()];
            values(&ends, &mut at_ends);
            points.extend(ends.into_iter().zip(at_ends));
            let distance = |x: f64| (x - centre).abs();
            let nearest = points.iter().min_by(|p, q| distance(p.0).total_cmp(&distance(q.0)));
            if let Some((_, middle)) = nearest.copied() {
                self.add(column, points.iter().map(|(_, y)| *y), middle);
            }
            from = to;
        }
    }

    /// The smallest and the largest finite value. `None` if there is none.
    ///
    /// A pole would flatten everything else. If one column alone covers much of the range and far more than the rest of
    /// the function together, only the rest counts.
    pub fn extent(&self) -> Option<(f64, f64)> {
        let low = self.pieces.iter().map(|(_, p)| p.low).fold(f64::INFINITY, f64::min);
        let high = self.pieces.iter().map(|(_, p)| p.high).fold(f64::NEG_INFINITY, f64::max);
        let mut middles: Vec<f64> = self.pieces.iter().map(|(_, p)| p.middle).collect();
        middles.sort_unstable_by(f64::total_cmp);
        let most = |share: f64| middles.get((middles.len() as f64 * share) as usize).copied();
        let (inner_low, inner_high) = (most(0.04)?, most(0.96)?);
        let inner = inner_high - inner_low;
        let pole = self.pieces.iter().any(|(_, p)| p.high - p.low > (high - low) * 0.4);
        let pole = pole && self.extremes.are_of_pole((inner_low, inner_high));
        if pole && high - low > 20.0 * inner && inner > 1e-9 * (high - low) {
            return Some((inner_low, inner_high));
        }
        Some((low, high))
    }
}

fn within(x: f64, xs: &[f64]) -> bool {
    xs.first().is_some_and(|a| *a <= x) && xs.last().is_some_and(|b| x <= *b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(f: impl Fn(f64) -> f64, breaks: &[f64], columns: usize) -> CurveTrace {
        CurveTrace::of(|xs, ys| xs.iter().zip(ys).for_each(|(x, y)| *y = f(*x)), breaks, -1.0, 1.0, columns)
    }

    #[test]
    fn neighbours_touch_however_steep() {
        let t = trace(|x| x * x * x * 1e3, &[], 21);
        assert_eq!(t.pieces.len(), 21);
        for pair in t.pieces.windows(2) {
            assert!(pair[1].1.low <= pair[0].1.high + 1e-9, "{pair:?}");
        }
        assert_eq!(t.pieces[10].1.middle, 0.0);
    }

    #[test]
    fn a_jump_has_nothing_between_its_sides() {
        let step = |x: f64| if x < 0.0 { 0.0 } else { 1.0 };
        let t = trace(step, &[0.0], 21);
        assert!(t.pieces.iter().all(|(_, p)| p.low == p.high), "no piece spans the jump");
        let at_zero: Vec<f64> = t.pieces.iter().filter(|(c, _)| *c == 10).map(|(_, p)| p.middle).collect();
        assert_eq!(at_zero, [0.0, 1.0]);
    }

    #[test]
    fn what_is_not_finite_is_a_gap_and_is_counted() {
        let t = trace(|x| if x > 0.25 { f64::NAN } else { 1.0 }, &[], 21);
        assert!(t.pieces.iter().all(|(c, _)| *c <= 13));
        assert!(t.missing > 0);
        assert_eq!(trace(|_| f64::INFINITY, &[], 5).pieces, []);
    }

    #[test]
    fn a_line_through_points_keeps_every_spike_and_has_no_holes() {
        let mut points: Vec<(f64, f64)> = (0..=1000).map(|i| (f64::from(i) / 1000.0, 0.0)).collect();
        points[503].1 = 7.0;
        let t = CurveTrace::through(&points, 0.0, 1.0, 21);
        assert_eq!(t.pieces.len(), 21);
        assert_eq!(t.extent(), Some((0.0, 7.0)));
        assert!(t.pieces.iter().all(|(c, p)| (p.high == 0.0) == (*c != 10)), "{:?}", t.pieces);
        let t = CurveTrace::through(&[(0.0, 0.0), (1.0, 10.0)], 0.0, 1.0, 11);
        assert!(t.pieces.windows(2).all(|pair| pair[1].1.low <= pair[0].1.high + 1e-12), "{:?}", t.pieces);
        assert_eq!(t.pieces[5].1.middle, 5.0);
        assert_eq!(CurveTrace::through(&[(0.0, f64::NAN), (1.0, 1.0)], 0.0, 1.0, 5).pieces, []);
        assert_eq!(CurveTrace::through(&[(0.0, 1.0)], 0.0, 1.0, 0).pieces, []);
    }

    #[test]
    fn a_narrow_peak_is_not_cut_off() {
        for k in [5.0, 20.0, 200.0] {
            let slope = |x: f64| {
                let half = 2.0 * libm::cosh(k * x / 2.0);
                k / (half * half)
            };
            let (_, high) = trace(slope, &[], 100).extent().unwrap();
            assert!(high >= k / 4.0 * 0.99, "{k}: {high}");
        }
        let square = |x: f64| 1.0 / (x * x);
        assert!(trace(square, &[], 101).extent().unwrap().1 < 2000.0);
    }

    #[test]
    fn a_pole_does_not_flatten_the_rest() {
        let (low, high) = trace(|x| 1.0 / x, &[], 400).extent().unwrap();
        assert!(high < 200.0 && low > -200.0, "{low} {high}");
        assert_eq!(trace(|x| x, &[], 5).extent(), Some((-1.25, 1.25)));
        assert_eq!(trace(|_| f64::NAN, &[], 5).extent(), None);
    }
}
