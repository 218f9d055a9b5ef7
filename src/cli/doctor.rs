//! `actlab doctor`: what the terminal can show, how that was detected, and test glyphs to compare.

use super::args::{Globals, JsonArgs};
use super::environment::{self, Target};
use super::{CliError, json};
use crate::runtime::terminal_query::{self, ProbeResult};
use crate::runtime::{live, terminal};
use crate::screens::{Options, TerminalCapabilities};
use crate::text::visible;
use crate::tile::ColorDepth;
use crate::words::Words;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// How long to wait for the answer of a terminal.
const PATIENCE: Duration = Duration::from_millis(2500);

/// The environment variables that matter here.
const VARIABLES: [&str; 9] =
    ["TERM", "COLORTERM", "NO_COLOR", "CLICOLOR", "FORCE_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "SSH_CONNECTION"];

/// Test glyphs by set. A set that shows as boxes or question marks is not supported.
const CARD: [(&str, &str); 6] = [
    ("half", "▀▄█ ▀▄█ ▀▄█"),
    ("quadrant", "▘▝▖▗▌▐▞▚▛▜▙▟"),
    ("sextant", "🬀🬁🬂🬃🬄🬅🬆🬇🬈🬉🬊🬋🬌🬍🬎🬏🬞🬻"),
    ("octant", "\u{1cd00}\u{1cd01}\u{1cd04}\u{1cd09}\u{1cd14}\u{1cd2a}\u{1cd48}\u{1cd77}\u{1cd9b}\u{1cdc0}\u{1cde5}"),
    ("braille", "⠁⠃⠇⡇⣇⣧⣷⣿⣾⣼⣸⢸⠸⠘⠈"),
    ("wide", "가나다|한글|"),
];

/// Asks the terminal and writes the result.
pub(super) fn run(globals: &Globals, args: JsonArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = environment::load(globals)?;
    let choices = environment::choices(&loaded, Target::Terminal)?;
    let words = environment::shell_words(&choices);
    let asked = if terminal_query::can_ask() { Some(terminal_query::ask(PATIENCE)?) } else { None };
    let found = asked.map_or_else(TerminalCapabilities::default, |asked| asked.findings);
    let report = Report { words: &words, choices: &choices, found };
    if args.json {
        writeln!(out, "{}", report.object(asked))?;
        return Ok(());
    }
    environment(&words, out)?;
    answers(&words, asked, out)?;
    writeln!(out)?;
    report.colours(out)?;
    report.utf8(out)?;
    report.background(out)?;
    report.synchronised(out)?;
    if let (true, Ok(size)) = (std::io::stdout().is_terminal(), live::size()) {
        line(out, words.get("doctor.size"), &format!("{}x{}", size.width, size.height), "")?;
    }
    writeln!(out)?;
    report.card(out)
}

fn line(out: &mut dyn Write, name: &str, value: &str, why: &str) -> Result<(), CliError> {
    let pad = |text: &str, cells: usize| " ".repeat(cells.saturating_sub(unicode_width::UnicodeWidthStr::width(text)));
    Ok(writeln!(out, "{}", format!("{name}{}  {value}{}  {why}", pad(name, 20), pad(value, 12)).trim_end())?)
}

fn environment(words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
    let said = VARIABLES.iter().filter_map(|name| Some((name, std::env::var_os(name)?.to_string_lossy().into_owned())));
    let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", visible(&value))).collect();
    let said = if said.is_empty() { words.get("doctor.nothing").to_owned() } else { said.join(" ") };
    Ok(writeln!(out, "{}: {said}", words.get("doctor.environment"))?)
}

fn answers(words: &Words, asked: Option<ProbeResult>, out: &mut dyn Write) -> Result<(), CliError> {
    let ms = |time: Duration| time.as_millis().to_string();
    let said = match asked {
        None => words.get("doctor.not-asked").to_owned(),
        Some(ProbeResult { took: Some(took), .. }) => words.fill("doctor.answered", &[("ms", &ms(took))]),
        Some(ProbeResult { took: None, .. }) => words.fill("doctor.unanswered", &[("ms", &ms(PATIENCE))]),
    };
    Ok(writeln!(out, "{}: {said}", words.get("doctor.terminal"))?)
}

struct Report<'a> {
    words: &'a Words,
    choices: &'a Options,
    found: TerminalCapabilities,
}

