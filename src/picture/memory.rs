//! How much memory decoding a picture takes, computed from its header: everything that is allocated at once.

use super::jpeg;
use image::ImageFormat;

/// The decoder's memory beside pixels: tables, windows, and colour profiles, which are limited to this.
pub(super) const ASIDE: u64 = 4 << 20;

/// The header's description of the pixels.
#[derive(Clone, Copy)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// The bytes of all decoded pixels.
    pub(super) bytes: u64,
}

impl Pixels {
    fn count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Width times height, each rounded up to whole blocks of this many pixels.
    fn padded(self, block: u64) -> u64 {
        let up = |side: u32| u64::from(side).next_multiple_of(block);
        up(self.width).saturating_mul(up(self.height))
    }
}

/// The most bytes that are allocated at once, including the file, for a picture that is stored with no side longer than
/// `working`.
pub(super) fn peak(format: ImageFormat, file: &[u8], pixels: Pixels, working: u32) -> u64 {
    let decoding = pixels.bytes.saturating_add(decoder(format, file, pixels));
    let graying = pixels.bytes.saturating_add(pixels.count());
    // A stored pixel is first a number, and then rotated. Rows of the old picture and the weights of its pixels are
    // added.
    let kept = pixels.count().min(u64::from(working).saturating_pow(2));
    let sides = u64::from(pixels.width) + u64::from(pixels.height);
    let shrinking = pixels.count().saturating_add(6 * kept).saturating_add(64 * sides);
    let most = decoding.max(graying).max(shrinking);
    most.saturating_add(file.len() as u64)
}

/// The decoder's memory beside the file and the decoded pixels.
fn decoder(format: ImageFormat, file: &[u8], pixels: Pixels) -> u64 {
    let (length, row) = (file.len() as u64, u64::from(pixels.width) * 8);
    let needs = match format {
        // The decoder copies the file. With several scans, it keeps all coefficients until the last scan.
        ImageFormat::Jpeg => {
            let frame = jpeg::frame(file);
            let waiting = if frame.is_some_and(|frame| frame.progressive) { 2 } else { 0 };
            let parts = frame.map_or(4, |frame| u64::from(frame.components));
            let rows = u64::from(pixels.width).next_multiple_of(32) * 32 * parts * 4;
            length + rows + pixels.padded(32).saturating_mul(waiting * parts)
        }
        ImageFormat::WebP => webp(file, pixels),
        // Rows before and after filtering, and rows that were decompressed ahead.
        ImageFormat::Png => 8 * row,
        _ => 4 * row,
    };
    needs.saturating_add(match format {
        ImageFormat::Png => ASIDE,
        _ => ASIDE / 4,
    })
}

/// A simple file has one kind of data. An extended file may have frames, which are combined on a canvas, and separate
/// transparency.
fn webp(file: &[u8], pixels: Pixels) -> u64 {
    let length = 2 * file.len() as u64;
    let of_pixel = match file.get(12..16) {
        Some(b"VP8 ") => 2,
        Some(b"VP8L") => 6,
        _ => 16,
    };
    length.saturating_add(pixels.padded(16).saturating_mul(of_pixel))
}
