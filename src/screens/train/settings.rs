//! The options of the exhibit line of Train.

use super::layout::Pane;
use super::map_mode::MapMode;
use super::net::ChosenUnit;
use super::speed::Speed;
use super::{START, TILTS, TrainScreen};
use crate::jobs::train::RunPosition;
use crate::screens::options::{changed, number, within};
use crate::screens::runs::settings::{self, HYPERPARAMETERS, RunRoom};
use crate::screens::view::Named;
use crate::screens::{OptionError, Setting, setting, stage};

pub(super) const SETTINGS: &[Setting<TrainScreen>] =
    &setting::joined::<_, { FIRST.len() + HYPERPARAMETERS + LAST.len() }>([FIRST, &settings::hyperparameters(), LAST]);

/// The options before those of hyperparameters.
const FIRST: &[Setting<TrainScreen>] = &[
    // Before the others, because the network may be that of the data.
    settings::target(),
    settings::inputs(),
    settings::missing(),
    settings::data(),
    settings::scale(),
    settings::test(),
    Setting {
        name: "seed",
        takes: "N",
        help: "Of weights, data and order, instead of the experiment's own",
        set: |room, value| {
            room.setup.set_seed(value.parse().map_err(|_| OptionError::Whole { example: 7879 })?);
            room.begin();
            Ok(())
        },
        get: |room| changed(&room.setup.seed(), &room.setup.base().seed, ToString::to_string),
    },
    settings::epochs(),
    settings::stop(),
];

