//! Random samples from a seed. The same seed gives the same samples on every machine.

use crate::numeric::sum;
use crate::words::errors;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::fmt;
use std::str::FromStr;

/// The distribution of samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Distribution {
    /// Uniform on [0, 1) minus the mean of the samples, as in the notebook.
    #[default]
    Notebook,
    /// Uniform on [-10, 10).
    Uniform,
    /// Standard normal.
    Normal,
}

impl Distribution {
    /// All distributions, in the order in which a key selects them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in files and flags.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The next distribution.
    #[must_use]
    pub fn next(self) -> Self {
        let here = Self::ALL.iter().position(|d| *d == self).unwrap_or(0);
        Self::ALL[(here + 1) % Self::ALL.len()]
    }
}

errors! {
    /// Why a text does not name a distribution.
    #[derive(Eq)]
    pub enum DistributionError: "distribution" {
        /// No distribution has this name.
        Unknown { id: String } = "unknown",
    }
}

impl FromStr for Distribution {
    type Err = DistributionError;

    fn from_str(id: &str) -> Result<Self, DistributionError> {
        Self::ALL.iter().copied().find(|d| d.id() == id).ok_or_else(|| DistributionError::Unknown { id: id.to_owned() })
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Draws `count` samples and multiplies them by `scale`.
pub fn draw(distribution: Distribution, scale: f64, count: usize, seed: u64) -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut samples: Vec<f64> = match distribution {
        Distribution::Notebook => (0..count).map(|_| rng.random::<f64>()).collect(),
        Distribution::Uniform => (0..count).map(|_| rng.random::<f64>() * 20.0 - 10.0).collect(),
        Distribution::Normal => normals(&mut rng, count),
    };
    if distribution == Distribution::Notebook && count > 0 {
        let mean = sum::mean(&samples);
        for x in &mut samples {
            *x -= mean;
        }
    }
    for x in &mut samples {
        *x *= scale;
    }
    samples
}

/// Standard normal samples, two from each point of the unit disc (George Marsaglia and T. A. Bray, 1964, "A convenient
/// method for generating normal variables").
fn normals(rng: &mut Xoshiro256PlusPlus, count: usize) -> Vec<f64> {
    let mut out = Vec::with_capacity(count + 1);
    while out.len() < count {
        let (u, v) = (rng.random::<f64>() * 2.0 - 1.0, rng.random::<f64>() * 2.0 - 1.0);
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            let factor = (-2.0 * libm::log(s) / s).sqrt();
            out.extend([u * factor, v * factor]);
        }
    }
    out.truncate(count);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_says_it_all() {
        for d in Distribution::ALL.iter().copied() {
            assert_eq!(draw(d, 1.0, 1000, 7879), draw(d, 1.0, 1000, 7879));
            assert_ne!(draw(d, 1.0, 1000, 7879), draw(d, 1.0, 1000, 7880));
            assert!(draw(d, 1.0, 0, 1).is_empty());
        }
    }

    /// Exact bits, so that a change of the generator or of the order is noticed.
    #[test]
    fn the_bits_are_pinned() {
        let first = |d| draw(d, 1.0, 3, 7879)[0].to_bits();
        let bits = [Distribution::Notebook, Distribution::Uniform, Distribution::Normal]
            .map(first)
            .map(|b| format!("{b:016x}"));
        insta::assert_debug_snapshot!(bits);
    }

    #[test]
    fn moments_are_those_of_the_distribution() {
        for (d, mean, deviation) in [
            (Distribution::Notebook, 0.0, 0.288_675),
            (Distribution::Uniform, 0.0, 5.773_5),
            (Distribution::Normal, 0.0, 1.0),
        ] {
            let samples = draw(d, 1.0, 200_000, 1);
            let m = sum::mean(&samples);
            assert!((m - mean).abs() < deviation * 0.01, "{d}: mean {m}");
            let s = sum::deviation(&samples, m);
            assert!((s / deviation - 1.0).abs() < 0.01, "{d}: deviation {s}");
        }
        assert!(sum::mean(&draw(Distribution::Notebook, 1.0, 1000, 3)).abs() < 1e-15, "less its mean");
    }

    #[test]
    fn the_scale_multiplies() {
        let (one, ten) = (draw(Distribution::Normal, 1.0, 10, 5), draw(Distribution::Normal, 10.0, 10, 5));
        assert!(one.iter().zip(&ten).all(|(a, b)| a * 10.0 == *b));
    }
}
