//! The commands of Train.

use super::actions::{
    copy_line, copy_link, cursor, has_axes, has_cursor, has_knobs_first, has_modes, has_parameter, has_sample,
    is_built_elsewhere, is_built_here, is_in, is_open, is_surface, on_map, on_surface, on_unit, sample, spin, sweep,
    tilt, turn_axis,
};
use super::layout::Pane;
use super::map_mode::{self, MapMode};
use super::picker;
use super::view::TrainView;
use super::{START, TrainScreen, build, chooser, point_cursor, points, prompt, restarts, selection};
use crate::input::Verb;
use crate::jobs::train::RunPosition;
use crate::screens::runs::roster::RosterEdit;
use crate::screens::stage;
use crate::screens::view::Named;
use crate::screens::{Command, Context, Room};

/// Degrees that a key turns the surface.
const TURN: f64 = 10.0;
/// Keys that lead to points by hand.
const POINTS: &str = "3*tab enter";
/// The cells that a key with shift moves their cursor.
const FAR: i16 = 5;
/// The table of the keys that only points by hand have.
const POINT_KEYS: &str = "train-points";

/// A command for while points by hand have the keys.
const fn of_points(verb: Verb, hint: &'static str, run: fn(&mut TrainScreen, &mut Context)) -> Command<TrainScreen> {
    Command::<TrainScreen>::new(verb, hint, run).when(point_cursor::is_on).after(POINTS)
}

/// A digit, which puts a point.
const fn digit(verb: Verb, hint: &'static str, run: fn(&mut TrainScreen, &mut Context)) -> Command<TrainScreen> {
    of_points(verb, hint, run).on(POINT_KEYS)
}

