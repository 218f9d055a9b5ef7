//! Scenarios: the application at a size, after an exhibit line and keys, without a terminal.
#![allow(dead_code, reason = "every test file uses its own part of this")]
#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a scenario that can't be set up is a failed test")]

pub(crate) mod interleaved;
pub(crate) mod storm;

use actlab::app::{App, Event};
use actlab::config;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::runtime::{exhibit_files, export};
use actlab::screens::Options;
use actlab::tile::ColorDepth;
use actlab::words::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

#[derive(Clone)]
pub(crate) struct Scenario {
    exhibit: String,
    keys: String,
    size: Size,
    ticks: u64,
    choices: Options,
}

impl Scenario {
    pub(crate) fn new(exhibit: &str) -> Self {
        let choices = Options::default();
        Self { exhibit: exhibit.to_owned(), keys: String::new(), size: Size::new(120, 40), ticks: 0, choices }
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = Size::new(columns, rows);
        self
    }

    pub(crate) fn keys(mut self, keys: &str) -> Self {
        keys.clone_into(&mut self.keys);
        self
    }

    pub(crate) fn ticks(mut self, ticks: u64) -> Self {
        self.ticks = ticks;
        self
    }

    pub(crate) fn language(mut self, language: Language) -> Self {
        self.choices.language = language;
        self
    }

    pub(crate) fn depth(mut self, depth: ColorDepth) -> Self {
        self.choices.depth = depth;
        self
    }

    pub(crate) fn frugal(mut self) -> Self {
        self.choices.frugal = true;
        self
    }

    pub(crate) fn theme(mut self, theme: &str) -> Self {
        theme.clone_into(&mut self.choices.theme);
        self
    }

    pub(crate) fn ascii(mut self) -> Self {
        self.choices.ascii = true;
        self
    }

    pub(crate) fn player(&self) -> HeadlessPlayer {
        // An empty file, so that the user's settings are not read.
        let empty = tempfile::NamedTempFile::new().expect("a temporary file");
        let loaded = config::load(Some(empty.path()), &[]).expect("the defaults");
        let exhibit = self.exhibit.parse().expect("an exhibit");
        let mut choices = self.choices.clone();
        exhibit_files::read_all(&mut choices, &exhibit, &mut actlab::nn::experiment::table_of);
        let (app, requests) = App::new(loaded.config, loaded.keymap, &choices, self.size).expect("an application");
        let mut player = HeadlessPlayer::new(app, requests, self.size);
        player.open(&exhibit).expect("an exhibit that opens");
        player.play(&self.keys.parse().expect("a script"), &mut || true);
        for _ in 0..self.ticks {
            player.event(Event::Tick);
        }
        player
    }

    pub(crate) fn frame(&self) -> Buffer {
        self.player().frame()
    }

    pub(crate) fn text(&self) -> String {
        export::text(&self.frame())
    }
}
