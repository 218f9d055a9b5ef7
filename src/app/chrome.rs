//! The current room, and the keys that work in every room.

use crate::config::SettingError;
use crate::input::Verb;
use crate::screens::{Command, Context, ExhibitError, SCREENS, WorldEffect};
use crate::theme::Theme;
use crate::words::Words;

#[derive(Debug)]
pub(super) struct Chrome {
    /// The index of the current room in [`SCREENS`].
    pub(super) room: usize,
    /// The number of lines that the help is scrolled by; `None` while it is closed.
    pub(super) help: Option<usize>,
}

/// The commands of every room.
pub(super) const COMMANDS: &[Command<Chrome>] = &[
    Command::<Chrome>::new(Verb::PreviousRoom, "room", |chrome, _| chrome.go(SCREENS.len() - 1)).when(other_rooms),
    Command::<Chrome>::new(Verb::NextRoom, "room", |chrome, _| chrome.go(1)).when(other_rooms),
    room::<1>(Verb::Room1),
    room::<2>(Verb::Room2),
    room::<3>(Verb::Room3),
    room::<4>(Verb::Room4),
    room::<5>(Verb::Room5),
    room::<6>(Verb::Room6),
    room::<7>(Verb::Room7),
    room::<8>(Verb::Room8),
    room::<9>(Verb::Room9),
    Command::<Chrome>::new(Verb::Theme, "theme", next_theme),
    Command::<Chrome>::new(Verb::Language, "language", next_language),
    Command::<Chrome>::new(Verb::Copy, "copy", |_, cx| cx.copy_room()),
    Command::<Chrome>::new(Verb::Write, "write", |_, cx| cx.ask(WorldEffect::WriteFrame)),
    Command::<Chrome>::new(Verb::Mouse, "mouse", |_, cx| {
        cx.shared.mouse ^= true;
        let word = if cx.shared.mouse { "app.mouse-on" } else { "app.mouse-off" };
        cx.shared.notice = Some(cx.shared.words.get(word).to_owned());
        cx.ask(WorldEffect::Mouse(cx.shared.mouse));
    }),
    Command::<Chrome>::new(Verb::Redraw, "redraw", |_, cx| cx.ask(WorldEffect::Redraw)),
    Command::<Chrome>::new(Verb::Suspend, "suspend", |_, cx| cx.ask(WorldEffect::Suspend)),
    Command::<Chrome>::new(Verb::Help, "help", |chrome, _| chrome.help = Some(0)),
    Command::<Chrome>::new(Verb::Quit, "quit", |_, cx| cx.ask(WorldEffect::Quit)),
];

/// The command that goes to the nth room, counted from 1. It is available if that room exists.
const fn room<const N: usize>(verb: Verb) -> Command<Chrome> {
    let row = Command::<Chrome>::new(verb, "room-number", |chrome, _| chrome.room = N - 1).when(|_| N <= SCREENS.len());
    // The example starts in the Lab, which is room 2. There the key of room 2 would do nothing.
    row.after(if N == 2 { "ctrl-n" } else { "" })
}

fn other_rooms(_: &Chrome) -> bool {
    SCREENS.len() > 1
}

fn next_theme(_: &mut Chrome, cx: &mut Context) {
    let name = cx.shared.theme.next_name();
    match Theme::load(name, cx.shared.theme.depth) {
        Ok(theme) => {
            cx.shared.theme = theme;
            cx.shared.notice = Some(cx.shared.words.fill("app.theme", &[("name", name)]));
        }
        Err(error) => cx.shared.notice = Some(cx.shared.words.say(&error)),
    }
}

fn next_language(_: &mut Chrome, cx: &mut Context) {
    if cx.shared.ascii {
        cx.shared.notice = Some(cx.shared.words.get("app.ascii-language").to_owned());
    } else {
        cx.shared.words = Words::of(cx.shared.words.language().next());
    }
}

impl Chrome {
    /// The initial state, in the room with that id.
    pub(super) fn begin(room: &str) -> Result<Self, SettingError> {
        let found = SCREENS.iter().position(|entry| entry.id == room);
        let unknown = || {
            let rooms = SCREENS.iter().map(|entry| entry.id.to_owned()).collect();
            SettingError::of("start")(ExhibitError::WrongStart { room: room.to_owned(), rooms }.into())
        };
        let room = found.ok_or_else(unknown)?;
        Ok(Self { room, help: None })
    }

    fn go(&mut self, by: usize) {
        self.room = (self.room + by) % SCREENS.len();
    }

    /// Runs a verb that works in every room.
    pub(super) fn run(&mut self, verb: Verb, cx: &mut Context) {
        match COMMANDS.iter().find(|command| command.verb == verb) {
            Some(command) if (command.ready)(self) => (command.run)(self, cx),
            _ => cx.shared.say_idle(verb, []),
        }
    }
}
