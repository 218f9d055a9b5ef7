//! Replaces a file atomically: it is written to a file beside it, with a name that nobody can guess, and then renamed.

use super::{FileKind, SystemError};
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The beginning and the end of the names of unfinished files.
const BEGINNING: &str = ".actlab-";
const ENDING: &str = ".tmp";
/// Unfinished files older than this are removed.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);
/// The longest chain of symbolic links.
const MOST_LINKS: usize = 40;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only the reader (mode 0600). Directories that are created for it are only for the reader, too (0700).
    Private,
    /// Everyone whom the system's umask allows. Its directory must exist.
    Usual,
}

/// Whether there was a file before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// There was one. It is replaced.
    Yes,
    /// The file is new.
    No,
}

/// Writes a file, completely or not at all, see [`TemporaryFile`].
///
/// # Errors
/// It is not a regular file, or an error of the system. The file is then unchanged.
pub fn replace(path: &Path, bytes: &[u8], access: Access) -> io::Result<Replaced> {
    let mut draft = TemporaryFile::begin(path, access)?;
    draft.write_all(bytes)?;
    draft.finish()
}

/// A file that is being written and takes the place of another when it is finished. If it is dropped before that, it is
/// removed.
///
/// An existing file keeps its permissions. A symbolic link stays a link: its target is written, even if that does not
/// exist yet.
#[derive(Debug)]
pub struct TemporaryFile {
    path: PathBuf,
    folder: PathBuf,
    before: Option<Permissions>,
    file: tempfile::NamedTempFile,
}

impl TemporaryFile {
    /// Starts writing the file for a path.
    ///
    /// # Errors
    /// The existing file is not a regular file, or an error of the system.
    pub fn begin(path: &Path, access: Access) -> io::Result<Self> {
        // The system is asked before links are followed here, because some links lead to something without a path.
        let before = match fs::metadata(path) {
            Ok(about) => Some(about),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            // `resolve` gives a better error for links in a circle.
            Err(error) => return Err(resolve(path).err().unwrap_or(error)),
        };
        if let Some(kind) = before.as_ref().and_then(FileKind::of) {
            return Err(io::Error::other(SystemError::NotRegular { kind }));
        }
        let path = resolve(path)?;
        let folder = folder_of(&path).to_owned();
        if access == Access::Private {
            make_folder(&folder)?;
        }
        remove_left_overs(&folder);
        let file = unfinished(&folder, access).map_err(|error| no_room(&folder, error))?;
        Ok(Self { path, folder, before: before.map(|about| about.permissions()), file })
    }

    /// Moves the file to its path after it is written to disk.
    ///
    /// # Errors
    /// An error of the system. The previous file is then unchanged.
    pub fn finish(self) -> io::Result<Replaced> {
        let replaced = if self.before.is_some() { Replaced::Yes } else { Replaced::No };
        if let Some(permissions) = self.before {
            self.file.as_file().set_permissions(permissions)?;
        }
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|error| error.error)?;
        // The name is in the directory, which must be written to disk as well. Some file systems can't do that.
        let _ = File::open(self.folder).and_then(|folder| folder.sync_all());
        Ok(replaced)
    }
}

impl Write for TemporaryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Why no file can be created in a directory, without the temporary name of the file.
fn no_room(folder: &Path, error: io::Error) -> io::Error {
    let (kind, folder) = (error.kind(), folder.to_owned());
    let why = match kind {
        io::ErrorKind::NotFound => SystemError::NoFolder { folder },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => SystemError::ClosedFolder { folder },
        _ => return error,
    };
    io::Error::new(kind, why)
}

/// The directory of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A temporary file in a directory, with a secret name. It is removed when it is dropped.
fn unfinished(folder: &Path, access: Access) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEGINNING).suffix(ENDING).rand_bytes(12);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(Permissions::from_mode(if access == Access::Private { 0o600 } else { 0o666 }));
    }
    builder.tempfile_in(folder)
}

/// Creates a directory with its parents, only for the reader. An existing directory is not changed.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// The target of a path, through symbolic links, even if it does not exist yet.
///
/// # Errors
/// Links that lead in a circle.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    if let Ok(whole) = fs::canonicalize(path) {
        return Ok(whole);
    }
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            // It is not a link, or does not exist.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other(SystemError::Circle))
}

/// Removes the unfinished files of programs that were killed, if they are old enough not to be in use.
fn remove_left_overs(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let is_ours = |name: &str| name.starts_with(BEGINNING) && name.ends_with(ENDING);
    let is_old = |modified: SystemTime| SystemTime::now().duration_since(modified).is_ok_and(|age| age > OLD);
    for entry in entries.filter_map(Result::ok).filter(|entry| entry.file_name().to_str().is_some_and(is_ours)) {
        let about = entry.metadata();
        if about.is_ok_and(|about| about.is_file() && about.modified().is_ok_and(is_old)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert_eq!(replace(&path, b"one", Access::Usual).unwrap(), Replaced::No);
        assert_eq!(replace(&path, b"two", Access::Usual).unwrap(), Replaced::Yes);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["file"]);
        assert!(replace(folder.path(), b"x", Access::Usual).unwrap_err().to_string().contains("directory"));
        assert!(replace(&folder.path().join("no/file"), b"x", Access::Usual).is_err());
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[test]
    fn left_overs_go_after_a_day_and_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let day_before = SystemTime::now() - OLD - Duration::from_secs(60);
        for (name, old) in
            [(".actlab-old.tmp", true), (".actlab-new.tmp", false), ("mine.tmp", true), (".actlab-x", true)]
        {
            let file = File::create(folder.path().join(name)).unwrap();
            if old {
                file.set_modified(day_before).unwrap();
            }
        }
        replace(&folder.path().join("file"), b"x", Access::Usual).unwrap();
        assert_eq!(names(folder.path()), [".actlab-new.tmp", ".actlab-x", "file", "mine.tmp"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_modes_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        symlink("target", at("link")).unwrap();
        assert_eq!(replace(&at("link"), b"one", Access::Private).unwrap(), Replaced::No, "a dangling link");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!((fs::read(at("target")).unwrap(), mode(&at("target"))), (b"one".to_vec(), 0o600));
        fs::set_permissions(at("target"), Permissions::from_mode(0o640)).unwrap();
        replace(&at("link"), b"two", Access::Private).unwrap();
        assert_eq!((fs::read(at("target")).unwrap(), mode(&at("target"))), (b"two".to_vec(), 0o640));
        symlink("a", at("b")).unwrap();
        symlink("b", at("a")).unwrap();
        assert!(replace(&at("a"), b"x", Access::Usual).unwrap_err().to_string().contains("loop"));
        let deep = at("state/actlab/file");
        replace(&deep, b"x", Access::Private).unwrap();
        assert_eq!((mode(&at("state")), mode(&at("state/actlab")), mode(&deep)), (0o700, 0o700, 0o600));
        nix::unistd::mkfifo(&at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        for path in [at("pipe"), PathBuf::from("/dev/null")] {
            assert!(replace(&path, b"x", Access::Usual).is_err(), "{}", path.display());
        }
    }
}
