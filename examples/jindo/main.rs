//! Draws the default picture of actlab: the head of a Jindo, the Korean hunting dog, 512×512 in gray.
//!
//! The picture is computed, not photographed, so that it is free, small, and can be drawn again bit for bit. It is made
//! to be looked at through activation functions: smooth gradients, fine texture, hard edges, and tones from black to
//! white with the median near the middle.
//!
//! `cargo run --release --example jindo` writes `assets/images/jindo.png`; another path may be given.

mod camera;
mod canvas;
mod coat;
mod ear;
mod eyes;
mod fur;
mod head;
mod light;
mod mouth;
mod noise;
mod nose;
mod vector;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::camera::{Camera, SIDE};
use crate::canvas::{Canvas, Spot};
use crate::light::Lamps;
use crate::vector::{blend, smoothstep, vector};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).unwrap_or_else(|| "assets/images/jindo.png".into());
    let levels = draw();
    let file = BufWriter::new(File::create(path)?);
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive);
    encoder.write_image(&levels, SIDE as u32, SIDE as u32, ExtendedColorType::L8)?;
    Ok(())
}

fn draw() -> Vec<u8> {
    let camera = Camera::new(-0.34, -0.02, 0.03);
    let lamps = Lamps {
        key: camera.direction(vector(-0.58, 0.58, 0.62).unit()),
        sky: camera.direction(vector(0.1, 1.0, 0.1).unit()),
        viewer: camera.direction(vector(0.0, 0.0, 1.0)),
    };
    let skin = fur::see(&camera, &lamps);
    let mut canvas = Canvas::new(SIDE, |spot| ground(spot, &skin));
    fur::paint(&mut canvas, &camera, &skin);
    eyes::paint(&mut canvas, &camera);
    mouth::paint(&mut canvas, &camera, &lamps);
    nose::paint(&mut canvas, &camera);
    mouth::whiskers(&mut canvas, &camera);
    canvas.levels(develop)
}

/// Lifts the middle tones and keeps black and white.
fn develop(tone: f64) -> f64 {
    let t = tone.clamp(0.0, 1.0);
    blend(t, t.sqrt(), 0.58 * smoothstep(0.0, 0.30, t))
}

/// What lies under the fur: the shaded skin, or the wall behind the dog.
fn ground(spot: Spot, skin: &[Option<fur::Skin>]) -> f64 {
    let index = spot.y as usize * SIDE + spot.x as usize;
    match skin.get(index) {
        Some(Some(seen)) => seen.light * coat::hair(seen.part, seen.point, seen.normal).pale * 0.86,
        _ => wall(spot),
    }
}

/// A wall lit from the right, darker towards the corners.
fn wall(spot: Spot) -> f64 {
    let side = SIDE as f64;
    let (x, y) = (spot.x / side - 0.72, spot.y / side - 0.52);
    let glow = smoothstep(0.95, 0.0, (x * x + y * y).sqrt());
    blend(0.045, 0.30, glow)
}
