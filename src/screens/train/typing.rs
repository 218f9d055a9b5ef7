//! What is typed in Train: part of a name in a list, a value, or a name to save under.

use super::TrainScreen;
use super::chooser::{self, Chooser};
use super::picker::{self, Picker};
use super::prompt::{self, Prompt};
use crate::input::Verb;
use crate::screens::{Command, Context, DrawContext};
use crate::widgets::field;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

/// What is open.
#[derive(Debug)]
pub(super) enum Typing {
    /// The list of experiments.
    Experiments(Picker),
    /// Another list.
    List(Chooser),
    /// A line below the picture.
    Line(Prompt),
}

impl From<Picker> for Typing {
    fn from(picker: Picker) -> Self {
        Self::Experiments(picker)
    }
}

impl From<Chooser> for Typing {
    fn from(chooser: Chooser) -> Self {
        Self::List(chooser)
    }
}

impl From<Prompt> for Typing {
    fn from(prompt: Prompt) -> Self {
        Self::Line(prompt)
    }
}

impl Typing {
    fn line_mut(&mut self) -> &mut Input {
        match self {
            Self::Experiments(picker) => &mut picker.line,
            Self::List(chooser) => &mut chooser.line,
            Self::Line(prompt) => &mut prompt.line,
        }
    }
}

pub(super) const TYPING: &[Command<TrainScreen>] = &[
    Command::<TrainScreen>::new(Verb::Accept, "take", accept).after("/"),
    Command::<TrainScreen>::new(Verb::Cancel, "cancel", |room, _| room.typing = None)
        .when(is_taken_by_enter)
        .after("/"),
    Command::<TrainScreen>::new(Verb::Cancel, "close", |room, _| room.typing = None).when(is_taken_at_once).after("f"),
    Command::<TrainScreen>::new(Verb::Previous, "choose", |room, _| step(room, -1)).when(is_list).after("/"),
    Command::<TrainScreen>::new(Verb::Next, "choose", |room, _| step(room, 1)).when(is_list).after("/"),
    Command::<TrainScreen>::new(Verb::Erase, "erase", |room, _| edit(room, Verb::Erase)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseWord, "erase", |room, _| edit(room, Verb::EraseWord)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseAll, "erase", |room, _| edit(room, Verb::EraseAll)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::EraseNext, "erase", |room, _| edit(room, Verb::EraseNext))
        .after("/ text:xo left"),
    Command::<TrainScreen>::new(Verb::CaretLeft, "caret", |room, _| edit(room, Verb::CaretLeft)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::CaretRight, "caret", |room, _| edit(room, Verb::CaretRight))
        .after("/ text:xo left"),
    Command::<TrainScreen>::new(Verb::CaretStart, "caret", |room, _| edit(room, Verb::CaretStart)).after("/ text:xo"),
    Command::<TrainScreen>::new(Verb::CaretEnd, "caret", |room, _| edit(room, Verb::CaretEnd)).after("/ text:xo left"),
];

fn is_list(room: &TrainScreen) -> bool {
    matches!(room.typing, Some(Typing::Experiments(_) | Typing::List(_)))
}

/// Whether what is chosen is in force already, so that there is nothing to cancel.
fn is_taken_at_once(room: &TrainScreen) -> bool {
    matches!(&room.typing, Some(Typing::List(chooser)) if chooser.stays_open())
}

fn is_taken_by_enter(room: &TrainScreen) -> bool {
    !is_taken_at_once(room)
}

fn accept(room: &mut TrainScreen, cx: &mut Context) {
    match room.typing.take() {
        Some(Typing::Experiments(picker)) => picker::accept(room, &picker, cx),
        Some(Typing::List(chooser)) => chooser::accept(room, chooser, cx),
        Some(Typing::Line(prompt)) => prompt::accept(room, prompt, cx),
        None => {}
    }
}

/// Types a letter.
pub(super) fn letter(room: &mut TrainScreen, letter: char) {
    if let Some(typing) = &mut room.typing {
        field::insert(typing.line_mut(), letter);
    }
    follow(room);
}

fn edit(room: &mut TrainScreen, verb: Verb) {
    if let Some(typing) = &mut room.typing {
        field::edit(typing.line_mut(), verb);
    }
    follow(room);
}

/// After typing, the first match is chosen if the chosen one is none.
fn follow(room: &mut TrainScreen) {
    match &mut room.typing {
        Some(Typing::Experiments(picker)) => picker.follow(&room.setup, &room.builder),
        Some(Typing::List(chooser)) => chooser.follow(),
        Some(Typing::Line(_)) | None => {}
    }
}

fn step(room: &mut TrainScreen, by: isize) {
    match &mut room.typing {
        Some(Typing::Experiments(picker)) => picker.step(&room.setup, &room.builder, by),
        Some(Typing::List(chooser)) => chooser.step(by),
        Some(Typing::Line(_)) | None => {}
    }
}

/// Draws the line that is typed. Returns whether there is one.
pub(super) fn draw_line(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
    let words = &view.shared.words;
    match &room.typing {
        Some(Typing::Experiments(picker)) => field::draw(words.get("lab.filter"), &picker.line, area, buf, view.look),
        Some(Typing::List(chooser)) => field::draw(words.get("lab.filter"), &chooser.line, area, buf, view.look),
        Some(Typing::Line(prompt)) => prompt.draw(words, area, buf, view.look),
        None => return false,
    }
    true
}

/// Draws a list in place of the panes. Returns whether there is one.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) -> bool {
    match &room.typing {
        Some(Typing::Experiments(picker)) => picker::draw(room, picker, view, area, buf),
        Some(Typing::List(chooser)) => chooser.draw(view, area, buf),
        Some(Typing::Line(_)) | None => return false,
    }
    true
}
