//! Loading a picture, pushing an activation through it, and fitting it to cells.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail a test this way")]

mod cells;
mod errors;
mod fidelity;
mod levels;
mod memory;
mod tones;

use ndarray::Array2;
use std::{io::Cursor, path::Path};

use actlab::{
    picture::{Channel, Picture, PictureError, PictureLimits},
    tile::ColorDepth,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

const DEPTHS: [ColorDepth; 4] = [ColorDepth::TrueColor, ColorDepth::Indexed256, ColorDepth::Ansi16, ColorDepth::None];

fn decode(bytes: &[u8], channel: Channel) -> Result<Picture, PictureError> {
    Picture::decode(bytes, channel, &PictureLimits::default(), &mut |_| ())
}

fn open(path: &Path) -> Result<Picture, PictureError> {
    Picture::open(path, Channel::Luma, &PictureLimits::default(), &actlab::files::bytes, &mut |_| ())
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A colour picture with grain, so that no format can store it in a few bytes.
fn grainy(width: u32, height: u32) -> DynamicImage {
    let mut grain: u32 = 1;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, _| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(grain >> 24) as u8, (grain >> 16) as u8, (grain >> 8) as u8])
    }))
}

/// Two bright rings on a gradient: edges in every direction and smooth parts.
fn rings() -> Picture {
    let level = |pixel: u32| {
        let (x, y) = (f64::from(pixel % 256), f64::from(pixel / 256));
        let far = ((x - 100.0) * (x - 100.0) + (y - 140.0) * (y - 140.0)).sqrt();
        let ring = if (far as u32 / 24).is_multiple_of(2) { 100.0 } else { 0.0 };
        (x * 0.5 + ring) as u8
    };
    let levels = Array2::from_shape_vec((256, 256), (0..256 * 256).map(level).collect()).unwrap();
    Picture::from_levels(&levels).unwrap()
}
