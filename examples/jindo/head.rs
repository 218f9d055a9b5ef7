//! The shape of the head: a signed distance field, blended from a few ellipsoids, cones and two ears, in the proportions
//! of the breed: a broad skull, full cheeks, a wedge of a muzzle, ears set high.

use crate::ear;
use crate::noise::value_noise;
use crate::vector::{Vector, blend, vector};

/// Tip of the nose, from which the coat is combed away.
pub(crate) const NOSE: Vector = vector(0.0, -0.52, 1.36);
/// Middle of the right eye; the left one mirrors it.
pub(crate) const EYE: Vector = vector(0.325, 0.10, 0.74);

/// What a point of the surface belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Face,
    Ear,
    EarHollow,
    Neck,
}

/// Signed distance from `point` to the surface, negative inside.
pub(crate) fn distance(point: Vector) -> f64 {
    let p = vector(point.x.abs(), point.y, point.z);
    join(join(face(p), ear::distance(p), 0.15), neck(point), 0.10)
}

/// The part of the animal that is nearest to `point`.
pub(crate) fn part(point: Vector) -> Part {
    let p = vector(point.x.abs(), point.y, point.z);
    let (face, ear, neck) = (face(p), ear::distance(p), neck(point));
    if neck < face && neck < ear {
        Part::Neck
    } else if ear < face {
        if ear::in_hollow(p) { Part::EarHollow } else { Part::Ear }
    } else {
        Part::Face
    }
}

/// Whether a point of the surface faces `eye`, and nothing of the head stands between.
pub(crate) fn visible(point: Vector, eye: Vector) -> bool {
    normal(point).dot((eye - point).unit()) > 0.12 && unhidden(point, eye)
}

/// Whether nothing of the head stands between a point and `eye`.
pub(crate) fn unhidden(point: Vector, eye: Vector) -> bool {
    let towards = (eye - point).unit();
    let mut travelled = 0.05;
    while travelled < 3.0 {
        let gap = distance(point + towards * travelled);
        if gap < 0.0 {
            return false;
        }
        travelled += gap.max(0.02);
    }
    true
}

/// Unit normal of the surface by central differences.
pub(crate) fn normal(point: Vector) -> Vector {
    const STEP: f64 = 0.004;
    let slope = |axis: Vector| distance(point + axis * STEP) - distance(point - axis * STEP);
    vector(slope(vector(1.0, 0.0, 0.0)), slope(vector(0.0, 1.0, 0.0)), slope(vector(0.0, 0.0, 1.0))).unit()
}

/// First point of the surface along a ray, by sphere tracing (Hart, "Sphere Tracing", 1996).
pub(crate) fn hit(origin: Vector, direction: Vector) -> Option<Vector> {
    const NEAR: f64 = 4.5;
    const FAR: f64 = 10.5;
    let mut travelled = NEAR;
    for _ in 0..200 {
        let here = origin + direction * travelled;
        let gap = distance(here);
        if gap < 0.002 {
            return Some(here);
        }
        travelled += gap * 0.75;
        if travelled > FAR {
            return None;
        }
    }
    None
}

/// The point of the head that shows at (`x`, `y`) when it is looked at straight from the front.
pub(crate) fn front(x: f64, y: f64) -> Vector {
    hit(vector(x, y, 7.5), vector(0.0, 0.0, -1.0)).unwrap_or(vector(x, y, 0.0))
}

fn face(p: Vector) -> f64 {
    let skull = ellipsoid(p - vector(0.0, 0.16, 0.0), vector(0.74, 0.60, 0.80));
    let cheek = ellipsoid(p - vector(0.385, -0.20, 0.08), vector(0.39, 0.43, 0.54));
    let brow = ellipsoid(p - vector(0.24, 0.28, 0.60), vector(0.20, 0.12, 0.15));
    let socket = ellipsoid(p - EYE - vector(0.0, -0.02, 0.10), vector(0.15, 0.09, 0.14));
    let bridge = cone(p, vector(0.0, 0.06, 0.62), 0.23, vector(0.0, -0.47, 1.20), 0.165);
    let muzzle = cone(p, vector(0.12, -0.32, 0.50), 0.33, vector(0.055, -0.58, 1.16), 0.20);
    let jaw = cone(p, vector(0.0, -0.55, 0.30), 0.32, vector(0.0, -0.79, 1.02), 0.12);
    let upper = join(join(skull, cheek, 0.30), brow, 0.18);
    let snout = join(join(bridge, muzzle, 0.16), jaw, 0.05);
    carve(join(upper, snout, 0.22), socket, 0.10)
}

fn neck(p: Vector) -> f64 {
    let throat = cone(p, vector(0.0, -0.25, -0.50), 0.86, vector(0.0, -2.0, -0.45), 1.80);
    let bib = ellipsoid(p - vector(0.0, -1.55, 0.35), vector(0.72, 0.85, 0.60));
    let tufts = value_noise(vector(p.x * 4.5, p.y * 2.2, p.z * 4.5)) + 0.5 * value_noise(p * 6.5);
    join(throat, bib, 0.5) + 0.035 * tufts
}

/// Approximate distance to an ellipsoid about the origin, exact on its surface (Quilez, "Ellipsoid SDF", 2008).
fn ellipsoid(p: Vector, radii: Vector) -> f64 {
    let scaled = vector(p.x / radii.x, p.y / radii.y, p.z / radii.z);
    let gradient = vector(scaled.x / radii.x, scaled.y / radii.y, scaled.z / radii.z);
    scaled.length() * (scaled.length() - 1.0) / gradient.length().max(1e-9)
}

/// A segment thickened by a radius that changes evenly along it.
fn cone(p: Vector, a: Vector, radius_a: f64, b: Vector, radius_b: f64) -> f64 {
    let axis = b - a;
    let t = ((p - a).dot(axis) / axis.dot(axis)).clamp(0.0, 1.0);
    (p - a - axis * t).length() - blend(radius_a, radius_b, t)
}

/// Union with a fillet about `width` wide (Quilez, "Smooth Minimum", 2013).
pub(crate) fn join(a: f64, b: f64, width: f64) -> f64 {
    let overlap = (width - (a - b).abs()).max(0.0) / width;
    a.min(b) - overlap * overlap * width * 0.25
}

/// `a` with `b` taken away, the rim rounded.
fn carve(a: f64, b: f64, width: f64) -> f64 {
    -join(-a, b, width)
}
