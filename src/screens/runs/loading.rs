//! An exhibit line that waits for files of data: a job reads them, and the room takes the line when they are all read.
//! Until then, and if one of them can't be used, the room keeps what it had.

use super::reading_view;
use super::settings::RunRoom;
use super::work::Work;
use crate::files::TextFiles;
use crate::jobs::{JobId, JobKind, JobReport, JobUpdate, TableJob, TableUpdate};
use crate::nn::data_table::{NamedTable, TableFormat, TableStore};
use crate::nn::experiment;
use crate::screens::screen::open_line;
use crate::screens::setting;
use crate::screens::{AppContext, Context, Exhibit, Screen};
use crate::words::{Message, Words};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The rate is measured over the last two seconds.
const WINDOW: usize = 60;
/// The numbers change every so many ticks, so that they can be read.
const STEADY: u32 = 8;

/// An exhibit line that waits, and the reading of its files.
#[derive(Debug)]
pub struct Loading {
    exhibit: Exhibit,
    /// Whether the settings name its experiment, and not the reader.
    is_of_settings: bool,
    /// The files that are not read yet, the next one first.
    needed: Vec<NamedTable>,
    reading: Option<TableReading>,
}

/// What a room waits for, and why the last wait ended without what was asked for.
#[derive(Debug, Default)]
pub(crate) struct Loader {
    pub(crate) loading: Option<Loading>,
    pub(crate) fault: Option<Message>,
}

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ReadState {
    pub(super) done: u64,
    /// The bytes of the file, if they are known.
    pub(super) size: Option<u64>,
    /// Bytes per second, once they are known.
    pub(super) rate: Option<f64>,
}

/// The job that reads a file. Dropping it stops the job.
#[derive(Debug)]
struct TableReading {
    id: JobId,
    stop: Arc<AtomicBool>,
    now: ReadState,
    /// What the screen shows, which changes more seldom.
    shown: ReadState,
    work: Work,
    ticks: u32,
}

impl Drop for TableReading {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// The files of data that an exhibit line needs, in the order in which it takes them. The text of its experiment must be among the files.
pub fn data_files(files: &TextFiles, exhibit: &Exhibit) -> Vec<NamedTable> {
    // The rooms that take experiments.
    if !matches!(exhibit.room.as_str(), "train" | "sweep") {
        return Vec::new();
    }
    let subject = exhibit.subject.as_deref();
    let text = subject.filter(|subject| experiment::is_path(subject) && !experiment::is_table(subject));
    let mut named = text
        .map_or_else(Vec::new, |path| files.get(path).map_or(Vec::new(), |text| experiment::data_files(text, path)));
    let data = exhibit.options.iter().filter(|(name, _)| name == "data" || name == "test").map(|(_, value)| value);
    let paths = exhibit.subject.iter().chain(data).filter(|name| experiment::is_data_path(name));
    named.extend(paths.map(|path| (PathBuf::from(path), TableFormat::of_path(path))));
    named
}

fn missing(shared: &AppContext, exhibit: &Exhibit) -> Vec<NamedTable> {
    let mut named = data_files(shared.files(), exhibit);
    named.retain(|(path, format)| !shared.tables().has(path, *format));
    named
}

impl Loading {
    /// The experiment of the settings, if its files are not read yet.
    pub(crate) fn of_settings(room: &str, subject: &str, shared: &AppContext) -> Option<Self> {
        let exhibit = Exhibit { room: room.to_owned(), subject: Some(subject.to_owned()), options: Vec::new() };
        let needed = missing(shared, &exhibit);
        (!needed.is_empty()).then_some(Self { exhibit, is_of_settings: true, needed, reading: None })
    }

    /// The line that the room will have.
    pub(crate) fn exhibit(&self) -> &Exhibit {
        &self.exhibit
    }

    /// The name of the file that is being read.
    pub(crate) fn file(&self, words: &Words) -> String {
        let path = self.needed.first().map_or(Path::new(""), |(path, _)| path.as_path());
        if path.as_os_str() == "-" {
            return words.get("reading.input").to_owned();
        }
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    }

    pub(super) fn shown(&self) -> ReadState {
        self.reading.as_ref().map(|reading| reading.shown).unwrap_or_default()
    }

    /// Asks for the next file, unless it is being read.
    fn ask(&mut self, cx: &mut Context) {
        let Some((path, format)) = self.needed.first().filter(|_| self.reading.is_none()).cloned() else { return };
        let stop = Arc::new(AtomicBool::new(false));
        let job = TableJob { path, format, memory: cx.shared.memory(), stop: Arc::clone(&stop) };
        let id = cx.submit(JobKind::ReadTable(job));
        let (now, shown) = <(ReadState, ReadState)>::default();
        self.reading = Some(TableReading { id, stop, now, shown, work: Work::with_window(WINDOW), ticks: 0 });
    }

    fn is_reading(&self, id: JobId) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.id == id)
    }

    fn tick(&mut self) {
        let Some(reading) = self.reading.as_mut().filter(|reading| reading.now.done > 0) else { return };
        reading.work.tick(reading.now.done as f64);
        reading.ticks += 1;
        if reading.ticks.is_multiple_of(STEADY) {
            reading.shown = ReadState { rate: reading.work.rate().or(reading.shown.rate), ..reading.now };
        }
    }
}

impl Loader {
    pub(crate) fn of(loading: Option<Loading>) -> Self {
        Self { loading, fault: None }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.loading.is_some()
    }

