//! How a room waits: it takes an exhibit line when all files of data are read. Until then, and if one of them can't be used,
//! it keeps what it had.

use super::loading::{Loading, missing};
use super::settings::RunRoom;
use crate::jobs::{JobReport, JobUpdate, TableUpdate};
use crate::nn::data_table::TableStore;
use crate::nn::experiment::Hyperparameter;
use crate::screens::setting;
use crate::screens::{AnyScreen, AppContext, Context, Exhibit, Screen};
use crate::words::Message;
use std::sync::Arc;

/// Keeps an exhibit line for later if files of data must be read first. Returns whether it does.
///
/// # Errors
/// An option is wrong whatever is in the files.
pub(crate) fn defer<R: RunRoom + Screen>(
    room: &mut R,
    exhibit: &Exhibit,
    shared: &AppContext,
) -> Result<bool, Message> {
    room.setup_mut().refresh(shared);
    let mut whole = exhibit.clone();
    let mut is_of_settings = false;
    let has_data = exhibit.options.iter().any(|(name, _)| name == "data");
    let before = room.loader().loading.as_ref().filter(|_| exhibit.subject.is_none() && !has_data);
    if let Some(before) = before {
        whole.subject.clone_from(&before.exhibit.subject);
        whole.options.splice(..0, before.exhibit.options.iter().cloned());
        is_of_settings = before.is_of_settings;
    }
    let needed = missing(shared, &whole);
    if needed.is_empty() {
        room.loader_mut().loading = None;
        room.setup_mut().set_tables(Arc::clone(shared.tables()));
        return Ok(false);
    }
    check(room, exhibit)?;
    // If the same file is already being read, that job continues.
    let reading = room.loader_mut().loading.take().filter(|before| before.needed.first() == needed.first());
    let reading = reading.and_then(|mut before| before.reading.take());
    room.loader_mut().loading = Some(Loading { exhibit: whole, is_of_settings, needed, reading });
    Ok(true)
}

/// The options that depend on the data, beside those of hyperparameters.
const OF_DATA: [&str; 12] =
    ["target", "inputs", "missing", "data", "scale", "test", "edit", "contestant", "vary", "map-x", "map-y", "at"];

fn depends_on_data(option: &str) -> bool {
    OF_DATA.contains(&option) || Hyperparameter::called(option).is_some()
}

/// Finds mistakes in options that do not depend on the data, so that they are reported before anything is read.
fn check<R: RunRoom + Screen>(room: &R, exhibit: &Exhibit) -> Result<(), Message> {
    let mut trial = room.trial();
    for (name, value) in &exhibit.options {
        if R::SETTINGS.iter().any(|setting| setting.name == name) && depends_on_data(name) {
            continue;
        }
        setting::set(R::ID, R::SETTINGS, &mut trial, name, value)?;
    }
    Ok(())
}

/// Takes a report. Once all files are read, the room takes the line.
pub(crate) fn take<R: RunRoom + Screen>(room: &mut R, report: &JobReport, cx: &mut Context) {
    let JobUpdate::Table { named: (path, format), update } = &report.update else { return };
    let Some(loading) = &mut room.loader_mut().loading else { return };
    let is_own = loading.is_reading(report.id);
    match update {
        TableUpdate::Reading { done, size } => {
            if let Some(reading) = loading.reading.as_mut().filter(|_| is_own) {
                (reading.now.done, reading.now.size) = (*done, *size);
            }
        }
        // Another room may have asked for the same file.
        TableUpdate::Read(Ok(_), _) => {
            let next = loading.needed.first().cloned();
            loading.needed.retain(|(path, format)| !cx.shared.tables().has(path, *format));
            if loading.needed.first() != next.as_ref() {
                loading.reading = None;
            }
            if loading.needed.is_empty() {
                finish(room, cx.shared.tables());
            } else {
                loading.ask(cx);
            }
        }
        TableUpdate::Read(Err(error), _) if is_own => {
            let mut tables = TableStore::clone(cx.shared.tables());
            tables.keep(path, *format, Err(error.clone()));
            finish(room, &Arc::new(tables));
        }
        TableUpdate::Stopped if is_own => room.loader_mut().stop(&cx.shared.words),
        TableUpdate::Read(Err(_), _) | TableUpdate::Stopped => {}
    }
}

/// Takes the line with these tables. If they can't be used, the room keeps what it had.
fn finish<R: RunRoom + Screen>(room: &mut R, tables: &Arc<TableStore>) {
    let Some(loading) = room.loader_mut().loading.take() else { return };
    let mut trial = room.trial();
    trial.setup_mut().set_tables(Arc::clone(tables));
    let open = |trial: &mut R| {
        let Exhibit { room, subject, options } = loading.exhibit.clone();
        if loading.is_of_settings {
            let alone = Exhibit { room: room.clone(), subject, options: Vec::new() };
            trial.take_line(&alone)?;
            trial.setup_mut().forget_name();
            return trial.take_line(&Exhibit { room, subject: None, options });
        }
        trial.take_line(&Exhibit { room, subject, options })
    };
    match open(&mut trial) {
        Ok(()) => room.take_trial(trial),
        Err(fault) => room.loader_mut().fault = Some(fault),
    }
}
