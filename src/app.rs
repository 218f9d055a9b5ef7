//! The application: rooms, keys and words put together. State changes only in [`App::update`]. A frame is made only by
//! `impl Widget for &App`.

mod ascii;
mod chrome;
mod frame;
mod gate;
mod help;

use crate::config::{Config, FrameFormat, SettingError};
use crate::files::ReadError;
use crate::functions::user_functions::FormulaTexts;
use crate::input::{Key, Keymap, TYPING, Verb, label, latin, typed};
use crate::jobs::{Job, JobKind, JobReport, JobUpdate, PreparedData, TableUpdate};
use crate::nn::data_table::TableReadError;
use crate::screens::{
    AnyScreen, AppContext, AppEffect, Context, DrawContext, Effect, Exhibit, ExhibitError, LongWork, Options, Pointer,
    Requests, SCREENS, TerminalCapabilities, WorldEffect,
};
use crate::text;
use crate::words::{Message, ToMessage};
use chrome::Chrome;
use crossterm::event::KeyCode;
use gate::NamedFiles;
pub use gate::Permissions;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub enum Event {
    Key(Key),
    Paste(String),
    /// The new size of the screen, in columns and rows.
    Resize(Size),
    /// A thirtieth of a second of the program's own time has passed.
    Tick,
    Report(JobReport),
    /// Another program has written the file of own functions. This is its new content.
    FormulasChanged(FormulaTexts),
    /// Progress in the lessons could not be saved, for this reason. It holds until [`Event::Kept`].
    Unkept(Message),
    /// Progress in the lessons is saved again.
    Kept,
    /// The terminal has reported its capabilities.
    Terminal(TerminalCapabilities),
    Mouse(Position, Pointer),
    /// The runtime has a notice for the reader.
    Said(Message),
}

pub struct App {
    shared: AppContext,
    screens: Vec<Box<dyn AnyScreen>>,
    chrome: Chrome,
    keymap: Arc<Keymap>,
    size: Size,
    format: FrameFormat,
    permissions: Permissions,
    /// Why a room did not get the data that it waited for.
    fault: Option<Message>,
}

impl App {
    /// The application at its start, in the room that the settings name, with its first requests.
    ///
    /// # Errors
    /// A setting is invalid.
    pub fn new(
        config: Config,
        keymap: Keymap,
        choices: &Options,
        size: Size,
    ) -> Result<(Self, Requests), SettingError> {
        let keymap = Arc::new(keymap);
        let shared = AppContext::new(config, choices, Arc::clone(&keymap))?;
        let screens = SCREENS.iter().map(|entry| (entry.open)(&shared)).collect::<Result<_, _>>()?;
        let chrome = Chrome::begin(&shared.config.start)?;
        let format = shared.config.write.parse::<FrameFormat>().map_err(|e| SettingError::of("write")(e.into()))?;
        let mut app =
            Self { shared, screens, chrome, keymap, size, format, permissions: Permissions::ALL, fault: None };
        let mut requests = app.settle();
        requests.world.extend(app.shared.mouse.then_some(WorldEffect::Mouse(true)));
        Ok((app, requests))
    }

    /// From now on only these requests to the runtime are permitted.
    pub fn restrict(&mut self, permissions: Permissions) {
        self.permissions = permissions;
    }

    /// Whether hints show this verb: it is permitted, and the screen can show its result.
    fn lists(&self, verb: Verb) -> bool {
        self.permissions.allow_verb(verb) && !(self.shared.ascii && verb == Verb::Language)
    }

    fn refuse(&mut self) {
        self.shared.notice = Some(self.shared.words.get("app.refused").to_owned());
    }

    /// Whether the program may be suspended.
    pub fn may_suspend(&self) -> bool {
        self.permissions.allow(&WorldEffect::Suspend, NamedFiles { image: "", tables: self.shared.tables() })
    }

    /// The message shown when the program ends because nobody used it.
    pub fn farewell(&self) -> &str {
        self.shared.words.get("app.idle")
    }

    /// The sentence that says why progress is not saved; `None` while it is.
    pub fn unkept(&self) -> Option<String> {
        self.shared.unkept.as_ref().map(|unkept| self.say(unkept))
    }

