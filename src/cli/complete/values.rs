//! The values of options and arguments that can be completed.

use crate::cli::args::Cli;
use crate::cli::raw_words::names_room;
use crate::cli::{config, environment};
use crate::config::own_experiments;
use crate::functions::activation;
use crate::functions::function::Function;
use crate::lessons::Course;
use crate::nn::dataset::DatasetSpec;
use crate::nn::experiment::{self, Hyperparameter};
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::optimizer::Optimizer;
use crate::nn::stop::StopMeasure;
use crate::screens::{RoomEntry, SCREENS, SubjectKind};
use crate::theme;
use crate::tile::GlyphSet;
use clap::{Command, Parser};
use std::fmt::Write;
use strum::VariantArray;

const TABLES: &str = "csv tsv txt npy npz";
const PICTURES: &str = "png jpg jpeg gif webp bmp";

/// The words of a command line before the unfinished one.
#[derive(Default)]
pub(super) struct Line {
    /// The command, without `actlab`.
    pub(super) path: Vec<String>,
    pub(super) positionals: Vec<String>,
    pub(super) options: Vec<(String, String)>,
}

impl Line {
    pub(super) fn command(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    /// The room of an exhibit line, or an empty text.
    pub(super) fn room(&self) -> &str {
        let is_of_exhibits = names_room(self.command());
        match self.positionals.first().filter(|_| is_of_exhibits).map_or(self.command(), String::as_str) {
            "play" => "train",
            _ if !is_of_exhibits => "",
            room => room,
        }
    }
}

/// Candidates for an unfinished word.
pub(super) struct Candidates {
    unfinished: String,
    /// How many bytes of the word stay as they are.
    kept: usize,
    lines: String,
}

impl Candidates {
    pub(super) fn new(unfinished: &str) -> Self {
        Self { unfinished: unfinished.to_owned(), kept: 0, lines: String::new() }
    }

    /// Keeps the first bytes of the word: candidates stand for the rest.
    pub(super) fn keep(&mut self, bytes: usize) {
        self.kept = bytes;
    }

    /// Candidates stand for what follows the last comma.
    fn in_list(&mut self) {
        self.kept = self.unfinished.rfind(',').map_or(self.kept, |at| at + 1).max(self.kept);
    }

    pub(super) fn add(&mut self, candidate: &str, meaning: &str) {
        let (kept, rest) = self.unfinished.split_at(self.kept.min(self.unfinished.len()));
        // A space divides a candidate from its meaning.
        if candidate.starts_with(rest) && !candidate.contains(' ') {
            let meaning = meaning.lines().next().unwrap_or_default();
            let _ = writeln!(self.lines, "{}", format!("{kept}{candidate} {meaning}").trim_end());
        }
    }

    fn all<'a>(&mut self, candidates: impl IntoIterator<Item = &'a str>) {
        candidates.into_iter().for_each(|candidate| self.add(candidate, ""));
    }

    /// Asks the shell for files that end so, or for all.
    fn files(&mut self, ends: &str) {
        let _ = writeln!(self.lines, "{}", format!(":files {ends}").trim_end());
    }

    fn dirs(&mut self) {
        self.lines.push_str(":dirs\n");
    }

    /// One line for each candidate.
    pub(super) fn text(&self) -> &str {
        &self.lines
    }
}

