//! A lock between programs, in a file beside the one that it protects.

use super::SystemError;
use super::replace::{folder_of, make_folder, resolve};
use crate::words::errors;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(10);

errors! {
    /// Why a lock can't be taken.
    #[derive(Eq)]
    pub enum LockError: "lock" {
        /// Another program holds the lock.
        Busy = "busy",
        /// The system reports an error.
        System { reason: SystemError } = "system",
    }
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::System { reason: error.into() }
    }
}

/// The right to read a file and write it. The lock is released when this is dropped, or when the program ends.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock for a file, which need not exist. Its directory is created if necessary.
    ///
    /// # Errors
    /// [`LockError::Busy`] if another program still holds it after `patience`.
    pub fn take(path: &Path, patience: Duration) -> Result<Self, LockError> {
        let target = resolve(path)?;
        let folder = folder_of(&target);
        make_folder(folder)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = folder.join(format!(".{name}.lock"));
        let start = Instant::now();
        loop {
            let file = open(&path)?;
            match file.try_lock() {
                // The previous holder may have removed the lock file meanwhile. A lock on a removed file protects
                // nothing.
                Ok(()) if is_at(&file, &path) => return Ok(Self { path, _file: file }),
                Ok(()) => {}
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => return Err(LockError::Busy),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It is removed while it is held, so that no other program can have locked the removed file.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// Whether a path still leads to this file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(open), Ok(there)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    (open.dev(), open.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_it_at_a_time_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/file");
        let lock = Lock::take(&path, Duration::ZERO).unwrap();
        assert!(matches!(Lock::take(&path, Duration::from_millis(30)), Err(LockError::Busy)));
        drop(lock);
        drop(Lock::take(&path, Duration::ZERO).unwrap());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
    }

    #[test]
    fn whoever_waits_gets_it_in_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let (path, count) = (folder.path().join("file"), folder.path().join("count"));
        fs::write(&count, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _lock = Lock::take(&path, Duration::from_secs(60)).unwrap();
                        let n: u32 = fs::read_to_string(&count).unwrap().parse().unwrap();
                        fs::write(&count, (n + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&count).unwrap(), "160");
    }
}
