//! The live program: `actlab` and `actlab open EXHIBIT`.

use super::args::{Globals, SessionArgs};
use super::environment::{self, Target};
use super::mistake::UsageError;
use super::{CliError, input};
use crate::app::{App, Event, Permissions};
use crate::input::ScriptLimits;
use crate::lessons::Progress;
use crate::runtime::headless::HeadlessPlayer;
use crate::runtime::progress_file::ProgressFile;
use crate::runtime::terminal::Keyboard;
use crate::runtime::{live, plain};
use crate::screens::{Exhibit, Options, Requests, RoomEntry};
use crate::text::{self, Form};
use ratatui::layout::Size;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Opens the lessons at the saved place, the room of the settings, or the exhibit.
pub(super) fn run(globals: &Globals, session: &SessionArgs, words: &[String]) -> Result<ExitCode, CliError> {
    let exhibit = if words.is_empty() { None } else { Some(exhibit(words, globals)?) };
    input::check(globals, exhibit.as_ref(), &[])?;
    if input::is_used(globals, exhibit.as_ref()) {
        // Before anything waits for standard input.
        drop(beside_input(globals)?);
    }
    let mut loaded = environment::load_with_own(globals)?;
    if session.kiosk {
        environment::share(&mut loaded.config, session.learner.as_ref());
    }
    // Lines of text show results, not motion.
    loaded.config.reduced_motion |= globals.plain;
    let mut choices = environment::choices(&loaded, Target::Terminal)?;
    let (tour, keeper) = environment::tour(globals, session.learner.as_ref())?;
    choices.tour = tour;
    // A class in a kiosk begins where its teacher says.
    let is_new = choices.tour.progress == Progress::default() && choices.tour.word.is_none();
    choices.tour.cover = words.is_empty() && !session.kiosk && !globals.plain && is_new;
    let exhibit = exhibit.map(|exhibit| environment::by_path(&loaded.config.own, exhibit));
    environment::name_files(&loaded, &mut choices, exhibit.as_ref());
    let keyboard = keyboard(globals, &choices, exhibit.as_ref())?;
    // Without a terminal there is no size. Taking the terminal fails later with a better message.
    let size = live::size().unwrap_or(Size::new(80, 24));
    let (mut app, mut requests) = environment::app(&loaded, &choices, size)?;
    if let Some(exhibit) = &exhibit {
        requests.extend(app.open(exhibit).map_err(CliError::Usage)?);
    }
    let minutes = loaded.config.kiosk.idle_minutes.max(0.0);
    let mut idle = None;
    if session.kiosk {
        app.restrict(Permissions::KIOSK);
        idle = Duration::try_from_secs_f64(minutes * 60.0).ok().filter(|idle| !idle.is_zero());
    }
    if globals.plain {
        return plain(app, requests, keeper, loaded.config.limits.script(), idle);
    }
    let mut line = loaded.config.line.clone();
    if loaded.config.reduced_motion {
        line.frames = 1;
    }
    Ok(ExitCode::from(live::run(app, requests, &line, keeper, idle, keyboard)?))
}

/// Where keys come from: from the controlling terminal if a file comes from standard input.
fn keyboard(globals: &Globals, choices: &Options, exhibit: Option<&Exhibit>) -> Result<Keyboard, CliError> {
    let has_table = exhibit.is_some_and(|exhibit| environment::reads_input(choices, exhibit));
    if !has_table && !input::is_used(globals, exhibit) {
        return Ok(Keyboard::Input);
    }
    beside_input(globals)
}

/// The controlling terminal. Lines of keys come from standard input and can't come from elsewhere.
fn beside_input(globals: &Globals) -> Result<Keyboard, CliError> {
    if globals.plain {
        return Err(CliError::usage(UsageError::PlainInput));
    }
    Keyboard::beside_input().map_err(CliError::usage)
}

/// Runs the program as lines of text.
fn plain(
    app: App,
    requests: Requests,
    keeper: ProgressFile,
    limits: ScriptLimits,
    idle: Option<Duration>,
) -> Result<ExitCode, CliError> {
    let out = &mut text::stdout(Form::Text);
    if app.is_waiting() {
        // Reading may take long.
        plain::say(&app, out)?;
    }
    let mut player = HeadlessPlayer::new(app, requests, plain::SIZE);
    player.keep_with(keeper);
    player.write_into(PathBuf::from("."));
    player.event(Event::Resize(plain::SIZE));
    let end = plain::run(&mut player, limits, idle, out);
    if let Some(sentence) = player.keep_again() {
        writeln!(text::stderr(), "actlab: {sentence}")?;
    }
    if end? == plain::SessionEnd::Idle {
        writeln!(out, "{}", player.app().farewell())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Parses an exhibit from one quoted argument or from several.
///
/// `--seed` also sets the seed of the run, or the first one of a sweep.
pub(super) fn exhibit(words: &[String], globals: &Globals) -> Result<Exhibit, CliError> {
    let parsed = if let [line] = words { line.parse() } else { Exhibit::of_words(words) };
    let mut exhibit: Exhibit = parsed.map_err(CliError::usage)?;
    let named = exhibit.options.iter().any(|(name, _)| name == "seed");
    if let Some(seed) = globals.seed.filter(|_| RoomEntry::takes_experiments(&exhibit.room) && !named) {
        exhibit.options.insert(0, ("seed".to_owned(), seed.to_string()));
    }
    Ok(exhibit)
}
