//! Rooms: what a room is, and the list of them.
//!
//! A room is one file and one row of [`SCREENS`]. It says what its keys mean in a table of [`Command`]s, from which come
//! dispatch, the hints at the foot of the screen, the help and the documentation of keys.

mod exhibit;
mod functions;
mod lab;
mod ladder;
mod number;
mod options;
mod pointer;
mod shared;
mod slope;
mod softmax;
mod subject;
mod sweep;
mod train;
mod walk;

pub use exhibit::{Exhibit, Setting};
pub use pointer::Pointer;
pub use shared::{Choices, Findings, Shared, Tour, Unsaid};
pub use walk::{overflow, too_wide};

use crate::input::{BESIDE, TYPING, Verb};
use crate::jobs::bench::{Report, Request};
use crate::jobs::train::Position;
use crate::lessons::Progress;
use crate::text;
use crate::widgets::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position as Cell, Rect, Size};

/// Something that the application asks of the world around it.
#[derive(Debug)]
pub enum Effect {
    /// Serve this at the bench and report back.
    Ask(Request),
    /// Go to another room, in the state of an exhibit line. The application sees to it; the world never hears of it.
    Go(Exhibit),
    /// Leave the program.
    Quit,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Put this into the reader's clipboard. Empty, it is what the room in front has to give: the application puts that in.
    Copy(String),
    /// Write the frame into a file.
    Write,
    /// Have the terminal tell what the mouse does, or have that no more.
    Mouse(bool),
    /// Keep how far the reader has come.
    Keep(Box<Progress>),
    /// What this key did is one picture of a motion: it may keep to the pace of the line, as what moves by itself does.
    Glide,
}

/// One row of a table: what a verb means here.
#[derive(Debug)]
pub struct Command<S: 'static> {
    /// Said by a key.
    pub verb: Verb,
    /// The key of its words in the catalogue, under `hint.`; neighbours with the same words share a hint, and a row
    /// without any has none.
    pub hint: &'static str,
    /// Does it.
    pub run: fn(&mut S, &mut Context),
    /// Whether it would do anything now; hints are shown only then.
    pub ready: fn(&S) -> bool,
    /// Keys that lead from the opened room to a state in which it does something.
    pub example: &'static str,
}

impl<S> Command<S> {
    /// A row for something that can always be done.
    pub const fn new(verb: Verb, hint: &'static str, run: fn(&mut S, &mut Context)) -> Self {
        Self { verb, hint, run, ready: |_| true, example: "" }
    }

    /// The same, done only when it would do anything.
    #[must_use]
    pub const fn when(self, ready: fn(&S) -> bool) -> Self {
        Self { ready, ..self }
    }

    /// The same, with keys that lead to where it does something.
    #[must_use]
    pub const fn after(self, example: &'static str) -> Self {
        Self { example, ..self }
    }
}

/// What a command may touch besides its own room.
#[derive(Debug)]
pub struct Context<'a> {
    /// What all rooms share.
    pub shared: &'a mut Shared,
    /// What is asked of the world.
    pub effects: &'a mut Vec<Effect>,
}

/// What a room may look at while it is drawn: nothing it can change.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What all rooms share.
    pub shared: &'a Shared,
    /// How things look.
    pub look: Look<'a>,
}

/// A row of a table without the type of its room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Said by a key.
    pub verb: Verb,
    /// Its words.
    pub hint: &'static str,
    /// Whether it would do anything now.
    pub ready: bool,
    /// Keys that lead to where it does something.
    pub example: &'static str,
    /// Where its keys are looked up: the id of a room, or what else is the name of a table of keys.
    pub context: &'static str,
}

