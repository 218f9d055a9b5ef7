//! Who reads standard input: each `-` on a command line stands for it, and only one can have it.

use super::CliError;
use super::args::{DataFlags, Globals};
use super::mistake::UsageError;
use crate::screens::Exhibit;

/// The options of an exhibit line that can be files.
const OF_EXHIBIT: [&str; 3] = ["data", "test", "image"];

/// The global options that are standard input.
fn of_globals(globals: &Globals) -> Vec<String> {
    let config = globals.config.as_ref().and_then(|path| path.to_str());
    let all = [("--config", config), ("--theme", globals.theme.as_deref()), ("--image", globals.image.as_deref())];
    all.into_iter().filter(|(_, value)| *value == Some("-")).map(|(name, _)| name.to_owned()).collect()
}

fn of_exhibit(exhibit: &Exhibit) -> Vec<String> {
    let subject = exhibit.subject.iter().filter(|subject| *subject == "-").map(|_| exhibit.room.clone());
    let is_file = |name: &str| OF_EXHIBIT.contains(&name);
    let options = exhibit.options.iter().filter(|(name, value)| is_file(name) && value == "-");
    subject.chain(options.map(|(name, _)| format!("--{name}"))).collect()
}

/// Whether a file on standard input, which is no table, is read by the program while it has a terminal.
pub(super) fn is_used(globals: &Globals, exhibit: Option<&Exhibit>) -> bool {
    !of_globals(globals).is_empty() || exhibit.is_some_and(|exhibit| !of_exhibit(exhibit).is_empty())
}

/// The files that an experiment and its data are read from.
pub(super) fn of_data<'a>(experiment: Option<&'a str>, data: &'a DataFlags) -> [(&'static str, Option<&'a str>); 3] {
    [("EXPERIMENT", experiment), ("--data", data.data.as_deref()), ("--test", data.test.as_deref())]
}

/// Refuses a command line on which standard input would have two readers.
pub(super) fn check(
    globals: &Globals,
    exhibit: Option<&Exhibit>,
    others: &[(&str, Option<&str>)],
) -> Result<(), CliError> {
    let mut readers = of_globals(globals);
    readers.extend(exhibit.map(of_exhibit).unwrap_or_default());
    readers.extend(others.iter().filter(|(_, value)| *value == Some("-")).map(|(name, _)| (*name).to_owned()));
    if readers.len() > 1 { Err(CliError::usage(UsageError::SharedInput { readers })) } else { Ok(()) }
}
