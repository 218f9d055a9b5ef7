//! The experiment that is trained: one from the list or a file, with the changes made by knobs.

mod journal;
mod knobs;
mod points;
mod title;

pub(crate) use knobs::{KNOBS, SHOWN_KNOBS};
pub(crate) use title::built_name;

use super::roster::RosterEdit;
use crate::files::TextFiles;
use crate::nn::data_table::{TableFormat, TableResult, TableStore};
use crate::nn::dataset::DataReader;
use crate::nn::experiment::{self, DataOptions, Experiment, HandPoints, Hyperparameter, RunJournal};
use crate::nn::memory::Memory;
use crate::nn::stop::{Epochs, StopRule};
use crate::screens::{AppContext, ExhibitError};
use crate::words::Message;
use std::path::Path;
use std::sync::Arc;

/// An experiment of the list or a file, and the changes to it.
#[derive(Clone, Debug)]
pub(crate) struct SelectedExperiment {
    list: Vec<Arc<Experiment>>,
    /// How many of the list are built in. The others are saved.
    built_in: usize,
    /// The files of those that are saved.
    saved: Arc<Vec<(String, String)>>,
    base: Arc<Experiment>,
    /// Its subject in the exhibit line: a name of the list, or a path.
    line: String,
    edits: Vec<(Hyperparameter, String)>,
    epochs: Option<Epochs>,
    stop: Option<Vec<StopRule>>,
    seed: Option<u64>,
    /// Points by hand as the data.
    points: Option<HandPoints>,
    /// Changes of the contestants, after the edits.
    roster: Vec<RosterEdit>,
    /// The edits of the run.
    journal: RunJournal,
    now: Arc<Experiment>,
    /// The same after all edits of the run.
    folded: Arc<Experiment>,
    /// Own formulas of the reader, which hidden layers may use.
    own: Vec<String>,
    /// The most memory that an experiment may take.
    memory: Memory,
    /// The files that were read when the program began.
    files: Arc<TextFiles>,
    /// The tables that were read.
    tables: Arc<TableStore>,
    /// The experiment as it was opened, before other data were asked for.
    opened: Arc<Experiment>,
    /// Whether the exhibit line names it.
    is_named: bool,
    /// Data in place of its own.
    data: DataOptions,
    /// Whether the line names data without an experiment. Such data have the stated network.
    is_data: bool,
    /// What the reader should know of how it was opened.
    notice: Option<Message>,
    /// What was changed so that its networks can learn other data.
    changed_for_data: Option<Message>,
}

impl SelectedExperiment {
    /// The experiment of the settings, or the first one of the list if files of data must be read before it.
    pub(crate) fn new(subject: &str, is_unread: bool, shared: &AppContext) -> Result<Self, Message> {
        let list: Vec<Arc<Experiment>> = experiment::all().map_err(Message::from)?.into_iter().map(Arc::new).collect();
        let base = Arc::clone(list.first().ok_or(ExhibitError::NoExperiment)?);
        let own = shared.config.own.functions.iter().map(|(_, text)| text.clone()).collect();
        let (line, now) = (base.id.clone(), Arc::clone(&base));
        let memory = shared.memory();
        let (files, tables) = (Arc::clone(shared.files()), Arc::clone(shared.tables()));
        let (opened, data) = (Arc::clone(&base), DataOptions::default());
        let (edits, base_journal) = (Vec::new(), base.journal.clone());
        let mut setup = Self {
            built_in: list.len(),
            list,
            saved: Arc::default(),
            base,
            line,
            edits,
            epochs: None,
            stop: None,
            seed: None,
            points: None,
            roster: Vec::new(),
            journal: base_journal,
            folded: Arc::clone(&now),
            now,
            own,
            memory,
            files,
            tables,
            opened,
            is_named: false,
            data,
            is_data: false,
            notice: None,
            changed_for_data: None,
        };
        setup.refresh(shared);
        if !is_unread {
            setup.open(subject, DataOptions::default())?;
        }
        setup.forget_name();
        Ok(setup)
    }

    /// From now on, the exhibit line does not name the experiment, so that data get a stated network.
    pub(crate) fn forget_name(&mut self) {
        self.is_named = false;
    }

