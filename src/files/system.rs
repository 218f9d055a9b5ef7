//! The system's errors about files.

use super::FileKind;
use crate::words::errors;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

errors! {
    /// Why the system can't do something. The text is a clause that follows what was attempted.
    #[derive(Eq)]
    pub enum SystemError: "system" {
        /// The path does not exist.
        Missing = "missing",
        /// The program has no permission.
        Forbidden = "forbidden",
        /// The path exists already.
        Exists = "exists",
        /// A part of the path is not a directory.
        NotDirectory = "not-directory",
        /// The path leads to a directory.
        IsDirectory = "is-directory",
        /// The disk is full.
        Full = "full",
        /// The file system is read-only.
        ReadOnly = "read-only",
        /// The name is too long or has an invalid character.
        WrongName = "wrong-name",
        /// The path leads to something other than a regular file.
        NotRegular { kind: FileKind } = "not-regular",
        /// The directory for the new file does not exist.
        NoFolder { folder: PathBuf } = "no-folder",
        /// No file may be created in the directory.
        ClosedFolder { folder: PathBuf } = "closed-folder",
        /// Symbolic links form a circle.
        Circle = "circle",
        /// Something is in use, or a limit of the system is reached.
        Busy = "busy",
        /// There is not enough memory.
        NoMemory = "no-memory",
        /// The file would be larger than the system allows.
        TooLarge = "too-large",
        /// Another error, in the words of the system.
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
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => Self::Busy,
            ErrorKind::OutOfMemory => Self::NoMemory,
            ErrorKind::FileTooLarge => Self::TooLarge,
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
