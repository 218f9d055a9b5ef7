//! A line that is typed below the picture: the value of a weight, or a name.

use super::TrainScreen;
use super::build;
use super::points;
use super::save;
use crate::nn::experiment::ParameterPlace;
use crate::screens::Context;
use crate::screens::options::number;
use crate::screens::runs::roster::RosterEdit;
use crate::widgets::{Look, field};
use crate::words::{ToMessage, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Purpose {
    /// The value of a weight or a bias.
    Value(ParameterPlace),
    /// The target of a point by hand.
    Point,
    /// The name of a contestant, from 0.
    Contestant(usize),
    /// The name that the experiment is saved under, and whether its weights are saved.
    Save,
}

/// The line.
#[derive(Debug)]
pub(super) struct Prompt {
    purpose: Purpose,
    pub(super) line: Input,
}

fn open(room: &mut TrainScreen, purpose: Purpose, text: String) {
    room.typing = Some(Prompt { purpose, line: Input::new(text) }.into());
}

/// Asks for the value of the chosen weight or bias.
pub(super) fn open_value(room: &mut TrainScreen) {
    if let Some(place) = build::parameter(room) {
        open(room, Purpose::Value(place), String::new());
    }
}

/// Asks for the target of a point at the cursor.
pub(super) fn open_point(room: &mut TrainScreen) {
    open(room, Purpose::Point, String::new());
}

/// Asks for another name of the shown contestant.
pub(super) fn open_contestant(room: &mut TrainScreen) {
    let n = room.now.shown.contestant;
    let name = room.setup.experiment().contestants.get(n).map(|one| one.name.clone());
    open(room, Purpose::Contestant(n), name.unwrap_or_default());
}

/// Asks for the name that the experiment is saved under.
pub(super) fn open_save(room: &mut TrainScreen) {
    let name = room.setup.suggested_name();
    open(room, Purpose::Save, name);
}

/// Does what was typed. A wrong line stays open, with the reason in the status.
pub(super) fn accept(room: &mut TrainScreen, prompt: Prompt, cx: &mut Context) {
    let text = prompt.line.value().trim().to_owned();
    match prompt.purpose {
        Purpose::Value(_) | Purpose::Point => match number(&text) {
            Ok(value) if prompt.purpose == Purpose::Point => points::put(room, value, cx),
            Ok(value) => build::set_value(room, value, cx),
            Err(reason) => {
                cx.shared.notice = Some(cx.shared.words.say(&reason.message()));
                room.typing = Some(prompt.into());
            }
        },
        Purpose::Contestant(n) => build::roster(room, RosterEdit::Rename(n, text), cx),
        Purpose::Save => {
            if !save::save(room, &text, cx) {
                room.typing = Some(prompt.into());
            }
        }
    }
}

impl Prompt {
    pub(super) fn draw(&self, words: &Words, area: Rect, buf: &mut Buffer, look: Look) {
        let label = match self.purpose {
            Purpose::Value(place) => words.fill("train.type-value", &[("place", &place.to_string())]),
            Purpose::Point => words.get("train.type-point").to_owned(),
            Purpose::Contestant(_) => words.get("train.type-name").to_owned(),
            Purpose::Save => words.get("train.type-save").to_owned(),
        };
        field::draw(&label, &self.line, area, buf, look);
    }
}
