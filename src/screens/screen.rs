//! The traits of a room: [`Room`] is its behaviour, [`Screen`] adds its tables, and [`AnyScreen`] is a room of any
//! type, implemented from those tables. The author of a room implements the first two.

use super::app_context::AppContext;
use super::command::{Command, CommandRow, Context};
use super::exhibit::Exhibit;
use super::pointer::Pointer;
use super::runs::loading::Loading;
use super::runs::reading_view;
use super::runs::work::LongWork;
use super::setting::{self, Setting, SubjectKind};
use crate::config::SettingError;
use crate::functions::user_functions::FormulaTexts;
use crate::input::{BESIDE, Key, Keymap, TYPING, Verb};
use crate::jobs::JobReport;
use crate::text;
use crate::widgets::Look;
use crate::words::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// What a room reads while it is drawn. It can change nothing.
#[derive(Clone, Copy, Debug)]
pub struct DrawContext<'a> {
    pub shared: &'a AppContext,
    pub look: Look<'a>,
}

/// A part of a room's help.
#[derive(Debug)]
pub struct HelpGroup {
    /// Its title in the catalogue is `help-group.NAME`.
    pub name: &'static str,
    /// The verbs in their order.
    pub verbs: &'static [Verb],
}

/// What a room does.
pub trait Room {
    /// Sets the subject of an exhibit line.
    ///
    /// # Errors
    /// The subject is unknown.
    fn set_subject(&mut self, subject: &str) -> Result<(), Message>;
    /// Takes the subject of a whole exhibit line, and with it the options that decide what the subject is.
    ///
    /// # Errors
    /// The subject is unknown, or can't be used with the options.
    fn take_subject(&mut self, subject: Option<&str>, _options: &[(String, String)]) -> Result<(), Message> {
        subject.map_or(Ok(()), |subject| self.set_subject(subject))
    }
    /// The subject of its exhibit line; empty if its options are enough.
    fn subject(&self) -> String;
    fn is_typing(&self) -> bool {
        false
    }
    /// Takes a letter of the line being typed.
    fn letter(&mut self, _letter: char, _cx: &mut Context) {}
    /// Takes pasted text: letters of the line being typed, or text that [`Room::takes`] accepts.
    fn paste(&mut self, text: &str, cx: &mut Context) {
        text::one_line(text).chars().for_each(|letter| self.letter(letter, cx));
    }
    /// Whether the room accepts pasted text while no line is typed: the path of a dropped file.
    fn takes(&self, _pasted: &str) -> bool {
        false
    }
    /// Takes a mouse event at a cell, counted from the room's own corner.
    fn mouse(&mut self, _at: Position, _pointer: Pointer, _cx: &mut Context) {}
    /// Brings derived values up to date with the state and the size of the room. Long work becomes a job.
    fn prepare(&mut self, size: Size, cx: &mut Context);
    /// Takes the report of a job.
    fn report(&mut self, _report: &JobReport, _cx: &mut Context) {}
    /// Another program has written the file of own functions. `_texts` is its new content.
    fn formulas_changed(&mut self, _texts: &FormulaTexts, _cx: &mut Context) {}
    /// A thirtieth of a second has passed.
    fn tick(&mut self, _cx: &mut Context) {}
    /// Whether something is animated here, so that [`Room::tick`] must be called.
    fn is_moving(&self) -> bool {
        false
    }
    /// The table of keys of the pane that has the keys. Its keys come before those of the room.
    fn pane(&self) -> Option<&'static str> {
        None
    }
    /// Keeps an exhibit line for later if files of data must be read first. Returns whether it does.
    ///
    /// # Errors
    /// A part of the line is wrong whatever is in the files.
    fn defer(&mut self, _exhibit: &Exhibit, _shared: &AppContext) -> Result<bool, Message> {
        Ok(false)
    }
    /// What the room waits for. Until it is read, keys do nothing but stop it.
    fn loading(&self) -> Option<&Loading> {
        None
    }
    /// Stops waiting.
    fn stop_loading(&mut self, _cx: &mut Context) {}
    /// Why the room did not get what it waited for, once.
    fn take_fault(&mut self) -> Option<Message> {
        None
    }
    /// Whether its run ends by itself.
    fn has_end(&self) -> bool {
        true
    }
    /// The run or sweep of this room. The table of jobs knows its progress.
    fn long_work(&self) -> LongWork {
        LongWork::None
    }
    /// Figures by name, which lessons may state.
    fn figures(&self) -> Vec<(String, f64)> {
        Vec::new()
    }
    /// The text of the room for plain output: its facts, unless there is more.
    fn read(&self, view: DrawContext) -> Vec<String> {
        let facts = self.facts(view);
        facts.into_iter().chain(self.advice(view)).collect()
    }
    /// Whether an exhibit line can say the state.
    fn has_address(&self) -> bool {
        true
    }
    /// The text for the clipboard: the facts, unless the room has more.
    fn copy(&self, view: DrawContext) -> String {
        self.read(view).join("\n")
    }
    /// The inner room that has the keys now, if there is one.
    fn inner(&self) -> Option<&dyn AnyScreen> {
        None
    }
    /// The same, mutable.
    fn inner_mut(&mut self) -> Option<&mut dyn AnyScreen> {
        None
    }
    /// The verb of a key in the embedded room, if the key goes there although this room has the keys.
    fn named(&self, _key: Key, _keymap: &Keymap) -> Option<Verb> {
        None
    }
    /// Runs such a verb.
    fn run_named(&mut self, _verb: Verb, _cx: &mut Context) {}
    /// The embedded room has run a verb.
    fn was_run(&mut self, _verb: Verb) {}
    /// Sets how many ticks the next run to a target takes; `None` for as few as possible.
    fn set_pace(&mut self, _ticks: Option<u32>) {}
    /// What is worth knowing in a few cells where only some panels are shown: the progress, the knobs.
    fn caption(&self, _view: DrawContext) -> String {
        String::new()
    }
    /// The text of a hint that depends on the state; empty if there is none now. `None` for the text of the catalogue.
    fn hint(&self, hint: &'static str, view: DrawContext) -> Option<String> {
        self.inner().and_then(|inner| inner.hint(hint, view))
    }
    /// The reason why a verb of the embedded room is off, as a key of the catalogue; `None` if it is on.
    fn off(&self, _verb: Verb) -> Option<&'static str> {
        None
    }
    /// Whether its run has ended.
    fn has_ended(&self) -> bool {
        false
    }
    /// The text at the right of the title bar.
    fn heading(&self, view: DrawContext) -> String;
    /// A shorter heading, for when the full one does not fit.
    fn brief(&self, view: DrawContext) -> String {
        self.heading(view)
    }
    /// Facts for the status lines, the most important first.
    fn facts(&self, view: DrawContext) -> Vec<String>;
    /// What to try next, after the facts. It is about the whole room, so a lesson does not show it.
    fn advice(&self, _view: DrawContext) -> Vec<String> {
        Vec::new()
    }
    /// Draws the line being typed in place of the facts, in one or two rows. Returns whether there is such a line.
    fn draw_line(&self, _view: DrawContext, _area: Rect, _buf: &mut Buffer) -> bool {
        false
    }
    fn draw(&self, view: DrawContext, area: Rect, buf: &mut Buffer);
}

