//! Completes a path from the names in a directory.

use super::file_access::{FileAccess, FolderEntry};
use crate::files::ReadError;
use std::path::Path;

/// The most directory entries that are read.
const MOST_ENTRIES: usize = 10_000;
/// The most names that are returned.
const MOST_NAMES: usize = 12;

/// The names in a directory that begin with the typed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The longest common beginning. It includes the final `/` if a directory is the only match.
    pub common: String,
    /// The number of matches.
    pub count: usize,
    /// The first matches, sorted. Directories end in `/`.
    pub names: Vec<String>,
}

/// The names in `folder` that begin with `start`. Hidden names are included only if `start` begins with a dot.
///
/// # Errors
/// [`ReadError`] if the directory can't be read.
pub fn complete(files: &dyn FileAccess, folder: &Path, start: &str) -> Result<Completion, ReadError> {
    let mut found = files.entries(folder, MOST_ENTRIES)?;
    found.retain(|FolderEntry { name, .. }| {
        // Names that contain a line break can't be typed.
        let fits = name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.'));
        fits && !name.contains(['\n', '\r'])
    });
    found.sort();
    let written =
        |FolderEntry { name, is_folder }: &FolderEntry| format!("{name}{}", if *is_folder { "/" } else { "" });
    let common = match &found[..] {
        [one] => written(one),
        // The common beginning of sorted names is that of the first and the last.
        [first, .., last] => {
            let alike = first.name.chars().zip(last.name.chars()).take_while(|(a, b)| a == b);
            alike.map(|(c, _)| c).collect()
        }
        [] => start.to_owned(),
    };
    Ok(Completion { common, count: found.len(), names: found.iter().take(MOST_NAMES).map(written).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::user_functions::{FormulaTexts, UserFunctionsError};
    use crate::nn::data_table::TableSource;
    use crate::nn::experiment::{SaveError, SaveLimits};
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// A file system with one directory, whose folders end in `/`.
    #[derive(Debug)]
    struct OneFolder(&'static [&'static str]);

    impl FileAccess for OneFolder {
        fn bytes(&self, _: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
            Err(ReadError::Missing)
        }

        fn table(&self, _: &Path, _: &Arc<AtomicBool>) -> Result<TableSource, ReadError> {
            Err(ReadError::Missing)
        }

        fn entries(&self, folder: &Path, most: usize) -> Result<Vec<FolderEntry>, ReadError> {
            let entry = |name: &&str| {
                let is_folder = name.ends_with('/');
                FolderEntry { name: name.trim_end_matches('/').to_owned(), is_folder }
            };
            if folder != Path::new("/pictures") {
                return Err(ReadError::Missing);
            }
            Ok(self.0.iter().take(most).map(entry).collect())
        }

        fn save_function(&self, path: &Path, _: &str, _: &str) -> Result<FormulaTexts, UserFunctionsError> {
            Err(UserFunctionsError::Busy { path: path.to_owned() })
        }

        fn save_experiment(&self, _: &Path, _: &str, _: &str, _: Option<SaveLimits>) -> Result<PathBuf, SaveError> {
            Err(SaveError::NoFolder)
        }
    }

    #[test]
    fn names_are_completed_as_far_as_they_agree() {
        let names = &["dog two.png", "한국.png", "dog one.png", "한글.png", ".hidden", "pictures/", "a\nb"];
        let files = OneFolder(names);
        let of = |start: &str| complete(&files, Path::new("/pictures"), start).unwrap();
        assert_eq!(of("d").common, "dog ");
        assert_eq!((of("d").count, of("d").names), (2, vec!["dog one.png".to_owned(), "dog two.png".to_owned()]));
        assert_eq!(of("dog o").common, "dog one.png");
        assert_eq!(of("한").common, "한", "letters are not cut");
        assert_eq!(of("p").common, "pictures/");
        assert_eq!(of("a").count, 0, "a line break can't be typed");
        assert_eq!((of("x").common.as_str(), of("x").count), ("x", 0));
        assert_eq!((of("").count, of(".").common.as_str()), (5, ".hidden"));
        assert_eq!(complete(&files, Path::new("/no"), ""), Err(ReadError::Missing));
    }
}
