//! The output environment: colours, glyphs and language from the flags, the configuration and the terminal, in that
//! order.

use super::CliError;
use super::args::Globals;
use super::mistake::UsageError;
use super::reading::TableReading;
use crate::app::App;
use crate::config::{self, AutoBool, Config, LoadedConfig, SettingError, SettingPlace, UserFunctions};
use crate::files::TextFiles;
use crate::functions::function::Function;
use crate::functions::user_functions;
use crate::lessons::Course;
use crate::nn::data_table::NamedTable;
use crate::nn::experiment::{KIOSK, data_files as table_files, file_of, read_saved};
use crate::nn::memory::Memory;
use crate::picture::PictureLimits;
use crate::runtime::progress_file::{self, LearnerName, ProgressFile};
use crate::runtime::{exhibit_files, terminal};
use crate::screens::{Exhibit, Options, Requests, RoomEntry, Tour, Undetermined, data_files};
use crate::theme::{self, Theme};
use crate::tile::{ColorDepth, GlyphSet};
use crate::words::{Language, Message, ToMessage, Words};
use ratatui::layout::Size;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output of any kind. Settings left at `auto` are detected from the environment.
    Terminal,
    /// A file or a pipe that must not depend on this machine. `auto` means the same on every machine.
    Anywhere,
}

/// The value of a setting that is left to the terminal.
const AUTO: &str = "auto";

/// Reads the configuration and applies the flags.
pub(super) fn load(globals: &Globals) -> Result<LoadedConfig, CliError> {
    check_home()?;
    let mut loaded = config::load(globals.config.as_deref(), &globals.sets).map_err(CliError::usage)?;
    let config = &mut loaded.config;
    config.seed = globals.seed.unwrap_or(config.seed);
    let flags = [
        (&mut config.theme, &globals.theme),
        (&mut config.image, &globals.image),
        (&mut config.language, &globals.lang),
        (&mut config.color, &globals.color),
        (&mut config.glyphs, &globals.glyphs),
    ];
    let names = ["theme", "image", "language", "color", "glyphs"];
    let options = ["theme", "image", "lang", "color", "glyphs"];
    for ((setting, flag), (name, option)) in flags.into_iter().zip(names.into_iter().zip(options)) {
        if let Some(value) = flag {
            loaded.places.push((name.to_owned(), SettingPlace::Option { option: format!("--{option} {value}") }));
            setting.clone_from(value);
        }
    }
    if globals.ascii {
        config.ascii = AutoBool::Fixed(true);
    }
    Ok(loaded)
}

/// Without this check, a relative home would make the program read and create files in the current directory.
fn check_home() -> Result<(), CliError> {
    match std::env::var_os("HOME") {
        Some(home) if !Path::new(&home).is_absolute() => {
            Err(CliError::usage(UsageError::Home { home: home.to_string_lossy().into_owned() }))
        }
        _ => Ok(()),
    }
}

/// The same, with the reader's own functions. An error in their file does not end the program; the room shows it.
pub(super) fn load_with_own(globals: &Globals) -> Result<LoadedConfig, CliError> {
    let mut loaded = load(globals)?;
    let path = own_path(&loaded.config);
    let read = path.as_deref().map_or(Ok(Vec::new()), user_functions::read);
    let (functions, fault) = match read {
        Ok(functions) => (functions, None),
        Err(error) => (Vec::new(), Some(Message::from(error))),
    };
    let texts = functions.iter().filter_map(|f| Some((f.id().to_owned(), f.text()?.to_owned())));
    let experiments = config::own_experiments();
    let saved = Arc::new(experiments.as_deref().map_or_else(Vec::new, |folder| read_saved(folder, None)));
    let functions = texts.collect();
    let here = std::env::current_dir().unwrap_or_default();
    loaded.config.own = UserFunctions { path, functions, experiments, here, saved, is_shared: false, fault };
    Ok(loaded)
}

/// The settings where many readers share a machine: limits, one thread for a sweep, and for saved experiments a folder of
/// the learner beside the progress.
pub(super) fn share(config: &mut Config, learner: Option<&LearnerName>) {
    config.limits = config.limits.in_kiosk(&config.kiosk);
    config.sweep.threads = 1;
    config.own.is_shared = true;
    config.own.experiments = progress_file::folder(learner).map(|folder| folder.join("experiments"));
    let folder = config.own.experiments.as_deref();
    config.own.saved = Arc::new(folder.map_or_else(Vec::new, |folder| read_saved(folder, Some(KIOSK))));
}

/// The exhibit with the path of a saved experiment in place of its name, if that needs files of data. Only what is opened by
/// a path may read files.
pub(super) fn by_path(own: &UserFunctions, mut exhibit: Exhibit) -> Exhibit {
    let takes = RoomEntry::takes_experiments(&exhibit.room);
    let saved = own.saved.iter().find(|(name, _)| takes && exhibit.subject.as_ref() == Some(name));
    if let (Some((name, text)), Some(folder)) = (saved, &own.experiments) {
        let path = file_of(folder, name).to_string_lossy().into_owned();
        if !table_files(text, &path).is_empty() {
            exhibit.subject = Some(path);
        }
    }
    exhibit
}

