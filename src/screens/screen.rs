//! What a room is, in three traits: [`Room`] is what it does, [`Screen`] adds its tables, and [`AnyScreen`] is a room of any
//! type, with what follows from its tables. The author of a room writes the first two.

use super::app_context::AppContext;
use super::command::{Command, CommandRow, Context};
use super::exhibit::Exhibit;
use super::pointer::Pointer;
use super::runs::work::LongWork;
use super::setting::{self, ExhibitSubject, Setting};
use crate::config::SettingError;
use crate::functions::user_functions::FormulaTexts;
use crate::input::{BESIDE, Key, Keymap, TYPING, Verb};
use crate::jobs::JobReport;
use crate::text;
use crate::widgets::Look;
use crate::words::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// What a room may look at while it is drawn: nothing it can change.
#[derive(Clone, Copy, Debug)]
pub struct DrawContext<'a> {
    /// What all rooms share.
    pub shared: &'a AppContext,
    /// How things look.
    pub look: Look<'a>,
}

/// What a room does.
pub trait Room {
    /// Takes the subject of an exhibit line.
    ///
    /// # Errors
    /// A subject that is not known.
    fn set_subject(&mut self, subject: &str) -> Result<(), Message>;
    /// The subject of its exhibit line; empty where options say it all.
    fn subject(&self) -> String;
    /// Whether a line is being typed.
    fn is_typing(&self) -> bool {
        false
    }
    /// Takes a letter of the line being typed.
    fn letter(&mut self, _letter: char, _cx: &mut Context) {}
    /// Takes text that was pasted: letters of the line being typed, or what [`Room::takes`] said that it takes.
    fn paste(&mut self, text: &str, cx: &mut Context) {
        text::one_line(text).chars().for_each(|letter| self.letter(letter, cx));
    }
    /// Whether pasted text means something here while no line is typed: the path of a file that was dropped.
    fn takes(&self, _pasted: &str) -> bool {
        false
    }
    /// The mouse does something at a cell, counted from the room's own corner.
    fn mouse(&mut self, _at: Position, _pointer: Pointer, _cx: &mut Context) {}
    /// Brings what is derived up to date with the state and the size of the room; asks for what may take long.
    fn prepare(&mut self, size: Size, cx: &mut Context);
    /// Takes an answer.
    fn report(&mut self, _report: &JobReport, _cx: &mut Context) {}
    /// Another program has written the file of the reader's own functions: what it holds now.
    fn formulas_changed(&mut self, _texts: &FormulaTexts, _cx: &mut Context) {}
    /// A thirtieth of a second went by.
    fn tick(&mut self, _cx: &mut Context) {}
    /// Whether time changes anything here, so that [`Room::tick`] has to be called.
    fn is_moving(&self) -> bool {
        false
    }
    /// The run or sweep that takes long here. The table of jobs knows how far it has come.
    fn long_work(&self) -> LongWork {
        LongWork::None
    }
    /// Numbers by name, which texts may rest on.
    fn figures(&self) -> Vec<(String, f64)> {
        Vec::new()
    }
    /// What it says to who reads lines instead of looking: its facts, unless there is more to read.
    fn read(&self, view: DrawContext) -> Vec<String> {
        self.facts(view)
    }
    /// What it has to give for the clipboard: its facts, unless it has more.
    fn copy(&self, view: DrawContext) -> String {
        self.facts(view).join("\n")
    }
    /// The room within this one that has the keys now, if one has.
    fn inner(&self) -> Option<&dyn AnyScreen> {
        None
    }
    /// The same, to be changed.
    fn inner_mut(&mut self) -> Option<&mut dyn AnyScreen> {
        None
    }
    /// The verb that a key has in a room within this one, if the key goes there although this room has the keys.
    fn named(&self, _key: Key, _keymap: &Keymap) -> Option<Verb> {
        None
    }
    /// Runs such a verb.
    fn run_named(&mut self, _verb: Verb, _cx: &mut Context) {}
    /// Why a verb of the room within this one is off, as a key of the catalogue; `None` if it is on.
    fn off(&self, _verb: Verb) -> Option<&'static str> {
        None
    }
    /// Whether its run has come to its end.
    fn has_ended(&self) -> bool {
        false
    }
    /// What the title bar says at its right.
    fn heading(&self, view: DrawContext) -> String;
    /// The same in fewer words, where there is no room for all.
    fn brief(&self, view: DrawContext) -> String {
        self.heading(view)
    }
    /// Facts for the status lines, the most important first.
    fn facts(&self, view: DrawContext) -> Vec<String>;
    /// Draws a line being typed in place of the facts, in one row or two; whether there is one.
    fn draw_line(&self, _view: DrawContext, _area: Rect, _buf: &mut Buffer) -> bool {
        false
    }
    /// Draws the room.
    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer);
}

