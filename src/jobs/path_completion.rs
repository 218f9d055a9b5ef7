//! Completes a path from the names in a directory.

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
pub fn complete(folder: &Path, start: &str) -> Result<Completion, ReadError> {
    let entries = std::fs::read_dir(folder)?.take(MOST_ENTRIES).filter_map(Result::ok);
    let mut found: Vec<(String, bool)> = entries
        .filter_map(|entry| {
            // Names that are not UTF-8 or contain a line break can't be typed.
            let name = entry.file_name().into_string().ok().filter(|name| !name.contains(['\n', '\r']))?;
            let fits = name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.'));
            fits.then(|| (name, entry.file_type().is_ok_and(|kind| kind.is_dir())))
        })
        .collect();
    found.sort();
    if let [(name, is_folder)] = &mut found[..] {
        *is_folder |= folder.join(name).is_dir();
    }
    let written = |(name, is_folder): &(String, bool)| format!("{name}{}", if *is_folder { "/" } else { "" });
    let common = match &found[..] {
        [one] => written(one),
        // The common beginning of sorted names is that of the first and the last.
        [first, .., last] => {
            let alike = first.0.chars().zip(last.0.chars()).take_while(|(a, b)| a == b);
            alike.map(|(c, _)| c).collect()
        }
        [] => start.to_owned(),
    };
    Ok(Completion { common, count: found.len(), names: found.iter().take(MOST_NAMES).map(written).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_as_far_as_they_agree() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["dog one.png", "dog two.png", "한국.png", "한글.png", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("pictures")).unwrap();
        let of = |start: &str| complete(folder.path(), start).unwrap();
        assert_eq!(of("d").common, "dog ");
        assert_eq!((of("d").count, of("d").names), (2, vec!["dog one.png".to_owned(), "dog two.png".to_owned()]));
        assert_eq!(of("dog o").common, "dog one.png");
        assert_eq!(of("한").common, "한", "letters are not cut");
        assert_eq!(of("p").common, "pictures/");
        assert_eq!((of("x").common.as_str(), of("x").count), ("x", 0));
        assert_eq!((of("").count, of(".").common.as_str()), (5, ".hidden"));
        assert_eq!(complete(&folder.path().join("no"), ""), Err(ReadError::Missing));
    }
}
