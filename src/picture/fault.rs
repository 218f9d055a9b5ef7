//! Why a picture can't be loaded, in a sentence that also says what would be valid.

use super::PictureLimits;
use crate::files::{FileKind, ReadError};
use crate::text::visible;
use crate::words::{Arg, ToArg, errors, in_english};
use std::path::{Path, PathBuf};

errors! {
    /// Why a picture can't be loaded. Displays as one sentence.
    #[derive(Eq)]
    pub enum PictureError: "picture" {
        /// There is no such file.
        Missing { path: PictureFile } = "missing",
        /// The path is a directory.
        Directory { path: PictureFile } = "directory",
        /// There is no permission to read the file.
        Forbidden { path: PictureFile } = "forbidden",
        /// Reading the file failed for another reason.
        Unreadable { path: PictureFile, reason: ReadError } = "unreadable",
        /// No bytes, or no pixels.
        Empty { path: PictureFile } = "empty",
        /// The content has none of the formats that can be read.
        NotAPicture { path: PictureFile } = "not-a-picture",
        /// The format is known, but the content is truncated or inconsistent.
        Damaged { path: PictureFile, reason: PictureFlaw } = "damaged",
        /// A variant of the format that the decoder does not support.
        Unsupported { path: PictureFile, reason: PictureFlaw } = "unsupported",
        /// More pixels than [`super::PictureLimits::pixels`].
        TooManyPixels { path: PictureFile, width: u32, height: u32, pixels: u64, limit: u64 } = "too-many-pixels",
        /// More bytes, in the file or in memory, than [`super::PictureLimits::bytes`].
        TooManyBytes { path: PictureFile, limit: u64 } = "too-many-bytes",
    }
}

errors! {
    /// What is wrong with the content of a picture.
    #[derive(Eq)]
    pub enum PictureFlaw: "picture-flaw" {
        /// The file ends before the picture does.
        Cut { format: &'static str } = "cut",
        /// The data break the rules of the format. The decoder gives its reason in English.
        Invalid { format: &'static str, reason: String } = "invalid",
        /// The decoder does not know this kind of pixels.
        Pixels { format: &'static str, reason: String } = "pixels",
        /// The decoder does not know a feature of the format.
        Feature { format: &'static str, reason: String } = "feature",
    }
}

errors! {
    /// The name of a picture that did not come from a file.
    enum Nameless: "picture-name" {
        /// The bytes were passed directly.
        Bytes = "bytes",
    }
}

/// The file that a picture came from. `None` if its bytes did not come from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFile(pub Option<PathBuf>);

impl PictureFile {
    /// The file at a path.
    pub fn at(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }
}

impl ToArg for PictureFile {
    /// The path in a form that is safe to show: a file name may contain control characters, which a terminal would
    /// obey.
    fn to_arg(&self) -> Arg {
        self.0
            .as_ref()
            .map_or_else(|| Nameless::Bytes.to_arg(), |path| Arg::Text(visible(&path.to_string_lossy()).into_owned()))
    }
}

impl PictureError {
    /// Why a file can't be read, as an error of its picture.
    pub(super) fn unread(error: ReadError, path: &Path, limits: &PictureLimits) -> Self {
        let (limit, path) = (limits.bytes, PictureFile::at(path));
        match error {
            ReadError::Missing => Self::Missing { path },
            ReadError::Forbidden => Self::Forbidden { path },
            ReadError::NotRegular { kind: FileKind::Directory } => Self::Directory { path },
            ReadError::TooLarge { .. } => Self::TooManyBytes { path, limit },
            reason => Self::Unreadable { path, reason },
        }
    }

    /// The same error with its path.
    #[must_use]
    pub(super) fn at(mut self, at: &Path) -> Self {
        *self.file_mut() = PictureFile::at(at);
        self
    }

    /// The file's name in a form that is safe to show, or a description of a picture that did not come from a file.
    pub fn name(&self) -> String {
        match self.clone().file_mut().to_arg() {
            Arg::Text(path) => path,
            _ => in_english(&Nameless::Bytes),
        }
    }

    fn file_mut(&mut self) -> &mut PictureFile {
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