/// The tables of a room: what its keys and options mean.
pub trait Screen: Room + Sized + 'static {
    /// The id in exhibit lines, in `[keys.ID]` and in the catalogue (`room.ID`).
    const ID: &'static str;
    /// The commands while no line is typed.
    const COMMANDS: &'static [Command<Self>];
    /// The commands while a line is typed. Letters go to [`Room::letter`].
    const TYPING: &'static [Command<Self>] = &[];
    /// The commands that still work while an inner room has the keys.
    const BESIDE: &'static [Command<Self>] = &[];
    /// The parts of its help. Without them, the help is one list in the order of the commands.
    const HELP: &'static [HelpGroup] = &[];
    /// What the subject of its exhibit line is; `None` if it takes none.
    const SUBJECT: Option<SubjectKind>;
    /// The verbs that lead to another room, which are off in a lesson.
    const LEADING: &'static [Verb] = &[];
    /// The options of its exhibit line.
    const SETTINGS: &'static [Setting<Self>];

    /// The initial state of the room.
    ///
    /// # Errors
    /// A setting is invalid.
    fn new(shared: &AppContext) -> Result<Self, SettingError>;
}

/// A room of any type. Every [`Screen`] is one.
pub trait AnyScreen: Room {
    /// [`Screen::ID`].
    fn id(&self) -> &'static str;
    /// [`Screen::HELP`].
    fn help(&self) -> &'static [HelpGroup];
    /// The rows of the current table.
    fn rows(&self) -> Vec<CommandRow>;
    /// The rows of every table.
    fn all_rows(&self) -> Vec<CommandRow>;
    /// The contexts in which keys are looked up now, in order, before those of every room.
    fn contexts(&self) -> Vec<&'static str>;
    /// Runs a verb. Returns whether the current table has it.
    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool;
    /// Sets the room to the state of an exhibit line, now or when the files of data that it needs are read.
    ///
    /// # Errors
    /// A part of the line is invalid.
    fn open(&mut self, exhibit: &Exhibit, shared: &AppContext) -> Result<(), Message>;
    /// Sets the room to the state of an exhibit line whose files of data are read.
    ///
    /// # Errors
    /// A part of the line is invalid.
    fn take_line(&mut self, exhibit: &Exhibit) -> Result<(), Message>;
    /// The exhibit line of the current state.
    fn exhibit(&self) -> Exhibit;
}

