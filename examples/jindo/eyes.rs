//! The eyes: dark almonds with a darker rim, set aslant, each with the lamp mirrored in it.

use crate::camera::Camera;
use crate::canvas::Canvas;
use crate::head;
use crate::vector::{blend, smoothstep, vector};

/// Half the width of an eye, in head units.
const REACH: f64 = 0.124;

pub(crate) fn paint(canvas: &mut Canvas, camera: &Camera) {
    for side in [-1.0, 1.0] {
        let middle = head::front(head::EYE.x * side, head::EYE.y);
        let across = vector(0.86 * side, 0.25, -0.40).unit() * REACH;
        let up = vector(-0.10 * side, 1.0, 0.05).unit() * REACH;
        let place = camera.patch(middle, across, up);
        canvas.dab(camera.project(middle), 52.0, |spot| {
            let (a, b) = place(spot);
            eye(a, b, side)
        });
    }
}

/// Tone and opacity at a place of the eye: `a` from -1 (inner corner) to 1 (outer), `b` upwards in the same measure.
fn eye(a: f64, b: f64, side: f64) -> (f64, f64) {
    let arch = 1.0 - a * a;
    let (lid, floor) = (0.64 * arch + 0.06 * a * arch, -0.44 * arch);
    let outside = (b - lid).max(floor - b).max(a.abs() - 1.0);
    let rim = smoothstep(0.30, 0.06, outside + 0.10 * smoothstep(0.0, -0.4, b));
    let open = smoothstep(0.05, -0.03, outside);
    let tone = blend(0.045, ball(a, b, lid, side), open);
    (tone, rim.max(open))
}

fn ball(a: f64, b: f64, lid: f64, side: f64) -> f64 {
    let from = |x: f64, y: f64| ((a - x) * (a - x) + (b - y) * (b - y)).sqrt();
    let radius = from(0.0, 0.06);
    let iris = blend(0.05, 0.25, smoothstep(0.25, -0.45, b)) * blend(0.75, 1.0, smoothstep(0.56, 0.40, radius));
    let white = 0.10;
    let coloured = blend(white, iris, smoothstep(0.60, 0.54, radius));
    let looking = blend(coloured, 0.02, smoothstep(0.33, 0.25, radius));
    let shaded = looking * blend(0.35, 1.0, smoothstep(0.0, 0.30, lid - b));
    // The lamp stands to the upper left of both eyes.
    let lamp = smoothstep(0.16, 0.09, from(-0.20 * side, 0.22));
    let window = 0.28 * smoothstep(0.20, 0.05, from(0.24 * side, -0.20));
    blend(blend(shaded, 0.55, window), 1.0, lamp)
}
