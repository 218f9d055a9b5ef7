//! Experiments from the command line: data without a file of an experiment, and a network that is stated.

use super::builtin::names;
use super::link::is_link;
use super::{Contestant, Experiment, LocalizedText, Model, NetworkSetup, RunJournal, SetupError};
use crate::functions::function::Function;
use crate::nn::data_setup::DataSetup;
use crate::nn::data_table::ColumnRef;
use crate::nn::dataset::{DataReader, DatasetError, DatasetSpec, TableChoice, TableFile, TaskKind};
use crate::nn::kinds::{self, KindError, Registry};
use crate::nn::loss::{Loss, Targets};
use crate::nn::network::LayerSetup;
use crate::nn::optimizer::Optimizer;
use crate::nn::stop::Epochs;
use crate::text::list;
use crate::words::{Arg, Message, errors};
use std::path::Path;

/// The network for data without a model: one hidden layer of this many `tanh` units.
const UNITS: usize = 8;
/// Adam with this learning rate, for this many epochs.
const RATE: f64 = 0.01;
const EPOCHS: u64 = 200;

/// What the command line says of the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataOptions {
    /// A file, the name of a generated set, or `-` for a table on standard input.
    pub data: Option<String>,
    /// The targets of a file, by name or number, with commas between.
    pub target: Option<String>,
    /// The inputs of a file, likewise.
    pub inputs: Option<String>,
    /// What is done about missing cells of a file: the name of a [`MissingRule`](crate::nn::data_table::MissingRule).
    pub missing: Option<String>,
    /// How inputs are scaled: the name of a [`Scaling`](crate::nn::preprocessing::Scaling).
    pub scale: Option<String>,
    /// The share of rows that are kept for a test, or the path of a file of test rows.
    pub test: Option<String>,
}

errors! {
    /// Why an experiment can't have the data that the command line asks for.
    pub enum DataOptionError: "data-option" {
        /// No kind of data has this name, and it is not a path.
        Kind { reason: KindError } = "kind",
        /// The kind of data needs more than a name.
        NeedsFile { kind: String } = "needs-file",
        /// Targets, inputs or missing cells of data that are not a table.
        NoColumns { kind: &'static str } = "no-columns",
        /// There is no such rule for missing cells, or no such scale.
        Word { reason: KindError } = "word",
        /// The text is neither a share nor the path of a file.
        Test { text: String } = "test",
        /// There is neither an experiment nor data.
        Nothing = "nothing",
        /// The data can't be used.
        Setup { reason: SetupError } = "setup",
    }
}

/// The ends of the names of files that can stand for an experiment.
const TABLES: [&str; 4] = ["csv", "tsv", "npy", "npz"];

fn ends(name: &str, end: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case(end))
}

/// Whether a name ends as tables do, so that it can stand for an experiment.
pub fn is_table(name: &str) -> bool {
    !is_link(name) && TABLES.into_iter().any(|end| ends(name, end))
}

/// Whether a name stands for data with the stated network: it ends as tables do, or is that of a data set and not of a built-in
/// experiment. An experiment that the reader has saved comes before it.
pub fn stands_for_data(name: &str) -> bool {
    is_table(name) || names().all(|experiment| experiment != name) && DatasetSpec::named(name).is_some()
}

/// Whether a name is that of a file of data: standard input, a path with a slash, or a name that ends as such files do.
pub fn is_data_path(name: &str) -> bool {
    let is_file = ends(name, "txt") || name.contains('/') && !ends(name, "toml");
    name == "-" || is_table(name) || is_file && !is_link(name)
}

impl DataOptions {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the options of an exhibit line say of the data. Of an option that is there twice, the last one holds.
    pub fn of_line(options: &[(String, String)]) -> Self {
        let mut of_data = Self::default();
        for (name, value) in options {
            if let Some(option) = of_data.named(name) {
                *option = Some(value.clone());
            }
        }
        of_data
    }

