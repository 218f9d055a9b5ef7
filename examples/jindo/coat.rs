//! The coat: which way the hair is combed, how long it is, and how pale, at every point of the head.

use crate::ear;
use crate::head::{self, Part};
use crate::noise::value_noise;
use crate::vector::{Vector, blend, smoothstep, vector};

/// The hair that grows at one point.
pub(crate) struct Hair {
    /// Unit direction along the surface.
    pub(crate) combed: Vector,
    /// How far it stands off the skin, as a share of its length.
    pub(crate) lift: f64,
    /// Length in head units.
    pub(crate) length: f64,
    /// Width at its root, in pixels.
    pub(crate) width: f64,
    /// Share of the light that it returns.
    pub(crate) pale: f64,
    /// Strokes for each pixel of skin seen.
    pub(crate) density: f64,
}

pub(crate) fn hair(part: Part, point: Vector, normal: Vector) -> Hair {
    match part {
        Part::Face => face(point, normal),
        Part::Ear => ear_back(point, normal),
        Part::EarHollow => ear_tuft(point, normal),
        Part::Neck => ruff(point, normal),
    }
}

fn face(p: Vector, normal: Vector) -> Hair {
    let side = p.x.abs();
    let away = (p - head::NOSE).unit();
    // Cheek hair leans down and out, forehead hair up and back.
    let cheek = smoothstep(0.30, 0.75, side) * smoothstep(0.25, -0.25, p.y);
    let jowl = smoothstep(-0.35, -0.75, p.y) * smoothstep(0.9, 0.3, p.z);
    let down = vector(p.x.signum() * 0.35, -0.9, -0.1);
    let combed = (away + down * (0.9 * cheek + 0.6 * jowl)).along_surface(normal).unit();
    let muzzle = smoothstep(0.62, 0.95, p.z);
    let back = smoothstep(0.45, 0.85, side) * smoothstep(0.3, -0.1, p.y);
    let short = blend(0.105, 0.055, muzzle);
    Hair {
        combed,
        lift: blend(0.16, 0.34, back),
        length: short + 0.11 * back + 0.12 * jowl * (1.0 - muzzle),
        width: blend(1.15, 0.85, muzzle),
        pale: face_tone(p),
        density: blend(0.42, 0.75, muzzle),
    }
}

/// Fawn over the skull and the bridge of the nose; cream on the muzzle, the cheeks and the spots over the eyes.
fn face_tone(p: Vector) -> f64 {
    let q = vector(p.x.abs(), p.y, p.z);
    let wander = 0.10 * value_noise(p * 3.0);
    let top = smoothstep(-0.22, 0.30, q.y + wander - 0.25 * smoothstep(0.35, 0.8, q.x) + 0.1);
    let bridge = smoothstep(0.20, 0.05, q.x) * smoothstep(0.4, 0.8, q.z) * smoothstep(-0.5, -0.2, q.y);
    let fawn = top.max(bridge * 0.75);
    let brow = smoothstep(0.17, 0.05, (q - vector(0.24, 0.31, 0.76)).length());
    let rim = smoothstep(0.26, 0.15, (q - head::EYE).length());
    let tear = smoothstep(0.16, 0.03, (q - vector(0.19, -0.02, 0.80)).length());
    let furrow = smoothstep(0.07, 0.0, q.x) * smoothstep(0.05, 0.2, q.y) * smoothstep(0.6, 0.35, q.y);
    blend(1.06, 0.56, fawn) + 0.12 * brow * fawn - 0.08 * rim - 0.14 * tear - 0.10 * furrow
}

fn ear_back(p: Vector, normal: Vector) -> Hair {
    let (up, outward) = ear::directions();
    let side = p.x.signum();
    let combed = (up.mirrored(side) + outward.mirrored(side) * 0.15).along_surface(normal).unit();
    let (_, along) = ear::place(p.mirrored(side));
    let length = blend(0.075, 0.035, smoothstep(0.7, 1.0, along));
    Hair { combed, lift: 0.12, length, width: 1.0, pale: 0.54, density: 0.7 }
}

/// Short dark down in the hollow, and long pale tufts that spring from its inner edge and its root.
fn ear_tuft(p: Vector, normal: Vector) -> Hair {
    let (up, outward) = ear::directions();
    let side = p.x.signum();
    let (edge, along) = ear::place(p.mirrored(side));
    let combed = (up.mirrored(side) * 0.9 + outward.mirrored(side) * 0.20).along_surface(normal).unit();
    let springs = smoothstep(0.05, -0.6, edge).max(smoothstep(0.45, 0.1, along)) * smoothstep(0.85, 0.5, along);
    if value_noise(p * 60.0) * 0.5 + 0.5 < springs * 0.46 {
        return Hair { combed, lift: 0.24, length: 0.20, width: 1.0, pale: 0.86, density: 0.45 };
    }
    let pale = 0.30 + 0.20 * smoothstep(0.3, 0.85, edge.abs()) + 0.10 * smoothstep(0.4, 0.9, along);
    Hair { combed, lift: 0.25, length: 0.08, width: 0.9, pale, density: 0.5 }
}

fn ruff(p: Vector, normal: Vector) -> Hair {
    let down = vector(p.x * 0.45, -1.0, 0.10);
    let swirl = vector(value_noise(p * 2.2) + 0.6 * value_noise(p * 5.0), 0.0, 0.0) * 0.5;
    let combed = (down + swirl).along_surface(normal).unit();
    let fawn = smoothstep(0.45, 0.95, p.x.abs() - 0.15 * (p.z + 0.2));
    Hair { combed, lift: 0.26, length: 0.25, width: 1.35, pale: blend(0.86, 0.70, fawn), density: 0.30 }
}