    pub fn say(&self, message: &impl ToMessage) -> String {
        self.shared.words.say(message)
    }

    /// Goes to the room of an exhibit line and sets its state.
    ///
    /// # Errors
    /// The line has a part that is invalid.
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<Requests, Message> {
        let room = self.screens.iter().position(|screen| screen.id() == exhibit.room);
        let room = room.ok_or_else(|| ExhibitError::NoRoom { room: exhibit.room.clone() })?;
        self.screens[room].open(exhibit, &self.shared)?;
        self.chrome.room = room;
        Ok(self.settle())
    }

    /// The exhibit line of the current room: the address of what is on the screen.
    pub fn exhibit(&self) -> Exhibit {
        self.screens[self.chrome.room].exhibit()
    }

    /// Handles an event and returns the requests to the runtime. This is the only way to change state. Derived values
    /// follow in [`App::settle`].
    pub fn update(&mut self, event: Event) -> Requests {
        let mut effects = Vec::new();
        match event {
            Event::Key(key) => self.press(key, &mut effects),
            Event::Paste(text) => self.paste(&text, &mut effects),
            Event::Resize(size) => self.size = size,
            Event::Mouse(at, pointer) => self.point(at, pointer, &mut effects),
            Event::Terminal(found) => self.shared.find(found),
            Event::Said(message) => self.shared.notice = Some(self.say(&message)),
            Event::Tick => {
                let mut cx = Context { shared: &mut self.shared, effects: &mut effects };
                self.screens.iter_mut().for_each(|screen| screen.tick(&mut cx));
            }
            Event::Unkept(reason) => self.shared.unkept = Some(Message::new("walk.unkept").with("reason", &reason)),
            Event::Kept => self.shared.unkept = None,
            Event::Report(report) => {
                if let JobUpdate::Table { named, update: TableUpdate::Read(Ok(table), _) } = &report.update {
                    self.shared.keep_table(named, table);
                }
                let mut cx = Context { shared: &mut self.shared, effects: &mut effects };
                self.screens.iter_mut().for_each(|screen| screen.report(&report, &mut cx));
            }
            Event::FormulasChanged(texts) => {
                let mut cx = Context { shared: &mut self.shared, effects: &mut effects };
                self.screens.iter_mut().for_each(|screen| screen.formulas_changed(&texts, &mut cx));
            }
        }
        self.divide(effects)
    }

    /// Does the effects of the application and returns the permitted ones of the runtime. All effects pass through
    /// here. If one is refused, a notice says so.
    fn divide(&mut self, effects: Vec<Effect>) -> Requests {
        let mut requests = Requests::default();
        for effect in effects {
            match effect {
                Effect::App(AppEffect::Go(exhibit)) => match self.open(&exhibit) {
                    Ok(more) => requests.extend(more),
                    Err(error) => self.shared.notice = Some(self.say(&error)),
                },
                Effect::App(AppEffect::CopyRoom) => requests.extend(self.copy_room()),
                Effect::Pacing(effect) => requests.pacing.push(effect),
                Effect::World(effect) if self.allows(&effect) => requests.world.push(effect),
                Effect::World(effect) => {
                    self.refuse();
                    self.report_refusal(effect);
                }
            }
        }
        self.note_faults();
        requests
    }

    fn allows(&self, effect: &WorldEffect) -> bool {
        let named = NamedFiles { image: &self.shared.config.image, tables: self.shared.tables() };
        self.permissions.allow(effect, named)
    }

    /// Tells the room that waits for a file of data that it is not read.
    fn report_refusal(&mut self, effect: WorldEffect) {
        let WorldEffect::Submit(Job { id, kind: JobKind::ReadTable(job) }) = effect else { return };
        let error = TableReadError::Unreadable(ReadError::Forbidden);
        let update = TableUpdate::Read(Err(error), PreparedData::default());
        let update = JobUpdate::Table { named: (job.path, job.format), update };
        let mut effects = Vec::new();
        let mut cx = Context { shared: &mut self.shared, effects: &mut effects };
        let report = JobReport { id, is_last: true, update };
        self.screens.iter_mut().for_each(|screen| screen.report(&report, &mut cx));
    }

