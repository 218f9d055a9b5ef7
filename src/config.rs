//! The settings, in layers: the defaults (`config.toml`, embedded), then the user's own file, then `--set`.
//!
//! Layers are merged as TOML and decoded once, so a new setting is one line there and one field here.

mod check;
mod embedded;
mod error;
mod range;

use crate::files::{self, ReadError};
use crate::input::{KeyTables, Keymap, KeymapError, ScriptLimits};
use crate::text::document::FieldError;
use crate::words::{Message, ToMessage};
pub use error::{ConfigError, FrameFormatError, RightValue, SettingError, SettingPlace, ValueKind};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

/// The text of every setting with its default and comment.
pub const DEFAULTS: &str = include_str!("../config.toml");

/// All settings, decoded.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `auto`, `en` or `ko`.
    pub language: String,
    /// The id of the first room.
    pub start: String,
    /// `auto`, the name of a theme, or the path of one.
    pub theme: String,
    /// `auto`, `truecolor`, `256`, `16` or `none`.
    pub color: String,
    /// The glyphs of pictures.
    pub glyphs: String,
    /// Whether to draw in ASCII only.
    pub ascii: AutoBool,
    /// The seed of everything random.
    pub seed: u64,
    /// The path of the picture; empty for the built-in one.
    pub image: String,
    /// The path of the file with the reader's own functions; empty for [`own_file`].
    pub formulas: String,
    pub mouse: bool,
    /// Whether lessons add terms of the other language.
    pub gloss: bool,
    /// Whether animations update only once a second.
    pub reduced_motion: bool,
    /// `svg`, `text` or `ansi`.
    pub write: String,
    /// The reader's own functions. The program reads them at its start; they are not part of this configuration.
    #[serde(skip)]
    pub own: UserFunctions,
    /// The initial settings of the Lab.
    pub lab: LabConfig,
    /// The initial settings of Train.
    pub train: TrainConfig,
    /// The initial settings of Sweep.
    pub sweep: SweepConfig,
    /// The limits for a picture.
    pub picture: PictureConfig,
    /// The limits for an experiment.
    pub limits: LimitsConfig,
    /// The limits for output to the terminal.
    pub line: LineConfig,
    /// The settings of the kiosk mode for a class.
    pub kiosk: KioskConfig,
    keys: KeyTables,
}

/// The format of a written frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameFormat {
    /// Characters only.
    Text,
    /// Characters with colours, as ANSI escape sequences.
    Ansi,
    Svg,
}

impl FromStr for FrameFormat {
    type Err = FrameFormatError;

    fn from_str(id: &str) -> Result<Self, FrameFormatError> {
        match id {
            "text" => Ok(Self::Text),
            "ansi" => Ok(Self::Ansi),
            "svg" => Ok(Self::Svg),
            _ => Err(FrameFormatError::Unknown { id: id.to_owned() }),
        }
    }
}

/// The reader's own functions and experiments, as read from their files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserFunctions {
    /// The path of their file, if there is a place for one.
    pub path: Option<PathBuf>,
    /// Names and formulas.
    pub functions: Vec<(String, String)>,
    /// The folder of saved experiments, if there is a place for one.
    pub experiments: Option<PathBuf>,
    /// The folder in which the program began, which paths of data are relative to.
    pub here: PathBuf,
    /// The names of saved experiments, and their files.
    pub saved: Arc<Vec<(String, String)>>,
    /// Whether readers share a machine, so that there are limits on what is saved.
    pub is_shared: bool,
    /// Why the file could not be read.
    pub fault: Option<Message>,
}

/// A setting that is true, false or `auto`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub enum AutoBool {
    /// True or false.
    Fixed(bool),
    /// `auto`.
    Auto(String),
}

/// The initial settings of the Lab.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LabConfig {
    /// The id of an activation.
    pub activation: String,
    /// Both ends of the x axis.
    pub range: [f64; 2],
    /// The number of samples.
    pub samples: usize,
    /// The id of a distribution.
    pub distribution: String,
    /// The factor of the samples.
    pub scale: f64,
    /// The factor of the picture.
    pub gain: f64,
    /// `luma` or `red`.
    pub channel: String,
    /// `range` or `auto`.
    pub levels: String,
}

/// The initial settings of Train.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct TrainConfig {
    /// The name of an experiment, or the path of one.
    pub experiment: String,
}

/// The initial settings of Sweep.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SweepConfig {
    /// The name of an experiment, or the path of one.
    pub experiment: String,
    /// The number of seeds.
    pub seeds: u64,
    /// The number of threads; 0 for one per core.
    pub threads: usize,
}

/// The limits for a picture.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PictureConfig {
    /// In pixels.
    pub most_pixels: u64,
    /// In MiB.
    pub most_memory: u64,
}

