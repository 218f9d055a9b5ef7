//! Replacing a file as a whole: written beside it under a name that nobody can guess, then put in its place.

use super::{FileKind, SystemError};
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How a name of a file that is not finished begins and ends.
const BEGINNING: &str = ".actlab-";
const ENDING: &str = ".tmp";
/// Files that were left unfinished are removed when they are older than this.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);
/// The most symbolic links that lead from one to another.
const MOST_LINKS: usize = 40;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The reader alone (mode 0600); folders that are made for it are the reader's alone, too (0700).
    Private,
    /// Whoever the system's mask allows; its folder has to exist.
    Usual,
}

/// Whether there was a file before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// There was one, which is gone.
    Yes,
    /// The file is new.
    No,
}

/// Writes a file anew, all of it or nothing, see [`TemporaryFile`].
///
/// # Errors
/// It is no regular file, or the system says why not; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8], access: Access) -> io::Result<Replaced> {
    let mut draft = TemporaryFile::begin(path, access)?;
    draft.write_all(bytes)?;
    draft.finish()
}

/// A file that is being written and takes the place of another when it is finished; dropped before, it leaves no trace.
///
/// A file that is there keeps its permissions. A symbolic link stays one: what it leads to is written, even if that does
/// not exist yet.
#[derive(Debug)]
pub struct TemporaryFile {
    path: PathBuf,
    folder: PathBuf,
    before: Option<Permissions>,
    file: tempfile::NamedTempFile,
}

impl TemporaryFile {
    /// Begins to write what is to stand at a path.
    ///
    /// # Errors
    /// What is there is no regular file, or the system says why not.
    pub fn begin(path: &Path, access: Access) -> io::Result<Self> {
        // The system is asked what is there before any link is followed by hand: some links lead to what has no path.
        let before = match fs::metadata(path) {
            Ok(about) => Some(about),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            // Links in a circle have a better sentence.
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

    /// Puts the file in its place, when it has reached the disk.
    ///
    /// # Errors
    /// The system says why not; what was there is then as it was.
    pub fn finish(self) -> io::Result<Replaced> {
        let replaced = if self.before.is_some() { Replaced::Yes } else { Replaced::No };
        if let Some(permissions) = self.before {
            self.file.as_file().set_permissions(permissions)?;
        }
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|error| error.error)?;
        // The name is in the folder, which has to reach the disk as well. Some file systems can't do that.
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

/// Why no file can be made in a folder, without the name that the file would have had.
fn no_room(folder: &Path, error: io::Error) -> io::Error {
    let (kind, folder) = (error.kind(), folder.to_owned());
    let why = match kind {
        io::ErrorKind::NotFound => SystemError::NoFolder { folder },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => SystemError::ClosedFolder { folder },
        _ => return error,
    };
    io::Error::new(kind, why)
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that nobody else knows of, in a folder; it goes when it is dropped.
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

/// Makes a folder that is the reader's alone, with those that it lies in; one that is there stays as it is.
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

/// Where a path leads, through symbolic links and on to what does not exist yet.
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
            // It is no link, or nothing at all.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other(SystemError::Circle))
}

/// Removes what a program that was ended left behind, if nobody can be at it any more.
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
        assert!(replace(&at("a"), b"x", Access::Usual).unwrap_err().to_string().contains("circle"));
        let deep = at("state/actlab/file");
        replace(&deep, b"x", Access::Private).unwrap();
        assert_eq!((mode(&at("state")), mode(&at("state/actlab")), mode(&deep)), (0o700, 0o700, 0o600));
        nix::unistd::mkfifo(&at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        for path in [at("pipe"), PathBuf::from("/dev/null")] {
            assert!(replace(&path, b"x", Access::Usual).is_err(), "{}", path.display());
        }
    }
}