impl Report<'_> {
    /// The findings for programs.
    fn object(&self, asked: Option<ProbeResult>) -> Value {
        let variable = |name: &&str| Some(((*name).to_owned(), json!(std::env::var_os(name)?.to_string_lossy())));
        let variables: serde_json::Map<String, Value> = VARIABLES.iter().filter_map(variable).collect();
        let size = if std::io::stdout().is_terminal() { live::size().ok() } else { None };
        json::object(
            "doctor",
            json!({
                "environment": variables,
                "asked": asked.is_some(),
                "answered_ms": asked.and_then(|asked| asked.took).map(|took| took.as_millis() as u64),
                "color": depth_name(self.depth()),
                "ascii": self.ascii(),
                "light": self.found.light,
                "synchronised": self.found.synchronised,
                "size": size.map(|size| [size.width, size.height]),
            }),
        )
    }

    /// The source of a finding: a setting, the terminal, or the environment.
    fn source(&self, open: bool, answered: bool) -> &str {
        self.words.get(match (open, answered) {
            (false, _) => "doctor.said",
            (true, true) => "doctor.by-terminal",
            (true, false) => "doctor.by-environment",
        })
    }

    fn depth(&self) -> ColorDepth {
        self.found.depth.filter(|_| self.choices.unsaid.depth).unwrap_or(self.choices.depth)
    }

    fn ascii(&self) -> bool {
        let found = self.found.utf8.filter(|_| self.choices.unsaid.utf8);
        found.map_or(self.choices.ascii, |utf8| !utf8)
    }

    fn colours(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let name = depth_name(self.depth());
        let why = self.source(self.choices.unsaid.depth, self.found.depth.is_some());
        line(out, self.words.get("doctor.colours"), name, &format!("{why}; --color"))
    }

    fn utf8(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let why = self.source(self.choices.unsaid.utf8, self.found.utf8.is_some());
        let name = if self.ascii() { "ASCII" } else { "UTF-8" };
        line(out, self.words.get("doctor.characters"), name, &format!("{why}; --ascii"))
    }

    fn background(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let value = match self.found.light {
            Some(true) => "doctor.light",
            Some(false) => "doctor.dark",
            None => "doctor.unknown",
        };
        let light = self.choices.unsaid.light && self.found.light == Some(true);
        let theme = if light { "light" } else { &self.choices.theme };
        let why = self.words.fill("doctor.theme", &[("name", &visible(theme))]);
        line(out, self.words.get("doctor.background"), self.words.get(value), &format!("{why}; --theme"))
    }

    fn synchronised(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let (value, why) = match self.found.synchronised {
            Some(true) => ("doctor.yes", "doctor.whole-frames"),
            Some(false) => ("doctor.no", "doctor.torn-frames"),
            None => ("doctor.unknown", "doctor.tried-anyway"),
        };
        line(out, self.words.get("doctor.synchronised"), self.words.get(value), self.words.get(why))
    }

    fn card(&self, out: &mut dyn Write) -> Result<(), CliError> {
        writeln!(out, "{}", self.words.get("doctor.card"))?;
        if self.ascii() {
            return Ok(writeln!(out, "  ascii       .:-=+*#%@")?);
        }
        for (name, glyphs) in CARD {
            let meaning = self.words.find_in("doctor.glyphs", name).unwrap_or_default();
            writeln!(out, "  {name:10}  {glyphs}  {meaning}")?;
        }
        if self.depth() != ColorDepth::None && terminal::is_screen() {
            writeln!(out, "  {:10}  {}  {}", "ramp", ramp(self.depth()), self.words.get("doctor.glyphs.ramp"))?;
        }
        Ok(())
    }
}

/// A colour depth as `--color` takes it.
fn depth_name(depth: ColorDepth) -> &'static str {
    match depth {
        ColorDepth::TrueColor => "truecolor",
        ColorDepth::Indexed256 => "256",
        ColorDepth::Ansi16 => "16",
        ColorDepth::None => "none",
    }
}

/// A ramp from dark to bright with every step of the colour depth.
fn ramp(depth: ColorDepth) -> String {
    let step = |n: u16| match depth {
        ColorDepth::TrueColor => format!("\x1b[48;2;{0};{1};{2}m ", n * 8, n * 5, 255 - n * 6),
        ColorDepth::Indexed256 => format!("\x1b[48;5;{}m ", 232 + n * 23 / 31),
        _ => format!("\x1b[{}m ", 40 + n / 4),
    };
    (0..32).map(step).collect::<String>() + "\x1b[0m"
}
