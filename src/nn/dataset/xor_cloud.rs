//! Four clouds in the quarters of the plane.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, between, generated, points_and_noise, sign};
use crate::numeric::stream::RandomSource;

generated! {
    /// The exclusive or of TensorFlow Playground: points of a square, moved 0.3 away from the axes, with label +1 where x
    /// and y have the same sign and -1 elsewhere. With noise, a point keeps its place and gets the label of a place up to
    /// 5 · noise away along each axis.
    XorCloud = "xor-cloud" { points: 500, noise: 0.0 }
}

impl Generated for XorCloud {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Labels
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Signs
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        for _ in 0..self.points {
            let [x, y] = [0, 1].map(|_| {
                let x = between(stream, -5.0, 5.0);
                if x > 0.0 { x + 0.3 } else { x - 0.3 }
            });
            let [nx, ny] = [0, 1].map(|_| between(stream, -5.0, 5.0) * self.noise);
            points.add([x, y], sign((x + nx) * (y + ny) >= 0.0));
        }
        points
    }
}
