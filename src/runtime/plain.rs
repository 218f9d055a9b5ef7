//! The program as lines of text, for screen readers and pipes: keys come in as the words of a script, a line at a time,
//! and after each line the room says its heading and its facts. No sequence is ever sent.

use super::headless::Player;
use crate::input::Script;
use crate::text::visible;
use ratatui::layout::Size;
use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The size that rooms are laid out for, so that nothing is left out for want of room.
pub const SIZE: Size = Size { width: 120, height: 60 };

/// The most bytes of a line.
const MOST: u64 = 1 << 16;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The reader left, or there is nothing more to read.
    Left,
    /// Nothing was asked for so long that it ended by itself.
    Idle,
}

/// Plays what comes in on standard input until its end or until the program is left; with `idle`, no longer than that
/// without a line.
///
/// # Errors
/// What it says can't be written.
pub fn run(player: &mut Player, idle: Option<Duration>, out: &mut dyn Write) -> io::Result<End> {
    let lines = watch()?;
    say(player, out)?;
    loop {
        let line = match idle {
            None => lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(idle) => lines.recv_timeout(idle),
        };
        // What is lost still is said with the rest.
        drop(player.keep_again());
        match line {
            Ok(line) => play(player, &line, out)?,
            Err(RecvTimeoutError::Timeout) => return Ok(End::Idle),
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Left),
        }
        if player.has_quit() {
            return Ok(End::Left);
        }
        say(player, out)?;
    }
}

/// Reads lines on a thread, so that waiting for one can end.
fn watch() -> io::Result<Receiver<String>> {
    let (sender, lines) = sync_channel(1);
    std::thread::Builder::new().name("lines".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        let (mut line, mut first) = (Vec::new(), true);
        while matches!(input.by_ref().take(MOST).read_until(b'\n', &mut line), Ok(1..)) {
            // Some programs begin what they write with a mark that it is UTF-8.
            let text = String::from_utf8_lossy(&line);
            let text = if first { text.strip_prefix('\u{feff}').unwrap_or(&text) } else { &text };
            if sender.send(text.trim().to_owned()).is_err() {
                return;
            }
            first = false;
            line.clear();
        }
    })?;
    Ok(lines)
}

/// Plays the words of a line; what makes no sense is said, and nothing of that line is done.
fn play(player: &mut Player, line: &str, out: &mut dyn Write) -> io::Result<()> {
    match line.parse::<Script>() {
        Ok(script) => player.play(&script),
        Err(error) => writeln!(out, "{}", visible(&error.to_string()))?,
    }
    // There is no clipboard behind a pipe: what is copied is said.
    if let Some(text) = player.take_copied() {
        writeln!(out, "{text}")?;
    }
    if let Some(reason) = player.take_failure() {
        writeln!(out, "{}", visible(&reason))?;
    }
    Ok(())
}

/// Says what is in front; a blank line is where it ends.
fn say(player: &Player, out: &mut dyn Write) -> io::Result<()> {
    player.app().read().iter().try_for_each(|line| writeln!(out, "{}", visible(line)))?;
    writeln!(out)?;
    out.flush()
}