/// A built-in activation, or an own function of the reader.
pub(super) fn function(id: &str, config: &Config) -> Result<Function, CliError> {
    let unknown = match Function::named(id) {
        Ok(function) => return Ok(function),
        Err(unknown) => unknown,
    };
    let own = own(config)?;
    let found = own.iter().find(|f| f.id() == id).or_else(|| own.iter().find(|f| f.answers_to(id)));
    found.cloned().ok_or_else(|| CliError::Usage(Message::from(unknown)))
}

pub(super) fn own(config: &Config) -> Result<Vec<Function>, CliError> {
    own_path(config)
        .as_deref()
        .map_or(Ok(Vec::new()), user_functions::read)
        .map_err(|e| CliError::Usage(Message::from(e)))
}

/// A function from the text of a formula.
pub(super) fn formula(text: &str) -> Result<Function, CliError> {
    Function::parse(text).map_err(|e| CliError::usage(UsageError::Formula { reason: e.message() }))
}

/// The path of the file of own functions.
pub(super) fn own_path(config: &Config) -> Option<PathBuf> {
    let path = Path::new(&config.formulas);
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        _ if config.formulas.is_empty() => config::own_file(),
        (Ok(rest), Ok(home)) => Some(home.join(rest)),
        _ => Some(path.to_owned()),
    }
}

/// The language of messages about the command itself.
pub(super) fn spoken(loaded: &LoadedConfig) -> Language {
    let is_ascii = ascii(&loaded.config, Target::Terminal).unwrap_or(false);
    if is_ascii { Language::English } else { language(&loaded.config, Target::Terminal).unwrap_or_default() }
}

/// The words of a command's output. ASCII has English only.
pub(super) fn shell_words(choices: &Options) -> Words {
    Words::of(if choices.ascii { Language::English } else { choices.language })
}

/// The error for an invalid setting.
pub(super) fn blame(loaded: &LoadedConfig, setting: &'static str, reason: Message) -> CliError {
    CliError::Usage(loaded.blame(&SettingError::of(setting)(reason)))
}

/// Decides everything that may be `auto`. An error names the invalid setting and the place where it was set.
///
/// The lessons are the built-in ones without progress; [`tour`] loads others.
pub(super) fn choices(loaded: &LoadedConfig, target: Target) -> Result<Options, CliError> {
    let config = &loaded.config;
    let blame = |setting, reason| blame(loaded, setting, reason);
    let mut files = TextFiles::default();
    if theme::is_path(&config.theme) {
        files.read(&config.theme, theme::MOST_BYTES);
    }
    // Their data are read by the commands that open a room.
    for subject in [&config.train.experiment, &config.sweep.experiment] {
        drop(exhibit_files::read_experiment(&mut files, Some(subject)));
    }
    Ok(Options {
        files: Arc::new(files),
        tables: Arc::default(),
        language: language(config, target).map_err(|e| blame("language", e))?,
        depth: depth(config, target).map_err(|e| blame("color", e))?,
        ascii: ascii(config, target).map_err(|e| blame("ascii", e))?,
        theme: if config.theme == AUTO { "dark" } else { &config.theme }.to_owned(),
        glyphs: config.glyphs.parse::<GlyphSet>().map_err(|e| blame("glyphs", e.into()))?,
        tour: Tour::default(),
        unsaid: if target == Target::Terminal { unsaid(config) } else { Undetermined::default() },
        // Over SSH, unless the reader chose a colour depth.
        frugal: target == Target::Terminal && config.color == AUTO && std::env::var_os("SSH_CONNECTION").is_some(),
    })
}

/// Reads the texts of experiments that an exhibit, the settings and the lessons name, since rooms touch no file. Returns the
/// files of data that they need.
fn read_texts(loaded: &LoadedConfig, choices: &mut Options, exhibit: Option<&Exhibit>) -> Vec<NamedTable> {
    let lines = choices.tour.course.iter().flat_map(|course| course.exhibits());
    let of_lessons: Vec<Exhibit> = lines.filter_map(|line| line.parse().ok()).collect();
    let files = Arc::make_mut(&mut choices.files);
    let of_settings = [&loaded.config.train.experiment, &loaded.config.sweep.experiment];
    let mut named: Vec<_> =
        of_settings.into_iter().flat_map(|subject| exhibit_files::read_experiment(files, Some(subject))).collect();
    for exhibit in of_lessons.iter().chain(exhibit) {
        named.extend(exhibit_files::read_exhibit(files, exhibit));
    }
    named
}

/// Reads all files that an exhibit, the settings and the lessons name.
pub(super) fn read_files(loaded: &LoadedConfig, choices: &mut Options, exhibit: &Exhibit) {
    let named = read_texts(loaded, choices, Some(exhibit));
    let words = Words::of(choices.language);
    let reading = TableReading::new(memory(&loaded.config), &words);
    exhibit_files::read_tables(choices, named, &mut |path, format| reading.table(path, format));
}

