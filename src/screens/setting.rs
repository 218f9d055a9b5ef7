//! The options of a room's exhibit line.

use super::ExhibitError;
use crate::text::nearest;
use crate::words::Message;
use clap::{Arg, Command};

/// What the subject of a room's exhibit line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A built-in activation, or an own function.
    Function,
    /// An experiment, a link to TensorFlow Playground, or data. The line may need files, and its hyperparameters and its seed
    /// are options.
    Experiment,
    /// A lesson of the course.
    Lesson,
}

impl SubjectKind {
    /// Its placeholder in help, and its meaning.
    fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::Function => ("FUNCTION", "An activation, as in sigmoid"),
            Self::Experiment => {
                ("EXPERIMENT", "The id of a built-in experiment, a playground link, or the path of a .toml file")
            }
            Self::Lesson => ("LESSON", "A lesson: its number, or the name of its file"),
        }
    }
}

/// An option of a room's exhibit line.
#[derive(Debug)]
pub struct Setting<S: 'static> {
    /// The name without dashes.
    pub name: &'static str,
    /// The placeholder of its value in help.
    pub takes: &'static str,
    /// Its meaning, in one line.
    pub help: &'static str,
    /// Sets a value. The error says what would be right.
    pub set: fn(&mut S, &str) -> Result<(), Message>,
    /// The values that lead to the current state; empty if that is the initial one.
    pub get: fn(&S) -> Vec<String>,
}

impl<S> Clone for Setting<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Setting<S> {}

/// Options one after another, in a constant. There must be as many as the array holds.
pub(super) const fn joined<S, const COUNT: usize>(parts: [&[Setting<S>]; 3]) -> [Setting<S>; COUNT] {
    let mut all = [parts[0][0]; COUNT];
    let (mut part, mut filled) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            all[filled] = parts[part][at];
            (at, filled) = (at + 1, filled + 1);
        }
        part += 1;
    }
    assert!(filled == COUNT, "the array has room for all options and no more");
    all
}

/// A room's exhibit line as a clap command, for help.
pub(super) fn command<S>(id: &'static str, subject: Option<SubjectKind>, settings: &[Setting<S>]) -> Command {
    let subject = subject.map(|kind| {
        let (name, help) = kind.described();
        Arg::new("subject").value_name(name).help(help)
    });
    let option = |s: &Setting<S>| Arg::new(s.name).long(s.name).value_name(s.takes).help(s.help);
    Command::new(id).bin_name(format!("actlab open {id}")).args(subject).args(settings.iter().map(option))
}

/// Sets one option of a room.
pub(super) fn set<S>(
    id: &str,
    settings: &[Setting<S>],
    room: &mut S,
    name: &str,
    value: &str,
) -> Result<(), ExhibitError> {
    let setting = settings.iter().find(|setting| setting.name == name).ok_or_else(|| unknown(id, settings, name))?;
    let wrong = |reason| ExhibitError::Option { name: name.to_owned(), value: value.to_owned(), reason };
    (setting.set)(room, value).map_err(wrong)
}

fn unknown<S>(id: &str, settings: &[Setting<S>], name: &str) -> ExhibitError {
    let (room, name) = (id.to_owned(), name.to_owned());
    match nearest(&name, settings.iter().map(|s| s.name)) {
        Some(near) => ExhibitError::MistypedOption { room, name, near: near.to_owned() },
        None => {
            let names = settings.iter().map(|s| format!("--{}", s.name)).collect();
            ExhibitError::UnknownOption { room, name, names }
        }
    }
}

/// The options that lead to a room's state, with their values.
pub(super) fn options<S>(settings: &[Setting<S>], room: &S) -> Vec<(String, String)> {
    let values = |s: &Setting<S>| (s.get)(room).into_iter().map(|value| (s.name.to_owned(), value)).collect::<Vec<_>>();
    settings.iter().flat_map(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::OptionError;

    const SETTINGS: &[Setting<bool>] = &[
        Setting {
            name: "log",
            takes: "true|false",
            help: "Whether it is logarithmic",
            set: |room, value| {
                *room = value.parse().map_err(|_| OptionError::Boolean)?;
                Ok(())
            },
            get: |room| vec![room.to_string()],
        },
        Setting { name: "seed", takes: "N", help: "", set: |_, _| Ok(()), get: |_| Vec::new() },
    ];

    #[test]
    fn options_are_set_and_read_and_mistakes_get_a_sentence() {
        let mut room = false;
        assert_eq!(set("train", SETTINGS, &mut room, "log", "true"), Ok(()));
        assert_eq!(options(SETTINGS, &room), [("log".to_owned(), "true".to_owned())]);
        let mut said = |name, value| set("train", SETTINGS, &mut room, name, value).unwrap_err().to_string();
        assert_eq!(said("lgo", "true"), "the room train has no option --lgo; did you mean --log?");
        assert_eq!(said("zzzz", "1"), "the room train has no option --zzzz; expected one of --log, --seed");
        assert_eq!(said("log", "yes"), "--log yes: expected true or false");
    }
}
