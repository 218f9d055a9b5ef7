//! A soft key light from the upper left, a weak rim from behind, and the shade that the head throws on itself.

use crate::head;
use crate::vector::{Vector, smoothstep};

/// The lamps, as unit directions towards them in head coordinates.
pub(crate) struct Lamps {
    pub(crate) key: Vector,
    pub(crate) sky: Vector,
    pub(crate) viewer: Vector,
}

impl Lamps {
    /// Light leaving a white surface, about [0, 1].
    pub(crate) fn on(&self, point: Vector, normal: Vector) -> f64 {
        let wrapped = ((normal.dot(self.key) + 0.35) / 1.35).max(0.0);
        let sky = 0.5 + 0.5 * normal.dot(self.sky);
        let rim = smoothstep(0.55, 0.05, normal.dot(self.viewer)) * (0.35 + 0.65 * sky);
        let open = openness(point, normal);
        let lit = wrapped * (0.35 + 0.65 * clear_path(point + normal * 0.03, self.key));
        open * (0.20 + 0.26 * sky) + 0.76 * lit * (0.5 + 0.5 * open) + 0.11 * rim
    }
}

/// Share of the surroundings that a point can see, 1 on a bulge and less in a fold.
fn openness(point: Vector, normal: Vector) -> f64 {
    let hidden: f64 = [(0.05, 1.6), (0.12, 0.9), (0.25, 0.5), (0.45, 0.3)]
        .iter()
        .map(|&(reach, weight)| (reach - head::distance(point + normal * reach)).max(0.0) * weight)
        .sum();
    (1.0 - hidden * 1.7).clamp(0.0, 1.0)
}

/// Share of a broad lamp that is not hidden behind the head, by the narrowest pass along the ray to its middle.
fn clear_path(point: Vector, towards: Vector) -> f64 {
    let mut travelled = 0.06;
    let mut clear: f64 = 1.0;
    for _ in 0..18 {
        let gap = head::distance(point + towards * travelled);
        clear = clear.min(gap * 5.0 / travelled);
        travelled += gap.clamp(0.03, 0.20);
    }
    smoothstep(0.0, 1.0, clear)
}
