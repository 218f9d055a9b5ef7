//! `actlab render`: the frame that the live program would show, byte for byte the same on every machine.

use super::args::{FormatArg, Globals, RenderArgs, size};
use super::environment::{self, Target};
use super::mistake::CommandError;
use super::open::exhibit;
use super::{CliError, error};
use crate::files::{self, Access, Replaced};
use crate::input::{Script, ScriptError};
use crate::runtime::export;
use crate::runtime::headless::HeadlessPlayer;
use crate::words::{Message, Words};
use ratatui::layout::Size;
use std::io::Write;

/// Renders the exhibit after keys and ticks.
pub(super) fn run(globals: &Globals, args: &RenderArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let (columns, rows) = size(&args.size)?;
    let size = Size::new(columns, rows);
    let script = script(args).map_err(CliError::usage)?;
    let exhibit = exhibit(&args.exhibit, globals)?;
    let loaded = environment::load_with_own(globals)?;
    let mut choices = environment::choices(&loaded, Target::Anywhere)?;
    choices.tour.course = environment::course(globals)?;
    environment::read_files(&mut choices, Some(&exhibit));
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
    let frame = player.frame();
    let text = match args.format {
        FormatArg::Text => export::text(&frame),
        FormatArg::Ansi => export::ansi(&frame),
        FormatArg::Svg => export::svg(&frame, player.app().is_light()),
    };
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

/// The keys, and the ticks after them.
fn script(args: &RenderArgs) -> Result<Script, ScriptError> {
    let keys: Script = args.keys.as_deref().unwrap_or("").parse()?;
    keys.then_ticks(args.ticks, &format!("--ticks {}", args.ticks))
}
