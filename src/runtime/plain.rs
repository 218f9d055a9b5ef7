//! The program as lines of text, for screen readers and pipes. Keys come in as the words of a script, a line at a time.
//! After each line, the heading and the facts of the room are written. No escape sequence is ever sent.

use super::headless::HeadlessPlayer;
use super::idle::Idle;
use crate::app::App;
use crate::input::{Script, ScriptLimits};
use crate::text::visible;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, BufRead, Read, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// The size for which rooms are laid out, large enough that nothing is left out.
pub const SIZE: Size = Size { width: 120, height: 60 };

/// The most bytes of a line.
const MOST: u64 = 1 << 16;

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// The reader left, or the input has ended.
    Left,
    /// Nothing was asked for too long.
    Idle,
}

/// Plays the lines of standard input until its end or until the program quits. `idle` limits the time between lines,
/// and the time of each line. Each line is a script within these limits.
///
/// # Errors
/// Output cannot be written.
pub fn run(
    player: &mut HeadlessPlayer,
    limits: ScriptLimits,
    idle: Option<Duration>,
    out: &mut dyn Write,
) -> io::Result<SessionEnd> {
    let input = watch()?;
    say(player.app(), out)?;
    loop {
        let line = match idle {
            None => input.lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(idle) => input.lines.recv_timeout(idle),
        };
        // Progress that still cannot be saved is reported with the rest.
        drop(player.keep_again());
        match line {
            Ok(line) => {
                if let Some(end) = play(player, &line, limits, &input, idle, out)? {
                    return Ok(end);
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(SessionEnd::Idle),
            Err(RecvTimeoutError::Disconnected) => return Ok(SessionEnd::Left),
        }
        if player.has_quit() {
            return Ok(SessionEnd::Left);
        }
        say(player.app(), out)?;
    }
}

/// The lines from standard input.
struct Incoming {
    lines: Receiver<String>,
    /// Whether the input has ended.
    ended: Arc<AtomicBool>,
}

impl Incoming {
    /// Whether the client is gone: input has ended and nobody reads the output. The end of input alone does not count,
    /// because a script that comes through a pipe ends before it has been played.
    fn is_gone(&self) -> bool {
        let ended = self.ended.load(Ordering::Relaxed) || is_hung_up(&io::stdin());
        ended && is_hung_up(&io::stdout())
    }
}

/// Whether the other end of a pipe, a socket or a terminal is closed.
fn is_hung_up(end: &impl AsFd) -> bool {
    let mut ends = [PollFd::new(end, PollFlags::empty())];
    let asked = poll(&mut ends, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
    asked.is_ok() && ends[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
}

/// Reads lines on a thread, so that waiting for one can end.
fn watch() -> io::Result<Incoming> {
    let (sender, lines) = sync_channel(1);
    let ended = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&ended);
    std::thread::Builder::new().name("lines".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        let (mut line, mut first) = (Vec::new(), true);
        while matches!(input.by_ref().take(MOST).read_until(b'\n', &mut line), Ok(1..)) {
            // Some programs start their output with a UTF-8 byte order mark.
            let text = String::from_utf8_lossy(&line);
            let text = if first { text.strip_prefix('\u{feff}').unwrap_or(&text) } else { &text };
            if sender.send(text.trim().to_owned()).is_err() {
                return;
            }
            first = false;
            line.clear();
        }
        over.store(true, Ordering::Relaxed);
    })?;
    Ok(Incoming { lines, ended })
}

/// Plays the words of a line. If the line is invalid, the error is written and nothing of the line is done.
fn play(
    player: &mut HeadlessPlayer,
    line: &str,
    limits: ScriptLimits,
    input: &Incoming,
    idle: Option<Duration>,
    out: &mut dyn Write,
) -> io::Result<Option<SessionEnd>> {
    match Script::read(line, limits) {
        Ok(script) => {
            let idle = Idle::new(idle, Instant::now());
            let mut end = None;
            player.play(&script, &mut || {
                if idle.is_over(Instant::now()) {
                    end = Some(SessionEnd::Idle);
                } else if input.is_gone() {
                    end = Some(SessionEnd::Left);
                }
                end.is_none()
            });
            if end.is_some() {
                return Ok(end);
            }
        }
        Err(error) => writeln!(out, "{}", visible(&player.app().say(&error)))?,
    }
    // A pipe has no clipboard, so copied text is written.
    if let Some(text) = player.take_copied() {
        writeln!(out, "{text}")?;
    }
    if let Some(reason) = player.take_failure() {
        writeln!(out, "{}", visible(&player.app().say(&reason)))?;
    }
    Ok(None)
}

/// Writes the text of the screen. A blank line ends it.
///
/// # Errors
/// Output cannot be written.
pub fn say(app: &App, out: &mut dyn Write) -> io::Result<()> {
    app.read().iter().try_for_each(|line| writeln!(out, "{}", visible(line)))?;
    writeln!(out)?;
    out.flush()
}
