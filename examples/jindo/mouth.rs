//! The closed mouth, drawn as one dark line from the nose along the lips, and the whiskers.

use crate::camera::Camera;
use crate::canvas::{Canvas, Station};
use crate::head;
use crate::light::Lamps;
use crate::noise::Random;
use crate::nose;
use crate::vector::{Vector, blend, vector};

/// The right half of the lip line, as seen from the front: x, y.
const LIP: [(f64, f64); 8] = [
    (0.0, -0.735),
    (0.04, -0.752),
    (0.09, -0.762),
    (0.14, -0.758),
    (0.19, -0.742),
    (0.24, -0.715),
    (0.29, -0.682),
    (0.335, -0.650),
];

pub(crate) fn paint(canvas: &mut Canvas, camera: &Camera, lamps: &Lamps) {
    let groove = [nose::HEIGHT - 0.12, -0.66, -0.70, -0.735].map(|y| head::front(0.0, y));
    line(canvas, camera, &groove, (2.4, 1.8), (0.08, 0.85));
    for side in [-1.0, 1.0] {
        let lip = LIP.map(|(x, y)| head::front(x * side, y));
        line(canvas, camera, &lip, (10.0, 4.0), (0.22, 0.22));
        line(canvas, camera, &lip, (5.0, 2.0), (0.15, 0.35));
        line(canvas, camera, &lip, (2.4, 1.0), (0.04, 0.9));
        overhang(canvas, camera, lamps, side);
    }
}

/// Short hairs of the upper lip that fall across the line of the mouth and break it.
fn overhang(canvas: &mut Canvas, camera: &Camera, lamps: &Lamps, side: f64) {
    let mut random = Random::new(8);
    for pair in LIP.windows(2) {
        let &[from, to] = pair else { continue };
        for _ in 0..5 {
            let t = random.unit();
            let rise = 0.012 + 0.03 * random.unit();
            let root = head::front(blend(from.0, to.0, t) * side, blend(from.1, to.1, t) + rise);
            if !head::visible(root, camera.position()) {
                continue;
            }
            let tone = lamps.on(root, head::normal(root)) * (0.85 + 0.2 * random.signed());
            let fall = vector(side * (0.3 + 0.2 * random.signed()), -1.0, -0.1).unit() * (rise + 0.008);
            let hair = [(0.0, 1.1, 0.75), (1.0, 0.5, 0.45)].map(|(along, width, opacity)| Station {
                at: camera.project(root + fall * along),
                width,
                tone,
                opacity,
            });
            canvas.stroke(&hair);
        }
    }
}

/// A line over the face that narrows between two widths and fades towards its end; `ink` is its tone and opacity.
fn line(canvas: &mut Canvas, camera: &Camera, points: &[Vector], widths: (f64, f64), ink: (f64, f64)) {
    let last = points.len().saturating_sub(1).max(1) as f64;
    let station = |(index, &point): (usize, &Vector)| {
        let t = index as f64 / last;
        let shown = if head::visible(point, camera.position()) { 1.0 } else { 0.0 };
        let opacity = ink.1 * shown * (1.0 - 0.8 * t * t * t);
        Station { at: camera.project(point), width: blend(widths.0, widths.1, t), tone: ink.0, opacity }
    };
    canvas.stroke(&points.iter().enumerate().map(station).collect::<Vec<_>>());
}

/// A few long stiff hairs on each side of the muzzle, and the dark pits they grow from.
pub(crate) fn whiskers(canvas: &mut Canvas, camera: &Camera) {
    let mut random = Random::new(53);
    for side in [-1.0, 1.0] {
        for row in 0..3 {
            for column in 0..2 {
                let (r, c) = (f64::from(row), f64::from(column));
                let x = 0.15 + 0.055 * c + 0.012 * random.signed();
                let y = -0.57 - 0.05 * r + 0.025 * c + 0.01 * random.signed();
                whisker(canvas, camera, (x * side, y), &mut random);
            }
        }
    }
}

fn whisker(canvas: &mut Canvas, camera: &Camera, (x, y): (f64, f64), random: &mut Random) {
    let root = head::front(x, y);
    let out = vector(x.signum(), 0.10 + 0.25 * random.signed(), -0.35).unit();
    let length = 0.45 + 0.25 * random.unit();
    let along = |t: f64| root + out * (length * t) + vector(0.0, -0.14 * t * t, 0.0);
    let stations = (0..=12).map(|joint| {
        let t = f64::from(joint) / 12.0;
        let point = along(t);
        let at = camera.project(point);
        let shown = if head::unhidden(point, camera.position()) { 1.0 } else { 0.0 };
        Station {
            at,
            width: 0.9 - 0.6 * t,
            tone: blend(0.25, 0.80, (t * 4.0).min(1.0)),
            opacity: shown * (0.75 - 0.55 * t),
        }
    });
    canvas.stroke(&stations.collect::<Vec<_>>());
    if !head::visible(root, camera.position()) {
        return;
    }
    canvas.dab(camera.project(root), 2.0, |spot| {
        let at = camera.project(root);
        let gap = ((spot.x - at.x) * (spot.x - at.x) + (spot.y - at.y) * (spot.y - at.y)).sqrt();
        (0.25, 0.45 * (1.4 - gap).clamp(0.0, 1.0))
    });
}
