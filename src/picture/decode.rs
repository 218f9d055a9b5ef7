//! Decodes bytes into gray levels. All errors of a file are found here, before a [`Picture`] exists.

use std::error::Error;
use std::io::{self, Cursor};

use image::error::UnsupportedErrorKind;
use image::{
    DynamicImage, ImageBuffer, ImageDecoder, ImageError, ImageFormat, ImageReader, Luma, metadata::Orientation,
};

use super::memory::{self, Pixels};
use super::{Channel, LoadStage, Picture, PictureError, PictureFile, PictureFlaw, PictureLimits, jpeg, raster, tone};

/// The formats that can be read. They are compiled in, and error messages list them.
const FORMATS: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp];

pub(super) fn decode(
    bytes: &[u8],
    channel: Channel,
    limits: &PictureLimits,
    progress: &mut dyn FnMut(LoadStage),
) -> Result<Picture, PictureError> {
    progress(LoadStage::Decoding);
    if bytes.is_empty() {
        return Err(PictureError::Empty { path: PictureFile::default() });
    }
    if bytes.len() as u64 > limits.bytes {
        return Err(PictureError::TooManyBytes { path: PictureFile::default(), limit: limits.bytes });
    }
    let (image, orientation) = pixels(bytes, limits)?;
    let (width, height) = (image.width(), image.height());
    let levels = gray(&image, channel);
    drop(image);
    let counts = tone::count(&levels);
    let (kept_width, kept_height) = kept(width, height, limits.working);
    let levels = if (kept_width, kept_height) == (width, height) {
        levels
    } else {
        progress(LoadStage::Shrinking);
        raster::shrink(&levels, (width, height), (kept_width, kept_height))
    };
    let picture = Picture::of_pixels((kept_width, kept_height), levels, (width, height), &counts);
    Ok(upright(picture, orientation))
}

/// The decoded pixels, and how to rotate them. The header is checked before anything is allocated for the pixels,
/// because a few bytes can claim a picture of gigabytes.
fn pixels(bytes: &[u8], limits: &PictureLimits) -> Result<(DynamicImage, Orientation), PictureError> {
    let format = image::guess_format(bytes).ok().filter(|format| FORMATS.contains(format));
    let Some(format) = format else { return Err(PictureError::NotAPicture { path: PictureFile::default() }) };
    let failed = |error: ImageError| refusal(&error, name(format), limits);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.bytes.saturating_sub(bytes.len() as u64).min(memory::ASIDE));
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Empty { path: PictureFile::default() });
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels {
        return Err(PictureError::TooManyPixels {
            path: PictureFile::default(),
            width,
            height,
            pixels,
            limit: limits.pixels,
        });
    }
    let pixels = Pixels { width, height, bytes: decoder.total_bytes() };
    let most = memory::peak(format, bytes, pixels, limits.working);
    if most > limits.bytes {
        return Err(PictureError::TooManyBytes { path: PictureFile::default(), limit: limits.bytes });
    }
    // Whatever the header does not show, such as a frame that is larger than its picture, must fit into the rest.
    let mut left = image::Limits::no_limits();
    left.max_alloc = Some(limits.bytes - most);
    if format == ImageFormat::Gif {
        decoder.set_limits(left).map_err(failed)?;
    }
    if format == ImageFormat::Jpeg && !jpeg::is_complete(bytes) {
        return Err(PictureError::Damaged {
            path: PictureFile::default(),
            reason: PictureFlaw::Cut { format: name(format) },
        });
    }
    if format == ImageFormat::WebP && !is_whole_riff(bytes) {
        return Err(PictureError::Damaged {
            path: PictureFile::default(),
            reason: PictureFlaw::Cut { format: name(format) },
        });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    DynamicImage::from_decoder(decoder).map(|image| (image, orientation)).map_err(failed)
}

