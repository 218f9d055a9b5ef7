//! Files that are read before they are needed: what asks for them later touches no file.

use super::{ReadError, text_or_input};
use std::collections::BTreeMap;
use std::path::Path;

/// The texts of files, by the paths that they were asked for with.
#[derive(Clone, Debug, Default)]
pub struct TextFiles {
    texts: BTreeMap<String, Result<String, ReadError>>,
}

impl TextFiles {
    /// Reads a file of at most so many bytes, unless it has been read; `-` is standard input. What went wrong is kept for
    /// whoever asks for it.
    pub fn read(&mut self, path: &str, most: u64) {
        self.texts.entry(path.to_owned()).or_insert_with(|| text_or_input(Path::new(path), most));
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Why it could not be read; [`ReadError::Missing`] if it never was.
    pub fn get(&self, path: &str) -> Result<&str, ReadError> {
        self.texts.get(path).map_or(Err(ReadError::Missing), |text| text.as_deref().map_err(Clone::clone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_it_was_when_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml").display().to_string();
        std::fs::write(&path, "first").unwrap();
        let mut files = TextFiles::default();
        assert_eq!(files.get(&path), Err(ReadError::Missing));
        files.read(&path, 100);
        std::fs::write(&path, "second").unwrap();
        files.read(&path, 100);
        assert_eq!(files.get(&path), Ok("first"));
        files.read("/nowhere/b.toml", 100);
        assert_eq!(files.get("/nowhere/b.toml"), Err(ReadError::Missing));
    }
}
