//! The exhibit line: the address of a room in a given state, such as `lab sigmoid --cursor 0 --compare tanh`.
//!
//! `open`, `render`, lessons and links between rooms use it. A room lists the options of its line as
//! [`Setting`](super::Setting)s, each with a reader and a writer, so that the line written for a state leads back to
//! that state.

use super::{ExhibitError, RoomEntry, SCREENS};
use crate::nn::experiment::Hyperparameter;
use std::fmt;
use std::str::FromStr;

/// Stands for Train with the default page of TensorFlow Playground.
const PLAY: &str = "play";
/// The room and the subject for which it stands.
const PLAYED: (&str, &str) = ("train", "playground");

/// `ROOM [SUBJECT] [--option value]...`
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exhibit {
    /// The id of a room.
    pub room: String,
    /// The function or experiment that the room shows.
    pub subject: Option<String>,
    /// Options without their dashes, and values. An option may occur more than once.
    pub options: Vec<(String, String)>,
}

impl Exhibit {
    /// Parses the words of a line.
    ///
    /// # Errors
    /// The room is unknown, or an option has no value.
    pub fn of_words(words: &[String]) -> Result<Self, ExhibitError> {
        let mut words = words.iter().cloned().peekable();
        let (room, usual_subject) = match words.next().ok_or(ExhibitError::Empty)? {
            word if word == PLAY => (PLAYED.0.to_owned(), Some(PLAYED.1.to_owned())),
            room => (room, None),
        };
        if RoomEntry::find(&room).is_none() {
            let rooms = SCREENS.iter().map(|entry| entry.id.to_owned()).collect();
            return Err(ExhibitError::UnknownRoom { room, rooms });
        }
        let subject = words.next_if(|word| !word.starts_with("--")).or(usual_subject);
        let mut options = Vec::new();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                return Err(ExhibitError::NoOption { word });
            };
            let (name, value) = match name.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (name.to_owned(), words.next()),
            };
            let name = usual(&room, name.replace('_', "-"));
            options.push((name, value.ok_or_else(|| ExhibitError::NoValue { word: word.clone() })?));
        }
        Ok(Self { room, subject, options })
    }
}

/// The usual name of an option, for an earlier or a shorter one.
fn usual(room: &str, name: String) -> String {
    match Hyperparameter::called(&name).filter(|_| RoomEntry::takes_experiments(room)) {
        Some(hyperparameter) => hyperparameter.option().to_owned(),
        None if room == "sweep" && name == "from" => "seed".to_owned(),
        None => name,
    }
}

impl FromStr for Exhibit {
    type Err = ExhibitError;

    fn from_str(line: &str) -> Result<Self, ExhibitError> {
        let words =
            shell_words::split(&without_comments(line)).map_err(|_| ExhibitError::Quote { line: line.to_owned() })?;
        Self::of_words(&words)
    }
}

/// The line with a backslash before each `#` that would begin a comment. A line has none, but a word of it may be a link
/// that begins with this letter.
fn without_comments(line: &str) -> String {
    let mut kept = String::with_capacity(line.len() + 1);
    let (mut before, mut quote) = (' ', None);
    for c in line.chars() {
        let is_escaped = before == '\\' && quote != Some('\'');
        match quote {
            None if c == '#' && before.is_whitespace() => kept.push('\\'),
            None if matches!(c, '"' | '\'') && !is_escaped => quote = Some(c),
            Some(open) if c == open && !is_escaped => quote = None,
            _ => {}
        }
        kept.push(c);
        // Of two backslashes, the second is escaped and escapes nothing.
        before = if is_escaped && c == '\\' { 'a' } else { c };
    }
    kept
}

impl fmt::Display for Exhibit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.room)?;
        if let Some(subject) = &self.subject {
            write!(f, " {}", shell_words::quote(subject))?;
        }
        self.options.iter().try_for_each(|(name, value)| write!(f, " --{name} {}", shell_words::quote(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_written() {
        let line = "lab sigmoid --cursor -2 --compare tanh --compare relu --image 'my dog.png'";
        let exhibit: Exhibit = line.parse().unwrap();
        assert_eq!(exhibit.subject.as_deref(), Some("sigmoid"));
        assert_eq!(exhibit.options[0], ("cursor".to_owned(), "-2".to_owned()));
        assert_eq!(exhibit.to_string(), line);
        let link = "#dataset=xor&seed=1";
        for line in [format!("train {link}"), format!("train '{link}' --epoch 3"), format!("train \"{link}\"")] {
            assert_eq!(line.parse::<Exhibit>().unwrap().subject.as_deref(), Some(link), "{line}");
        }
        let quoted: Exhibit = r"lab 'a #b' --x '\' --y #c".parse().unwrap();
        assert_eq!(quoted.subject.as_deref(), Some("a #b"));
        let options = [("x", "\\"), ("y", "#c")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(quoted.options, options);
        assert_eq!("lab --cursor=1".parse::<Exhibit>().unwrap().to_string(), "lab --cursor 1");
    }

    #[test]
    fn play_is_train_with_the_default_page() {
        for (line, wanted) in [
            ("play", "train playground"),
            ("play --seed 2", "train playground --seed 2"),
            ("play spiral --activation relu", "train spiral --hidden-activation relu"),
            ("play moons", "train moons"),
        ] {
            assert_eq!(line.parse::<Exhibit>().unwrap().to_string(), wanted);
        }
    }

    #[test]
    fn earlier_spellings_are_read() {
        let line = "sweep parabola --from 3 --learning_rate 0.1";
        assert_eq!(line.parse::<Exhibit>().unwrap().to_string(), "sweep parabola --seed 3 --learning-rate 0.1");
        let line = "train parabola --activation relu";
        assert_eq!(line.parse::<Exhibit>().unwrap().to_string(), "train parabola --hidden-activation relu");
        let line = "slope --activation relu";
        assert_eq!(line.parse::<Exhibit>().unwrap().to_string(), line);
    }

    #[test]
    fn mistakes_get_a_sentence() {
        for (line, part) in [
            ("", "begins with a room"),
            ("lap", "no room \"lap\""),
            ("lab sigmoid tanh", "has \"tanh\" where"),
            ("lab --cursor", "has no value"),
            ("lab 'x", "not closed"),
        ] {
            let err = line.parse::<Exhibit>().unwrap_err();
            assert!(err.to_string().contains(part), "{line}: {err}");
        }
    }
}
