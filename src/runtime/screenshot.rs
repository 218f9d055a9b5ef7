//! Writes the screen to a new file.

use super::export;
use crate::app::{App, Event};
use crate::config::FrameFormat;
use crate::files::SystemError;
use crate::words::{Message, errors};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::widgets::Widget;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The most frames of one room in one folder.
const MOST: u32 = 999;

errors! {
    /// Why a frame is not written.
    pub(super) enum ScreenshotError: "screenshot" {
        /// The file cannot be created or written.
        Unwritable { path: PathBuf, reason: SystemError } = "unwritable",
        /// Every name is taken.
        Crowded { most: u32 } = "crowded",
    }
}

/// Formats a frame.
fn said(frame: &Buffer, format: FrameFormat, light: bool) -> String {
    match format {
        FrameFormat::Text => export::text(frame),
        FrameFormat::Ansi => export::ansi(frame),
        FrameFormat::Svg => export::svg(frame, light),
    }
}

/// Writes the application's frame to a folder, with a name like `actlab-lab-001.svg`. Returns the event that reports
/// the result.
pub(super) fn write(app: &App, size: Size, folder: &Path) -> Event {
    let mut frame = Buffer::empty(Rect::from((Position::ORIGIN, size)));
    app.render(frame.area, &mut frame);
    let text = said(&frame, app.format(), app.is_light());
    match create(folder, &app.exhibit().room, app.format(), text.as_bytes()) {
        Ok(path) => Event::Said(Message::new("app.written").with("path", &path)),
        Err(error) => Event::Said(Message::new("app.unwritten").with("reason", &error)),
    }
}

/// Writes to the first file name that does not exist yet. A link counts as existing.
fn create(folder: &Path, room: &str, format: FrameFormat, bytes: &[u8]) -> Result<PathBuf, ScreenshotError> {
    let ending = match format {
        FrameFormat::Text => "txt",
        FrameFormat::Ansi => "ans",
        FrameFormat::Svg => "svg",
    };
    for n in 1..=MOST {
        let path = folder.join(format!("actlab-{room}-{n:03}.{ending}"));
        let shown = path.strip_prefix(".").unwrap_or(&path).to_owned();
        match File::create_new(&path).and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => return Ok(shown),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ScreenshotError::Unwritable { path: shown, reason: error.into() }),
        }
    }
    Err(ScreenshotError::Crowded { most: MOST })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn no_file_is_ever_written_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("actlab-lab-001.svg"), "mine").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), dir.path().join("actlab-lab-002.svg")).unwrap();
        let path = create(dir.path(), "lab", FrameFormat::Svg, b"new").unwrap();
        assert_eq!(path, dir.path().join("actlab-lab-003.svg"));
        assert_eq!(fs::read(dir.path().join("actlab-lab-001.svg")).unwrap(), b"mine");
        assert!(!dir.path().join("elsewhere").exists());
        let error = create(&dir.path().join("nowhere"), "lab", FrameFormat::Text, b"").unwrap_err();
        assert!(error.to_string().contains("actlab-lab-001.txt"), "{error}");
    }
}
