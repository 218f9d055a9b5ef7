//! The exhibit of a step: another room, opened with the step's exhibit line.

use crate::config;
use crate::input::{Key, Keymap, Script, ScriptStep, TYPING, latin, typed};
use crate::screens::{AnyScreen, AppContext, Context, Exhibit, ExhibitError, RoomEntry, SubjectKind};
use crate::words::Message;
use ratatui::layout::Size;
use std::sync::OnceLock;

/// The inner room, or why there is none.
pub(super) enum EmbeddedRoom {
    /// Not opened yet.
    None,
    Room(Box<dyn AnyScreen>),
    /// The line does not lead to a room.
    Fault(Message),
}

impl EmbeddedRoom {
    /// Opens an exhibit line. It uses the default settings instead of the reader's, because texts state numbers about
    /// the exhibit.
    pub(super) fn open(line: &str, panels: &[String], shared: &AppContext) -> Self {
        let open = || {
            let exhibit: Exhibit = line.parse()?;
            let entry = RoomEntry::find(&exhibit.room).filter(|entry| entry.subject != Some(SubjectKind::Lesson));
            let entry = entry.ok_or_else(|| ExhibitError::NoExhibits { room: exhibit.room.clone() })?;
            let mut plain = shared.clone();
            plain.config = config::defaults()?;
            (plain.config.own, plain.config.picture) = (shared.config.own.clone(), shared.config.picture.clone());
            plain.config.limits = shared.config.limits.clone();
            let mut room = (entry.open)(&plain)?;
            room.open(&exhibit, &plain)?;
            show_panels(room.as_mut(), panels, &plain)?;
            Ok::<_, Message>(room)
        };
        open().map_or_else(Self::Fault, Self::Room)
    }

    pub(super) fn room(&self) -> Option<&dyn AnyScreen> {
        match self {
            Self::Room(room) => Some(room.as_ref()),
            _ => None,
        }
    }

    pub(super) fn room_mut(&mut self) -> Option<&mut dyn AnyScreen> {
        match self {
            Self::Room(room) => Some(room.as_mut()),
            _ => None,
        }
    }

    /// Whether the room waits for files of data.
    pub(super) fn is_waiting(&self) -> bool {
        self.room().is_some_and(|room| room.loading().is_some())
    }

    /// Presses a key. Lessons are written for the default keys.
    pub(super) fn press(&mut self, key: Key, size: Size, cx: &mut Context) {
        let (Some(room), Some(keymap)) = (self.room_mut(), default_keymap()) else { return };
        // A key may depend on values derived after the key before it.
        room.prepare(size, cx);
        if room.is_typing() {
            match (keymap.verb(TYPING, key), typed(key)) {
                (Some(verb), _) => drop(room.run(verb, cx)),
                (None, Some(letter)) => room.letter(letter, cx),
                (None, None) => {}
            }
        } else if let Some(verb) = keymap.verb(room.id(), latin(key)) {
            room.run(verb, cx);
        }
    }
}

/// Shows only these panels; all of them if there are none.
pub(super) fn show_panels(room: &mut dyn AnyScreen, panels: &[String], shared: &AppContext) -> Result<(), Message> {
    if panels.is_empty() {
        return Ok(());
    }
    let options = vec![("panels".to_owned(), panels.join(","))];
    room.open(&Exhibit { room: room.id().to_owned(), subject: None, options }, shared)
}

/// The keys that a script presses, one by one.
pub(super) fn presses(script: &str, shared: &AppContext) -> Vec<Key> {
    let Ok(script) = Script::read(script, shared.config.limits.script()) else { return Vec::new() };
    let press = |step: &ScriptStep| match step {
        ScriptStep::Press(key, count) => Some((*key, *count as usize)),
        ScriptStep::Ticks(_) | ScriptStep::Size(..) | ScriptStep::Until(..) => None,
    };
    script.steps.iter().filter_map(press).flat_map(|(key, count)| std::iter::repeat_n(key, count)).collect()
}

/// The default keys.
pub(super) fn default_keymap() -> Option<&'static Keymap> {
    static KEYMAP: OnceLock<Option<Keymap>> = OnceLock::new();
    KEYMAP.get_or_init(|| config::default_keymap().ok()).as_ref()
}
