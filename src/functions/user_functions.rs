//! The reader's functions in a file: `[[formula]]` tables with a name and a text.
//!
//! The reader may edit the file, and their text stays as it is. A new function is appended, and a changed one changes
//! one line. The file is replaced atomically, so that it is never half-written. A file that can't be read is never
//! changed.

use super::activation;
use super::formula::{Formula, FormulaError};
use super::function::Function;
use crate::files::{self, Access, Bytes, Lock, LockError, ReadError, SystemError};
use crate::text::document::{Document, DocumentError, PathStep};
use crate::words::{Message, errors};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most characters in a name.
pub const MOST_LETTERS: usize = 24;
/// Larger files, in bytes, are refused, because they are not files of functions.
const MOST_BYTES: u64 = 1 << 20;

/// How long to wait for another program if the reader is watching and can try again.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// The texts of functions by name.
pub type FormulaTexts = BTreeMap<String, String>;

errors! {
    /// Why functions can't be read from the file or written to it.
    pub enum UserFunctionsError: "user-functions" {
        /// The file can't be read.
        Unreadable { path: PathBuf, reason: ReadError } = "unreadable",
        /// The file has a mistake. The line counts from 1.
        Broken { path: PathBuf, line: usize, reason: UserFormulaError } = "broken",
        /// Another program is writing the file.
        Busy { path: PathBuf } = "busy",
        /// The file can't be written.
        Unwritable { path: PathBuf, reason: UnwritableReason } = "unwritable",
    }
}