/// The values of an option, named without dashes.
pub(super) fn of_option(line: &Line, option: &str, found: &mut Candidates) {
    match option {
        "config" => found.files("toml"),
        "set" => settings(found),
        "theme" => {
            found.all(["auto"].into_iter().chain(theme::BUILT_IN.map(|(name, _)| name)));
            found.files("toml");
        }
        "image" => found.files(PICTURES),
        "lessons" => found.dirs(),
        "lang" => found.all(["en", "ko"]),
        "color" => found.all(["auto", "truecolor", "256", "16", "none"]),
        "glyphs" => found.all(GlyphSet::ALL.iter().map(|set| set.id())),
        "lesson" => lessons(found),
        "activation" => functions(found),
        "compare" => {
            found.in_list();
            functions(found);
        }
        "knob" => knobs(line, found),
        "vary" => vary(found),
        "stop" => {
            found.in_list();
            for measure in StopMeasure::VARIANTS {
                found.add(&format!("{}=", measure.name().replace('_', "-")), "");
            }
        }
        "data" => {
            found.all(DatasetSpec::names());
            found.files(TABLES);
        }
        "test" => found.files(TABLES),
        "csv" => found.files("csv"),
        "out" if line.command() == "man" => found.dirs(),
        "out" => found.files("svg txt ans"),
        "resume" | "merge" => found.files(""),
        "format" => found.all(["text", "ansi", "svg"]),
        "channel" => found.all(["luma", "red"]),
        "levels" => found.all(["range", "auto"]),
        "log" | "numeric" => found.all(["true", "false"]),
        "panels" | "view" | "map" | "focus" | "method" | "distribution" => said(line, option, found),
        _ => Hyperparameter::called(option).into_iter().for_each(|hyperparameter| values_of(hyperparameter, found)),
    }
}

/// The values of an argument without a name.
pub(super) fn of_place(cli: &Command, line: &Line, found: &mut Candidates) {
    let place = line.positionals.len();
    match (line.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), place) {
        (["eval"], _) => functions(found),
        (["plot"], _) => {
            found.in_list();
            functions(found);
        }
        (["picture"], 0) => found.files(PICTURES),
        (["data"], 0) => {
            found.all(DatasetSpec::names());
            found.files(TABLES);
        }
        (["train" | "sweep"], 0) => experiments(found),
        (["play"], 0) => {
            experiments(found);
            found.all(DatasetSpec::names().into_iter().filter(|name| experiment::stands_for_data(name)));
        }
        (["open" | "render"], 0) => SCREENS.iter().map(|room| room.id).chain(["play"]).for_each(|id| found.add(id, "")),
        (["open" | "render"], 1) => match RoomEntry::find(line.room()).and_then(|room| room.subject) {
            Some(SubjectKind::Experiment) => experiments(found),
            Some(SubjectKind::Lesson) => lessons(found),
            Some(SubjectKind::Function) => functions(found),
            None => {}
        },
        (["lessons", "show"], 0) => lessons(found),
        (["lessons", "check"], 0) => found.dirs(),
        (["list" | "completions"], 0) => {
            let command = line.path.first().and_then(|name| cli.find_subcommand(name));
            let values =
                command.into_iter().flat_map(Command::get_positionals).flat_map(clap::Arg::get_possible_values);
            values.for_each(|value| {
                found.add(value.get_name(), &value.get_help().map(ToString::to_string).unwrap_or_default());
            });
        }
        (["list"], 1) => match line.positionals[0].as_str() {
            "experiments" => named_experiments(found),
            "themes" => found.all(theme::BUILT_IN.map(|(name, _)| name)),
            _ => {}
        },
        (["help" | "man", ..], _) => {
            let here =
                line.path[1..].iter().chain(&line.positionals).try_fold(cli, |here, word| here.find_subcommand(word));
            let inner = here.into_iter().flat_map(Command::get_subcommands).filter(|command| !command.is_hide_set());
            inner.for_each(|command| found.add(command.get_name(), ""));
        }
        _ => {}
    }
}

/// Built-in activations by all their names, and own functions.
fn functions(found: &mut Candidates) {
    for activation in activation::all() {
        found.add(activation.id, activation.name);
        activation.aliases.iter().for_each(|alias| found.add(alias, activation.name));
    }
    let globals = Cli::try_parse_from(["actlab"]).map(|cli| cli.globals);
    let own = globals.ok().and_then(|globals| environment::own(&environment::load(&globals).ok()?.config).ok());
    own.iter().flatten().for_each(|f| found.add(f.id(), f.formula()));
}

