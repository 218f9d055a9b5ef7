//! Two normal clouds.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, generated, points_and_noise, sign};
use crate::numeric::stream::RandomSource;

generated! {
    /// The clouds of TensorFlow Playground: normal, around (2, 2) with label +1 and around (-2, -2) with label -1. Noise is
    /// their spread: the variance is 0.5 · (1 − t) + 4 · t with t = noise / 0.5.
    Gauss = "gauss" { points: 500, noise: 0.0 }
}

impl Generated for Gauss {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Spread
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Signs
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let t = self.noise / 0.5;
        let deviation = (0.5 * (1.0 - t) + 4.0 * t).sqrt();
        let mut points = Points::of(2, self.points);
        for n in 0..self.points {
            let label = sign(n < self.points.div_ceil(2));
            let [x, y] = [0, 1].map(|_| 2.0 * label + deviation * stream.normal());
            points.add([x, y], label);
        }
        points
    }
}