/// What the author of a room writes.
pub trait Screen: Sized + 'static {
    /// The id in exhibit lines, in `[keys.ID]` and in the catalogue (`room.ID`).
    const ID: &'static str;
    /// What keys mean while nothing is typed.
    const COMMANDS: &'static [Command<Self>];
    /// What keys mean while a line is typed; letters go to [`Screen::letter`].
    const TYPING: &'static [Command<Self>] = &[];
    /// What keys mean beside those of a room within this one, while that has them.
    const BESIDE: &'static [Command<Self>] = &[];
    /// The options of its exhibit line.
    const SETTINGS: &'static [Setting<Self>];

    /// The room as it is when nobody has touched it.
    ///
    /// # Errors
    /// A setting that makes no sense, in one sentence.
    fn new(shared: &Shared) -> Result<Self, String>;
    /// Takes the subject of an exhibit line.
    ///
    /// # Errors
    /// A subject that is not known, in one sentence.
    fn set_subject(&mut self, subject: &str) -> Result<(), String>;
    /// The subject of its exhibit line; empty where options say it all.
    fn subject(&self) -> String;
    /// Whether a line is being typed.
    fn is_typing(&self) -> bool {
        false
    }
    /// Takes a letter of the line being typed.
    fn letter(&mut self, _letter: char, _cx: &mut Context) {}
    /// Takes text that was pasted: letters of the line being typed, or what [`Screen::takes`] said that it takes.
    fn paste(&mut self, text: &str, cx: &mut Context) {
        text::one_line(text).chars().for_each(|letter| Screen::letter(self, letter, cx));
    }
    /// Whether pasted text means something here while no line is typed: the path of a file that was dropped.
    fn takes(&self, _pasted: &str) -> bool {
        false
    }
    /// The mouse does something at a cell, counted from the room's own corner.
    fn mouse(&mut self, _at: Cell, _pointer: Pointer, _cx: &mut Context) {}
    /// Brings what is derived up to date with the state and the size of the room; asks for what may take long.
    fn prepare(&mut self, size: Size, cx: &mut Context);
    /// Takes an answer.
    fn report(&mut self, _report: &Report, _cx: &mut Context) {}
    /// A thirtieth of a second went by.
    fn tick(&mut self, _cx: &mut Context) {}
    /// Whether time changes anything here, so that [`Screen::tick`] has to be called.
    fn is_moving(&self) -> bool {
        false
    }
    /// How far its long work has come, and whether that is over; `None` where there is none.
    fn progress(&self) -> Option<(Position, bool)> {
        None
    }
    /// The run that its long work is asked for under; `None` where nothing has been asked.
    fn under_way(&self) -> Option<u64> {
        None
    }
    /// Numbers by name, which texts may rest on.
    fn figures(&self) -> Vec<(String, f64)> {
        Vec::new()
    }
    /// What it says to who reads lines instead of looking: its facts, unless there is more to read.
    fn read(&self, view: View) -> Vec<String> {
        self.facts(view)
    }
    /// What it has to give for the clipboard: its facts, unless it has more.
    fn copy(&self, view: View) -> String {
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
    /// What the title bar says at its right.
    fn heading(&self, view: View) -> String;
    /// The same in fewer words, where there is no room for all.
    fn brief(&self, view: View) -> String {
        self.heading(view)
    }
    /// Facts for the status lines, the most important first.
    fn facts(&self, view: View) -> Vec<String>;
    /// Draws a line being typed in place of the facts, in one row or two; whether there is one.
    fn draw_line(&self, _view: View, _area: Rect, _buf: &mut Buffer) -> bool {
        false
    }
    /// Draws the room.
    fn draw(&self, view: View, area: Rect, buf: &mut Buffer);
}

/// A room with its type erased; derived, never written by hand.
pub trait AnyScreen {
    /// [`Screen::ID`].
    fn id(&self) -> &'static str;
    /// The rows of the table in force.
    fn rows(&self) -> Vec<Row>;
    /// The rows of every table.
    fn all_rows(&self) -> Vec<Row>;
    /// Where keys are looked up now, first to last, before those of every room.
    fn contexts(&self) -> Vec<&'static str>;
    /// [`Screen::inner`].
    fn inner(&self) -> Option<&dyn AnyScreen>;
    /// [`Screen::read`].
    fn read(&self, view: View) -> Vec<String>;
    /// [`Screen::copy`].
    fn copy(&self, view: View) -> String;
    /// [`Screen::brief`].
    fn brief(&self, view: View) -> String;
    /// Runs a verb; whether the table in force has it.
    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool;
    /// [`Screen::is_typing`].
    fn is_typing(&self) -> bool;
    /// [`Screen::letter`].
    fn letter(&mut self, letter: char, cx: &mut Context);
    /// [`Screen::paste`].
    fn paste(&mut self, text: &str, cx: &mut Context);
    /// [`Screen::takes`].
    fn takes(&self, pasted: &str) -> bool;
    /// Puts the room into the state of an exhibit line.
    ///
    /// # Errors
    /// The part of the line that makes no sense, in one sentence.
    fn open(&mut self, exhibit: &Exhibit) -> Result<(), String>;
    /// The exhibit line of the room's state.
    fn exhibit(&self) -> Exhibit;
    /// [`Screen::mouse`].
    fn mouse(&mut self, at: Cell, pointer: Pointer, cx: &mut Context);
    /// [`Screen::prepare`].
    fn prepare(&mut self, size: Size, cx: &mut Context);
    /// [`Screen::report`].
    fn report(&mut self, report: &Report, cx: &mut Context);
    /// [`Screen::tick`].
    fn tick(&mut self, cx: &mut Context);
    /// [`Screen::is_moving`].
    fn is_moving(&self) -> bool;
    /// [`Screen::progress`].
    fn progress(&self) -> Option<(Position, bool)>;
    /// [`Screen::under_way`].
    fn under_way(&self) -> Option<u64>;
    /// [`Screen::figures`].
    fn figures(&self) -> Vec<(String, f64)>;
    /// [`Screen::heading`].
    fn heading(&self, view: View) -> String;
    /// [`Screen::facts`].
    fn facts(&self, view: View) -> Vec<String>;
    /// [`Screen::draw_line`].
    fn draw_line(&self, view: View, area: Rect, buf: &mut Buffer) -> bool;
    /// [`Screen::draw`].
    fn draw(&self, view: View, area: Rect, buf: &mut Buffer);
}

