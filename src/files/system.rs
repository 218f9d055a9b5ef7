//! What the system says when it can't do something with a file.

use super::FileKind;
use crate::words::errors;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

errors! {
    /// Why the system can't do something. The text is a clause that follows what was tried.
    #[derive(Eq)]
    pub enum SystemError: "system" {
        /// There is nothing at the path.
        Missing = "missing",
        /// The program may not do it.
        Forbidden = "forbidden",
        /// Something is at the path already.
        Exists = "exists",
        /// A part of the path is no directory.
        NotDirectory = "not-directory",
        /// The path leads to a directory.
        IsDirectory = "is-directory",
        /// There is no space left.
        Full = "full",
        /// The file system can't be written.
        ReadOnly = "read-only",
        /// The name is too long or has a character that may not be in it.
        WrongName = "wrong-name",
        /// The path leads to what is no regular file.
        NotRegular { kind: FileKind } = "not-regular",
        /// The folder that a file is to be made in is not there.
        NoFolder { folder: PathBuf } = "no-folder",
        /// No file may be made in the folder.
        ClosedFolder { folder: PathBuf } = "closed-folder",
        /// Symbolic links lead back to themselves.
        Circle = "circle",
        /// Another reason, as the system says it.
        Other { reason: String } = "other",
    }
}

impl From<io::Error> for SystemError {
    fn from(error: io::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        if let Some(known) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return known.clone();
        }
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::NotADirectory => Self::NotDirectory,
            ErrorKind::IsADirectory => Self::IsDirectory,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::InvalidFilename => Self::WrongName,
            _ => Self::Other { reason: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_often_has_a_text() {
        let said = |path: &str| SystemError::from(std::fs::File::create(path).unwrap_err());
        assert_eq!(said("/nowhere/file"), SystemError::Missing);
        assert_eq!(said("/dev/null/file"), SystemError::NotDirectory);
        assert_eq!(said("/"), SystemError::IsDirectory);
        assert_eq!(
            SystemError::from(io::Error::other("it rains")),
            SystemError::Other { reason: "it rains".to_owned() }
        );
    }
}
