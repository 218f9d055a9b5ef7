//! Difference quotients compared with the exact slope: at every point of a grid for one step, and at the worst point
//! for every step.

use super::{Method, derivative};
use crate::functions::function::Function;

/// The number of steps per factor of ten.
const PER_DECADE: i32 = 8;
/// The negative decimal exponents of the largest and the smallest step.
const POWERS: (i32, i32) = (1, 17);
/// Closer than this to a corner or a jump, there is no slope to compare with.
const REACH: f64 = 1e-9;

/// The points of the notebook: 1001 points from -5 to 5 in hundredths, each computed as `-5 + i/100`.
pub fn grid() -> Vec<f64> {
    (0..=1000).map(|i| -5.0 + f64::from(i) / 100.0).collect()
}

/// The point with the largest error of a difference quotient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Largest {
    /// The absolute error.
    pub error: f64,
    /// The point.
    pub x: f64,
    /// The exact slope there.
    pub slope: f64,
}

/// Exact slopes and difference quotients, point by point.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The points.
    pub xs: Vec<f64>,
    /// The exact slope at each.
    pub exact: Vec<f64>,
    /// The difference quotient at each.
    pub numeric: Vec<f64>,
    /// Exact minus numerical slope.
    pub difference: Vec<f64>,
    /// The worst point. `None` if no point has a slope.
    pub largest: Option<Largest>,
    /// The number of points where the numerical slope is exactly 0.
    pub zeros: usize,
    /// The number of these where the exact slope is 0 too.
    pub true_zeros: usize,
    /// The number of points where the exact or the numerical slope is not finite, so that they are not compared.
    pub missing: usize,
    /// The median of the relative error over all points whose slope is not 0. `None` if there are none.
    pub median_relative: Option<f64>,
}

/// Compares the slopes of `f` with difference quotients of step `h` over the grid. Points at a corner or a jump are
/// drawn but do not count as errors, because there is no slope to compare with.
pub fn compare(f: &Function, h: f64, method: Method) -> Comparison {
    let xs = grid();
    let mut exact = vec![0.0; xs.len()];
    f.slopes(&xs, &mut exact);
    let numeric: Vec<f64> = xs.iter().map(|x| derivative(|x| f.value(x), *x, h, method)).collect();
    let difference: Vec<f64> = exact.iter().zip(&numeric).map(|(a, b)| a - b).collect();
    let breaks = breaks(f);
    let sloped = |n: &usize| has_slope(xs[*n], &breaks) && difference[*n].is_finite();
    let worst =
        (0..xs.len()).filter(sloped).reduce(|a, b| if difference[b].abs() > difference[a].abs() { b } else { a });
    let largest = worst.map(|n| Largest { error: difference[n].abs(), x: xs[n], slope: exact[n] });
    let zeros = (0..xs.len()).filter(|n| numeric[*n] == 0.0);
    let true_zeros = zeros.clone().filter(|n| exact[*n] == 0.0).count();
    let missing = difference.iter().filter(|d| !d.is_finite()).count();
    let mut relative: Vec<f64> =
        (0..xs.len()).filter(sloped).filter(|n| exact[*n] != 0.0).map(|n| (difference[n] / exact[n]).abs()).collect();
    relative.sort_unstable_by(f64::total_cmp);
    let median_relative = relative.get(relative.len() / 2).copied();
    Comparison { zeros: zeros.count(), true_zeros, missing, largest, median_relative, xs, exact, numeric, difference }
}

/// The largest error over the grid for every step from 1e-1 to 1e-17, eight per factor of ten.
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// Steps and their largest errors, the largest step first.
    pub points: Vec<(f64, f64)>,
    /// The step with the smallest error, or the largest of several such steps. `None` if no point has a slope.
    pub best: Option<(f64, f64)>,
}

impl Errors {
    /// Computes the errors, with about half a million values of `f`.
    pub fn of(f: &Function, method: Method) -> Self {
        let breaks = breaks(f);
        let xs: Vec<f64> = grid().into_iter().filter(|x| has_slope(*x, &breaks)).collect();
        let mut exact = vec![0.0; xs.len()];
        f.slopes(&xs, &mut exact);
        let mut values = Values { f, xs: &xs, moved: vec![0.0; xs.len()] };
        let steps =
            (POWERS.0 * PER_DECADE..=POWERS.1 * PER_DECADE).map(|n| libm::exp10(f64::from(-n) / f64::from(PER_DECADE)));
        let points: Vec<(f64, f64)> =
            steps.filter_map(|h| Some((h, largest(&values.slopes(h, method), &exact)?))).collect();
        let best = points.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
        Self { points, best }
    }
}

