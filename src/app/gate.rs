//! The one gate that everything asked of the world goes through: what may be done where the program is all that a reader
//! may use of a machine.
//!
//! Verbs are stopped before they do anything, so that no room waits for what will not come; effects are stopped however
//! they came about.

use crate::input::Verb;
use crate::jobs::runner::{Job, PictureSource};
use crate::screens::Effect;
use std::path::Path;

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Reading files whose paths the reader types.
    typed_paths: bool,
    /// Writing files, beside progress in the lessons.
    files: bool,
    /// Stopping the program, which leads to a shell.
    suspend: bool,
}

impl Permissions {
    /// Everything: the reader's own machine.
    pub const ALL: Self = Self { typed_paths: true, files: true, suspend: true };
    /// Nothing that touches the machine beside progress in the lessons.
    pub const KIOSK: Self = Self { typed_paths: false, files: false, suspend: false };

    /// Whether a verb may be run.
    pub(super) fn allow_verb(self, verb: Verb) -> bool {
        match verb {
            Verb::Image | Verb::Complete => self.typed_paths,
            Verb::Save | Verb::Write => self.files,
            Verb::Suspend => self.suspend,
            _ => true,
        }
    }

    /// Whether an effect may reach the world; `image` is the picture of the settings, which nobody typed. What is new has
    /// to be decided here: there is no row for all the rest.
    pub(super) fn allow(self, effect: &Effect, image: &str) -> bool {
        match effect {
            Effect::Ask(request) => self.allow_request(request, image),
            Effect::Write => self.files,
            Effect::Suspend => self.suspend,
            // The clipboard is the reader's own, at the other end of the line.
            Effect::Go(_)
            | Effect::Quit
            | Effect::Redraw
            | Effect::Keep(_)
            | Effect::Copy(_)
            | Effect::Mouse(_)
            | Effect::Glide => true,
        }
    }

    fn allow_request(self, request: &Job, image: &str) -> bool {
        match request {
            Job::Picture { source: PictureSource::File(path), .. } => self.typed_paths || path == Path::new(image),
            Job::Complete { .. } => self.typed_paths,
            Job::Keep { .. } => self.files,
            Job::Picture { source: PictureSource::BuiltIn, .. }
            | Job::Train(_)
            | Job::Sweep(_)
            | Job::Survey { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lessons::Progress;
    use crate::picture::{Channel, PictureLimits};

    fn picture(source: PictureSource) -> Effect {
        Effect::Ask(Job::Picture { ticket: 1, source, channel: Channel::Luma, limits: PictureLimits::default() })
    }

    fn keep() -> Effect {
        Effect::Ask(Job::Keep { ticket: 1, path: "x".into(), name: "x".to_owned(), text: "x".to_owned() })
    }

    #[test]
    fn the_kiosk_refuses_what_touches_the_machine() {
        let complete = Effect::Ask(Job::Complete { ticket: 1, folder: "/etc".into(), start: "p".to_owned() });
        for effect in
            [Effect::Write, Effect::Suspend, keep(), complete, picture(PictureSource::File("/etc/passwd".into()))]
        {
            assert!(!Permissions::KIOSK.allow(&effect, "class.png"), "{effect:?}");
            assert!(Permissions::ALL.allow(&effect, ""), "{effect:?}");
        }
        for verb in [Verb::Image, Verb::Complete, Verb::Save, Verb::Write, Verb::Suspend] {
            assert!(!Permissions::KIOSK.allow_verb(verb) && Permissions::ALL.allow_verb(verb), "{verb:?}");
        }
    }

    #[test]
    fn the_kiosk_allows_what_the_lessons_need() {
        let own = [picture(PictureSource::BuiltIn), picture(PictureSource::File("class.png".into()))];
        let keep = Effect::Keep(Box::<Progress>::default());
        for effect in own.into_iter().chain([Effect::Quit, Effect::Redraw, Effect::Copy("x".to_owned()), keep]) {
            assert!(Permissions::KIOSK.allow(&effect, "class.png"), "{effect:?}");
        }
        let refused = Verb::ALL.iter().filter(|verb| !Permissions::KIOSK.allow_verb(**verb));
        assert_eq!(refused.count(), 5);
    }
}
