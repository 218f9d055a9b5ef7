//! What the data sets with points and noise have in common.

use super::{Dataset, DatasetError, DatasetKind, NoiseMeaning, TaskKind, table};
use crate::nn::kinds::Kind;
use crate::nn::loss::Targets;
use crate::numeric::stream::{Purpose, RandomSource, Stream};
use crate::text::document::{RangeError, ValueRange, at_least_zero, out_of_range};
use ndarray::Array2;
use serde::de::{Deserializer, Unexpected};
use serde::{Deserialize, Serialize};

/// The smallest and the largest number of points.
const POINTS: (u32, u32) = (4, 100_000);
const RANGE: ValueRange = ValueRange::FromTo { low: POINTS.0, high: POINTS.1 };

/// The distance from a target that counts as right, in sets whose targets are about 1.
pub(super) const TOLERANCE: f64 = 0.1;

/// A data set with a number of points and noise.
pub(super) trait Generated: Kind {
    /// The number of inputs.
    fn inputs(&self) -> usize;

    /// What noise does to the points.
    fn meaning(&self) -> NoiseMeaning;

    /// The number of points.
    fn points(&self) -> usize;

    /// The noise.
    fn noise(&self) -> f64;

    /// Sets the noise.
    fn set_noise(&mut self, noise: f64);

    /// Sets the number of points.
    fn set_points(&mut self, points: usize);

    /// What the targets are.
    fn targets(&self) -> GeneratedTargets;

    /// The points, in any order. The number of draws does not depend on the noise, so that other noise leaves the
    /// points where they are.
    fn draw(&self, stream: &mut dyn RandomSource) -> Points;

    /// Checks the keys that the set has besides points and noise.
    fn check(&self) -> Result<(), (&'static str, DatasetError)> {
        Ok(())
    }
}

/// What the targets of a generated set are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum GeneratedTargets {
    /// -1 and +1.
    Signs,
    /// 0 and 1.
    Labels,
    /// The index of a class among this many. With two classes, targets are 0 and 1.
    Classes(usize),
    /// Any numbers, with a tolerance.
    Numbers(f64),
}

/// Points, one column for each input, and their targets. Classes are written as their index.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) targets: Vec<f64>,
}

impl Points {
    /// No points yet, with room for them.
    pub(super) fn of(inputs: usize, points: usize) -> Self {
        Self { columns: vec![Vec::with_capacity(points); inputs], targets: Vec::with_capacity(points) }
    }

    pub(super) fn add<const INPUTS: usize>(&mut self, inputs: [f64; INPUTS], target: f64) {
        for (column, x) in self.columns.iter_mut().zip(inputs) {
            column.push(x);
        }
        self.targets.push(target);
    }
}

/// Uniform from `low` to `high`, without `high`.
pub(super) fn between(stream: &mut dyn RandomSource, low: f64, high: f64) -> f64 {
    stream.uniform() * (high - low) + low
}

/// The sign of a label.
pub(super) fn sign(is_positive: bool) -> f64 {
    if is_positive { 1.0 } else { -1.0 }
}

/// This many numbers from `low` to `high`, evenly spaced, with both ends.
pub(super) fn even(low: f64, high: f64, count: usize) -> impl Iterator<Item = f64> {
    let last = count.saturating_sub(1).max(1) as f64;
    (0..count).map(move |n| low + (high - low) * n as f64 / last)
}

impl GeneratedTargets {
    fn outputs(self) -> usize {
        if let Self::Classes(classes @ 3..) = self { classes } else { 1 }
    }

    fn task(self) -> TaskKind {
        match self {
            Self::Signs => TaskKind::Signs,
            Self::Labels | Self::Classes(0..=2) => TaskKind::Labels,
            Self::Classes(_) => TaskKind::Classes,
            Self::Numbers(tolerance) => TaskKind::Numbers { tolerance },
        }
    }

    fn table(self, targets: Vec<f64>) -> Array2<f64> {
        match self {
            Self::Classes(classes @ 3..) => Array2::from_shape_fn((classes, targets.len()), |(class, sample)| {
                f64::from(u8::from(targets[sample] == class as f64))
            }),
            _ => table(&[targets]),
        }
    }
}

impl<T: Generated> DatasetKind for T {
    fn shape(&self) -> Result<(usize, usize), (&'static str, DatasetError)> {
        check_numbers(Generated::points(self), Generated::noise(self))?;
        self.check()?;
        Ok((self.inputs(), self.targets().outputs()))
    }

    fn samples(&self) -> usize {
        Generated::points(self)
    }

    fn is_random(&self) -> bool {
        true
    }

    fn task(&self) -> TaskKind {
        self.targets().task()
    }

    fn fits(&self, targets: Targets) -> bool {
        targets == Targets::Any || matches!(self.task(), TaskKind::Labels | TaskKind::Classes)
    }