    /// Says why a room did not get the data that it waited for.
    fn note_faults(&mut self) {
        for fault in self.screens.iter_mut().filter_map(|screen| screen.take_fault()) {
            self.shared.notice = Some(self.shared.words.say(&fault));
            self.fault = Some(fault);
        }
    }

    /// Why a room did not get the data that it waited for, since the last call.
    pub fn take_fault(&mut self) -> Option<Message> {
        self.fault.take()
    }

    /// Whether the current room waits for a file of data.
    pub fn is_waiting(&self) -> bool {
        self.screens[self.chrome.room].loading().is_some()
    }

    /// Copies the text that the current room offers.
    fn copy_room(&mut self) -> Requests {
        // Earlier keys may have changed the state that the facts are derived from.
        let mut requests = self.settle();
        let text = self.screens[self.chrome.room].copy(self.view());
        // The copied text may be pasted into a shell.
        requests.world.push(WorldEffect::Copy(text::visible_lines(&text).into_owned()));
        requests
    }

    /// Brings derived values up to date. It is called once after any number of events, before a frame is made, so that
    /// a thousand keys cost one chart.
    pub fn settle(&mut self) -> Requests {
        let mut effects = Vec::new();
        let body = frame::areas(Rect::from((ratatui::layout::Position::ORIGIN, self.size))).body;
        let mut cx = Context { shared: &mut self.shared, effects: &mut effects };
        self.screens[self.chrome.room].prepare(body.as_size(), &mut cx);
        self.divide(effects)
    }

    fn press(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.shared.notice = None;
        let room = self.chrome.room;
        let mut cx = Context { shared: &mut self.shared, effects };
        if self.chrome.help.is_some() {
            if let Some(verb) = self.keymap.verb(help::CONTEXT, latin(key)) {
                help::run(&mut self.chrome, verb, &mut cx);
            }
            let body = frame::areas(Rect::from((ratatui::layout::Position::ORIGIN, self.size))).body;
            let most = help::most(self, self.screens[room].as_ref(), body);
            self.chrome.help = self.chrome.help.map(|n| n.min(most));
            return;
        }
        let screen = &mut self.screens[room];
        if screen.is_typing() {
            match (self.keymap.verb(TYPING, key), typed(key)) {
                (Some(verb), _) if !self.permissions.allow_verb(verb) => self.refuse(),
                (Some(verb), _) => drop(screen.run(verb, &mut cx)),
                (None, Some(letter)) => screen.letter(letter, &mut cx),
                (None, None) => {}
            }
            return;
        }
        let named = screen.named(latin(key), &self.keymap);
        let Some(verb) = named.or_else(|| self.keymap.verb_in(&screen.contexts(), latin(key))) else {
            return self.say_meaningless(key);
        };
        if !self.permissions.allow_verb(verb) {
            return self.refuse();
        }
        if named.is_some() {
            screen.run_named(verb, &mut cx);
        } else if !screen.run(verb, &mut cx) {
            self.chrome.run(verb, &mut cx);
        }
    }

    /// Says that a key has no meaning, and which key lists those that have one.
    fn say_meaningless(&mut self, key: Key) {
        // Escape takes a notice away, and leaves none.
        if key.code == KeyCode::Esc {
            return;
        }
        let help = self.keymap.keys(self.screens[self.chrome.room].id(), Verb::Help).next();
        let [key, help] =
            [Some(key), help].map(|key| key.map_or_else(String::new, |key| label(key, self.shared.ascii)));
        self.shared.notice = Some(self.shared.words.fill("app.no-meaning", &[("key", &key), ("help", &help)]));
    }

    /// A click on the name of a room goes there. The room handles all other clicks. While a line is typed, the mouse
    /// does nothing.
    fn point(&mut self, at: Position, pointer: Pointer, effects: &mut Vec<Effect>) {
        let area = Rect::from((Position::ORIGIN, self.size));
        let screen = self.screens[self.chrome.room].as_ref();
        if screen.is_typing() || self.chrome.help.is_some() {
            return;
        }
        self.shared.notice = None;
        let screen = self.screens[self.chrome.room].as_ref();
        if let Some(room) = frame::tab_at(self, screen, area, at).filter(|_| pointer == Pointer::Press) {
            self.chrome.room = room;
            return;
        }
        let body = frame::areas(area).body;
        if body.contains(at) {
            let mut cx = Context { shared: &mut self.shared, effects };
            self.screens[self.chrome.room].mouse(Position::new(at.x - body.x, at.y - body.y), pointer, &mut cx);
        }
    }

