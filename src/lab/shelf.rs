//! The reader's own functions in a file: `[[formula]]` tables with a name and a text.
//!
//! The file belongs to the reader. What they wrote into it stays as it is: a new function is put at its end, a changed
//! one changes one line. It is replaced as a whole, so that it is never half-written, and a file that can't be read is
//! never touched.

use super::activation;
use super::formula::Formula;
use super::function::Function;
use serde::Deserialize;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The most characters of a name.
pub const MOST_LETTERS: usize = 24;
/// A file larger than this, in bytes, is none of ours.
const MOST_BYTES: u64 = 1 << 20;

/// Why functions are not to be had from the file, or not to be put into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShelfError {
    /// The file can't be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file makes no sense.
    Broken {
        /// Which.
        path: PathBuf,
        /// Where, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The file can't be written.
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

impl ShelfError {
    /// The key of its sentence in a catalogue, and what fills the blanks.
    pub fn words(&self) -> (&'static str, [(&'static str, String); 3]) {
        let (key, path, line, reason) = match self {
            Self::Unreadable { path, reason } => ("unreadable", path, 0, reason),
            Self::Broken { path, line, reason } => ("broken", path, *line, reason),
            Self::Unwritable { path, reason } => ("unwritable", path, 0, reason),
        };
        (key, [("path", path.display().to_string()), ("line", line.to_string()), ("reason", reason.clone())])
    }
}

impl fmt::Display for ShelfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, reason } => write!(f, "{} can't be read: {reason}", path.display()),
            Self::Broken { path, line, reason } => write!(f, "{}, line {line}: {reason}", path.display()),
            Self::Unwritable { path, reason } => write!(f, "{} can't be written: {reason}", path.display()),
        }
    }
}

impl std::error::Error for ShelfError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    formula: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    text: Spanned<String>,
}

/// Whether a function may have this name: it is typed on command lines, and no built-in has it.
pub fn is_name(name: &str) -> bool {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    name.chars().next().is_some_and(char::is_alphanumeric)
        && name.trim() == name
        && name.chars().all(belongs)
        && name.chars().count() <= MOST_LETTERS
        && activation::find(name).is_err()
}

/// The functions of a file; none where there is no file.
///
/// # Errors
/// [`ShelfError`] with the file, and the line where it makes no sense.
pub fn read(path: &Path) -> Result<Vec<Function>, ShelfError> {
    parse(&load(path)?, path).map(|entries| entries.into_iter().map(|(function, _)| function).collect())
}

/// Puts a function into a file, in place of the one of that name if there is one.
///
/// # Errors
/// [`ShelfError`]; the file is then as it was.
pub fn keep(path: &Path, name: &str, text: &str) -> Result<(), ShelfError> {
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
    write(path, &file).map_err(|e| ShelfError::Unwritable { path: path.to_owned(), reason: e.to_string() })
}

fn load(path: &Path) -> Result<String, ShelfError> {
    let unreadable = |reason: String| ShelfError::Unreadable { path: path.to_owned(), reason };
    match std::fs::metadata(path) {
        Ok(data) if data.len() > MOST_BYTES => return Err(unreadable("it is larger than 1 MiB".to_owned())),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(String::new()),
        _ => {}
    }
    std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))
}

/// The functions, and where the text of each stands in the file.
fn parse(file: &str, path: &Path) -> Result<Vec<(Function, Range<usize>)>, ShelfError> {
    let broken = |at: usize, reason: String| {
        let line = file.get(..at).unwrap_or(file).matches('\n').count() + 1;
        ShelfError::Broken { path: path.to_owned(), line, reason }
    };
    let read: File = toml::from_str(file)
        .map_err(|e| broken(e.span().map_or(0, |span| span.start), e.message().trim().replace('\n', "; ")))?;
    let mut found: Vec<(Function, Range<usize>)> = Vec::new();
    for entry in read.formula {
        let (at, name) = (entry.name.span().start, entry.name.into_inner());
        if !is_name(&name) {
            return Err(broken(at, format!("\"{name}\" is no name that a function of your own can have")));
        }
        if found.iter().any(|(function, _)| function.id() == name) {
            return Err(broken(at, format!("there are two functions called \"{name}\"")));
        }
        let place = entry.text.span();
        let formula = Formula::parse(entry.text.get_ref());
        let formula = formula.map_err(|e| broken(place.start, format!("the formula of \"{name}\", {e}")))?;
        found.push((Function::written(formula.named(&name)), place));
    }
    Ok(found)
}

/// Writes beside the file and then takes its place. A link stays a link.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension(format!("toml.{}", std::process::id()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    });
    if written.is_err() {
        // Whatever went wrong, nothing is left lying about.
        drop(std::fs::remove_file(&beside));
    }
    written
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
        keep(&path, "wobble", "x + sin(x)").unwrap();
        keep(&path, "my leak", "max(a*x, x); a = 0.1 in 0..1").unwrap();
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.insert_str(0, "# mine\n");
        std::fs::write(&path, &text).unwrap();
        keep(&path, "wobble", "x + cos(x)").unwrap();
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
            ("[[formula]]\nname = \"relu\"\ntext = \"x\"\n", "line 2: \"relu\" is no name"),
            ("[[formula]]\nname = \"a\"\n", "line 1: missing field `text`"),
            ("[[formula\n", "line 1: "),
            (
                "[[formula]]\nname = \"a\"\ntext = \"x\"\n[[formula]]\nname = \"a\"\ntext = \"x\"\n",
                "line 5: there are two",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = keep(&path, "wobble", "x").unwrap_err();
            assert!(error.to_string().contains(part), "{text:?}: {error}");
            assert!(!error.to_string().contains('\n'));
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(read(folder.path()), Err(ShelfError::Unreadable { .. })));
    }

    #[test]
    fn names_are_words() {
        for name in ["wobble", "my leak", "물결", "f-2"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", " a", "relu", "-x", "a/b", "=x", "a name that is much too long"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
