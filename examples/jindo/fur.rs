//! The hair itself: thousands of tapered strokes, rooted on the head, combed along it and painted from back to front.

use crate::camera::{Camera, SIDE};
use crate::canvas::{Canvas, Spot, Station};
use crate::coat::{self, Hair};
use crate::head::{self, Part};
use crate::light::Lamps;
use crate::noise::{Random, value_noise};
use crate::vector::{Vector, vector};

/// A point of the head that a pixel sees.
pub(crate) struct Skin {
    pub(crate) point: Vector,
    pub(crate) normal: Vector,
    pub(crate) part: Part,
    pub(crate) light: f64,
}

/// What each pixel of the picture sees of the head, row by row.
pub(crate) fn see(camera: &Camera, lamps: &Lamps) -> Vec<Option<Skin>> {
    let look = |index: usize| {
        let spot = Spot { x: (index % SIDE) as f64 + 0.5, y: (index / SIDE) as f64 + 0.5 };
        let (origin, direction) = camera.ray(spot);
        let point = head::hit(origin, direction)?;
        let normal = head::normal(point);
        Some(Skin { point, normal, part: head::part(point), light: lamps.on(point, normal) })
    };
    (0..SIDE * SIDE).map(look).collect()
}

struct Strand<'skin> {
    root: &'skin Skin,
    hair: Hair,
    nearness: f64,
    seed: u64,
}

/// Grows the coat over the skin and paints it.
pub(crate) fn paint(canvas: &mut Canvas, camera: &Camera, skin: &[Option<Skin>]) {
    let mut random = Random::new(SEED);
    let mut strands = Vec::new();
    for (index, root) in skin.iter().enumerate() {
        let draw = random.unit();
        let Some(root) = root else { continue };
        let hair = coat::hair(root.part, root.point, root.normal);
        if draw < hair.density {
            let nearness = camera.nearness(root.point) + 0.05 * random.signed();
            strands.push(Strand { root, hair, nearness, seed: index as u64 });
        }
    }
    strands.sort_by(|a, b| a.nearness.total_cmp(&b.nearness));
    for strand in &strands {
        grow(canvas, camera, strand);
    }
}

/// Any will do; this is the year in which the Jindo became a natural monument of Korea.
const SEED: u64 = 1962;

/// Stations along one hair, after its root.
const JOINTS: usize = 5;

fn grow(canvas: &mut Canvas, camera: &Camera, strand: &Strand) {
    let Strand { root, hair, .. } = strand;
    let mut random = Random::new(strand.seed);
    let lock = root.point * (1.6 / hair.length.max(0.08));
    let lean = vector(value_noise(lock), value_noise(lock + vector(31.0, 0.0, 0.0)), 0.0);
    let stray = vector(random.signed(), random.signed(), random.signed()) * 0.22;
    let combed = (hair.combed + (lean * 0.38 + stray).along_surface(root.normal)).unit();
    let length = hair.length * (0.65 + 0.6 * random.unit());
    let tone = strand_tone(strand, lock, &mut random);
    let shift = (random.signed() * 0.5, random.signed() * 0.5);
    let droop = vector(0.0, -0.25, 0.0);
    let mut point = root.point;
    let mut stations = Vec::with_capacity(JOINTS + 1);
    for joint in 0..=JOINTS {
        let t = joint as f64 / JOINTS as f64;
        let at = camera.project(point);
        stations.push(Station {
            at: Spot { x: at.x + shift.0, y: at.y + shift.1 },
            width: hair.width * (1.0 - 0.75 * t * t),
            tone: tone * (0.86 + 0.22 * t),
            opacity: 0.85 - 0.45 * t,
        });
        let heading = combed + root.normal * (hair.lift * (1.0 - t)) + droop * (t * hair.length * 2.0);
        point = point + heading * (length / JOINTS as f64);
    }
    canvas.stroke(&stations);
}

fn strand_tone(strand: &Strand, lock: Vector, random: &mut Random) -> f64 {
    let Strand { root, hair, .. } = strand;
    // Long hair falls in locks, each a little lighter or darker than the next; short hair lies even.
    let locks = 0.05 + 0.35 * (hair.length - 0.1).clamp(0.0, 0.3);
    let band =
        1.0 + locks * (value_noise(lock * 1.3) + 0.7 * value_noise(lock * 2.9)) + 0.05 * value_noise(root.point * 5.0);
    root.light * hair.pale * band * (1.0 + 0.17 * random.signed())
}
