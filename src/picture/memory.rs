//! How much memory a picture takes while it is decoded, told from its header: everything that is there at once.

use super::jpeg;
use image::ImageFormat;

/// What decoders keep beside pixels: tables, windows, and colour profiles, which are held to this.
pub(super) const ASIDE: u64 = 4 << 20;

/// What a header says of the pixels.
#[derive(Clone, Copy)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Of all pixels as they come out of the decoder.
    pub(super) bytes: u64,
}

impl Pixels {
    fn count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Width and height filled up to whole blocks of so many pixels.
    fn padded(self, block: u64) -> u64 {
        let up = |side: u32| u64::from(side).next_multiple_of(block);
        up(self.width).saturating_mul(up(self.height))
    }
}

/// The most bytes that are there at once, the file among them; of a picture that is kept with no side longer than
/// `working`.
pub(super) fn peak(format: ImageFormat, file: &[u8], pixels: Pixels, working: u32) -> u64 {
    let decoding = pixels.bytes.saturating_add(decoder(format, file, pixels));
    let graying = pixels.bytes.saturating_add(pixels.count());
    // A kept pixel is a number first, and then turned. Rows of the old picture and the shares of its pixels come on top.
    let kept = pixels.count().min(u64::from(working).saturating_pow(2));
    let sides = u64::from(pixels.width) + u64::from(pixels.height);
    let shrinking = pixels.count().saturating_add(6 * kept).saturating_add(64 * sides);
    let most = decoding.max(graying).max(shrinking);
    most.saturating_add(file.len() as u64)
}

/// What a decoder needs beside the file and the pixels that it gives.
fn decoder(format: ImageFormat, file: &[u8], pixels: Pixels) -> u64 {
    let (length, row) = (file.len() as u64, u64::from(pixels.width) * 8);
    let needs = match format {
        // It copies the file. Where the picture comes in several scans, all coefficients wait for the last one.
        ImageFormat::Jpeg => {
            let frame = jpeg::frame(file);
            let waiting = if frame.is_some_and(|frame| frame.progressive) { 2 } else { 0 };
            let parts = frame.map_or(4, |frame| u64::from(frame.components));
            let rows = u64::from(pixels.width).next_multiple_of(32) * 32 * parts * 4;
            length + rows + pixels.padded(32).saturating_mul(waiting * parts)
        }
        ImageFormat::WebP => webp(file, pixels),
        // Rows before and after they are filtered, and those that were unpacked ahead.
        ImageFormat::Png => 8 * row,
        _ => 4 * row,
    };
    needs.saturating_add(match format {
        ImageFormat::Png => ASIDE,
        _ => ASIDE / 4,
    })
}

/// A simple file has one kind of data; an extended one may have frames, which are put together on a canvas, and
/// transparency apart from colours.
fn webp(file: &[u8], pixels: Pixels) -> u64 {
    let length = 2 * file.len() as u64;
    let of_pixel = match file.get(12..16) {
        Some(b"VP8 ") => 2,
        Some(b"VP8L") => 6,
        _ => 16,
    };
    length.saturating_add(pixels.padded(16).saturating_mul(of_pixel))
}
