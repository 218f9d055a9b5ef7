//! An exhibit line that waits for files of data, and the job that reads them.

use super::work::Work;
use crate::files::TextFiles;
use crate::jobs::{DataPlan, JobId, JobKind, TableJob};
use crate::nn::data_table::{NamedTable, TableFormat};
use crate::nn::experiment;
use crate::screens::{AppContext, Context, Exhibit, RoomEntry};
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
    pub(super) exhibit: Exhibit,
    /// Whether the settings name its experiment, and not the reader.
    pub(super) is_of_settings: bool,
    /// The files that are not read yet, the next one first.
    pub(super) needed: Vec<NamedTable>,
    pub(super) reading: Option<FileReading>,
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
pub(super) struct FileReading {
    id: JobId,
    stop: Arc<AtomicBool>,
    pub(super) now: ReadState,
    /// What the screen shows, which changes more seldom.
    shown: ReadState,
    work: Work,
    ticks: u32,
}

impl Drop for FileReading {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// The files of data that an exhibit line needs, in the order in which it takes them. The text of its experiment must be among the files.
pub fn data_files(files: &TextFiles, exhibit: &Exhibit) -> Vec<NamedTable> {
    if !RoomEntry::takes_experiments(&exhibit.room) {
        return Vec::new();
    }
    let subject = exhibit.subject.as_deref();
    let text = subject.filter(|subject| experiment::is_path(subject) && !experiment::is_table(subject));
    let mut named = text
        .map_or_else(Vec::new, |path| files.get(path).map_or(Vec::new(), |text| experiment::data_files(text, path)));
    let data = exhibit.options.iter().filter(|(name, _)| name == "data" || name == "test").map(|(_, value)| value);
    let of_subject = exhibit.subject.iter().filter(|name| experiment::is_table(name));
    let paths = of_subject.chain(data.filter(|name| experiment::is_data_path(name)));
    named.extend(paths.map(|path| (PathBuf::from(path), TableFormat::of_path(path))));
    named
}

/// The same without those that are read.
pub(super) fn missing(shared: &AppContext, exhibit: &Exhibit) -> Vec<NamedTable> {
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
    pub(super) fn ask(&mut self, cx: &mut Context) {
        let Some((path, format)) = self.needed.first().filter(|_| self.reading.is_none()).cloned() else { return };
        let stop = Arc::new(AtomicBool::new(false));
        let Exhibit { subject, options, .. } = self.exhibit.clone();
        let (files, tables) = (Arc::clone(cx.shared.files()), Arc::clone(cx.shared.tables()));
        // Columns are chosen when the last file is read.
        let plan = (self.needed.len() == 1).then(|| Arc::new(DataPlan { subject, options, files, tables }));
        let job = TableJob { path, format, memory: cx.shared.memory(), stop: Arc::clone(&stop), plan };
        let id = cx.submit(JobKind::ReadTable(job));
        let (now, shown) = <(ReadState, ReadState)>::default();
        self.reading = Some(FileReading { id, stop, now, shown, work: Work::with_window(WINDOW), ticks: 0 });
    }

    /// Whether a job is that of the next file.
    pub(super) fn is_reading(&self, id: JobId) -> bool {
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
