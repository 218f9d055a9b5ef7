//! What all rooms share: settings, words, theme and notices.

use crate::config::{Config, SettingError};
use crate::files::TextFiles;
use crate::input::{Keymap, Verb};
use crate::jobs::{JobId, RunId};
use crate::lessons::{Course, Progress};
use crate::nn::data_table::{DataTable, NamedTable, TableStore};
use crate::nn::memory::Memory;
use crate::theme::{Theme, ThemeError};
use crate::tile::{ColorDepth, GlyphSet};
use crate::widgets::Look;
use crate::words::{Language, Message, Words};
use std::sync::Arc;

/// The lessons, and the reader's progress in them.
#[derive(Clone, Debug, Default)]
pub struct Tour {
    /// `None` means the built-in lessons.
    pub course: Option<Arc<Course>>,
    pub progress: Progress,
    /// Whether the tour begins with its cover: the reader has no history.
    pub cover: bool,
    /// A message about the progress file, shown when the program starts.
    pub word: Option<Message>,
}

/// Choices from the command line, the configuration and the terminal, made once.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language at the start.
    pub language: Language,
    /// The number of colours.
    pub depth: ColorDepth,
    /// Draw with ASCII only.
    pub ascii: bool,
    /// The name or path of the theme.
    pub theme: String,
    /// The glyphs of pictures.
    pub glyphs: GlyphSet,
    pub tour: Tour,
    /// Which of these choices are still guesses.
    pub unsaid: Undetermined,
    /// Theme and experiment files, read before the application starts, because rooms touch no file.
    pub files: Arc<TextFiles>,
    /// The tables of files of data. Jobs read those that a room needs and that are not among them.
    pub tables: Arc<TableStore>,
    /// Draw gray pictures with 256 colours, which look nearly the same and need fewer bytes.
    pub frugal: bool,
}

/// Choices made by no flag, no setting and no environment variable. The answer of the terminal decides them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undetermined {
    /// The number of colours.
    pub depth: bool,
    /// Whether there is more than ASCII.
    pub utf8: bool,
    /// Whether the background is light.
    pub light: bool,
}

/// What the terminal reported about itself; `None` where it did not answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TerminalCapabilities {
    /// The number of colours.
    pub depth: Option<ColorDepth>,
    /// Whether it shows UTF-8.
    pub utf8: Option<bool>,
    /// Whether its background is light.
    pub light: Option<bool>,
    /// Whether it supports synchronised updates (mode 2026).
    pub synchronised: Option<bool>,
}