fn largest(numeric: &[f64], exact: &[f64]) -> Option<f64> {
    let errors = numeric.iter().zip(exact).map(|(a, b)| (a - b).abs()).filter(|e| e.is_finite());
    errors.reduce(f64::max)
}

/// The values of a function at points shifted by the same distance, a slice at a time.
struct Values<'a> {
    f: &'a Function,
    xs: &'a [f64],
    moved: Vec<f64>,
}

impl Values<'_> {
    fn at(&mut self, by: f64) -> Vec<f64> {
        self.moved.iter_mut().zip(self.xs).for_each(|(to, x)| *to = x + by);
        let mut out = vec![0.0; self.xs.len()];
        self.f.values(&self.moved, &mut out);
        out
    }

    /// The bits are those of [`derivative`] at each point.
    fn slopes(&mut self, h: f64, method: Method) -> Vec<f64> {
        match method {
            Method::Forward => {
                let (right, here) = (self.at(h), self.at(0.0));
                right.iter().zip(&here).map(|(r, l)| (r - l) / h).collect()
            }
            Method::Central => {
                let (right, left) = (self.at(h), self.at(-h));
                right.iter().zip(&left).map(|(r, l)| (r - l) / (2.0 * h)).collect()
            }
            Method::FivePoint => {
                let [a, b, c, d] = [-2.0 * h, -h, h, 2.0 * h].map(|by| self.at(by));
                (0..a.len()).map(|n| (a[n] - 8.0 * b[n] + 8.0 * c[n] - d[n]) / (12.0 * h)).collect()
            }
        }
    }
}

fn breaks(f: &Function) -> Vec<f64> {
    f.facts().breaks.iter().map(|b| b.x).collect()
}

fn has_slope(x: f64, breaks: &[f64]) -> bool {
    breaks.iter().all(|b| (x - b).abs() > REACH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::activation;

    fn sigmoid() -> Function {
        Function::named("sigmoid").unwrap()
    }

    #[test]
    fn the_figures_of_the_notebook() {
        let found = compare(&sigmoid(), 1e-15, Method::Forward);
        let Largest { error, x, slope } = found.largest.unwrap();
        assert_eq!([error, x, slope].map(|n| format!("{n:.4}")), ["0.2150", "4.9400", "0.0071"]);
        assert_eq!((found.zeros, found.true_zeros, found.xs.len()), (267, 0, 1001));
        assert_eq!(format!("{:.3}", found.median_relative.unwrap()), "0.206");
    }

    #[test]
    fn the_best_steps_of_the_sigmoid() {
        let best = |method| Errors::of(&sigmoid(), method).best.unwrap();
        let two = |(h, e): (f64, f64)| format!("{h:.1e} {e:.1e}");
        assert_eq!(two(best(Method::Forward)), "7.5e-8 6.1e-9");
        assert_eq!(two(best(Method::Central)), "1.3e-5 9.4e-12");
        assert_eq!(two(best(Method::FivePoint)), "1.3e-3 1.4e-13");
    }

    #[test]
    fn slices_have_the_bits_of_single_points() {
        for activation in activation::all().take(12) {
            let f = Function::builtin(activation);
            for method in Method::ALL.iter().copied() {
                for h in [1e-3, 1e-9] {
                    let slices = Values { f: &f, xs: &grid(), moved: vec![0.0; 1001] }.slopes(h, method);
                    assert_eq!(slices, compare(&f, h, method).numeric, "{} {}", f.id(), method.id());
                }
            }
        }
    }

    #[test]
    fn corners_are_not_counted_as_errors() {
        let relu = compare(&Function::named("relu").unwrap(), 1e-9, Method::Forward);
        assert!(relu.largest.unwrap().error < 1e-6, "{:?}", relu.largest);
        assert_eq!((relu.zeros, relu.true_zeros), (500, 500));
        assert_eq!(relu.numeric[500], 1.0, "the corner is drawn as it is");
    }
}
