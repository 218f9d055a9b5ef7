//! Two interleaving half circles.

use super::{Dataset, DatasetError, DatasetKind, NoiseMeaning, TaskKind, table};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use crate::numeric::stream::{Purpose, Stream};
use crate::text::document::{RangeError, ValueRange, at_least_zero, out_of_range};
use serde::de::{Deserializer, Unexpected};
use serde::{Deserialize, Serialize};

/// Points `(cos t, sin t)` have label 0, points `(1 − cos t, ½ − sin t)` have label 1. t is uniform from 0 to π, and
/// both inputs have normal noise, as in scikit-learn's `make_moons`. The two labels alternate. Each seed gives other
/// samples.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "[data]")]
pub struct Moons {
    /// The number of samples of both labels together.
    #[serde(alias = "points", deserialize_with = "samples")]
    pub samples: usize,
    /// The standard deviation of the noise.
    #[serde(deserialize_with = "at_least_zero")]
    pub noise: f64,
}

/// The smallest and the largest number of samples.
const COUNTS: (u32, u32) = (1, 1_000_000);
const SAMPLES: ValueRange = ValueRange::FromTo { low: COUNTS.0, high: COUNTS.1 };

fn is_count(samples: usize) -> bool {
    (COUNTS.0 as usize..=COUNTS.1 as usize).contains(&samples)
}

fn samples<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let count = usize::deserialize(from)?;
    let wrong = || out_of_range(Unexpected::Unsigned(count as u64), SAMPLES);
    if is_count(count) { Ok(count) } else { Err(wrong()) }
}

impl Default for Moons {
    fn default() -> Self {
        Self { samples: 200, noise: 0.1 }
    }
}

impl Kind for Moons {
    const NAMES: &'static [&'static str] = &["moons"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

impl DatasetKind for Moons {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        let Self { samples, noise } = self;
        if !is_count(*samples) {
            return Err(DatasetError::range(RangeError::keyed("samples", samples, SAMPLES)));
        }
        let fits = noise.is_finite() && *noise >= 0.0;
        if fits { Ok((2, 1)) } else { Err(DatasetError::range(RangeError::keyed("noise", noise, ValueRange::AtLeastZero))) }
    }

    fn samples(&self) -> usize {
        self.samples
    }

    fn is_random(&self) -> bool {
        true
    }

    fn task(&self) -> TaskKind {
        TaskKind::Labels
    }

    fn fits(&self, _: Targets) -> bool {
        true
    }

    fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        Some((self.noise, NoiseMeaning::Points))
    }

    fn set_noise(&mut self, noise: f64) {
        self.noise = noise;
    }

    fn points(&self) -> Option<(usize, (u32, u32))> {
        Some((self.samples, COUNTS))
    }

    fn set_points(&mut self, points: usize) {
        self.samples = points;
    }

    fn generate(&self, seed: u64) -> Dataset {
        let mut stream = Stream::new(seed, Purpose::Data, 0, 0);
        let (mut xs, mut ys, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for sample in 0..self.samples {
            let t = std::f64::consts::PI * stream.uniform();
            let (x, y) = (libm::cos(t), libm::sin(t));
            let is_second = sample % 2 == 1;
            let (x, y) = if is_second { (1.0 - x, 0.5 - y) } else { (x, y) };
            xs.push(x + self.noise * stream.normal());
            ys.push(y + self.noise * stream.normal());
            labels.push(f64::from(u8::from(is_second)));
        }
        Dataset::of(table(&[xs, ys]), table(&[labels]), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_without_noise_lie_on_the_half_circles() {
        let data = Moons { samples: 1000, noise: 0.0 }.generate(3);
        for ((x, y), label) in data.inputs.row(0).into_iter().zip(data.inputs.row(1)).zip(data.targets.row(0)) {
            let (x, y) = if *label == 1.0 { (1.0 - x, 0.5 - y) } else { (*x, *y) };
            assert!((x * x + y * y - 1.0).abs() < 1e-12 && y >= -1e-12, "{x} {y}");
        }
        assert_eq!(data.targets.sum(), 500.0);
    }

    #[test]
    fn noise_has_its_deviation_and_seeds_differ() {
        let [still, noisy] = [0.0, 0.25].map(|noise| Moons { samples: 20_000, noise });
        assert_ne!(noisy.generate(1), noisy.generate(2));
        // The standard deviation of the distance from the circle is that of the noise, and a little more because the
        // circle is curved.
        let off = |data: &Dataset| {
            let rows = data.inputs.row(0).into_iter().zip(data.inputs.row(1)).zip(data.targets.row(0));
            let squares = rows.map(|((x, y), label)| {
                let (x, y) = if *label == 1.0 { (1.0 - x, 0.5 - y) } else { (*x, *y) };
                (libm::hypot(x, y) - 1.0) * (libm::hypot(x, y) - 1.0)
            });
            (squares.sum::<f64>() / data.samples() as f64).sqrt()
        };
        assert!(off(&still.generate(1)) < 1e-12);
        assert!((off(&noisy.generate(1)) - 0.25).abs() < 0.01, "{}", off(&noisy.generate(1)));
    }
}