/// In the order of their use: hints that do not fit are the last ones.
pub(super) const COMMANDS: &[Command<TrainScreen>] = &[
    // Points by hand, while they have the keys.
    Command::<TrainScreen>::new(Verb::Accept, "put-point", points::accept).when(points::on_curve).after(POINTS),
    digit(Verb::Point0, "put-0", |room, cx| points::digit(room, 0, cx)),
    digit(Verb::Point1, "put-1", |room, cx| points::digit(room, 1, cx)),
    digit(Verb::Point2, "put-2", |room, cx| points::digit(room, 2, cx)),
    digit(Verb::Point3, "put-3", |room, cx| points::digit(room, 3, cx)),
    digit(Verb::Point4, "put-4", |room, cx| points::digit(room, 4, cx)),
    digit(Verb::Point5, "put-5", |room, cx| points::digit(room, 5, cx)),
    digit(Verb::Point6, "put-6", |room, cx| points::digit(room, 6, cx)),
    digit(Verb::Point7, "put-7", |room, cx| points::digit(room, 7, cx)),
    digit(Verb::Point8, "put-8", |room, cx| points::digit(room, 8, cx)),
    digit(Verb::Point9, "put-9", |room, cx| points::digit(room, 9, cx)),
    of_points(Verb::Left, "point-cursor", |room, _| points::step(room, [-1, 0])),
    of_points(Verb::Right, "point-cursor", |room, _| points::step(room, [1, 0])),
    of_points(Verb::Previous, "point-cursor", |room, _| points::step(room, [0, 1])),
    of_points(Verb::Next, "point-cursor", |room, _| points::step(room, [0, -1])),
    of_points(Verb::FarLeft, "", |room, _| points::step(room, [-FAR, 0])),
    of_points(Verb::FarRight, "", |room, _| points::step(room, [FAR, 0])),
    of_points(Verb::Cancel, "end-points", |room, _| room.now.point = None),
    of_points(Verb::TakePoint, "take-point", points::take).on(POINT_KEYS),
    of_points(Verb::ClearPoints, "clear-points", points::clear).on(POINT_KEYS),
    of_points(Verb::Accept, "put-value", |room, _| prompt::open_point(room)).when(points::on_scale),
    of_points(Verb::Accept, "", points::accept),
    Command::<TrainScreen>::new(Verb::Start, "start", |room, cx| {
        room.then = None;
        room.control.adopt();
        room.control.toggle(cx);
        room.version += 1;
    }),
    Command::<TrainScreen>::new(Verb::Left, "cursor", |room, _| cursor(room, -1)).when(has_cursor).after("e"),
    Command::<TrainScreen>::new(Verb::Right, "cursor", |room, _| cursor(room, 1)).when(has_cursor).after("e"),
    Command::<TrainScreen>::new(Verb::Left, "choose-unit", |room, _| selection::to_layer(room, -1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::Right, "choose-unit", |room, _| selection::to_layer(room, 1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::Previous, "choose-unit", |room, _| selection::to_unit(room, -1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::Next, "choose-unit", |room, _| selection::to_unit(room, 1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::Accept, "replay", |room, cx| {
        if let Some(epoch) = room.now.cursor {
            room.control.replay(epoch, cx);
        }
    })
    .when(|room| room.now.cursor.is_some())
    .after("e left"),
    Command::<TrainScreen>::new(Verb::Cancel, "no-cursor", |room, _| {
        room.now.cursor = None;
        room.control.replay = None;
        room.version += 1;
    })
    .when(|room| room.now.cursor.is_some() || room.control.replay.is_some())
    .after("e left"),
    Command::<TrainScreen>::new(Verb::Left, "turn", |room, cx| spin(room, -TURN, cx)).when(on_surface).after("v 3*tab"),
    Command::<TrainScreen>::new(Verb::Right, "turn", |room, cx| spin(room, TURN, cx)).when(on_surface).after("v 3*tab"),
    Command::<TrainScreen>::new(Verb::Previous, "turn", |room, cx| tilt(room, TURN, cx))
        .when(on_surface)
        .after("v 3*tab"),
    Command::<TrainScreen>::new(Verb::Next, "turn", |room, cx| tilt(room, -TURN, cx)).when(on_surface).after("v 3*tab"),
    Command::<TrainScreen>::new(Verb::Left, "map-sample", |room, _| sample(room, -1)).when(on_map).after("3*tab"),
    Command::<TrainScreen>::new(Verb::Right, "map-sample", |room, _| sample(room, 1)).when(on_map).after("3*tab"),
    Command::<TrainScreen>::new(Verb::MapMode, "map-mode", |room, _| map_mode::turn(room))
        .when(|room| has_modes(room) && is_in(room, Pane::Map))
        .after("3*tab"),
    Command::<TrainScreen>::new(Verb::NextPane, "pane", |room, _| selection::next_pane(room, true))
        .when(|room| room.stage.is_empty()),
    Command::<TrainScreen>::new(Verb::PreviousPane, "pane", |room, _| selection::next_pane(room, false))
        .when(|room| room.stage.is_empty()),
    Command::<TrainScreen>::new(Verb::Accept, "points", points::begin).when(points::can_begin).after("3*tab"),
    Command::<TrainScreen>::new(Verb::FarLeft, "choose-edge", |room, _| selection::to_edge(room, -1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::FarRight, "choose-edge", |room, _| selection::to_edge(room, 1))
        .when(on_unit)
        .after("2*tab"),
    Command::<TrainScreen>::new(Verb::StepEpoch, "one-epoch", |room, cx| {
        room.control.adopt();
        let epoch = room.control.aim().epoch + 1;
        room.control.go(RunPosition::epoch(epoch), cx);
    })
    .when(is_open),
    // What builds the network, where its units are chosen.
    Command::<TrainScreen>::new(Verb::Activation, "activation", |room, _| chooser::open_activations(room))
        .when(is_built_here),
    Command::<TrainScreen>::new(Verb::Features, "features", |room, _| chooser::open_features(room)).when(on_unit),
    // The data, where they are seen.
    Command::<TrainScreen>::new(Verb::Data, "data", |room, _| chooser::open_data(room))
        .when(|room| is_in(room, Pane::Map))
        .after("3*tab"),
    Command::<TrainScreen>::new(Verb::KnobDown, "knob", |room, cx| restarts::turn(room, false, cx))
        .when(has_knobs_first),
    Command::<TrainScreen>::new(Verb::KnobUp, "knob", |room, cx| restarts::turn(room, true, cx)).when(has_knobs_first),
    Command::<TrainScreen>::new(Verb::Filter, "experiments", |room, _| picker::open(room)),
    // Another contestant and the whole experiment, where their results are seen.
    Command::<TrainScreen>::new(Verb::CopyContestant, "copy-contestant", build::copy_contestant)
        .when(|room| is_in(room, Pane::Time)),
    Command::<TrainScreen>::new(Verb::SaveExperiment, "save", |room, _| prompt::open_save(room))
        .when(|room| is_in(room, Pane::Time)),
    Command::<TrainScreen>::new(Verb::MapMode, "map-mode", |room, _| map_mode::turn(room))
        .when(|room| has_modes(room) && !is_in(room, Pane::Map)),
    Command::<TrainScreen>::new(Verb::AddUnit, "units", build::add_unit).when(is_built_here),
    Command::<TrainScreen>::new(Verb::RemoveUnit, "units", build::remove_unit).when(is_built_here),
    Command::<TrainScreen>::new(Verb::CopyContestant, "copy-contestant", build::copy_contestant).when(on_unit),
    Command::<TrainScreen>::new(Verb::KnobDown, "knob", |room, cx| restarts::turn(room, false, cx))
        .when(|room| !has_knobs_first(room)),
    Command::<TrainScreen>::new(Verb::KnobUp, "knob", |room, cx| restarts::turn(room, true, cx))
        .when(|room| !has_knobs_first(room)),
    Command::<TrainScreen>::new(Verb::View, "view", |room, _| {
        if room.stage.is_empty() {
            let views = room.views();
            // A mode that is a view counts as that view.
            let front = room.front();
            let here = map_mode::mode(room).view().filter(|_| front.is_output()).unwrap_or(front);
            let here = if views.contains(&TrainView::First) { room.view() } else { here };
            room.now.shown.view = here.next(&views);
            if room.now.shown.view.is_output() && room.now.mode.view().is_some() {
                room.now.mode = MapMode::Output;
            }
        } else {
            let pages: Vec<_> = TrainView::of(&room.control.experiment).iter().map(|view| view.page()).collect();
            room.stage = stage::next(&room.stage, &pages);
        }
    })
    .when(|room| room.views().len() > 1 || !room.stage.is_empty()),
    Command::<TrainScreen>::new(Verb::AddUnit, "units", build::add_unit).when(is_built_elsewhere),
    Command::<TrainScreen>::new(Verb::RemoveUnit, "units", build::remove_unit).when(is_built_elsewhere),
    Command::<TrainScreen>::new(Verb::AddLayer, "layers", build::add_layer).when(build::is_network),
    Command::<TrainScreen>::new(Verb::RemoveLayer, "layers", build::remove_layer).when(build::has_layer),
    Command::<TrainScreen>::new(Verb::Activation, "activation", |room, _| chooser::open_activations(room))
        .when(is_built_elsewhere),
    Command::<TrainScreen>::new(Verb::Undo, "undo", build::undo).after("u"),
    Command::<TrainScreen>::new(Verb::Restart, "again", |room, cx| {
        build::start_over(room, cx);
        room.control.ask(cx);
    }),
    Command::<TrainScreen>::new(Verb::NextSeed, "seed", |room, cx| restarts::seed(room, 1, cx)),
    Command::<TrainScreen>::new(Verb::PreviousSeed, "seed", |room, cx| restarts::seed(room, -1, cx)),
    Command::<TrainScreen>::new(Verb::StepBatch, "one-step", |room, cx| {
        room.control.adopt();
        let to = room.control.aim().plus(1, room.control.per_epoch());
        room.control.go(to, cx);
    })
    .when(is_open),
    Command::<TrainScreen>::new(Verb::Faster, "speed", |room, cx| {
        room.control.speed = room.control.speed.faster(room.control.experiment.epochs);
        room.control.ask(cx);
    }),
    Command::<TrainScreen>::new(Verb::Slower, "speed", |room, _| {
        room.control.speed = room.control.speed.slower(room.control.experiment.epochs);
    }),
    Command::<TrainScreen>::new(Verb::ToEnd, "to-end", |room, cx| {
        let end = RunPosition::epoch(room.control.experiment.epochs.last());
        room.control.go(end, cx);
    })
    .when(|room| is_open(room) && room.has_end()),
    // Without a hint: it only says why the key does nothing.
    Command::<TrainScreen>::new(Verb::ToEnd, "", |_, cx| {
        cx.shared.notice = Some(cx.shared.words.get("train.no-end").to_owned());
    })
    .when(|room| is_open(room) && !room.has_end())
    .after(""),
    Command::<TrainScreen>::new(Verb::Redo, "", build::redo).when(|room| room.builder.can_redo()).after("u backspace"),
    Command::<TrainScreen>::new(Verb::Features, "features", |room, _| chooser::open_features(room))
        .when(|room| !on_unit(room)),
    Command::<TrainScreen>::new(Verb::Data, "data", |room, _| chooser::open_data(room))
        .when(|room| !is_in(room, Pane::Map)),
    Command::<TrainScreen>::new(Verb::Accept, "type-value", |room, _| prompt::open_value(room))
        .when(has_parameter)
        .after("2*tab K"),
    Command::<TrainScreen>::new(Verb::CutEdge, "cut", build::cut).when(build::has_edge).after("2*tab K K"),
    Command::<TrainScreen>::new(Verb::Freeze, "freeze", build::freeze).when(build::has_layer),
    Command::<TrainScreen>::new(Verb::KnobFarDown, "weight-far", |room, cx| build::nudge(room, -1.0, cx))
        .when(has_parameter)
        .after("2*tab K"),
    Command::<TrainScreen>::new(Verb::KnobFarUp, "weight-far", |room, cx| build::nudge(room, 1.0, cx))
        .when(has_parameter)
        .after("2*tab K"),
    Command::<TrainScreen>::new(Verb::CopyContestant, "copy-contestant", build::copy_contestant)
        .when(|room| !on_unit(room) && !is_in(room, Pane::Time)),
    Command::<TrainScreen>::new(Verb::RemoveContestant, "remove-contestant", |room, cx| {
        build::roster(room, RosterEdit::Remove(room.now.shown.contestant), cx);
    })
    .when(|room| room.setup.folded().contestants.len() > 1)
    .after("C"),
    Command::<TrainScreen>::new(Verb::RunEnd, "run-end", |room, _| chooser::open_ends(room)),
    Command::<TrainScreen>::new(Verb::Rename, "rename", |room, _| prompt::open_contestant(room)),
    Command::<TrainScreen>::new(Verb::SaveExperiment, "save", |room, _| prompt::open_save(room))
        .when(|room| !is_in(room, Pane::Time)),
    Command::<TrainScreen>::new(Verb::Line, "line", copy_line),
    Command::<TrainScreen>::new(Verb::Link, "link", copy_link),
    Command::<TrainScreen>::new(Verb::Contestant, "contestant", |room, _| {
        room.now.shown.next_contestant(&room.control.experiment);
    })
    .when(|room| room.control.experiment.contestants.len() > 1)
    .after("pagedown"),
    Command::<TrainScreen>::new(Verb::NextKnob, "next-knob", |room, _| {
        room.hyperparameter = (room.hyperparameter + 1) % room.setup.hyperparameters().len();
    })
    .when(|room| room.setup.hyperparameters().len() > 1)
    .after("pagedown"),
    Command::<TrainScreen>::new(Verb::FarLeft, "cursor-far", |room, _| cursor(room, -10)).when(has_cursor).after("e"),
    Command::<TrainScreen>::new(Verb::FarRight, "cursor-far", |room, _| cursor(room, 10)).when(has_cursor).after("e"),
    Command::<TrainScreen>::new(Verb::Inside, "inside", |room, _| {
        if !room.stage.is_empty() {
            let is_inside = room.stage == TrainView::Inside.page();
            let view = if is_inside { TrainView::First.on(&room.control.experiment) } else { TrainView::Inside };
            room.stage = view.page().to_vec();
            return;
        }
        room.now.shown.view = if room.front() == TrainView::Inside { TrainView::First } else { TrainView::Inside };
    })
    .when(|room| room.views().contains(&TrainView::Inside) && room.views().len() > 1 || !room.stage.is_empty())
    .after("size:80x24"),
    Command::<TrainScreen>::new(Verb::Sweep, "sweep", sweep),
    Command::<TrainScreen>::new(Verb::PreviousGroup, "experiment", |room, cx| restarts::leave_for(room, -1, cx)),
    Command::<TrainScreen>::new(Verb::NextGroup, "experiment", |room, cx| restarts::leave_for(room, 1, cx)),
    Command::<TrainScreen>::new(Verb::KnobReset, "as-filed", restarts::reset)
        .when(|room| room.setup.is_edited() && !point_cursor::is_on(room))
        .after("x"),
    Command::<TrainScreen>::new(Verb::LogAxis, "log-axis", |room, _| {
        room.now.shown.log = Some(!room.derived.time.is_log);
    }),
    Command::<TrainScreen>::new(Verb::TurnLeft, "turn", |room, cx| spin(room, -TURN, cx)).when(is_surface).after("v"),
    Command::<TrainScreen>::new(Verb::TurnRight, "turn", |room, cx| spin(room, TURN, cx)).when(is_surface).after("v"),
    Command::<TrainScreen>::new(Verb::TiltUp, "tilt", |room, cx| tilt(room, TURN, cx)).when(is_surface).after("v"),
    Command::<TrainScreen>::new(Verb::TiltDown, "tilt", |room, cx| tilt(room, -TURN, cx)).when(is_surface).after("v"),
    Command::<TrainScreen>::new(Verb::ResetView, "reset-turn", |room, _| {
        (room.now.turn, room.now.tilt) = (START.turn, START.tilt);
    })
    .when(|room| is_surface(room) && (room.now.turn, room.now.tilt) != (START.turn, START.tilt))
    .after("v <"),
    Command::<TrainScreen>::new(Verb::MapX, "map-columns", |room, _| turn_axis(room, 0)).when(has_axes),
    Command::<TrainScreen>::new(Verb::MapY, "map-columns", |room, _| turn_axis(room, 1)).when(has_axes),
    Command::<TrainScreen>::new(Verb::MapAt, "map-at", |room, _| {
        room.now.map.at = if room.now.map.at.is_some() { None } else { Some(0) };
    })
    .when(has_sample),
    Command::<TrainScreen>::new(Verb::NextSample, "map-sample", |room, _| sample(room, 1)).when(has_sample),
    Command::<TrainScreen>::new(Verb::PreviousSample, "map-sample", |room, _| sample(room, -1)).when(has_sample),
];
