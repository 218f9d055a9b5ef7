//! Numbers as text: short in sentences, of constant width where they change with a cursor. `text::number` decides when
//! a number is written as a power of ten.

use crate::text::number;

pub(super) use crate::text::number::{fixed, short};

/// Nine cells wide for any number: `   0.6900`, `-1.23e-12`.
pub(super) fn steady(x: f64) -> String {
    if x.is_nan() { "no number".to_owned() } else { number::steady(x, 4, 9) }
}

/// A place on the x axis, with the digits that a step of the cursor needs. All places in a range have the same width.
pub(super) fn place(x: f64, step: f64, [low, high]: [f64; 2]) -> String {
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 9.0) as usize;
    // A cursor between the steps of a coarser view keeps its digits: 0.4 is not 0.
    let rough = fixed(x, decimals).parse::<f64>().is_ok_and(|shown| (shown - x).abs() > 1e-9 * x.abs());
    let decimals = if rough { decimals.max(4) } else { decimals };
    let wide = [low, high].map(|end| format!("{end:.decimals$}").len()).into_iter().max().unwrap_or(0);
    format!("{:>wide$}", fixed(x, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_between_steps_keeps_its_digits() {
        assert_eq!(place(0.4, 1.0, [-50.0, 50.0]).trim(), "0.4000");
        assert_eq!(place(3.0, 1.0, [-50.0, 50.0]).trim(), "3");
    }

    #[test]
    fn numbers_under_a_cursor_do_not_dance() {
        for x in [0.0, 0.69, -9999.9, 1e-12, -1.23e-300, 1e300, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(steady(x).chars().count(), 9, "{x}: {}", steady(x));
        }
        assert_eq!((fixed(-1e-17, 3), fixed(-0.5, 1)), ("0.000".into(), "-0.5".into()));
        assert_eq!((place(0.8, 0.2, [-10.0, 10.0]), place(-0.0, 0.2, [-10.0, 10.0])), ("  0.8".into(), "  0.0".into()));
    }
}
