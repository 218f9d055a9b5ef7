//! The ear: an upright, slightly forward-pricked triangle with a hollow front, thick at its root.

use crate::head::join;
use crate::vector::{Vector, smoothstep, vector};

const ROOT: Vector = vector(0.46, 0.56, -0.02);
const TIP: Vector = vector(0.63, 1.29, 0.14);
/// Where the hollow looks, before it is squared with the ear: forwards and a little outwards.
const FACING: Vector = vector(0.30, 0.0, 1.0);
/// At the root, in head units.
const HALF_WIDTH: f64 = 0.36;

/// A point in the ear's own frame: across (outwards positive), along (0 at the root, 1 at the tip), and out of its front.
struct Local {
    across: f64,
    along: f64,
    front: f64,
    height: f64,
}

fn local(p: Vector) -> Local {
    let height = (TIP - ROOT).length();
    let (up, outward) = directions();
    let facing = outward.cross(up);
    let q = p - ROOT;
    Local { across: q.dot(outward), along: q.dot(up) / height, front: q.dot(facing), height }
}

fn half_width(along: f64) -> f64 {
    let t = along.clamp(-0.3, 1.0);
    HALF_WIDTH * (1.0 - 0.50 * t - 0.50 * t * t) * (0.62 + 0.38 * smoothstep(-0.22, 0.22, t))
}

/// The middle of the leaf, bent forwards at its edges like a scoop.
fn scoop(place: &Local) -> f64 {
    let bend = place.across * place.across * 1.3 - 0.06;
    bend * smoothstep(1.05, 0.1, place.along)
}

/// Signed distance to the ear of the right side.
pub(crate) fn distance(p: Vector) -> f64 {
    let place = local(p);
    let side = (place.across.abs() - half_width(place.along)) * 0.86;
    let ends = ((place.along - 1.0).max(-0.15 - place.along)) * place.height;
    let thickness = 0.05 + 0.05 * smoothstep(1.0, 0.0, place.along);
    let leaf = (place.front - scoop(&place)).abs() - thickness;
    -join(-side.max(ends), -leaf, 0.05)
}

/// Whether a point of the ear lies in its hollow front, where skin shows between the tufts.
pub(crate) fn in_hollow(p: Vector) -> bool {
    let place = local(p);
    place.front > scoop(&place) && hollow_depth(&place) > 0.0
}

/// Where a point of the right ear lies across its leaf (-1 the inner edge, 1 the outer) and along it (0 root, 1 tip).
pub(crate) fn place(p: Vector) -> (f64, f64) {
    let place = local(p);
    (place.across / half_width(place.along).max(0.02), place.along)
}

fn hollow_depth(place: &Local) -> f64 {
    half_width(place.along) * 0.80 - 0.02 - place.across.abs()
}

/// Direction from root to tip, and outwards across the ear of the right side.
pub(crate) fn directions() -> (Vector, Vector) {
    let up = (TIP - ROOT).unit();
    let facing = FACING.along_surface(up).unit();
    (up, up.cross(facing))
}
