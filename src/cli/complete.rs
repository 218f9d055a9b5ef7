//! `actlab completions` and the command that their scripts ask: what may follow the words of a command line.
//!
//! A script has no lists of its own, so what it offers is what this program has, the reader's own functions included.
//! The answer is a line for each candidate, with its meaning after a space. `:files toml csv` asks the shell for files that
//! end so, and `:dirs` for directories.

mod values;

use super::CliError;
use super::args::{Cli, CompletionArgs, ShellName};
use super::help::has_effect;
use super::raw_words::{is_called, names_room};
use crate::screens::RoomEntry;
use clap::{Arg, Command, CommandFactory};
use std::ffi::OsString;
use std::io::Write;
use values::{Candidates, Line};

/// Writes the script of a shell.
pub(super) fn script(args: &CompletionArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let script = match args.shell {
        ShellName::Bash => include_str!("../../assets/completions/actlab.bash"),
        ShellName::Zsh => include_str!("../../assets/completions/_actlab"),
        ShellName::Fish => include_str!("../../assets/completions/actlab.fish"),
    };
    Ok(out.write_all(script.as_bytes())?)
}

/// Writes what may stand in place of the last word.
pub(super) fn run(words: &[OsString], out: &mut dyn Write) -> Result<(), CliError> {
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let (unfinished, before) = words.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
    let mut found = Candidates::new(unfinished);
    candidates(before, unfinished, &mut found);
    Ok(out.write_all(found.text().as_bytes())?)
}

fn candidates(before: &[String], unfinished: &str, found: &mut Candidates) {
    let cli = Cli::command();
    let read = read(&cli, before);
    if let Some(name) = read.open {
        return values::of_option(&read.line, &name, found);
    }
    if let Some((option, _)) = unfinished.strip_prefix("--").and_then(|option| option.split_once('=')) {
        found.keep(option.len() + "--=".len());
        return values::of_option(&read.line, &option.replace('_', "-"), found);
    }
    if unfinished.starts_with('-') {
        return options(&cli, &read, found);
    }
    let inner = read.command.get_subcommands().filter(|command| !command.is_hide_set());
    let is_at_start = read.line.positionals.is_empty();
    for command in inner.filter(|_| is_at_start) {
        found.add(command.get_name(), &command.get_about().map(ToString::to_string).unwrap_or_default());
    }
    values::of_place(&cli, &read.line, found);
}

/// What the words before the unfinished one say.
struct Read<'a> {
    command: &'a Command,
    line: Line,
    /// The option whose value is unfinished.
    open: Option<String>,
    is_room: bool,
}

fn read<'a>(cli: &'a Command, before: &[String]) -> Read<'a> {
    let mut read = Read { command: cli, line: Line::default(), open: None, is_room: false };
    let mut only_positionals = false;
    for word in before {
        if let Some(name) = read.open.take() {
            read.line.options.push((name, word.clone()));
        } else if word == "--" {
            only_positionals = true;
        } else if word.starts_with('-') && word.len() > 1 && !only_positionals {
            let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
            let name = long(cli, &read, name);
            match value {
                Some(value) => read.line.options.push((name, value.to_owned())),
                None if takes_value(cli, &read, &name) => read.open = Some(name),
                None => {}
            }
        } else if let Some(inner) = read.command.find_subcommand(word).filter(|_| read.line.positionals.is_empty()) {
            read.command = inner;
            read.line.path.push(word.clone());
            read.is_room |= word == "play";
        } else {
            read.line.positionals.push(word.clone());
            let is_of_exhibits = names_room(read.line.command());
            let is_known = |word: &str| word == "play" || RoomEntry::find(word).is_some();
            read.is_room |= is_of_exhibits && is_known(word);
        }
    }
    read
}

fn args<'a>(cli: &'a Command, command: &'a Command) -> impl Iterator<Item = &'a Arg> {
    let own = command.get_arguments().filter(|arg| !arg.is_global_set());
    own.chain(cli.get_arguments().filter(|arg| arg.is_global_set())).filter(|arg| !arg.is_hide_set())
}

/// The long name of an option, for its short one as well.
fn long(cli: &Command, read: &Read, word: &str) -> String {
    let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.chars().next());
    let found = args(cli, read.command).find(|arg| short.is_some() && arg.get_short() == short);
    let name = found.and_then(Arg::get_long).map(str::to_owned);
    name.unwrap_or_else(|| word.trim_start_matches('-').replace('_', "-"))
}