/// What a room is made of, and what its keys and options mean.
pub trait Screen: Room + Sized + 'static {
    /// The id in exhibit lines, in `[keys.ID]` and in the catalogue (`room.ID`).
    const ID: &'static str;
    /// What keys mean while nothing is typed.
    const COMMANDS: &'static [Command<Self>];
    /// What keys mean while a line is typed; letters go to [`Room::letter`].
    const TYPING: &'static [Command<Self>] = &[];
    /// What keys mean beside those of a room within this one, while that has them.
    const BESIDE: &'static [Command<Self>] = &[];
    /// What the subject of its exhibit line is, for help; `None` where it takes none.
    const SUBJECT: Option<ExhibitSubject>;
    /// The options of its exhibit line.
    const SETTINGS: &'static [Setting<Self>];

    /// The room as it is when nobody has touched it.
    ///
    /// # Errors
    /// A setting that makes no sense.
    fn new(shared: &AppContext) -> Result<Self, SettingError>;
}

/// A room of any type. Every [`Screen`] is one.
pub trait AnyScreen: Room {
    /// [`Screen::ID`].
    fn id(&self) -> &'static str;
    /// The rows of the table in force.
    fn rows(&self) -> Vec<CommandRow>;
    /// The rows of every table.
    fn all_rows(&self) -> Vec<CommandRow>;
    /// Where keys are looked up now, first to last, before those of every room.
    fn contexts(&self) -> Vec<&'static str>;
    /// Runs a verb; whether the table in force has it.
    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool;
    /// Puts the room into the state of an exhibit line.
    ///
    /// # Errors
    /// The part of the line that makes no sense.
    fn open(&mut self, exhibit: &Exhibit) -> Result<(), Message>;
    /// The exhibit line of the room's state.
    fn exhibit(&self) -> Exhibit;
}

/// The table in force, and where its keys are looked up.
fn table<S: Screen>(screen: &S) -> (&'static [Command<S>], &'static str) {
    match (screen.inner().is_some(), screen.is_typing()) {
        (true, true) => (&[], TYPING),
        (true, false) => (S::BESIDE, BESIDE),
        (false, true) => (S::TYPING, TYPING),
        (false, false) => (S::COMMANDS, S::ID),
    }
}

impl<S: Screen> AnyScreen for S {
    fn id(&self) -> &'static str {
        S::ID
    }

    fn rows(&self) -> Vec<CommandRow> {
        let (table, context) = table(self);
        let own = table.iter().map(|command| command.row(self, context));
        let inner = self.inner().map(AnyScreen::rows).unwrap_or_default();
        own.chain(inner.into_iter().filter(|row| self.off(row.verb).is_none())).collect()
    }

    fn all_rows(&self) -> Vec<CommandRow> {
        let tables = [(S::ID, S::COMMANDS), (BESIDE, S::BESIDE), (TYPING, S::TYPING)];
        tables.iter().flat_map(|(context, table)| table.iter().map(|command| command.row(self, context))).collect()
    }

    fn contexts(&self) -> Vec<&'static str> {
        match self.inner() {
            Some(inner) => [BESIDE].into_iter().chain(inner.contexts()).collect(),
            None => vec![S::ID],
        }
    }

    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool {
        let mut rows = table(self).0.iter().filter(|command| command.verb == verb).peekable();
        if rows.peek().is_none() {
            if let Some(why) = self.inner().and_then(|_| self.off(verb)) {
                cx.shared.notice = Some(cx.shared.words.get(why).to_owned());
                return true;
            }
            return self.inner_mut().is_some_and(|inner| inner.run(verb, cx));
        }
        // A verb may have several rows, each for a state of its own.
        if let Some(command) = rows.find(|command| (command.ready)(self)) {
            (command.run)(self, cx);
        }
        true
    }

    fn open(&mut self, exhibit: &Exhibit) -> Result<(), Message> {
        if let Some(subject) = &exhibit.subject {
            self.set_subject(subject)?;
        }
        let mut set = |name: &str, value: &str| setting::set(S::ID, S::SETTINGS, self, name, value);
        exhibit.options.iter().try_for_each(|(name, value)| set(name, value))?;
        Ok(())
    }

    fn exhibit(&self) -> Exhibit {
        let subject = Some(self.subject()).filter(|subject| !subject.is_empty());
        Exhibit { room: S::ID.to_owned(), subject, options: setting::options(S::SETTINGS, self) }
    }
}
