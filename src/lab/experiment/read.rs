//! Reading an experiment from TOML.

pub use super::table::ExperimentError;

use super::table::{Fields, Origin, Read, right_word};
use super::words::{self, at_least_zero, function, init, loss, optimizer, positive};
use super::{Contestant, Experiment, Model, NetworkSetup, Success, Text};
use crate::files::{self, ReadError};
use crate::lab::dataset::{Gate, Source};
use crate::lab::network::LayerSetup;
use crate::lab::perceptron::PerceptronSetup;
use std::fmt;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// A loss past this ends a contestant, if the file names no other limit.
const LOSS_LIMIT: f64 = 1e12;

/// A file larger than this, in bytes, is refused: decoded it takes many times as much.
const MOST_BYTES: u64 = 16 << 20;

/// Why a file is no experiment.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadError {
    /// It is not to be had.
    Unreadable {
        /// Which.
        name: String,
        /// Why.
        reason: ReadError,
    },
    /// It makes no sense.
    Wrong(ExperimentError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { name, reason } => write!(f, "the experiment {name} can't be read: {reason}"),
            Self::Wrong(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

/// Reads an experiment from a file; `-` is standard input.
///
/// # Errors
/// [`LoadError`], in one sentence with the name of the file.
pub fn load(path: &Path) -> Result<Experiment, LoadError> {
    let is_input = path == Path::new("-");
    let text = if is_input { files::input_text(MOST_BYTES) } else { files::text(path, MOST_BYTES) };
    let name = if is_input { "standard input".to_owned() } else { path.display().to_string() };
    let text = text.map_err(|reason| LoadError::Unreadable { name: name.clone(), reason })?;
    parse(&text, &name).map_err(LoadError::Wrong)
}

/// Reads an experiment. `origin` is the name of the file, for sentences; the experiment's id is that name without folders
/// and ending.
///
/// # Errors
/// [`ExperimentError`]: one sentence with file, line, what is wrong and the nearest right word.
pub fn parse(text: &str, origin: &str) -> Result<Experiment, ExperimentError> {
    let origin = Origin { name: origin, text };
    let parsed = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        origin.error(at, error.message().replace('\n', "; "))
    })?;
    let fields = Fields::new(origin, parsed.get_ref(), "an experiment", 0);
    fields.only(&["title", "question", "notes", "epochs", "seed", "loss_limit", "data", "success", "contestant"])?;
    let Some(data) = fields.table("data", "[data]")? else { return Err(fields.missing("data", "{ kind = \"xor\" }")) };
    let source = source(&data)?;
    let mut experiment = Experiment {
        id: stem(origin.name),
        title: words(&fields, "title")?,
        question: words(&fields, "question")?,
        notes: words(&fields, "notes")?,
        epochs: fields.count("epochs")?.ok_or_else(|| fields.missing("epochs", "1000"))?,
        seed: fields.count("seed")?.unwrap_or(1),
        loss_limit: positive(&fields, "loss_limit")?.unwrap_or(LOSS_LIMIT),
        source,
        success: success(&fields)?,
        contestants: Vec::new(),
    };
    let shape = experiment.shape().map_err(|error| data.error("inputs", error))?;
    for fields in fields.tables("contestant", "a contestant", "[[contestant]]")? {
        let contestant = contestant(&fields, experiment.contestants.len(), shape)?;
        if experiment.contestants.iter().any(|other| other.name == contestant.name) {
            return Err(fields.error("name", format!("there are two contestants called \"{}\"", contestant.name)));
        }
        experiment.check_loss(&contestant).map_err(|error| fields.error("loss", error))?;
        experiment.contestants.push(contestant);
    }
    experiment.check().map_err(|error| fields.error("contestant", error))?;
    Ok(experiment)
}

fn stem(origin: &str) -> String {
    Path::new(origin).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Text, or a table of texts by language.
fn words(fields: &Fields<'_>, key: &str) -> Read<Text> {
    let mut texts = Text::default();
    match fields.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Table(_)) => {
            let Some(table) = fields.table(key, key)? else { return Ok(texts) };
            for (language, _) in table.iter() {
                texts.0.insert(language.to_owned(), table.text(language)?.unwrap_or_default().to_owned());
            }
        }
        Some(_) => {
            texts.0.insert(String::new(), fields.text(key)?.unwrap_or_default().to_owned());
        }
        None => {}
    }
    Ok(texts)
}

fn source(data: &Fields<'_>) -> Read<Source> {
    let Some(kind) = data.text("kind")? else { return Err(data.missing("kind", "\"xor\"")) };
    if let Some((_, gate)) = Gate::ALL.iter().find(|(name, _)| *name == kind) {
        data.only(&["kind"])?;
        return Ok(Source::Gate(*gate));
    }
    match kind {
        "parabola" => {
            data.only(&["kind", "noise"])?;
            Ok(Source::Parabola { noise: at_least_zero(data, "noise")?.unwrap_or(10.0) })
        }
        "inline" => {
            data.only(&["kind", "inputs", "targets", "tolerance"])?;
            let inputs = data.rows("inputs")?.ok_or_else(|| data.missing("inputs", "[[0, 0], [1, 1]]"))?;
            let targets = data.rows("targets")?.ok_or_else(|| data.missing("targets", "[[0], [1]]"))?;
            Ok(Source::Inline { inputs, targets, tolerance: at_least_zero(data, "tolerance")? })
        }
        _ => {
            let known: Vec<&str> = Gate::ALL.iter().map(|(name, _)| *name).chain(["parabola", "inline"]).collect();
            Err(data.error("kind", format!("there is no kind of data \"{kind}\"; {}", right_word(kind, &known))))
        }
    }
}