    fn generate(&self, seed: u64) -> Dataset {
        let points = self.draw(&mut Stream::new(seed, Purpose::Data, 0, 0));
        ordered(&points, self.targets(), seed)
    }

    fn draw_from(&self, generator: &mut dyn RandomSource) -> Option<Dataset> {
        let points = self.draw(generator);
        let mut order: Vec<u32> = (0..).take(points.targets.len()).collect();
        generator.shuffle(&mut order);
        Some(in_order(&points, self.targets(), &order))
    }

    fn noise(&self) -> Option<(f64, NoiseMeaning)> {
        Some((Generated::noise(self), self.meaning()))
    }

    fn set_noise(&mut self, noise: f64) {
        Generated::set_noise(self, noise);
    }

    fn points(&self) -> Option<(usize, (u32, u32))> {
        Some((Generated::points(self), POINTS))
    }

    fn set_points(&mut self, points: usize) {
        Generated::set_points(self, points);
    }
}

fn check_numbers(points: usize, noise: f64) -> Result<(), (&'static str, DatasetError)> {
    if !is_count(points) {
        return Err(DatasetError::range(RangeError::keyed("points", &points, RANGE)));
    }
    if noise.is_finite() && noise >= 0.0 {
        return Ok(());
    }
    Err(DatasetError::range(RangeError::keyed("noise", &noise, ValueRange::AtLeastZero)))
}

/// The points, which part 0 of the stream of data gave, in an order that part 1 gives.
fn ordered(points: &Points, kind: GeneratedTargets, seed: u64) -> Dataset {
    let mut order = vec![0; points.targets.len()];
    Stream::new(seed, Purpose::Data, 0, 1).permutation(&mut order);
    in_order(points, kind, &order)
}

fn in_order(Points { columns, targets }: &Points, kind: GeneratedTargets, order: &[u32]) -> Dataset {
    let inputs = Array2::from_shape_fn((columns.len(), targets.len()), |(column, sample)| {
        columns[column][order[sample] as usize]
    });
    let targets = order.iter().map(|at| targets[*at as usize]).collect();
    Dataset::for_task(inputs, kind.table(targets), kind.task())
}

fn is_count(points: usize) -> bool {
    (POINTS.0 as usize..=POINTS.1 as usize).contains(&points)
}

/// For `#[serde(deserialize_with)]`: a number of points.
pub(super) fn points<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let count = usize::deserialize(from)?;
    if is_count(count) { Ok(count) } else { Err(out_of_range(Unexpected::Unsigned(count as u64), RANGE)) }
}

/// The keys of a set that has only points and noise. All such sets are read and written by the same code, which keeps the
/// program small.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename = "[data]")]
pub(super) struct PointsAndNoise {
    #[serde(default, deserialize_with = "some_points")]
    pub(super) points: Option<usize>,
    #[serde(default, deserialize_with = "some_noise")]
    pub(super) noise: Option<f64>,
}

fn some_points<'de, D: Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    points(from).map(Some)
}

fn some_noise<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    at_least_zero(from).map(Some)
}

/// Declares the configuration of a generated data set that has only points and noise, with its name and defaults.
macro_rules! generated {
    ($(#[$doc:meta])* $Kind:ident = $name:literal { points: $points:literal, noise: $noise:literal }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Kind {
            /// The number of points.
            pub points: usize,
            /// The noise.
            pub noise: f64,
        }

        impl Default for $Kind {
            fn default() -> Self {
                Self { points: $points, noise: $noise }
            }
        }

        impl<'de> serde::Deserialize<'de> for $Kind {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let keys = crate::nn::dataset::generated::PointsAndNoise::deserialize(from)?;
                Ok(Self { points: keys.points.unwrap_or($points), noise: keys.noise.unwrap_or($noise) })
            }
        }

        impl serde::Serialize for $Kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let (points, noise) = (Some(self.points), Some(self.noise));
                crate::nn::dataset::generated::PointsAndNoise { points, noise }.serialize(serializer)
            }
        }

        impl crate::nn::kinds::Kind for $Kind {
            const NAMES: &'static [&'static str] = &[$name];

            fn named(name: &str) -> Option<Self> {
                Self::NAMES.contains(&name).then(Self::default)
            }
        }
    };
}

/// The methods of [`Generated`] that every set has alike.
macro_rules! points_and_noise {
    () => {
        fn points(&self) -> usize {
            self.points
        }

        fn noise(&self) -> f64 {
            self.noise
        }

        fn set_noise(&mut self, noise: f64) {
            self.noise = noise;
        }

        fn set_points(&mut self, points: usize) {
            self.points = points;
        }
    };
}

pub(super) use {generated, points_and_noise};
