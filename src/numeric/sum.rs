//! Sums in one fixed order, so that every machine and every vector width gives the same bits.

/// The number of partial sums.
pub const LANES: usize = 8;

/// The sum of `f` over a slice. Item i is added to partial sum i mod 8, and the eight are added in a fixed tree.
pub fn sum_of(items: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let mut partial = [0.0; LANES];
    for chunk in items.chunks(LANES) {
        for (lane, item) in partial.iter_mut().zip(chunk) {
            *lane += f(*item);
        }
    }
    tree(partial)
}

/// Adds eight partial sums, always in the same order.
pub fn tree(p: [f64; LANES]) -> f64 {
    ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]))
}

/// The arithmetic mean. NaN for an empty slice.
pub fn mean(items: &[f64]) -> f64 {
    sum_of(items, |x| x) / items.len() as f64
}

/// The standard deviation about a mean, of the population and not of a sample, as in `NumPy`.
pub fn deviation(items: &[f64], mean: f64) -> f64 {
    (sum_of(items, |x| (x - mean) * (x - mean)) / items.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_right_and_in_a_fixed_order() {
        let items: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((sum_of(&items, |x| x), mean(&items)), (5050.0, 50.5));
        assert!((deviation(&items, 50.5) - 28.866_070_047_722_12).abs() < 1e-12);
        // 1e16, 1 and -1e16 are all in lane 0, where the 1 is lost to rounding. In lane 1 it is kept.
        let mut spread = vec![0.0; 17];
        (spread[0], spread[8], spread[16]) = (1e16, 1.0, -1e16);
        assert_eq!(sum_of(&spread, |x| x), 0.0);
        (spread[8], spread[9]) = (0.0, 1.0);
        assert_eq!(sum_of(&spread, |x| x), 1.0);
    }
}
