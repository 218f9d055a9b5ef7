//! Gray pictures that can be pushed through an activation. They show what a layer of a network would make of each
//! pixel.
//!
//! A picture is stored with one byte per pixel, so a function has at most 256 different inputs. [`Picture::through`]
//! evaluates it 256 times, whatever the picture's size, and looks up the pixels.

mod decode;
mod fault;
mod jpeg;
mod levels;
mod memory;
mod raster;
mod tone;

use crate::files::ReadError;
use crate::words::errors;
use ndarray::{Array2, ArrayView2};
use std::{fmt, path::Path};

pub use fault::{PictureError, PictureFile, PictureFlaw};
pub use levels::{Levels, LevelsError};
pub use raster::Raster;
pub use tone::Toned;

/// The number of gray levels of an 8 bit picture.
pub const LEVELS: usize = 256;

/// How a colour becomes a gray level. Transparency is ignored: a pixel counts with its stored colour, however
/// transparent it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// Luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B) in 16 bit fixed point.
    #[default]
    Luma,
    /// The first channel: red, or the level itself if the picture is gray already.
    Red,
}

impl Channel {
    /// The name in files and flags.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Luma => "luma",
            Self::Red => "red",
        }
    }
}

errors! {
    /// Why a text does not name a channel.
    #[derive(Eq)]
    pub enum ChannelError: "channel" {
        /// No channel has this name.
        Unknown { id: String } = "unknown",
    }
}

impl std::str::FromStr for Channel {
    type Err = ChannelError;

    fn from_str(id: &str) -> Result<Self, ChannelError> {
        [Self::Luma, Self::Red]
            .into_iter()
            .find(|channel| channel.id() == id)
            .ok_or_else(|| ChannelError::Unknown { id: id.to_owned() })
    }
}

/// The limits above which a picture is refused or shrunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLimits {
    /// The most pixels, width times height. This is checked against the header, before the pixels are decoded.
    pub pixels: u64,
    /// The most bytes that may be allocated at once for decoding: the file, the decoder's buffers, and the pixels.
    pub bytes: u64,
    /// The longest side that is kept, in pixels. A larger picture is shrunk to it by area averaging.
    pub working: u32,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self { pixels: 100_000_000, bytes: 512 << 20, working: 1024 }
    }
}

/// The stages of loading, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadStage {
    /// Bytes are being read from the file.
    Reading,
    /// Pixels are being decoded.
    Decoding,
    /// The picture is larger than [`PictureLimits::working`] and is being shrunk.
    Shrinking,
}

/// Reads the bytes of a file, up to a number of them.
pub type ReadBytes<'a> = &'a dyn Fn(&Path, u64) -> Result<Vec<u8>, ReadError>;

/// A gray picture of at least one pixel, rows from the top, one byte per pixel.
#[derive(Clone, PartialEq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// `[row, column]`, in standard layout.
    levels: Array2<u8>,
    original: (u32, u32),
    /// How often each level occurs in the original pixels.
    counts: [u64; LEVELS],
}

impl Picture {
    /// Decodes a PNG, JPEG, GIF (its first frame), WebP or BMP. Sixteen bit levels are rounded to eight, and a
    /// photograph is rotated as its metadata say.
    ///
    /// # Errors
    /// If the bytes are not a picture, are truncated, or need more than `limits` allow.
    pub fn decode(
        bytes: &[u8],
        channel: Channel,
        limits: &PictureLimits,
        progress: &mut dyn FnMut(LoadStage),
    ) -> Result<Self, PictureError> {
        decode::decode(bytes, channel, limits, progress)
    }

    /// Reads and decodes a file, see [`Picture::decode`]. `read` reads it, up to a number of bytes. The format is
    /// recognised from the content, not from the name.
    ///
    /// # Errors
    /// As `decode`, and if the file is missing, a directory, or not readable. The error names the path.
    pub fn open(
        path: &Path,
        channel: Channel,
        limits: &PictureLimits,
        read: ReadBytes<'_>,
        progress: &mut dyn FnMut(LoadStage),
    ) -> Result<Self, PictureError> {
        progress(LoadStage::Reading);
        let bytes = read(path, limits.bytes).map_err(|error| PictureError::unread(error, path, limits))?;
        Self::decode(&bytes, channel, limits, progress).map_err(|error| error.at(path))
    }

    /// A picture from gray levels `[row, column]`, rows from the top, without shrinking. `None` if there is no pixel,
    /// or more columns or rows than 2³².
    pub fn from_levels(levels: &Array2<u8>) -> Option<Self> {
        let size = (u32::try_from(levels.ncols()).ok()?, u32::try_from(levels.nrows()).ok()?);
        let pixels: Vec<u8> = levels.iter().copied().collect();
        let counts = tone::count(&pixels);
        (!pixels.is_empty()).then(|| Self::of_pixels(size, pixels, size, &counts))
    }

    /// A picture of these pixels, row after row. Their number must match the size.
    fn of_pixels((width, height): (u32, u32), pixels: Vec<u8>, original: (u32, u32), counts: &[u64; LEVELS]) -> Self {
        let levels = Array2::from_shape_vec((height as usize, width as usize), pixels).unwrap_or_default();
        Self { width, height, levels, original, counts: *counts }
    }

    /// The width of the stored picture in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The height of the stored picture in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Width and height before shrinking, after rotation.
    pub fn original(&self) -> (u32, u32) {
        self.original
    }

    /// The gray levels of the stored picture, `[row, column]`, rows from the top.
    pub fn levels(&self) -> ArrayView2<'_, u8> {
        self.levels.view()
    }

    /// The same, row after row.
    fn pixels(&self) -> &[u8] {
        self.levels.as_slice().unwrap_or_default()
    }

    /// How often each level occurs in the original pixels, before shrinking.
    pub fn counts(&self) -> &[u64; LEVELS] {
        &self.counts
    }

    /// The median of the original pixels, 0 to 1. With an even number of pixels, the mean of the middle two.
    pub fn median(&self) -> f64 {
        tone::median(&self.counts) / 255.0
    }

    /// The picture unchanged: black stays black and white stays white.
    pub fn raw(&self) -> Toned {
        Toned::plain(&self.counts)
    }

    /// The picture centred on its median, `gain · (level / 255 − median)`, and stretched to its own range for display.
    pub fn centred(&self, gain: f64) -> Toned {
        self.through(gain, |inputs, tones| tones.copy_from_slice(inputs))
    }

    /// The centred picture pushed through `f`, stretched to its own range for display. `f` gets the 256 inputs
    /// `gain · (level / 255 − median)`, in order of level, and writes as many values.
    pub fn through(&self, gain: f64, f: impl FnOnce(&[f64], &mut [f64])) -> Toned {
        let median = self.median();
        let inputs: [f64; LEVELS] = std::array::from_fn(|level| gain * (level as f64 / 255.0 - median));
        let mut tones = [0.0; LEVELS];
        f(&inputs, &mut tones);
        Toned::stretched(&tones, &self.counts)
    }
}

impl fmt::Debug for Picture {
    /// Without the pixels, which may be millions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("original", &self.original)
            .field("median", &self.median())
            .finish_non_exhaustive()
    }
}
