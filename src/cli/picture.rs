//! `actlab picture`: a picture after an activation, on standard output.

use super::args::{FormatArg, Globals, PictureArgs, option, size, turn};
use super::environment::{self, Target};
use super::mistake::UsageError;
use super::{CliError, output};
use crate::config::Config;
use crate::files;
use crate::picture::{ChannelError, Levels, LevelsError, Picture, Toned};
use crate::runtime::live;
use crate::tile::{self, ColorDepth, GlyphSet};
use crate::widgets::{self, Look};
use crate::words::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{IsTerminal, Write};

pub(super) fn run(globals: &Globals, args: &PictureArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = environment::load(globals)?;
    let config = &loaded.config;
    let format = output::format(args.output.format, args.output.out.as_deref()).map_err(CliError::usage)?;
    // What is written in a form must not depend on the terminal.
    let target = if format.is_none() { Target::Terminal } else { Target::Anywhere };
    let choices = environment::choices(&loaded, target)?;
    let theme = environment::theme(&loaded, &choices)?;
    let channel = match &args.channel {
        Some(id) => id.parse().map_err(|why| option("channel", id, Message::from(why)))?,
        None => {
            let wrong = |why: ChannelError| environment::blame(&loaded, "lab.channel", why.into());
            config.lab.channel.parse().map_err(wrong)?
        }
    };
    let glyphs = if choices.ascii { GlyphSet::Ascii } else { choices.glyphs };
    let picture = Picture::open(&args.file, channel, &environment::limits(config), &files::bytes_or_input, &mut |_| ())
        .map_err(|e| CliError::Usage(Message::from(e)))?;
    let levels = match &args.levels {
        Some(id) => id.parse().map_err(|why| option("levels", id, Message::from(why)))?,
        None => {
            let wrong = |why: LevelsError| environment::blame(&loaded, "lab.levels", why.into());
            config.lab.levels.parse().map_err(wrong)?
        }
    };
    let toned = toned(args, config, levels, &picture)?;
    let (columns, rows) = cells(args, &picture)?;
    let tiles = tile::fit(&picture, &toned, columns, rows, glyphs, choices.depth, theme.light);
    let mut buf = Buffer::empty(Rect::new(0, 0, columns as u16, rows as u16));
    widgets::picture::draw(&tiles, buf.area, &mut buf, Look { theme: &theme, ascii: choices.ascii });
    let shown = if choices.depth == ColorDepth::None { FormatArg::Text } else { FormatArg::Ansi };
    let text = output::frame(&buf, format.unwrap_or(shown), theme.light);
    output::write(&text, args.output.out.as_deref(), &environment::shell_words(&choices), out)
}

fn toned(args: &PictureArgs, config: &Config, levels: Levels, picture: &Picture) -> Result<Toned, CliError> {
    if args.raw {
        return Ok(picture.raw());
    }
    let wrong = |text: &String| CliError::usage(UsageError::Gain { text: text.clone() });
    let gain = args.gain.as_ref().map_or(Ok(config.lab.gain), |text| {
        text.parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(|| wrong(text))
    })?;
    let mut f = match (&args.activation, &args.formula) {
        (Some(id), _) => environment::function(id, config)?,
        (None, Some(text)) => environment::formula(text)?,
        (None, None) => return Ok(picture.centred(gain)),
    };
    turn(&mut f, &args.parameters)?;
    let range = f.facts().ends();
    let after = picture.through(gain, |xs, ys| f.values(xs, ys));
    Ok(levels.draw(after, &picture.centred(gain), range))
}

/// The requested size, or the largest one that fits into the terminal in proportion.
fn cells(args: &PictureArgs, picture: &Picture) -> Result<(usize, usize), CliError> {
    if let Some(text) = &args.size {
        let (columns, rows) = size(text)?;
        return Ok((usize::from(columns), usize::from(rows)));
    }
    let room = if std::io::stdout().is_terminal() { live::size().ok() } else { None };
    let (columns, rows) = room.map_or((80, 24), |s| (s.width, s.height.saturating_sub(1)));
    Ok(tile::fitted_size(picture.width(), picture.height(), usize::from(columns), usize::from(rows)))
}
