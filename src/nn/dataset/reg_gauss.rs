//! Hills and valleys over two inputs.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, TOLERANCE, between, generated, points_and_noise};
use crate::numeric::stream::RandomSource;

generated! {
    /// The hills of TensorFlow Playground: x and y uniform from -6 to 6. Each of six centres has a hill or a valley
    /// of height 1 that falls to 0 at distance 2. With noise, a point keeps its place and gets the target of a place up to
    /// 6 · noise away along each axis.
    RegGauss = "reg-gauss" { points: 1200, noise: 0.0 }
}

/// The centres: x, y and the height.
const CENTRES: [(f64, f64, f64); 6] =
    [(-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0), (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0)];

/// The height at a place. Where two centres reach it, the larger one counts.
fn height(x: f64, y: f64) -> f64 {
    let each = |(cx, cy, sign): (f64, f64, f64)| sign * (1.0 - (libm::hypot(x - cx, y - cy) / 2.0).clamp(0.0, 1.0));
    CENTRES.into_iter().map(each).fold(0.0, |most: f64, next| if next.abs() > most.abs() { next } else { most })
}

impl Generated for RegGauss {
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
            points.add([x, y], height(x + nx, y + ny));
        }
        points
    }
}
