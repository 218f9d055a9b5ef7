//! Gray levels of picture files.

use actlab::picture::{Channel, LoadStage, Picture, PictureLimits};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};
use ndarray::Array2;

use super::{decode, encoded, grainy};

fn only(pixel: [u8; 3], channel: Channel) -> u8 {
    let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(3, 2, Rgb(pixel)));
    decode(&encoded(&image, ImageFormat::Png), channel).unwrap().levels()[[0, 0]]
}

#[test]
fn luma_weighs_the_channels_as_bt_601_does() {
    // Rounded from 0.299 R + 0.587 G + 0.114 B: 76.245, 149.685, 29.07, 110.18.
    let pixels = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 180, 13]];
    assert_eq!(pixels.map(|pixel| only(pixel, Channel::Luma)), [76, 150, 29, 110]);
    assert_eq!(only([255, 255, 255], Channel::Luma), 255);
}

#[test]
fn red_is_the_first_channel_and_ignores_transparency() {
    assert_eq!(only([200, 10, 90], Channel::Red), 200);
    let faint = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(2, 2, image::Rgba([200, 10, 90, 3])));
    assert_eq!(
        decode(&encoded(&faint, ImageFormat::Png), Channel::Red).unwrap().levels().iter().collect::<Vec<_>>(),
        [&200; 4]
    );
}

#[test]
fn gray_is_gray_on_either_channel_and_sixteen_bits_are_rounded() {
    let gray = DynamicImage::ImageLuma8(GrayImage::from_pixel(2, 1, image::Luma([77])));
    let deep = image::ImageBuffer::from_fn(4, 1, |x, _| image::Luma([[0_u16, 128, 129, 65535][x as usize]]));
    let deep = DynamicImage::ImageLuma16(deep);
    for channel in [Channel::Luma, Channel::Red] {
        assert_eq!(
            decode(&encoded(&gray, ImageFormat::Png), channel).unwrap().levels().iter().collect::<Vec<_>>(),
            [&77, &77]
        );
        assert_eq!(
            decode(&encoded(&deep, ImageFormat::Png), channel).unwrap().levels().iter().collect::<Vec<_>>(),
            [&0, &0, &1, &255]
        );
    }
}

#[test]
fn median_is_of_the_pixels_and_halves_the_middle_two() {
    let median = |levels: &[u8]| {
        Picture::from_levels(&Array2::from_shape_vec((1, levels.len()), levels.to_vec()).unwrap()).unwrap().median()
    };
    assert_eq!(median(&[9, 0, 255]), 9.0 / 255.0);
    assert_eq!(median(&[10, 0, 255, 13]), 11.5 / 255.0);
    assert_eq!(median(&[4]), 4.0 / 255.0);
}

#[test]
fn a_large_picture_is_shrunk_but_its_median_and_size_are_the_originals() {
    // Two columns in three are black. Shrunk by three, every pixel is 85, but the median is still 0.
    let stripes = GrayImage::from_fn(300, 60, |x, _| image::Luma([if x % 3 == 2 { 255 } else { 0 }]));
    let bytes = encoded(&DynamicImage::ImageLuma8(stripes), ImageFormat::Png);
    let mut stages = Vec::new();
    let limits = PictureLimits { working: 100, ..PictureLimits::default() };
    let picture = Picture::decode(&bytes, Channel::Luma, &limits, &mut |stage| stages.push(stage)).unwrap();
    assert_eq!((picture.width(), picture.height(), picture.original()), (100, 20, (300, 60)));
    assert!(picture.levels().iter().all(|&level| level == 85));
    assert_eq!(picture.median(), 0.0);
    assert_eq!(picture.counts()[255], 6000);
    assert_eq!(stages, [LoadStage::Decoding, LoadStage::Shrinking]);
}

#[test]
fn every_format_is_read_and_gives_the_same_size() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP] {
        let picture = decode(&encoded(&grainy(20, 10), format), Channel::Luma).unwrap();
        assert_eq!((picture.width(), picture.height()), (20, 10), "{format:?}");
    }
}

#[test]
fn a_photograph_is_turned_as_the_camera_was_held() {
    let mut jpeg = encoded(&grainy(24, 8), ImageFormat::Jpeg);
    let flat = decode(&jpeg, Channel::Luma).unwrap();
    // An Exif segment with orientation 6: rotate clockwise by a quarter turn.
    let tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut segment = vec![0xFF, 0xE1, 0, (2 + 6 + tiff.len()) as u8];
    segment.extend_from_slice(b"Exif\0\0");
    segment.extend_from_slice(tiff);
    jpeg.splice(2..2, segment);
    let turned = decode(&jpeg, Channel::Luma).unwrap();
    assert_eq!((turned.width(), turned.height(), turned.original()), (8, 24, (8, 24)));
    assert_eq!(turned.levels()[[0, 7]], flat.levels()[[0, 0]], "the upper left corner comes to the upper right");
}
