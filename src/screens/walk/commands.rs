//! The commands of Walk.

use super::embedded_room::{EmbeddedRoom, show_panels};
use super::{Focus, WalkScreen};
use crate::input::Verb;
use crate::lessons::Answer;
use crate::screens::{Command, Context};
use crate::words::Language;

/// Example keys that lead to a step with a prediction.
const GUESS: &str = "] ]";

pub(super) const COMMANDS: &[Command<WalkScreen>] = &[
    answer::<0>(Verb::AnswerA, "answer"),
    answer::<1>(Verb::AnswerB, "answer"),
    answer::<2>(Verb::AnswerC, "answer"),
    // The text shows the keys of these answers, so they have no hint.
    answer::<3>(Verb::AnswerD, ""),
    answer::<4>(Verb::AnswerE, ""),
    answer::<5>(Verb::AnswerF, ""),
    Command::<WalkScreen>::new(Verb::Skip, "skip", |room, cx| room.take(Answer::Skipped, cx))
        .when(is_asking)
        .after(GUESS),
    Command::<WalkScreen>::new(Verb::Accept, "first-lesson", WalkScreen::close_cover)
        .when(|room| room.cover.is_some() && !in_contents(room)),
    Command::<WalkScreen>::new(Verb::Accept, "open-lesson", |room, cx| {
        if let Some(lesson) = room.contents {
            room.open_lesson(lesson, cx);
        }
    })
    .when(in_contents)
    .after("f3 down"),
    Command::<WalkScreen>::new(Verb::Accept, "skip-run", WalkScreen::hurry)
        .when(|room| room.watch.is_some())
        .after("] ] a"),
    Command::<WalkScreen>::new(Verb::Accept, "run-exhibit", |room, cx| room.run_in_exhibit(Verb::Start, cx))
        .when(WalkScreen::runs)
        .after("} }"),
    Command::<WalkScreen>::new(Verb::Accept, "more", |room, _| {
        room.scroll += room.lines.1.saturating_sub(1).max(1);
    })
    .when(|room| in_text(room) && room.has_more() && !room.runs())
    .after("size:60x14"),
    Command::<WalkScreen>::new(Verb::Accept, "", |room, cx| room.ask_for_answer(cx))
        .when(|room| is_asking(room) && !room.has_more())
        .after(GUESS),
    Command::<WalkScreen>::new(Verb::Accept, "on", WalkScreen::next_step)
        .when(|room| in_text(room) && !room.has_more() && !room.is_open() && !room.runs() && room.watch.is_none()),
    Command::<WalkScreen>::new(Verb::Focus, "text", look).when(|room| room.peek).after("size:60x18 ] ] tab"),
    Command::<WalkScreen>::new(Verb::Focus, "exhibit", look)
        .when(|room| in_text(room) && has_exhibit(room) && !room.peek),
    Command::<WalkScreen>::new(Verb::PreviousPane, "", look_back).when(|room| in_text(room) && has_exhibit(room)),
    Command::<WalkScreen>::new(Verb::PreviousStep, "step", WalkScreen::previous_step).when(has_before).after("]"),
    Command::<WalkScreen>::new(Verb::NextStep, "step", WalkScreen::next_step).when(in_text),
    Command::<WalkScreen>::new(Verb::Previous, "choose", |room, _| {
        room.contents = room.contents.map(|n| n.saturating_sub(1));
    })
    .when(in_contents)
    .after("f3 down"),
    Command::<WalkScreen>::new(Verb::Next, "choose", |room, _| {
        let last = room.course.lessons.len() - 1;
        room.contents = room.contents.map(|n| (n + 1).min(last));
    })
    .when(in_contents)
    .after("f3"),
    Command::<WalkScreen>::new(Verb::Previous, "scroll", |room, _| room.scroll = room.scroll.saturating_sub(1))
        .when(|room| in_text(room) && room.scrolls())
        .after("size:60x14 down"),
    Command::<WalkScreen>::new(Verb::Next, "scroll", |room, _| room.scroll += 1)
        .when(|room| in_text(room) && room.scrolls())
        .after("size:60x14"),
    Command::<WalkScreen>::new(Verb::Contents, "contents", |room, _| {
        room.contents = if room.contents.is_some() { None } else { Some(room.lesson) };
    }),
    Command::<WalkScreen>::new(Verb::Cancel, "close", |room, _| (room.contents, room.peek) = (None, false))
        .when(|room| in_contents(room) || room.peek)
        .after("f3"),
    Command::<WalkScreen>::new(Verb::PreviousLesson, "lesson", |room, cx| room.go(room.lesson - 1, 0, cx))
        .when(|room| in_text(room) && room.lesson > 0)
        .after("}"),
    Command::<WalkScreen>::new(Verb::NextLesson, "lesson", |room, cx| room.go(room.lesson + 1, 0, cx))
        .when(|room| in_text(room) && room.lesson + 1 < room.course.lessons.len()),
    Command::<WalkScreen>::new(Verb::Line, "line", |room, cx| {
        if let Some(exhibit) = room.guest.room() {
            cx.shared.notice = Some(format!("actlab open {}", super::whole(exhibit)));
        }
    })
    .when(has_exhibit),
    Command::<WalkScreen>::new(Verb::ResetExhibit, "reset-exhibit", WalkScreen::reset_exhibit)
        .when(|room| has_exhibit(room) || matches!(room.guest, EmbeddedRoom::Fault(_))),
    Command::<WalkScreen>::new(Verb::Restart, "restart-lesson", WalkScreen::restart).when(in_text).after("]"),
];

