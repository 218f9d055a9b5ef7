//! Three rings.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, between, generated, points_and_noise};
use crate::numeric::stream::RandomSource;
use std::f64::consts::TAU;

generated! {
    /// Rings of radius 1, 2 and 3, one for each of three classes, with normal noise on both inputs.
    Rings = "rings" { points: 300, noise: 0.1 }
}

const RINGS: usize = 3;

impl Generated for Rings {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Points
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Classes(RINGS)
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        for n in 0..self.points {
            let class = n % RINGS;
            let (radius, angle) = (class as f64 + 1.0, between(stream, 0.0, TAU));
            let [nx, ny] = [0, 1].map(|_| self.noise * stream.normal());
            points.add([radius * libm::cos(angle) + nx, radius * libm::sin(angle) + ny], class as f64);
        }
        points
    }
}