/// The limits for an experiment.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// In MiB.
    pub memory: u64,
    /// Whether the limit is that of the kiosk.
    #[serde(skip)]
    of_kiosk: bool,
    /// Whether the program runs in kiosk mode.
    #[serde(skip)]
    in_kiosk: bool,
}

impl LimitsConfig {
    /// The same settings in kiosk mode.
    #[must_use]
    pub fn in_kiosk(&self, kiosk: &KioskConfig) -> Self {
        let of_kiosk = kiosk.memory < self.memory;
        Self { memory: self.memory.min(kiosk.memory), of_kiosk, in_kiosk: true }
    }

    /// The limits for a key script.
    pub fn script(&self) -> ScriptLimits {
        if self.in_kiosk { ScriptLimits::KIOSK } else { ScriptLimits::OWN }
    }

    /// The name of the setting that limits memory.
    pub fn memory_setting(&self) -> &'static str {
        if self.of_kiosk { "kiosk.memory" } else { "limits.memory" }
    }
}

/// The limits for output to the terminal while something is animated.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LineConfig {
    /// The most frames per second.
    pub frames: u32,
    /// The most bytes per second over SSH; 0 for no limit.
    pub ssh_bytes: u32,
    /// The most bytes per second elsewhere; 0 for no limit.
    pub local_bytes: u32,
    /// The seconds after which a blocked write ends the program; 0 for never.
    pub stalled: u32,
}

/// The settings of the kiosk mode for a class.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct KioskConfig {
    /// The minutes without a key after which the program ends; 0 for never.
    pub idle_minutes: f64,
    /// The most memory of an experiment there, in MiB.
    pub memory: u64,
}

/// The merged settings, and where they come from.
#[derive(Clone, Debug)]
pub struct LoadedConfig {
    pub config: Config,
    pub keymap: Keymap,
    /// The merged settings as TOML.
    pub effective: toml::Table,
    /// Every file that was looked for, and whether it exists.
    pub looked_for: Vec<(PathBuf, bool)>,
    /// Where each setting that is not a default was set, the last place last.
    pub places: Vec<(String, SettingPlace)>,
}

impl LoadedConfig {
    /// The error of a setting, with the place where it was set if that is known.
    pub fn blame(&self, error: &SettingError) -> Message {
        let SettingError::Wrong { setting, reason } = error else { return error.message() };
        let found = self.places.iter().rev().find(|(known, _)| known == setting);
        found.map_or_else(
            || error.message(),
            |(_, place)| {
                let (place, setting, reason) = (place.clone(), setting.clone(), reason.clone());
                ConfigError::Blamed { place, setting, reason }.into()
            },
        )
    }
}

/// A top-level setting as far as it can be read, before all are checked. Standard input is not read for it.
pub fn said(name: &str, file: Option<&Path>, sets: &[String]) -> Option<String> {
    let set = sets.iter().rev().filter_map(|set| set.split_once('=')).find(|(key, _)| key.trim() == name);
    if let Some((_, value)) = set {
        return Some(value.trim().trim_matches('"').to_owned());
    }
    let text = files::text(&file.map(Path::to_path_buf).or_else(user_file)?, MOST_BYTES).ok()?;
    let table: toml::Table = text.parse().ok()?;
    match table.get(name)? {
        toml::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The default settings.
///
/// # Errors
/// Never while the embedded file is valid, which tests check.
pub fn defaults() -> Result<Config, ConfigError> {
    decode(&embedded::table()?)
}

/// The default keymap, for which key scripts of lessons are written.
///
/// # Errors
/// Never while the embedded file is valid, which tests check.
pub fn default_keymap() -> Result<Keymap, ConfigError> {
    Keymap::read(&defaults()?.keys).map_err(|reason| ConfigError::Keys { reason })
}

/// The most bytes of a configuration. A larger file is a mistake.
const MOST_BYTES: u64 = 1 << 20;

/// The path of the user's configuration, by the XDG convention; `None` without a home.
pub fn user_file() -> Option<PathBuf> {
    beside("config.toml")
}

/// The path of the file with the user's own functions, by the same convention.
pub fn own_file() -> Option<PathBuf> {
    beside("formulas.toml")
}

/// The folder of the user's saved experiments, by the same convention.
pub fn own_experiments() -> Option<PathBuf> {
    beside("experiments")
}

fn beside(name: &str) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.config_dir().join("actlab").join(name))
}

