//! Where the pure application meets the world: a terminal with threads and signals, or none of that.

pub mod canvas;
mod clipboard;
pub mod examine;
pub mod export;
pub mod headless;
mod idle;
pub mod keepsake;
pub mod live;
mod pace;
mod pen;
pub mod plain;
pub mod probe;
pub mod progress;
mod signals;
pub mod terminal;
mod worker;

use crate::lab::bench::{Request, Source};

/// A request with `~` in its path replaced by the reader's home, as a shell would do it.
fn at_home(request: Request) -> Request {
    match request {
        Request::Picture { ticket, source: Source::File(path), channel, limits } => {
            let path = match (path.strip_prefix("~"), etcetera::home_dir()) {
                (Ok(rest), Ok(home)) => home.join(rest),
                _ => path,
            };
            Request::Picture { ticket, source: Source::File(path), channel, limits }
        }
        other => other,
    }
}
