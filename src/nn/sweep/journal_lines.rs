//! The journal of a sweep as lines of JSON: a header that describes the sweep, then one line per seed.
//!
//! Numbers are written so that they read back to the same bits. The lines of several machines together are the journal
//! of the same sweep on one machine.

use super::error::SweepJournalLineError;
use super::failure_kind::FailureKind;
use super::outcome::{ContestantOutcome, Outcome, TrainingFigures, loss_of};
use super::setup::{SweepSetup, Vary};
use crate::nn::dataset::DataReader;
use crate::nn::experiment::{Contestant, Hyperparameter, parse_with, read_table};
use crate::nn::memory::Memory;
use crate::text::document::custom;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The version of the format. In version 1, `losses` were means over the batches of an epoch.
const VERSION: u32 = 2;
/// The version of the schemas of the lines, which `docs/json.md` describes.
const SCHEMA_VERSION: u32 = 1;

/// A line that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepJournalLine {
    /// The whole sweep, whichever part the lines belong to.
    Header(Box<SweepSetup>),
    /// The index of the variant, and the outcome of a seed.
    Seed(usize, Outcome),
    /// Another object, such as the one with the verdict.
    Other,
}

#[derive(Serialize)]
struct Header<'a> {
    #[serde(rename = "actlab-sweep")]
    version: u32,
    experiment: &'a str,
    toml: String,
    from: u64,
    seeds: u64,
    vary: Vec<(&'a str, &'a [String])>,
    schema: &'static str,
    #[serde(rename = "version")]
    schema_version: u32,
}

#[derive(Serialize)]
struct Run<'a> {
    seed: u64,
    cell: usize,
    experiment: &'a str,
    contestants: Vec<Ended<'a>>,
    schema: &'static str,
    version: u32,
}

#[derive(Serialize)]
struct Ended<'a> {
    name: &'a str,
    #[serde(with = "number")]
    loss: f64,
    #[serde(with = "number")]
    accuracy: f64,
    r2: Option<Number>,
    /// Only where `loss` and `accuracy` are over test data.
    #[serde(skip_serializing_if = "Option::is_none")]
    train_loss: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    train_accuracy: Option<Number>,
    succeeded: Option<bool>,
    epochs_to_success: Option<u64>,
    cause: Option<&'static str>,
    /// An infinite loss is null.
    losses: Vec<Option<f32>>,
}

/// All keys that may occur in a line.
#[derive(Deserialize)]
struct Any {
    #[serde(rename = "actlab-sweep")]
    version: Option<u32>,
    experiment: Option<String>,
    toml: Option<String>,
    from: Option<u64>,
    seeds: Option<u64>,
    vary: Option<Vec<(String, Vec<String>)>>,
    seed: Option<u64>,
    cell: Option<usize>,
    contestants: Option<Vec<End>>,
}

#[derive(Deserialize)]
struct End {
    #[serde(with = "number")]
    loss: f64,
    #[serde(with = "number")]
    accuracy: f64,
    r2: Option<Number>,
    train_loss: Option<Number>,
    train_accuracy: Option<Number>,
    succeeded: Option<bool>,
    epochs_to_success: Option<u64>,
    cause: Option<String>,
    losses: Vec<Option<f32>>,
}

/// A number. JSON has no infinities and no NaN, so they are strings.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Number {
    Finite(f64),
    Other(String),
}

impl From<f64> for Number {
    fn from(x: f64) -> Self {
        if x.is_finite() { Self::Finite(x) } else { Self::Other(format!("{x:?}")) }
    }
}

impl Number {
    fn value(&self) -> Result<f64, SweepJournalLineError> {
        match self {
            Self::Finite(x) => Ok(*x),
            Self::Other(text) => text.parse().map_err(|_| SweepJournalLineError::NoNumber { text: text.clone() }),
        }
    }
}

mod number {
    use super::{Number, custom};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
    pub(super) fn serialize<S: Serializer>(x: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Number::from(*x).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        Number::deserialize(from)?.value().map_err(|error| custom(&error))
    }
}

/// The header line. It is the same for every part of a sweep.
pub fn header(setup: &SweepSetup) -> String {
    let experiment = setup.experiment();
    text(&Header {
        version: VERSION,
        experiment: &experiment.id,
        toml: experiment.to_toml(),
        from: setup.from(),
        seeds: setup.seeds(),
        vary: setup.vary().iter().map(|vary| (vary.hyperparameter.name(), &*vary.values)).collect(),
        schema: "actlab.journal",
        schema_version: SCHEMA_VERSION,
    })
}

