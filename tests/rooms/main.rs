//! The rooms without a terminal: frames, keys, the mouse, and events in any order.

#[path = "../support/mod.rs"]
mod support;

mod build;
mod commands;
mod data;
mod fields;
mod frames;
mod inspect;
mod jobs;
mod maps;
mod mouse;
mod mutations;
mod net;
mod own;
mod paths;
mod playground;
mod points;
mod reach;
mod reading;
mod script;
mod stop;
mod storm;
mod sweep_frames;
mod teacher;
mod tour;
mod train;
mod train_frames;
mod train_panes;
mod train_words;
mod walk;
mod walk_keys;
