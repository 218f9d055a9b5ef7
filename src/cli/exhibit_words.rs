//! The arguments of `open` and `render`: options of the exhibit are separated from options of the command.

use super::CliError;
use super::args::Cli;
use super::mistake::UsageError;
use crate::screens::SCREENS;
use clap::CommandFactory;
use std::ffi::{OsStr, OsString};

/// Moves the words of an exhibit behind `--`, so that its options are not taken for options of the command.
///
/// `render lab sigmoid --cursor 0 --size 80x24` becomes `render --size 80x24 -- lab sigmoid --cursor 0`.
pub(super) fn sort_exhibit(words: Vec<OsString>) -> Result<Vec<OsString>, CliError> {
    let cli = Cli::command();
    let is_exhibit = |w: &OsString| matches!(w.to_str(), Some("open" | "render"));
    let Some(at) = words.iter().position(is_exhibit).filter(|at| before_is_plain(&words[1..*at], &cli)) else {
        return Ok(words);
    };
    let command = cli.find_subcommand(words[at].to_str().unwrap_or_default());
    let known = |name: &str| {
        let args = cli.get_arguments().chain(command.into_iter().flat_map(clap::Command::get_arguments));
        let found = args.into_iter().find(|arg| arg.get_long() == Some(name));
        found.map(|arg| arg.get_action().takes_values())
    };
    let (mut own, mut exhibit) = (Vec::new(), Vec::new());
    let mut rest = words[at + 1..].iter();
    while let Some(word) = rest.next() {
        let text =
            word.to_str().ok_or_else(|| CliError::usage(UsageError::NotUtf8 { word: word.display().to_string() }))?;
        let Some(option) = text.strip_prefix("--").filter(|option| !option.is_empty()) else {
            let list = if text.starts_with('-') && text.len() == 2 && text != "--" { &mut own } else { &mut exhibit };
            if text != "--" {
                list.push(word.clone());
            }
            continue;
        };
        let (name, attached) = option.split_once('=').map_or((option, false), |(name, _)| (name, true));
        let takes_value = match known(name) {
            _ if name == "help" || name == "version" => false,
            Some(takes) => takes,
            None => true,
        };
        let list = if known(name).is_some() || name == "help" { &mut own } else { &mut exhibit };
        list.push(word.clone());
        if takes_value && !attached {
            list.extend(rest.next().cloned());
        }
    }
    if own.iter().any(|word| word == "--help" || word == "-h")
        && let Some(help) = exhibit.first().and_then(|room| help_of_room(room))
    {
        return Err(CliError::Clap(help));
    }
    let mut sorted = words[..=at].to_vec();
    sorted.extend(own);
    if !exhibit.is_empty() {
        sorted.push("--".into());
        sorted.extend(exhibit);
    }
    Ok(sorted)
}

/// The options of a room's exhibit line, in the form of the parser's help.
fn help_of_room(room: &OsStr) -> Option<clap::Error> {
    let entry = SCREENS.iter().find(|entry| room == entry.id)?;
    (entry.options)().try_get_matches_from([entry.id, "--help"]).err()
}

/// Whether the words before a subcommand are only options with their values, without another subcommand.
fn before_is_plain(words: &[OsString], cli: &clap::Command) -> bool {
    !words.iter().any(|w| w.to_str().is_some_and(|w| cli.find_subcommand(w).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(line: &str) -> String {
        let words = line.split(' ').map(OsString::from).collect();
        let sorted = sort_exhibit(words).unwrap();
        sorted.iter().filter_map(|w| w.to_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_of_exhibits_are_told_from_those_of_commands() {
        let line = "actlab render lab sigmoid --cursor -2 --size 80x24 --compare tanh --ascii --format=svg";
        let want = "actlab render --size 80x24 --ascii --format=svg -- lab sigmoid --cursor -2 --compare tanh";
        assert_eq!(sorted(line), want);
        assert_eq!(sorted("actlab --seed 3 open lab"), "actlab --seed 3 open -- lab");
        assert_eq!(sorted("actlab render --help"), "actlab render --help");
        assert_eq!(sorted("actlab eval open --at 1"), "actlab eval open --at 1");
    }

    #[test]
    fn help_of_an_exhibit_is_that_of_its_room() {
        let words = "actlab open train xor --help".split(' ').map(OsString::from).collect();
        let Err(CliError::Clap(help)) = sort_exhibit(words) else { panic!("help is said at once") };
        assert_eq!(help.kind(), clap::error::ErrorKind::DisplayHelp);
        assert!(help.to_string().contains("--learning_rate <NUMBER>"), "{help}");
        assert_eq!(sorted("actlab open nowhere --help"), "actlab open --help -- nowhere");
    }
}
