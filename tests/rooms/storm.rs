//! Storms: events of any kind, in any order, at any size. The program does not fail, and its state stays valid.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests")]

use crate::support::Scenario;
use crate::support::storm::event;
use actlab::app::Event;
use actlab::screens::{Exhibit, SCREENS};
use proptest::prelude::*;
use ratatui::layout::Size;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_order_of_events_breaks_any_room(room in 0..SCREENS.len(), events in prop::collection::vec(event(), 1..60)) {
        let mut player = Scenario::new(SCREENS[room].id).size(80, 24).player();
        let mut size = Size::new(80, 24);
        for event in events {
            if let Event::Resize(new) = event {
                size = new;
            }
            player.event(event);
            prop_assert_eq!(player.frame().area.as_size(), size);
        }
        let line = player.app().exhibit().to_string();
        let exhibit: Exhibit = line.parse().unwrap();
        prop_assert!(player.open(&exhibit).is_ok(), "{} is an address", line);
    }
}
