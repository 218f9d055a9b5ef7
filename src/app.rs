//! The application: rooms, keys and words put together. State changes in [`App::update`] and nowhere else; a frame is made
//! by `impl Widget for &App` and nowhere else.

mod ascii;
mod chrome;
mod frame;
mod gate;
mod help;

use crate::config::{Config, FrameFormat, SettingError};
use crate::functions::user_functions::FormulaTexts;
use crate::input::{Key, Keymap, TYPING, Verb, latin, typed};
use crate::jobs::JobReport;
use crate::screens::{
    AnyScreen, AppContext, AppEffect, Context, DrawContext, Effect, Exhibit, ExhibitError, LongWork, Options, Pointer,
    Requests, SCREENS, TerminalCapabilities, WorldEffect,
};
use crate::text;
use crate::words::{Message, ToMessage};
use chrome::Chrome;
pub use gate::Permissions;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The screen has this many columns and rows.
    Resize(Size),
    /// A thirtieth of a second of the program's own time went by.
    Tick,
    /// A job reported.
    Report(JobReport),
    /// Another program has written the file of the reader's own functions: what it holds now.
    FormulasChanged(FormulaTexts),
    /// How far the reader has come could not be kept, and why. This holds until [`Event::Kept`].
    Unkept(Message),
    /// How far the reader has come is kept again.
    Kept,
    /// The terminal said what it can show.
    Terminal(TerminalCapabilities),
    /// The mouse did something at a cell.
    Mouse(Position, Pointer),
    /// The world has a word to the reader.
    Said(Message),
}

/// The whole state of the program.
pub struct App {
    shared: AppContext,
    screens: Vec<Box<dyn AnyScreen>>,
    chrome: Chrome,
    keymap: Arc<Keymap>,
    size: Size,
    format: FrameFormat,
    permissions: Permissions,
}