    /// Every option with its name, in the order in which a line is written.
    pub fn each(&self) -> [(&'static str, &Option<String>); 6] {
        let Self { data, target, inputs, missing, scale, test } = self;
        // A line that is written reads a table once it knows its columns.
        [("target", target), ("inputs", inputs), ("missing", missing), ("data", data), ("scale", scale), ("test", test)]
    }

    fn named(&mut self, name: &str) -> Option<&mut Option<String>> {
        match name {
            "data" => Some(&mut self.data),
            "target" => Some(&mut self.target),
            "inputs" => Some(&mut self.inputs),
            "missing" => Some(&mut self.missing),
            "scale" => Some(&mut self.scale),
            "test" => Some(&mut self.test),
            _ => None,
        }
    }

    /// These options, and what is asked for in addition. Columns are those of a table, so that other data are without them.
    #[must_use]
    pub fn with(&self, other: Self) -> Self {
        if other.data.is_some() {
            return Self { test: other.test.or_else(|| self.test.clone()), ..other };
        }
        let mut all = self.clone();
        for (name, value) in other.each() {
            if let (Some(option), Some(value)) = (all.named(name), value) {
                *option = Some(value.clone());
            }
        }
        all
    }

    /// Whether a title and a question that were written for the experiment's own data no longer fit.
    pub fn replaces_data(&self) -> bool {
        let Self { data, target, inputs, missing: _, scale: _, test: _ } = self;
        data.is_some() || target.is_some() || inputs.is_some()
    }

    fn choice(&self) -> Result<TableChoice, DataOptionError> {
        let [target, inputs] = [&self.target, &self.inputs].map(|text| text.as_deref().map(columns));
        let missing = self.missing.as_deref().map(|name| word(name, Registry::Missing)).transpose()?;
        Ok(TableChoice { target, inputs, missing })
    }

    /// The experiment with these data, or with those of a file and a stated network if there is no experiment. If its
    /// networks can't learn the new targets as they are, they get another last layer and loss, which the message says.
    ///
    /// # Errors
    /// [`DataOptionError`].
    pub fn experiment(
        &self,
        base: Option<Experiment>,
        read: DataReader,
    ) -> Result<(Experiment, Option<Message>), DataOptionError> {
        let mut data = match (&self.data, &base) {
            (Some(name), _) => DataSetup::from(source(name)?),
            (None, Some(base)) => base.data.clone(),
            (None, None) => return Err(DataOptionError::Nothing),
        };
        let choice = self.choice()?;
        if choice != TableChoice::default() && !data.source.choose(choice) {
            return Err(DataOptionError::NoColumns { kind: data.name() });
        }
        if let Some(name) = &self.scale {
            data.scale = word(name, Registry::Scaling)?;
        }
        match self.test.as_deref().map(|text| (text, text.parse::<f64>())) {
            None => {}
            Some((_, Ok(share))) if (0.0..1.0).contains(&share) => {
                (data.test, data.test_file) = (Some(share).filter(|share| *share > 0.0), None);
            }
            Some((path, Err(_))) if is_data_path(path) => {
                (data.test, data.test_file) = (None, Some(path.to_owned()));
            }
            Some((text, _)) => return Err(DataOptionError::Test { text: text.to_owned() }),
        }
        let wrong = |error| DataOptionError::Setup { reason: SetupError::in_data(error) };
        data.load(Path::new(""), read).map_err(wrong)?;
        let (experiment, notice) = match base {
            Some(base) if self.replaces_data() => base.of_other_data(data).map_err(wrong)?,
            Some(base) => (Experiment { data, ..base }, None),
            None => {
                data.shape().map_err(wrong)?;
                (Experiment::on(data), None)
            }
        };
        experiment.check().map_err(|reason| DataOptionError::Setup { reason })?;
        Ok((experiment, notice))
    }
}

fn source(name: &str) -> Result<DatasetSpec, DataOptionError> {
    if is_data_path(name) {
        return Ok(TableFile::at(name).into());
    }
    match DatasetSpec::named(name) {
        Some(spec) => Ok(spec),
        None if DatasetSpec::names().contains(&name) => Err(DataOptionError::NeedsFile { kind: name.to_owned() }),
        None => Err(DataOptionError::Kind { reason: DatasetSpec::unknown(name) }),
    }
}

/// The value of one of a few words.
fn word<T>(name: &str, what: Registry) -> Result<T, DataOptionError>
where
    T: strum::VariantArray + Copy + 'static,
    &'static str: From<T>,
{
    kinds::named_word(name, what).map_err(|reason| DataOptionError::Word { reason })
}

/// The activation of the last layer, and the loss, for a kind of task.
fn last_of(task: TaskKind) -> (&'static str, &'static str) {
    match task {
        TaskKind::Labels => ("sigmoid", "binary-cross-entropy"),
        TaskKind::Signs => ("tanh", "mse"),
        TaskKind::Classes => ("linear", "softmax-cross-entropy"),
        TaskKind::Numbers { .. } => ("linear", "mse"),
    }
}

/// Columns by number or name, with commas between.
fn columns(text: &str) -> Vec<ColumnRef> {
    list(text).into_iter().map(|name| name.parse().map_or(ColumnRef::Name(name), ColumnRef::Number)).collect()
}

impl NetworkSetup {
    /// Takes the last layer of the kind of task, if the number of outputs is another one, if the loss is not defined for the
    /// targets, or for numbers in place of classes, which an output between bounds does not reach. In the first two cases
    /// it also takes the loss of the task. Returns whether anything has changed.
    fn fit_to_task(&mut self, data: &DataSetup, outputs: usize, are_new_numbers: bool) -> bool {
        let Some(last) = self.layers.last_mut() else { return false };
        let keeps_units = last.units == outputs;
        let keeps_loss = keeps_units && (self.loss.targets() == Targets::Any || data.fits(self.loss.targets()));
        let (function, loss) = last_of(data.task());
        let is_right = keeps_loss && (!are_new_numbers || last.function.id() == function);
        // These names are those of built-in functions and losses, which a test of the default network holds.
        let (false, Ok(function), Some(loss)) = (is_right, Function::named(function), Loss::named(loss)) else {
            return false;
        };
        let layer = LayerSetup::new(outputs, function);
        *last = if keeps_units {
            LayerSetup { function: layer.function, train_alpha: layer.train_alpha, ..last.clone() }
        } else {
            layer
        };
        if !keeps_loss {
            self.loss = loss;
        }
        true
    }

