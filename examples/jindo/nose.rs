//! The nose: black leather, wet, with two comma-shaped nostrils and a groove between them.

use crate::camera::Camera;
use crate::canvas::Canvas;
use crate::head;
use crate::noise::value_noise;
use crate::vector::{blend, smoothstep, vector};

/// Middle of the nose seen from the front.
pub(crate) const HEIGHT: f64 = -0.49;

pub(crate) fn paint(canvas: &mut Canvas, camera: &Camera) {
    let middle = head::front(0.0, HEIGHT) + vector(0.0, 0.0, 0.05);
    let place = camera.patch(middle, vector(0.168, 0.0, 0.0), vector(0.0, 0.140, -0.02));
    canvas.dab(camera.project(middle), 56.0, |spot| {
        let (a, b) = place(spot);
        leather(a, b)
    });
}

/// Half the width of the nose at height `b`: broad in the upper half, drawn in towards the lip.
fn half_width(b: f64) -> f64 {
    let below = smoothstep(0.15, -1.0, b);
    let above = smoothstep(0.1, 1.0, b);
    1.0 - 0.55 * below - 0.30 * above * above
}

/// Tone and opacity at a place of the nose, which fills about -1 to 1 each way.
fn leather(a: f64, b: f64) -> (f64, f64) {
    let top = 0.84 - 0.30 * a * a;
    let bottom = -0.90 + 0.9 * a * a;
    let sides = a.abs() - half_width(b);
    let outside = sides.max(b - top).max(bottom - b);
    let cover = smoothstep(0.05, -0.04, outside);
    let fringe = 0.45 * smoothstep(0.16, 0.0, outside);
    let nostril = nostril(a.abs(), b);
    let groove = smoothstep(0.07, 0.02, a.abs()) * smoothstep(0.35, -0.1, b);
    let bare = blend(shine(a, b), 0.012, nostril.max(groove * 0.9));
    (bare, cover.max(fringe))
}

fn nostril(a: f64, b: f64) -> f64 {
    let (x, y) = ((a - 0.46) / 0.25, (b + 0.06 + 0.25 * (a - 0.46)) / 0.22);
    let hole = (x * x + y * y).sqrt();
    let (sx, sy) = ((a - 0.74) / 0.30, (b + 0.26 - 0.2 * (a - 0.74)) / 0.085);
    let slit = (sx * sx + sy * sy).sqrt();
    smoothstep(1.1, 0.8, hole.min(slit))
}

/// Leather with pores, and the lamp mirrored along its upper left edge.
fn shine(a: f64, b: f64) -> f64 {
    let pores = value_noise(vector(a * 11.0, b * 10.0, 3.0)) * 0.6 + value_noise(vector(a * 23.0, b * 21.0, 9.0)) * 0.4;
    let sky = 0.17 * smoothstep(-0.1, 0.75, b) + 0.05 * smoothstep(0.3, -0.6, b) * smoothstep(0.5, 0.1, a.abs());
    let spot = |x: f64, y: f64, wide: f64, high: f64| {
        let (u, v) = ((a - x) / wide, (b - y) / high);
        smoothstep(1.0, 0.15, (u * u + v * v).sqrt() + 0.22 * pores)
    };
    let lamp = 0.72 * spot(-0.34, 0.50, 0.36, 0.20) + 0.25 * spot(0.36, 0.50, 0.30, 0.16);
    let wing = 0.20 * spot(-0.80, 0.16, 0.14, 0.24) + 0.14 * spot(0.80, 0.18, 0.14, 0.22);
    0.05 + sky * (1.0 + 0.35 * pores) + lamp + wing
}
