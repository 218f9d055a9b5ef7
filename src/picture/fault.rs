//! Why a picture could not be had, in a sentence that also says what would be right.

use crate::text::visible;
use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

/// The formats that are read, as they are named to the reader.
const FORMATS: &str = "PNG, JPEG, GIF, WebP or BMP";

/// Why a picture could not be had. `path` is `None` where the bytes did not come from a file. Displays as one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// There is no such file.
    Missing {
        /// Where it was looked for.
        path: Option<PathBuf>,
    },
    /// The path is a directory.
    Directory {
        /// The directory.
        path: Option<PathBuf>,
    },
    /// The file may not be read.
    Forbidden {
        /// The file.
        path: Option<PathBuf>,
    },
    /// Reading the file failed for another reason.
    Unreadable {
        /// The file.
        path: Option<PathBuf>,
        /// What the system said.
        reason: String,
    },
    /// No bytes, or no pixels.
    Empty {
        /// The file.
        path: Option<PathBuf>,
    },
    /// The content is in none of the formats that are read.
    NotAPicture {
        /// The file.
        path: Option<PathBuf>,
    },
    /// The format is known, the content breaks off or contradicts itself.
    Damaged {
        /// The file.
        path: Option<PathBuf>,
        /// What the decoder said.
        reason: String,
    },
    /// A picture of a kind its format allows and the decoder does not know.
    Unsupported {
        /// The file.
        path: Option<PathBuf>,
        /// What the decoder said.
        reason: String,
    },
    /// More pixels than [`super::Limits::pixels`].
    TooManyPixels {
        /// The file.
        path: Option<PathBuf>,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Most pixels allowed.
        limit: u64,
    },
    /// More bytes, in the file or in memory, than [`super::Limits::bytes`].
    TooManyBytes {
        /// The file.
        path: Option<PathBuf>,
        /// Most bytes allowed.
        limit: u64,
    },
}

impl PictureError {
    /// The same error, known to have happened at `path`.
    #[must_use]
    pub(super) fn at(mut self, at: &Path) -> Self {
        *self.place_mut() = Some(at.to_owned());
        self
    }

    /// The file's name as it can be shown, or words for a picture that came from no file.
    pub fn name(&self) -> String {
        let mut copy = self.clone();
        name(copy.place_mut().as_deref())
    }

    fn place_mut(&mut self) -> &mut Option<PathBuf> {
        match self {
            Self::Missing { path }
            | Self::Directory { path }
            | Self::Forbidden { path }
            | Self::Unreadable { path, .. }
            | Self::Empty { path }
            | Self::NotAPicture { path }
            | Self::Damaged { path, .. }
            | Self::Unsupported { path, .. }
            | Self::TooManyPixels { path, .. }
            | Self::TooManyBytes { path, .. } => path,
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => {
                write!(f, "{} does not exist; give the path of a {FORMATS} file", name(path.as_deref()))
            }
            Self::Directory { path } => {
                write!(f, "{} is a directory; give the path of a {FORMATS} file in it", name(path.as_deref()))
            }
            Self::Forbidden { path } => {
                let name = name(path.as_deref());
                write!(f, "{name} may not be read; change its permissions or give the path of another picture")
            }
            Self::Unreadable { path, reason } => {
                let name = name(path.as_deref());
                write!(f, "{name} could not be read ({reason}); give the path of a {FORMATS} file")
            }
            Self::Empty { path } => write!(f, "{} is empty; give a {FORMATS} file", name(path.as_deref())),
            Self::NotAPicture { path } => {
                write!(f, "{} is not a picture in a known format; give a {FORMATS} file", name(path.as_deref()))
            }
            Self::Damaged { path, reason } => {
                let name = name(path.as_deref());
                write!(f, "{name} is damaged or breaks off ({reason}); copy it again or save it anew")
            }
            Self::Unsupported { path, reason } => {
                let name = name(path.as_deref());
                write!(f, "{name} is of a kind that is not read ({reason}); save it as 8 bit PNG or JPEG")
            }
            Self::TooManyPixels { path, width, height, limit } => {
                let (name, pixels) = (name(path.as_deref()), u64::from(*width) * u64::from(*height));
                write!(f, "{name} has {width} × {height} = {pixels} pixels, more than {limit}; shrink it first")
            }
            Self::TooManyBytes { path, limit } => {
                write!(f, "{} takes more than {limit} bytes; shrink it first", name(path.as_deref()))
            }
        }
    }
}

impl Error for PictureError {}

/// The path as it can be shown: a file's name may hold control characters, and a terminal would obey them.
fn name(path: Option<&Path>) -> String {
    path.map_or_else(|| "the picture".to_owned(), |path| visible(&path.to_string_lossy()).into_owned())
}
