//! The commands of the Lab.

use super::formula_editor::{self, FormulaDraft};
use super::{LabScreen, Line, MOST_COMPARED, Settings, edit, layout, path};
use crate::input::Verb;
use crate::picture::Channel;
use crate::screens::functions::{self, Filter};
use crate::screens::nice_steps::turn;
use crate::screens::number::short;
use crate::screens::{Command, Context, stage};
use crate::tile::GlyphSet;

/// Bounds of the scale of the samples.
pub(super) const SCALES: (f64, f64) = (0.01, 1000.0);
/// Bounds of the gain of the picture.
pub(super) const GAINS: (f64, f64) = (0.01, 1000.0);
/// Bounds of the number of samples.
pub(super) const COUNTS: (f64, f64) = (100.0, 1e6);
/// Bounds of half the length of the x axis.
const HALVES: (f64, f64) = (1e-3, 1e6);

pub(super) const COMMANDS: &[Command<LabScreen>] = &[
    Command::<LabScreen>::new(Verb::Previous, "function", |room, _| step(room, -1)),
    Command::<LabScreen>::new(Verb::Next, "function", |room, _| step(room, 1)),
    Command::<LabScreen>::new(Verb::Left, "cursor", |room, _| cursor(room, -1.0)),
    Command::<LabScreen>::new(Verb::Right, "cursor", |room, _| cursor(room, 1.0)),
    Command::<LabScreen>::new(Verb::Page, "page", |room, _| {
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
    Command::<LabScreen>::new(Verb::KnobDown, "knob", |room, _| parameter(room, -1))
        .when(has_knobs)
        .after("/ text:prelu enter"),
    Command::<LabScreen>::new(Verb::KnobUp, "knob", |room, _| parameter(room, 1))
        .when(has_knobs)
        .after("/ text:prelu enter"),
    Command::<LabScreen>::new(Verb::NextKnob, "next-knob", |room, _| {
        room.parameter = (room.parameter + 1) % room.function().parameters().len();
    })
    .when(|room| room.function().parameters().len() > 1)
    .after("/ text:selu enter"),
    Command::<LabScreen>::new(Verb::KnobReset, "reset-knob", |room, _| reset(room))
        .when(knob_is_turned)
        .after("/ text:prelu enter x"),
    Command::<LabScreen>::new(Verb::Compare, "compare", compare),
    Command::<LabScreen>::new(Verb::CompareNone, "compare-none", |room, _| room.marks.clear())
        .when(|room| !room.marks.is_empty())
        .after("c down"),
    Command::<LabScreen>::new(Verb::ZoomOut, "zoom", |room, _| zoom(room, true)),
    Command::<LabScreen>::new(Verb::ZoomIn, "zoom", |room, _| zoom(room, false)),
    Command::<LabScreen>::new(Verb::Distribution, "distribution", |room, cx| {
        room.now.distribution = room.now.distribution.next();
        say_samples(room, cx);
    }),
    Command::<LabScreen>::new(Verb::ScaleUp, "scale", |room, cx| scale(room, true, cx)),
    Command::<LabScreen>::new(Verb::ScaleDown, "scale", |room, cx| scale(room, false, cx)),
    Command::<LabScreen>::new(Verb::GainUp, "gain", |room, _| room.now.gain = turn(room.now.gain, true, GAINS)),
    Command::<LabScreen>::new(Verb::GainDown, "gain", |room, _| room.now.gain = turn(room.now.gain, false, GAINS)),
    Command::<LabScreen>::new(Verb::Numeric, "numeric", |room, _| room.now.numeric ^= true),
    Command::<LabScreen>::new(Verb::Formula, "formula", |room, _| {
        room.line = Some(Line::Formula(Box::<FormulaDraft>::default()));
    }),
    Command::<LabScreen>::new(Verb::Save, "save", formula_editor::ask_name)
        .when(formula_editor::can_save)
        .after("f text:x enter"),
    Command::<LabScreen>::new(Verb::Filter, "filter", |room, _| {
        room.line = Some(Line::Filter(Filter::new(room.chosen)));
    }),
    Command::<LabScreen>::new(Verb::Image, "image", |room, _| path::begin(room)),
    Command::<LabScreen>::new(Verb::SamplesUp, "samples", |room, _| samples(room, true)),
    Command::<LabScreen>::new(Verb::SamplesDown, "samples", |room, _| samples(room, false)),
    Command::<LabScreen>::new(Verb::PreviousSeed, "seed", |room, _| room.now.seed = room.now.seed.wrapping_sub(1)),
    Command::<LabScreen>::new(Verb::NextSeed, "seed", |room, _| room.now.seed = room.now.seed.wrapping_add(1)),
    Command::<LabScreen>::new(Verb::FarLeft, "cursor-far", |room, _| cursor(room, -10.0)),
    Command::<LabScreen>::new(Verb::FarRight, "cursor-far", |room, _| cursor(room, 10.0)),
    Command::<LabScreen>::new(Verb::PanLeft, "pan", |room, _| pan(room, -1.0)),
    Command::<LabScreen>::new(Verb::PanRight, "pan", |room, _| pan(room, 1.0)),
    Command::<LabScreen>::new(Verb::ResetView, "reset-view", |room, _| reset_view(room))
        .when(|room| view_is_moved(&room.now, &room.start))
        .after("+"),
    Command::<LabScreen>::new(Verb::KnobFarDown, "knob-far", |room, _| parameter(room, -10))
        .when(has_knobs)
        .after("/ text:prelu enter"),
    Command::<LabScreen>::new(Verb::KnobFarUp, "knob-far", |room, _| parameter(room, 10))
        .when(has_knobs)
        .after("/ text:prelu enter"),
    Command::<LabScreen>::new(Verb::Channel, "channel", |room, cx| {
        room.now.channel = match room.now.channel {
            Channel::Luma => Channel::Red,
            Channel::Red => Channel::Luma,
        };
        cx.shared.notice = Some(cx.shared.words.fill("lab.gray", &[("channel", room.now.channel.id())]));
    }),
    Command::<LabScreen>::new(Verb::Levels, "levels", |room, cx| {
        room.now.levels = room.now.levels.next();
        let said = cx.shared.words.find_in("lab", &format!("levels-{}", room.now.levels.id())).unwrap_or_default();
        cx.shared.notice = Some(said.to_owned());
    }),
    Command::<LabScreen>::new(Verb::Glyphs, "glyphs", |_, cx| next_glyphs(cx)).after("size:120x40"),
    Command::<LabScreen>::new(Verb::First, "first", |room, _| room.choose(0)),
    Command::<LabScreen>::new(Verb::Last, "last", |room, _| room.choose(room.functions.len() - 1)),
    Command::<LabScreen>::new(Verb::PreviousGroup, "family", |room, _| family(room, false)),
    Command::<LabScreen>::new(Verb::NextGroup, "family", |room, _| family(room, true)),
];

pub(super) const TYPING: &[Command<LabScreen>] = &[
    Command::<LabScreen>::new(Verb::Accept, "accept", accept)
        .when(|room| matches!(room.line, Some(Line::Filter(_))))
        .after("/"),
    Command::<LabScreen>::new(Verb::Accept, "accept-formula", accept)
        .when(|room| matches!(room.line, Some(Line::Formula(_))))
        .after("f text:x"),
    Command::<LabScreen>::new(Verb::Accept, "accept-name", accept)
        .when(|room| matches!(room.line, Some(Line::Name(_))))
        .after("f text:x ctrl-s"),
    Command::<LabScreen>::new(Verb::Accept, "accept-path", accept)
        .when(|room| matches!(room.line, Some(Line::Image(_))))
        .after("i"),
    Command::<LabScreen>::new(Verb::Cancel, "cancel", |room, _| cancel(room)).after("/"),
    Command::<LabScreen>::new(Verb::Complete, "complete", path::complete)
        .when(|room| matches!(room.line, Some(Line::Image(_))))
        .after("i"),
    Command::<LabScreen>::new(Verb::Previous, "choose", |room, _| choose(room, -1)).when(has_choice).after("/"),
    Command::<LabScreen>::new(Verb::Next, "choose", |room, _| choose(room, 1)).when(has_choice).after("/"),
    Command::<LabScreen>::new(Verb::Undo, "undo", |room, _| formula_editor::undo(room))
        .when(formula_editor::can_undo)
        .after("f text:x"),
    Command::<LabScreen>::new(Verb::Save, "save", formula_editor::ask_name)
        .when(formula_editor::can_save)
        .after("f text:x"),
    Command::<LabScreen>::new(Verb::Erase, "erase", |room, _| edit(room, Verb::Erase)).after("/ text:re"),
    Command::<LabScreen>::new(Verb::EraseWord, "erase", |room, _| edit(room, Verb::EraseWord)).after("/ text:re"),
    Command::<LabScreen>::new(Verb::EraseAll, "erase", |room, _| edit(room, Verb::EraseAll)).after("/ text:re"),
    Command::<LabScreen>::new(Verb::EraseNext, "erase", |room, _| edit(room, Verb::EraseNext)).after("/ text:re left"),
    Command::<LabScreen>::new(Verb::CaretLeft, "caret", |room, _| edit(room, Verb::CaretLeft)).after("/ text:re"),
    Command::<LabScreen>::new(Verb::CaretRight, "caret", |room, _| edit(room, Verb::CaretRight))
        .after("/ text:re left"),
    Command::<LabScreen>::new(Verb::CaretStart, "caret", |room, _| edit(room, Verb::CaretStart)).after("/ text:re"),
    Command::<LabScreen>::new(Verb::CaretEnd, "caret", |room, _| edit(room, Verb::CaretEnd)).after("/ text:re left"),
];

fn has_knobs(room: &LabScreen) -> bool {
    !room.function().parameters().is_empty()
}

fn has_choice(room: &LabScreen) -> bool {
    matches!(room.line, Some(Line::Filter(..))) || formula_editor::has_history(room)
}

fn knob_is_turned(room: &LabScreen) -> bool {
    let f = room.function();
    f.parameters()
        .iter()
        .zip(f.parameter_values())
        .nth(room.parameter)
        .is_some_and(|(parameter, value)| parameter.default != *value)
}

pub(super) fn step(room: &mut LabScreen, by: isize) {
    room.choose(functions::step(room.functions.len(), room.chosen, by));
}

fn family(room: &mut LabScreen, forward: bool) {
    room.choose(functions::family(&room.functions, room.chosen, forward));
}

pub(super) fn parameter(room: &mut LabScreen, steps: i32) {
    let parameter = room.parameter;
    room.functions[room.chosen].turn_knob(parameter, steps);
}

fn reset(room: &mut LabScreen) {
    let parameter = room.parameter;
    room.functions[room.chosen].reset_parameter(parameter);
}

pub(super) fn cursor(room: &mut LabScreen, steps: f64) {
    let step = room.cursor_step();
    let wanted = ((room.now.cursor / step).round() + steps) * step;
    // Dividing by a power of ten is exact here, so that 0.3 is 0.3.
    let inverse = (1.0 / step).round();
    let exact = if step < 1.0 { (wanted * inverse).round() / inverse } else { wanted };
    room.now.cursor = exact + 0.0;
    keep_cursor_in_sight(&mut room.now);
}

/// Moves the visible range so that it contains the cursor.
fn keep_cursor_in_sight(now: &mut Settings) {
    let [low, high] = now.x;
    let by = (now.cursor - high).max(0.0) + (now.cursor - low).min(0.0);
    now.x = [low + by, high + by];
}

pub(super) fn zoom(room: &mut LabScreen, out: bool) {
    let [low, high] = room.now.x;
    let (middle, half) = (low.midpoint(high), (high - low) / 2.0);
    let half = turn(half, out, HALVES);
    room.now.x = [middle - half, middle + half];
    room.now.cursor = room.now.cursor.clamp(middle - half, middle + half);
}

fn pan(room: &mut LabScreen, way: f64) {
    let [low, high] = room.now.x;
    let by = way * turn((high - low) / 19.0, true, (0.0, 1e300));
    room.now.x = [low + by, high + by];
    room.now.cursor = room.now.cursor.clamp(low + by, high + by);
}

fn view_is_moved(now: &Settings, start: &Settings) -> bool {
    now.x != start.x || now.cursor != start.cursor
}

fn reset_view(room: &mut LabScreen) {
    (room.now.x, room.now.cursor) = (room.start.x, room.start.cursor);
}

fn compare(room: &mut LabScreen, cx: &mut Context) {
    if let Some(at) = room.marks.iter().position(|mark| *mark == room.chosen) {
        room.marks.remove(at);
    } else if room.marks.len() >= MOST_COMPARED {
        cx.shared.notice = Some(cx.shared.words.get("lab.full").to_owned());
    } else {
        room.marks.push(room.chosen);
    }
}

fn samples(room: &mut LabScreen, up: bool) {
    room.now.count = turn(room.now.count as f64, up, COUNTS) as usize;
}

fn scale(room: &mut LabScreen, up: bool, cx: &mut Context) {
    room.now.scale = turn(room.now.scale, up, SCALES);
    say_samples(room, cx);
}

/// Titles of narrow panels have no space for the distribution of the samples, so a notice says it.
fn say_samples(room: &LabScreen, cx: &mut Context) {
    let words = &cx.shared.words;
    let kind = words.find_in("distribution", room.now.distribution.id()).unwrap_or_default();
    cx.shared.notice = Some(words.fill("lab.drawn", &[("kind", kind), ("scale", &short(room.now.scale))]));
}

fn next_glyphs(cx: &mut Context) {
    if cx.shared.ascii {
        cx.shared.notice = Some(cx.shared.words.get("lab.ascii").to_owned());
        return;
    }
    let here = GlyphSet::ALL.iter().position(|set| *set == cx.shared.glyphs).unwrap_or(0);
    cx.shared.glyphs = GlyphSet::ALL[(here + 1) % GlyphSet::ALL.len()];
    cx.shared.notice = Some(cx.shared.words.fill("lab.glyphs", &[("set", &cx.shared.glyphs.to_string())]));
}

fn accept(room: &mut LabScreen, cx: &mut Context) {
    match room.line.take() {
        Some(Line::Image(line)) => path::accept(room, line),
        Some(Line::Filter(filter)) => room.choose(filter.accept(&room.functions, room.chosen, cx)),
        Some(Line::Formula(draft)) => formula_editor::accept(room, *draft, cx),
        Some(Line::Name(line)) => formula_editor::save(room, line, cx),
        None => {}
    }
}

fn cancel(room: &mut LabScreen) {
    if let Some(Line::Filter(filter)) = room.line.take() {
        room.choose(filter.before);
    }
}

/// Moves through the listed functions, or through the history of formulas.
fn choose(room: &mut LabScreen, by: isize) {
    match &room.line {
        Some(Line::Filter(filter)) => room.choose(filter.step(&room.functions, room.chosen, by)),
        _ => formula_editor::step_history(room, by < 0),
    }
}

/// While a filter is typed, the best match is shown.
pub(super) fn follow_filter(room: &mut LabScreen) {
    if let Some(Line::Filter(filter)) = &room.line {
        room.choose(filter.best(&room.functions, room.chosen));
    }
}