    /// Takes these tables for those that were read.
    pub(crate) fn set_tables(&mut self, tables: Arc<TableStore>) {
        self.tables = tables;
    }

    /// Opens what the subject names: an experiment of the list, a link to TensorFlow Playground, a file (its name ends in .toml
    /// or has a slash), or a table (its name ends in .csv or .tsv). `data` holds the options of the line about the data.
    pub(crate) fn open(&mut self, subject: &str, data: DataOptions) -> Result<(), Message> {
        let is_saved = self.list.iter().any(|one| one.id == subject);
        if data.data.is_none() && experiment::stands_for_data(subject) && !is_saved {
            return self.open_data(subject, data);
        }
        let (found, notice) = self.find(subject)?;
        found.fits(self.memory).map_err(Message::from)?;
        self.take(Arc::new(found), subject.to_owned());
        self.notice = notice;
        if data.is_empty() { Ok(()) } else { self.set_data(data) }
    }

    /// Opens data with the stated network.
    fn open_data(&mut self, subject: &str, data: DataOptions) -> Result<(), Message> {
        let table = |path: &Path, format| self.tables.get(path, format);
        let whole = DataOptions { data: Some(subject.to_owned()), ..data.clone() };
        let (found, _) = whole.experiment(None, self.reader(&table)).map_err(Message::from)?;
        found.fits(self.memory).map_err(Message::from)?;
        self.take(Arc::new(found), subject.to_owned());
        (self.data, self.is_data) = (data, true);
        Ok(())
    }

    fn find(&self, subject: &str) -> Result<(Experiment, Option<Message>), Message> {
        if let Some(saved) = self.list.iter().find(|one| one.id == subject) {
            return Ok((Experiment::clone(saved), None));
        }
        if experiment::is_path(subject) && !experiment::is_table(subject) {
            let table = |path: &Path, format| self.tables.get(path, format);
            let read = experiment::of_file(self.files.get(subject), subject, self.reader(&table));
            return read.map(|found| (found, None)).map_err(Message::from);
        }
        experiment::named(subject).map_err(Message::from)
    }

    /// What the reader should know of how it was opened, and of what was changed for other data, until the next change.
    pub(crate) fn notice(&self) -> Option<&Message> {
        self.changed_for_data.as_ref().filter(|_| !self.is_run_edited()).or(self.notice.as_ref())
    }

    /// What the exhibit line says of the data.
    pub(crate) fn data_options(&self) -> &DataOptions {
        &self.data
    }

    /// Takes other data, or other columns or a test of the same. Without a named experiment, data get a stated network.
    pub(crate) fn set_data(&mut self, options: DataOptions) -> Result<(), Message> {
        // Columns are of use only together with a table, which may be the next option.
        let is_of_table = options.test.is_none() && options.scale.is_none();
        let waits = options.data.is_none() && self.opened.data.source.file().is_none() && is_of_table;
        if !waits {
            let table = |path: &Path, format| self.tables.get(path, format);
            let stated = Some(&self.line).filter(|_| self.is_data && options.data.is_none());
            let base = stated.is_none() && (self.is_named || options.data.is_none());
            let base = base.then(|| Experiment::clone(&self.opened));
            let data = options.data.as_ref().or(stated).cloned();
            let whole = DataOptions { data, ..options.clone() };
            let (found, changed) = whole.experiment(base, self.reader(&table)).map_err(Message::from)?;
            found.fits(self.memory).map_err(Message::from)?;
            let before = std::mem::replace(&mut self.base, Arc::new(found));
            let points = self.points.take();
            // The knobs stay as they are turned.
            if let Err(error) = self.apply(self.edits.clone()) {
                (self.base, self.points) = (before, points);
                return Err(error);
            }
            self.changed_for_data = changed;
        }
        self.data = options;
        Ok(())
    }

