//! Two arms of a spiral.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, between, generated, points_and_noise, sign};
use crate::numeric::stream::RandomSource;
use std::f64::consts::{PI, TAU};

generated! {
    /// The spiral of TensorFlow Playground: two arms of 1.75 turns, with label +1 and, half a turn away, -1. Noise moves
    /// each point by up to this much along each axis.
    Spiral = "spiral" { points: 500, noise: 0.0 }
}

impl Generated for Spiral {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Uniform
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Signs
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        let first = self.points.div_ceil(2);
        for (count, turn, is_first) in [(first, 0.0, true), (self.points - first, PI, false)] {
            for n in 0..count {
                let along = n as f64 / count as f64;
                let (r, angle) = (5.0 * along, 1.75 * along * TAU + turn);
                let [nx, ny] = [0, 1].map(|_| between(stream, -1.0, 1.0) * self.noise);
                points.add([r * libm::sin(angle) + nx, r * libm::cos(angle) + ny], sign(is_first));
            }
        }
        points
    }
}
