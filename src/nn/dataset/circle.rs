//! A disc and a ring around it.

use super::NoiseMeaning;
use super::generated::{Generated, GeneratedTargets, Points, between, generated, points_and_noise, sign};
use crate::numeric::stream::RandomSource;
use std::f64::consts::TAU;

generated! {
    /// The circle of TensorFlow Playground: a disc of radius 2.5 with label +1 and a ring from 3.5 to 5 with label -1. With
    /// noise, a point keeps its place and gets the label of a place up to 5 · noise away along each axis.
    Circle = "circle" { points: 500, noise: 0.0 }
}

const RADIUS: f64 = 5.0;

impl Generated for Circle {
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
        for n in 0..self.points {
            let is_inner = n < self.points.div_ceil(2);
            let (low, high) = if is_inner { (0.0, RADIUS * 0.5) } else { (RADIUS * 0.7, RADIUS) };
            let (r, angle) = (between(stream, low, high), between(stream, 0.0, TAU));
            let (x, y) = (r * libm::sin(angle), r * libm::cos(angle));
            let [nx, ny] = [0, 1].map(|_| between(stream, -RADIUS, RADIUS) * self.noise);
            points.add([x, y], sign(libm::hypot(x + nx, y + ny) < RADIUS * 0.5));
        }
        points
    }
}