/// Reads all layers.
///
/// `file` replaces the user's own file and must exist. `sets` are `key=value`; the last one wins.
///
/// # Errors
/// A file cannot be read, is not valid TOML, or has an unknown key or a value of the wrong kind.
pub fn load(file: Option<&Path>, sets: &[String]) -> Result<LoadedConfig, ConfigError> {
    let defaults = embedded::table()?;
    let mut effective = defaults.clone();
    let (mut looked_for, mut places) = (Vec::new(), Vec::new());
    let (path, must_exist) = (file.map(Path::to_path_buf).or_else(user_file), file.is_some());
    if let Some(path) = path {
        let text = read(&path, must_exist)?;
        looked_for.push((path.clone(), text.is_some()));
        if let Some(text) = text {
            let (table, found) = check::parse(&text, &path.display().to_string(), &defaults)?;
            places.extend(found);
            merge(&mut effective, table);
        }
    }
    for set in sets {
        let (table, found) = check::parse_set(set, &defaults)?;
        places.extend(found);
        merge(&mut effective, table);
    }
    let config: Config = decode(&effective)?;
    let keymap = Keymap::read(&config.keys).map_err(|error| clash(error, &places))?;
    Ok(LoadedConfig { config, keymap, effective, looked_for, places })
}

/// If two settings clash, the error names the one that was changed last.
fn clash(error: KeymapError, places: &[(String, SettingPlace)]) -> ConfigError {
    let sides = error.places();
    let found = places.iter().rev().find_map(|(known, place)| {
        let (setting, reason) = sides.iter().find(|(setting, _)| *setting == known)?;
        let reason = reason.message();
        Some(ConfigError::Blamed { place: place.clone(), setting: (*setting).to_owned(), reason })
    });
    found.unwrap_or(ConfigError::Keys { reason: error })
}

fn read(path: &Path, must_exist: bool) -> Result<Option<String>, ConfigError> {
    match files::text_or_input(path, MOST_BYTES) {
        Ok(text) => Ok(Some(text)),
        Err(ReadError::Missing) if !must_exist => Ok(None),
        Err(reason) => Err(ConfigError::Unreadable { path: path.to_owned(), reason }),
    }
}

fn decode(table: &toml::Table) -> Result<Config, ConfigError> {
    let other = |e: toml::de::Error| FieldError::Other { reason: e.message().replace('\n', "; ") };
    Config::deserialize(table.clone()).map_err(|e| ConfigError::Decode { reason: other(e).message() })
}

/// Merges one table into another, leaf by leaf.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => merge(inner, value),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn with_file(text: &str) -> Result<LoadedConfig, String> {
        let mut file = tempfile::Builder::new().prefix("conf").suffix(".toml").tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        load(Some(file.path()), &[]).map_err(|e| e.to_string().replace(&file.path().display().to_string(), "FILE"))
    }

    #[test]
    fn the_defaults_are_sound() {
        let loaded = load(None, &[]).unwrap();
        assert_eq!(loaded.config.seed, 7879);
        assert_eq!(loaded.config.lab.range, [-10.0, 10.0]);
    }

    #[test]
    fn a_users_file_changes_what_it_names_and_nothing_else() {
        let loaded = with_file("seed = 3\n[lab]\ngain = 4\n[keys.lab]\nnext = [\"n\"]\nnumeric = [\"N\"]\n").unwrap();
        assert_eq!((loaded.config.seed, loaded.config.lab.gain, loaded.config.lab.samples), (3, 4.0, 1000));
        assert_eq!(loaded.config.keys["lab"]["next"], ["n"]);
    }

    #[test]
    fn a_wrong_key_gets_file_line_and_the_right_spelling() {
        let err = with_file("\n[lab]\nactivaton = \"tanh\"\n").unwrap_err();
        assert_eq!(err, "FILE, line 3: there is no setting \"lab.activaton\"; did you mean \"lab.activation\"?");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        let err = with_file("seed = \"seven\"\n").unwrap_err();
        assert_eq!(err, "FILE, line 1: \"seed\" takes a whole number, such as 7879, not text");
        let err = with_file("[lab]\nrange = 3\n").unwrap_err();
        assert_eq!(err, "FILE, line 2: \"lab.range\" takes a list, such as [-10.0, 10.0], not a whole number");
    }

    #[test]
    fn broken_toml_names_the_line() {
        let err = with_file("seed = \n").unwrap_err();
        assert!(err.starts_with("FILE, line 1: "), "{err}");
        assert!(!err.contains('\n'), "one sentence: {err}");
    }

    #[test]
    fn sets_win_and_are_checked() {
        let sets = ["seed=1".to_owned(), "lab.activation=relu".to_owned(), "seed=2".to_owned()];
        let loaded = load(None, &sets).unwrap();
        assert_eq!((loaded.config.seed, loaded.config.lab.activation.as_str()), (2, "relu"));
        let err = load(None, &["sed=1".to_owned()]).unwrap_err();
        assert_eq!(err.to_string(), "--set sed=1: there is no setting \"sed\"; did you mean \"seed\"?");
    }

    #[test]
    fn a_missing_file_is_an_error_only_when_it_was_asked_for() {
        assert!(load(Some(Path::new("/nowhere/x.toml")), &[]).is_err());
    }
}