/// The commands that work beside those of the exhibit.
pub(super) const BESIDE: &[Command<WalkScreen>] = &[
    Command::<WalkScreen>::new(Verb::Focus, "panel", WalkScreen::next_pane)
        .when(|room| room.alone.map_or(0, |n| n + 1) < room.panels())
        .after("3*] tab"),
    Command::<WalkScreen>::new(Verb::Focus, "text", WalkScreen::next_pane)
        .when(|room| room.alone.map_or(0, |n| n + 1) >= room.panels())
        .after("tab"),
    Command::<WalkScreen>::new(Verb::PreviousPane, "", WalkScreen::previous_pane).after("tab"),
    Command::<WalkScreen>::new(Verb::PreviousStep, "step", WalkScreen::previous_step)
        .when(has_before_all)
        .after("] tab"),
    Command::<WalkScreen>::new(Verb::NextStep, "step", WalkScreen::next_step).after("tab"),
    Command::<WalkScreen>::new(Verb::PreviousLesson, "", |room, cx| room.go(room.lesson - 1, 0, cx))
        .when(|room| room.lesson > 0)
        .after("} tab"),
    Command::<WalkScreen>::new(Verb::NextLesson, "", |room, cx| room.go(room.lesson + 1, 0, cx))
        .when(|room| room.lesson + 1 < room.course.lessons.len())
        .after("tab"),
    Command::<WalkScreen>::new(Verb::Contents, "", |room, _| {
        (room.focus, room.contents) = (Focus::Text, Some(room.lesson));
    })
    .after("tab"),
    Command::<WalkScreen>::new(Verb::ResetExhibit, "", WalkScreen::reset_exhibit).after("tab"),
    Command::<WalkScreen>::new(Verb::Restart, "", WalkScreen::restart).after("tab"),
];

/// The command of the nth answer, counted from 0.
const fn answer<const N: usize>(verb: Verb, hint: &'static str) -> Command<WalkScreen> {
    Command::<WalkScreen>::new(verb, hint, |room, cx| room.predict(N, cx)).when(is_asking_still).after(GUESS)
}

fn in_text(room: &WalkScreen) -> bool {
    room.contents.is_none() && room.cover.is_none()
}

fn in_contents(room: &WalkScreen) -> bool {
    room.contents.is_some()
}

fn has_exhibit(room: &WalkScreen) -> bool {
    room.guest.room().is_some() && room.cover.is_none()
}

fn is_asking(room: &WalkScreen) -> bool {
    in_text(room) && room.is_open()
}

/// Whether a prediction is still open, including one that was skipped.
pub(super) fn is_asking_still(room: &WalkScreen) -> bool {
    is_asking(room) || in_text(room) && room.answer() == Some(Answer::Skipped)
}

fn has_before(room: &WalkScreen) -> bool {
    in_text(room) && has_before_all(room)
}

fn has_before_all(room: &WalkScreen) -> bool {
    (room.lesson, room.step) != (0, 0)
}

/// Gives the keys to the exhibit. While a prediction waits, the exhibit can only be looked at.
fn look(room: &mut WalkScreen, cx: &mut Context) {
    room.catch_up(cx);
    if !room.is_open() {
        (room.focus, room.peek) = (Focus::Exhibit, false);
    } else if room.is_single() {
        room.peek = !room.peek;
    } else {
        room.ask_for_answer(cx);
    }
}

/// The same, from the other end: the last panel of the exhibit comes first.
fn look_back(room: &mut WalkScreen, cx: &mut Context) {
    look(room, cx);
    if matches!(room.focus, Focus::Exhibit) && room.panels() > 0 {
        room.show_alone(Some(room.panels() - 1), cx);
    }
}

impl WalkScreen {
    /// The panels that can be shown alone: those of the step, if there are several.
    fn panels(&self) -> usize {
        let count = self.step(Language::English).panels.len();
        if count > 1 { count } else { 0 }
    }

    /// Shows the next panel of the step alone; after the last one, the text has the keys again.
    fn next_pane(&mut self, cx: &mut Context) {
        let next = self.alone.map_or(0, |n| n + 1);
        let alone = Some(next).filter(|next| *next < self.panels());
        self.show_alone(alone, cx);
        if alone.is_none() {
            self.focus = Focus::Text;
        }
    }

    /// The same backwards: all panels come before the first one alone, and the text before them.
    fn previous_pane(&mut self, cx: &mut Context) {
        match self.alone {
            Some(n) => self.show_alone(n.checked_sub(1), cx),
            None => self.focus = Focus::Text,
        }
    }

    /// Shows one panel of the step alone, or all of them.
    fn show_alone(&mut self, alone: Option<usize>, cx: &Context) {
        let panels = self.step(Language::English).panels.clone();
        let shown = alone.and_then(|n| panels.get(n)).map_or(panels.clone(), |panel| vec![panel.clone()]);
        self.alone = alone;
        if let Some(room) = self.guest.room_mut() {
            // The names are those of the step, which were read when it was opened.
            drop(show_panels(room, &shown, cx.shared));
        }
    }
}