/// The table in force, and where its keys are looked up.
fn table<S: Screen>(screen: &S) -> (&'static [Command<S>], &'static str) {
    match (screen.inner().is_some(), Screen::is_typing(screen)) {
        (true, true) => (&[], TYPING),
        (true, false) => (S::BESIDE, BESIDE),
        (false, true) => (S::TYPING, TYPING),
        (false, false) => (S::COMMANDS, S::ID),
    }
}

fn row<S>(screen: &S, command: &Command<S>, context: &'static str) -> Row {
    Row { verb: command.verb, hint: command.hint, ready: (command.ready)(screen), example: command.example, context }
}

impl<S: Screen> AnyScreen for S {
    fn id(&self) -> &'static str {
        S::ID
    }

    fn rows(&self) -> Vec<Row> {
        let (table, context) = table(self);
        let own = table.iter().map(|command| row(self, command, context));
        own.chain(Screen::inner(self).map(AnyScreen::rows).unwrap_or_default()).collect()
    }

    fn all_rows(&self) -> Vec<Row> {
        let tables = [(S::ID, S::COMMANDS), (BESIDE, S::BESIDE), (TYPING, S::TYPING)];
        tables.iter().flat_map(|(context, table)| table.iter().map(|c| row(self, c, context))).collect()
    }

    fn contexts(&self) -> Vec<&'static str> {
        match Screen::inner(self) {
            Some(inner) => [BESIDE].into_iter().chain(inner.contexts()).collect(),
            None => vec![S::ID],
        }
    }

    fn inner(&self) -> Option<&dyn AnyScreen> {
        Screen::inner(self)
    }

    fn read(&self, view: View) -> Vec<String> {
        Screen::read(self, view)
    }

    fn copy(&self, view: View) -> String {
        Screen::copy(self, view)
    }

    fn brief(&self, view: View) -> String {
        Screen::brief(self, view)
    }

    fn run(&mut self, verb: Verb, cx: &mut Context) -> bool {
        let mut rows = table(self).0.iter().filter(|command| command.verb == verb).peekable();
        if rows.peek().is_none() {
            return Screen::inner_mut(self).is_some_and(|inner| inner.run(verb, cx));
        }
        // A verb may have several rows, each for a state of its own.
        if let Some(command) = rows.find(|command| (command.ready)(self)) {
            (command.run)(self, cx);
        }
        true
    }

    fn is_typing(&self) -> bool {
        Screen::is_typing(self)
    }

    fn letter(&mut self, letter: char, cx: &mut Context) {
        Screen::letter(self, letter, cx);
    }

    fn paste(&mut self, text: &str, cx: &mut Context) {
        Screen::paste(self, text, cx);
    }

    fn takes(&self, pasted: &str) -> bool {
        Screen::takes(self, pasted)
    }

    fn open(&mut self, exhibit: &Exhibit) -> Result<(), String> {
        exhibit::open(self, exhibit)
    }

    fn exhibit(&self) -> Exhibit {
        exhibit::of(self)
    }

    fn mouse(&mut self, at: Cell, pointer: Pointer, cx: &mut Context) {
        Screen::mouse(self, at, pointer, cx);
    }

    fn prepare(&mut self, size: Size, cx: &mut Context) {
        Screen::prepare(self, size, cx);
    }

    fn report(&mut self, report: &Report, cx: &mut Context) {
        Screen::report(self, report, cx);
    }

    fn tick(&mut self, cx: &mut Context) {
        Screen::tick(self, cx);
    }

    fn is_moving(&self) -> bool {
        Screen::is_moving(self)
    }

    fn progress(&self) -> Option<(Position, bool)> {
        Screen::progress(self)
    }

    fn under_way(&self) -> Option<u64> {
        Screen::under_way(self)
    }

    fn figures(&self) -> Vec<(String, f64)> {
        Screen::figures(self)
    }

    fn heading(&self, view: View) -> String {
        Screen::heading(self, view)
    }

    fn facts(&self, view: View) -> Vec<String> {
        Screen::facts(self, view)
    }

    fn draw_line(&self, view: View, area: Rect, buf: &mut Buffer) -> bool {
        Screen::draw_line(self, view, area, buf)
    }

    fn draw(&self, view: View, area: Rect, buf: &mut Buffer) {
        Screen::draw(self, view, area, buf);
    }
}

/// A row of the list of rooms.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The id of the room.
    pub id: &'static str,
    /// Builds it.
    pub open: fn(&Shared) -> Result<Box<dyn AnyScreen>, String>,
}

fn build<S: Screen>(shared: &Shared) -> Result<Box<dyn AnyScreen>, String> {
    Ok(Box::new(S::new(shared)?))
}

impl Entry {
    const fn of<S: Screen>() -> Self {
        Self { id: S::ID, open: build::<S> }
    }
}

/// Every room, in the order of the title bar.
pub const SCREENS: &[Entry] = &[
    Entry::of::<walk::Walk>(),
    Entry::of::<lab::Lab>(),
    Entry::of::<train::Train>(),
    Entry::of::<slope::Slope>(),
    Entry::of::<softmax::Softmax>(),
    Entry::of::<sweep::Sweep>(),
];
