//! The line of knobs below a run: the current knob, the changes to the file, the speed.

use super::TrainScreen;
use super::speed::Speed;
use crate::nn::experiment::{Hyperparameter, Model};
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::screens::runs::selected_experiment::{KNOBS, SHOWN_KNOBS};
use crate::theme::Role;
use crate::widgets::{Look, text};
use crate::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the knobs. A changed one has a mark and the value of the file.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    for (x, hyperparameter) in line(room, &view.shared.words, view.look, area) {
        let wide = usize::from(area.right() - x);
        text::put(buf, x, area.y, wide, &hyperparameter.words, view.look.style(hyperparameter.role));
    }
}

/// The knob that keys turn and its value, if it differs from that of the file.
pub(super) fn turned(room: &TrainScreen, words: &Words) -> Option<String> {
    let known = room.setup.hyperparameters();
    let knob = *known.get(room.hyperparameter % known.len().max(1))?;
    room.setup.edited(knob)?;
    let name = words.find_in("train", &format!("knob-{}", knob.name())).unwrap_or(knob.name());
    Some(format!("{name} {}", room.setup.value(knob)?))
}

/// A part of the line of knobs.
pub(super) struct KnobPart {
    /// The hyperparameter that it shows, if it is a knob.
    pub(super) hyperparameter: Option<Hyperparameter>,
    pub(super) words: String,
    /// What the knob means, if that is said after its value.
    meaning: String,
    role: Role,
}

/// The parts of the line of knobs that fit into an area, each with its column.
pub(super) fn line(room: &TrainScreen, words: &Words, look: Look, area: Rect) -> Vec<(u16, KnobPart)> {
    let mut x = area.x;
    let mut line = Vec::new();
    for mut part in parts(room, words, look) {
        // What a knob means is left out where it does not fit.
        let whole = look.spell(&[part.words.as_str(), part.meaning.as_str()].concat());
        let fits = x + text::width(&whole) as u16 <= area.right();
        part.words = if fits { whole } else { look.spell(&part.words) };
        let wide = text::width(&part.words) as u16;
        if x + wide <= area.right() {
            line.push((x, part));
            x += wide + 2;
        }
    }
    line
}

fn parts(room: &TrainScreen, words: &Words, look: Look) -> Vec<KnobPart> {
    let known = room.setup.hyperparameters();
    let turning = known.get(room.hyperparameter % known.len().max(1)).copied();
    let mut parts = Vec::new();
    let fixed = |words: String, role| KnobPart { hyperparameter: None, words, meaning: String::new(), role };
    let edited = [Hyperparameter::Units, Hyperparameter::Init]
        .into_iter()
        .filter(|hyperparameter| room.setup.edited(*hyperparameter).is_some());
    // The others are seldom turned, so they are there only when they are the current one, or changed.
    let is_shown = |hyperparameter: &Hyperparameter| {
        SHOWN_KNOBS.contains(hyperparameter)
            || turning == Some(*hyperparameter)
            || room.setup.edited(*hyperparameter).is_some()
    };
    let knobs = KNOBS.into_iter().filter(|hyperparameter| known.contains(hyperparameter)).filter(is_shown);
    for hyperparameter in knobs.chain(edited) {
        let value = room.setup.value(hyperparameter).unwrap_or_else(|| words.get("train.mixed").to_owned());
        let name = words.find_in("train", &format!("knob-{}", hyperparameter.name())).unwrap_or(hyperparameter.name());
        let pointer = if turning == Some(hyperparameter) { look.glyph("▸", ">") } else { " " };
        let filed = room.setup.edited(hyperparameter).map(|_| {
            let filed =
                room.setup.base().value_of(hyperparameter).unwrap_or_else(|| words.get("train.mixed").to_owned());
            format!(" ({})", words.fill("train.filed", &[("value", &filed)]))
        });
        let role = if filed.is_some() { Role::Focus } else { Role::Text };
        let meaning = room.setup.experiment().data.noise().map(|(_, meaning)| words.get(meaning.key()));
        let meaning = meaning.filter(|_| hyperparameter == Hyperparameter::Noise && turning == Some(hyperparameter));
        let meaning = meaning.map(|meaning| format!(": {meaning}")).unwrap_or_default();
        let words = format!("{pointer}{name} {value}{}", filed.unwrap_or_default());
        let hyperparameter = known.contains(&hyperparameter).then_some(hyperparameter);
        parts.push(KnobPart { hyperparameter, words, meaning, role });
    }
    parts.extend(method(room, words).map(|words| fixed(format!(" {words}"), Role::Muted)));
    let (epochs, filed) = (room.control.experiment.epochs, room.setup.base().epochs);
    if epochs != filed {
        let filed = words.fill("train.filed", &[("value", &filed.to_string())]);
        parts.push(fixed(format!(" {} {epochs} ({filed})", words.get("train.knob-epochs")), Role::Focus));
    }
    let speed = match room.control.speed {
        Speed::Whole => words.get("train.speed-run").to_owned(),
        Speed::Full => words.get("train.speed-full").to_owned(),
        Speed::Rate(rate) => words.fill("train.speed-rate", &[("rate", &short(rate))]),
    };
    parts.push(fixed(format!(" {} {speed}", words.get("train.speed")), Role::Muted));
    parts
}

/// The optimiser and the loss of the shown contestant.
fn method(room: &TrainScreen, words: &Words) -> Option<String> {
    match &room.control.experiment.contestants.get(room.now.shown.contestant)?.model {
        Model::Perceptron(_) => Some(words.get("train.perceptron-rule").to_owned()),
        Model::Network(setup) => Some(format!("{} · {}", setup.optimizer.name(), setup.loss.name())),
    }
}