/// The current table, and the context of its keys.
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

    fn help(&self) -> &'static [HelpGroup] {
        S::HELP
    }

    fn rows(&self) -> Vec<CommandRow> {
        if self.loading().is_some() {
            let hint =
                CommandRow { verb: Verb::Cancel, hint: "stop-reading", ready: true, example: "", context: S::ID };
            return vec![hint];
        }
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
            None => self.pane().into_iter().chain([S::ID]).collect(),
        }
    }

    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool {
        if let Some(loading) = self.loading() {
            if verb == Verb::Cancel {
                self.stop_loading(cx);
                return true;
            }
            let is_own = S::COMMANDS.iter().any(|command| command.verb == verb);
            if is_own {
                let why = reading_view::idle(loading, cx.shared);
                cx.shared.notice = Some(why);
            }
            return is_own;
        }
        let mut rows = table(self).0.iter().filter(|command| command.verb == verb).peekable();
        if rows.peek().is_none() {
            if let Some(why) = self.inner().and_then(|_| self.off(verb)) {
                cx.shared.notice = Some(cx.shared.words.get(why).to_owned());
                return true;
            }
            let was_run = self.inner_mut().is_some_and(|inner| inner.run(verb, cx));
            if was_run {
                self.was_run(verb);
            }
            return was_run;
        }
        // A verb may have several rows, each for another state.
        match rows.find(|command| (command.ready)(self)) {
            Some(command) => (command.run)(self, cx),
            None => {
                let context = self.pane().filter(|_| self.inner().is_none() && !self.is_typing());
                cx.shared.say_idle(verb, context.into_iter().chain([table(self).1]));
            }
        }
        true
    }

    fn open(&mut self, exhibit: &Exhibit, shared: &AppContext) -> Result<(), Message> {
        if self.defer(exhibit, shared)? { Ok(()) } else { self.take_line(exhibit) }
    }

    fn take_line(&mut self, exhibit: &Exhibit) -> Result<(), Message> {
        self.take_subject(exhibit.subject.as_deref(), &exhibit.options)?;
        let mut set = |name: &str, value: &str| setting::set(S::ID, S::SETTINGS, self, name, value);
        exhibit.options.iter().try_for_each(|(name, value)| set(name, value)).map_err(Message::from)
    }

    fn exhibit(&self) -> Exhibit {
        if let Some(loading) = self.loading() {
            return loading.exhibit().clone();
        }
        let subject = Some(self.subject()).filter(|subject| !subject.is_empty());
        Exhibit { room: S::ID.to_owned(), subject, options: setting::options(S::SETTINGS, self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::lab::LabScreen;
    use crate::screens::train::TrainScreen;

    /// The verbs of a room, and those of its help.
    fn verbs<S: Screen>() -> [Vec<&'static str>; 2] {
        let mut own: Vec<_> = S::COMMANDS.iter().map(|command| command.verb.id()).collect();
        let mut grouped: Vec<_> = S::HELP.iter().flat_map(|group| group.verbs).map(|verb| verb.id()).collect();
        own.sort_unstable();
        own.dedup();
        grouped.sort_unstable();
        [own, grouped]
    }

    #[test]
    fn help_with_groups_has_every_key_in_one_of_them() {
        for [own, grouped] in [verbs::<TrainScreen>(), verbs::<LabScreen>()] {
            assert_eq!(own, grouped);
        }
    }
}
