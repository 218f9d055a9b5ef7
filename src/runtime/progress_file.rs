//! Saves the progress of a reader in a file of the user's state directory.

use crate::files::{self, Access, Lock, LockError, ReadError, SystemError};
use crate::lessons::{Progress, ProgressError};
use crate::words::{Message, ToMessage, errors};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use std::{fs, io};

/// A larger file was not written by this program.
const MOST_BYTES: u64 = 1 << 20;

/// How long to wait for another program that is writing the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes progress to its file, or nowhere.
#[derive(Debug, Default)]
pub struct ProgressFile {
    path: Option<PathBuf>,
    /// The progress when this program last read or wrote the file.
    before: Progress,
    /// Why nothing can be saved while the program runs.
    hopeless: Option<KeepError>,
}

errors! {
    /// Why progress cannot be read or written.
    pub enum ProgressFileError: "progress-file" {
        /// Another program has locked the file, or no lock can be made.
        Lock { reason: LockError } = "lock",
        /// The file cannot be read.
        Read { reason: ReadError } = "read",
        /// The file cannot be written or set aside.
        Write { reason: SystemError } = "write",
        /// There is no free name for a file that is set aside.
        Crowded = "crowded",
    }
}

errors! {
    /// Why progress is not saved.
    pub enum KeepError: "keep" {
        /// The reason comes first, because a long path may be cut on the screen.
        At { reason: ProgressFileError, path: PathBuf } = "at",
        /// The thread that writes the file does not answer.
        Silent = "silent",
    }
}

errors! {
    /// Why a text is not the name of a learner.
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

/// The name of one of several people who share an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerName(String);

/// The most letters of a learner's name, so that it is a valid folder name everywhere.
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

/// The folder of a learner in a kiosk, or that of the account. `None` without a home.
pub fn folder(learner: Option<&LearnerName>) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?.join("actlab");
    Some(match learner {
        Some(LearnerName(name)) => state.join("learners").join(name),
        None => state,
    })
}

/// The path of the progress file, by the XDG convention. There is one for the built-in lessons and one for each
/// directory of lessons. A learner has a separate folder. `None` without a home.
pub fn file(lessons: Option<&Path>, learner: Option<&LearnerName>) -> Option<PathBuf> {
    let state = folder(learner)?;
    let Some(dir) = lessons else { return Some(state.join("progress.toml")) };
    // Directories of the same name in different places are different courses.
    let whole = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let name = whole.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Some(state.join(format!("progress-{name}-{:08x}.toml", hash(&whole.to_string_lossy()))))
}

/// FNV-1a, 32 bits (G. Fowler, L. Noll, P. Vo, 1991).
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl ProgressFile {
    /// Reads the file. A file that this program did not write is renamed and never overwritten. The third value reports
    /// that if the reader should know.
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

    /// Merges the progress with the current content of the file, and replaces the file as a whole.
    ///
    /// # Errors
    /// The file cannot be written now. The call may be repeated later.
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

/// A file that was renamed.
struct Aside {
    reason: Message,
    kept: PathBuf,
}

/// The progress in a file; empty if there is no file. A file that is not progress is set aside.
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

/// The same while this program holds the lock.
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

/// The progress in a file, or why it is invalid.
fn read(path: &Path) -> Result<Result<Progress, Message>, ReadError> {
    match files::text(path, MOST_BYTES) {
        Ok(text) => Ok(Progress::parse(&text).map_err(|error: ProgressError| error.message())),
        Err(error @ (ReadError::TooLarge { .. } | ReadError::NotUtf8 { .. })) => Ok(Err(error.message())),
        Err(error) => Err(error),
    }
}

/// Renames a file to a free name.
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
        progress.set_done("04-xor", "2");
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
        // A file where a directory is needed.
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
            progress.set_done("04-xor", &step.to_string());
            progress.set_answer("04-xor", "5", crate::lessons::Answer::Given(step % 2));
            keeper.keep(progress).unwrap();
        }
        let (_, kept, _) = open(&path);
        assert_eq!(kept.done("04-xor"), 20);
        assert_eq!(kept.answer("04-xor", "5"), Some(crate::lessons::Answer::Given(1)), "the first one made");
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