impl Default for Options {
    /// The meaning of `auto` without a terminal to ask: the same on every machine.
    fn default() -> Self {
        Self {
            language: Language::English,
            depth: ColorDepth::TrueColor,
            ascii: false,
            theme: "dark".to_owned(),
            glyphs: GlyphSet::Quadrant,
            tour: Tour::default(),
            unsaid: Undetermined::default(),
            files: Arc::default(),
            tables: Arc::default(),
            frugal: false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct AppContext {
    pub config: Config,
    /// The catalogue of the current language.
    pub words: Words,
    pub theme: Theme,
    /// Draw with ASCII only.
    pub ascii: bool,
    /// The glyphs of pictures.
    pub glyphs: GlyphSet,
    pub keymap: Arc<Keymap>,
    /// The lessons and progress at the start of the program. Walk keeps later progress.
    pub tour: Tour,
    /// A notice about an error, or about something done that the screen does not show. It is shown in the status line
    /// until the next key.
    pub notice: Option<String>,
    /// Why progress is not saved. It is shown for as long as that holds.
    pub unkept: Option<Message>,
    /// Whether the mouse works.
    pub mouse: bool,
    choices: Options,
    ids: u64,
}

impl AppContext {
    /// Builds the shared state from the configuration and the choices.
    ///
    /// # Errors
    /// The theme cannot be loaded.
    pub fn new(config: Config, choices: &Options, keymap: Arc<Keymap>) -> Result<Self, SettingError> {
        // Korean cannot be written in ASCII.
        let language = if choices.ascii { Language::English } else { choices.language };
        let wrong = |error: ThemeError| SettingError::of("theme")(error.into());
        let words = Words::of(language);
        Ok(Self {
            mouse: config.mouse,
            config,
            theme: Theme::of(&choices.theme, choices.depth, &choices.files).map_err(wrong)?,
            ascii: choices.ascii,
            glyphs: if choices.ascii { GlyphSet::Ascii } else { choices.glyphs },
            keymap,
            tour: choices.tour.clone(),
            notice: choices.tour.word.as_ref().map(|word| words.say(word)),
            words,
            unkept: None,
            choices: choices.clone(),
            ids: 0,
        })
    }

    /// Says why a key does nothing now: the reason of its verb in a context, or that there is nothing to do.
    pub fn say_idle(&mut self, verb: Verb, contexts: impl IntoIterator<Item = &'static str>) {
        // Escape takes a notice away, and leaves none.
        if verb == Verb::Cancel {
            return;
        }
        let words = &self.words;
        let keys: Vec<String> = contexts.into_iter().map(|context| format!("{}-{context}", verb.id())).collect();
        let find =
            |table| keys.iter().find_map(|key| words.find_in(table, key)).or_else(|| words.find_in(table, verb.id()));
        let reason = find("idle").map(str::to_owned);
        let does = find("verb").unwrap_or_default();
        self.notice = Some(reason.unwrap_or_else(|| words.fill("app.idle-key", &[("does", does)])));
    }

    /// The files that were read when the program began.
    pub fn files(&self) -> &Arc<TextFiles> {
        &self.choices.files
    }

    /// The tables that were read.
    pub fn tables(&self) -> &Arc<TableStore> {
        &self.choices.tables
    }

    /// Keeps a table that a job has read.
    pub fn keep_table(&mut self, (path, format): &NamedTable, table: &Arc<DataTable>) {
        Arc::make_mut(&mut self.choices.tables).keep(path, *format, Ok(Arc::clone(table)));
    }

    /// The most memory that an experiment may take.
    pub fn memory(&self) -> Memory {
        Memory::mebibytes(self.config.limits.memory, self.config.limits.memory_setting())
    }

    /// The number of colours of gray pictures.
    pub fn picture_depth(&self) -> ColorDepth {
        match self.theme.depth {
            ColorDepth::TrueColor if self.choices.frugal => ColorDepth::Indexed256,
            depth => depth,
        }
    }

    /// Uses what the terminal reported for each choice that is still a guess.
    pub fn find(&mut self, found: TerminalCapabilities) {
        let unsaid = self.choices.unsaid;
        let depth = found.depth.filter(|_| unsaid.depth).unwrap_or(self.theme.depth);
        // If the reader has changed the theme by a key meanwhile, that choice stays.
        let untouched = self.theme.name == self.choices.theme;
        let light = unsaid.light && untouched && found.light == Some(true) && !self.theme.light;
        let name = if light { "light" } else { &self.theme.name };
        if light || depth != self.theme.depth {
            // A theme from a file is identified by its path.
            let name = if untouched && !light { &self.choices.theme } else { name };
            if let Ok(theme) = Theme::of(name, depth, &self.choices.files) {
                self.theme = theme;
            }
        }
        if let Some(ascii) = found.utf8.filter(|_| unsaid.utf8).map(|utf8| !utf8).filter(|ascii| *ascii != self.ascii) {
            self.ascii = ascii;
            let (language, glyphs) = (self.choices.language, self.choices.glyphs);
            self.words = Words::of(if ascii { Language::English } else { language });
            self.glyphs = if ascii { GlyphSet::Ascii } else { glyphs };
        }
    }

    pub fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, ascii: self.ascii }
    }

    /// An id that no other job has.
    pub fn job_id(&mut self) -> JobId {
        JobId(self.id())
    }

    /// An id that no other run has.
    pub fn run_id(&mut self) -> RunId {
        RunId(self.id())
    }

    fn id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }
}
