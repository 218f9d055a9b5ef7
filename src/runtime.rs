//! Where the pure application meets the world: a terminal with threads and signals, or none of that.

pub mod canvas;
mod clipboard;
mod event;
pub mod export;
mod frame_encoder;
pub mod headless;
mod idle;
pub mod lesson_check;
pub mod live;
mod pace;
pub mod plain;
mod probe;
pub mod progress_file;
mod progress_writer;
pub mod screenshot;
mod shelf_desk;
mod signals;
pub mod terminal;
pub mod terminal_query;
mod worker;

use crate::jobs::runner::{Job, PictureSource};
use std::path::PathBuf;

/// A request with `~` in its path replaced by the reader's home, as a shell would do it.
fn at_home(request: Job) -> Job {
    match request {
        Job::Picture { ticket, source: PictureSource::File(path), channel, limits } => {
            Job::Picture { ticket, source: PictureSource::File(home(path)), channel, limits }
        }
        Job::Complete { ticket, folder, start } => Job::Complete { ticket, folder: home(folder), start },
        other => other,
    }
}

fn home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path,
    }
}