fn success(fields: &Fields<'_>) -> Read<Option<Success>> {
    let Some(table) = fields.table("success", "[success]")? else { return Ok(None) };
    table.only(&["accuracy", "loss"])?;
    match (accuracy(&table)?, positive(&table, "loss")?) {
        (Some(accuracy), None) => Ok(Some(Success::Accuracy(accuracy))),
        (None, Some(loss)) => Ok(Some(Success::Loss(loss))),
        _ => Err(fields
            .error("success", "[success] takes either accuracy, as in accuracy = 1.0, or loss, as in loss = 200.0")),
    }
}

/// A share of right answers, from 0 to 1.
fn accuracy(table: &Fields<'_>) -> Read<Option<f64>> {
    let Some(value) = table.number("accuracy")? else { return Ok(None) };
    if (0.0..=1.0).contains(&value) {
        return Ok(Some(value));
    }
    let percent =
        if (1.0..=100.0).contains(&value) { format!("; did you mean {}?", value / 100.0) } else { String::new() };
    Err(table.error("accuracy", format!("accuracy is {value}, and must be from 0 to 1{percent}")))
}

fn contestant(fields: &Fields<'_>, index: usize, shape: (usize, usize)) -> Read<Contestant> {
    let model = match fields.text("kind")?.unwrap_or("network") {
        "perceptron" => Model::Perceptron(perceptron(fields)?),
        "network" => Model::Network(network(fields, shape.0)?),
        kind => {
            let why =
                format!("there is no kind of contestant \"{kind}\"; {}", right_word(kind, &["network", "perceptron"]));
            return Err(fields.error("kind", why));
        }
    };
    let name = fields.text("name")?.map_or_else(|| format!("contestant {}", index + 1), str::to_owned);
    let contestant = Contestant { name, model };
    contestant.check(shape.0, shape.1).map_err(|error| {
        let key = if matches!(contestant.model, Model::Network(_)) { "layers" } else { "weights" };
        fields.error(key, error)
    })?;
    Ok(contestant)
}

fn perceptron(fields: &Fields<'_>) -> Read<PerceptronSetup> {
    let function = function(fields, Some("step"))?;
    let knobs = words::beside(&function);
    let known = ["name", "kind", "activation", "threshold", "learning_rate", "weights", "bias"];
    fields.only(&known.into_iter().chain(knobs).collect::<Vec<_>>())?;
    Ok(PerceptronSetup {
        function,
        threshold: fields.number("threshold")?.unwrap_or(0.0),
        learning_rate: positive(fields, "learning_rate")?.unwrap_or(0.01),
        weights: fields.row("weights")?,
        bias: fields.number("bias")?,
    })
}

const CONTESTANT: [&str; 11] =
    ["name", "kind", "layers", "init", "loss", "delta", "optimizer", "batch_size", "shuffle", "l1", "l2"];

fn network(fields: &Fields<'_>, inputs: usize) -> Read<NetworkSetup> {
    fields.only(&CONTESTANT)?;
    let mut layers = Vec::new();
    let mut below = inputs;
    for table in fields.tables("layers", "a layer", "layers = [{ units = 1, activation = \"sigmoid\" }]")? {
        let layer = layer(&table, below)?;
        below = layer.units;
        layers.push(layer);
    }
    let mut setup = NetworkSetup::new(layers);
    setup.init = init(fields)?.unwrap_or(setup.init);
    setup.loss = loss(fields)?.unwrap_or(setup.loss);
    setup.optimizer = optimizer(fields)?.unwrap_or(setup.optimizer);
    setup.batch_size = match fields.count("batch_size")? {
        Some(0) => return Err(fields.error("batch_size", "batch_size is 0, and a batch needs a sample")),
        count => count.map_or(setup.batch_size, |count| usize::try_from(count).unwrap_or(usize::MAX)),
    };
    setup.shuffle = fields.flag("shuffle")?.unwrap_or(setup.shuffle);
    setup.l1 = at_least_zero(fields, "l1")?.unwrap_or(0.0);
    setup.l2 = at_least_zero(fields, "l2")?.unwrap_or(0.0);
    Ok(setup)
}

fn layer(fields: &Fields<'_>, below: usize) -> Read<LayerSetup> {
    let function = function(fields, None)?;
    let knobs = words::beside(&function);
    let known: Vec<&str> =
        ["units", "activation", "train_alpha", "weights", "biases"].into_iter().chain(knobs).collect();
    fields.only(&known)?;
    let units = fields.count("units")?.ok_or_else(|| fields.missing("units", "2"))?;
    let mut layer = LayerSetup::new(usize::try_from(units).unwrap_or(usize::MAX), function);
    layer.train_alpha = fields.flag("train_alpha")?.unwrap_or(layer.train_alpha);
    layer.weights = fields.rows("weights")?;
    layer.biases = fields.row("biases")?;
    if let Err((key, why)) = layer.check(below) {
        return Err(fields.error(key, why));
    }
    Ok(layer)
}