fn experiments(found: &mut Candidates) {
    named_experiments(found);
    found.files(&format!("toml {TABLES}"));
}

/// Built-in and saved experiments.
fn named_experiments(found: &mut Candidates) {
    for name in experiment::names() {
        let title = experiment::find(name).map(|experiment| experiment.title.get("en").to_owned());
        found.add(name, &title.unwrap_or_default());
    }
    let saved = own_experiments().map_or_else(Vec::new, |folder| experiment::saved_names(&folder));
    for name in &saved {
        found.add(name, "");
    }
}

fn lessons(found: &mut Candidates) {
    let Ok(course) = Course::built_in() else { return };
    for (lesson, n) in course.lessons.iter().zip(1_u64..) {
        let title = &lesson.text(crate::words::Language::English).title;
        found.add(&n.to_string(), title);
        found.add(&lesson.stem, title);
    }
}

fn settings(found: &mut Candidates) {
    let Some(globals) = Cli::try_parse_from(["actlab"]).ok().map(|cli| cli.globals) else { return };
    let Ok(loaded) = environment::load(&globals) else { return };
    for (name, value) in config::names(&loaded.effective) {
        found.add(&format!("{name}="), &value.to_string());
    }
}

/// The knobs of the functions on the line, or else all.
fn knobs(line: &Line, found: &mut Candidates) {
    found.in_list();
    let named = line
        .positionals
        .iter()
        .chain(line.options.iter().filter(|(name, _)| name == "activation").map(|(_, value)| value));
    let on_line: Vec<Function> = named.filter_map(|name| Function::named(name).ok()).collect();
    let functions = if on_line.is_empty() { activation::all().map(Function::builtin).collect() } else { on_line };
    let mut names: Vec<String> =
        functions.iter().flat_map(|f| f.parameters().iter().map(|k| k.name.to_string())).collect();
    names.sort();
    names.dedup();
    for name in &names {
        found.add(&format!("{name}="), "");
    }
}

fn vary(found: &mut Candidates) {
    let unfinished = found.unfinished.clone();
    match unfinished.split_once('=') {
        None => Hyperparameter::ALL.iter().for_each(|of| found.add(&format!("{}=", of.option()), of.help())),
        Some((name, _)) => {
            found.keep(name.len() + 1);
            found.in_list();
            if let Some(hyperparameter) = Hyperparameter::called(name) {
                values_of(hyperparameter, found);
            }
        }
    }
}

/// The values of a hyperparameter that are names.
fn values_of(hyperparameter: Hyperparameter, found: &mut Candidates) {
    match hyperparameter {
        Hyperparameter::HiddenActivation => functions(found),
        Hyperparameter::Init => found.all(Init::names()),
        Hyperparameter::Optimizer => found.all(Optimizer::names()),
        Hyperparameter::Loss => found.all(Loss::names()),
        Hyperparameter::LearningRate
        | Hyperparameter::Layers
        | Hyperparameter::Units
        | Hyperparameter::BatchSize
        | Hyperparameter::L1
        | Hyperparameter::L2
        | Hyperparameter::Features
        | Hyperparameter::Noise
        | Hyperparameter::Points => {}
    }
}

/// The words that the help of a room's option lists, as in "Shown alone: loss, accuracy or fit".
fn said(line: &Line, option: &str, found: &mut Candidates) {
    let Some(room) = RoomEntry::find(line.room()) else { return };
    let command = (room.options)();
    let help = command.get_arguments().find(|arg| arg.get_long() == Some(option)).and_then(clap::Arg::get_help);
    let Some(help) = help.map(ToString::to_string) else { return };
    let list = help.split_once(": ").map_or(help.as_str(), |(_, list)| list);
    found.in_list();
    let words = list.split([',', ' ']).filter(|word| !word.is_empty() && *word != "or" && *word != "and");
    words.for_each(|word| found.add(word, ""));
}
