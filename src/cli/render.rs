//! `actlab render`: the frame that the live program would show, or an animation of frames, byte for byte the same on
//! every machine.

use super::args::{FormatArg, Globals, RenderArgs, size};
use super::environment::{self, Target};
use super::mistake::{CommandError, InputPlace, UsageError};
use super::open::exhibit;
use super::{CliError, input, output};
use crate::files;
use crate::input::{Script, ScriptError};
use crate::runtime::export::{Animation, FRAME_RATE};
use crate::runtime::headless::HeadlessPlayer;
use crate::screens::Exhibit;
use crate::words::Words;
use ratatui::layout::Size;
use std::io::Write;
use std::path::PathBuf;

/// The smallest frame of a room, and of some of its panels alone.
const LEAST: (u16, u16) = (60, 18);
const LEAST_STAGED: (u16, u16) = (20, 8);
/// The most bytes of a key script on standard input.
const MOST_BYTES: u64 = 1 << 20;
/// Ticks per second of the program's own time.
const TICKS: u64 = 30;
/// The seconds of an animation, if nothing else is said.
const SECONDS: u64 = 10;

/// Renders the exhibit after keys and ticks.
pub(super) fn run(globals: &Globals, args: &RenderArgs, out: &mut dyn Write) -> Result<(), CliError> {
    check(args).map_err(CliError::usage)?;
    let (columns, rows) = size(&args.size)?;
    let size = Size::new(columns, rows);
    let format = output::format(args.format, args.out.as_deref()).map_err(CliError::usage)?;
    let exhibit = exhibit(&args.exhibit, globals)?;
    fits(&args.size, (columns, rows), &exhibit).map_err(CliError::usage)?;
    input::check(globals, Some(&exhibit), &[("--keys", args.keys.as_deref())])?;
    let script = script(args, &exhibit)?;
    let loaded = environment::load_with_own(globals)?;
    let mut choices = environment::choices(&loaded, Target::Anywhere)?;
    choices.tour.course = environment::course(globals)?;
    let exhibit = environment::by_path(&loaded.config.own, exhibit);
    environment::read_files(&loaded, &mut choices, &exhibit);
    let (app, requests) = environment::app(&loaded, &choices, size)?;
    let mut player = HeadlessPlayer::beside_input(app, requests, size);
    player.open(&exhibit).map_err(CliError::Usage)?;
    // A picture that cannot be loaded is an error here, because nobody watches the status line.
    if let Some(failure) = player.failure() {
        return Err(CliError::Usage(failure.clone()));
    }
    if !player.app().has_end() {
        return Err(CliError::usage(CommandError::Endless));
    }
    player.play(&script, &mut || true);
    if let Some(failure) = player.failure() {
        return Err(CliError::Usage(failure.clone()));
    }
    let text = if args.animate {
        animation(&mut player, seconds(args))?
    } else {
        output::frame(&player.frame(), format.unwrap_or(FormatArg::Text), player.app().is_light())
    };
    output::write(&text, args.out.as_deref(), &Words::of(environment::spoken(&loaded)), out)
}

/// Refuses a size at which a room shows nothing but how large it must be.
fn fits(text: &str, (columns, rows): (u16, u16), exhibit: &Exhibit) -> Result<(), UsageError> {
    let is_staged = exhibit.options.iter().any(|(name, _)| name == "panels");
    let (least_columns, least_rows) = if is_staged { LEAST_STAGED } else { LEAST };
    if columns >= least_columns && rows >= least_rows {
        return Ok(());
    }
    Err(UsageError::FrameSize { text: text.to_owned(), columns: least_columns, rows: least_rows })
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
///
/// Seeds ask for a sweep that has been run, so without keys, it is run to its end.
fn script(args: &RenderArgs, exhibit: &Exhibit) -> Result<Script, CliError> {
    let is_sweep = exhibit.room == "sweep" && exhibit.options.iter().any(|(name, _)| name == "seeds");
    let input = match args.keys.as_deref() {
        Some("-") => Some(files::input_text(MOST_BYTES).map_err(|reason| {
            CliError::usage(CommandError::Input { place: InputPlace::Option { option: "--keys -".to_owned() }, reason })
        })?),
        Some(keys) => Some(keys.to_owned()),
        None => is_sweep.then(|| "space until:done".to_owned()),
    };
    let with_ticks = || {
        let keys: Script = input.as_deref().unwrap_or_default().trim().parse()?;
        let script = keys.then_ticks(args.ticks, &format!("--ticks {}", args.ticks))?;
        if args.animate {
            let seconds = seconds(args);
            script.clone().then_ticks(seconds * TICKS, &format!("--seconds {seconds}"))?;
        }
        Ok::<_, ScriptError>(script)
    };
    with_ticks().map_err(CliError::usage)
}

fn seconds(args: &RenderArgs) -> u64 {
    args.seconds.unwrap_or(SECONDS)
}

/// Frames of these seconds, the first one before time passes.
fn animation(player: &mut HeadlessPlayer, seconds: u64) -> Result<String, CliError> {
    let mut animation = Animation::new(player.frame(), player.app().is_light());
    for _ in 0..seconds * FRAME_RATE {
        player.pass(TICKS / FRAME_RATE);
        if let Some(failure) = player.failure() {
            return Err(CliError::Usage(failure.clone()));
        }
        animation.push(player.frame()).map_err(CliError::usage)?;
    }
    animation.finish().map_err(CliError::usage)
}
