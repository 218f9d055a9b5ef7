//! The world of the terminal: threads for jobs, escape sequences for the rest.

use crate::app::{App, Event};
use crate::jobs::{Job, JobKind};
use crate::lessons::Progress;
use crate::runtime::canvas::{FrameLimit, TerminalCanvas};
use crate::runtime::job_threads::JobThreads;
use crate::runtime::perform::World;
use crate::runtime::progress_writer::ProgressWriter;
use crate::runtime::terminal::watchdog::Watchdog;
use crate::runtime::{clipboard, screenshot, terminal};
use crate::words::Message;
use ratatui::layout::Size;
use std::io::{self, Write};
use std::path::Path;

/// A terminal, and the threads beside it.
pub(super) struct LiveWorld {
    threads: JobThreads,
    pub(super) progress: ProgressWriter,
    pub(super) canvas: TerminalCanvas,
    watchdog: Watchdog,
    pub(super) size: Size,
    /// The exit code, once the program is to end.
    pub(super) left: Option<u8>,
    /// Whether the program is to be suspended.
    pub(super) is_to_suspend: bool,
    /// Whether a run was asked to reach a certain step, instead of going as far as time allows.
    pub(super) has_started_training: bool,
}

impl LiveWorld {
    pub(super) fn new(threads: JobThreads, progress: ProgressWriter, watchdog: Watchdog, size: Size) -> Self {
        Self {
            threads,
            progress,
            canvas: TerminalCanvas::default(),
            watchdog,
            size,
            left: None,
            is_to_suspend: false,
            has_started_training: false,
        }
    }

    /// Writes to the terminal. The watchdog ends the program if the write never returns.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.watchdog.over(|| {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()
        })
    }

    /// The bytes to send so that the terminal shows the application, or a part of it within the limit.
    pub(super) fn frame(&mut self, app: &App, limit: FrameLimit) -> Vec<u8> {
        self.canvas.lay(app.paper());
        self.canvas.frame_within(app, self.size, limit)
    }
}

impl World for LiveWorld {
    type Error = io::Error;

    fn start(&mut self, job: Job) {
        self.has_started_training |= matches!(&job.kind, JobKind::Train(job) if !job.is_full_speed);
        self.threads.send(job);
    }

    fn quit(&mut self) {
        self.left = Some(0);
    }

    fn suspend(&mut self) {
        self.is_to_suspend = true;
    }

    fn redraw(&mut self) {
        self.canvas.forget();
    }

    fn copy(&mut self, text: String) -> io::Result<Option<Event>> {
        let sequence = clipboard::sequence(&text);
        if let Some(sequence) = &sequence {
            self.write(sequence.as_bytes())?;
        }
        let word = if sequence.is_some() { "app.copied" } else { "app.too-much" };
        Ok(Some(Event::Said(Message::new(word).with("count", &text.chars().count()))))
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.write(terminal::mouse(on))
    }

    /// Writes the frame to the folder in which the program was started.
    fn write_frame(&mut self, app: &App) -> Option<Event> {
        Some(screenshot::write(app, self.size, Path::new(".")))
    }

    fn save_progress(&mut self, progress: Box<Progress>) -> Option<Event> {
        self.progress.keep(*progress);
        None
    }
}