    fn reader<'a>(&self, table: &'a dyn Fn(&Path, TableFormat) -> TableResult) -> DataReader<'a> {
        DataReader { table, memory: self.memory }
    }

    fn take(&mut self, base: Arc<Experiment>, line: String) {
        (self.opened, self.is_named, self.data) = (Arc::clone(&base), true, DataOptions::default());
        (self.base, self.line, self.is_data) = (base, line, false);
        (self.notice, self.changed_for_data) = (None, None);
        (self.edits, self.epochs, self.stop, self.seed) = (Vec::new(), None, None, None);
        self.forget_edits();
    }

    /// The experiment as its file has it.
    fn forget_edits(&mut self) {
        (self.points, self.roster, self.journal) = (None, Vec::new(), self.base.journal.clone());
        self.now = Arc::clone(&self.base);
        // The experiment was checked when it was read.
        self.folded = self.base.folded().map_or_else(|_| Arc::clone(&self.base), Arc::new);
    }

    /// Moves to another experiment of the list.
    pub(crate) fn step(&mut self, by: isize) {
        let count = self.list.len() as isize;
        let here = self.place().map_or(if by > 0 { -1 } else { 0 }, |(n, _)| n as isize - 1);
        self.choose((here + by).rem_euclid(count) as usize);
    }

    /// Takes the experiments that were saved in any room.
    pub(crate) fn refresh(&mut self, shared: &AppContext) {
        let saved = &shared.config.own.saved;
        if Arc::ptr_eq(saved, &self.saved) {
            return;
        }
        self.saved = Arc::clone(saved);
        self.list.truncate(self.built_in);
        // Those that need files of data are opened by their path.
        let read = saved.iter().filter_map(|(name, text)| experiment::parse(text, name).ok());
        self.list.extend(read.map(Arc::new));
    }

    /// The first saved experiment with this text in its name that is not in the list, because it needs a file of data.
    pub(crate) fn saved_on_file(&self, text: &str) -> Option<&str> {
        let is_on_file = |name: &str, file: &str| {
            self.list.iter().all(|one| one.id != name) && !experiment::data_files(file, name).is_empty()
        };
        let found = self.saved.iter().find(|(name, file)| name.contains(text) && is_on_file(name, file));
        found.map(|(name, _)| name.as_str())
    }

    /// Adds an experiment that was saved to the list, in place of one with its name.
    pub(crate) fn keep(&mut self, saved: &Arc<Experiment>) {
        self.list.retain(|one| one.id != saved.id);
        self.list.push(Arc::clone(saved));
    }

    /// The formulas of the reader, which layers may use.
    pub(crate) fn own_functions(&self) -> &[String] {
        &self.own
    }

    /// The experiments of the list.
    pub(crate) fn list(&self) -> &[Arc<Experiment>] {
        &self.list
    }

    /// Takes an experiment of the list by its index.
    pub(crate) fn choose(&mut self, index: usize) {
        if let Some(experiment) = self.list.get(index).cloned() {
            let subject = experiment.id.clone();
            self.take(experiment, subject);
        }
    }

    /// Its place in the list, counted from 1, and the length of the list; `None` for a file.
    pub(crate) fn place(&self) -> Option<(usize, usize)> {
        if !self.data.is_empty() {
            return None;
        }
        let n = self.list.iter().position(|one| one.id == self.line)?;
        Some((n + 1, self.list.len()))
    }

    /// Its subject in the exhibit line.
    pub(crate) fn subject(&self) -> &str {
        // Data without an experiment have the stated network.
        if self.data.data.is_some() && !self.is_named { "" } else { &self.line }
    }

    /// The experiment without changes.
    pub(crate) fn base(&self) -> &Experiment {
        &self.base
    }

    /// The experiment with changes, as it is trained.
    pub(crate) fn experiment(&self) -> Arc<Experiment> {
        Arc::clone(&self.now)
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed.unwrap_or(self.base.seed)
    }

    pub(crate) fn set_seed(&mut self, seed: u64) {
        self.seed = Some(seed);
    }

    pub(crate) fn set_epochs(&mut self, epochs: Epochs) {
        self.epochs = Some(epochs).filter(|epochs| *epochs != self.base.epochs);
        self.change(|changed| changed.epochs = epochs);
    }

    fn change(&mut self, change: impl Fn(&mut Experiment)) {
        for one in [&mut self.now, &mut self.folded] {
            change(Arc::make_mut(one));
        }
    }

    /// Sets the rules by which contestants stop. The run checks them, since a test may be the next option.
    pub(crate) fn set_stop(&mut self, rules: Vec<StopRule>) {
        self.change(|changed| changed.stop.clone_from(&rules));
        self.stop = Some(rules).filter(|rules| *rules != self.base.stop);
    }

    /// Sets a hyperparameter. Setting it to the value that it has without the change removes the change.
    pub(crate) fn edit(&mut self, hyperparameter: Hyperparameter, value: &str) -> Result<(), Message> {
        let mut edits = self.edits.clone();
        edits.retain(|(other, _)| *other != hyperparameter && Some(*other) != hyperparameter.replaces(value));
        // The other changes alone may be wrong; then this one is needed.
        let without = self.base.with_all(&edits).ok().and_then(|experiment| experiment.value_of(hyperparameter));
        if without.as_deref() != Some(value) {
            edits.push((hyperparameter, value.to_owned()));
        }
        self.apply(edits)
    }

    /// Undoes all changes except that of the seed.
    pub(crate) fn reset(&mut self) {
        (self.edits, self.epochs, self.stop) = (Vec::new(), None, None);
        self.forget_edits();
    }

    fn apply(&mut self, edits: Vec<(Hyperparameter, String)>) -> Result<(), Message> {
        let mut now = self.base.with_all(&edits).map_err(Message::from)?;
        if let Some(points) = &self.points {
            now = now.with_points(points).map_err(Message::from)?;
        }
        now.epochs = self.epochs.unwrap_or(now.epochs);
        now.stop = self.stop.clone().unwrap_or(now.stop);
        now.journal = RunJournal::default();
        for edit in &self.roster {
            edit.apply(&mut now)?;
        }
        now.journal = self.journal.clone();
        now.check().map_err(Message::from)?;
        now.fits(self.memory).map_err(Message::from)?;
        self.folded = Arc::new(now.folded().map_err(Message::from)?);
        (self.edits, self.now) = (edits, Arc::new(now));
        Ok(())
    }

    /// The subject and the options of an exhibit line that leads to the same experiment in another room.
    pub(crate) fn address(&self) -> (Option<String>, Vec<(String, String)>) {
        let options = self.data.each().into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        let edits = Some(self.all_edits()).filter(|edits| !edits.is_empty());
        let edits = edits.map(|edits| ("edit".to_owned(), edits.join("\n")));
        let subject = Some(self.subject().to_owned()).filter(|subject| !subject.is_empty());
        (subject, options.chain(self.settings()).chain(edits).collect())
    }

    /// The changes, as options of an exhibit line.
    pub(crate) fn options(&self) -> Vec<(String, String)> {
        let journal = self.written_edits().unwrap_or_default().into_iter().map(|edit| ("edit".to_owned(), edit));
        self.settings().chain(journal).collect()
    }

    /// The same without the edits.
    fn settings(&self) -> impl Iterator<Item = (String, String)> {
        let epochs = self.epochs.map(|epochs| ("epochs".to_owned(), epochs.to_string()));
        let edits =
            self.edits.iter().map(|(hyperparameter, value)| (hyperparameter.option().to_owned(), value.clone()));
        let stop = self.stop.as_ref().map(|rules| ("stop".to_owned(), StopRule::written(rules)));
        epochs.into_iter().chain(stop).chain(edits)
    }

    pub(crate) fn is_edited(&self) -> bool {
        !self.edits.is_empty() || self.epochs.is_some() || self.stop.is_some() || self.is_run_edited()
    }

    fn is_run_edited(&self) -> bool {
        self.points.is_some() || !self.roster.is_empty() || self.journal != self.base.journal
    }

    /// The changed value of a hyperparameter, if it was changed.
    pub(crate) fn edited(&self, hyperparameter: Hyperparameter) -> Option<&str> {
        self.edits.iter().find(|(k, _)| *k == hyperparameter).map(|(_, value)| value.as_str())
    }

    /// The value of a hyperparameter; `None` if contestants differ in it.
    pub(crate) fn value(&self, hyperparameter: Hyperparameter) -> Option<String> {
        self.folded.value_of(hyperparameter)
    }
}
