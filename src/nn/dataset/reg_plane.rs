//! A plane over two inputs.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, TOLERANCE, between, generated, points_and_noise};
use crate::numeric::stream::RandomSource;

generated! {
    /// The plane of TensorFlow Playground: x and y uniform from -6 to 6, target (x + y) / 10. With noise, a point keeps
    /// its place and gets the target of a place up to 6 · noise away along each axis.
    RegPlane = "reg-plane" { points: 1200, noise: 0.0 }
}

impl Generated for RegPlane {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Place
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Numbers(TOLERANCE)
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        for _ in 0..self.points {
            let [x, y] = [0, 1].map(|_| between(stream, -6.0, 6.0));
            let [nx, ny] = [0, 1].map(|_| between(stream, -6.0, 6.0) * self.noise);
            points.add([x, y], (x + nx + y + ny) / 10.0);
        }
        points
    }
}
