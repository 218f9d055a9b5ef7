//! Experiments that the reader has saved: one file for each name, in a folder of their own.

use super::builtin;
use crate::files::{self, Access, Bytes, SystemError};
use crate::words::errors;
use std::path::{Path, PathBuf};

/// The most characters of a name.
const MOST_LETTERS: usize = 40;
/// The largest file, in bytes, that is read as a saved experiment.
const MOST_BYTES: u64 = 4 << 20;
/// The most saved experiments that are listed.
const MOST_FILES: usize = 200;

errors! {
    /// Why an experiment can't be saved.
    pub enum SaveError: "save-experiment" {
        /// The name can't be that of a file, or is too long.
        Name { most: usize } = "name",
        /// A built-in experiment has this name.
        BuiltIn { name: String } = "built-in",
        /// There is no place for the file.
        NoFolder = "no-folder",
        /// The experiment is too large.
        TooLarge { limit: Bytes } = "too-large",
        /// There are enough saved experiments.
        TooMany { most: usize } = "too-many",
        /// The file can't be written.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
    }
}

/// Limits where many readers share a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaveLimits {
    /// The most files.
    pub files: usize,
    /// The most bytes of each.
    pub bytes: u64,
}

/// The limits of a kiosk.
pub const KIOSK: SaveLimits = SaveLimits { files: 20, bytes: 64 << 10 };

/// Checks that an experiment can be saved under a name.
///
/// # Errors
/// [`SaveError`] if the name is unfit or taken.
pub fn check_name(name: &str) -> Result<(), SaveError> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.chars().count() > MOST_LETTERS || !name.chars().all(fits) || name.starts_with('-') {
        return Err(SaveError::Name { most: MOST_LETTERS });
    }
    if builtin::names().any(|known| known == name) {
        return Err(SaveError::BuiltIn { name: name.to_owned() });
    }
    Ok(())
}

/// The file of a name.
pub fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.toml"))
}

/// Writes an experiment, completely or not at all. A file with the same name is replaced.
///
/// # Errors
/// [`SaveError`]. Nothing is then changed.
pub fn save(folder: &Path, name: &str, text: &str, limits: Option<SaveLimits>) -> Result<PathBuf, SaveError> {
    check_name(name)?;
    let path = file_of(folder, name);
    let most = limits.map_or(MOST_BYTES, |limits| limits.bytes);
    if text.len() as u64 > most {
        return Err(SaveError::TooLarge { limit: Bytes(most) });
    }
    let unwritable = |error: std::io::Error| SaveError::Unwritable { path: path.clone(), reason: error.into() };
    let most = limits.map_or(MOST_FILES, |limits| limits.files);
    let names = names(folder);
    if names.len() >= most && !names.iter().any(|known| known == name) {
        return Err(SaveError::TooMany { most });
    }
    files::replace(&path, text.as_bytes(), Access::Private).map_err(unwritable)?;
    Ok(path)
}

/// The names of saved experiments, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let stem = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_suffix(".toml").map(str::to_owned)
    };
    let mut names: Vec<String> = entries.filter_map(Result::ok).filter_map(stem).collect();
    names.sort();
    names.truncate(MOST_FILES);
    names
}

/// Names and texts of saved experiments. Files that can't be read, or are beyond the limits, are left out.
pub fn read(folder: &Path, limits: Option<SaveLimits>) -> Vec<(String, String)> {
    let SaveLimits { files, bytes } = limits.unwrap_or(SaveLimits { files: MOST_FILES, bytes: MOST_BYTES });
    let text = |name: String| Some((files::text(&file_of(folder, &name), bytes).ok()?, name));
    names(folder).into_iter().filter_map(text).map(|(text, name)| (name, text)).take(files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn experiments_are_saved_within_limits_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("experiments");
        let limits = Some(SaveLimits { files: 2, bytes: 10 });
        assert_eq!(save(&folder, "a", "one", limits).unwrap(), folder.join("a.toml"));
        save(&folder, "b", "two", limits).unwrap();
        save(&folder, "a", "three", limits).unwrap();
        assert_eq!(save(&folder, "c", "x", limits), Err(SaveError::TooMany { most: 2 }));
        assert_eq!(save(&folder, "a", "12345678901", limits), Err(SaveError::TooLarge { limit: Bytes(10) }));
        save(&folder, "c", "x", None).unwrap();
        let all: Vec<String> = read(&folder, None).into_iter().map(|(name, text)| format!("{name} {text}")).collect();
        assert_eq!(all, ["a three", "b two", "c x"]);
        assert_eq!(read(&folder, Some(SaveLimits { files: 1, bytes: 4 })), [("b".to_owned(), "two".to_owned())]);
        for name in ["", "../x", "a/b", ".a", "a b", "-a", "a.toml"] {
            assert_eq!(check_name(name), Err(SaveError::Name { most: 40 }), "{name}");
        }
        assert_eq!(check_name("parabola"), Err(SaveError::BuiltIn { name: "parabola".to_owned() }));
        assert_eq!(check_name("나선-1"), Ok(()));
    }
}
