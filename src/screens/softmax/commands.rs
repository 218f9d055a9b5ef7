//! The commands of Softmax.

use super::{CLASSES, EXTREME, Settings, SoftmaxScreen, TEMPERATURES, layout};
use crate::input::Verb;
use crate::screens::nice_steps::turn;
use crate::screens::number::short;
use crate::screens::{Command, Context, stage};

/// The constant that a key adds to every logit.
const CONSTANT: f64 = 10.0;
/// The largest absolute value that keys push a logit to.
const FURTHEST: f64 = 1000.0;

pub(super) const COMMANDS: &[Command<SoftmaxScreen>] = &[
    Command::<SoftmaxScreen>::new(Verb::PreviousClass, "class", |room, _| choose(room, -1)),
    Command::<SoftmaxScreen>::new(Verb::NextClass, "class", |room, _| choose(room, 1)),
    Command::<SoftmaxScreen>::new(Verb::PushUp, "push", |room, _| push(room, 0.1)),
    Command::<SoftmaxScreen>::new(Verb::PushDown, "push", |room, _| push(room, -0.1)),
    Command::<SoftmaxScreen>::new(Verb::Cooler, "temperature", |room, _| {
        room.now.temperature = turn(room.now.temperature, false, TEMPERATURES);
    }),
    Command::<SoftmaxScreen>::new(Verb::Warmer, "temperature", |room, _| {
        room.now.temperature = turn(room.now.temperature, true, TEMPERATURES);
    }),
    Command::<SoftmaxScreen>::new(Verb::Page, "page", |room, _| {
        if room.stage.is_empty() {
            room.now.page = (room.now.page + 1) % room.panels.pages.max(1);
        } else {
            room.stage = stage::next(&room.stage, layout::PAGES);
        }
    })
    .when(|room| room.panels.pages > 1)
    .after("size:60x18"),
    stage::next_pane(),
    stage::previous_pane(),
    Command::<SoftmaxScreen>::new(Verb::TrueClass, "true-class", |room, _| room.now.class = room.now.chosen)
        .when(|room| room.now.class != room.now.chosen)
        .after("right"),
    Command::<SoftmaxScreen>::new(Verb::AddConstant, "constant", |room, cx| add(room, CONSTANT, cx)),
    Command::<SoftmaxScreen>::new(Verb::SubtractConstant, "constant", |room, cx| add(room, -CONSTANT, cx)),
    Command::<SoftmaxScreen>::new(Verb::Extreme, "extreme", |room, _| extreme(room)),
    Command::<SoftmaxScreen>::new(Verb::AddClass, "classes", |room, _| {
        room.now.logits.push(0.0);
        room.aside.push(None);
        room.now.chosen = room.classes() - 1;
    })
    .when(|room| room.classes() < CLASSES.1),
    Command::<SoftmaxScreen>::new(Verb::RemoveClass, "classes", |room, _| remove(room))
        .when(|room| room.classes() > CLASSES.0),
    Command::<SoftmaxScreen>::new(Verb::PushFarUp, "push-far", |room, _| push(room, 1.0)),
    Command::<SoftmaxScreen>::new(Verb::PushFarDown, "push-far", |room, _| push(room, -1.0)),
    Command::<SoftmaxScreen>::new(Verb::Restart, "restart", |room, _| {
        let page = room.now.page;
        room.set_logits(room.start.logits.clone());
        room.now = Settings { page, ..room.start.clone() };
    })
    .when(|room| room.now != Settings { page: room.now.page, ..room.start.clone() })
    .after("up"),
];

fn choose(room: &mut SoftmaxScreen, by: isize) {
    let count = room.classes() as isize;
    room.now.chosen = (room.now.chosen as isize + by).rem_euclid(count) as usize;
}

/// Moves to the next multiple of the step, so that 0.1 is 0.1. A logit out of bounds returns to them at once.
pub(super) fn push(room: &mut SoftmaxScreen, by: f64) {
    let z = room.now.logits[room.now.chosen].clamp(-FURTHEST - 1.0, FURTHEST + 1.0);
    let places = z / by.abs();
    let nearest = places.round();
    let on = (places - nearest).abs() < 1e-6;
    let next = match (on, by > 0.0) {
        (true, _) => nearest + by.signum(),
        (false, true) => places.ceil(),
        (false, false) => places.floor(),
    };
    // Dividing by a whole number is exact; multiplying by a fraction is not.
    let pushed = if by.abs() < 1.0 { next / (1.0 / by.abs()).round() } else { next };
    room.now.logits[room.now.chosen] = pushed.clamp(-FURTHEST, FURTHEST) + 0.0;
    room.aside[room.now.chosen] = None;
}

/// Adds a constant to every logit, and shows how little that changes.
fn add(room: &mut SoftmaxScreen, by: f64, cx: &mut Context) {
    let before = room.softmax().probabilities();
    for z in &mut room.now.logits {
        *z = (*z + by).clamp(f64::MIN, f64::MAX);
    }
    let after = room.softmax().probabilities();
    let change = before.iter().zip(&after).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let key = if by > 0.0 { "softmax.added" } else { "softmax.subtracted" };
    let values = [("by", short(by.abs())), ("change", short(change))];
    cx.shared.notice = Some(cx.shared.words.fill(key, &[(values[0].0, &values[0].1), (values[1].0, &values[1].1)]));
}

fn extreme(room: &mut SoftmaxScreen) {
    let n = room.now.chosen;
    let z = room.now.logits[n];
    if z == EXTREME {
        room.now.logits[n] = room.aside[n].take().unwrap_or(0.0);
    } else {
        (room.aside[n], room.now.logits[n]) = (Some(z), EXTREME);
    }
}

fn remove(room: &mut SoftmaxScreen) {
    let n = room.now.chosen;
    room.now.logits.remove(n);
    room.aside.remove(n);
    room.now.chosen = n.min(room.classes() - 1);
    if room.now.class > n || room.now.class >= room.classes() {
        room.now.class -= 1;
    }
}
