//! Slopes by difference quotients, and how accurate they are.

mod survey;

pub use survey::{Comparison, Errors, Largest, compare, grid};

/// How a slope is estimated from values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Method {
    /// `(f(x+h) − f(x)) / h`: error of order h.
    Forward,
    /// `(f(x+h) − f(x−h)) / 2h`: error of order h².
    Central,
    /// `(f(x−2h) − 8f(x−h) + 8f(x+h) − f(x+2h)) / 12h`: error of order h⁴.
    FivePoint,
}

impl Method {
    /// All methods, the least accurate first.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name used on the command line and on the screen.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// The slope of `f` at `x`, estimated with the step `h`.
///
/// If `h` is too large, the curve is not straight over the step. If `h` is too small, only rounding remains. The
/// forward estimate is best near `h = 1e-8`, and at `1e-17` it is 0 wherever `x + h` equals `x`. Each formula is
/// evaluated exactly as written in [`Method`], from left to right.
pub fn derivative(f: impl Fn(f64) -> f64, x: f64, h: f64, method: Method) -> f64 {
    match method {
        Method::Forward => (f(x + h) - f(x)) / h,
        Method::Central => (f(x + h) - f(x - h)) / (2.0 * h),
        Method::FivePoint => (f(x - 2.0 * h) - 8.0 * f(x - h) + 8.0 * f(x + h) - f(x + 2.0 * h)) / (12.0 * h),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forward_is_the_quotient_as_written() {
        let f = |x: f64| x * x * x;
        let (x, h) = (0.3, 1e-4);
        assert_eq!(derivative(f, x, h, Method::Forward), (f(x + h) - f(x)) / h);
    }

    #[test]
    fn each_method_errs_by_its_order() {
        for (method, order) in Method::ALL.iter().copied().zip([1, 2, 4]) {
            let error = |h| (derivative(libm::exp, 0.5, h, method) - libm::exp(0.5)).abs();
            let ratio = error(0.1) / error(0.05);
            let expected = f64::from(1 << order);
            assert!((ratio / expected - 1.0).abs() < 0.1, "{}: {ratio}", method.id());
        }
    }

    #[test]
    fn a_step_lost_to_rounding_gives_zero() {
        assert_eq!(derivative(libm::exp, 1.0, 1e-17, Method::Forward), 0.0);
    }
}
