//! The world without a terminal: what would be sent to one is kept or left out.

use crate::app::{App, Event};
use crate::jobs::Job;
use crate::lessons::Progress;
use crate::runtime::perform::World;
use crate::runtime::progress_file::ProgressFile;
use crate::runtime::screenshot;
use ratatui::layout::Size;
use std::convert::Infallible;
use std::path::PathBuf;

/// What stands for a terminal.
pub(super) struct HeadlessWorld {
    pub(super) size: Size,
    pub(super) has_quit: bool,
    /// The text that was copied last.
    pub(super) copied: Option<String>,
    /// The folder that frames are written into, if they are.
    pub(super) folder: Option<PathBuf>,
    /// Where progress in the lessons is saved: nowhere, unless asked for.
    pub(super) progress: ProgressFile,
    /// Progress that could not be saved. It is tried again with the next line of keys and at the end.
    unsaved: Option<Box<Progress>>,
}

impl HeadlessWorld {
    pub(super) fn new(size: Size) -> Self {
        Self { size, has_quit: false, copied: None, folder: None, progress: ProgressFile::default(), unsaved: None }
    }

    /// Tries again to save progress that could not be saved.
    pub(super) fn save_again(&mut self) -> Option<Event> {
        let progress = self.unsaved.take()?;
        self.save_progress(progress)
    }
}

impl World for HeadlessWorld {
    type Error = Infallible;

    /// The table of jobs knows which jobs have started; the player does them when it is their time.
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
