//! Which key means which verb, in each room.
//!
//! A key means one thing at a time: its verb in the current room, else its verb in every room. Two verbs may share a
//! key in different rooms, but not in one room.

use super::{Key, KeyError, Verb, parse_key};
use crate::text::nearest;
use crate::words::{WordHint, errors};
use std::collections::BTreeMap;

/// The context of every room.
pub const EVERYWHERE: &str = "everywhere";
/// The context of a line of text being typed.
pub const TYPING: &str = "typing";

/// The context of keys that work beside those of an inner room.
pub const BESIDE: &str = "exhibit";
/// These contexts may redefine keys of every room, except help and quit.
const TAKING: [&str; 4] = ["walk", "train", "train-points", BESIDE];

/// A key and its verb in a context.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// `everywhere`, `typing` or the id of a room.
    pub context: String,
    pub key: Key,
    pub verb: Verb,
}

/// All bindings, in the order of the configuration. Hints show the first key of a verb.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Keymap(Vec<Binding>);

errors! {
    /// Errors in the keys of a verb.
    pub enum BindingError: "binding" {
        /// A text is not a key.
        NoKey { reason: KeyError } = "no-key",
        /// There is no such verb.
        UnknownVerb { id: String, hint: WordHint } = "unknown-verb",
        /// The key has another verb, in a context that can be active at the same time.
        Taken { key: String, verb: String, context: String } = "taken",
    }
}

errors! {
    /// Why a table of keys is refused. A place is written as `keys.lab.next`.
    pub enum KeymapError: "keymap" {
        /// A place is invalid.
        Wrong { place: String, reason: Box<BindingError> } = "wrong",
        /// Two places clash. The error describes it from both sides.
        Clash { place: String, reason: Box<BindingError>, other: String, seen: Box<BindingError> } = "clash",
    }
}

impl KeymapError {
    /// The invalid places, each with its error.
    pub fn places(&self) -> Vec<(&str, &BindingError)> {
        match self {
            Self::Wrong { place, reason } => vec![(place, reason)],
            Self::Clash { place, reason, other, seen } => vec![(place, reason), (other, seen)],
        }
    }
}

/// Tables of keys as in the configuration: context → verb → keys.
pub type KeyTables = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Keymap {
    /// Reads the tables of the configuration.
    ///
    /// # Errors
    /// A verb is unknown, a text is not a key, or a key would have two meanings in one room.
    pub fn read(tables: &KeyTables) -> Result<Self, KeymapError> {
        let mut map = Self::default();
        for (context, verbs) in tables {
            for (id, keys) in verbs {
                let place = format!("keys.{context}.{id}");
                let verb = Verb::named(id).ok_or_else(|| unknown_verb(&place, id))?;
                for text in keys {
                    let key = parse_key(text).map_err(|reason| no_key(&place, reason))?;
                    map.add(Binding { context: context.clone(), key, verb }, &place)?;
                }
            }
        }
        Ok(map)
    }

    fn add(&mut self, new: Binding, place: &str) -> Result<(), KeymapError> {
        let clash = self.0.iter().find(|old| old.key == new.key && old.verb != new.verb && meet(old, &new));
        if let Some(old) = clash {
            let key = super::label(new.key, false);
            let taken = |b: &Binding| {
                let (verb, context) = (b.verb.id().to_owned(), b.context.clone());
                BindingError::Taken { key: key.clone(), verb, context }
            };
            let (reason, seen) = (Box::new(taken(old)), Box::new(taken(&new)));
            let other = format!("keys.{}.{}", old.context, old.verb.id());
            return Err(KeymapError::Clash { place: place.to_owned(), reason, other, seen });
        }
        self.0.push(new);
        Ok(())
    }

    /// The verb of a key in a context.
    pub fn verb(&self, context: &str, key: Key) -> Option<Verb> {
        self.verb_in(&[context], key)
    }

    /// The verb of a key in the first of several active contexts that has one.
    pub fn verb_in(&self, contexts: &[&str], key: Key) -> Option<Verb> {
        let everywhere = if contexts.contains(&TYPING) { None } else { Some(EVERYWHERE) };
        let said = |wanted: &str| self.0.iter().find(|b| b.context == wanted && b.key == key).map(|b| b.verb);
        contexts.iter().copied().chain(everywhere).find_map(said)
    }

    /// The keys of a context with their verbs, without those of every room.
    pub fn bound(&self, context: &str) -> impl Iterator<Item = (Key, Verb)> + '_ {
        let context = context.to_owned();
        self.0.iter().filter(move |binding| binding.context == context).map(|binding| (binding.key, binding.verb))
    }

    /// The keys of a verb in a context. Hints show the first.
    pub fn keys(&self, context: &str, verb: Verb) -> impl Iterator<Item = Key> + '_ {
        let (context, other) = (context.to_owned(), context.to_owned());
        self.0
            .iter()
            .filter(move |b| b.verb == verb && (b.context == context || b.context == EVERYWHERE))
            .filter(move |b| b.context != EVERYWHERE || !self.is_taken(b.key, verb, &other))
            .map(|b| b.key)
    }

    /// Whether a key of every room has another meaning here.
    fn is_taken(&self, key: Key, verb: Verb, context: &str) -> bool {
        self.0.iter().any(|b| b.context == context && b.key == key && b.verb != verb)
    }
}

