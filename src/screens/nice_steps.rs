//! Steps of 1, 2 and 5 times a power of ten, for numbers that range over many orders of magnitude.

use libm::{floor, log10};

/// The next step up or down from a number, within bounds. A number between steps moves to the nearest step in that
/// direction.
pub(super) fn turn(value: f64, up: bool, bounds: (f64, f64)) -> f64 {
    let power = floor(log10(value.abs().max(1e-300)) + 1e-9) as i32;
    let rungs = (power - 1..=power + 1).flat_map(|p| [1.0, 2.0, 5.0].map(|m| rung(m, p)));
    let next = if up {
        rungs.filter(|r| *r > value * (1.0 + 1e-9)).fold(f64::INFINITY, f64::min)
    } else {
        rungs.filter(|r| *r < value * (1.0 - 1e-9)).fold(0.0, f64::max)
    };
    next.clamp(bounds.0, bounds.1)
}

/// The next power of ten up or down from a number, within bounds.
pub(super) fn decade(value: f64, up: bool, bounds: (f64, f64)) -> f64 {
    let power = log10(value.abs().max(1e-300));
    let next = if up { floor(power + 1e-9) + 1.0 } else { -floor(-power + 1e-9) - 1.0 };
    rung(1.0, next as i32).clamp(bounds.0, bounds.1)
}

/// The number is parsed rather than multiplied, so that 0.2 is 0.2 and 1e-15 is 1e-15.
fn rung(m: f64, power: i32) -> f64 {
    format!("{m}e{power}").parse().unwrap_or(m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_1_2_5() {
        let mut value = 0.01;
        let up: Vec<f64> = (0..8)
            .map(|_| {
                value = turn(value, true, (0.01, 2.0));
                value
            })
            .collect();
        assert_eq!(up, [0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 2.0]);
        assert_eq!(turn(1.0, false, (0.0, 9.0)), 0.5);
        assert_eq!(turn(3.0, false, (0.0, 9.0)), 2.0);
        assert_eq!(turn(1000.0, true, (0.0, 1e6)), 2000.0);
    }

    #[test]
    fn decades_are_whole_powers_of_ten() {
        let bounds = (1e-17, 1e-1);
        assert_eq!([decade(1e-15, true, bounds), decade(1e-15, false, bounds)], [1e-14, 1e-16]);
        assert_eq!([decade(2e-15, true, bounds), decade(2e-15, false, bounds)], [1e-14, 1e-15]);
        assert_eq!([decade(1e-1, true, bounds), decade(1e-17, false, bounds)], [1e-1, 1e-17]);
    }
}