    /// Pasted text goes into the line being typed. Without such a line, the room may take it as the path of a file.
    /// Otherwise it is ignored, because it was not meant as keys.
    fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        let screen = &mut self.screens[self.chrome.room];
        let asked = screen.is_typing();
        if self.chrome.help.is_some() || !asked && !screen.takes(text) {
            return;
        }
        self.shared.notice = None;
        // A dropped file counts as a path that the reader types.
        if !asked && !self.permissions.allow_verb(Verb::Image) {
            return self.refuse();
        }
        let mut cx = Context { shared: &mut self.shared, effects };
        screen.paste(text, &mut cx);
    }

    /// Every row of all command tables of a room: the context of its keys, its verb, and example keys that lead to a
    /// state where it works.
    pub fn rows(&self, room: &str) -> Vec<(&'static str, Verb, &'static str)> {
        let screen = self.screens.iter().find(|screen| screen.id() == room);
        let rows = screen.map_or_else(Vec::new, |screen| screen.all_rows());
        rows.into_iter().map(|row| (row.context, row.verb, row.example)).collect()
    }

    /// The figures of the current room by name. Lessons state these numbers.
    pub fn figures(&self) -> Vec<(String, f64)> {
        self.screens[self.chrome.room].figures()
    }

    /// The commands that work in every room and are available now: verb and example keys.
    pub fn global_rows(&self) -> Vec<(Verb, &'static str)> {
        chrome::COMMANDS.iter().filter(|c| (c.ready)(&self.chrome)).map(|c| (c.verb, c.example)).collect()
    }

    /// The keys of a verb in a context.
    pub fn keys(&self, context: &str, verb: Verb) -> Vec<Key> {
        self.keymap.keys(context, verb).collect()
    }

    pub fn has_mouse(&self) -> bool {
        self.shared.mouse
    }

    /// The format in which frames are written to files.
    pub fn format(&self) -> FrameFormat {
        self.format
    }

    /// The background colour of the theme.
    pub fn paper(&self) -> Color {
        self.shared.theme.paper()
    }

    pub fn is_light(&self) -> bool {
        self.shared.theme.light
    }

    /// Whether something is animated now, so that [`Event::Tick`] is needed.
    pub fn is_moving(&self) -> bool {
        self.screens.iter().any(|screen| screen.is_moving())
    }

    /// The id of the current room.
    pub fn room(&self) -> &'static str {
        self.screens[self.chrome.room].id()
    }

    /// Whether something moves in the current room.
    pub fn is_front_moving(&self) -> bool {
        self.screens[self.chrome.room].is_moving()
    }

    /// The run or sweep of the current room. The table of jobs knows its progress.
    pub fn long_work(&self) -> LongWork {
        self.screens[self.chrome.room].long_work()
    }

    /// Whether the run of the current room ends by itself.
    pub fn has_end(&self) -> bool {
        self.screens[self.chrome.room].has_end()
    }

    /// The screen as lines of text, starting with the room and its heading.
    pub fn read(&self) -> Vec<String> {
        frame::read(self, self.screens[self.chrome.room].as_ref())
    }

    fn view(&self) -> DrawContext<'_> {
        DrawContext { shared: &self.shared, look: self.shared.look() }
    }
}

impl Widget for &App {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let screen = self.screens[self.chrome.room].as_ref();
        frame::draw(self, screen, area, buf);
        // No cell may hold a control character that a terminal would obey, whatever wrote it.
        for cell in buf.content.iter_mut().filter(|cell| cell.symbol().contains(text::is_hidden)) {
            cell.set_symbol(text::NO_SYMBOL);
        }
        if self.shared.ascii {
            ascii::to_ascii(area, buf);
        }
        self.shared.theme.paint(area, buf);
    }
}
