//! `actlab render`: the frame that the live program would show, or an animation of frames, byte for byte the same on
//! every machine.

use super::args::{FormatArg, Globals, RenderArgs, size};
use super::environment::{self, Target};
use super::mistake::{CommandError, UsageError};
use super::open::exhibit;
use super::{CliError, error};
use crate::files::{self, Access, Replaced};
use crate::input::{Script, ScriptError};
use crate::runtime::export::{self, Animation, FRAME_RATE};
use crate::runtime::headless::HeadlessPlayer;
use crate::words::{Message, Words};
use ratatui::layout::Size;
use std::io::Write;
use std::path::PathBuf;

/// Ticks per second of the program's own time.
const TICKS: u64 = 30;
/// The seconds of an animation, if nothing else is said.
const SECONDS: u64 = 10;

/// Renders the exhibit after keys and ticks.
pub(super) fn run(globals: &Globals, args: &RenderArgs, out: &mut dyn Write) -> Result<(), CliError> {
    check(args).map_err(CliError::usage)?;
    let (columns, rows) = size(&args.size)?;
    let size = Size::new(columns, rows);
    let script = script(args).map_err(CliError::usage)?;
    let exhibit = exhibit(&args.exhibit, globals)?;
    let loaded = environment::load_with_own(globals)?;
    let mut choices = environment::choices(&loaded, Target::Anywhere)?;
    choices.tour.course = environment::course(globals)?;
    environment::read_files(&loaded, &mut choices, &exhibit);
    let (app, requests) = environment::app(&loaded, &choices, size)?;
    let mut player = HeadlessPlayer::new(app, requests, size);
    player.open(&exhibit).map_err(CliError::Usage)?;
    // A picture that cannot be loaded is a failure here, because nobody watches the status line.
    if let Some(failure) = player.failure() {
        return Err(CliError::Failure(failure.clone()));
    }
    if !player.app().has_end() {
        return Err(CliError::usage(CommandError::Endless));
    }
    player.play(&script, &mut || true);
    if let Some(failure) = player.failure() {
        return Err(CliError::Failure(failure.clone()));
    }
    let text = if args.animate { animation(&mut player, seconds(args))? } else { still(&player, args.format) };
    match &args.out {
        None => out.write_all(text.as_bytes())?,
        Some(path) => {
            let replaced = files::replace(path, text.as_bytes(), Access::Usual).map_err(|error| {
                CliError::failure(CommandError::Unwritable { path: path.clone(), reason: error.into() })
            })?;
            if replaced == Replaced::Yes {
                error::say(&Words::of(environment::spoken(&loaded)), &Message::new("cli.replaced").with("path", path))?;
            }
        }
    }
    Ok(())
}

/// Refuses an animation that would not go to an SVG file.
fn check(args: &RenderArgs) -> Result<(), UsageError> {
    let is_svg = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    if args.animate && !matches!(args.format, None | Some(FormatArg::Svg)) {
        return Err(UsageError::AnimateFormat);
    }
    if args.animate && !args.out.as_ref().is_some_and(is_svg) {
        return Err(UsageError::AnimateOut);
    }
    Ok(())
}

/// The keys, and the ticks after them. Those of an animation count, but they pass frame by frame.
fn script(args: &RenderArgs) -> Result<Script, ScriptError> {
    let keys: Script = args.keys.as_deref().unwrap_or("").parse()?;
    let script = keys.then_ticks(args.ticks, &format!("--ticks {}", args.ticks))?;
    if args.animate {
        let seconds = seconds(args);
        script.clone().then_ticks(seconds * TICKS, &format!("--seconds {seconds}"))?;
    }
    Ok(script)
}

fn seconds(args: &RenderArgs) -> u64 {
    args.seconds.unwrap_or(SECONDS)
}

fn still(player: &HeadlessPlayer, format: Option<FormatArg>) -> String {
    let frame = player.frame();
    match format {
        None | Some(FormatArg::Text) => export::text(&frame),
        Some(FormatArg::Ansi) => export::ansi(&frame),
        Some(FormatArg::Svg) => export::svg(&frame, player.app().is_light()),
    }
}

/// Frames of these seconds, the first one before time passes.
fn animation(player: &mut HeadlessPlayer, seconds: u64) -> Result<String, CliError> {
    let mut animation = Animation::new(player.frame(), player.app().is_light());
    for _ in 0..seconds * FRAME_RATE {
        player.pass(TICKS / FRAME_RATE);
        if let Some(failure) = player.failure() {
            return Err(CliError::Failure(failure.clone()));
        }
        animation.push(player.frame()).map_err(CliError::usage)?;
    }
    animation.finish().map_err(CliError::usage)
}
