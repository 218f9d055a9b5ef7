//! The keys that a step names, in its list or in its text: they go to the exhibit, whichever pane has the keys.

use super::embedded_room::default_keymap;
use super::{Focus, WalkScreen};
use crate::input::{Key, Keymap, Script, ScriptStep, Verb, label, parse_key};
use crate::lessons::{InlineKind, LessonBlock, LessonStep};
use crate::screens::{AppContext, Context, Exhibit, RoomEntry, SubjectKind};
use crossterm::event::KeyCode;
use std::collections::BTreeMap;

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

/// The reader's key for the meaning that a default key has in an exhibit, as hints show it.
pub(super) fn shown(key: &str, exhibit: &str, shared: &AppContext) -> String {
    let room = exhibit.parse::<Exhibit>().map(|exhibit| exhibit.room).unwrap_or_default();
    let Ok(parsed) = parse_key(key) else { return key.to_owned() };
    let verb = default_keymap().and_then(|keymap| keymap.verb(&room, parsed));
    let said = shared.keymap.verb(&room, parsed);
    // If the reader has moved a key, the new one is shown.
    let moved = verb.filter(|_| said != verb).and_then(|verb| shared.keymap.keys(&room, verb).next());
    label(moved.unwrap_or(parsed), shared.ascii)
}

/// The stretches of a step's text that name keys of its exhibit, with the label of the reader's key.
#[derive(Debug)]
pub(super) struct Labels(Vec<(String, String)>);

impl Labels {
    pub(super) fn of(step: &LessonStep, shared: &AppContext) -> Self {
        let room = room_of(step);
        let Some(keymap) = default_keymap() else { return Self(Vec::new()) };
        let name = |text: &str| {
            let (key, _) = keymap.bound(&room).find(|(key, _)| label(*key, false) == text)?;
            Some((text.to_owned(), shown(&key.to_string(), &step.exhibit, shared)))
        };
        Self(code(step).filter_map(name).collect())
    }

    pub(super) fn find(&self, text: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == text).map(|(_, label)| label.as_str())
    }
}

fn room_of(step: &LessonStep) -> String {
    step.exhibit.parse::<Exhibit>().map(|exhibit| exhibit.room).unwrap_or_default()
}

/// How often the keys of a step were pressed, by their meaning in the exhibit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pressed(BTreeMap<Verb, u64>);

impl Pressed {
    /// Every listed key as often as the text says, for layouts with the longest marks.
    pub(super) fn all(step: &LessonStep) -> Self {
        let one = |key: &str| Some((verb_of(key, step)?, goal(key, step).map_or(1, |(count, _)| count)));
        Self(step.keys.iter().filter_map(|(key, _)| one(key)).collect())
    }

    pub(super) fn note(&mut self, verb: Verb) {
        let count = self.0.entry(verb).or_default();
        *count = count.saturating_add(1);
    }

    /// The mark of a key that was pressed: how often of how many times, and what the text says of the last one.
    pub(super) fn mark(&self, key: &str, step: &LessonStep, shared: &AppContext) -> Option<String> {
        let count = *self.0.get(&verb_of(key, step)?)?;
        // Pressed more often, the key has changed what the text states.
        let Some((all, value)) = goal(key, step).filter(|(all, _)| count <= *all) else {
            return Some(if shared.ascii { "+" } else { "✓" }.to_owned());
        };
        let (n, key) = (count.to_string(), if count < all { "walk.pressed" } else { "walk.pressed-all" });
        Some(shared.words.fill(key, &[("n", &n), ("all", &all.to_string()), ("value", value)]))
    }
}

/// The meaning of a default key in the exhibit of a step.
fn verb_of(key: &str, step: &LessonStep) -> Option<Verb> {
    default_keymap()?.verb(&room_of(step), parse_key(key).ok()?)
}

/// How often the text has a key pressed alone, and the number that it then states.
fn goal<'a>(key: &str, step: &'a LessonStep) -> Option<(u64, &'a str)> {
    let key = parse_key(key).ok()?;
    step.checks.iter().filter(|check| check.within.is_none()).find_map(|check| -> Option<(u64, &'a str)> {
        let script: Script = check.after.as_ref()?.parse::<Script>().ok()?;
        let mut count = 0;
        for one in &script.steps {
            match one {
                ScriptStep::Press(pressed, times) if *pressed == key => count += times,
                _ => return None,
            }
        }
        (count > 0).then_some((count, check.written.as_str()))
    })
}

impl WalkScreen {
    /// The verb of a named key, unless the key is an answer to the open question.
    pub(super) fn named_verb(&self, key: Key, keymap: &Keymap) -> Option<Verb> {
        let room = self.guest.room()?;
        if self.contents.is_some() || self.cover.is_some() {
            return None;
        }
        // Whichever pane has the keys, this one stops the reading of the exhibit's data.
        if self.guest.is_waiting() && keymap.verb(room.id(), key) == Some(Verb::Cancel) {
            return Some(Verb::Cancel);
        }
        if self.watch.is_some() {
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
        if let Some(room) = self.guest.room_mut().filter(|room| verb == Verb::Cancel && room.loading().is_some()) {
            room.run(verb, cx);
            return;
        }
        if self.is_open() {
            self.ask_for_answer(cx);
            return;
        }
        if verb == Verb::NextStep {
            self.next_step(cx);
            return;
        }
        self.catch_up(cx);
        if let Some(room) = self.guest.room_mut().filter(|room| room.loading().is_some()) {
            room.run(verb, cx);
            return;
        }
        // Where only one of them fits, the exhibit comes in front.
        self.peek = self.is_single();
        self.pressed.note(verb);
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
            && self.watch.is_none()
            && self.named.contains(&Verb::Start)
            && self.guest.room().is_some_and(|room| !room.has_ended())
    }

    /// Why a key of the exhibit is off: it would lead away from what the lesson is about.
    pub(super) fn why_off(&self, verb: Verb) -> Option<&'static str> {
        let room = RoomEntry::find(self.guest.room()?.id())?;
        match verb {
            _ if self.named.contains(&verb) => None,
            _ if room.leading.contains(&verb) => Some("walk.off-room"),
            Verb::Next | Verb::Previous if room.subject == Some(SubjectKind::Experiment) => Some("walk.off-experiment"),
            _ => None,
        }
    }
}
