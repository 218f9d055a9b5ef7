//! Invalid input gives a message, and never a panic or half a picture.

use std::{fs, path::Path};

use actlab::picture::{Channel, Picture, PictureError, PictureFile, PictureLimits};
use image::{DynamicImage, ImageFormat, RgbImage};
use proptest::prelude::*;

use super::{decode, encoded, grainy, open};

fn sentence(result: Result<Picture, PictureError>) -> String {
    let sentence = result.expect_err("this must not pass for a picture").to_string();
    assert!(!sentence.contains('\n') && !sentence.ends_with('.'), "one sentence: {sentence}");
    sentence
}

#[test]
fn what_is_no_picture_file_is_named_with_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let cases = [
        (folder.path().join("none.png"), "does not exist"),
        (folder.path().to_owned(), "is a directory"),
        (at("empty.png", b""), "is empty"),
        (at("notes.txt", b"six hours of sleep"), "is not a picture in a known format"),
        (at("drawing.tiff", b"II*\0\x08\0\0\0"), "is not a picture in a known format"),
    ];
    for (path, fault) in cases {
        let said = sentence(open(&path));
        let name = path.display().to_string();
        assert!(said.starts_with(&name), "{said}");
        assert!(said.contains(fault), "{said}");
        assert!(said.contains("PNG, JPEG, GIF, WebP or BMP"), "{said}");
    }
    let below = at("file.png", b"x").join("below.png");
    assert!(sentence(open(&below)).contains("does not exist"));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.png");
    fs::write(&path, encoded(&grainy(4, 4), ImageFormat::Png)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser can read the file anyway.
    if let Err(error) = open(&path) {
        assert!(error.to_string().contains("secret.png may not be read; change its permissions"), "{error}");
    }
    let error = PictureError::Forbidden { path: PictureFile::at(Path::new("secret.png")) };
    assert!(error.to_string().starts_with("secret.png may not be read"));
}

#[test]
fn half_a_picture_is_an_error_in_every_format() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP] {
        let whole = encoded(&grainy(64, 64), format);
        for tenths in [2, 5, 9] {
            let said = sentence(decode(&whole[..whole.len() * tenths / 10], Channel::Luma));
            assert!(said.contains("the picture is damaged or incomplete"), "{format:?}: {said}");
        }
    }
}

#[test]
fn a_jpeg_is_whole_up_to_its_end_marker_whatever_follows() {
    let mut jpeg = encoded(&grainy(40, 40), ImageFormat::Jpeg);
    for cut in 1..jpeg.len().min(40) {
        assert!(decode(&jpeg[..jpeg.len() - cut], Channel::Luma).is_err(), "{cut} bytes short");
    }
    jpeg.extend_from_slice(b"what some cameras append");
    assert!(decode(&jpeg, Channel::Luma).is_ok());
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    // 45 bytes that claim 50000 × 50000 pixels of RGB. There are no pixels, so the error can only come from the header.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x02\0\0\0".to_vec();
    png.extend_from_slice(&crc(&png[12..29]).to_be_bytes());
    png.extend_from_slice(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let said = sentence(decode(&png, Channel::Luma));
    assert!(said.contains("50000 × 50000 = 2500000000 pixels, more than 100000000"), "{said}");

    let limits = PictureLimits { pixels: 99, ..PictureLimits::default() };
    let small = encoded(&grainy(10, 10), ImageFormat::Png);
    let said = sentence(Picture::decode(&small, Channel::Luma, &limits, &mut |_| ()));
    assert!(said.contains("10 × 10 = 100 pixels, more than 99"), "{said}");
}

/// The checksum of PNG chunks.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}

#[test]
fn too_many_bytes_are_refused_in_the_file_and_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.bmp");
    let bytes = encoded(&DynamicImage::ImageRgb8(RgbImage::new(100, 100)), ImageFormat::Png);
    fs::write(&path, &bytes).unwrap();
    for limit in [bytes.len() as u64 - 1, 29_999] {
        let limits = PictureLimits { bytes: limit, ..PictureLimits::default() };
        let said = sentence(Picture::open(&path, Channel::Luma, &limits, &actlab::files::bytes, &mut |_| ()));
        assert!(said.contains(&format!("big.bmp takes more than {limit} bytes")), "{said}");
    }
}

#[test]
fn a_name_cannot_drive_the_terminal() {
    let said = sentence(open(Path::new("no\u{1b}[2Jne.png")));
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

proptest! {
    #[test]
    fn bytes_after_any_signature_never_panic(
        signature in prop::sample::select(vec![
            &b"\x89PNG\r\n\x1a\n"[..], b"\xFF\xD8\xFF", b"GIF89a", b"BM", b"RIFF\x20\0\0\0WEBPVP8 ",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes: Vec<u8> = signature.iter().copied().chain(rest).collect();
        if let Err(error) = decode(&bytes, Channel::Luma) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
