//! `actlab man`: manual pages, from what help says.

use super::args::{Cli, ManArgs};
use super::help::{self, HelpItem, HelpPage, HelpSection};
use super::mistake::CommandError;
use super::{CliError, keys};
use crate::config;
use crate::files::{self, Access};
use crate::input::EVERYWHERE;
use crate::screens::SCREENS;
use crate::text::ascii::ascii;
use crate::words::{Language, Words};
use clap::CommandFactory;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::Write;

/// The date of the pages, that of the newest entry of the change log.
const DATE: &str = "2026-11-28";
/// Stands for the dash between a name and its meaning.
const SEPARATOR: char = '\x1f';
/// The widest line of text.
const WIDTH: usize = 78;

const CODES: [(&str, &str); 4] = [
    ("0", "The command did what was asked."),
    ("1", "It failed: something can't be read or written, a part is missing, or the system reports an error."),
    ("2", "Options are wrong, or the content of a file is."),
    ("130", "Training was stopped by Ctrl-C. What was finished is reported."),
];

const VARIABLES: [(&str, &str); 7] = [
    ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, FORCE_COLOR", "Whether there are colours."),
    ("TERM, COLORTERM", "How many colours the terminal has."),
    ("LC_ALL, LC_CTYPE, LANG", "Whether output is ASCII: a locale without UTF-8, such as C, has no other characters."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language, English or Korean."),
    ("COLUMNS", "The width of help."),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, HOME", "Where the files below are."),
    ("SSH_CONNECTION", "Whether the program sends less because it runs over SSH."),
];

const FILES: [(&str, &str); 3] = [
    ("~/.config/actlab/config.toml", "Settings. 'actlab config' prints all of them."),
    ("~/.config/actlab/formulas.toml", "Functions of your own, which the Lab saves."),
    ("~/.local/state/actlab/progress.toml", "How far you have come in the lessons."),
];

/// Writes a page, or all pages into a directory.
pub(super) fn run(args: &ManArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(dir) = &args.out else {
        return Ok(out.write_all(text(&help::page_of(&args.command)?, &args.command).as_bytes())?);
    };
    for (path, page) in pages() {
        let file = dir.join(format!("{}.1", file_name(&path)));
        files::replace(&file, text(&page, &path).as_bytes(), Access::Usual).map_err(|error| {
            CliError::failure(CommandError::Unwritable { path: file.clone(), reason: error.into() })
        })?;
    }
    Ok(())
}

/// Every command and every room of `open`, by its words without `actlab`.
fn pages() -> Vec<(Vec<String>, HelpPage)> {
    let cli = Cli::command();
    let (mut todo, mut all) = (VecDeque::from([Vec::new()]), Vec::new());
    while let Some(path) = todo.pop_front() {
        if let Some(page) = HelpPage::of(&cli, &path) {
            todo.extend(below(&page, &path));
            all.push((path, page));
        }
    }
    all
}

/// The pages below a page.
fn below(page: &HelpPage, path: &[String]) -> Vec<Vec<String>> {
    let rooms = SCREENS.iter().map(|room| vec!["open".to_owned(), room.id.to_owned()]);
    let rooms = rooms.filter(|_| path == ["open"]);
    page.below.iter().cloned().chain(rooms).collect()
}

fn file_name(path: &[String]) -> String {
    std::iter::once("actlab").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join("-")
}

/// A page in the macros of man(7).
fn text(page: &HelpPage, path: &[String]) -> String {
    let mut roff = Roff(String::new());
    let name = file_name(path);
    roff.line(&format!(
        ".TH {} 1 {DATE} \"actlab {}\" \"User Commands\"",
        escaped(&name.to_uppercase()),
        env!("CARGO_PKG_VERSION")
    ));
    roff.line(".SH NAME");
    roff.name(&name, &page.about);
    roff.line(".SH SYNOPSIS");
    roff.line(&format!(".B {}", escaped(&page.name)));
    let rest = page.usage.strip_prefix(&page.name).unwrap_or_default().trim();
    if !rest.is_empty() {
        roff.paragraph(rest);
    }
    roff.line(".SH DESCRIPTION");
    roff.paragraph(&format!("{}.", page.about));
    page.sections.iter().for_each(|section| roff.section(section));
    rooms(path, &mut roff);
    let entries = |items: &[(&str, &str)]| -> Vec<HelpItem> {
        items.iter().map(|(term, text)| HelpItem { term: (*term).to_owned(), text: (*text).to_owned() }).collect()
    };
    for (title, items) in [("Exit status", &CODES[..]), ("Environment", &VARIABLES), ("Files", &FILES)] {
        roff.section(&HelpSection { title, prose: Vec::new(), items: entries(items) });
    }
    let mut others: Vec<String> = below(page, path).iter().map(|path| file_name(path)).collect();
    others.extend((0..path.len()).rev().map(|n| file_name(&path[..n])));
    roff.line(".SH SEE ALSO");
    let last = others.len().saturating_sub(1);
    for (n, other) in others.iter().enumerate() {
        roff.line(&format!(".BR {} (1){}", escaped(other), if n == last { "" } else { "," }));
    }
    roff.0
}

/// The keys of a room, or those that work everywhere on the page of the program.
fn rooms(path: &[String], roff: &mut Roff) {
    let Ok(keymap) = config::default_keymap() else { return };
    let words = Words::of(Language::English);
    let contexts: Vec<(&str, String)> = match path {
        [] => vec![(EVERYWHERE, "Keys everywhere".to_owned())],
        [open, room] if open == "open" => {
            let panes = keys::OTHERS.iter().filter(|(context, _)| context.starts_with(&format!("{room}-")));
            let panes = panes.map(|(context, key)| (*context, format!("Keys: {}", words.get(key))));
            SCREENS
                .iter()
                .filter(|entry| entry.id == room)
                .map(|entry| (entry.id, "Keys".to_owned()))
                .chain(panes)
                .collect()
        }
        _ => Vec::new(),
    };
    for (context, title) in contexts {
        roff.line(&format!(".SH {}", quoted(&title.to_uppercase())));
        for (verb, keys) in keys::rows(&keymap, context, true) {
            roff.item(&keys.join(" "), &keys::does(verb, context, &words, true));
        }
    }
}

/// A text that grows by lines.
struct Roff(String);

impl Roff {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.0, "{line}");
    }

    /// The line that `apropos` finds, on several lines of the source if it is long.
    fn name(&mut self, name: &str, about: &str) {
        self.paragraph(&format!("{name} {SEPARATOR} {about}"));
    }

    fn section(&mut self, section: &HelpSection) {
        self.line(&format!(".SH {}", quoted(&section.title.to_uppercase())));
        for (n, paragraph) in section.prose.iter().enumerate() {
            if n > 0 {
                self.line(".PP");
            }
            self.paragraph(paragraph);
        }
        section.items.iter().for_each(|item| self.item(&item.term, &item.text));
    }

    fn item(&mut self, term: &str, text: &str) {
        self.line(".TP");
        self.line(&format!(".B {}", quoted(term.trim())));
        self.paragraph(text);
    }

    fn paragraph(&mut self, text: &str) {
        let (text, mut line) = (escaped(text), String::new());
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
                self.text_line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.text_line(&line);
    }

    /// A line of text, which is not taken for a macro.
    fn text_line(&mut self, line: &str) {
        let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
        self.line(&format!("{guard}{line}"));
    }
}

/// A text whose characters mean themselves.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in ascii(text).chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' | SEPARATOR => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            '`' => out.push_str("\\(ga"),
            c => out.push(c),
        }
    }
    out
}

/// The same as one argument of a macro.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\(dq"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_has_a_page() {
        let pages = pages();
        let names: Vec<String> = pages.iter().map(|(path, _)| file_name(path)).collect();
        assert!(names.contains(&"actlab-lessons-check".to_owned()) && names.contains(&"actlab-open-lab".to_owned()));
        for (path, page) in &pages {
            let text = text(page, path);
            for line in text.lines().filter(|line| line.starts_with(".BR ")) {
                let name = line[4..].split(' ').next().unwrap_or_default().replace("\\-", "-");
                assert!(names.contains(&name), "{}: {name}", file_name(path));
            }
            assert!(text.is_ascii() && text.lines().all(|line| !line.ends_with(' ')), "{}", file_name(path));
            for section in [".SH \"EXAMPLES\"", ".SH \"EXIT STATUS\"", ".SH \"ENVIRONMENT\"", ".SH \"FILES\""] {
                assert!(text.contains(section), "{}: {section}", file_name(path));
            }
        }
    }
}
