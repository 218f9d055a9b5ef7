//! What all rooms share: settings, words, theme, and a word to the reader.

use crate::config::{Config, SettingError};
use crate::files::TextFiles;
use crate::input::Keymap;
use crate::jobs::{JobId, RunId};
use crate::lessons::{Course, Progress};
use crate::nn::memory::Memory;
use crate::theme::{Theme, ThemeError};
use crate::tile::{ColorDepth, GlyphSet};
use crate::widgets::Look;
use crate::words::{Language, Message, Words};
use std::sync::Arc;

/// The lessons, and how far the reader has come.
#[derive(Clone, Debug, Default)]
pub struct Tour {
    /// The lessons; those of the program where none are given.
    pub course: Option<Arc<Course>>,
    /// How far the reader has come in them.
    pub progress: Progress,
    /// Something about it that the reader should know, said when the program begins.
    pub word: Option<Message>,
}

/// What was chosen on the command line, by the configuration and by the terminal, decided once.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language to begin with.
    pub language: Language,
    /// How many colours.
    pub depth: ColorDepth,
    /// ASCII alone.
    pub ascii: bool,
    /// The name or path of the theme.
    pub theme: String,
    /// The glyphs of pictures.
    pub glyphs: GlyphSet,
    /// The lessons.
    pub tour: Tour,
    /// What is a guess as yet.
    pub unsaid: Undetermined,
    /// Themes and experiments that are files, read before the program begins: rooms touch no file.
    pub files: Arc<TextFiles>,
    /// Gray pictures keep to 256 colours, which say nearly the same in fewer bytes.
    pub frugal: bool,
}

/// What nobody said outright, neither by flag nor in the configuration nor in the environment: the terminal may say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undetermined {
    /// How many colours.
    pub depth: bool,
    /// Whether there is more than ASCII.
    pub utf8: bool,
    /// Whether the background is light.
    pub light: bool,
}

/// What the terminal said of itself; what it did not say is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TerminalCapabilities {
    /// How many colours.
    pub depth: Option<ColorDepth>,
    /// Whether it shows UTF-8.
    pub utf8: Option<bool>,
    /// Whether its background is light.
    pub light: Option<bool>,
    /// Whether it shows a frame as a whole where it is marked as one (mode 2026).
    pub synchronised: Option<bool>,
}

impl Default for Options {
    /// What `auto` means where there is no terminal to ask: the same everywhere.
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
            frugal: false,
        }
    }
}

/// What all rooms share.
#[derive(Clone, Debug)]
pub struct AppContext {
    /// The settings in force.
    pub config: Config,
    /// The catalogue of the language in force.
    pub words: Words,
    /// How things look.
    pub theme: Theme,
    /// ASCII alone.
    pub ascii: bool,
    /// The glyphs of pictures.
    pub glyphs: GlyphSet,
    /// Which key says what.
    pub keymap: Arc<Keymap>,
    /// The lessons as the program began; the room that shows them keeps what comes after.
    pub tour: Tour,
    /// Something went wrong, or was done out of sight: said in the status line until the next key.
    pub notice: Option<String>,
    /// Why how far the reader has come is not kept: said for as long as that is so.
    pub unkept: Option<Message>,
    /// Whether the mouse works.
    pub mouse: bool,
    choices: Options,
    ids: u64,
}

impl AppContext {
    /// Everything as chosen.
    ///
    /// # Errors
    /// A theme that can't be had.
    pub fn new(config: Config, choices: &Options, keymap: Arc<Keymap>) -> Result<Self, SettingError> {
        // Korean can't be written in ASCII.
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

    /// The files that were read when the program began.
    pub fn files(&self) -> &Arc<TextFiles> {
        &self.choices.files
    }

    /// The most memory that an experiment may take.
    pub fn memory(&self) -> Memory {
        Memory::mebibytes(self.config.limits.memory, self.config.limits.memory_setting())
    }

    /// How many colours gray pictures have.
    pub fn picture_depth(&self) -> ColorDepth {
        match self.theme.depth {
            ColorDepth::TrueColor if self.choices.frugal => ColorDepth::Indexed256,
            depth => depth,
        }
    }

    /// Takes what the terminal said of itself, where nobody else said anything.
    pub fn find(&mut self, found: TerminalCapabilities) {
        let unsaid = self.choices.unsaid;
        let depth = found.depth.filter(|_| unsaid.depth).unwrap_or(self.theme.depth);
        // Whoever changed the theme by a key meanwhile wants that one.
        let untouched = self.theme.name == self.choices.theme;
        let light = unsaid.light && untouched && found.light == Some(true) && !self.theme.light;
        let name = if light { "light" } else { &self.theme.name };
        if light || depth != self.theme.depth {
            // A theme of the reader's own is known by its path.
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

    /// How things look.
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
