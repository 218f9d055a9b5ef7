//! The words of a command line before they are parsed: options are spelled with dashes, options of an exhibit are
//! separated from options of the command, and negative places of `eval` from options.

use super::CliError;
use super::args::Cli;
use super::mistake::UsageError;
use super::raw_words::takes_exhibit;
use clap::{Arg, Command, CommandFactory};
use std::ffi::OsString;

/// The words as the parser expects them.
pub(super) fn arrange(words: Vec<OsString>) -> Result<Vec<OsString>, CliError> {
    let cli = Cli::command();
    let at = words.iter().skip(1).position(|w| w.to_str().is_some_and(|w| cli.find_subcommand(w).is_some()));
    match at.and_then(|at| words[at + 1].to_str()) {
        Some("complete") => Ok(words),
        Some(command) if takes_exhibit(command) => sort_exhibit(dashed(words), &cli),
        Some("eval") => Ok(places_last(dashed(words), at.map_or(0, |at| at + 1), &cli)),
        _ => Ok(dashed(words)),
    }
}

/// The same words, with options such as `--learning_rate` spelled `--learning-rate`.
fn dashed(words: Vec<OsString>) -> Vec<OsString> {
    let spelled = |word: OsString| {
        let text = word.to_str().filter(|text| text.starts_with("--"))?;
        let (name, value) = text.split_at(text.find('=').unwrap_or(text.len()));
        let is_name = name[2..].bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'));
        (is_name && name.contains('_')).then(|| OsString::from(name.replace('_', "-") + value))
    };
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    words
        .into_iter()
        .enumerate()
        .map(|(n, word)| if n < end { spelled(word.clone()).unwrap_or(word) } else { word })
        .collect()
}

/// Moves activations and places behind `--` if one of them is a place such as `-2` or `-2:2:0.5`, so that it is not taken
/// for an option.
fn places_last(words: Vec<OsString>, at: usize, cli: &Command) -> Vec<OsString> {
    let known = Known { cli, command: cli.find_subcommand("eval") };
    let is_negative = |word: &OsString| {
        let after = word.to_str().and_then(|word| word.strip_prefix('-'));
        after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit() || c == '.') || after == "inf")
    };
    let (mut own, mut places, mut is_value) = (words[..=at].to_vec(), Vec::new(), false);
    let mut rest = words[at + 1..].iter();
    for word in rest.by_ref().take_while(|word| *word != "--") {
        let is_option = word.to_str().is_some_and(|word| word.starts_with('-')) && !is_negative(word);
        if is_value || is_option {
            own.push(word.clone());
        } else {
            places.push(word.clone());
        }
        is_value = !is_value && known.takes_value(word) == Some(true);
    }
    places.extend(rest.cloned());
    if !places.iter().any(is_negative) {
        return words;
    }
    own.push("--".into());
    own.extend(places);
    own
}

/// The options of a command, and those of every command.
#[derive(Clone, Copy)]
struct Known<'a> {
    cli: &'a Command,
    command: Option<&'a Command>,
}

impl<'a> Known<'a> {
    /// Whether the word after an option is its value. `None` if it is no option that is known.
    fn takes_value(self, word: &OsString) -> Option<bool> {
        let text = word.to_str()?;
        let takes = |arg: &Arg| arg.get_action().takes_values();
        if let Some(option) = text.strip_prefix("--") {
            let (name, is_attached) = option.split_once('=').map_or((option, false), |(name, _)| (name, true));
            return self.find(|arg| arg.get_long() == Some(name)).map(|arg| takes(arg) && !is_attached);
        }
        let mut letters = text.strip_prefix('-')?.chars();
        let first = letters.next()?;
        self.find(|arg| arg.get_short() == Some(first)).map(|arg| takes(arg) && letters.next().is_none())
    }

    fn find(self, is: impl Fn(&&Arg) -> bool) -> Option<&'a Arg> {
        self.cli.get_arguments().chain(self.command.into_iter().flat_map(Command::get_arguments)).find(is)
    }
}

/// Moves the words of an exhibit behind `--`, so that its options are not taken for options of the command.
///
/// `render lab sigmoid --cursor 0 --size 80x24` becomes `render --size 80x24 -- lab sigmoid --cursor 0`.
fn sort_exhibit(words: Vec<OsString>, cli: &Command) -> Result<Vec<OsString>, CliError> {
    let is_exhibit = |w: &OsString| w.to_str().is_some_and(takes_exhibit);
    let Some(at) = words.iter().position(is_exhibit) else { return Ok(words) };
    let known = Known { cli, command: words[at].to_str().and_then(|name| cli.find_subcommand(name)) };
    let (mut own, mut exhibit) = (Vec::new(), Vec::new());
    let mut rest = words[at + 1..].iter();
    while let Some(word) = rest.next() {
        let text =
            word.to_str().ok_or_else(|| CliError::usage(UsageError::NotUtf8 { word: word.display().to_string() }))?;
        if text == "--" {
            continue;
        }
        let is_option = text.starts_with("--") || text.starts_with('-') && text.len() == 2;
        match known.takes_value(word) {
            Some(takes_value) => {
                own.push(word.clone());
                if takes_value {
                    own.extend(rest.next().cloned());
                }
            }
            // An unknown letter is an error of the command.
            None if is_option && !text.starts_with("--") => own.push(word.clone()),
            None => {
                exhibit.push(word.clone());
                if is_option && !text.contains('=') {
                    exhibit.extend(rest.next().cloned());
                }
            }
        }
    }
    let mut sorted = words[..=at].to_vec();
    sorted.extend(own);
    if !exhibit.is_empty() {
        sorted.push("--".into());
        sorted.extend(exhibit);
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arranged(line: &str) -> String {
        let words = line.split(' ').map(OsString::from).collect();
        let arranged = arrange(words).unwrap();
        arranged.iter().filter_map(|w| w.to_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_of_exhibits_are_told_from_those_of_commands() {
        let line = "actlab render lab sigmoid --cursor -2 --size 80x24 --compare tanh --ascii --format=svg -o x.svg";
        let want = "actlab render --size 80x24 --ascii --format=svg -o x.svg -- lab sigmoid --cursor -2 --compare tanh";
        assert_eq!(arranged(line), want);
        assert_eq!(arranged("actlab --seed 3 open lab"), "actlab --seed 3 open -- lab");
        assert_eq!(arranged("actlab play --noise 1 --plain moons"), "actlab play --plain -- --noise 1 moons");
        assert_eq!(arranged("actlab render --help"), "actlab render --help");
        assert_eq!(arranged("actlab eval open --at 1"), "actlab eval open --at 1");
        assert_eq!(arranged("actlab open train --learning_rate 1"), "actlab open -- train --learning-rate 1");
    }

    #[test]
    fn negative_places_are_no_options() {
        assert_eq!(arranged("actlab eval gelu -2 --json -1:1:0.5"), "actlab eval --json -- gelu -2 -1:1:0.5");
        assert_eq!(arranged("actlab eval gelu --at -2,1 --json"), "actlab eval gelu --at -2,1 --json");
        assert_eq!(arranged("actlab eval --formula -x 1 -- -1"), "actlab eval --formula -x -- 1 -1");
    }

    #[test]
    fn underscores_are_dashes_in_names_alone() {
        assert_eq!(arranged("actlab plot relu --y_range=-1:1"), "actlab plot relu --y-range=-1:1");
        assert_eq!(
            arranged("actlab train x --stop test_loss=1 --target my_column"),
            "actlab train x --stop test_loss=1 --target my_column"
        );
        assert_eq!(arranged("actlab train -- --a_b"), "actlab train -- --a_b");
    }
}
