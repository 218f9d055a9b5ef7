//! Keeps how far a reader has come, in a file of the user's state.

use crate::files::{self, Access, Lock, LockError, ReadError, SystemError};
use crate::lessons::{Progress, ProgressError};
use crate::words::{Message, ToMessage, errors};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use std::{fs, io};

/// What is larger was not written by this program.
const MOST_BYTES: u64 = 1 << 20;

/// How long another program that writes the file is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes progress to its file, or nowhere.
#[derive(Debug, Default)]
pub struct ProgressFile {
    path: Option<PathBuf>,
    /// What this program had when it last read or wrote the file.
    before: Progress,
    /// Why nothing can be kept for as long as the program runs.
    hopeless: Option<KeepError>,
}

errors! {
    /// Why progress can't be read or written.
    pub enum ProgressFileError: "progress-file" {
        /// Another program has the file, or no lock can be made.
        Lock { reason: LockError } = "lock",
        /// The file can't be read.
        Read { reason: ReadError } = "read",
        /// The file can't be written, or set aside.
        Write { reason: SystemError } = "write",
        /// No name is left for a file that is set aside.
        Crowded = "crowded",
    }
}

errors! {
    /// Why progress is not kept.
    pub enum KeepError: "keep" {
        /// What is wrong comes first: a long path may be cut on the screen.
        At { reason: ProgressFileError, path: PathBuf } = "at",
        /// Nothing is heard of the file.
        Silent = "silent",
    }
}

errors! {
    /// Why a text is no name of a learner.
    #[derive(Eq)]
    pub enum LearnerNameError: "learner" {
        /// It has other characters, or too many.
        Wrong { most: usize } = "wrong",
    }
}

impl From<LockError> for ProgressFileError {
    fn from(reason: LockError) -> Self {
        Self::Lock { reason }
    }
}

impl From<io::Error> for ProgressFileError {
    fn from(error: io::Error) -> Self {
        Self::Write { reason: error.into() }
    }
}

/// One of several people who share an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerName(String);

/// The most letters of a learner's name, so that it is the name of a folder everywhere.
const MOST_LETTERS: usize = 32;

impl FromStr for LearnerName {
    type Err = LearnerNameError;

    fn from_str(name: &str) -> Result<Self, LearnerNameError> {
        let fits = (1..=MOST_LETTERS).contains(&name.chars().count());
        if fits && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            return Ok(Self(name.to_owned()));
        }
        Err(LearnerNameError::Wrong { most: MOST_LETTERS })
    }
}

