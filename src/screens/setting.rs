//! The options of a room's exhibit line.

use crate::text::nearest;

/// An option of a room's exhibit line.
#[derive(Debug)]
pub struct Setting<S: 'static> {
    /// Without dashes.
    pub name: &'static str,
    /// Takes a value; the error says what would be right.
    pub set: fn(&mut S, &str) -> Result<(), String>,
    /// The values that lead to the present state; none where that is what the room begins with.
    pub get: fn(&S) -> Vec<String>,
}

/// Puts a room into the state of one option.
pub(super) fn set<S>(id: &str, settings: &[Setting<S>], room: &mut S, name: &str, value: &str) -> Result<(), String> {
    let setting = settings.iter().find(|setting| setting.name == name).ok_or_else(|| unknown(id, settings, name))?;
    (setting.set)(room, value).map_err(|reason| format!("--{name} {value}: {reason}"))
}

fn unknown<S>(id: &str, settings: &[Setting<S>], name: &str) -> String {
    let names: Vec<&'static str> = settings.iter().map(|s| s.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(known) => format!("the room {id} has no option --{name}; did you mean --{known}?"),
        None => format!("the room {id} has no option --{name}; right would be one of --{}", names.join(", --")),
    }
}

/// The options that lead to a room's state, with their values.
pub(super) fn options<S>(settings: &[Setting<S>], room: &S) -> Vec<(String, String)> {
    let values = |s: &Setting<S>| (s.get)(room).into_iter().map(|value| (s.name.to_owned(), value)).collect::<Vec<_>>();
    settings.iter().flat_map(values).collect()
}