    /// Asks for what is to be read.
    pub(crate) fn ask(&mut self, cx: &mut Context) {
        if let Some(loading) = &mut self.loading {
            loading.ask(cx);
        }
    }

    pub(crate) fn tick(&mut self) {
        if let Some(loading) = &mut self.loading {
            loading.tick();
        }
    }

    /// Stops reading.
    pub(crate) fn stop(&mut self, words: &Words) {
        if let Some(loading) = self.loading.take() {
            self.fault = Some(Message::new("reading.stopped").with("file", &loading.file(words)));
        }
    }
}

/// Keeps an exhibit line for later if files of data must be read first. Returns whether it does.
///
/// # Errors
/// An option is wrong whatever is in the files.
pub(crate) fn defer<R: RunRoom + Screen>(
    room: &mut R,
    exhibit: &Exhibit,
    shared: &AppContext,
) -> Result<bool, Message> {
    let mut whole = exhibit.clone();
    let mut is_of_settings = false;
    let has_data = exhibit.options.iter().any(|(name, _)| name == "data");
    let before = room.loader().loading.as_ref().filter(|_| exhibit.subject.is_none() && !has_data);
    if let Some(before) = before {
        whole.subject.clone_from(&before.exhibit.subject);
        whole.options.splice(..0, before.exhibit.options.iter().cloned());
        is_of_settings = before.is_of_settings;
    }
    let needed = missing(shared, &whole);
    if needed.is_empty() {
        room.loader_mut().loading = None;
        room.setup_mut().set_tables(Arc::clone(shared.tables()));
        return Ok(false);
    }
    check(room, exhibit)?;
    // The experiment may be shown, so what waits for it stays.
    let reading = room.loader_mut().loading.take().filter(|before| before.needed.first() == needed.first());
    let reading = reading.and_then(|mut before| before.reading.take());
    room.loader_mut().loading = Some(Loading { exhibit: whole, is_of_settings, needed, reading });
    Ok(true)
}

/// The options that depend on the data.
const OF_DATA: [&str; 15] = [
    "target",
    "inputs",
    "data",
    "test",
    "learning_rate",
    "hidden_activation",
    "batch_size",
    "units",
    "init",
    "noise",
    "contestant",
    "vary",
    "map-x",
    "map-y",
    "at",
];

/// Finds mistakes in options that do not depend on the data, so that they are reported before anything is read.
fn check<R: RunRoom + Screen>(room: &R, exhibit: &Exhibit) -> Result<(), Message> {
    let mut trial = room.trial();
    for (name, value) in &exhibit.options {
        if R::SETTINGS.iter().any(|setting| setting.name == name) && OF_DATA.contains(&name.as_str()) {
            continue;
        }
        setting::set(R::ID, R::SETTINGS, &mut trial, name, value)?;
    }
    Ok(())
}

/// Takes a report. Once all files are read, the room takes the line.
pub(crate) fn take<R: RunRoom + Screen>(room: &mut R, report: &JobReport, cx: &mut Context) {
    let JobUpdate::Table { named: (path, format), update } = &report.update else { return };
    let Some(loading) = &mut room.loader_mut().loading else { return };
    let is_own = loading.is_reading(report.id);
    match update {
        TableUpdate::Reading { done, size } => {
            if let Some(reading) = loading.reading.as_mut().filter(|_| is_own) {
                (reading.now.done, reading.now.size) = (*done, *size);
            }
        }
        // Another room may have asked for the same file.
        TableUpdate::Read(Ok(_)) => {
            let next = loading.needed.first().cloned();
            loading.needed.retain(|(path, format)| !cx.shared.tables().has(path, *format));
            if loading.needed.first() != next.as_ref() {
                loading.reading = None;
            }
            if loading.needed.is_empty() {
                finish(room, cx.shared.tables());
            } else {
                loading.ask(cx);
            }
        }
        TableUpdate::Read(Err(error)) if is_own => {
            let mut tables = TableStore::clone(cx.shared.tables());
            tables.keep(path, *format, Err(error.clone()));
            finish(room, &Arc::new(tables));
        }
        TableUpdate::Stopped if is_own => room.loader_mut().stop(&cx.shared.words),
        TableUpdate::Read(Err(_)) | TableUpdate::Stopped => {}
    }
}

/// Takes the line with these tables. If they can't be used, the room keeps what it had.
fn finish<R: RunRoom + Screen>(room: &mut R, tables: &Arc<TableStore>) {
    let Some(loading) = room.loader_mut().loading.take() else { return };
    let mut trial = room.trial();
    trial.setup_mut().set_tables(Arc::clone(tables));
    let open = |trial: &mut R| {
        let Exhibit { room, subject, options } = loading.exhibit.clone();
        if loading.is_of_settings {
            let alone = Exhibit { room: room.clone(), subject, options: Vec::new() };
            open_line(trial, &alone)?;
            trial.setup_mut().forget_name();
            return open_line(trial, &Exhibit { room, subject: None, options });
        }
        open_line(trial, &Exhibit { room, subject, options })
    };
    match open(&mut trial) {
        Ok(()) => {
            room.leave();
            *room = trial;
        }
        Err(fault) => room.loader_mut().fault = Some(fault),
    }
}

/// The reason why a key does nothing while the room waits.
pub(crate) fn idle(loading: &Loading, words: &Words, key: &str) -> String {
    words.fill("reading.idle", &[("file", &reading_view::short(&loading.file(words))), ("key", key)])
}