/// Where the progress in the lessons of the program is kept, by the XDG convention, or that in the lessons of a
/// directory; for a learner, in a folder of their own; `None` without a home.
pub fn file(lessons: Option<&Path>, learner: Option<&LearnerName>) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let mut state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?.join("actlab");
    if let Some(LearnerName(name)) = learner {
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

impl ProgressFile {
    /// Reads the file. What this program did not write is set aside under another name, never overwritten; the third part
    /// says so, if the reader should know.
    pub fn open(path: Option<PathBuf>) -> (Self, Progress, Option<Message>) {
        let Some(file) = path else { return (Self::default(), Progress::default(), None) };
        match find(&file) {
            Ok((progress, aside)) => {
                let word = aside.map(|Aside { reason, kept }| {
                    Message::new("walk.set-aside").with("path", &file).with("reason", &reason).with("kept", &kept)
                });
                (Self { path: Some(file), before: progress.clone(), hopeless: None }, progress, word)
            }
            Err(reason) => {
                let word = Message::new("walk.unreadable").with("path", &file).with("reason", &reason);
                let hopeless = Some(KeepError::At { reason, path: file });
                (Self { hopeless, ..Self::default() }, Progress::default(), Some(word))
            }
        }
    }

    /// Joins the progress with what is in the file by now, and writes the file anew, all of it or nothing.
    ///
    /// # Errors
    /// Why that is not possible now. It may be tried again.
    pub fn keep(&mut self, progress: &Progress) -> Result<(), KeepError> {
        if let Some(reason) = &self.hopeless {
            return Err(reason.clone());
        }
        let Some(path) = &self.path else { return Ok(()) };
        write(path, progress, &self.before).map_err(|reason| KeepError::At { reason, path: path.clone() })?;
        self.before.clone_from(progress);
        Ok(())
    }
}

fn write(path: &Path, progress: &Progress, before: &Progress) -> Result<(), ProgressFileError> {
    let _lock = Lock::take(path, PATIENCE)?;
    let (kept, _) = find_locked(path)?;
    files::replace(path, progress.joined(before, kept).to_toml().as_bytes(), Access::Private)?;
    Ok(())
}

/// A file that was set aside.
struct Aside {
    reason: Message,
    kept: PathBuf,
}

/// The progress in a file; none where there is no file. What is no progress is set aside.
fn find(path: &Path) -> Result<(Progress, Option<Aside>), ProgressFileError> {
    match read(path) {
        Ok(Ok(progress)) => Ok((progress, None)),
        Err(ReadError::Missing) => Ok((Progress::default(), None)),
        Err(reason) => Err(ProgressFileError::Read { reason }),
        Ok(Err(_)) => {
            let _lock = Lock::take(path, PATIENCE)?;
            find_locked(path)
        }
    }
}

/// The same where this program has the lock.
fn find_locked(path: &Path) -> Result<(Progress, Option<Aside>), ProgressFileError> {
    match read(path) {
        Ok(Ok(progress)) => Ok((progress, None)),
        Err(ReadError::Missing) => Ok((Progress::default(), None)),
        Err(reason) => Err(ProgressFileError::Read { reason }),
        Ok(Err(reason)) => {
            let kept = set_aside(path)?;
            Ok((Progress::default(), Some(Aside { reason, kept })))
        }
    }
}

/// The progress in a file, or why it is none.
fn read(path: &Path) -> Result<Result<Progress, Message>, ReadError> {
    match files::text(path, MOST_BYTES) {
        Ok(text) => Ok(Progress::parse(&text).map_err(|error: ProgressError| error.message())),
        Err(error @ (ReadError::TooLarge { .. } | ReadError::NotUtf8 { .. })) => Ok(Err(error.message())),
        Err(error) => Err(error),
    }
}

/// Gives a file a name that no other has.
fn set_aside(path: &Path) -> Result<PathBuf, ProgressFileError> {
    let name = |n: u32| path.with_extension(if n == 1 { "aside.toml".to_owned() } else { format!("aside-{n}.toml") });
    let free = (1..1000).map(name).find(|name| fs::symlink_metadata(name).is_err());
    let free = free.ok_or(ProgressFileError::Crowded)?;
    fs::rename(path, &free)?;
    Ok(free)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path) -> (ProgressFile, Progress, Option<Message>) {
        ProgressFile::open(Some(path.to_owned()))
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
            assert!(word.unwrap().to_string().contains(&aside.display().to_string()));
            keeper.keep(&progress).unwrap();
            assert!(open(&path).2.is_none());
        }
    }

    #[test]
    fn what_can_not_be_kept_is_said_as_long_as_that_is_so() {
        let dir = tempfile::tempdir().unwrap();
        // A file where a directory would have to be.
        let path = dir.path().join("file/progress.toml");
        let (mut keeper, progress, _) = open(&path);
        fs::write(dir.path().join("file"), "").unwrap();
        for _ in 0..2 {
            assert!(keeper.keep(&progress).unwrap_err().to_string().contains("progress.toml"));
        }
        fs::remove_file(dir.path().join("file")).unwrap();
        assert_eq!(keeper.keep(&progress), Ok(()));
        let (mut nowhere, ..) = ProgressFile::open(None);
        assert_eq!(nowhere.keep(&progress), Ok(()));
        let (mut hopeless, _, word) = open(dir.path());
        assert!(word.unwrap().to_string().contains("it is a directory"));
        assert!(hopeless.keep(&progress).unwrap_err().to_string().contains("it is a directory"));
    }

    #[test]
    fn two_windows_of_one_learner_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("progress.toml");
        let ((mut one, mut a, _), (mut other, mut b, _)) = (open(&path), open(&path));
        for step in 1..=20 {
            let (keeper, progress) = if step % 2 == 0 { (&mut one, &mut a) } else { (&mut other, &mut b) };
            progress.set_done("04-xor", step);
            progress.set_answer("04-xor", 5, crate::lessons::Answer::Given(step % 2));
            keeper.keep(progress).unwrap();
        }
        let (_, kept, _) = open(&path);
        assert_eq!(kept.done("04-xor"), 20);
        assert_eq!(kept.answer("04-xor", 5), Some(crate::lessons::Answer::Given(1)), "the first one made");
        let _lock = Lock::take(&path, Duration::ZERO).unwrap();
        assert!(one.keep(&a).unwrap_err().to_string().contains("another actlab"));
    }

    #[test]
    fn the_name_of_a_learner_leads_nowhere_else() {
        for name in ["minsu", "a-b_C9", "민수"] {
            assert!(name.parse::<LearnerName>().is_ok(), "{name}");
        }
        for name in ["", ".", "..", "../x", "a/b", "/etc", "a b", "a.toml", "a\0", "~", "$HOME", "a\n", &"x".repeat(33)]
        {
            assert!(name.parse::<LearnerName>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn courses_of_one_name_are_kept_apart() {
        assert_ne!(hash("/a/lessons"), hash("/b/lessons"));
    }
}
