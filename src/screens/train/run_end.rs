//! When a run ends: its number of epochs, and the rules by which it stops earlier. A list to choose from, and the words for
//! those that are on.

use super::change::Change;
use super::{TrainScreen, build};
use crate::nn::experiment::Experiment;
use crate::nn::stop::{Epochs, StopMeasure, StopRule};
use crate::screens::runs::settings::RunRoom;
use crate::screens::{Context, OptionError};
use crate::text::number::short;
use crate::widgets::Look;
use crate::words::{Message, ToMessage, Words};

/// What the list has besides the current length and the rules that are on.
const ENDS: [&str; 17] = [
    "epochs=endless",
    "epochs=100",
    "epochs=300",
    "epochs=1000",
    "epochs=10000",
    "loss=0.1",
    "loss=0.01",
    "loss=0.001",
    "accuracy=0.95",
    "accuracy=1",
    "test_loss=0.1",
    "test_loss=0.01",
    "test_accuracy=0.9",
    "test_accuracy=0.95",
    "patience=10",
    "patience=50",
    "patience=200",
];
/// What the length of a run is called in the list.
const EPOCHS: &str = "epochs";

/// The length and the rules as texts of the list.
fn written(experiment: &Experiment) -> Vec<String> {
    let rules = experiment.stop.iter().map(|rule| StopRule::written(&[*rule]));
    std::iter::once(format!("{EPOCHS}={}", experiment.epochs)).chain(rules).collect()
}

/// The list with the current length and the rules that are on first, and these alone.
pub(super) fn listed(room: &TrainScreen) -> (Vec<String>, Vec<String>) {
    let experiment = room.setup.experiment();
    let on = written(&experiment);
    let has_test = experiment.data.has_test();
    let known = ENDS.into_iter().filter(|end| has_test || !end.starts_with("test")).map(str::to_owned);
    let mut items = on.clone();
    items.extend(known.filter(|end| !on.contains(end)));
    (items, on)
}

/// Takes a length, or turns a rule on or off.
/// The run is trained again to its position, because it may stop before it.
pub(super) fn take(room: &mut TrainScreen, text: &str, cx: &mut Context) {
    let (before, at) = (room.setup.clone(), room.control.at());
    build::remember(room, Change::End(text.trim().to_owned()));
    match set(room, text).and_then(|()| room.setup.experiment().check().map_err(Message::from)) {
        Ok(()) => {
            room.control.pause();
            room.begin();
            room.control.go(at, cx);
        }
        Err(reason) => {
            room.setup = before;
            build::forget(room);
            cx.shared.notice = Some(cx.shared.words.say(&reason));
        }
    }
}

fn set(room: &mut TrainScreen, text: &str) -> Result<(), Message> {
    let text = text.trim();
    let length = match text.split_once('=') {
        Some((name, length)) if name.trim() == EPOCHS => Some(length.trim()),
        Some(_) => None,
        None => Some(text),
    };
    if let Some(length) = length {
        let epochs = Epochs::parse(length).ok_or_else(|| OptionError::Epochs.message())?;
        room.setup.set_epochs(epochs);
        return Ok(());
    }
    let mut rules = room.setup.experiment().stop.clone();
    for rule in StopRule::parse_all(text)? {
        let was_on = rules.contains(&rule);
        // Only one rule per measure makes sense.
        rules.retain(|other| other.measure != rule.measure);
        rules.extend((!was_on).then_some(rule));
    }
    room.setup.set_stop(rules);
    Ok(())
}

/// What ends the run besides its number of epochs, in words.
pub(super) fn rules(room: &TrainScreen, words: &Words, look: Look) -> Vec<String> {
    let experiment = &room.control.experiment;
    let endless = (experiment.epochs == Epochs::Endless).then(|| words.get("train.rule-endless").to_owned());
    let rule = |rule: &StopRule| {
        let key = match rule.measure {
            StopMeasure::Loss => "train.rule-loss",
            StopMeasure::Accuracy => "train.rule-accuracy",
            StopMeasure::TestLoss => "train.rule-test-loss",
            StopMeasure::TestAccuracy => "train.rule-test-accuracy",
            StopMeasure::Patience => "train.rule-patience",
        };
        let at_least = look.glyph("≥", ">=");
        words.fill(key, &[("bound", &short(rule.bound)), ("at-least", at_least)])
    };
    endless.into_iter().chain(experiment.stop.iter().map(rule)).collect()
}