/// The options after those of hyperparameters.
const LAST: &[Setting<TrainScreen>] = &[
    settings::edits(),
    Setting {
        name: "epoch",
        takes: "N[.S]",
        help: "How far the run is when it opens: an epoch, or S steps more",
        set: |room, value| {
            room.wanted = Some(position(value)?);
            Ok(())
        },
        get: |room| {
            let at = room.wanted.or(room.then).unwrap_or(room.control.at());
            changed(&at, &RunPosition::default(), |at| written(*at))
        },
    },
    Setting {
        name: "speed",
        takes: "SPEED",
        help: "run (the whole in six seconds), full, or epochs a second from 1 to 10000",
        set: |room, value| {
            room.control.speed = Speed::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.control.speed, &Speed::Whole, |speed| speed.text()),
    },
    settings::view("In front where there is no room for all: first, curves, field, surface, fit, pieces or inside"),
    stage::setting(
        "Shown alone: loss, accuracy, time, field, surface, fit, pieces, inside, weights, unit, confusion, net or inspector",
    ),
    settings::contestant(),
    settings::log(),
    Setting {
        name: "cursor",
        takes: "EPOCH",
        help: "The epoch that is read out",
        set: |room, value| {
            room.now.cursor = Some(value.parse().map_err(|_| OptionError::Epoch)?);
            Ok(())
        },
        get: |room| room.now.cursor.map(|epoch| epoch.to_string()).into_iter().collect(),
    },
    Setting {
        name: "turn",
        takes: "DEGREES",
        help: "The surface about its upright axis",
        set: |room, value| {
            room.now.turn = within(number(value)?, (-360.0, 360.0))?;
            Ok(())
        },
        get: |room| changed(&room.now.turn, &START.turn, ToString::to_string),
    },
    Setting {
        name: "tilt",
        takes: "DEGREES",
        help: "The surface above its plane, from 0 to 90",
        set: |room, value| {
            room.now.tilt = within(number(value)?, TILTS)?;
            Ok(())
        },
        get: |room| changed(&room.now.tilt, &START.tilt, ToString::to_string),
    },
    Setting {
        name: "focus",
        takes: "PANE",
        help: "The pane that has the keys: net, map, time or inspector",
        set: |room, value| {
            room.now.focus = Pane::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.now.focus, &START.focus, |pane| pane.id().to_owned()),
    },
    Setting {
        name: "chosen",
        takes: "LAYER.UNIT",
        help: "The chosen unit of the net, as in 1.3; layer 0 has the inputs",
        set: |room, value| {
            let edge = room.now.chosen.edge;
            room.now.chosen = ChosenUnit { edge, ..ChosenUnit::parse(value).ok_or(OptionError::Unit)? };
            Ok(())
        },
        get: |room| changed(&ChosenUnit { edge: None, ..room.now.chosen }, &START.chosen, |chosen| chosen.text()),
    },
    Setting {
        name: "edge",
        takes: "N",
        help: "The chosen edge of that unit, by the unit that it comes from",
        set: |room, value| {
            let edge = value.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            room.now.chosen.edge = Some(edge.ok_or(OptionError::Whole { example: 1 })?);
            Ok(())
        },
        get: |room| room.now.chosen.edge.map(|edge| (edge + 1).to_string()).into_iter().collect(),
    },
    Setting {
        name: "map",
        takes: "MODE",
        help: "What the map shows: output, unit, error, gradient, difference, surface or pieces",
        set: |room, value| {
            room.now.mode = MapMode::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.now.mode, &START.mode, |mode| mode.id().to_owned()),
    },
    Setting {
        name: "point",
        takes: "X,Y",
        help: "The cursor of points by hand, which has the keys if the map has them",
        set: |room, value| {
            let numbers = value.split_once(',').map(|(x, y)| [x, y].map(|text| number(text.trim())));
            room.now.point = match numbers {
                Some([Ok(x), Ok(y)]) => Some([x, y]),
                _ => return Err(OptionError::Point.into()),
            };
            Ok(())
        },
        get: |room| room.now.point.map(|[x, y]| format!("{x},{y}")).into_iter().collect(),
    },
    Setting {
        name: "since",
        takes: "N[.S]",
        help: "Where the run pauses on its way, for the map of what has changed since then",
        set: |room, value| {
            room.since = Some(position(value)?);
            Ok(())
        },
        get: |room| {
            let rest =
                room.control.paused.as_ref().map(|rest| rest.at).filter(|_| room.now.mode == MapMode::Difference);
            changed(&room.since.or(rest).unwrap_or_default(), &RunPosition::default(), |at| written(*at))
        },
    },
    Setting {
        name: "map-x",
        takes: "COLUMN",
        help: "The column along the horizontal axis of the map",
        set: |room, value| {
            let column = column(room, value, room.now.map.y)?;
            room.now.map.x = Some(column);
            Ok(())
        },
        get: |room| title(room, room.now.map.x),
    },
    Setting {
        name: "map-y",
        takes: "COLUMN",
        help: "The column along the vertical axis of the map",
        set: |room, value| {
            let column = column(room, value, room.now.map.x)?;
            room.now.map.y = Some(column);
            Ok(())
        },
        get: |room| title(room, room.now.map.y),
    },
    Setting {
        name: "at",
        takes: "median|N",
        help: "What the other columns are on the map: their medians, or those of training sample N",
        set: |room, value| {
            let most = room.control.experiment.data.samples();
            let sample = value.parse::<usize>().ok().filter(|n| (1..=most).contains(n)).map(|n| n - 1);
            if sample.is_none() && value != "median" {
                return Err(OptionError::Sample { most }.into());
            }
            room.now.map.at = sample;
            Ok(())
        },
        get: |room| room.now.map.at.map(|at| (at + 1).to_string()).into_iter().collect(),
    },
];

/// The index of a column of the data by its name or number, which must not be that of the other axis.
fn column(room: &TrainScreen, text: &str, other: Option<usize>) -> Result<usize, OptionError> {
    let (titles, names) = (room.control.experiment.data.titles(), room.control.experiment.data.columns());
    let by_name = titles.iter().position(|title| title == text).or_else(|| names.iter().position(|name| name == text));
    let by_number = || text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < titles.len());
    let found = by_name.or_else(by_number).ok_or_else(|| OptionError::OneOf { names: titles.clone() })?;
    if Some(found) == other { Err(OptionError::SameColumn) } else { Ok(found) }
}

fn title(room: &TrainScreen, column: Option<usize>) -> Vec<String> {
    column.and_then(|n| room.control.experiment.data.titles().get(n).cloned()).into_iter().collect()
}

/// Parses an epoch, or an epoch and, after a point, steps of the next one.
fn position(text: &str) -> Result<RunPosition, OptionError> {
    let (epoch, step) = text.split_once('.').unwrap_or((text, "0"));
    let read = |text: &str| text.parse().map_err(|_| OptionError::Position);
    Ok(RunPosition { epoch: read(epoch)?, step: read(step)? })
}

fn written(at: RunPosition) -> String {
    if at.step == 0 { at.epoch.to_string() } else { format!("{}.{}", at.epoch, at.step) }
}