/// Whether a file is as long as its header says. The padding byte after an odd length may be missing.
fn is_whole_riff(bytes: &[u8]) -> bool {
    let claimed = bytes.get(4..8).map(|size| size.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
    claimed.is_some_and(|claimed| bytes.len() as u64 + 1 >= claimed + 8)
}

/// A decoder's error as an error for the reader.
fn refusal(error: &ImageError, format: &'static str, limits: &PictureLimits) -> PictureError {
    let path = PictureFile::default();
    let reason = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    match error {
        ImageError::Limits(_) => PictureError::TooManyBytes { path, limit: limits.bytes },
        ImageError::Unsupported(error) => {
            let reason = match error.kind() {
                UnsupportedErrorKind::GenericFeature(reason) => PictureFlaw::Feature { format, reason },
                UnsupportedErrorKind::Format(_) => PictureFlaw::Feature { format, reason },
                _ => PictureFlaw::Pixels { format, reason },
            };
            PictureError::Unsupported { path, reason }
        }
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            PictureError::Damaged { path, reason: PictureFlaw::Cut { format } }
        }
        _ if is_cut(error) => PictureError::Damaged { path, reason: PictureFlaw::Cut { format } },
        _ => PictureError::Damaged { path, reason: PictureFlaw::Invalid { format, reason } },
    }
}

/// Whether a decoder stopped because the bytes ended.
fn is_cut(error: &ImageError) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The name of a format that can be read.
fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Gif => "GIF",
        ImageFormat::WebP => "WebP",
        _ => "BMP",
    }
}

/// One gray level per pixel.
fn gray(image: &DynamicImage, channel: Channel) -> Vec<u8> {
    let level = match channel {
        Channel::Luma => luma,
        Channel::Red => |r: u8, _: u8, _: u8| r,
    };
    let deep = |levels: [u16; 3]| {
        let [r, g, b] = levels.map(eight_bits);
        level(r, g, b)
    };
    match image {
        DynamicImage::ImageLuma8(gray) => gray.as_raw().clone(),
        DynamicImage::ImageLumaA8(gray) => gray.pixels().map(|pixel| pixel.0[0]).collect(),
        DynamicImage::ImageRgb8(rgb) => rgb.pixels().map(|pixel| level(pixel.0[0], pixel.0[1], pixel.0[2])).collect(),
        DynamicImage::ImageRgba8(rgb) => rgb.pixels().map(|pixel| level(pixel.0[0], pixel.0[1], pixel.0[2])).collect(),
        DynamicImage::ImageLuma16(gray) => gray.pixels().map(|pixel| eight_bits(pixel.0[0])).collect(),
        DynamicImage::ImageLumaA16(gray) => gray.pixels().map(|pixel| eight_bits(pixel.0[0])).collect(),
        DynamicImage::ImageRgb16(rgb) => rgb.pixels().map(|pixel| deep([pixel.0[0], pixel.0[1], pixel.0[2]])).collect(),
        DynamicImage::ImageRgba16(rgb) => {
            rgb.pixels().map(|pixel| deep([pixel.0[0], pixel.0[1], pixel.0[2]])).collect()
        }
        // None of the formats has other kinds of numbers.
        other => other.to_rgb16().pixels().map(|pixel| deep(pixel.0)).collect(),
    }
}

/// Luma of ITU-R BT.601, rounded, with the weights in 16 bit fixed point: the usual integer form, with the same bits on
/// every machine.
fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 19595 + u32::from(g) * 38470 + u32::from(b) * 7471 + 0x8000) >> 16) as u8
}

/// 0..=65535 to 0..=255, rounded to the nearest.
fn eight_bits(level: u16) -> u8 {
    ((u32::from(level) + 128) / 257) as u8
}

/// The size with the longest side at most `longest`, in the same proportions, each side at least one pixel.
fn kept(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let longest = u64::from(longest.max(1));
    let side = u64::from(width.max(height));
    if side <= longest {
        return (width, height);
    }
    let scaled = |length: u32| ((u64::from(length) * longest * 2 + side) / (side * 2)).max(1) as u32;
    (scaled(width), scaled(height))
}

/// The picture rotated and mirrored as its metadata say.
fn upright(picture: Picture, orientation: Orientation) -> Picture {
    if orientation == Orientation::NoTransforms {
        return picture;
    }
    let Picture { width, height, levels, original, counts } = picture;
    let buffer =
        ImageBuffer::<Luma<u8>, _>::from_raw(width, height, levels.into_raw_vec_and_offset().0).unwrap_or_default();
    let mut image = DynamicImage::ImageLuma8(buffer);
    image.apply_orientation(orientation);
    let turned = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let original = if turned { (original.1, original.0) } else { original };
    Picture::of_pixels((image.width(), image.height()), image.into_bytes(), original, &counts)
}
