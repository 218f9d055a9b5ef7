//! A noisy parabola.

use super::{Dataset, DatasetError, DatasetKind, NoiseMeaning, TaskKind, table};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use crate::numeric::stream::{Purpose, Stream};
use crate::text::document::{RangeError, ValueRange, at_least_zero};
use serde::{Deserialize, Serialize};

/// `y = x² + noise · N(0, 1)` for x from -10 to 10 in steps of 0.01. Each seed gives other noise.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "[data]")]
pub struct Parabola {
    /// The standard deviation of the noise, in units of y.
    #[serde(deserialize_with = "at_least_zero")]
    pub noise: f64,
}

/// The number of steps from zero to each end.
const REACH: u32 = 1000;

impl Default for Parabola {
    fn default() -> Self {
        Self { noise: 10.0 }
    }
}

impl Kind for Parabola {
    const NAMES: &'static [&'static str] = &["parabola"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl DatasetKind for Parabola {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        let Self { noise } = self;
        let fits = noise.is_finite() && *noise >= 0.0;
        if fits { Ok((1, 1)) } else { Err(DatasetError::range(RangeError::keyed("noise", noise, ValueRange::AtLeastZero))) }
    }

    fn samples(&self) -> usize {
        2 * REACH as usize + 1
    }

    fn is_random(&self) -> bool {
        self.noise != 0.0
    }

    fn task(&self) -> TaskKind {
        TaskKind::Numbers { tolerance: self.noise }
    }

    fn fits(&self, targets: Targets) -> bool {
        targets == Targets::Any
    }

    fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        Some((self.noise, NoiseMeaning::Targets))
    }

    fn set_noise(&mut self, noise: f64) {
        self.noise = noise;
    }

    fn generate(&self, seed: u64) -> Dataset {
        let mut stream = Stream::new(seed, Purpose::Data, 0, 0);
        let xs: Vec<f64> = (0..=2 * REACH).map(|i| -10.0 + f64::from(i) / 100.0).collect();
        let ys = xs.iter().map(|x| x * x + self.noise * stream.normal()).collect();
        Dataset::of(table(&[xs]), table(&[ys]), Some(self.noise))
    }
}