fn takes_value(cli: &Command, read: &Read, name: &str) -> bool {
    let known = args(cli, read.command).find(|arg| is_called(arg, name));
    known.map_or(read.is_room, |arg| arg.get_action().takes_values())
}

/// The options of the command, of all commands, and of the room.
fn options(cli: &Command, read: &Read, found: &mut Candidates) {
    let first = read.line.path.first().map(String::as_str);
    for arg in args(cli, read.command) {
        let is_useful = !arg.is_global_set() || has_effect(first, arg.get_id().as_str());
        if let Some(long) = arg.get_long().filter(|_| is_useful) {
            found.add(&format!("--{long}"), &arg.get_help().map(ToString::to_string).unwrap_or_default());
        }
    }
    let room = RoomEntry::find(read.line.room()).filter(|_| read.is_room);
    for arg in room.map(|room| (room.options)()).iter().flat_map(Command::get_arguments) {
        if let Some(long) = arg.get_long() {
            found.add(&format!("--{long}"), &arg.get_help().map(ToString::to_string).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(line: &str) -> Vec<String> {
        let words: Vec<String> = line.split(' ').skip(1).map(str::to_owned).collect();
        let (last, before) = words.split_last().unwrap();
        let mut found = Candidates::new(last);
        candidates(before, last, &mut found);
        found
            .text()
            .lines()
            .map(|line| {
                if line.starts_with(':') {
                    line.to_owned()
                } else {
                    line.split(' ').next().unwrap_or_default().to_owned()
                }
            })
            .collect()
    }

    #[test]
    fn everything_that_may_follow_is_offered() {
        for (line, wanted) in [
            ("actlab tr", "train"),
            ("actlab ", "sweep"),
            ("actlab eval ge", "gelu"),
            ("actlab eval sw", "swish"),
            ("actlab plot relu,ge", "relu,gelu"),
            ("actlab train par", "parabola"),
            ("actlab train ", ":files toml csv tsv txt npy npz"),
            ("actlab train --data sp", "spiral"),
            ("actlab train --csv ", ":files csv"),
            ("actlab train --st", "--stop"),
            ("actlab train --stop pat", "patience="),
            ("actlab train xor --learn", "--learning-rate"),
            ("actlab train xor --activation mi", "mish"),
            ("actlab sweep xor --optimizer ad", "adam"),
            ("actlab sweep xor --vary loss=mse,hub", "loss=mse,huber"),
            ("actlab play pl", "playground"),
            ("actlab play moo", "moons"),
            ("actlab play moons --spe", "--speed"),
            ("actlab play --map er", "error"),
            ("actlab play ", ":files toml csv tsv txt npy npz"),
            ("actlab open pl", "play"),
            ("actlab open play --lay", "--layers"),
            ("actlab open so", "softmax"),
            ("actlab open softmax --tem", "--temperature"),
            ("actlab render train --hidden-activation mi", "mish"),
            ("actlab render train xor-t", "xor-two-sigmoids"),
            ("actlab open walk 1", "10"),
            ("actlab --theme cont", "contrast"),
            ("actlab config --color 2", "256"),
            ("actlab picture --glyphs=oct", "--glyphs=octant"),
            ("actlab picture ", ":files png jpg jpeg gif webp bmp"),
            ("actlab --lang k", "ko"),
            ("actlab --set lab.ga", "lab.gain="),
            ("actlab eval elu --knob al", "alpha="),
            ("actlab sweep xor --vary learn", "learning-rate="),
            ("actlab sweep xor --vary hidden-activation=relu,ge", "hidden-activation=relu,gelu"),
            ("actlab sweep xor -n 5 --se", "--seed"),
            ("actlab lessons sh", "show"),
            ("actlab lessons show 0", "04-xor"),
            ("actlab lessons check ", ":dirs"),
            ("actlab list opt", "optimisers"),
            ("actlab list experiments par", "parabola"),
            ("actlab completions z", "zsh"),
            ("actlab help les", "lessons"),
            ("actlab man lessons sh", "show"),
            ("actlab render lab --format s", "svg"),
        ] {
            let offered = offered(line);
            assert!(offered.iter().any(|candidate| candidate == wanted), "{line}: {offered:?}");
        }
    }

    #[test]
    fn nothing_that_does_nothing_is_offered() {
        for (line, unwanted) in [
            ("actlab train --the", "--theme"),
            ("actlab eval --pl", "--plain"),
            ("actlab sweep --fr", "--from"),
            ("actlab com", "complete"),
            ("actlab train parabola ", "lessons"),
        ] {
            assert!(!offered(line).iter().any(|candidate| candidate == unwanted), "{line}");
        }
    }
}
