//! A straight line.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, TOLERANCE, even, generated, points_and_noise};
use crate::numeric::stream::RandomSource;

generated! {
    /// x / 2 + 1 for x from -3 to 3, evenly spaced, with normal noise on the target.
    Line = "line" { points: 200, noise: 0.1 }
}

impl Generated for Line {
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
        for x in even(-3.0, 3.0, self.points) {
            points.add([x], (x / 2.0 + 1.0) + self.noise * stream.normal());
        }
        points
    }
}
