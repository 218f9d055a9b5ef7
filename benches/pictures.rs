//! The cost of pictures: tones, fitting to cells, decoding. `cargo bench --bench pictures`.

#![expect(clippy::expect_used, reason = "a bench that cannot make its input has nothing to measure")]

use ndarray::Array2;
use std::f64::consts::FRAC_1_SQRT_2;

use actlab::{
    picture::{Channel, LEVELS, Picture, PictureLimits, Raster},
    tile::{ColorDepth, GlyphSet, fit, fit_raster},
};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Rings and a gradient, with some grain: edges in every direction, and no two equal cells.
fn picture(width: u32, height: u32) -> Picture {
    let mut grain: u32 = 7879;
    let levels = (0..width * height).map(|pixel| {
        let (x, y) = ((pixel % width) as f32, (pixel / width) as f32);
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ring = ((x - 200.0) * (x - 200.0) + (y - 150.0) * (y - 150.0)) as u32 / 9000 % 2 * 90;
        (ring + (x * 100.0 / width as f32) as u32 + (grain >> 28)) as u8
    });
    let levels =
        Array2::from_shape_vec((height as usize, width as usize), levels.collect()).expect("as many as pixels");
    Picture::from_levels(&levels).expect("a picture")
}

const SETS: &[GlyphSet] = GlyphSet::ALL;
const SIZES: [(usize, usize); 2] = [(40, 20), (80, 40)];

fn cases() -> Vec<(GlyphSet, usize, usize)> {
    SETS.iter().copied().flat_map(|set| SIZES.map(|(columns, rows)| (set, columns, rows))).collect()
}

/// From 512 × 512 pixels to cells, including the area average.
#[divan::bench(args = cases())]
fn fit_512(bencher: Bencher<'_, '_>, (set, columns, rows): (GlyphSet, usize, usize)) {
    let picture = picture(512, 512);
    let toned = picture.raw();
    bencher.bench_local(|| fit(black_box(&picture), &toned, columns, rows, set, ColorDepth::TrueColor, false));
}

/// The same for terminals with few colours, where errors and not correlations are compared.
#[divan::bench(args = [ColorDepth::Indexed256, ColorDepth::Ansi16, ColorDepth::None])]
fn fit_512_sextant(bencher: Bencher<'_, '_>, depth: ColorDepth) {
    let picture = picture(512, 512);
    let toned = picture.raw();
    bencher.bench_local(|| fit(black_box(&picture), &toned, 40, 20, GlyphSet::Sextant, depth, false));
}

/// Only the glyphs, without the area average.
#[divan::bench(args = [GlyphSet::Quadrant, GlyphSet::Sextant, GlyphSet::Octant])]
fn glyphs_40_by_20(bencher: Bencher<'_, '_>, set: GlyphSet) {
    let picture = picture(512, 512);
    let raster = Raster::new(&picture, &picture.raw(), 320, 320);
    bencher.bench_local(|| fit_raster(black_box(&raster), set, ColorDepth::TrueColor, false));
}

/// Only the area average, to 40 × 20 cells, for pictures up to the largest size that is kept.
#[divan::bench(args = [256, 512, 1024])]
fn area_average(bencher: Bencher<'_, '_>, side: u32) {
    let picture = picture(side, side);
    let toned = picture.raw();
    bencher.bench_local(|| Raster::new(black_box(&picture), &toned, 320, 320));
}

/// GELU through a picture, and its tones to 40 × 20 cells: the cost of a key that changes the gain.
#[divan::bench]
fn gelu_through_512(bencher: Bencher<'_, '_>) {
    let picture = picture(512, 512);
    let gelu = |inputs: &[f64], values: &mut [f64]| {
        for (value, x) in values.iter_mut().zip(inputs) {
            *value = 0.5 * x * (1.0 + libm::erf(x * FRAC_1_SQRT_2));
        }
    };
    bencher.bench_local(|| {
        let toned = black_box(&picture).through(3.0, gelu);
        assert_eq!(toned.tones().len(), LEVELS);
        fit(&picture, &toned, 40, 20, GlyphSet::Quadrant, ColorDepth::TrueColor, false)
    });
}

/// A JPEG or a PNG of 2000 × 1500 pixels, decoded and shrunk.
#[divan::bench(args = ["png", "jpeg"])]
fn decode_3_megapixels(bencher: Bencher<'_, '_>, format: &str) {
    let source = picture(2000, 1500);
    let gray = image::GrayImage::from_raw(2000, 1500, source.levels().iter().copied().collect())
        .expect("as many levels as pixels");
    let format = if format == "png" { image::ImageFormat::Png } else { image::ImageFormat::Jpeg };
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(gray).to_rgb8().write_to(&mut bytes, format).expect("memory holds it");
    let bytes = bytes.into_inner();
    bencher.bench_local(|| Picture::decode(black_box(&bytes), Channel::Luma, &PictureLimits::default(), &mut |_| ()));
}
