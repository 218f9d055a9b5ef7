//! A picture that is accepted needs no more memory than estimated, and pictures whose data cannot be complete are
//! refused.

use actlab::picture::{Channel, Picture, PictureLimits};
use image::{DynamicImage, GrayImage, ImageFormat};

use super::{decode, encoded, grainy};

/// A gray JPEG of one tone, built by hand: in every scan each block has the fewest possible bits.
fn flat_jpeg(side: u16, progressive: bool, data: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    bytes.extend([1; 64]);
    let [high, low] = side.to_be_bytes();
    bytes.extend([0xFF, if progressive { 0xC2 } else { 0xC0 }, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0]);
    // One code of one bit: no difference from the block before, and the end of the block.
    for class in [0x00, 0x10] {
        bytes.extend([0xFF, 0xC4, 0, 20, class, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    bytes.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, if progressive { 0 } else { 63 }, 0]);
    bytes.extend(vec![0; data]);
    bytes.extend([0xFF, 0xD9]);
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}

/// A black PNG in seven passes, 16 bits per channel, stored uncompressed.
fn interlaced_png(side: u32) -> Vec<u8> {
    let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let length: u32 = passes
        .map(|(x, y, across, down): (u32, u32, u32, u32)| {
            (side - y).div_ceil(down) * (1 + 8 * (side - x).div_ceil(across))
        })
        .iter()
        .sum();
    let mut packed = vec![0x78, 0x01];
    let mut left = length;
    while left > 0 {
        let part = left.min(65535);
        left -= part;
        packed.push(u8::from(left == 0));
        packed.extend((part as u16).to_le_bytes());
        packed.extend((!(part as u16)).to_le_bytes());
        packed.extend(vec![0; part as usize]);
    }
    // The Adler sum of zeros: 1, and the number of bytes.
    packed.extend((((length % 65521) << 16) | 1).to_be_bytes());
    let mut header = side.to_be_bytes().to_vec();
    header.extend(side.to_be_bytes());
    header.extend([16, 6, 0, 0, 1]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [(b"IHDR", header), (b"IDAT", packed), (b"IEND", Vec::new())] {
        bytes.extend((content.len() as u32).to_be_bytes());
        let chunk: Vec<u8> = name.iter().copied().chain(content).collect();
        bytes.extend(&chunk);
        bytes.extend(crc(&chunk).to_be_bytes());
    }
    bytes
}

#[test]
fn what_is_accepted_takes_no_more_than_the_limit() {
    let grain = grainy(1500, 1000);
    let mut pictures: Vec<(String, Vec<u8>)> =
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp]
            .map(|format| (format!("{format:?}"), encoded(&grain, format)))
            .into();
    pictures.push(("PNG, 16 bits".to_owned(), encoded(&grain.to_rgba16().into(), ImageFormat::Png)));
    pictures.push(("PNG, RGB of 16 bits".to_owned(), encoded(&grain.to_rgb16().into(), ImageFormat::Png)));
    pictures.push(("PNG, gray".to_owned(), encoded(&grain.to_luma8().into(), ImageFormat::Png)));
    pictures.push(("PNG, interlaced".to_owned(), interlaced_png(900)));
    pictures.push(("JPEG, flat".to_owned(), flat_jpeg(2000, false, 250 * 250 / 4)));
    pictures.push(("JPEG, progressive".to_owned(), flat_jpeg(2000, true, 250 * 250 / 8 + 1)));
    pictures.push(("WebP, transparent".to_owned(), encoded(&grain.to_rgba8().into(), ImageFormat::WebP)));
    pictures.push(("long and thin".to_owned(), encoded(&grainy(200_000, 3), ImageFormat::Png)));
    for (name, bytes) in pictures {
        let mut accepted = false;
        let counts = allocation_counter::measure(|| accepted = decode(&bytes, Channel::Luma).is_ok());
        assert!(accepted, "{name}");
        let took = counts.bytes_max + bytes.len() as u64;
        let within = |limit| {
            let limits = PictureLimits { bytes: limit, ..PictureLimits::default() };
            Picture::decode(&bytes, Channel::Luma, &limits, &mut |_| ()).is_ok()
        };
        assert!(!within(took - 1), "{name}: it took {took} bytes, and one less is enough");
        // A picture that is refused would have needed a large part of the limit.
        assert!(within(4 * took + (8 << 20)), "{name}: it took {took} bytes");
    }
}

#[test]
fn a_jpeg_that_claims_more_blocks_than_its_data_can_hold_is_refused() {
    for progressive in [false, true] {
        for (side, data) in [(9999, 200), (1000, 10), (1000, 125 * 125 / 8 - 8)] {
            let said = decode(&flat_jpeg(side, progressive, data), Channel::Luma).unwrap_err().to_string();
            assert!(said.contains("data of the JPEG are missing"), "{said}");
        }
        let whole = 125 * 125 / if progressive { 8 } else { 4 } + 1;
        let picture = decode(&flat_jpeg(1000, progressive, whole), Channel::Luma).unwrap();
        assert!(picture.levels().iter().all(|level| *level == 128), "one tone");
    }
}

#[test]
fn a_picture_of_one_tone_is_one_in_every_format() {
    for side in [1, 7, 8, 16, 17, 2000] {
        let flat = DynamicImage::ImageLuma8(GrayImage::from_pixel(side, side, image::Luma([90])));
        for image in [flat.clone(), DynamicImage::ImageRgb8(flat.to_rgb8())] {
            for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
                let image = if format == ImageFormat::Gif { image.to_rgba8().into() } else { image.clone() };
                let read = decode(&encoded(&image, format), Channel::Luma);
                assert!(read.is_ok(), "{format:?}, {side}: {read:?}");
            }
        }
    }
}

#[test]
fn data_that_end_early_are_missed_in_the_other_formats_too() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
        let flat = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(600, 600, image::Rgba([90, 90, 90, 255])));
        let whole = encoded(&flat, format);
        for cut in [1, 2, whole.len() / 2, whole.len() - 40] {
            // The last byte of a GIF only says that nothing follows. That of a WebP may be padding.
            if format == ImageFormat::Gif && cut <= 2 || format == ImageFormat::WebP && cut == 1 {
                continue;
            }
            let read = decode(&whole[..whole.len() - cut], Channel::Luma);
            assert!(
                read.is_err() || format == ImageFormat::Png && cut <= 12,
                "{format:?} less {cut} of {}",
                whole.len()
            );
        }
    }
    // A GIF whose only code is the end of the picture.
    let mut gif = b"GIF89a".to_vec();
    gif.extend([0x0F, 0x27, 0x0F, 0x27, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    gif.extend([0x2C, 0, 0, 0, 0, 0x0F, 0x27, 0x0F, 0x27, 0, 2, 2, 0x2C, 0x00, 0, 0x3B]);
    assert!(decode(&gif, Channel::Luma).is_err());
}
