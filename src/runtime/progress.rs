//! Keeps how far a reader has come, in a file of the user's state.

use crate::lessons::Progress;
use crate::words::Words;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What is larger was not written by this program.
const MOST_BYTES: u64 = 1 << 20;

/// Writes progress to its file, or nowhere.
#[derive(Debug, Default)]
pub struct Keeper {
    path: Option<PathBuf>,
    /// Whether it was said that nothing can be kept: once is enough.
    complained: bool,
}

/// One of several people who share an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner(String);

/// The most letters of a learner's name, so that it is the name of a folder everywhere.
const MOST_LETTERS: usize = 32;

impl FromStr for Learner {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let fits = (1..=MOST_LETTERS).contains(&name.chars().count());
        if fits && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            return Ok(Self(name.to_owned()));
        }
        Err(format!("right would be 1 to {MOST_LETTERS} letters, digits, - and _"))
    }
}

/// Where the progress in the lessons of the program is kept, by the XDG convention, or that in the lessons of a
/// directory; for a learner, in a folder of their own; `None` without a home.
pub fn file(lessons: Option<&Path>, learner: Option<&Learner>) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let mut state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?.join("actlab");
    if let Some(Learner(name)) = learner {
        state = state.join("learners").join(name);
    }
    let Some(dir) = lessons else { return Some(state.join("progress.toml")) };
    // Directories of the same name in different places are different courses.
    let whole = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let name = whole.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Some(state.join(format!("progress-{name}-{:08x}.toml", hash(&whole.to_string_lossy()))))
}

/// G. Fowler, L. Noll, P. Vo, 1991: FNV-1a, 32 bits.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Keeper {
    /// Reads the file. What this program did not write is set aside under another name, never overwritten; the third part
    /// says so, if the reader should know.
    pub fn open(path: Option<PathBuf>, words: &Words) -> (Self, Progress, Option<String>) {
        let keeper = |path| Self { path, complained: false };
        let Some(file) = path else { return (Self::default(), Progress::default(), None) };
        let shown = file.display().to_string();
        let reason = match read(&file) {
            Ok(Ok(progress)) => return (keeper(Some(file)), progress, None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (keeper(Some(file)), Progress::default(), None);
            }
            Err(error) => {
                let word = words.fill("walk.unreadable", &[("path", &shown), ("reason", &error.to_string())]);
                return (Self::default(), Progress::default(), Some(word));
            }
            Ok(Err(reason)) => reason,
        };
        match set_aside(&file) {
            Ok(kept) => {
                let kept = kept.display().to_string();
                let word = words.fill("walk.set-aside", &[("path", &shown), ("reason", &reason), ("kept", &kept)]);
                (keeper(Some(file)), Progress::default(), Some(word))
            }
            Err(error) => {
                let word = words.fill("walk.unreadable", &[("path", &shown), ("reason", &error.to_string())]);
                (Self::default(), Progress::default(), Some(word))
            }
        }
    }

    /// Writes the file anew, all of it or nothing.
    ///
    /// # Errors
    /// Why that is not possible; said once.
    pub fn keep(&mut self, progress: &Progress) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        match write(path, &progress.to_toml()) {
            Err(error) if !self.complained => {
                self.complained = true;
                Err(format!("{}: {error}", path.display()))
            }
            _ => Ok(()),
        }
    }
}

/// The progress in a file, or why it is none.
fn read(path: &Path) -> io::Result<Result<Progress, String>> {
    if fs::metadata(path)?.len() > MOST_BYTES {
        return Ok(Err("too large".to_owned()));
    }
    let bytes = fs::read(path)?;
    Ok(String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned()).and_then(|text| Progress::parse(&text)))
}

/// Gives a file a name that no other has.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let name = |n: u32| path.with_extension(if n == 1 { "aside.toml".to_owned() } else { format!("aside-{n}.toml") });
    let free = (1..1000).map(name).find(|name| fs::symlink_metadata(name).is_err());
    let free = free.ok_or_else(|| io::Error::other("too many files were set aside"))?;
    fs::rename(path, &free)?;
    Ok(free)
}

/// Writes beside the file and then takes its place. A link stays a link.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let written =
        File::create(&new).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.and_then(|()| fs::rename(&new, &path)).inspect_err(|_| drop(fs::remove_file(&new)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn open(path: &Path) -> (Keeper, Progress, Option<String>) {
        Keeper::open(Some(path.to_owned()), &Words::of(Language::English))
    }

    #[test]
    fn what_was_kept_is_there_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state/actlab/progress.toml");
        let (mut keeper, mut progress, word) = open(&path);
        assert_eq!((progress.clone(), word), (Progress::default(), None));
        progress.set_done("04-xor", 2);
        keeper.keep(&progress).unwrap();
        let (_, again, word) = open(&path);
        assert_eq!((again, word), (progress, None));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing else is left lying about");
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_said_never_lost() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("progress.toml");
        for (n, damage) in
            [&b"version = 1\nless"[..], b"\xff\xfe", b"version = 99\nlesson = \"\"\nstep = 1\n"].iter().enumerate()
        {
            fs::write(&path, damage).unwrap();
            let (mut keeper, progress, word) = open(&path);
            let aside = dir.path().join(if n == 0 {
                "progress.aside.toml".to_owned()
            } else {
                format!("progress.aside-{}.toml", n + 1)
            });
            assert_eq!(fs::read(&aside).unwrap(), *damage);
            assert!(word.unwrap().contains(&aside.display().to_string()));
            keeper.keep(&progress).unwrap();
            assert!(open(&path).2.is_none());
        }
    }

    #[test]
    fn what_can_not_be_kept_is_said_once() {
        let dir = tempfile::tempdir().unwrap();
        // A file where a directory would have to be.
        let path = dir.path().join("file/progress.toml");
        let (mut keeper, progress, _) = open(&path);
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(keeper.keep(&progress).unwrap_err().contains("progress.toml"));
        assert_eq!(keeper.keep(&progress), Ok(()));
        let (mut nowhere, ..) = Keeper::open(None, &Words::of(Language::English));
        assert_eq!(nowhere.keep(&progress), Ok(()));
    }

    #[test]
    fn the_name_of_a_learner_leads_nowhere_else() {
        for name in ["minsu", "a-b_C9", "민수"] {
            assert!(name.parse::<Learner>().is_ok(), "{name}");
        }
        for name in ["", ".", "..", "../x", "a/b", "/etc", "a b", "a.toml", "a\0", "~", "$HOME", "a\n", &"x".repeat(33)]
        {
            assert!(name.parse::<Learner>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn courses_of_one_name_are_kept_apart() {
        assert_ne!(hash("/a/lessons"), hash("/b/lessons"));
    }
}