errors! {
    /// A mistake in a function of the file.
    pub enum UserFormulaError: "user-formula" {
        /// The file is not TOML, or not of the expected form.
        Toml { reason: Message } = "toml",
        /// Its name is that of a built-in function.
        Builtin { name: String, id: &'static str } = "builtin",
        /// Its name can't be typed on a command line, or is too long.
        Name { name: String } = "name",
        /// Another function has the same name.
        Twice { name: String } = "twice",
        /// Its text is not a formula.
        Formula { name: String, reason: FormulaError } = "formula",
    }
}

errors! {
    /// Why the file can't be written.
    #[derive(Eq)]
    pub enum UnwritableReason: "unwritable" {
        /// It can't be locked.
        Lock { reason: LockError } = "lock",
        /// It can't be replaced.
        Replace { reason: SystemError } = "replace",
        /// It would be larger than this.
        TooLarge { limit: Bytes } = "too-large",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    formula: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    text: String,
}

/// Whether a function may have this name. Names are typed on command lines, and must differ from the ids and aliases of
/// built-in functions.
pub fn is_name(name: &str) -> bool {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    name.chars().next().is_some_and(char::is_alphanumeric)
        && name.trim() == name
        && name.chars().all(belongs)
        && name.chars().count() <= MOST_LETTERS
        && activation::find(name).is_err()
}

/// The functions of a file. None if there is no file.
///
/// # Errors
/// [`UserFunctionsError`] with the file, and the line of the mistake.
pub fn read(path: &Path) -> Result<Vec<Function>, UserFunctionsError> {
    parse(&load(path)?, path).map(|entries| entries.into_iter().map(|(function, _)| function).collect())
}

/// The names and texts of the functions in a file.
///
/// # Errors
/// As [`read`].
pub fn texts(path: &Path) -> Result<FormulaTexts, UserFunctionsError> {
    let text = |function: &Function| Some((function.id().to_owned(), function.text()?.to_owned()));
    read(path).map(|functions| functions.iter().filter_map(text).collect())
}

/// Writes a function to a file, in place of the one with the same name if there is one. Returns the functions that were
/// in the file before. Programs that write at the same time wait for each other, so that no change is lost.
///
/// # Errors
/// [`UserFunctionsError`]. The file is then unchanged.
pub fn keep(path: &Path, name: &str, text: &str, patience: Duration) -> Result<FormulaTexts, UserFunctionsError> {
    let unwritable = |reason| UserFunctionsError::Unwritable { path: path.to_owned(), reason };
    let _lock = Lock::take(path, patience).map_err(|error| match error {
        LockError::Busy => UserFunctionsError::Busy { path: path.to_owned() },
        reason @ LockError::System { .. } => unwritable(UnwritableReason::Lock { reason }),
    })?;
    let mut file = load(path)?;
    let entries = parse(&file, path)?;
    let quoted = toml::Value::String(text.to_owned()).to_string();
    if let Some((_, place)) = entries.iter().find(|(function, _)| function.id() == name) {
        file.replace_range(place.clone(), &quoted);
    } else {
        let gap = if file.is_empty() {
            ""
        } else if file.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let name = toml::Value::String(name.to_owned());
        file = format!("{file}{gap}[[formula]]\nname = {name}\ntext = {quoted}\n");
    }
    if file.len() as u64 > MOST_BYTES {
        return Err(unwritable(UnwritableReason::TooLarge { limit: Bytes(MOST_BYTES) }));
    }
    files::replace(path, file.as_bytes(), Access::Private)
        .map_err(|error| unwritable(UnwritableReason::Replace { reason: error.into() }))?;
    let text = |(function, _): &(Function, _)| Some((function.id().to_owned(), function.text()?.to_owned()));
    Ok(entries.iter().filter_map(text).collect())
}

fn load(path: &Path) -> Result<String, UserFunctionsError> {
    match files::text(path, MOST_BYTES) {
        Err(ReadError::Missing) => Ok(String::new()),
        read => read.map_err(|reason| UserFunctionsError::Unreadable { path: path.to_owned(), reason }),
    }
}

/// The functions, and the position of each text in the file.
fn parse(file: &str, path: &Path) -> Result<Vec<(Function, Range<usize>)>, UserFunctionsError> {
    let broken = |at: usize, reason: UserFormulaError| {
        let line = file.get(..at).unwrap_or(file).matches('\n').count() + 1;
        UserFunctionsError::Broken { path: path.to_owned(), line, reason }
    };
    let mistaken = |DocumentError::Line { line, reason, .. }: DocumentError| UserFunctionsError::Broken {
        path: path.to_owned(),
        line,
        reason: UserFormulaError::Toml { reason },
    };
    let document = Document::parse("", file).map_err(mistaken)?;
    let read: File = document.read().map_err(mistaken)?;
    let mut found: Vec<(Function, Range<usize>)> = Vec::new();
    for (index, Entry { name, text }) in read.formula.into_iter().enumerate() {
        let place = |key| document.span(&[PathStep::Key("formula"), PathStep::Item(index), PathStep::Key(key)]);
        let at = place("name").start;
        if let Ok(builtin) = activation::find(&name) {
            return Err(broken(at, UserFormulaError::Builtin { name, id: builtin.id }));
        }
        if !is_name(&name) {
            return Err(broken(at, UserFormulaError::Name { name }));
        }
        if found.iter().any(|(function, _)| function.id() == name) {
            return Err(broken(at, UserFormulaError::Twice { name }));
        }
        let place = place("text");
        let formula = Formula::parse(&text)
            .map_err(|reason| broken(place.start, UserFormulaError::Formula { name: name.clone(), reason }))?;
        found.push((Function::written(formula.named(&name)), place));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(path: &Path) -> Vec<(String, Option<String>)> {
        let functions = read(path).unwrap();
        functions.iter().map(|f| (f.id().to_owned(), f.text().map(str::to_owned))).collect()
    }

    #[test]
    fn functions_are_kept_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("formulas.toml");
        assert_eq!(ids(&path), []);
        keep(&path, "wobble", "x + sin(x)", PATIENCE).unwrap();
        keep(&path, "my leak", "max(a*x, x); a = 0.1 in 0..1", PATIENCE).unwrap();
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.insert_str(0, "# mine\n");
        std::fs::write(&path, &text).unwrap();
        keep(&path, "wobble", "x + cos(x)", PATIENCE).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text.replace("sin", "cos"), "the rest stays as it was");
        let want = [("wobble", "x + cos(x)"), ("my leak", "max(a*x, x); a = 0.1 in 0..1")];
        assert_eq!(ids(&path), want.map(|(name, text)| (name.to_owned(), Some(text.to_owned()))));
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_broken_file_is_named_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("formulas.toml");
        for (text, part) in [
            (
                "[[formula]]\nname = \"a\"\ntext = \"tahn(x)\"\n",
                "line 3: the formula of \"a\", column 1: there is no tahn",
            ),
            ("[[formula]]\nname = \"relu\"\ntext = \"x\"\n", "line 2: \"relu\" is a name of the built-in relu; use"),
            ("[[formula]]\nname = \"Swish\"\ntext = \"x\"\n", "line 2: \"Swish\" is a name of the built-in silu; use"),
            ("[[formula]]\nname = \"-a\"\ntext = \"x\"\n", "line 2: \"-a\" is not a valid name"),
            ("[[formula]]\nname = \"a\"\n", "line 1: [formula] needs \"text\""),
            ("[[formula\n", "line 1: "),
            (
                "[[formula]]\nname = \"a\"\ntext = \"x\"\n[[formula]]\nname = \"a\"\ntext = \"x\"\n",
                "line 5: there are two",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = keep(&path, "wobble", "x", PATIENCE).unwrap_err();
            assert!(error.to_string().contains(part), "{text:?}: {error}");
            assert!(!error.to_string().contains('\n'));
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(read(folder.path()), Err(UserFunctionsError::Unreadable { .. })));
    }

    #[test]
    fn many_keep_at_once_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actlab/formulas.toml");
        std::thread::scope(|scope| {
            for window in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for n in 0..5 {
                        keep(path, &format!("f{window}-{n}"), "x", Duration::from_secs(60)).unwrap();
                    }
                });
            }
        });
        assert_eq!(read(&path).unwrap().len(), 40);
    }

    #[test]
    fn what_another_has_kept_is_told_and_a_lock_is_waited_for_in_vain_only_so_long() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("formulas.toml");
        assert_eq!(keep(&path, "f", "x", PATIENCE), Ok(FormulaTexts::new()));
        let before = keep(&path, "f", "2*x", PATIENCE).unwrap();
        assert_eq!(before.get("f").map(String::as_str), Some("x"));
        let lock = Lock::take(&path, Duration::ZERO).unwrap();
        assert_eq!(keep(&path, "f", "3*x", PATIENCE), Err(UserFunctionsError::Busy { path: path.clone() }));
        drop(lock);
        assert_eq!(texts(&path).unwrap()["f"], "2*x");
    }

    #[cfg(unix)]
    #[test]
    fn why_a_file_cannot_be_written_or_read_is_said_in_both_languages() {
        use crate::words::{Language, Words};
        let said = |error: &UserFunctionsError| Language::ALL.map(|language| Words::of(language).say(error));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("formulas.toml");
        let shown = path.display();
        std::fs::write(&path, "[[formula]]\nname = \"a\"\ntext = \"tahn(x)\"\n").unwrap();
        let [english, korean] = said(&read(&path).unwrap_err());
        let formula = "line 3: the formula of \"a\", column 1: there is no tahn; did you mean tanh?";
        assert_eq!(english, format!("{shown}, {formula}"));
        assert!(korean.contains("3번째 줄: \"a\"의 수식, 1번째 칸: "), "{korean}");
        let [english, korean] = said(&read(folder.path()).unwrap_err());
        assert!(english.ends_with("can't be read: it is a directory; expected a regular file"), "{english}");
        assert!(korean.ends_with("읽을 수 없습니다: 디렉터리입니다. 일반 파일이어야 합니다"), "{korean}");
        let full = UnwritableReason::TooLarge { limit: Bytes(MOST_BYTES) };
        let [english, korean] = said(&UserFunctionsError::Unwritable { path: path.clone(), reason: full });
        assert_eq!(english, format!("{shown} can't be written: it would be larger than 1 MiB"));
        assert!(korean.ends_with("파일이 1 MiB보다 커집니다"), "{korean}");
        std::os::unix::fs::symlink("b", folder.path().join("a")).unwrap();
        std::os::unix::fs::symlink("a", folder.path().join("b")).unwrap();
        let error = keep(&folder.path().join("a"), "f", "x", PATIENCE).unwrap_err();
        let circle = LockError::System { reason: SystemError::Circle };
        let reason = UnwritableReason::Lock { reason: circle };
        assert_eq!(error, UserFunctionsError::Unwritable { path: folder.path().join("a"), reason });
    }

    #[test]
    fn names_are_words() {
        for name in ["wobble", "my leak", "물결", "f-2"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", " a", "relu", "swish", "Leaky_ReLU", "-x", "a/b", "=x", "a name that is much too long"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