/// Whether two bindings of a key would be active at the same time.
fn meet(old: &Binding, new: &Binding) -> bool {
    let contexts = [old.context.as_str(), new.context.as_str()];
    let has = |name: &str| contexts.contains(&name);
    let keeps = |b: &Binding| matches!(b.verb, Verb::Quit | Verb::Help);
    if old.context == new.context {
        return true;
    }
    if has(TYPING) || has(BESIDE) && (has("walk") || has("help")) {
        return false;
    }
    if has(EVERYWHERE) {
        return !contexts.iter().any(|c| TAKING.contains(c)) || keeps(old) || keeps(new);
    }
    // Keys beside an inner room must not hide any of its keys.
    has(BESIDE)
}

fn unknown_verb(place: &str, id: &str) -> KeymapError {
    let known: Vec<&str> = Verb::ALL.iter().map(|verb| verb.id()).collect();
    let hint = WordHint::new(nearest(id, known.iter().copied()), known);
    let reason = Box::new(BindingError::UnknownVerb { id: id.to_owned(), hint });
    KeymapError::Wrong { place: place.to_owned(), reason }
}

fn no_key(place: &str, reason: KeyError) -> KeymapError {
    KeymapError::Wrong { place: place.to_owned(), reason: Box::new(BindingError::NoKey { reason }) }
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
        assert_eq!(
            err.to_string(),
            "keys.lab.next: the key q already means quit (everywhere); use a key that is free there"
        );
        assert!(Keymap::read(&tables(&[("train", "next", "n"), ("lab", "numeric", "n")])).is_ok());
    }

    #[test]
    fn a_lesson_takes_keys_of_every_room_but_none_of_its_exhibit() {
        let tab = parse_key("tab").unwrap();
        let rows = [("everywhere", "next-pane", "tab"), ("walk", "focus", "tab"), ("exhibit", "focus", "tab")];
        let map = Keymap::read(&tables(&rows)).unwrap();
        assert_eq!(map.verb("walk", tab), Some(Verb::Focus));
        assert_eq!(map.verb_in(&[BESIDE, "lab"], tab), Some(Verb::Focus));
        assert_eq!(map.verb("lab", tab), Some(Verb::NextPane));
        assert_eq!(map.keys("walk", Verb::NextPane).count(), 0, "that key means something else here");
        let err = Keymap::read(&tables(&[("exhibit", "focus", "j"), ("lab", "next", "j")])).unwrap_err();
        assert_eq!(
            err.to_string(),
            "keys.lab.next: the key j already means focus (exhibit); use a key that is free there"
        );
        assert!(Keymap::read(&tables(&[("everywhere", "quit", "q"), ("walk", "focus", "q")])).is_err());
    }

    #[test]
    fn errors_name_the_place_and_the_nearest_word() {
        let err = Keymap::read(&tables(&[("lab", "zoom-inn", "z")])).unwrap_err();
        assert_eq!(err.to_string(), "keys.lab.zoom-inn: there is no verb \"zoom-inn\"; did you mean \"zoom-in\"?");
        let err = Keymap::read(&tables(&[("lab", "next", "dwon")])).unwrap_err();
        assert!(err.to_string().starts_with("keys.lab.next: \"dwon\" is not a key"), "{err}");
    }
}
