//! What is said of a command, from the definition that parses its arguments.

use super::section::{HelpItem, HelpSection};
use super::{examples, notes};
use crate::cli::args::HYPERPARAMETERS;
use crate::screens::RoomEntry;
use clap::{Arg, ArgAction, Command};

/// What is said of a command.
pub(in crate::cli) struct HelpPage {
    /// The words that run it.
    pub(in crate::cli) name: String,
    pub(in crate::cli) about: String,
    pub(in crate::cli) usage: String,
    pub(in crate::cli) sections: Vec<HelpSection>,
    /// The words of the commands below it, without `actlab`.
    pub(in crate::cli) below: Vec<Vec<String>>,
}

/// The command with these words, without `actlab`. After `open` and `render` it may be a room.
pub(super) fn find(cli: &Command, path: &[String]) -> Option<Command> {
    let mut here = cli;
    for (n, word) in path.iter().enumerate() {
        if matches!(here.get_name(), "open" | "render") && n + 1 == path.len() {
            return RoomEntry::find(word).map(|room| (room.options)());
        }
        here = here.find_subcommand(word)?;
    }
    Some(here.clone())
}

impl HelpPage {
    /// The page of the program.
    pub(in crate::cli) fn top(cli: &Command) -> Self {
        Self::new(cli, cli, &[])
    }

    /// The page of a command with these words.
    pub(in crate::cli) fn of(cli: &Command, path: &[String]) -> Option<Self> {
        Some(Self::new(cli, &find(cli, path)?, path))
    }

    fn new(cli: &Command, command: &Command, path: &[String]) -> Self {
        let name = std::iter::once("actlab").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        let own = || command.get_arguments().filter(|arg| !arg.is_hide_set() && !arg.is_global_set());
        let positionals = || own().filter(|arg| arg.is_positional());
        let options: Vec<&Arg> = own().filter(|arg| !arg.is_positional()).collect();
        let globals =
            |arg: &&Arg| arg.is_global_set() && has_effect(path.first().map(String::as_str), arg.get_id().as_str());
        let global: Vec<HelpItem> = cli.get_arguments().filter(globals).map(option).collect();
        let inner: Vec<&Command> = command.get_subcommands().filter(|inner| !inner.is_hide_set()).collect();
        let summary = |inner: &&Command| HelpItem::new(inner.get_name(), &about(inner));
        let values = own().filter_map(values);
        let mut sections = vec![
            section("Commands", inner.iter().map(summary).collect()),
            section("Arguments", positionals().map(positional).collect()),
        ];
        sections.extend(values);
        let (plain, headed): (Vec<&Arg>, Vec<&Arg>) = options.iter().partition(|arg| arg.get_help_heading().is_none());
        sections.push(section("Options", plain.into_iter().map(option).collect()));
        sections.push(section(HYPERPARAMETERS, headed.into_iter().map(option).collect()));
        sections.push(section("Global options", global));
        let key = path.join(" ");
        sections.extend(notes::of(&key));
        sections.push(section(
            "Examples",
            examples::of(&key).iter().map(|(line, does)| HelpItem::new(line, does)).collect(),
        ));
        sections.retain(|section| !section.items.is_empty() || !section.prose.is_empty());
        let tail = positionals().map(|arg| format!(" {}", placeholder(arg)));
        let needed = match (inner.is_empty(), path.is_empty()) {
            (true, _) => "",
            (false, true) => " [COMMAND]",
            (false, false) => " <COMMAND>",
        };
        let usage = format!(
            "{name}{} {}",
            if inner.is_empty() || path.is_empty() { " [OPTIONS]" } else { "" },
            tail.collect::<String>().trim_start()
        );
        let below = |inner: &&Command| path.iter().cloned().chain([inner.get_name().to_owned()]).collect();
        Self {
            about: if is_room(path) {
                format!("The room {} and the options of its exhibit line", command.get_name())
            } else {
                about(command)
            },
            name,
            usage: format!("{}{needed}", usage.trim_end()),
            sections,
            below: inner.iter().map(below).collect(),
        }
    }
}

fn is_room(path: &[String]) -> bool {
    matches!(path, [command, _] if command == "open" || command == "render")
}

fn section(title: &'static str, items: Vec<HelpItem>) -> HelpSection {
    HelpSection { title, prose: Vec::new(), items }
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// The values of an argument that takes one of a few words, if they have meanings.
fn values(arg: &Arg) -> Option<HelpSection> {
    let items: Vec<HelpItem> = arg
        .get_possible_values()
        .iter()
        .filter_map(|value| Some(HelpItem::new(value.get_name(), &value.get_help()?.to_string())))
        .collect();
    let title = match arg.get_long() {
        Some("format") => "Values of --format",
        _ => "Values of WHAT",
    };
    (!items.is_empty()).then(|| section(title, items))
}

fn positional(arg: &Arg) -> HelpItem {
    HelpItem::new(&placeholder(arg), &meaning(arg))
}

/// A positional argument as usage shows it.
fn placeholder(arg: &Arg) -> String {
    let name = value_name(arg);
    let name = if arg.is_required_set() { format!("<{name}>") } else { format!("[{name}]") };
    if arg.get_num_args().is_some_and(|range| range.max_values() > 1) || matches!(arg.get_action(), ArgAction::Append) {
        name + "..."
    } else {
        name
    }
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
}

fn option(arg: &Arg) -> HelpItem {
    let short = arg.get_short().map_or("    ".to_owned(), |letter| format!("-{letter}, "));
    let takes = if arg.get_action().takes_values() { format!(" <{}>", value_name(arg)) } else { String::new() };
    let more = if arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "..." } else { "" };
    HelpItem::new(&format!("{short}--{}{takes}{more}", arg.get_long().unwrap_or_default()), &meaning(arg))
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let shown = arg.get_action().takes_values() && !defaults.is_empty();
    if shown { format!("{help} [default: {}]", defaults.join(",")) } else { help }
}

/// Whether a global option changes what a command does. Without a command, the program opens, and all do.
pub(in crate::cli) fn has_effect(command: Option<&str>, option: &str) -> bool {
    let Some(command) = command else { return true };
    let among = |commands: &[&str]| commands.contains(&command);
    match option {
        "help" => true,
        "seed" => among(&["open", "play", "render", "data", "train", "sweep", "config"]),
        "theme" | "color" => among(&["open", "play", "render", "plot", "picture", "doctor", "config"]),
        "image" => among(&["open", "play", "render", "config"]),
        "lessons" => among(&["open", "play", "render", "lessons", "list"]),
        "glyphs" => among(&["open", "play", "render", "picture", "config"]),
        "plain" => among(&["open", "play"]),
        _ => !among(&["completions", "man", "help", "version", "complete"]),
    }
}
