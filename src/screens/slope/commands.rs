//! The commands of Slope.

use super::{STEPS, SlopeScreen, layout};
use crate::functions::numeric_slope::Method;
use crate::input::Verb;
use crate::screens::functions::{self, Filter};
use crate::screens::nice_steps::{decade, turn};
use crate::screens::{Command, stage};
use crate::widgets::field;

/// Example keys that choose PReLU, which has a knob.
const KNOB: &str = "home pagedown pagedown 2*down";

pub(super) const COMMANDS: &[Command<SlopeScreen>] = &[
    Command::<SlopeScreen>::new(Verb::ShrinkStep, "step-size", |room, _| room.now.h = decade(room.now.h, false, STEPS)),
    Command::<SlopeScreen>::new(Verb::GrowStep, "step-size", |room, _| room.now.h = decade(room.now.h, true, STEPS)),
    Command::<SlopeScreen>::new(Verb::Page, "page", |room, _| {
        if room.stage.is_empty() {
            room.now.page = (room.now.page + 1) % room.derived.pages();
        } else {
            room.stage = stage::next(&room.stage, layout::PAGES);
        }
    })
    .when(|room| room.derived.pages() > 1)
    .after("size:80x24"),
    stage::next_pane(),
    stage::previous_pane(),
    Command::<SlopeScreen>::new(Verb::Method, "method", |room, _| {
        let here = Method::ALL.iter().position(|method| *method == room.now.method).unwrap_or(0);
        room.now.method = Method::ALL[(here + 1) % Method::ALL.len()];
    }),
    Command::<SlopeScreen>::new(Verb::Previous, "function", |room, _| step(room, -1)),
    Command::<SlopeScreen>::new(Verb::Next, "function", |room, _| step(room, 1)),
    Command::<SlopeScreen>::new(Verb::BestStep, "best-step", |room, _| {
        if let Some((h, _)) = room.derived.best() {
            room.now.h = h;
        }
    })
    .when(|room| room.derived.best().is_some_and(|(h, _)| h != room.now.h)),
    Command::<SlopeScreen>::new(Verb::KnobDown, "knob", |room, _| parameter(room, -1)).when(has_knobs).after(KNOB),
    Command::<SlopeScreen>::new(Verb::KnobUp, "knob", |room, _| parameter(room, 1)).when(has_knobs).after(KNOB),
    Command::<SlopeScreen>::new(Verb::NextKnob, "next-knob", |room, _| {
        room.parameter = (room.parameter + 1) % room.function().parameters().len();
    })
    .when(|room| room.function().parameters().len() > 1)
    .after("home pagedown pagedown 7*down"),
    Command::<SlopeScreen>::new(Verb::KnobReset, "reset-knob", |room, _| {
        let parameter = room.parameter;
        room.functions[room.chosen].reset_parameter(parameter);
    })
    .when(knob_is_turned)
    .after("home pagedown pagedown 2*down x"),
    Command::<SlopeScreen>::new(Verb::Filter, "filter", |room, _| room.filter = Some(Filter::new(room.chosen))),
    Command::<SlopeScreen>::new(Verb::ShrinkStepFine, "step-fine", |room, _| {
        room.now.h = turn(room.now.h, false, STEPS);
    }),
    Command::<SlopeScreen>::new(Verb::GrowStepFine, "step-fine", |room, _| room.now.h = turn(room.now.h, true, STEPS)),
    Command::<SlopeScreen>::new(Verb::KnobFarDown, "knob-far", |room, _| parameter(room, -10))
        .when(has_knobs)
        .after(KNOB),
    Command::<SlopeScreen>::new(Verb::KnobFarUp, "knob-far", |room, _| parameter(room, 10)).when(has_knobs).after(KNOB),
    Command::<SlopeScreen>::new(Verb::First, "first", |room, _| room.choose(0)),
    Command::<SlopeScreen>::new(Verb::Last, "last", |room, _| room.choose(room.functions.len() - 1)),
    Command::<SlopeScreen>::new(Verb::PreviousGroup, "family", |room, _| family(room, false)),
    Command::<SlopeScreen>::new(Verb::NextGroup, "family", |room, _| family(room, true)),
];

pub(super) const TYPING: &[Command<SlopeScreen>] = &[
    Command::<SlopeScreen>::new(Verb::Accept, "accept", |room, cx| {
        if let Some(filter) = room.filter.take() {
            room.choose(filter.accept(&room.functions, room.chosen, cx));
        }
    })
    .after("/"),
    Command::<SlopeScreen>::new(Verb::Cancel, "cancel", |room, _| {
        if let Some(filter) = room.filter.take() {
            room.choose(filter.before);
        }
    })
    .after("/"),
    Command::<SlopeScreen>::new(Verb::Previous, "choose", |room, _| choose(room, -1)).after("/"),
    Command::<SlopeScreen>::new(Verb::Next, "choose", |room, _| choose(room, 1)).after("/"),
    Command::<SlopeScreen>::new(Verb::Erase, "erase", |room, _| edit(room, Verb::Erase)).after("/ text:re"),
    Command::<SlopeScreen>::new(Verb::EraseWord, "erase", |room, _| edit(room, Verb::EraseWord)).after("/ text:re"),
    Command::<SlopeScreen>::new(Verb::EraseAll, "erase", |room, _| edit(room, Verb::EraseAll)).after("/ text:re"),
    Command::<SlopeScreen>::new(Verb::EraseNext, "erase", |room, _| edit(room, Verb::EraseNext))
        .after("/ text:re left"),
    Command::<SlopeScreen>::new(Verb::CaretLeft, "caret", |room, _| edit(room, Verb::CaretLeft)).after("/ text:re"),
    Command::<SlopeScreen>::new(Verb::CaretRight, "caret", |room, _| edit(room, Verb::CaretRight))
        .after("/ text:re left"),
    Command::<SlopeScreen>::new(Verb::CaretStart, "caret", |room, _| edit(room, Verb::CaretStart)).after("/ text:re"),
    Command::<SlopeScreen>::new(Verb::CaretEnd, "caret", |room, _| edit(room, Verb::CaretEnd)).after("/ text:re left"),
];

fn has_knobs(room: &SlopeScreen) -> bool {
    !room.function().parameters().is_empty()
}

fn knob_is_turned(room: &SlopeScreen) -> bool {
    let f = room.function();
    f.parameters()
        .iter()
        .zip(f.parameter_values())
        .nth(room.parameter)
        .is_some_and(|(parameter, value)| parameter.default != *value)
}

pub(super) fn parameter(room: &mut SlopeScreen, steps: i32) {
    let parameter = room.parameter;
    room.functions[room.chosen].turn_knob(parameter, steps);
}

pub(super) fn step(room: &mut SlopeScreen, by: isize) {
    room.choose(functions::step(room.functions.len(), room.chosen, by));
}

fn family(room: &mut SlopeScreen, forward: bool) {
    room.choose(functions::family(&room.functions, room.chosen, forward));
}

/// Moves through the listed functions.
fn choose(room: &mut SlopeScreen, by: isize) {
    if let Some(filter) = &room.filter {
        room.choose(filter.step(&room.functions, room.chosen, by));
    }
}

fn edit(room: &mut SlopeScreen, verb: Verb) {
    if let Some(filter) = &mut room.filter {
        field::edit(&mut filter.line, verb);
    }
    follow_filter(room);
}

/// While a filter is typed, the best match is shown.
pub(super) fn follow_filter(room: &mut SlopeScreen) {
    if let Some(filter) = &room.filter {
        room.choose(filter.best(&room.functions, room.chosen));
    }
}