    fn last_layer_notice(&self) -> Message {
        let (units, function) = self.layers.last().map_or((0, ""), |last| (last.units, last.function.id()));
        let values =
            [("units", units.to_string()), ("function", function.to_owned()), ("loss", self.loss.name().to_owned())];
        let with = |message: Message, (name, value): (&'static str, String)| message.with(name, &Arg::Text(value));
        values.into_iter().fold(Message::new("notice.last-layer"), with)
    }
}

impl Experiment {
    /// The same models on other data, with the last layers that these need. What was written about its own data is gone.
    fn of_other_data(self, data: DataSetup) -> Result<(Self, Option<Message>), (&'static str, DatasetError)> {
        let title = LocalizedText([(String::new(), data.source.file().unwrap_or(data.name()).to_owned())].into());
        let had_numbers = matches!(self.data.task(), TaskKind::Numbers { .. });
        let (question, notes) = <(LocalizedText, LocalizedText)>::default();
        let mut changed = Self { title, question, notes, data, ..self };
        let notice = changed.fit_to_task(had_numbers)?;
        Ok((changed, notice))
    }

    /// Gives networks that can't learn the targets of the data another last layer, and returns a message that says so.
    fn fit_to_task(&mut self, had_numbers: bool) -> Result<Option<Message>, (&'static str, DatasetError)> {
        let outputs = self.data.shape()?.1;
        let are_new_numbers = matches!(self.data.task(), TaskKind::Numbers { .. }) && !had_numbers;
        let mut notice = None;
        for contestant in &mut self.contestants {
            let Model::Network(setup) = &mut contestant.model else { continue };
            if setup.fit_to_task(&self.data, outputs, are_new_numbers) {
                notice.get_or_insert_with(|| setup.last_layer_notice());
            }
        }
        Ok(notice)
    }

    /// Data with a network that learns most of them: one hidden layer of eight `tanh` units, Adam, and the output and
    /// the loss by the kind of task.
    pub fn on(data: DataSetup) -> Self {
        let (output, loss) = last_of(data.task());
        let outputs = data.shape().map_or(1, |(_, outputs)| outputs);
        let layers = [(UNITS, "tanh"), (outputs, output)];
        // These names are those of built-in functions, which a test of the default network holds.
        let layers =
            layers.into_iter().filter_map(|(units, id)| Some(LayerSetup::new(units, Function::named(id).ok()?)));
        let mut setup = NetworkSetup::new(layers.collect());
        setup.loss = Loss::named(loss).unwrap_or(setup.loss);
        setup.optimizer = Optimizer::named("adam").unwrap_or(setup.optimizer);
        *setup.optimizer.learning_rate_mut() = RATE;
        let name = data.source.file().unwrap_or(data.name());
        let stem = Path::new(name).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let id = if name == "-" { "data".to_owned() } else { stem };
        let title = if name == "-" { id.clone() } else { name.to_owned() };
        Self {
            id,
            title: LocalizedText([(String::new(), title)].into()),
            question: LocalizedText::default(),
            notes: LocalizedText::default(),
            epochs: Epochs::Count(EPOCHS),
            stop: Vec::new(),
            seed: 1,
            loss_limit: 1e12,
            data,
            success: None,
            journal: RunJournal::default(),
            contestants: vec![Contestant::new(format!("{UNITS} tanh units"), Model::Network(setup))],
        }
    }
}