/// Reads the texts that an exhibit, the settings and the lessons name, and leaves their files of data to jobs.
pub(super) fn name_files(loaded: &LoadedConfig, choices: &mut Options, exhibit: Option<&Exhibit>) {
    let named = read_texts(loaded, choices, exhibit);
    exhibit_files::name_tables(choices, named, exhibit.is_some_and(|exhibit| reads_input(choices, exhibit)));
}

/// Whether an exhibit has a table on standard input. The text of its experiment must be read.
pub(super) fn reads_input(choices: &Options, exhibit: &Exhibit) -> bool {
    data_files(&choices.files, exhibit).iter().any(|(path, _)| path == Path::new("-"))
}

/// The lessons that the flags ask for: the built-in ones, or those of a directory.
pub(super) fn course(globals: &Globals) -> Result<Option<Arc<Course>>, CliError> {
    let Some(dir) = &globals.lessons else { return Ok(None) };
    let (course, faults) = Course::read(dir);
    if let Some(fault) = faults.first() {
        return Err(CliError::usage(UsageError::Lessons { reason: fault.clone() }));
    }
    Ok(course.map(Arc::new))
}

/// The lessons, the saved progress, and the file that saves later progress.
pub(super) fn tour(globals: &Globals, learner: Option<&LearnerName>) -> Result<(Tour, ProgressFile), CliError> {
    let course = course(globals)?;
    let path = progress_file::file(globals.lessons.as_deref(), learner);
    let (keeper, progress, word) = ProgressFile::open(path);
    Ok((Tour { course, progress, cover: false, word }, keeper))
}

/// The choices that the terminal may decide, because neither settings nor environment do.
fn unsaid(config: &Config) -> Undetermined {
    Undetermined {
        depth: config.color == AUTO && !terminal::is_depth_said(),
        utf8: matches!(config.ascii, AutoBool::Auto(_)) && !terminal::is_code_said(&terminal::locale()),
        light: config.theme == AUTO,
    }
}

/// The chosen theme.
pub(super) fn theme(loaded: &LoadedConfig, choices: &Options) -> Result<Theme, CliError> {
    Theme::of(&choices.theme, choices.depth, &choices.files).map_err(|e| blame(loaded, "theme", e.into()))
}

/// An application with these settings.
pub(super) fn app(loaded: &LoadedConfig, choices: &Options, size: Size) -> Result<(App, Requests), CliError> {
    let (config, keymap) = (loaded.config.clone(), loaded.keymap.clone());
    App::new(config, keymap, choices, size).map_err(|e| CliError::Usage(loaded.blame(&e)))
}

fn language(config: &Config, target: Target) -> Result<Language, Message> {
    match (config.language.as_str(), target) {
        ("auto", Target::Terminal) => Ok(Language::of_locale(&terminal::message_locale())),
        ("auto", Target::Anywhere) => Ok(Language::English),
        (code, _) => Ok(code.parse::<Language>()?),
    }
}

fn depth(config: &Config, target: Target) -> Result<ColorDepth, Message> {
    match (config.color.as_str(), target) {
        ("auto", Target::Terminal) => Ok(terminal::depth()),
        ("auto", Target::Anywhere) | ("truecolor", _) => Ok(ColorDepth::TrueColor),
        ("256", _) => Ok(ColorDepth::Indexed256),
        ("16", _) => Ok(ColorDepth::Ansi16),
        ("none", _) => Ok(ColorDepth::None),
        (other, _) => Err(UsageError::Depth { word: other.to_owned() }.into()),
    }
}

fn ascii(config: &Config, target: Target) -> Result<bool, Message> {
    match (&config.ascii, target) {
        (AutoBool::Fixed(said), _) => Ok(*said),
        (AutoBool::Auto(word), Target::Terminal) if word == "auto" => Ok(terminal::is_ascii(&terminal::locale())),
        (AutoBool::Auto(word), Target::Anywhere) if word == "auto" => Ok(false),
        (AutoBool::Auto(word), _) => Err(UsageError::Ascii { word: word.clone() }.into()),
    }
}

/// The limits for a picture.
pub(super) fn limits(config: &Config) -> PictureLimits {
    PictureLimits {
        pixels: config.picture.most_pixels,
        bytes: config.picture.most_memory << 20,
        ..PictureLimits::default()
    }
}

/// The memory limits for an experiment.
pub(super) fn memory(config: &Config) -> Memory {
    Memory::mebibytes(config.limits.memory, config.limits.memory_setting())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_has_limits_one_thread_and_a_folder_of_the_learner() {
        let mut config = config::load(None, &["sweep.threads=8".to_owned()]).unwrap().config;
        assert_eq!(config.sweep.threads, 8);
        share(&mut config, Some(&"minsu".parse().unwrap()));
        assert_eq!((config.sweep.threads, config.limits.memory), (1, config.kiosk.memory));
        let folder = config.own.experiments.unwrap();
        assert!(config.own.is_shared && folder.ends_with("actlab/learners/minsu/experiments"), "{folder:?}");
    }
}
