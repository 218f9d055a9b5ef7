//! Why a picture could not be had, in a sentence that also says what would be right.

use crate::files::ReadError;
use crate::text::visible;
use crate::words::{Arg, ToArg, errors, in_english};
use std::path::{Path, PathBuf};

errors! {
    /// Why a picture could not be had. Displays as one sentence.
    #[derive(Eq)]
    pub enum PictureError: "picture" {
        /// There is no such file.
        Missing { path: PictureFile } = "missing",
        /// The path is a directory.
        Directory { path: PictureFile } = "directory",
        /// The file may not be read.
        Forbidden { path: PictureFile } = "forbidden",
        /// Reading the file failed for another reason.
        Unreadable { path: PictureFile, reason: ReadError } = "unreadable",
        /// No bytes, or no pixels.
        Empty { path: PictureFile } = "empty",
        /// The content is in none of the formats that are read.
        NotAPicture { path: PictureFile } = "not-a-picture",
        /// The format is known, the content breaks off or contradicts itself.
        Damaged { path: PictureFile, reason: PictureFlaw } = "damaged",
        /// A picture of a kind its format allows and the decoder does not know.
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
        /// The file ends before its picture does.
        Cut { format: &'static str } = "cut",
        /// What the decoder says.
        Decoder { reason: String } = "decoder",
    }
}

errors! {
    /// What a picture is called that came from no file.
    enum Nameless: "picture-name" {
        /// Its bytes were given.
        Bytes = "bytes",
    }
}

/// Where a picture came from; `None` where the bytes did not come from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFile(pub Option<PathBuf>);

impl PictureFile {
    /// The file at a path.
    pub fn at(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }
}

impl ToArg for PictureFile {
    /// The path as it can be shown: a file's name may hold control characters, and a terminal would obey them.
    fn to_arg(&self) -> Arg {
        self.0
            .as_ref()
            .map_or_else(|| Nameless::Bytes.to_arg(), |path| Arg::Text(visible(&path.to_string_lossy()).into_owned()))
    }
}

impl PictureError {
    /// The same error, known to have happened at `path`.
    #[must_use]
    pub(super) fn at(mut self, at: &Path) -> Self {
        *self.file_mut() = PictureFile::at(at);
        self
    }

    /// The file's name as it can be shown, or words for a picture that came from no file.
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