/// The line of a seed.
pub fn seed(setup: &SweepSetup, cell: usize, outcome: &Outcome) -> String {
    let ended = |(contestant, end)| ended(contestant, end);
    let contestants = setup.experiment().contestants.iter().zip(&outcome.contestants).map(ended).collect();
    let experiment = &setup.experiment().id;
    text(&Run { seed: outcome.seed, cell, experiment, contestants, schema: "actlab.seed", version: SCHEMA_VERSION })
}

fn ended<'a>(contestant: &'a Contestant, end: &ContestantOutcome) -> Ended<'a> {
    Ended {
        name: &contestant.name,
        loss: end.loss,
        accuracy: end.accuracy,
        r2: end.r2.map(Number::from),
        train_loss: end.training.map(|training| training.loss.into()),
        train_accuracy: end.training.map(|training| training.accuracy.into()),
        succeeded: end.succeeded,
        epochs_to_success: end.epochs_to_success,
        cause: end.cause.map(FailureKind::id),
        losses: end.recorded_losses.iter().map(|loss| loss.is_finite().then_some(*loss)).collect(),
    }
}

fn text(line: &impl Serialize) -> String {
    // Serialising a struct of numbers and text can't fail.
    serde_json::to_string(line).unwrap_or_default()
}

/// Reads a line. A sweep that would need more memory is refused.
///
/// # Errors
/// What is wrong with the line, without its position.
pub fn read(line: &str, memory: Memory) -> Result<SweepJournalLine, SweepJournalLineError> {
    let any: Any = serde_json::from_str(line).map_err(|error| SweepJournalLineError::Json { reason: error.into() })?;
    if let Some(version) = any.version {
        return any.header(version, memory).map(|setup| SweepJournalLine::Header(Box::new(setup)));
    }
    match (any.seed, any.contestants) {
        (Some(seed), Some(ends)) => {
            let contestants = ends.into_iter().map(End::read).collect::<Result<_, _>>()?;
            Ok(SweepJournalLine::Seed(any.cell.unwrap_or(0), Outcome { seed, contestants }))
        }
        _ => Ok(SweepJournalLine::Other),
    }
}

impl Any {
    fn header(self, version: u32, memory: Memory) -> Result<SweepSetup, SweepJournalLineError> {
        if version != VERSION {
            return Err(SweepJournalLineError::Version { version, known: VERSION });
        }
        let missing = |key| SweepJournalLineError::Missing { key };
        let toml = self.toml.ok_or(missing("toml"))?;
        let table = |path: &Path, format| read_table(path, format, memory, &mut |_| ());
        let experiment = parse_with(&toml, "the experiment in it", Some(DataReader { table: &table, memory }));
        let mut experiment = experiment.map_err(|reason| SweepJournalLineError::Experiment { reason })?;
        experiment.id = self.experiment.ok_or(missing("experiment"))?;
        let vary = self.vary.unwrap_or_default().into_iter();
        let vary = vary
            .map(|(name, values)| Ok(Vary { hyperparameter: Hyperparameter::parse(&name)?, values }))
            .collect::<Result<_, _>>()
            .map_err(|reason| SweepJournalLineError::Vary { reason })?;
        let (from, seeds) = (self.from.ok_or(missing("from"))?, self.seeds.ok_or(missing("seeds"))?);
        let setup = SweepSetup::within(memory, &Arc::new(experiment), from, seeds, vary);
        setup.map_err(|reason| SweepJournalLineError::Setup { reason })
    }
}

impl End {
    fn read(self) -> Result<ContestantOutcome, SweepJournalLineError> {
        let cause = |id: String| FailureKind::named(&id).ok_or(SweepJournalLineError::Cause { id });
        let cause = self.cause.map(cause).transpose()?;
        let training = match (&self.train_loss, &self.train_accuracy) {
            (Some(loss), Some(accuracy)) => {
                Some(TrainingFigures { loss: loss_of(loss.value()?, cause), accuracy: accuracy.value()? })
            }
            _ => None,
        };
        Ok(ContestantOutcome {
            loss: loss_of(self.loss, cause),
            accuracy: self.accuracy,
            r2: self.r2.map(|r2| r2.value()).transpose()?,
            training,
            succeeded: self.succeeded,
            epochs_to_success: self.epochs_to_success,
            cause,
            recorded_losses: self.losses.into_iter().map(|loss| loss.unwrap_or(f32::INFINITY)).collect(),
        })
    }
}
