//! Clouds around centres on a circle.

use super::generated::{Generated, GeneratedTargets, Points, points, points_and_noise};
use super::{DatasetError, NoiseMeaning};
use crate::nn::kinds::Kind;
use crate::numeric::stream::RandomSource;
use crate::text::document::{RangeError, ValueRange, at_least_zero, out_of_range};
use serde::de::{Deserializer, Unexpected};
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Normal clouds around centres on a circle of radius 3, one for each class. The first centre is at (3, 0).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename = "[data]")]
pub struct Blobs {
    /// The number of points.
    #[serde(deserialize_with = "points")]
    pub points: usize,
    /// The standard deviation of each cloud.
    #[serde(deserialize_with = "at_least_zero")]
    pub noise: f64,
    /// The number of centres. With two, targets are 0 and 1.
    #[serde(deserialize_with = "centres")]
    pub centres: usize,
}

impl Default for Blobs {
    fn default() -> Self {
        Self { points: 300, noise: 0.6, centres: 3 }
    }
}

impl Kind for Blobs {
    const NAMES: &'static [&'static str] = &["blobs"];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.contains(&name).then(Self::default)
    }
}

const RADIUS: f64 = 3.0;
const RANGE: ValueRange = ValueRange::FromTo { low: 2, high: 10 };

fn is_count(centres: usize) -> bool {
    (2..=10).contains(&centres)
}

fn centres<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let count = usize::deserialize(from)?;
    if is_count(count) { Ok(count) } else { Err(out_of_range(Unexpected::Unsigned(count as u64), RANGE)) }
}

impl Generated for Blobs {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Points
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Classes(self.centres)
    }

    fn check(&self) -> Result<(), (&'static str, DatasetError)> {
        if is_count(self.centres) {
            return Ok(());
        }
        Err(DatasetError::range(RangeError::keyed("centres", &self.centres, RANGE)))
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        for n in 0..self.points {
            let class = n % self.centres.max(1);
            let angle = TAU * class as f64 / self.centres as f64;
            let [nx, ny] = [0, 1].map(|_| self.noise * stream.normal());
            points.add([RADIUS * libm::cos(angle) + nx, RADIUS * libm::sin(angle) + ny], class as f64);
        }
        points
    }
}
