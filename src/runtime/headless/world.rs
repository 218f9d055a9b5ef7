//! The world without a terminal. What would be sent to a terminal is stored or dropped.

use crate::app::{App, Event};
use crate::jobs::Job;
use crate::lessons::Progress;
use crate::runtime::perform::World;
use crate::runtime::progress_file::ProgressFile;
use crate::runtime::screenshot;
use ratatui::layout::Size;
use std::convert::Infallible;
use std::path::PathBuf;

pub(super) struct HeadlessWorld {
    pub(super) size: Size,
    pub(super) has_quit: bool,
    /// The text that was copied last.
    pub(super) copied: Option<String>,
    /// The folder for frames, if they are written.
    pub(super) folder: Option<PathBuf>,
    /// Where progress in the lessons is saved: nowhere by default.
    pub(super) progress: ProgressFile,
    /// Progress that could not be saved. Saving is tried again with the next line of keys and at the end.
    unsaved: Option<Box<Progress>>,
}

impl HeadlessWorld {
    pub(super) fn new(size: Size) -> Self {
        Self { size, has_quit: false, copied: None, folder: None, progress: ProgressFile::default(), unsaved: None }
    }

    /// Tries again to save progress.
    pub(super) fn save_again(&mut self) -> Option<Event> {
        let progress = self.unsaved.take()?;
        self.save_progress(progress)
    }
}

impl World for HeadlessWorld {
    type Error = Infallible;

    /// The table of jobs knows which jobs have started. The player does them when they are due.
    fn start(&mut self, _job: Job) {}

    fn quit(&mut self) {
        self.has_quit = true;
    }

    fn suspend(&mut self) {}

    fn redraw(&mut self) {}

    fn copy(&mut self, text: String) -> Result<Option<Event>, Infallible> {
        self.copied = Some(text);
        Ok(None)
    }

    fn mouse(&mut self, _on: bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn write_frame(&mut self, app: &App) -> Option<Event> {
        self.folder.as_ref().map(|folder| screenshot::write(app, self.size, folder))
    }

    fn save_progress(&mut self, progress: Box<Progress>) -> Option<Event> {
        match self.progress.keep(&progress) {
            Ok(()) => {
                self.unsaved = None;
                Some(Event::Kept)
            }
            Err(reason) => {
                self.unsaved = Some(progress);
                Some(Event::Unkept(reason.into()))
            }
        }
    }
}
