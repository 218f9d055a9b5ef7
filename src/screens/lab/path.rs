//! The path of a picture: typed, completed, or dropped on the window.

use super::{LabScreen, Line, source};
use crate::files::ReadError;
use crate::jobs::path_completion::Completion;
use crate::jobs::{JobId, JobKind, PictureSource};
use crate::screens::Context;
use crate::text::{is_dropped, one_line, path_of, typed_path};
use crate::widgets::field;
use std::path::PathBuf;
use tui_input::Input;

#[derive(Debug, Default)]
pub(super) struct Paths {
    /// The last line that was tried. It comes back if it names no picture.
    tried: Option<Input>,
    /// A completion that was asked for: its job, the line then, and the folder as typed.
    completing: Option<(JobId, String, String)>,
}

/// The path of the current picture, as it would be typed.
fn present(room: &LabScreen) -> String {
    match &room.now.source {
        PictureSource::File(path) => typed_path(&path.display().to_string()),
        PictureSource::BuiltIn => String::new(),
    }
}

/// Asks for a path.
pub(super) fn begin(room: &mut LabScreen) {
    room.line = Some(Line::Image(Input::new(present(room))));
}

/// Tries the path that was typed.
pub(super) fn accept(room: &mut LabScreen, line: Input) {
    room.now.source = source(&path_of(line.value()));
    room.paths.tried = Some(line);
}

/// Handles the result of loading. If there is no picture, the line comes back, unless another one is being typed.
pub(super) fn loaded(room: &mut LabScreen, wanted: &PictureSource, is_there: bool) {
    let of_line = |line: &mut Input| source(&path_of(line.value())) == *wanted;
    let Some(line) = room.paths.tried.take_if(of_line) else { return };
    if !is_there && room.line.is_none() {
        room.line = Some(Line::Image(line));
    }
}

/// Takes pasted text. A dropped path replaces the one being typed. If no path was asked for, it is opened at once.
pub(super) fn paste(room: &mut LabScreen, text: &str) {
    let before = present(room);
    match &mut room.line {
        None => accept(room, Input::new(typed_path(&path_of(text)))),
        Some(Line::Image(line)) => {
            let is_marked = one_line(text) != path_of(text) || text.ends_with([' ', '\n', '\r']);
            let is_untouched = line.value().trim().is_empty() || line.value() == before;
            if is_dropped(text) && (is_untouched || is_marked) {
                *line = Input::new(typed_path(&path_of(text)));
            } else {
                one_line(text).chars().for_each(|letter| field::insert(line, letter));
            }
        }
        Some(_) => {}
    }
}

/// Asks for completions of the path.
pub(super) fn complete(room: &mut LabScreen, cx: &mut Context) {
    let Some(Line::Image(line)) = &mut room.line else { return };
    let path = path_of(line.value());
    if path == "~" {
        *line = Input::new("~/".to_owned());
        return;
    }
    let (folder, start) = path.rfind('/').map_or(("", path.as_str()), |at| path.split_at(at + 1));
    let place = PathBuf::from(if folder.is_empty() { "." } else { folder });
    let (before, folder, start) = (line.value().to_owned(), folder.to_owned(), start.to_owned());
    let id = cx.submit(JobKind::CompletePath { folder: place, start });
    room.paths.completing = Some((id, before, folder));
}

/// Applies a completion if the path is still the same.
pub(super) fn completed(room: &mut LabScreen, id: JobId, result: &Result<Completion, ReadError>, cx: &mut Context) {
    let Some((_, before, folder)) = room.paths.completing.take_if(|(asked, ..)| *asked == id) else { return };
    let Some(Line::Image(line)) = &mut room.line else { return };
    if line.value() != before {
        return;
    }
    let words = &cx.shared.words;
    let shown = if folder.is_empty() { "." } else { folder.as_str() };
    let notice = match result {
        Err(ReadError::Missing) => Some(words.fill("lab.no-folder", &[("path", shown)])),
        Err(_) => Some(words.fill("lab.closed-folder", &[("path", shown)])),
        Ok(found) => {
            let path = format!("{folder}{}", found.common);
            let is_news = path != path_of(&before);
            if is_news {
                *line = Input::new(typed_path(&path));
            }
            match found.count {
                0 => Some(words.fill("lab.no-completion", &[("path", shown), ("start", &found.common)])),
                1 => None,
                n => {
                    let more = if n > found.names.len() { ", …" } else { "" };
                    let names = found.names.join(", ") + more;
                    Some(words.fill("lab.completions", &[("n", &n.to_string()), ("names", &names)]))
                }
            }
        }
    };
    cx.shared.notice = notice;
}
