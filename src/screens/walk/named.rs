//! The keys that a step names, in its list or in its text: they go to the exhibit, whichever pane has the keys.

use super::embedded_room::default_keymap;
use super::{Focus, WalkScreen};
use crate::input::{Key, Keymap, Verb, label, parse_key};
use crate::lessons::{InlineKind, LessonBlock, LessonStep};
use crate::screens::{AnyScreen, Context};
use crossterm::event::KeyCode;

/// What the named keys of a step mean in the room of its exhibit. Lessons are written for the keys that the program comes
/// with.
pub(super) fn verbs(step: &LessonStep, room: &str) -> Vec<Verb> {
    let Some(keymap) = default_keymap() else { return Vec::new() };
    let listed = step.keys.iter().filter_map(|(key, _)| parse_key(key).ok());
    let mut verbs: Vec<Verb> = listed.filter_map(|key| keymap.verb(room, key)).collect();
    for text in code(step) {
        verbs.extend(keymap.bound(room).find(|(key, _)| label(*key, false) == text).map(|(_, verb)| verb));
    }
    verbs.sort();
    verbs.dedup();
    verbs
}

/// The stretches of the text that are written as code: keys, formulas, words to type.
fn code(step: &LessonStep) -> impl Iterator<Item = &str> {
    let spans = step.blocks.iter().flat_map(|block| match block {
        LessonBlock::Paragraph(spans) => spans.iter().collect::<Vec<_>>(),
        LessonBlock::Bullets(items) => items.iter().flatten().collect(),
        LessonBlock::Formula(_) => Vec::new(),
    });
    spans.filter(|span| span.kind == InlineKind::Code).map(|span| span.text.as_str())
}

impl WalkScreen {
    /// The verb of a named key, unless the key is an answer to the open question.
    pub(super) fn named_verb(&self, key: Key, keymap: &Keymap) -> Option<Verb> {
        let room = self.guest.room()?;
        if self.contents.is_some() {
            return None;
        }
        if self.focus == Focus::Exhibit {
            return self.goes_on(key, keymap).then_some(Verb::NextStep);
        }
        let is_answer = |verb: Verb| {
            use Verb::{AnswerA, AnswerB, AnswerC, AnswerD, AnswerE, AnswerF, Skip};
            matches!(verb, AnswerA | AnswerB | AnswerC | AnswerD | AnswerE | AnswerF | Skip)
        };
        if super::commands::is_asking_still(self) && keymap.verb(super::ID, key).is_some_and(is_answer) {
            return None;
        }
        // Starting a run is what the key that goes on does, as long as there is something to run.
        keymap.verb(room.id(), key).filter(|verb| *verb != Verb::Start && self.named.contains(verb))
    }

    /// Whether a key turns the step while the exhibit has the keys: space does, unless the step runs the exhibit by it.
    fn goes_on(&self, key: Key, keymap: &Keymap) -> bool {
        key.code == KeyCode::Char(' ') && keymap.verb(super::ID, key) == Some(Verb::Accept) && !self.runs()
    }

    /// Runs the verb of a named key in the exhibit. While a question is open, the guess comes first.
    pub(super) fn run_in_exhibit(&mut self, verb: Verb, cx: &mut Context) {
        if self.is_open() {
            self.ask_for_answer(cx);
            return;
        }
        if verb == Verb::NextStep {
            self.next_step(cx);
            return;
        }
        self.catch_up(cx);
        // Where only one of them fits, the exhibit comes in front.
        self.peek = !self.is_beside();
        if let Some(room) = self.guest.room_mut() {
            room.run(verb, cx);
            // Whoever types a line there has the keys there.
            if room.is_typing() {
                (self.focus, self.peek) = (Focus::Exhibit, false);
            }
        }
    }

    /// Whether the key that goes on runs the exhibit instead: the step says so, and there is something left to run.
    pub(super) fn runs(&self) -> bool {
        self.contents.is_none()
            && !self.is_open()
            && self.named.contains(&Verb::Start)
            && self.guest.room().is_some_and(|room| !room.has_ended())
    }

    /// Why a key of the exhibit is off: it would lead away from what the lesson is about.
    pub(super) fn why_off(&self, verb: Verb) -> Option<&'static str> {
        let room = self.guest.room().map(AnyScreen::id)?;
        match (room, verb) {
            _ if self.named.contains(&verb) => None,
            ("train" | "sweep", Verb::Next | Verb::Previous) => Some("walk.off-experiment"),
            ("train", Verb::Sweep) | ("sweep", Verb::Accept) => Some("walk.off-room"),
            _ => None,
        }
    }
}
