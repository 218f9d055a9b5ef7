//! Permissions for everything that is asked of the runtime. They are restricted where the program is all that a reader
//! may use of a machine.
//!
//! Verbs are stopped before they run, so that no room waits for a result that never comes. Effects are stopped whatever
//! caused them.

use crate::input::Verb;
use crate::jobs::{Job, JobKind, PictureSource};
use crate::nn::experiment::KIOSK;
use crate::screens::WorldEffect;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Reading files whose paths the reader types.
    typed_paths: bool,
    /// Writing files, except progress in the lessons.
    files: bool,
    /// Suspending the program, which leads to a shell.
    suspend: bool,
}

impl Permissions {
    /// Everything, for the reader's own machine.
    pub const ALL: Self = Self { typed_paths: true, files: true, suspend: true };
    /// Nothing that touches the machine, except saving progress in the lessons.
    pub const KIOSK: Self = Self { typed_paths: false, files: false, suspend: false };

    pub(super) fn allow_verb(self, verb: Verb) -> bool {
        match verb {
            Verb::Image | Verb::Complete => self.typed_paths,
            Verb::Save | Verb::Write => self.files,
            Verb::Suspend => self.suspend,
            _ => true,
        }
    }

    /// Whether an effect may reach the runtime. `image` is the picture of the settings, whose path nobody typed. The
    /// match has no catch-all, so that each new effect needs a decision here.
    pub(super) fn allow(self, effect: &WorldEffect, image: &str) -> bool {
        match effect {
            WorldEffect::Submit(job) => self.allow_job(job, image),
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

    fn allow_job(self, job: &Job, image: &str) -> bool {
        match &job.kind {
            JobKind::LoadPicture { source: PictureSource::File(path), .. } => {
                self.typed_paths || path == Path::new(image)
            }
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
    use crate::jobs::JobId;
    use crate::lessons::Progress;
    use crate::picture::{Channel, PictureLimits};

    fn submit(kind: JobKind) -> WorldEffect {
        WorldEffect::Submit(Job { id: JobId(1), kind })
    }

    fn picture(source: PictureSource) -> WorldEffect {
        submit(JobKind::LoadPicture { source, channel: Channel::Luma, limits: PictureLimits::default() })
    }

    #[test]
    fn the_kiosk_refuses_what_touches_the_machine() {
        let save = submit(JobKind::SaveFunction { path: "x".into(), name: "x".to_owned(), text: "x".to_owned() });
        let complete = submit(JobKind::CompletePath { folder: "/etc".into(), start: "p".to_owned() });
        let read = picture(PictureSource::File("/etc/passwd".into()));
        for effect in [WorldEffect::WriteFrame, WorldEffect::Suspend, save, complete, read] {
            assert!(!Permissions::KIOSK.allow(&effect, "class.png"), "{effect:?}");
            assert!(Permissions::ALL.allow(&effect, ""), "{effect:?}");
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
        assert!(Permissions::KIOSK.allow(&save(Some(KIOSK)), ""));
        assert!(!Permissions::KIOSK.allow(&save(None), ""));
        assert!(Permissions::ALL.allow(&save(None), ""));
    }

    #[test]
    fn the_kiosk_allows_what_the_lessons_need() {
        let own = [picture(PictureSource::BuiltIn), picture(PictureSource::File("class.png".into()))];
        let save = WorldEffect::SaveProgress(Box::<Progress>::default());
        let others = [WorldEffect::Quit, WorldEffect::Redraw, WorldEffect::Copy("x".to_owned()), save];
        for effect in own.into_iter().chain(others) {
            assert!(Permissions::KIOSK.allow(&effect, "class.png"), "{effect:?}");
        }
        let refused = Verb::ALL.iter().filter(|verb| !Permissions::KIOSK.allow_verb(**verb));
        assert_eq!(refused.count(), 5);
    }
}