impl App {
    /// The program as it starts, in the room of the settings, with what is to be done at once.
    ///
    /// # Errors
    /// A setting that makes no sense.
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
        let mut app = Self { shared, screens, chrome, keymap, size, format, permissions: Permissions::ALL };
        let mut requests = app.settle();
        requests.world.extend(app.shared.mouse.then_some(WorldEffect::Mouse(true)));
        Ok((app, requests))
    }

    /// From now on nothing else is done or asked of the world.
    pub fn restrict(&mut self, permissions: Permissions) {
        self.permissions = permissions;
    }

    /// Whether a key for it is worth a word: it is permitted, and there are glyphs for what it does.
    fn lists(&self, verb: Verb) -> bool {
        self.permissions.allow_verb(verb) && !(self.shared.ascii && verb == Verb::Language)
    }

    fn refuse(&mut self) {
        self.shared.notice = Some(self.shared.words.get("app.refused").to_owned());
    }

    /// Whether the program may be stopped.
    pub fn may_suspend(&self) -> bool {
        self.permissions.allow(&WorldEffect::Suspend, "")
    }

    /// What is said when nothing was done for so long that the program ends.
    pub fn farewell(&self) -> &str {
        self.shared.words.get("app.idle")
    }

    /// Why how far the reader has come is not kept, as a sentence; `None` while it is.
    pub fn unkept(&self) -> Option<String> {
        self.shared.unkept.as_ref().map(|unkept| self.say(unkept))
    }

    /// A message in the language of the program.
    pub fn say(&self, message: &impl ToMessage) -> String {
        self.shared.words.say(message)
    }

    /// Goes to the room of an exhibit line and puts it into that state.
    ///
    /// # Errors
    /// The part of the line that makes no sense.
    pub fn open(&mut self, exhibit: &Exhibit) -> Result<Requests, Message> {
        let room = self.screens.iter().position(|screen| screen.id() == exhibit.room);
        let room = room.ok_or_else(|| ExhibitError::NoRoom { room: exhibit.room.clone() })?;
        self.screens[room].open(exhibit)?;
        self.chrome.room = room;
        Ok(self.settle())
    }

    /// The exhibit line of the room in front: the address of what is on the screen.
    pub fn exhibit(&self) -> Exhibit {
        self.screens[self.chrome.room].exhibit()
    }

    /// Takes an event; returns what is asked of the world. This is the only way in which state changes. What is derived
    /// from the state follows in [`App::settle`].
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

    /// Does what concerns the application, and returns what the runtime is asked for, as far as that is permitted. This is
    /// the gate that everything goes through; the reader is told that something was refused.
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
                Effect::World(effect) if self.permissions.allow(&effect, &self.shared.config.image) => {
                    requests.world.push(effect);
                }
                Effect::World(_) => self.refuse(),
            }
        }
        requests
    }

    /// Copies what the room in front offers.
    fn copy_room(&mut self) -> Requests {
        // Keys before this one may have changed what its facts are derived from.
        let mut requests = self.settle();
        let text = self.screens[self.chrome.room].copy(self.view());
        // What is copied may be pasted into a shell.
        requests.world.push(WorldEffect::Copy(text::visible_lines(&text).into_owned()));
        requests
    }

    /// Brings what is derived up to date, once after any number of events and before a frame is made. A thousand keys cost
    /// one chart, not a thousand.
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
        let Some(verb) = named.or_else(|| self.keymap.verb_in(&screen.contexts(), latin(key))) else { return };
        if !self.permissions.allow_verb(verb) {
            return self.refuse();
        }
        if named.is_some() {
            screen.run_named(verb, &mut cx);
        } else if !screen.run(verb, &mut cx) {
            self.chrome.run(verb, &mut cx);
        }
    }

    /// A click on a room's name leads there; everything else is the room's. While a line is typed, the mouse does nothing.
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

    /// Pasted text is typed where something is being typed, or is taken as a file where the room takes one; elsewhere it is
    /// ignored: it was not meant as keys.
    fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        let screen = &mut self.screens[self.chrome.room];
        let asked = screen.is_typing();
        if self.chrome.help.is_some() || !asked && !screen.takes(text) {
            return;
        }
        self.shared.notice = None;
        // A file that is dropped is a path that the reader types.
        if !asked && !self.permissions.allow_verb(Verb::Image) {
            return self.refuse();
        }
        let mut cx = Context { shared: &mut self.shared, effects };
        screen.paste(text, &mut cx);
    }

    /// Every row of every table of a room: where its keys are looked up, its verb, and keys that lead to where it works.
    pub fn rows(&self, room: &str) -> Vec<(&'static str, Verb, &'static str)> {
        let screen = self.screens.iter().find(|screen| screen.id() == room);
        let rows = screen.map_or_else(Vec::new, |screen| screen.all_rows());
        rows.into_iter().map(|row| (row.context, row.verb, row.example)).collect()
    }

    /// The numbers of the room in front by name, which texts may rest on.
    pub fn figures(&self) -> Vec<(String, f64)> {
        self.screens[self.chrome.room].figures()
    }

    /// The rows of every room that mean something now: verb and keys that lead to where it works.
    pub fn global_rows(&self) -> Vec<(Verb, &'static str)> {
        chrome::COMMANDS.iter().filter(|c| (c.ready)(&self.chrome)).map(|c| (c.verb, c.example)).collect()
    }

    /// The keys that say a verb in a context.
    pub fn keys(&self, context: &str, verb: Verb) -> Vec<Key> {
        self.keymap.keys(context, verb).collect()
    }

    /// Whether the mouse works.
    pub fn has_mouse(&self) -> bool {
        self.shared.mouse
    }

    /// What a frame is written as.
    pub fn format(&self) -> FrameFormat {
        self.format
    }

    /// What the theme paints behind everything.
    pub fn paper(&self) -> Color {
        self.shared.theme.paper()
    }

    /// Whether the theme is made for a light background.
    pub fn is_light(&self) -> bool {
        self.shared.theme.light
    }

    /// Whether time changes anything now, so that [`Event::Tick`] is wanted.
    pub fn is_moving(&self) -> bool {
        self.screens.iter().any(|screen| screen.is_moving())
    }

    /// The run or sweep of the room in front. The table of jobs knows how far it has come.
    pub fn long_work(&self) -> LongWork {
        self.screens[self.chrome.room].long_work()
    }

    /// What is on the screen as lines to be read, the room and its heading first.
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
        // Whatever put it there, no cell holds what a terminal would obey.
        for cell in buf.content.iter_mut().filter(|cell| cell.symbol().contains(text::is_hidden)) {
            cell.set_symbol(text::NO_SYMBOL);
        }
        if self.shared.ascii {
            ascii::to_ascii(area, buf);
        }
        self.shared.theme.paint(area, buf);
    }
}
