//! Random events of every kind.

use actlab::app::Event;
use actlab::input::{Key, parse_key};
use actlab::screens::{Pointer, TerminalCapabilities};
use actlab::tile::ColorDepth;
use proptest::prelude::*;
use ratatui::layout::{Position, Size};

/// Every key of every table, and letters to type. Keys that lead step by step to a million samples or a thousand runs
/// are included, because a storm is short.
fn keys() -> Vec<Key> {
    let tables: toml::Table = actlab::config::DEFAULTS.parse().expect("the defaults");
    let tables = tables["keys"].as_table().expect("tables").values().filter_map(|table| table.as_table());
    let names = tables.flat_map(|table| table.values()).filter_map(|names| names.as_array()).flatten();
    let mut keys: Vec<Key> = names.filter_map(|name| parse_key(name.as_str()?).ok()).collect();
    keys.extend("0129xy()*-.".chars().filter_map(|c| parse_key(&c.to_string()).ok()));
    keys.sort_by_key(ToString::to_string);
    keys.dedup();
    keys
}

fn findings() -> impl Strategy<Value = TerminalCapabilities> {
    let depth =
        prop::option::of(prop::sample::select(vec![ColorDepth::TrueColor, ColorDepth::Indexed256, ColorDepth::None]));
    let yes_or_no = || prop::option::of(any::<bool>());
    (depth, yes_or_no(), yes_or_no(), yes_or_no()).prop_map(|(depth, utf8, light, synchronised)| TerminalCapabilities {
        depth,
        utf8,
        light,
        synchronised,
    })
}

fn mouse() -> impl Strategy<Value = Event> {
    let pointer = prop::sample::select(vec![Pointer::Press, Pointer::Press, Pointer::WheelUp, Pointer::WheelDown]);
    (0u16..160, 0u16..60, pointer).prop_map(|(x, y, pointer)| Event::Mouse(Position::new(x, y), pointer))
}

pub(crate) fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => prop::sample::select(keys()).prop_map(Event::Key),
        2 => (1u16..=150, 1u16..=50).prop_map(|(columns, rows)| Event::Resize(Size::new(columns, rows))),
        1 => (1u16..=3, 1u16..=3).prop_map(|(columns, rows)| Event::Resize(Size::new(columns, rows))),
        1 => prop::sample::select(vec!["x*tanh(x)", "", "가나다\u{0}\r", "((((", "1e999"]).prop_map(|text| Event::Paste(text.to_owned())),
        5 => Just(Event::Tick),
        2 => mouse(),
        1 => findings().prop_map(Event::Terminal),
    ]
}
