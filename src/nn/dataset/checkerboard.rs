//! The fields of a checkerboard.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, between, generated, points_and_noise};
use crate::numeric::stream::RandomSource;

generated! {
    /// A board of 4 by 4 cells from -4 to 4 on both axes. The label of a cell is the parity of column plus row. Normal noise
    /// then moves the points.
    Checkerboard = "checkerboard" { points: 500, noise: 0.0 }
}

impl Generated for Checkerboard {
    fn inputs(&self) -> usize {
        2
    }

    fn meaning(&self) -> NoiseMeaning {
        NoiseMeaning::Points
    }

    points_and_noise!();

    fn targets(&self) -> GeneratedTargets {
        GeneratedTargets::Labels
    }

    fn draw(&self, stream: &mut dyn RandomSource) -> Points {
        let mut points = Points::of(2, self.points);
        for _ in 0..self.points {
            let [x, y] = [0, 1].map(|_| between(stream, -4.0, 4.0));
            let cell = |x: f64| (x / 2.0).floor() + 2.0;
            let label = (cell(x) + cell(y)) % 2.0;
            let [nx, ny] = [0, 1].map(|_| self.noise * stream.normal());
            points.add([x + nx, y + ny], label);
        }
        points
    }
}
