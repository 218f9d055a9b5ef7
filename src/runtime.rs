//! Connects the pure application to its environment: a terminal with threads and signals, or neither (headless).

pub mod canvas;
mod clipboard;
mod event;
pub mod exhibit_files;
pub mod export;
mod frame_encoder;
pub mod headless;
mod idle;
mod job_threads;
pub mod lesson_check;
pub mod live;
mod pace;
mod perform;
pub mod plain;
mod probe;
pub mod progress_file;
mod progress_writer;
pub mod reader_files;
pub mod screenshot;
mod signals;
pub mod terminal;
pub mod terminal_query;
mod user_functions_thread;

use crate::jobs::{Job, JobKind, PictureSource};
use std::path::PathBuf;

/// A job with `~` in its path replaced by the reader's home, as a shell would do it.
fn at_home(Job { id, kind }: Job) -> Job {
    let kind = match kind {
        JobKind::LoadPicture { source: PictureSource::File(path), channel, limits } => {
            JobKind::LoadPicture { source: PictureSource::File(home(path)), channel, limits }
        }
        JobKind::CompletePath { folder, start } => JobKind::CompletePath { folder: home(folder), start },
        other => other,
    };
    Job { id, kind }
}

fn home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path,
    }
}
