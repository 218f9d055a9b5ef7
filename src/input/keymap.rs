//! Which key says which verb, room by room.
//!
//! A key means one thing at a time: what the room in front says, else what every room says. So two verbs may share a key
//! in different rooms, never in one.

use super::{Key, Verb, parse_key};
use std::collections::BTreeMap;
use std::fmt;

/// The context of every room.
const EVERYWHERE: &str = "everywhere";
/// The context of a line of text being typed.
pub const TYPING: &str = "typing";

/// A key and what it says in a context.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// `everywhere`, `typing` or the id of a room.
    pub context: String,
    /// The key.
    pub key: Key,
    /// What it says.
    pub verb: Verb,
}

/// All bindings, in the order of the configuration: the first key of a verb is the one that hints show.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Keymap(Vec<Binding>);

/// Why a table of keys is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct KeymapError {
    /// The place, as `keys.lab.next`.
    pub place: String,
    /// What is wrong there and what would be right.
    pub reason: String,
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for KeymapError {}

/// Tables of keys as the configuration holds them: context → verb → keys.
pub type KeyTables = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Keymap {
    /// Reads the tables of the configuration.
    ///
    /// # Errors
    /// An unknown verb, a text that is no key, or a key that would say two things in one room.
    pub fn read(tables: &KeyTables) -> Result<Self, KeymapError> {
        let mut map = Self::default();
        for (context, verbs) in tables {
            for (id, keys) in verbs {
                let place = format!("keys.{context}.{id}");
                let verb = Verb::named(id).ok_or_else(|| unknown_verb(&place, id))?;
                for text in keys {
                    let key = parse_key(text).map_err(|text| no_key(&place, &text))?;
                    map.add(Binding { context: context.clone(), key, verb }, &place)?;
                }
            }
        }
        Ok(map)
    }

    fn add(&mut self, new: Binding, place: &str) -> Result<(), KeymapError> {
        let clash = self.0.iter().find(|old| {
            let shared = old.context == new.context
                || [&old.context, &new.context].iter().any(|c| *c == EVERYWHERE)
                    && [&old.context, &new.context].iter().all(|c| *c != TYPING);
            old.key == new.key && shared && old.verb != new.verb
        });
        if let Some(old) = clash {
            let reason =
                format!("the key {} already says {} ({})", super::label(new.key, false), old.verb.id(), old.context);
            return Err(KeymapError { place: place.to_owned(), reason });
        }
        self.0.push(new);
        Ok(())
    }

    /// What a key says in a context.
    pub fn verb(&self, context: &str, key: Key) -> Option<Verb> {
        let said = |wanted: &str| self.0.iter().find(|b| b.context == wanted && b.key == key).map(|b| b.verb);
        said(context).or_else(|| if context == TYPING { None } else { said(EVERYWHERE) })
    }

    /// The keys that say a verb in a context, the one to show first.
    pub fn keys(&self, context: &str, verb: Verb) -> impl Iterator<Item = Key> + '_ {
        let context = context.to_owned();
        self.0
            .iter()
            .filter(move |b| b.verb == verb && (b.context == context || b.context == EVERYWHERE))
            .map(|b| b.key)
    }
}

fn unknown_verb(place: &str, id: &str) -> KeymapError {
    let near = Verb::ALL.iter().map(|v| v.id()).max_by(|a, b| {
        let likeness = |known| strsim::jaro_winkler(known, id);
        likeness(a).total_cmp(&likeness(b))
    });
    let reason = format!("there is no verb \"{id}\"; the nearest is \"{}\"", near.unwrap_or_default());
    KeymapError { place: place.to_owned(), reason }
}

fn no_key(place: &str, text: &str) -> KeymapError {
    let reason = format!("\"{text}\" is no key; keys are written a, G, ?, up, space, enter, f1, shift-left, ctrl-c");
    KeymapError { place: place.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(rows: &[(&str, &str, &str)]) -> KeyTables {
        let mut tables = KeyTables::new();
        for (context, verb, key) in rows {
            let keys = tables.entry((*context).to_owned()).or_default().entry((*verb).to_owned()).or_default();
            keys.push((*key).to_owned());
        }
        tables
    }

    #[test]
    fn a_room_is_asked_before_every_room() {
        let map = Keymap::read(&tables(&[("everywhere", "quit", "q"), ("lab", "next", "j")])).unwrap();
        assert_eq!(map.verb("lab", parse_key("j").unwrap()), Some(Verb::Next));
        assert_eq!(map.verb("lab", parse_key("q").unwrap()), Some(Verb::Quit));
        assert_eq!(map.verb(TYPING, parse_key("q").unwrap()), None, "while typing, q is a letter");
    }

    #[test]
    fn two_verbs_on_one_key_are_refused() {
        let err = Keymap::read(&tables(&[("everywhere", "quit", "q"), ("lab", "next", "q")])).unwrap_err();
        assert_eq!(err.to_string(), "keys.lab.next: the key q already says quit (everywhere)");
        assert!(Keymap::read(&tables(&[("train", "next", "n"), ("lab", "numeric", "n")])).is_ok());
    }

    #[test]
    fn errors_name_the_place_and_the_nearest_word() {
        let err = Keymap::read(&tables(&[("lab", "zoom-inn", "z")])).unwrap_err();
        assert_eq!(err.to_string(), "keys.lab.zoom-inn: there is no verb \"zoom-inn\"; the nearest is \"zoom-in\"");
        let err = Keymap::read(&tables(&[("lab", "next", "dwon")])).unwrap_err();
        assert!(err.to_string().starts_with("keys.lab.next: \"dwon\" is no key"), "{err}");
    }
}
