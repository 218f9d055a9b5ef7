//! A sine.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, TOLERANCE, even, generated, points_and_noise};
use crate::numeric::stream::RandomSource;
use std::f64::consts::PI;

generated! {
    /// sin(x) for x from -π to π, evenly spaced, with normal noise on the target.
    Sine = "sine" { points: 200, noise: 0.1 }
}

impl Generated for Sine {
    fn inputs(&self) -> usize {
        1
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Targets
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Numbers(self.noise.max(TOLERANCE))
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(1, self.points);
        for x in even(-PI, PI, self.points) {
            points.add([x], libm::sin(x) + self.noise * stream.normal());
        }
        points
    }
}
