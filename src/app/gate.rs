//! Permissions for everything that is asked of the runtime. They are restricted where the program is all that a reader
//! may use of a machine.
//!
//! Verbs are stopped before they run, so that no room waits for a result that never comes. Effects are stopped whatever
//! caused them.

use crate::input::Verb;
use crate::jobs::{Job, JobKind, PictureSource};
use crate::nn::data_table::TableStore;
use crate::nn::experiment::KIOSK;
use crate::screens::WorldEffect;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Reading files whose paths the reader types.
    typed_paths: bool,
    /// Writing files, except progress in the lessons and experiments saved within the limits of a kiosk.
    files: bool,
    /// Suspending the program, which leads to a shell.
    suspend: bool,
}

/// The files that nobody typed: those of the settings, the lessons and the command line.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedFiles<'a> {
    /// The picture of the settings.
    pub(super) image: &'a str,
    /// The tables, and the names of their files.
    pub(super) tables: &'a TableStore,
}

impl Permissions {
    /// Everything, for the reader's own machine.
    pub const ALL: Self = Self { typed_paths: true, files: true, suspend: true };
    /// Nothing that touches the machine, except saving progress in the lessons and a few experiments.
    pub const KIOSK: Self = Self { typed_paths: false, files: false, suspend: false };

    pub(super) fn allow_verb(self, verb: Verb) -> bool {
        match verb {
            Verb::Image | Verb::Complete => self.typed_paths,
            Verb::Save | Verb::Write => self.files,
            Verb::Suspend => self.suspend,
            _ => true,
        }
    }

    /// Whether an effect may reach the runtime. The match has no catch-all, so that each new effect needs a decision here.
    pub(super) fn allow(self, effect: &WorldEffect, named: NamedFiles) -> bool {
        match effect {
            WorldEffect::Submit(job) => self.allow_job(job, named),
            WorldEffect::WriteFrame => self.files,
            WorldEffect::Suspend => self.suspend,
            // The clipboard belongs to the reader, at the other end of the connection.
            WorldEffect::Quit
            | WorldEffect::Redraw
            | WorldEffect::SaveProgress(_)
            | WorldEffect::Copy(_)
            | WorldEffect::Mouse(_) => true,
        }
    }

    fn allow_job(self, job: &Job, named: NamedFiles) -> bool {
        match &job.kind {
            JobKind::LoadPicture { source: PictureSource::File(path), .. } => {
                self.typed_paths || path == Path::new(named.image)
            }
            JobKind::ReadTable(job) => self.typed_paths || named.tables.is_named(&job.path),
            JobKind::CompletePath { .. } => self.typed_paths,
            JobKind::SaveFunction { .. } => self.files,
            // A kiosk has a folder of its own for saved experiments, and limits for them.
            JobKind::SaveExperiment { limits, .. } => self.files || *limits == Some(KIOSK),
            JobKind::LoadPicture { source: PictureSource::BuiltIn, .. }
            | JobKind::Train(_)
            | JobKind::Sweep(_)
            | JobKind::SampleStats(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{JobId, TableJob};
    use crate::lessons::Progress;
    use crate::nn::data_table::TableFormat;
    use crate::nn::memory::Memory;
    use crate::picture::{Channel, PictureLimits};
    use std::sync::Arc;

    fn submit(kind: JobKind) -> WorldEffect {
        WorldEffect::Submit(Job { id: JobId(1), kind })
    }

    fn picture(source: PictureSource) -> WorldEffect {
        submit(JobKind::LoadPicture { source, channel: Channel::Luma, limits: PictureLimits::default() })
    }

    fn table(path: &str) -> WorldEffect {
        let (path, format, memory) = (path.into(), TableFormat::Csv, Memory::UNLIMITED);
        submit(JobKind::ReadTable(TableJob { path, format, memory, stop: Arc::default(), plan: None }))
    }

    /// What a lesson of the class names.
    fn of_class() -> TableStore {
        let mut tables = TableStore::default();
        tables.name(Path::new("class.csv"));
        tables
    }

    fn named(tables: &TableStore) -> NamedFiles<'_> {
        NamedFiles { image: "class.png", tables }
    }

    #[test]
    fn the_kiosk_refuses_what_touches_the_machine() {
        let save = submit(JobKind::SaveFunction { path: "x".into(), name: "x".to_owned(), text: "x".to_owned() });
        let complete = submit(JobKind::CompletePath { folder: "/etc".into(), start: "p".to_owned() });
        let read = picture(PictureSource::File("/etc/passwd".into()));
        let tables = ["/etc/passwd", "-", "../class.csv"].map(table);
        let others = [WorldEffect::WriteFrame, WorldEffect::Suspend, save, complete, read];
        for effect in others.into_iter().chain(tables) {
            assert!(!Permissions::KIOSK.allow(&effect, named(&of_class())), "{effect:?}");
            assert!(Permissions::ALL.allow(&effect, named(&TableStore::default())), "{effect:?}");
        }
        for verb in [Verb::Image, Verb::Complete, Verb::Save, Verb::Write, Verb::Suspend] {
            assert!(!Permissions::KIOSK.allow_verb(verb) && Permissions::ALL.allow_verb(verb), "{verb:?}");
        }
    }

    #[test]
    fn the_kiosk_saves_experiments_within_limits_only() {
        let save = |limits| {
            let (folder, name, text) = ("x".into(), "x".to_owned(), String::new());
            submit(JobKind::SaveExperiment { folder, name, text, limits })
        };
        assert!(Permissions::KIOSK.allow(&save(Some(KIOSK)), named(&of_class())));
        assert!(!Permissions::KIOSK.allow(&save(None), named(&of_class())));
        assert!(Permissions::ALL.allow(&save(None), named(&of_class())));
    }

    #[test]
    fn the_kiosk_allows_what_the_lessons_need() {
        let own = [picture(PictureSource::BuiltIn), picture(PictureSource::File("class.png".into()))];
        let save = WorldEffect::SaveProgress(Box::<Progress>::default());
        let others = [WorldEffect::Quit, WorldEffect::Redraw, WorldEffect::Copy("x".to_owned()), save];
        for effect in own.into_iter().chain(others).chain([table("class.csv")]) {
            assert!(Permissions::KIOSK.allow(&effect, named(&of_class())), "{effect:?}");
        }
        let refused = Verb::ALL.iter().filter(|verb| !Permissions::KIOSK.allow_verb(**verb));
        assert_eq!(refused.count(), 5);
    }
}
