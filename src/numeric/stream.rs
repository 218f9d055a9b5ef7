//! Random numbers, with a separate stream for each purpose.
//!
//! A stream is identified by the seed of the run and by its purpose. Draws from one stream never change another, so
//! another contestant, layer or noise leaves everything else unchanged.
#![expect(clippy::inline_always, reason = "shuffling is half of what a short epoch costs")]

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// The purpose of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The noise in the data.
    Data,
    /// Initial weights.
    Weights,
    /// The order of samples in an epoch.
    Order,
    /// Which rows are kept for the test.
    Split,
}

/// What random numbers are drawn from.
pub trait RandomSource {
    /// Uniform on [0, 1).
    fn uniform(&mut self) -> f64;

    /// Standard normal.
    fn normal(&mut self) -> f64;

    /// Shuffles in the order of TensorFlow Playground: from the last place down to the first, each row changes places with
    /// one at or before it.
    fn shuffle(&mut self, rows: &mut [u32]) {
        for count in (1..=rows.len()).rev() {
            let index = (self.uniform() * count as f64) as usize;
            rows.swap(count - 1, index.min(count - 1));
        }
    }

    /// Standard normal, drawn again until the absolute value is at most two.
    fn truncated_normal(&mut self) -> f64 {
        loop {
            let x = self.normal();
            if x.abs() <= 2.0 {
                return x;
            }
        }
    }
}

impl RandomSource for Stream {
    fn uniform(&mut self) -> f64 {
        Self::uniform(self)
    }

    fn normal(&mut self) -> f64 {
        Self::normal(self)
    }
}

/// A stream of random numbers (D. Blackman and S. Vigna, 2021, "Scrambled linear pseudorandom number generators").
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    bits: Xoshiro256PlusPlus,
    spare: Option<f64>,
}

impl Stream {
    /// The stream of a seed for a purpose. `contestant` and `part` (a layer or an epoch) count from 0.
    ///
    /// The four numbers are mixed in one after another by the finaliser of `SplitMix64` (G. Steele, D. Lea, C. Flood,
    /// 2014, "Fast splittable pseudorandom number generators"). The last state seeds the generator.
    pub fn new(seed: u64, purpose: Purpose, contestant: u64, part: u64) -> Self {
        let mut state = mix(seed ^ 0x9e37_79b9_7f4a_7c15);
        for word in [purpose as u64 + 1, contestant, part] {
            state = mix(state.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ word.wrapping_mul(0xbf58_476d_1ce4_e5b9));
        }
        Self { bits: Xoshiro256PlusPlus::seed_from_u64(state), spare: None }
    }

    /// Uniform on [0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.bits.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Standard normal (G. Marsaglia and T. Bray, 1964, "A convenient method for generating normal variables").
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = u * u + v * v;
            if square < 1.0 && square > 0.0 {
                let scale = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(v * scale);
                return u * scale;
            }
        }
    }

    /// Fills `order` with 0, 1, 2, … in a random order, where every order is equally likely ("inside-out"; R.
    /// Durstenfeld, 1964, "Algorithm 235: random permutation").
    #[inline(always)]
    pub fn permutation(&mut self, order: &mut [u32]) {
        let small = order.len().min(1 << 15);
        let groups = small - small % 4;
        let mut placed = 0;
        while placed < groups {
            self.place::<4>(order, placed);
            placed += 4;
        }
        while placed < order.len() {
            self.place::<1>(order, placed);
            placed += 1;
        }
    }

    #[inline(always)]
    fn place<const COUNT: usize>(&mut self, order: &mut [u32], first: usize) {
        let dice = self.dice::<COUNT>(first as u64 + 1);
        for (at, die) in (first..).zip(dice) {
            // The bound is never reached. `min` lets the compiler know that.
            let from = (die as usize).min(at);
            order[at] = order[from];
            order[from] = at as u32;
        }
    }

    /// Whole numbers below `bound`, `bound + 1`, …, exactly uniform, usually all from one word (N. Brackett-Rozinsky
    /// and D. Lemire, 2024, "Batched ranged random integer generation"). The bounds' product must be below 2⁶⁴.
    #[inline(always)]
    fn dice<const COUNT: usize>(&mut self, bound: u64) -> [u64; COUNT] {
        let product = (0..COUNT as u64).fold(1_u64, |product, k| product.wrapping_mul(bound + k));
        loop {
            let mut word = self.bits.next_u64();
            let mut dice = [0; COUNT];
            for (k, die) in (0..).zip(&mut dice) {
                let wide = u128::from(word) * u128::from(bound + k);
                *die = (wide >> 64) as u64;
                word = wide as u64;
            }
            if word >= product || word >= product.wrapping_neg() % product {
                return dice;
            }
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_each_of_their_names() {
        let base = Stream::new(1, Purpose::Weights, 0, 0).uniform();
        for other in [(2, Purpose::Weights, 0, 0), (1, Purpose::Data, 0, 0), (1, Purpose::Weights, 1, 0)] {
            assert_ne!(base, Stream::new(other.0, other.1, other.2, other.3).uniform());
        }
        assert_ne!(base, Stream::new(1, Purpose::Weights, 0, 1).uniform());
        assert_eq!(base, Stream::new(1, Purpose::Weights, 0, 0).uniform());
    }

    #[test]
    fn every_order_of_five_is_equally_likely() {
        let mut stream = Stream::new(7, Purpose::Order, 0, 0);
        let mut counts = std::collections::HashMap::new();
        let mut order = [0; 5];
        for _ in 0..24_000 {
            stream.permutation(&mut order);
            *counts.entry(order).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 120);
        let chi_square: f64 = counts.values().map(|&k| (f64::from(k) - 200.0) * (f64::from(k) - 200.0) / 200.0).sum();
        // The 0.1 % and 99.9 % points for 119 degrees of freedom.
        assert!((76.0..173.0).contains(&chi_square), "{chi_square}");
    }

    #[test]
    fn normals_have_mean_zero_and_deviation_one() {
        let mut stream = Stream::new(7, Purpose::Data, 0, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| stream.normal()).collect();
        let mean = crate::numeric::sum::mean(&draws);
        assert!(mean.abs() < 0.02 && (crate::numeric::sum::deviation(&draws, mean) - 1.0).abs() < 0.015);
    }
}
